"""Every error that the bot raises on purpose; each says in one plain line what is wrong and what to do.

BotError
|-- BadSetting          a setting that cannot be used (whoever starts the bot mends it)
|   `-- MissingToken    no token where the bot is to reach Discord
|-- BadBatch            a line of a batch that holds no question (whoever wrote the file)
|-- StoreError          a data directory or database that cannot be used (its owner)
|   `-- NewerDatabase   a database that a newer version of the bot has written
|-- DamagedText         a stored text that is not what was stored (its owner restores it)
|-- UnknownSource       a document or passage that the libraries at hand do not hold (whoever asks)
|-- TooLong             a text that is longer than what is taken (whoever asks)
|-- BadRuling           something that moderators cannot decide, or not so (the moderator)
|-- NotAllowed          a request that only moderators, or whoever runs the bot, may make (whoever asks)
|-- BadDescription      something told of a document that cannot be so (whoever tells it)
|-- NotQuotable         a document whose words may not be shown, or not all of them (whoever asks)
|-- BadReceipt          a receipt that is not there or is none (whoever replays an answer)
|-- BadPreference       a choice of a server's moderators that cannot be (whoever chooses)
|-- CannotQuote         a channel or a message that cannot be quoted from (the moderator)
|-- TakenBack           words of a message that whoever wrote them has taken back (whoever asks)
|-- NoAnswerKnown       an answer that is not known any more, or not here (whoever asks)
|-- NoPersonToAsk       a question for a person where no channel was chosen for them (the moderators)
|-- Crowded             more questions at once than can be answered in a moment (whoever asks waits)
|-- NotFetched          a web address that may not be fetched, or cannot be (whoever named it)
|-- TooSoon             one request too many in a short time (whoever asks waits)
|-- Refused             Discord does not let the bot in (its owner mends the token or the application)
|-- Unreachable         Discord cannot be reached, or not any more (whatever started the bot starts it again)
`-- MissingPart         a part that is installed only on request (whoever installs)

A quote that differs from the stored text is `retrieval.QuoteMismatch`.
"""

from pathlib import Path
from typing import ClassVar

from bot.words import Joined, Noun, Words

_DO_YOU_MEAN = Words("Do you mean {}?")
_ONLY_OPERATOR = Words("Only whoever runs the bot may {}.")
_ONLY_MODERATORS = Words("Only moderators may {}. Ask one of them.")
_LOOK = Words("Look at the list of sources.")
_OR = Words(" or ")
_SECONDS = Noun("{} second", "{} seconds")


class BotError(Exception):
    """The root of the tree; `exit_status` is that of the command which fails with it."""

    exit_status: ClassVar[int] = 1

    @property
    def words(self) -> str:
        """What is wrong and what to do: words that can be said in other languages."""
        said = self.args[0] if self.args else ""
        return said if isinstance(said, str) else str(said)


class BadSetting(BotError):
    """A setting, named with its value, that cannot be used."""

    exit_status = 2

    def __init__(self, setting: str, *, expected: str) -> None:
        super().__init__(Words("{} cannot be used: {} is expected. See .env.example.").format(setting, expected))


class MissingToken(BadSetting):
    """No token where the bot is to reach Discord."""

    def __init__(self) -> None:
        super().__init__("DISCORD_TOKEN (not set)", expected="the bot's token from Discord's developer portal")


class BadBatch(BotError):
    """A line of a batch file that cannot be asked."""

    def __init__(self, name: str, line: int, *, expected: str) -> None:
        super().__init__(f"{name}, line {line}: {expected} is expected. Nothing was asked.")


class StoreError(BotError):
    """A data directory or database that cannot be read or written; the message names it and the way out."""

    def __init__(self, name: str | Path, reason: str) -> None:
        super().__init__(f"{name}: {reason}")


class NewerDatabase(StoreError):
    """A database whose version this program does not know."""

    def __init__(self, name: str | Path, *, found: int, known: int) -> None:
        super().__init__(
            name,
            f"written by a newer version of Verbatim (database version {found}, this program knows {known}). "
            "Update Verbatim, or choose another data directory.",
        )


