"""Part: a segment as an index sees it, some of whose documents may be gone; and positions told apart by their parts."""

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.fields import Flags, Numbers, Positions
from retrieval.model import Floats
from retrieval.segment import Segment


@dataclass(frozen=True, eq=False)
class Part:
    """A segment, which of its documents are gone (None: none), and where its passages begin in the index.

    `rank` is the place of its library among those that are asked together.
    """

    segment: Segment
    first: int = 0
    rank: int = 0
    gone: Flags | None = None

    def placed(self, first: int) -> Self:
        """Give the same part at another place."""
        return self if first == self.first else dataclasses.replace(self, first=first)

    def ranked(self, rank: int) -> Self:
        """Give the same part as one of the library of this rank."""
        return dataclasses.replace(self, rank=rank)

    def without(self, documents: Collection[str]) -> Self:
        """Give the same part without some documents, named by their ids."""
        leaving = [self.numbers[name] for name in documents if name in self.numbers]
        if not leaving:
            return self
        gone = np.zeros(len(self.segment.documents), np.bool_) if self.gone is None else self.gone.copy()
        gone[leaving] = True
        return dataclasses.replace(self, gone=gone)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each document that is there, by its id."""
        if self.gone is None:
            return self.segment.numbers
        return {name: number for name, number in self.segment.numbers.items() if not self.gone[number]}

    @cached_property
    def live(self) -> int:
        """How many passages are there."""
        sizes = np.diff(self.segment.starts["text"])
        return int(sizes.sum() if self.gone is None else sizes[~self.gone].sum())

    @property
    def wasteful(self) -> bool:
        """Whether a fifth of the passages is gone."""
        return self.live * 5 < len(self.segment) * 4

    @cached_property
    def empty(self) -> Flags:
        """Which documents have no passage or are gone."""
        without: Flags = np.diff(self.segment.starts["text"]) == 0
        return without if self.gone is None else without | self.gone

    def size(self, field: str) -> tuple[int, int]:
        """Count the units of a field, and the words of all of them."""
        units, words = self.segment.sizes[field]
        lengths = self.segment.fields[field].lengths
        for first, end in zip(*self._spans(field), strict=True):
            units -= end - first
            words -= int(lengths[first:end].sum())
        return units, words

    def knows(self, term: str) -> bool:
        """Tell whether a document holds a term."""
        return term in self.segment.vocabulary if self.gone is None else self.frequency("text", term) > 0

    def frequency(self, field: str, term: str) -> int:
        """Count the units of a field that hold a term."""
        holders = self.segment.fields[field].holders(self.segment.vocabulary.get(term))
        if self.gone is None or not len(holders):
            return len(holders)
        first, end = self._spans(field)
        return len(holders) - int((holders.searchsorted(end) - holders.searchsorted(first)).sum())

    def count(self, form: str) -> int:
        """Count how often a word stands in the passages."""
        counted = self.segment.speller.counts.get(form, 0)
        if self.gone is None or not counted:
            return counted
        wording = self.segment.wording
        number = self.segment.forms[form]
        firsts, ends = self._spans("sentence")
        spans = zip(wording.bounds[firsts].tolist(), wording.bounds[ends].tolist(), strict=True)
        return counted - sum(int(np.count_nonzero(wording.numbers[first:end] == number)) for first, end in spans)

    def factors(self, weights: Mapping[str, float]) -> dict[int, float]:
        """Name terms by their numbers in the segment, and leave out those that it does not know."""
        vocabulary = self.segment.vocabulary
        return {vocabulary[term]: weight for term, weight in weights.items() if term in vocabulary}

    def _spans(self, field: str) -> tuple[Positions, Positions]:
        """Give the first unit of a field, and the one after the last, of each document that is gone."""
        if field not in self._gone_spans:
            gone = np.flatnonzero(self.gone) if self.gone is not None else np.zeros(0, np.int64)
            spans = [self.segment.span(number, field) for number in gone.tolist()]
            first, end = np.array(spans, np.int64).reshape(-1, 2).T
            self._gone_spans[field] = first, end
        return self._gone_spans[field]

    @cached_property
    def _gone_spans(self) -> dict[str, tuple[Positions, Positions]]:
        return {}


@dataclass(frozen=True, slots=True)
class Places:
    """Positions of an index: for each part that holds some, which ones, and where they are in its segment."""

    size: int
    parts: tuple[tuple[Part, Any, Positions], ...]

    @classmethod
    def of(cls, parts: Sequence[Part], positions: Positions) -> Self:
        """Tell positions apart; one below 0 is in no part."""
        if len(parts) == 1:
            return cls(len(positions), ((parts[0], slice(None), positions),))
        found = []
        for part in parts:
            rows = np.flatnonzero((positions >= part.first) & (positions < part.first + len(part.segment)))
            if len(rows):
                found.append((part, rows, positions[rows] - part.first))
        return cls(len(positions), tuple(found))

    def gathered(self, value: Callable[[Part, Any], NDArray[Any]], field: str | None = None) -> NDArray[Any]:
        """Gather a value for each position, part by part; `value` gets the units of a field, or else the places."""
        if len(self.parts) == 1 and isinstance(self.parts[0][1], slice):
            part, _, local = self.parts[0]
            return value(part, part.segment.units[field][local] if field else local)
        found: NDArray[Any] | None = None
        for part, rows, local in self.parts:
            values = value(part, part.segment.units[field][local] if field else local)
            if found is None:
                found = np.zeros((self.size, *values.shape[1:]), values.dtype)
            found[rows] = values
        return np.zeros(self.size) if found is None else found

    def held(self, field: str, term: str) -> Flags:
        """Tell for each position whether its unit of a field holds a term."""
        held = np.zeros(self.size, np.bool_)
        for part, rows, units in self._units(field):
            number = part.segment.vocabulary.get(term)
            if number is not None:
                held[rows] = part.segment.fields[field].holds(number, units)
        return held

    def highest(self, field: str, asked: Sequence[Mapping[str, float]]) -> Floats:
        """Give for each position, a column for each set of terms, the highest weight its unit holds."""
        highest = np.zeros((self.size, len(asked)))
        for part, rows, units in self._units(field):
            known = [part.factors(weights) for weights in asked]
            highest[rows] = part.segment.fields[field].highest(known, units)
        return highest

    def _units(self, field: str) -> Iterator[tuple[Part, Any, Positions | Numbers]]:
        for part, rows, local in self.parts:
            # Of sentences the places themselves are the units: what is below 0, and in none, stays so.
            yield part, rows, local if field == "sentence" else part.segment.units[field][local]
