"""The inverted index of one field: the scores of `model.BM25` without a dictionary for every unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.model import BM25, Floats, frequency_part

Positions = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Field:
    """Postings of one field, grouped by term: which units hold the term, and the frequency part of its score.

    A unit is what the field calls a document: a sentence, a paragraph, a title. Term t's postings are
    `units[offsets[t]:offsets[t + 1]]`, in order of units. Terms are numbers below the size of the vocabulary.
    """

    model: BM25
    offsets: Positions
    units: Positions
    parts: Floats

    @classmethod
    def build(cls, units: Sequence[Sequence[int]], *, vocabulary: int, k1: float, b: float) -> Self:
        """Count and group the terms of every unit, given as numbers below `vocabulary`."""
        lengths = [len(unit) for unit in units]
        numbers = np.fromiter((term for unit in units for term in unit), np.int64, sum(lengths))
        owners = np.repeat(np.arange(len(units), dtype=np.int64), lengths)
        keys, frequencies = np.unique(numbers * max(len(units), 1) + owners, return_counts=True)
        terms, holders = np.divmod(keys, max(len(units), 1))
        per_term = np.bincount(terms, minlength=vocabulary)
        model = BM25.from_counts({term: int(n) for term, n in enumerate(per_term) if n}, lengths, k1=k1, b=b)
        stored = np.array(model.doc_len, np.float64)[holders]
        parts = frequency_part(frequencies.astype(np.float64), stored, model=model)
        return cls(model, np.concatenate(([0], np.cumsum(per_term))), holders, parts)

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
            postings = slice(self.offsets[term], self.offsets[term + 1])
            scores[self.units[postings]] += weight * self.idf(term) * self.parts[postings]
        return scores

    def holds(self, term: int | None, units: Positions) -> Flags:
        """Tell for each of some units whether it holds a term; a unit below 0 is none and holds nothing."""
        holders = self.holders(term)
        if not len(holders):
            return np.zeros(len(units), np.bool_)
        found = np.minimum(np.searchsorted(holders, units), len(holders) - 1)
        held: Flags = holders[found] == units
        return held

    def holders(self, term: int | None) -> Positions:
        """Give the units that hold a term, in order; none for a term unknown to the library (None)."""
        if term is None:
            return self.units[:0]
        return self.units[self.offsets[term] : self.offsets[term + 1]]