class DamagedText(BotError):
    """A document whose stored text differs from its revision, so that nothing of it may be shown."""

    def __init__(self, document: str) -> None:
        super().__init__(
            Words(
                "The stored text of {} is damaged, so nothing is shown. Ask a moderator to run check, which tells more."
            ).format(document)
        )


class UnknownSource(BotError):
    """A document or passage that is not there; `nearest` are ids that look like it."""

    def __init__(self, what: str, *, nearest: tuple[str, ...] = ()) -> None:
        alike = _DO_YOU_MEAN.format(Joined.of(nearest, between=_OR)) if nearest else _LOOK
        super().__init__(Joined.of((Words("There is no {}.").format(what), alike), between=" "))
        self.nearest = nearest


class TooLong(BotError):
    """A text that is longer than what is taken at once."""

    def __init__(self, what: str, *, found: int, most: int) -> None:
        super().__init__(
            Words("The {} has {:,} characters; at most {:,} are taken. Give a part of it.").format(what, found, most)
        )


class NotAllowed(BotError):
    """A request that the asker's roles do not allow."""

    def __init__(self, action: str, *, operator: bool = False) -> None:
        super().__init__((_ONLY_OPERATOR if operator else _ONLY_MODERATORS).format(action))


class BadRuling(BotError):
    """Something that moderators cannot decide, or not so."""


class NotQuotable(BotError):
    """A document that may not be quoted, or not as a whole."""

    def __init__(self, title: str) -> None:
        super().__init__(
            Words("“{}” may not be shown as a whole: its licence, or a moderator, does not allow that.").format(title)
        )


class BadDescription(BotError):
    """Something that is told of a document and cannot be so."""


class BadReceipt(BotError):
    """A receipt that cannot be replayed."""


class BadPreference(BotError):
    """A choice that cannot be."""

    def __init__(self, name: str, *, expected: str) -> None:
        super().__init__(Words("{} cannot be that: {} is expected. Nothing was changed.").format(name, expected))


class CannotQuote(BotError):
    """A channel or a message that cannot be quoted from."""


class TakenBack(BotError):
    """Words of a message that are kept nowhere any more; `on` is the day since when."""

    def __init__(self, what: str, *, on: str) -> None:
        super().__init__(
            Words(
                "Here are no words to show: whoever wrote the message of {} has changed it or taken it back, on {}. "
                "Its words of before are erased."
            ).format(what, on)
        )


class NoAnswerKnown(BotError):
    """An answer whose receipt is not there, or is of libraries that this place does not see."""

    def __init__(self) -> None:
        super().__init__(Words("This answer is not known any more. Ask again."))


class NoPersonToAsk(BotError):
    """A question for a person in a place whose moderators have chosen no channel for such questions."""

    def __init__(self) -> None:
        super().__init__(
            Words("No channel is chosen here for questions to a person. Ask a moderator to choose one: /setup.")
        )


class Crowded(BotError):
    """More questions at once than can be answered in a moment."""

    def __init__(self) -> None:
        super().__init__(Words("Many are asking at this moment. Ask again in a minute."))


class MissingPart(BotError):
    """Something that needs a package which is not installed with the rest."""

    def __init__(self, what: str, *, extra: str) -> None:
        super().__init__(f"{what} needs packages that are not installed: pip install 'verbatim[{extra}]'.")


class NotFetched(BotError):
    """A web address that is not fetched, and why."""

    def __init__(self, address: object, reason: str) -> None:
        super().__init__(Words("{} is not fetched: {}.").format(address, reason))
        self.reason = reason


class TooSoon(BotError):
    """One request too many of one person; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(Words("That was quick. Ask again in {}.").format(_SECONDS.counted(seconds)))
        self.seconds = seconds


class Refused(BotError):
    """Discord does not let the bot in."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Discord does not let the bot in: {reason}. See docs/discord.md.")


class Unreachable(BotError):
    """Discord cannot be reached; the exit status is EX_UNAVAILABLE of sysexits.h, so that a supervisor can tell."""

    exit_status = 69

    def __init__(self, reason: str) -> None:
        super().__init__(f"Discord cannot be reached: {reason}. Start the bot again once it can.")
