"""What can be asked of the bot, by whom, and of which libraries: the values that every front end makes."""

from dataclasses import dataclass

SHARED = ("shared",)
"""The library that everybody may ask, alone."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who makes a request; the front end vouches for `moderator`."""

    name: str
    moderator: bool = False


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
class SourceList:
    """List the documents."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceShow:
    """Show what is known of a document, or the words of a passage: `document` or `document@revision:start-end`."""

    asker: Asker
    id: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceText:
    """Give a document's canonical text, exactly."""

    asker: Asker
    document: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Check:
    """Look for damage in everything that is stored; for moderators."""

    asker: Asker


@dataclass(frozen=True, slots=True)
class Help:
    """Tell what can be asked."""

    asker: Asker


@dataclass(frozen=True, slots=True)
class About:
    """Tell what this bot is, and how much the libraries hold."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


Request = About | Ask | Search | SourceList | SourceShow | SourceText | Check | Help


def is_private(request: Request) -> bool:
    """Tell whether only the asker will see the reply: always, unless it is an answer that is not to be private."""
    return request.private if isinstance(request, Ask) else True
