"""BM25 as rank-bm25 defines it, under the ranking contract: the definition that every index is held against."""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

Floats = NDArray[np.float64]
_Term = TypeVar("_Term", bound=Hashable)


class BM25(BM25Okapi):  # type: ignore[misc] # rank_bm25 ships no types
    """rank-bm25's Okapi with an idf that is never negative and lengths as Lucene stores them.

    `BM25Okapi` scores 0 for a term that half of the passages hold and below 0 for one that most hold
    (https://github.com/dorianbrown/rank_bm25/issues/39), and fails on an empty corpus; both are mended here.
    Scores leave out the constant factor k1 + 1, as Lucene does since version 8.
    """

    corpus_size: int
    avgdl: float
    idf: dict[Hashable, float]
    doc_len: list[int]

    def __init__(self, corpus: Iterable[Sequence[Hashable]], *, k1: float, b: float) -> None:
        super().__init__(corpus, k1=k1, b=b)

    @classmethod
    def from_counts(cls, frequencies: Mapping[_Term, int], lengths: Sequence[int], *, k1: float, b: float) -> Self:
        """Make the model from the passages that hold each term and the passages' lengths, without the passages.

        It knows every idf and length but holds no passages, so it has no scores to give.
        """
        model = cls([], k1=k1, b=b)
        model._set_lengths(lengths)
        model._calc_idf(frequencies)
        return model

    @classmethod
    def from_statistics(cls, size: int, *, total: int, k1: float, b: float) -> Self:
        """Make the model from the number of passages and of all their words together.

        It knows what a frequency weighs, but no term, length or passage.
        """
        model = cls([], k1=k1, b=b)
        model.corpus_size = size
        model.avgdl = total / size if total else 1.0
        return model

    def get_scores(self, query: Iterable[Hashable]) -> Floats:
        """Score every passage of the corpus for the distinct terms of a question."""
        scores: Floats = super().get_scores(list(dict.fromkeys(query)))
        scaled: Floats = scores / (self.k1 + 1)
        return scaled

    def term_weight(self, frequency: int) -> float:
        """Give the inverse document frequency of a term that `frequency` passages hold."""
        return math.log(1 + (self.corpus_size - frequency + 0.5) / (frequency + 0.5))

    def _initialize(self, corpus: Iterable[Sequence[Hashable]]) -> dict[Hashable, int]:
        passages = list(corpus)
        frequencies: dict[Hashable, int] = super()._initialize(passages) if passages else {}
        self._set_lengths(self.doc_len)
        return frequencies

    def _set_lengths(self, lengths: Sequence[int]) -> None:
        self.corpus_size = len(lengths)
        # Where no passage has a word any average will do, but rank-bm25 divides by it.
        self.avgdl = sum(lengths) / len(lengths) if any(lengths) else 1.0
        self.doc_len = [stored_length(length) for length in lengths]

    def _calc_idf(self, nd: Mapping[_Term, int]) -> None:
        self.idf = {term: self.term_weight(frequency) for term, frequency in nd.items()}


def stored_length(length: int) -> int:
    """Give a length as Lucene stores it in one byte: exact below 40, then four significant bits.

    Lucene's `SmallFloat.intToByte4`: 24 values are kept as they are, and what is above them as a 4-bit float.
    """
    above = length - 24
    if above < 16:
        return length
    shift = above.bit_length() - 4
    return 24 + (above >> shift << shift)


def frequency_part(frequencies: Floats, lengths: Floats, *, model: BM25) -> Floats:
    """Give the part of a term's score that depends on the passage: f / (f + k1 (1 - b + b L / avgdl))."""
    parts: Floats = frequencies / (frequencies + model.k1 * (1 - model.b + model.b * lengths / model.avgdl))
    return parts
