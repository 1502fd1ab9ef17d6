"""Following: what an index needs to keep up with the changes of a library."""

from dataclasses import dataclass
from typing import Any

from bot.store.tables import changes
from retrieval import Document

MARK = (changes.c.number, changes.c.document, changes.c.made_at)
"""The columns that make a Mark."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One change, told apart from any other of any database: its number, its document, and when it was made."""

    number: int
    document: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What has become of a library: documents that came, ids of those that went (or came again), the last change."""

    came: tuple[Document, ...]
    went: frozenset[str]
    last: Mark | None


@dataclass(frozen=True, slots=True)
class Made:
    """What one transaction has made of a library, and the change before it (None: there was none)."""

    since: Mark | None
    followed: Followed


def mark_of(row: Any) -> Mark:  # noqa: ANN401 - a row whose columns are those of MARK and perhaps more
    """Give the mark of a change."""
    return Mark(row.number, row.document, row.made_at.isoformat())
