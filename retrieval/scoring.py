"""The scores of one field's units for one question: BM25 of each unit that holds a word, and of no other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.fields import Field, Numbers
from retrieval.model import Floats

_DENSE = 8
"""From one posting for so many units, an array over all units is faster than sorting the postings."""
_FEWEST = 16384
"""How many postings the rarest terms of a question may have together when its best units are first looked for."""
_SLACK = 1e-9
"""How much a sum may lose, relatively, because its terms are added in another order."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """A field asked one question: `factors[t]` is term t's weight x idf, `parts` the worth of each row of its table.

    What `factors` and `parts` are made from, N, n and the average length, may be of more than this field: of all
    libraries that are asked together.
    """

    field: Field
    parts: Floats
    factors: Mapping[int, float]

    @classmethod
    def alone(cls, field: Field, weights: Mapping[int, float], *, k1: float, b: float) -> Self:
        """Ask a field for weighted terms, with the statistics of the field itself."""
        model = field.model(k1=k1, b=b)
        factors = {term: weight * model.term_weight(len(field.holders(term))) for term, weight in weights.items()}
        return cls(field, field.parts(model), factors)

    def scores(self) -> Floats:
        """Score every unit: the sum over terms of factor x frequency part, 0 where no term stands."""
        scores = np.zeros(len(self.field))
        for term in self.factors:
            scores[self.field.holders(term)] += self._gains(term)
        return scores

    def touched(self) -> tuple[Numbers, Floats]:
        """Give the units that hold any of the terms, in order, with the scores that `scores` gives them."""
        return self._touched(self.factors)

    def scores_of(self, units: Numbers) -> Floats:
        """Score some units as `scores` does."""
        return self._scores_of(units, self.factors)

    def best(self, *, limit: int) -> tuple[Numbers, Floats]:
        """Find the units that score best, best first, ties by place; the scores are those of `scores`.

        Turtle and Flood's MAXSCORE: once enough of those that hold the rarest terms score more than all other terms
        together could give, a unit without the rarest terms is not among the best.
        """
        rarest = sorted(self.factors, key=lambda term: len(self.field.holders(term)))
        ends = np.cumsum([len(self.field.holders(term)) for term in rarest])
        rest = np.cumsum([0.0, *(self._most(term) for term in reversed(rarest))])[::-1]
        taken = max(int(ends.searchsorted(_FEWEST, side="right")), min(1, len(rarest)))
        units, scores = self._touched(rarest[:taken])
        least = self._least(units, scores, limit)
        needed = min(int(np.count_nonzero(rest >= least)), len(rarest))
        while taken < needed:
            taken = needed
            units, scores = self._touched(rarest[:taken])
            least = self._least(units, scores, limit)
            needed = min(int(np.count_nonzero(rest >= least)), len(rarest))
        for term, others in zip(rarest[taken:], rest[taken:-1], strict=True):
            kept = scores + others >= least
            units, scores = units[kept], scores[kept]
            scores += self._scores_of(units, [term])
        return self._ordered(units[scores >= least], limit)

    def _touched(self, terms: Mapping[int, float] | list[int]) -> tuple[Numbers, Floats]:
        counts = sum(len(self.field.holders(term)) for term in terms)
        if counts * _DENSE > len(self.field):
            scores = np.zeros(len(self.field))
            for term in terms:
                scores[self.field.holders(term)] += self._gains(term)
            found = np.flatnonzero(scores)
            return found.astype(np.int32), scores[found]
        if not counts:
            return self.field.units[:0], np.zeros(0)
        units = np.concatenate([self.field.holders(term) for term in terms])
        return _summed(units, np.concatenate([self._gains(term) for term in terms]))

    def _scores_of(self, units: Numbers, terms: Mapping[int, float] | list[int]) -> Floats:
        scores = np.zeros(len(units))
        for term in terms:
            holders = self.field.holders(term)
            if len(holders):
                places = holders.searchsorted(units)
                np.minimum(places, len(holders) - 1, out=places)
                parts = self.parts[self.field.pairs[self.field.offsets[term] :][places]]
                scores += self.factors[term] * parts * (holders[places] == units)
        return scores

    def _least(self, units: Numbers, scores: Floats, limit: int) -> float:
        """Give a score that the best reach: that of the last of the best so far, with all their terms."""
        first = scores.argpartition(len(scores) - limit)[-limit:] if len(scores) > limit > 0 else slice(None)
        return nth_highest(self.scores_of(units[first]), limit) * (1 - _SLACK)

    def _ordered(self, units: Numbers, limit: int) -> tuple[Numbers, Floats]:
        scores = self.scores_of(units)
        order = np.argsort(-scores, kind="stable")[:limit]
        return units[order], scores[order]

    def _most(self, term: int) -> float:
        """Bound what a term can add to a score."""
        return float(self.factors[term] * self.parts.max(initial=0))

    def _gains(self, term: int) -> Floats:
        field = self.field
        parts: Floats = self.parts[field.pairs[field.offsets[term] : field.offsets[term + 1]]]
        return self.factors[term] * parts


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
