"""Choosing what to quote: ranked passages to quotes within the limits, each an unbroken slice, none repeated."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from retrieval.agreement import Statement
from retrieval.documents import Document, Passage, passage_id, revision_of
from retrieval.errors import InvalidDocument, QuoteMismatch
from retrieval.index import Hit, Index
from retrieval.terms import tokens

MAX_QUOTES = 3
MAX_CHARACTERS = 900
"""What one answer may quote over all its quotes: about what a phone shows without scrolling twice."""

LONGEST_ODDS = 5.0
"""How far below the best hit's score (a logarithm of odds) a hit is still quoted: about one chance in 150."""

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
        if not all(0 <= p.start < p.end <= len(self.document.text) for p in self.passages):
            raise InvalidDocument(f"a quote of {self.document.id} holds a passage that is empty or outside the text")
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


@dataclass(slots=True)
class _Stretch:
    """Passages `first` to `last` of the library, which became a quote because of `hit`, and their twins elsewhere."""

    hit: Hit
    first: int
    last: int
    twins: list[Hit]


@dataclass(frozen=True, slots=True)
class Choice:
    """The quotes chosen for a question, and which of them (positions) say the same of different numbers or dates."""

    quotes: tuple[Quote, ...]
    differing: tuple[int, ...] = ()


def choose(hits: Sequence[Hit], index: Index, *, question_terms: Collection[str]) -> Choice:
    """Choose the quotes for ranked hits: the best hits that fit, then their neighbours while there is room.

    A passage that says the same as a chosen one of another document becomes a second citation of it; passages that
    touch become one quote. Passages that differ from the best in a number or a date come with it, newest first.
    """
    stretches = _without_twins(hits, index)
    differing = _differing(stretches, index)
    if differing:
        chosen = _fitting([*differing, *(s for s in _likely(stretches) if s not in differing)], index)
        shown = sorted((s for s in chosen if s in differing), key=lambda s: _date(s, index), reverse=True)
        ordered = [*shown, *(s for s in chosen if s not in differing)]
        quotes = tuple(_quote(stretch, index, question_terms) for stretch in ordered)
        return Choice(quotes, tuple(range(len(shown))) if len(shown) > 1 else ())
    chosen = _fitting(_likely(stretches), index)
    for stretch in chosen:
        _introduce(stretch, chosen, index)
        _grow(stretch, chosen, index)
    return Choice(tuple(_quote(stretch, index, question_terms) for stretch in _merged(chosen, index)))


def nearest(hits: Sequence[Hit], index: Index, *, question_terms: Collection[str]) -> tuple[Quote, ...]:
    """Quote the best hits that fit, each as it is, with what says the same."""
    stretches = _fitting(_without_twins(hits, index), index)
    return tuple(_quote(stretch, index, question_terms) for stretch in stretches)


def _without_twins(hits: Iterable[Hit], index: Index) -> list[_Stretch]:
    """Keep the first of the hits that say the same, word for word, with the others as its twins."""
    said: dict[tuple[str, ...], _Stretch] = {}
    for hit in hits:
        words = tuple(index.words(hit.position))
        known = said.setdefault(words, _Stretch(hit, hit.position, hit.position, []))
        holders = {known.hit.passage.document, *(twin.passage.document for twin in known.twins)}
        if hit.passage.document not in holders:
            known.twins.append(hit)
    return list(said.values())


def _differing(stretches: Sequence[_Stretch], index: Index) -> list[_Stretch]:
    """Give the best and those of other documents that differ from it; nothing if none does."""
    if not stretches:
        return []
    best = stretches[0].hit
    said = Statement.of(index.words(best.position))
    others = [
        stretch
        for stretch in stretches[1:]
        if stretch.hit.passage.document != best.passage.document
        and said.differs(Statement.of(index.words(stretch.hit.position)))
    ]
    return [stretches[0], *others] if others else []


def _date(stretch: _Stretch, index: Index) -> dt.date:
    """Give the date of a stretch's document; one without a date counts as the oldest."""
    return index.document(stretch.hit.position).source.date or dt.date.min


def _fitting(stretches: Iterable[_Stretch], index: Index) -> list[_Stretch]:
    """Take the best stretches that fit the limits together."""
    chosen: list[_Stretch] = []
    for stretch in stretches:
        if len(chosen) < MAX_QUOTES and _size([*chosen, stretch], index) <= MAX_CHARACTERS:
            chosen.append(stretch)
    return chosen


