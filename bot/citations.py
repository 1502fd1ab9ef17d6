"""Citation: a quote with its number, and what a reader is told about where its words stand."""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from bot.links import link, page
from retrieval import Quote


@dataclass(frozen=True, slots=True)
class Withheld(Quote):
    """A quote whose words may not be shown: only its document and its place are told."""

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """Take the words from a quote, those of its headings and of what introduces it too."""
        passages = tuple(dataclasses.replace(each, section=(), lead_in="") for each in quote.passages)
        return cls(quote.document, passages, quote.score)

    @property
    def text(self) -> str:
        """Nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote; `also` cites other documents that say the same."""

    number: int
    quote: Quote
    also: tuple["Citation", ...] = ()

    @property
    def section(self) -> str | None:
        """The path of headings above the quote, outermost first."""
        return " > ".join(self.quote.passages[0].section) or None

    @property
    def link(self) -> str | None:
        """The address that opens the document, at the quote if its words may be shown."""
        return page(self.quote.document.source) if self.withheld else link(self.quote)

    @property
    def withheld(self) -> bool:
        """Whether the words may not be shown."""
        return isinstance(self.quote, Withheld)

    @property
    def each(self) -> tuple["Citation", ...]:
        """The citation and those that say the same."""
        return (self, *self.also)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all of them."""
        return tuple(citation.number for citation in self.each)


def cite(quotes: Iterable[Quote]) -> tuple[Citation, ...]:
    """Number quotes from 1, in order; those that say the same as one are numbered right after it."""
    return tuple(_cited(quotes, itertools.count(1)))


def _cited(quotes: Iterable[Quote], numbers: Iterator[int]) -> Iterator[Citation]:
    for quote in quotes:
        number = next(numbers)
        yield Citation(number, quote, tuple(_cited(quote.also, numbers)))
