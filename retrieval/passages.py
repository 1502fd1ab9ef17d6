"""Passages: a document's blocks cut into what is searched and quoted: sentences, list items, rows and code."""

import re
from collections.abc import Iterator
from itertools import chain

from retrieval.documents import Block, Document, Kind, Passage
from retrieval.sentences import sentences

MAX_PASSAGE = 900
"""Characters of the longest passage: the whole budget of an answer."""
MAX_ITEM = 300
"""Characters up to which a list item is quoted whole; a longer one is prose."""

Range = tuple[int, int]
Cuts = tuple[re.Pattern[str], ...]

CUTS = (re.compile(r";(?=\s)"), re.compile(r",(?=\s)"), re.compile(r"\s"))
CODE_CUTS = (re.compile(r"\n"), re.compile(r"\s"))
"""Where a passage that is too long may be cut, the best place first, and last any blank."""


def split(document: Document) -> list[Passage]:
    """Cut a document into passages, in order; with its headings they hold every non-blank character.

    A heading is no passage, unless there is nothing else in the document.
    """
    blocks = [(number, block) for number, block in enumerate(document.blocks) if block.kind is not Kind.HEADING]
    chosen = blocks or enumerate(document.blocks)
    return list(chain.from_iterable(_passages(document, number, block) for number, block in chosen))


def _passages(document: Document, number: int, block: Block) -> Iterator[Passage]:
    text = document.text[block.start : block.end]
    for unit in _units(block.kind, text):
        pieces = list(_pieces(text, unit, CODE_CUTS if block.kind is Kind.CODE else CUTS))
        for position, (start, end) in enumerate(pieces):
            yield Passage(
                document=document.id,
                revision=document.revision,
                start=block.start + start,
                end=block.start + end,
                kind=block.kind,
                block=number,
                section=block.section,
                lead_in=block.lead_in,
                page=block.page,
                opens=position == 0,
                closes=position == len(pieces) - 1,
            )


def _units(kind: Kind, text: str) -> list[Range]:
    """Give what should be quoted whole."""
    if kind is Kind.PARAGRAPH or (kind is Kind.ITEM and len(text) > MAX_ITEM):
        return sentences(text)
    return [(0, len(text))]


def _pieces(text: str, unit: Range, cuts: Cuts) -> Iterator[Range]:
    """Cut a unit that is too long; the blanks at a cut are in neither piece."""
    start, end = unit
    while end - start > MAX_PASSAGE:
        cut = _cut(text, start, cuts)
        yield start, start + len(text[start:cut].rstrip())
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    yield start, end


def _cut(text: str, start: int, cuts: Cuts) -> int:
    """Choose where a piece ends: at the best boundary of its second half, else at any blank, else where it is full."""
    full, half = start + MAX_PASSAGE, start + MAX_PASSAGE // 2
    for cut, low in [*((cut, half) for cut in cuts), (cuts[-1], start + 1)]:
        ends = [match.end() for match in cut.finditer(text, low, full)]
        if ends:
            return ends[-1]
    return full
