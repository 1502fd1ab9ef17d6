"""Indexes kept in files beside the database, so that a start need not make them anew: a cache, and never the truth."""

import hashlib
import json
import logging
import secrets
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from retrieval import Index, Segment, UnusableCache, open_segment, write_segment

log = logging.getLogger(__name__)

FOLDER_NAME = "index"
_REMEMBERED = 4096
"""Thresholds that are kept: one for each set of libraries as it was."""
_UNUSABLE = (UnusableCache, OSError, ValueError, KeyError, TypeError)


class IndexCache:
    """For each library a list of its segments, which of their documents are gone, and what it was made from.

    Whatever is missing, damaged or of another version is told in the log and made anew by whoever asks; what cannot
    be written is told, and service goes on without.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: weakref.WeakKeyDictionary[Segment, str] = weakref.WeakKeyDictionary()

    def read(self, library: str) -> tuple[Index, Any] | None:
        """Map the index of a library, and give the note that was written with it; None if it has to be made."""
        try:
            listed, segments = self._opened(library)
        except FileNotFoundError:
            return None
        except _UNUSABLE as error:
            log.warning("the index of %s cannot be used and is made anew: %s", library, error)
            return None
        for segment, (name, _) in zip(segments, listed["segments"], strict=True):
            self._written[segment] = name
        gone = [_flags(numbers, segment) for segment, (_, numbers) in zip(segments, listed["segments"], strict=True)]
        return Index.of(segments, gone=gone), listed["note"]

    def repair(self, library: str) -> str | None:
        """Remove the files of a library that cannot be used, and tell why; None if nothing is wrong with them."""
        try:
            self._opened(library)
        except FileNotFoundError:
            return None
        except _UNUSABLE as error:
            self._list(library).unlink(missing_ok=True)
            return str(error)
        return None

    def _opened(self, library: str) -> tuple[Any, list[Segment]]:
        listed = _checked(self._list(library).read_bytes())
        return listed, [open_segment(self._folder / name) for name, _ in listed["segments"]]

    def write(self, library: str, index: Index, note: Mapping[str, Any] | None) -> Index:
        """Keep the index of a library, and give the same one with its segments mapped into memory."""
        try:
            self._folder.mkdir(exist_ok=True)
            mapped = [self._mapped(library, part.segment) for part in index.parts]
            names = [self._written[segment] for segment in mapped]
            gone = [[] if part.gone is None else np.flatnonzero(part.gone).tolist() for part in index.parts]
            self._replace(self._list(library), {"segments": [*zip(names, gone, strict=True)], "note": note})
            for file in self._folder.glob(f"{_name(library)}-*.segment"):
                if file.name not in names:
                    file.unlink(missing_ok=True)
        except (UnusableCache, OSError) as error:
            log.warning("the index of %s is not kept, and will be made anew at the next start: %s", library, error)
            return index
        return Index.of(mapped, gone=[part.gone for part in index.parts])

    def thresholds(self) -> dict[str, float]:
        """Give the thresholds that were kept, by what each is of."""
        try:
            return dict(_checked((self._folder / "thresholds.json").read_bytes()))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError) as error:
            log.warning("the thresholds cannot be read and are found anew: %s", error)
            return {}

    def keep_thresholds(self, thresholds: Mapping[str, float]) -> None:
        """Keep thresholds, the last ones if they are many."""
        try:
            self._folder.mkdir(exist_ok=True)
            self._replace(self._folder / "thresholds.json", dict([*thresholds.items()][-_REMEMBERED:]))
        except OSError as error:
            log.warning("the thresholds are not kept: %s", error)

    def _list(self, library: str) -> Path:
        return self._folder / f"{_name(library)}.json"

    def _mapped(self, library: str, segment: Segment) -> Segment:
        if segment in self._written:
            return segment
        file = self._folder / f"{_name(library)}-{secrets.token_hex(8)}.segment"
        write_segment(segment, file)
        mapped = open_segment(file)
        self._written[mapped] = file.name
        return mapped

    @staticmethod
    def _replace(file: Path, value: Mapping[str, Any]) -> None:
        """Write JSON and its checksum so that the old file or the new one is there, whatever happens."""
        body = json.dumps(value)
        unfinished = file.with_name(f"{file.name}.part")
        unfinished.write_text(f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}", "utf-8")
        unfinished.replace(file)


def _name(library: str) -> str:
    return quote(library, safe="")


def _checked(data: bytes) -> Any:  # noqa: ANN401 - JSON
    checksum, _, body = data.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        raise ValueError("its bytes are not those that were written")
    return json.loads(body)


def _flags(numbers: list[int], segment: Segment) -> Any:  # noqa: ANN401 - an array of flags
    if not numbers:
        return None
    flags = np.zeros(len(segment.revisions), np.bool_)
    flags[numbers] = True
    return flags
