"""Choosing what to quote: passages to quotes that touch no limit, leave no gap unmarked and repeat nothing."""

from dataclasses import dataclass

from retrieval.documents import Document, Passage, passage_id, revision_of
from retrieval.errors import InvalidDocument, QuoteMismatch

MAX_PASSAGES = 3
MAX_CHARACTERS = 900
"""What one answer may quote, over all its quotes: about what a phone shows without scrolling twice."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """Touching passages of one revision, shown as they are; its words are a slice by construction.

    `matches` are the ranges, in the document's text, of the words that the question has too. `also` holds the
    quotes of other documents that say the same.
    """

    document: Document
    passages: tuple[Passage, ...]
    score: float
    matches: tuple[Range, ...] = ()
    also: tuple["Quote", ...] = ()

    def __post_init__(self) -> None:
        """Check that the passages are of this revision and follow each other with nothing but blanks between."""
        if not self.passages:
            raise InvalidDocument("a quote needs a passage")
        if any((p.document, p.revision) != (self.document.id, self.document.revision) for p in self.passages):
            raise InvalidDocument(f"a quote of {self.document.id} holds a passage of another revision")
        for before, after in zip(self.passages, self.passages[1:], strict=False):
            if before.end > after.start or self.document.text[before.end : after.start].strip():
                raise InvalidDocument(f"{before.id} and {after.id} do not touch")

    @property
    def start(self) -> int:
        """The offset of the first character."""
        return self.passages[0].start

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.passages[-1].end

    @property
    def text(self) -> str:
        """The quoted words."""
        return self.document.text[self.start : self.end]

    @property
    def id(self) -> str:
        """The passage id of the whole slice."""
        return passage_id(self.document.id, self.document.revision, self.start, self.end)


def verify(quote: Quote, stored: str) -> None:
    """Raise QuoteMismatch unless the stored text is the quoted revision, character for character."""
    found = revision_of(stored)
    if found != quote.document.revision or stored[quote.start : quote.end] != quote.text:
        raise QuoteMismatch(quote.document.id, quote.document.revision, found)
