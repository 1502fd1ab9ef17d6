"""What moderators decide, look after and choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.requests.scope import SHARED, Asker


@dataclass(frozen=True, slots=True)
class PinQuote:
    """Quote a passage first whenever one of these questions is asked; for moderators.

    The passage is named by its id, or as a quote of an answer: `answer:number`.
    """

    asker: Asker
    passage: str
    questions: tuple[str, ...]
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Accept:
    """Let two words count as the same in questions; for moderators."""

    asker: Asker
    word: str
    means: str
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class Keep:
    """Mark an answer as golden, so that whoever would change it is warned; for moderators."""

    asker: Asker
    answer: str
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Rulings:
    """List pins, aliases and golden answers; for moderators."""

    asker: Asker
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Revoke:
    """Take a pin, an alias or a golden answer back; for moderators."""

    asker: Asker
    number: int
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class ChangedAnswers:
    """List the last answers that quote words which have changed since; for moderators."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Posted:
    """Note that an answer was given in a message that everybody sees, by the ids of its channel and of itself."""

    asker: Asker
    answer: str
    channel: int
    message: int
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Supersede:
    """Mark an answer as superseded, in the list and in the messages in which it was given; for moderators."""

    asker: Asker
    answer: str
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Answers:
    """List the last answers with their ids, by which other commands name them; for moderators."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Gaps:
    """List the questions without an answer, grouped, with what is nearest to each group; for moderators."""

    asker: Asker
    csv: bool = False
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Stats:
    """Count what was asked and answered in the last days, with a picture; for moderators."""

    asker: Asker
    days: int = 30
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Audit:
    """List what moderators did, the last first; for moderators."""

    asker: Asker
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class Undo:
    """Undo what the audit list has under a number (D and a number: a document's), where that can be; for moderators."""

    asker: Asker
    number: str
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class SettingsShow:
    """Tell what the moderators of a library have chosen; for moderators."""

    asker: Asker
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """Choose how the bot behaves in the place of a library; for moderators.

    `changes` holds values of `bot.preferences.Preferences` by their names; what is not in it stays as it is.
    """

    asker: Asker
    changes: Mapping[str, Any]
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class Check:
    """Look for damage in everything that is stored; for moderators."""

    asker: Asker
