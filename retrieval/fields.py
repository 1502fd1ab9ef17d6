"""The inverted index of one field: which of its units hold each term, and how often, without any statistics."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.model import BM25, Floats, frequency_part, stored_length

Positions = NDArray[np.int64]
Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]

_LENGTHS = 256
"""How many lengths there can be as Lucene stores them: one byte."""

FEW = 2048
"""Up to so many units that hold a term it is faster to look for them among a few than for these among them."""


@dataclass(frozen=True, slots=True)
class Field:
    """Postings of one field, grouped by term.

    A unit is what the field calls a document: a sentence, a paragraph, a title. Term t's postings are
    `units[offsets[t]:offsets[t + 1]]`, in order of units. Terms are numbers below the size of the vocabulary.
    Frequency and stored length decide what a posting is worth: `table` has a row of these two for each pair that
    occurs, `pairs` says which row a posting has. `size` counts the units, `lengths` has the words of each.
    """

    offsets: Positions
    units: Numbers
    pairs: NDArray[Any]
    table: Numbers
    lengths: Numbers

    @classmethod
    def build(cls, units: Sequence[Sequence[int]], *, vocabulary: int) -> Self:
        """Count and group the terms of every unit, given as numbers below `vocabulary`."""
        lengths = np.fromiter(map(len, units), np.int64, len(units))
        numbers = np.fromiter(itertools.chain.from_iterable(units), np.int32, int(lengths.sum()))
        return cls.count(numbers, lengths, vocabulary=vocabulary)

    @classmethod
    def count(cls, numbers: Numbers, lengths: Positions, *, vocabulary: int) -> Self:
        """Make the same of the terms of all units end to end and the units' lengths."""
        size = max(len(lengths), 1)
        keys = numbers * np.int64(size)
        keys += np.repeat(np.arange(len(lengths)), lengths)
        keys, frequencies = np.unique(keys, return_counts=True)
        terms, holders = np.divmod(keys, size)
        return cls.of(terms, holders, frequencies, lengths=lengths, vocabulary=vocabulary)

    @classmethod
    def of(
        cls, terms: Positions, holders: Positions, frequencies: Positions, *, lengths: Positions, vocabulary: int
    ) -> Self:
        """Make the same of postings in order of terms, then units: each one's term, unit, and frequency."""
        offsets = np.concatenate(([0], np.cumsum(np.bincount(terms, minlength=vocabulary))))
        known, places = _stored(lengths)
        used, pairs = _numbered(frequencies * _LENGTHS + places[holders])
        frequency, place = np.divmod(used, _LENGTHS)
        table = np.stack([frequency, known[place]], axis=1).astype(np.int32)
        return cls(offsets, holders.astype(np.int32), pairs, table, lengths.astype(np.int32))

    def __len__(self) -> int:
        """Count the units."""
        return len(self.lengths)

    def model(self, *, k1: float, b: float) -> BM25:
        """Give the model whose statistics are those of this field alone."""
        return BM25.from_statistics(len(self), total=int(self.lengths.sum(dtype=np.int64)), k1=k1, b=b)

    def parts(self, model: BM25) -> Floats:
        """Give the frequency part of the score that each row of `table` has under a model."""
        frequencies, lengths = self.table.T.astype(np.float64)
        return frequency_part(frequencies, lengths, model=model)

    def holders(self, term: int | None) -> Numbers:
        """Give the units that hold a term, in order; none for a term unknown to the field (None)."""
        if term is None:
            return self.units[:0]
        return self.units[self.offsets[term] : self.offsets[term + 1]]

    def holds(self, term: int | None, units: Positions | Numbers) -> Flags:
        """Tell for each of some units whether it holds a term; a unit below 0 is none and holds nothing."""
        holders = self.holders(term)
        if not len(holders):
            return np.zeros(len(units), np.bool_)
        wanted = units.astype(np.int32)  # of the same type as the postings, which would be copied otherwise
        found = np.minimum(np.searchsorted(holders, wanted), len(holders) - 1)
        held: Flags = holders[found] == wanted
        return held

    def highest(self, asked: Sequence[Mapping[int, float]], units: Positions | Numbers) -> Floats:
        """Give for each of some units, in a column for each of some sets of terms, the highest weight that it holds.

        Weights are above 0; it is 0 where a unit holds none of the terms.
        """
        distinct, places = np.unique(units.astype(np.int32), return_inverse=True)
        best = np.zeros((len(distinct), len(asked)))
        columns = np.repeat(np.arange(len(asked)), [len(weights) for weights in asked])
        terms = np.fromiter(itertools.chain.from_iterable(asked), np.int64)
        values = np.fromiter(itertools.chain.from_iterable(weights.values() for weights in asked), np.float64)
        sizes = self.offsets[terms + 1] - self.offsets[terms]
        few = (sizes <= FEW) & (len(distinct) > 0)
        holders = self.units[ranges(self.offsets[terms[few]], self.offsets[terms[few] + 1])]
        found = distinct.searchsorted(holders)
        held = np.append(distinct, -1)[found] == holders
        owners = np.repeat(np.flatnonzero(few), sizes[few])[held]
        np.maximum.at(best, (found[held], columns[owners]), values[owners])
        for each in np.flatnonzero(~few).tolist():
            worths = values[each] * self.holds(int(terms[each]), distinct)
            np.maximum(best[:, columns[each]], worths, out=best[:, columns[each]])
        highest: Floats = best[places]
        return highest

    def frequencies(self) -> Numbers:
        """Give the frequency of each posting."""
        frequencies: Numbers = self.table[self.pairs, 0]
        return frequencies


def ranges(firsts: Positions, ends: Positions) -> Positions:
    """List the numbers of several ranges, one after the other."""
    sizes = ends - firsts
    numbers: Positions = np.arange(int(sizes.sum())) + np.repeat(firsts - (np.cumsum(sizes) - sizes), sizes)
    return numbers


def _stored(lengths: Positions) -> tuple[Positions, Positions]:
    """Give the stored lengths that occur, and for each length the place of its own among them."""
    distinct, places = np.unique(lengths, return_inverse=True)
    known, shared = np.unique([stored_length(length) for length in distinct.tolist()], return_inverse=True)
    return known.astype(np.int64), shared[places]


def _numbered(values: Positions) -> tuple[Positions, NDArray[Any]]:
    """Give the distinct values in order, and for each value the number of its own, in as few bytes as will do."""
    used = np.flatnonzero(np.bincount(values))
    numbers = np.zeros(int(values.max(initial=0)) + 1, np.min_scalar_type(len(used)))
    numbers[used] = np.arange(len(used))
    return used, numbers[values]
