"""The inverted index of one field: the scores of `model.BM25` without a dictionary for every unit."""

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
_DENSE = 8
"""From one posting for so many units, an array over all units is faster than sorting the postings."""
_FEWEST = 16384
"""How many postings the rarest terms of a question may have together when its best units are first looked for."""
_SLACK = 1e-9
"""How much a sum may lose, relatively, because its terms are added in another order."""


@dataclass(frozen=True, slots=True)
class Field:
    """Postings of one field, grouped by term: which units hold the term, and the frequency part of its score.

    A unit is what the field calls a document: a sentence, a paragraph, a title. Term t's postings are
    `units[offsets[t]:offsets[t + 1]]`, in order of units. Terms are numbers below the size of the vocabulary. The
    frequency part depends on frequency and stored length alone: `parts` has it once for each pair of these that
    occurs, `pairs` says which pair a posting has.
    """

    model: BM25
    offsets: Positions
    units: Numbers
    pairs: NDArray[Any]
    parts: Floats

    @classmethod
    def build(cls, units: Sequence[Sequence[int]], *, vocabulary: int, k1: float, b: float) -> Self:
        """Count and group the terms of every unit, given as numbers below `vocabulary`."""
        lengths = np.fromiter(map(len, units), np.int64, len(units))
        numbers = np.fromiter(itertools.chain.from_iterable(units), np.int32, int(lengths.sum()))
        return cls.count(numbers, lengths, vocabulary=vocabulary, settings=(k1, b))

    @classmethod
    def count(cls, numbers: Numbers, lengths: Positions, *, vocabulary: int, settings: tuple[float, float]) -> Self:
        """Make the same of the terms of all units end to end, the units' lengths, and (k1, b)."""
        size = max(len(lengths), 1)
        keys = numbers * np.int64(size)
        keys += np.repeat(np.arange(len(lengths)), lengths)
        keys, frequencies = np.unique(keys, return_counts=True)
        terms, holders = np.divmod(keys, size)
        offsets = np.concatenate(([0], np.cumsum(np.bincount(terms, minlength=vocabulary))))
        total = int(lengths.sum())
        model = BM25.from_statistics(len(lengths), total=total, k1=settings[0], b=settings[1])
        known, places = _stored(lengths)
        used, pairs = _numbered(frequencies * _LENGTHS + places[holders])
        frequency, place = np.divmod(used, _LENGTHS)
        parts = frequency_part(frequency.astype(np.float64), known[place].astype(np.float64), model=model)
        return cls(model, offsets, holders.astype(np.int32), pairs, parts)

    def __len__(self) -> int:
        """Count the units."""
        return self.model.corpus_size

    def idf(self, term: int | None) -> float:
        """Give a term's inverse document frequency; a term unknown to the field (None) has the highest."""
        return self.model.term_weight(len(self.holders(term)))

    def scores(self, weights: Mapping[int, float]) -> Floats:
        """Score every unit: the sum over terms of weight x idf x frequency part, 0 where no term stands."""
        scores = np.zeros(len(self))
        for term, weight in weights.items():
            scores[self.holders(term)] += self._gains(term, weight)
        return scores

    def touched(self, weights: Mapping[int, float]) -> tuple[Numbers, Floats]:
        """Give the units that hold any of the terms, in order, with the scores that `scores` gives them."""
        counts = sum(len(self.holders(term)) for term in weights)
        if counts * _DENSE > len(self):
            scores = self.scores(weights)
            found = np.flatnonzero(scores)
            return found.astype(np.int32), scores[found]
        if not counts:
            return self.units[:0], np.zeros(0)
        units = np.concatenate([self.holders(term) for term in weights])
        gains = np.concatenate([self._gains(term, weight) for term, weight in weights.items()])
        return _summed(units, gains)

    def scores_of(self, units: Numbers, weights: Mapping[int, float]) -> Floats:
        """Score some units as `scores` does."""
        scores = np.zeros(len(units))
        for term, weight in weights.items():
            holders = self.holders(term)
            if len(holders):
                places = holders.searchsorted(units)
                np.minimum(places, len(holders) - 1, out=places)
                parts = self.parts[self.pairs[self.offsets[term] :][places]]
                scores += weight * self.idf(term) * parts * (holders[places] == units)
        return scores

    def best(self, weights: Mapping[int, float], *, limit: int) -> tuple[Numbers, Floats]:
        """Find the units that score best, best first, ties by place; the scores are those of `scores`.

        Turtle and Flood's MAXSCORE: once enough of those that hold the rarest terms score more than all other terms
        together could give, a unit without the rarest terms is not among the best.
        """
        rarest = sorted(weights, key=lambda term: len(self.holders(term)))
        ends = np.cumsum([len(self.holders(term)) for term in rarest])
        rest = np.cumsum([0.0, *(self._most(term, weights[term]) for term in reversed(rarest))])[::-1]
        taken = max(int(ends.searchsorted(_FEWEST, side="right")), min(1, len(rarest)))
        units, scores = self.touched({term: weights[term] for term in rarest[:taken]})
        least = self._least(units, scores, weights, limit)
        needed = min(int(np.count_nonzero(rest >= least)), len(rarest))
        while taken < needed:
            taken = needed
            units, scores = self.touched({term: weights[term] for term in rarest[:taken]})
            least = self._least(units, scores, weights, limit)
            needed = min(int(np.count_nonzero(rest >= least)), len(rarest))
        for term, others in zip(rarest[taken:], rest[taken:-1], strict=True):
            kept = scores + others >= least
            units, scores = units[kept], scores[kept]
            scores += self.scores_of(units, {term: weights[term]})
        return self._ordered(units[scores >= least], weights, limit)

    def holds(self, term: int | None, units: Positions | Numbers) -> Flags:
        """Tell for each of some units whether it holds a term; a unit below 0 is none and holds nothing."""
        holders = self.holders(term)
        if not len(holders):
            return np.zeros(len(units), np.bool_)
        wanted = units.astype(np.int32)  # of the same type as the postings, which would be copied otherwise
        found = np.minimum(np.searchsorted(holders, wanted), len(holders) - 1)
        held: Flags = holders[found] == wanted
        return held

    def holders(self, term: int | None) -> Numbers:
        """Give the units that hold a term, in order; none for a term unknown to the library (None)."""
        if term is None:
            return self.units[:0]
        return self.units[self.offsets[term] : self.offsets[term + 1]]

    def _least(self, units: Numbers, scores: Floats, weights: Mapping[int, float], limit: int) -> float:
        """Give a score that the best reach: that of the last of the best so far, with all their terms."""
        first = scores.argpartition(len(scores) - limit)[-limit:] if len(scores) > limit > 0 else slice(None)
        return nth_highest(self.scores_of(units[first], weights), limit) * (1 - _SLACK)

    def _ordered(self, units: Numbers, weights: Mapping[int, float], limit: int) -> tuple[Numbers, Floats]:
        scores = self.scores_of(units, weights)
        order = np.argsort(-scores, kind="stable")[:limit]
        return units[order], scores[order]

    def _most(self, term: int, weight: float) -> float:
        """Bound what a term can add to a score."""
        return float(weight * self.idf(term) * self.parts.max(initial=0))

    def _gains(self, term: int, weight: float) -> Floats:
        parts: Floats = self.parts[self.pairs[self.offsets[term] : self.offsets[term + 1]]]
        return weight * self.idf(term) * parts


def nth_highest(scores: Floats, n: int) -> float:
    """Give the n-th highest score; 0 where there are fewer."""
    return float(np.partition(scores, len(scores) - n)[len(scores) - n]) if 0 < n <= len(scores) else 0.0


def _summed(units: Numbers, gains: Floats) -> tuple[Numbers, Floats]:
    """Add up the gains of each unit in the order in which they stand: another order rounds otherwise."""
    keys = units.astype(np.int64) << 32 | np.arange(len(units))
    keys.sort()
    ordered = (keys >> 32).astype(np.int32)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    sums: Floats = np.bincount(np.cumsum(first) - 1, weights=gains[keys & 0xFFFFFFFF]).astype(np.float64, copy=False)
    return ordered[first], sums


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
