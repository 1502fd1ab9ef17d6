"""Document, Block and Passage: the values that everything else is made of, and their invariants.

All offsets count characters of a document's canonical text and form half-open ranges `[start, end)`.
"""

import datetime as dt
import enum
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.errors import InvalidDocument

REVISION_LENGTH = 16
"""Hexadecimal digits of a revision: 64 bits of the text's SHA-256, short enough to read out."""


class Kind(enum.StrEnum):
    """What a block is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader is told about where a text comes from; what is not known is None.

    `share` is how much of its text may be quoted in a day, of its characters: 1 all, 0 none, which leaves the rest
    that is told here.
    """

    title: str
    publisher: str | None = None
    date: dt.date | None = None
    url: str | None = None
    licence: str | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that no sentence crosses, with the headings above it.

    `section` is the path of headings, outermost first. `lead_in` is the line that introduces the list an item
    stands in ("Sincerely,"), empty elsewhere. `page` counts from 1, None where the format has no pages.
    """

    kind: Kind
    start: int
    end: int
    section: tuple[str, ...] = ()
    lead_in: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An original file's canonical text and what is known of it.

    Raises InvalidDocument unless the blocks are in order, apart, trimmed of blanks, and together hold every
    non-blank character of the text.
    """

    id: str
    text: str
    source: Source
    blocks: tuple[Block, ...]
    based_on: Source | None = None
    revision: str = field(init=False)

    def __post_init__(self) -> None:
        """Check the invariants and name the revision."""
        if not self.id:
            raise InvalidDocument("a document needs an id")
        object.__setattr__(self, "revision", revision_of(self.text))
        check_cover(self.id, self.text, [(block.start, block.end) for block in self.blocks])


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of one revision: a sentence, a list item or a table row; the unit of search.

    `block` is the position of its block in the document, so that sentences of one paragraph share it.
    `opens` and `closes` are False where a very long sentence had to be cut at that end.
    """

    document: str
    revision: str
    start: int
    end: int
    kind: Kind
    block: int
    section: tuple[str, ...] = ()
    lead_in: str = ""
    page: int | None = None
    opens: bool = True
    closes: bool = True

    @property
    def id(self) -> str:
        """The name that leads to these exact words for ever: `document@revision:start-end`."""
        return passage_id(self.document, self.revision, self.start, self.end)


def passage_id(document: str, revision: str, start: int, end: int) -> str:
    """Name the slice `[start, end)` of a revision."""
    return f"{document}@{revision}:{start}-{end}"


def revision_of(text: str) -> str:
    """Name a text by the first 64 bits of its SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:REVISION_LENGTH]


def check_cover(document: str, text: str, ranges: Sequence[tuple[int, int]]) -> None:
    """Raise InvalidDocument unless the ranges are in order, apart, trimmed, and leave only blanks between them."""
    position = 0
    for start, end in ranges:
        if not position <= start < end <= len(text):
            raise InvalidDocument(f"{document}: range {start}-{end} is empty, out of order or outside the text")
        if text[start].isspace() or text[end - 1].isspace():
            raise InvalidDocument(f"{document}: range {start}-{end} begins or ends with a blank")
        if text[position:start].strip():
            raise InvalidDocument(f"{document}: {text[position:start].strip()[:40]!r} is in no range")
        position = end
    if text[position:].strip():
        raise InvalidDocument(f"{document}: {text[position:].strip()[:40]!r} is in no range")
