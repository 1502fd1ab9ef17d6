"""What is typed after a command, read into requests; what cannot be read is told with how it is written."""

import re
from typing import NoReturn

from bot import choices
from bot.errors import BadRuling
from bot.requests import Accept, Asker, Gaps, More, PinQuote, Revoke, SettingsChange, Stats
from bot.words import Words

# A document's id may hold blanks; the slice at the end of a passage id may not.
_PIN = re.compile(r"(?P<passage>.+?@[0-9a-f]{16}:\d+-\d+|[0-9a-f]{12}:\d+)\s+(?P<questions>.+)", re.DOTALL)
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


def revoke(asker: Asker, words: str) -> Revoke:
    """Read the number of a ruling."""
    return Revoke(asker, _number(words, "/revoke 3"))


def stats(asker: Asker, words: str) -> Stats:
    """Read how many days to count, 30 unless it is said."""
    return Stats(asker, _number(words, "/stats 30")) if words.strip() else Stats(asker)


def only_on_discord(asker: Asker, words: str) -> NoReturn:
    """Tell that a command is about messages, which there are only in a server."""
    del asker, words
    raise BadRuling(
        Words(
            "Channels and messages are those of a server on Discord: there this command works. Here, /source channel "
            "list tells what is quoted."
        )
    )


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
