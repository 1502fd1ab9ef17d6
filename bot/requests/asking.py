"""What members ask, and what they ask about an answer that was just given."""

from dataclasses import dataclass

from bot.requests.scope import SHARED, Asker


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a question; `history` holds the earlier questions of the same conversation, oldest first.

    `private` says that only the asker will see the reply; `source` is the id of the one document to answer from.
    """

    asker: Asker
    question: str
    history: tuple[str, ...] = ()
    private: bool = False
    source: str | None = None
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Search:
    """Rank the passages for a question, and answer nothing."""

    asker: Asker
    question: str
    limit: int = 10
    history: tuple[str, ...] = ()
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class About:
    """Tell what this bot is, and how much the libraries hold."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Help:
    """Tell what can be asked."""

    asker: Asker


@dataclass(frozen=True, slots=True)
class Cite:
    """Show a passage by its id, with its source, for others to read."""

    asker: Asker
    passage: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Context:
    """Show the quotes of an answer with what stands before and after them."""

    asker: Asker
    answer: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class More:
    """Show what else the documents hold on an answer's question: its next passages, a page at a time, from 1."""

    asker: Asker
    answer: str
    page: int = 1
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Again:
    """Give an answer once more, so that others see it or that they do not."""

    asker: Asker
    answer: str
    private: bool
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Feedback:
    """Say whether an answer helped."""

    asker: Asker
    answer: str
    helpful: bool
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Pass an answer's question on to the moderators of a place, once.

    What the moderators are to be shown is in the reply; a front end that cannot show it to them makes `Undelivered`.
    """

    asker: Asker
    answer: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Take back that a question was passed on: it did not reach the moderators, and may be passed on again."""

    asker: Asker
    answer: str
    libraries: tuple[str, ...] = SHARED
