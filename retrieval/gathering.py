"""Documents cut into passages, and their words, field by field, as flat numbers: what an index is built from."""

import itertools
import multiprocessing
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from retrieval.columns import Passages
from retrieval.documents import Document, Passage
from retrieval.fields import Numbers, Positions
from retrieval.kinds import offer_of
from retrieval.levels import SETTINGS
from retrieval.passages import split
from retrieval.terms import fold, surfaces

_CHUNKS = 8
"""Parts for each process: documents differ in length, and a part's words are held twice for a moment."""


@dataclass(frozen=True, slots=True)
class Units:
    """The words of one field's units end to end, the length of each unit, and how many passages belong to it."""

    words: "array[int]" = field(default_factory=lambda: array("i"))
    lengths: "array[int]" = field(default_factory=lambda: array("i"))
    passages: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, words: Sequence[int], *, passages: int) -> None:
        """Add a unit."""
        self.words.extend(words)
        self.lengths.append(len(words))
        self.passages.append(passages)

    def extend(self, other: Self, numbers: Numbers) -> None:
        """Add the units of another whose words are numbered otherwise; `numbers` has the number here of each."""
        if other.words:
            self.words.frombytes(numbers[np.frombuffer(other.words, np.int32)].tobytes())
        self.lengths.extend(other.lengths)
        self.passages.extend(other.passages)

    def starts(self) -> Positions:
        """Give each unit's first passage, and last the number of all passages."""
        return np.concatenate(([0], np.cumsum(self.passages, dtype=np.int64)))


@dataclass(frozen=True, slots=True)
class Gathered:
    """The passages of some documents, what they offer, every word form and its number, and the units of each field."""

    passages: Passages
    offers: "array[int]" = field(default_factory=lambda: array("h"))
    forms: dict[str, int] = field(default_factory=dict)
    sentence: Units = field(default_factory=Units)
    paragraph: Units = field(default_factory=Units)
    title: Units = field(default_factory=Units)
    text: Units = field(default_factory=Units)

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Self:
        """Cut documents into passages and gather."""
        parted = [(document, split(document)) for document in documents]
        gathered = cls(Passages.of(itertools.chain.from_iterable(passages for _, passages in parted)))
        known = _Known(gathered.forms)
        for document, passages in parted:
            gathered._add(document, passages, known)
        return gathered

    @classmethod
    def of_parallel(cls, documents: Sequence[Document], *, workers: int) -> Self:
        """Do the same in several processes: the same passages, numbers and units."""
        size = max(-(-len(documents) // (workers * _CHUNKS)), 1)
        chunks = [documents[start : start + size] for start in range(0, len(documents), size)]
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            return cls._joined(pool.map(cls.of, chunks, chunksize=1))

    @classmethod
    def _joined(cls, parts: Sequence[Self]) -> Self:
        """Join what was gathered of documents in order; forms are numbered as if they were met in one go."""
        whole = cls(Passages.joined([part.passages for part in parts]))
        for part in parts:
            numbers = np.array([whole.forms.setdefault(form, len(whole.forms)) for form in part.forms], np.int32)
            whole.offers.extend(part.offers)
            for name in SETTINGS:
                getattr(whole, name).extend(getattr(part, name), numbers)
        return whole

    def _add(self, document: Document, passages: Sequence[Passage], known: "_Known") -> None:
        for passage in passages:
            self.offers.extend(offer_of(document.text[passage.start : passage.end]))
        text = array("i", known.numbers(" ".join(_described(document))))
        self.title.add(text, passages=len(passages))
        for _, together in itertools.groupby(passages, key=lambda passage: passage.block):
            inside = list(together)
            paragraph = array("i", known.numbers(" ".join((*inside[0].section, inside[0].lead_in))))
            for passage in inside:
                sentence = known.numbers(document.text[passage.start : passage.end])
                self.sentence.add(sentence, passages=1)
                paragraph.extend(sentence)
            self.paragraph.add(paragraph, passages=len(inside))
            text += paragraph
        self.text.add(text, passages=len(passages))


class _Known(dict[str, int | None]):
    """The number of the form of each surface that was met; None where it has none."""

    def __init__(self, forms: dict[str, int]) -> None:
        super().__init__()
        self._forms = forms

    def numbers(self, text: str) -> list[int]:
        """Give the numbers of a text's words in order."""
        return [number for surface in surfaces(text) if (number := self[surface]) is not None]

    def __missing__(self, surface: str) -> int | None:
        form = fold(surface)
        number = self[surface] = self._forms.setdefault(form, len(self._forms)) if form else None
        return number


def _described(document: Document) -> Iterator[str]:
    """Yield what is known of a document, as a reader would write it."""
    for source in (document.source, document.based_on):
        if source:
            yield source.title
            yield source.publisher or ""
            yield f"{source.date:%d %B %Y}" if source.date else ""