def _likely(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Leave out what is too unlikely beside the best to be worth a member's time."""
    return [stretch for stretch in stretches if stretch.hit.score > stretches[0].hit.score - LONGEST_ODDS]


def _introduce(stretch: _Stretch, stretches: Sequence[_Stretch], index: Index) -> None:
    """Take in the list that the passage introduces, whole or not at all: half a list would read as all of it."""
    before, stretch.last = stretch.last, _list_end(stretch.last, index)
    if _size(stretches, index) > MAX_CHARACTERS:
        stretch.last = before
    elif stretch.last > before:
        stretch.twins = []  # they say the same as the introduction, not as the list


def _list_end(position: int, index: Index) -> int:
    """Give the place of the last item of the list that a passage introduces, its own place if it introduces none."""
    end = position
    passage = index.passages[position]
    if index.document(position).text[passage.start : passage.end].endswith(":"):
        while _adjoins(end, index) and index.passages[end + 1].lead_in:
            end += 1
    return end


def _grow(stretch: _Stretch, stretches: Sequence[_Stretch], index: Index) -> None:
    """Take in the next and the previous passage of the same paragraph where there is room for them.

    A stretch with twins stays as it is: what its neighbours say, the other documents need not say.
    """
    if stretch.twins:
        return
    for step in (1, -1):
        first, last = stretch.first + min(step, 0), stretch.last + max(step, 0)
        taken = last if step > 0 else first
        if not _one_paragraph(first, last, index) or any(s.twins and s.first <= taken <= s.last for s in stretches):
            continue
        before = (stretch.first, stretch.last)
        stretch.first, stretch.last = first, last
        if _size(stretches, index) > MAX_CHARACTERS:
            stretch.first, stretch.last = before


def _one_paragraph(first: int, last: int, index: Index) -> bool:
    return index.together(first, last) and index.passages[first].block == index.passages[last].block


def _merged(stretches: Sequence[_Stretch], index: Index) -> list[_Stretch]:
    """Join stretches of one section that touch or overlap, at the place of the better one."""
    joined: list[_Stretch] = []
    for stretch in stretches:
        for other in joined:
            if _joinable(other, stretch, index):
                other.first, other.last = min(other.first, stretch.first), max(other.last, stretch.last)
                other.twins = []
                break
        else:
            joined.append(stretch)
    return joined if len(joined) == len(stretches) else _merged(joined, index)


def _joinable(one: _Stretch, other: _Stretch, index: Index) -> bool:
    """Tell whether two stretches make one quote: they overlap, or touch in one section and leave no list half said.

    Stretches with twins are joined only if they overlap, since what stands beside them the twins need not say.
    """
    apart = max(one.first, other.first) - min(one.last, other.last)
    if apart <= 0:
        return True
    first, last = min(one.first, other.first), max(one.last, other.last)
    return (
        apart == 1
        and not (one.twins or other.twins)
        and one.hit.passage.section == other.hit.passage.section
        and all(_adjoins(place, index) and _list_end(place, index) <= last for place in range(first, last))
    )


def _adjoins(position: int, index: Index) -> bool:
    """Tell whether a passage of the same document comes next, with nothing but blanks between."""
    if not index.together(position, position + 1):
        return False
    one, other = index.passages[position : position + 2]
    return not index.document(position).text[one.end : other.start].strip()


def _size(stretches: Iterable[_Stretch], index: Index) -> int:
    """Count the characters that the stretches show, those between touching ones too, which may become one quote."""
    size, end = 0, -1
    for stretch in sorted(stretches, key=lambda stretch: stretch.first):
        first, last = index.passages[stretch.first], index.passages[stretch.last]
        joined = stretch.first <= end + 1 and index.together(end, stretch.first)
        size += max(last.end - (index.passages[end].end if joined else first.start), 0)
        end = max(end, stretch.last)
    return size


def _quote(stretch: _Stretch, index: Index, question_terms: Collection[str]) -> Quote:
    document = index.document(stretch.hit.position)
    passages = tuple(index.passages[stretch.first : stretch.last + 1])
    start = passages[0].start
    words = tokens(document.text[start : passages[-1].end])
    return Quote(
        document=document,
        passages=passages,
        score=stretch.hit.score,
        matches=tuple((start + word.start, start + word.end) for word in words if word.term in question_terms),
        also=tuple(
            _quote(_Stretch(twin, twin.position, twin.position, []), index, question_terms) for twin in stretch.twins
        ),
    )
