"""What is typed after a command, read into requests; what cannot be read is told with how it is written."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from bot import choices
from bot.errors import BadDescription, BadRuling
from bot.pages import is_address
from bot.requests import (
    Accept,
    Asker,
    Gaps,
    MessageAllow,
    MessageList,
    MessageWithdraw,
    More,
    PinQuote,
    Revoke,
    SettingsChange,
    SourceAdd,
    SourceEdit,
    SourceFetch,
    SourceRefresh,
    SourceRemove,
    Stats,
)
from bot.words import Words
from retrieval import Description, share_of

DESCRIBED = ("title", "date", "licence", "publisher", "address", "quotes")
"""What can be told of a document, by the names under which it is typed."""
YES = "yes"

# A document's id may hold blanks; the slice at the end of a passage id may not.
_PIN = re.compile(r"(?P<passage>.+?@[0-9a-f]{16}:\d+-\d+|[0-9a-f]{12}:\d+)\s+(?P<questions>.+)", re.DOTALL)
_FIELDS = re.compile(rf"(?<=\s)(?:{'|'.join(DESCRIBED)})\s*=", re.IGNORECASE)
_EDIT = "/source edit rules.md title=House rules | date=2024-05-31 | licence=CC BY 4.0 | quotes=10%"
_MESSAGE = re.compile(r"(?:https?://\S+/)?(\d{1,20})")
_NUMBER = re.compile(r"#?(\d{1,12})")


def pin(asker: Asker, words: str) -> PinQuote:
    """Read `PASSAGE QUESTION | REPHRASED`."""
    found = _PIN.fullmatch(words.strip())
    if not found:
        raise BadRuling(Words("That is no pin: /pin PASSAGE QUESTION | THE SAME IN OTHER WORDS."))
    return PinQuote(asker, found["passage"], questions(found["questions"]))


def questions(words: str) -> tuple[str, ...]:
    """Read a question and its rephrasings, with a bar between."""
    return tuple(each.strip() for each in words.split("|") if each.strip())


def alias(asker: Asker, words: str) -> Accept:
    """Read `ban = suspension`."""
    word, equals, means = words.partition("=")
    if not equals:
        raise BadRuling(Words("That is no alias: /alias ban = suspension."))
    return Accept(asker, word.strip(), means.strip())


def edit(asker: Asker, words: str) -> SourceEdit:
    """Read `DOCUMENT title=House rules | date=2024-05-31`."""
    found = _FIELDS.search(words)
    if not found or not words[: found.start()].strip():
        raise BadRuling(Words("What is known is told like this: {}.").format(_EDIT))
    fields = (field.partition("=") for field in words[found.start() :].split("|"))
    given = description({name.strip().casefold(): value.strip() for name, _, value in fields})
    return SourceEdit(asker, words[: found.start()].strip(), given)


def description(fields: Mapping[str, str]) -> Description:
    """Read what is told of a document, by name; what is empty is not told. Raises BadDescription."""
    for name in fields:
        if name not in DESCRIBED:
            raise BadDescription(
                Words("A document has no {}. What is known is told like this: {}.").format(name, _EDIT)
            )
    told = {name: " ".join(value.split()) or None for name, value in fields.items()}
    return Description(
        told.get("title"),
        told.get("publisher"),
        _date(told.get("date")),
        told.get("address"),
        licence=told.get("licence"),
        share=_share(told.get("quotes")),
    )


def _date(written: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written) if written else None
    except ValueError as error:
        raise BadDescription(Words("{} is no date. Write it like this: 2024-05-31.").format(written)) from error


def _share(written: str | None) -> float | None:
    try:
        return share_of(written) if written else None
    except ValueError as error:
        raise BadDescription(Words("{} is none of these: yes, no, 10%.").format(written)) from error


def remove(asker: Asker, words: str) -> SourceRemove:
    """Read the id of a document, and perhaps a yes after it."""
    document, _, last = words.rpartition(" ")
    confirmed = bool(document.strip()) and last == YES
    return SourceRemove(asker, document.strip() if confirmed else words, confirmed=confirmed)


def revoke(asker: Asker, words: str) -> Revoke:
    """Read the number of a ruling."""
    return Revoke(asker, _number(words, "/revoke 3"))


def stats(asker: Asker, words: str) -> Stats:
    """Read how many days to count, 30 unless it is said."""
    return Stats(asker, _number(words, "/stats 30")) if words.strip() else Stats(asker)


def add(asker: Asker, words: str) -> SourceAdd | SourceFetch:
    """Read a web address, or the path of a file on this machine."""
    if is_address(words):
        return SourceFetch(asker, words)
    return SourceAdd(asker, Path(words).name, Path(words).expanduser())


def refresh(asker: Asker, words: str) -> SourceRefresh:
    """Read which document, if not all, is fetched again, and whether what has changed is taken over: `apply`."""
    wanted = words.split()
    apply = bool(wanted) and wanted[-1].casefold() == "apply"
    return SourceRefresh(asker, " ".join(wanted[:-1] if apply else wanted) or None, apply=apply)


def only_on_discord(asker: Asker, words: str) -> NoReturn:
    """Tell that a command takes a channel, which there are only in a server."""
    del asker, words
    raise BadRuling(
        Words(
            "Channels are those of a server on Discord: there this command works. Here, /source channel list tells "
            "what is quoted."
        )
    )


def withdrawal(asker: Asker, words: str) -> MessageAllow | MessageList | MessageWithdraw:
    """Read what is to be taken back: the link or number of a message, `all`, `allow`, or nothing to list all."""
    wanted = words.strip().casefold()
    if not wanted:
        return MessageList(asker)
    if wanted == "allow":
        return MessageAllow(asker)
    found = _MESSAGE.fullmatch(wanted)
    if wanted != "all" and not found:
        raise BadRuling(
            Words("That is no message: give its link, or all for all of yours, or allow to let yours be quoted again.")
        )
    return MessageWithdraw(asker, int(found[1]) if found else None)


def gaps(asker: Asker, words: str) -> Gaps:
    """Read whether a table is wanted: `csv`."""
    return Gaps(asker, csv=words.strip().casefold() == "csv")


def more(asker: Asker, words: str) -> More:
    """Read `ANSWER PAGE`, the first page unless it is said."""
    answer, _, page = words.strip().partition(" ")
    return More(asker, answer, _number(page, "/more ANSWER 2")) if page.strip() else More(asker, answer)


def setup(asker: Asker, words: str) -> SettingsChange:
    """Read `language=de requests=3`; raise BadPreference for what cannot be read."""
    return SettingsChange(asker, choices.read(words.split()))


def _number(words: str, example: str) -> int:
    found = _NUMBER.fullmatch(words.strip())
    if not found:
        raise BadRuling(Words("A number is expected: {}.").format(example))
    return int(found[1])
