"""Description: what someone wrote down about a document, in `sources.toml`, front matter or JSON.

A part that cannot be used is left out with a warning; the document is read all the same.
"""

import dataclasses
import datetime as dt
import logging
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Self

import yaml

from retrieval.documents import Document, Source
from retrieval.errors import UnreadableSource
from retrieval.reading.decoding import is_storable

log = logging.getLogger(__package__)

_LIMITS = re.compile(r"^\s*[\"']?(?:quotes|share)[\"']?\s*[:=]", re.MULTILINE | re.IGNORECASE)
_WHOLE, _NOTHING = ("yes", "true", "on"), ("no", "false", "off")


@dataclass(frozen=True, slots=True)
class Description:
    """The fields of a `Source`, each of which may be missing, and those of what it is based on."""

    title: str | None = None
    publisher: str | None = None
    date: dt.date | None = None
    url: str | None = None
    based_on: Source | None = None
    licence: str | None = None
    share: float | None = None

    @classmethod
    def of(cls, fields: Mapping[str, object], *, where: str) -> Self:
        """Take what is known by name and of the right type; `where` is named in warnings."""
        return cls(
            title=_text(fields, "title", where),
            publisher=_text(fields, "publisher", where),
            date=_date(fields, where),
            url=_text(fields, "url", where),
            based_on=_based_on(fields, where),
            licence=_text(fields, "licence", where) or _text(fields, "license", where),
            share=_share(fields, where),
        )

    def source(self, guess: str) -> Source:
        """Give the source, under a guessed title if none was written down."""
        return self._over(Source(guess))

    def apply(self, document: Document) -> Document:
        """Put what is written here over what the document knows of itself."""
        source = self._over(document.source)
        return dataclasses.replace(document, source=source, based_on=self.based_on or document.based_on)

    def _over(self, known: Source) -> Source:
        return Source(
            self.title or known.title,
            self.publisher or known.publisher,
            self.date or known.date,
            self.url or known.url,
            self.licence or known.licence,
            known.share if self.share is None else self.share,
        )


def catalogue(data: bytes, *, where: str) -> dict[str, Description]:
    """Read a `sources.toml`: the description of each file it names.

    One that is no TOML is ignored; raises UnreadableSource if it seems to say how much may be quoted.
    """
    try:
        tables = tomllib.loads(data.decode("utf-8-sig")).get("source", [])
    except (ValueError, RecursionError) as error:
        if limits(data.decode("utf-8", "replace")):
            raise UnreadableSource(where, f"not TOML in UTF-8, though it says what may be quoted: {error}") from error
        log.warning("%s: ignored, not TOML in UTF-8: %s", where, error)
        return {}
    if not isinstance(tables, list):
        log.warning("%s: ignored, entries begin with [[source]]", where)
        return {}
    return {name: Description.of(table, where=f"{where}, {name}") for name, table in _named(tables, where)}


def front_matter(text: str) -> dict[str, object] | None:
    """Read the YAML at the head of a file; None if it is no mapping, and so some other text between rulers.

    Raises ValueError if it is not YAML.
    """
    try:
        # Every scalar stays the string that was written: a title may be `1984` or `No`.
        fields = yaml.BaseLoader(text).get_single_data()
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split())) from error
    return fields if isinstance(fields, dict) else None


def limits(written: str) -> bool:
    """Tell whether what cannot be read seems to say how much may be quoted: then nothing may."""
    return bool(_LIMITS.search(written))


def readable(name: str) -> str:
    """Make a title of a file's name: `joint-letter_2024.txt` to `Joint letter 2024`."""
    words = " ".join(re.split(r"[\s_-]+", PurePath(name).stem)).strip() or name
    return words[0].upper() + words[1:]


def _named(tables: list[object], where: str) -> list[tuple[str, Mapping[str, object]]]:
    named: list[tuple[str, Mapping[str, object]]] = []
    for number, table in enumerate(tables, start=1):
        name = table.get("file") if isinstance(table, dict) else None
        if isinstance(table, dict) and isinstance(name, str):
            named.append((name, table))
        else:
            log.warning("%s: entry %d ignored, it names no file", where, number)
    return named


def _text(fields: Mapping[str, object], key: str, where: str) -> str | None:
    value = fields.get(key)
    if value is None:
        return None
    if isinstance(value, str) and is_storable(value):
        return " ".join(value.split()) or None
    log.warning("%s: %s ignored, no text: %r", where, key, value)
    return None


def _date(fields: Mapping[str, object], where: str) -> dt.date | None:
    value = fields.get("date")
    if value in (None, ""):
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.datetime.fromisoformat(str(value)).date()
    except ValueError:
        log.warning("%s: date ignored, none like 2024-05-31: %r", where, value)
        return None


def share_of(written: object) -> float:
    """Read how much of a document may be quoted in a day: yes or no, a percentage, or a part of 1.

    Raises ValueError for what is none of these.
    """
    words = str(written).strip().casefold()
    if words in _WHOLE or words in _NOTHING:
        return float(words in _WHOLE)
    percent = words.endswith("%")
    share = float(words.removesuffix("%")) / (100 if percent else 1)
    if not 0 <= share <= 1:
        raise ValueError(words)
    return share


def _share(fields: Mapping[str, object], where: str) -> float | None:
    """Give the smaller of what `quotes` and `share` allow; what cannot be read allows nothing."""
    shares: list[float] = []
    for key in ("quotes", "share"):
        value = fields.get(key)
        if value in (None, ""):
            continue
        try:
            shares.append(share_of(value))
        except ValueError:
            log.warning("%s: %s is none of yes, no and 10%%, so nothing may be quoted: %r", where, key, value)
            shares.append(0.0)
    return min(shares, default=None)


def _based_on(fields: Mapping[str, object], where: str) -> Source | None:
    value = fields.get("based_on")
    if value in (None, ""):
        return None
    if isinstance(value, dict):
        original = Description.of(value, where=f"{where}, based_on")
        if original.title:
            return original.source(original.title)
    log.warning("%s: based_on ignored, it has no title", where)
    return None
