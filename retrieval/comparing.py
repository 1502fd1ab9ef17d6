"""Comparing: what is different between two revisions of a document, sentence by sentence."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.documents import Document, Kind
from retrieval.passages import split

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Revised:
    """Sentences of an older text and those that stand in their place in a newer one; either may be none.

    `old` and `new` are the slices of the two texts; where there are no sentences they are empty.
    """

    old: Range
    new: Range
    was: tuple[str, ...]
    now: tuple[str, ...]


def compare(old: Document, new: Document) -> tuple[Revised, ...]:
    """List what was taken out of a document, put into it or written anew, in order; headings count as sentences."""
    before, after = _units(old), _units(new)
    was, now = [old.text[start:end] for start, end in before], [new.text[start:end] for start, end in after]
    opcodes = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return tuple(
        Revised(_slice(before, first, last), _slice(after, start, end), tuple(was[first:last]), tuple(now[start:end]))
        for tag, first, last, start, end in opcodes
        if tag != "equal"
    )


def _slice(units: list[Range], first: int, last: int) -> Range:
    if first < last:
        return units[first][0], units[last - 1][1]
    place = units[first - 1][1] if first else 0
    return place, place


def _units(document: Document) -> list[Range]:
    return sorted({*_headings(document), *((passage.start, passage.end) for passage in split(document))})


def _headings(document: Document) -> Iterator[Range]:
    for block in document.blocks:
        if block.kind is Kind.HEADING:
            yield block.start, block.end
