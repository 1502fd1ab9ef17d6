"""Related word forms: terms of a vocabulary that share character 4-grams with a word (decide, decision)."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.fields import Numbers, Positions

GRAM = 4
LEAST_ALIKE = 0.4
"""The Dice coefficient from which two words count as related; below it unlike words begin to pass."""


@dataclass(frozen=True, slots=True)
class Relatives:
    """The 4-grams of a vocabulary, and how many each term has.

    The terms that hold a gram are `terms[offsets[n]:offsets[n + 1]]`, n being the gram's number in `grams`.
    """

    grams: Mapping[str, int]
    offsets: Positions
    terms: Numbers
    sizes: Numbers

    @classmethod
    def build(cls, vocabulary: Iterable[str]) -> Self:
        """Take the grams of every term; a term's number is its place in the vocabulary."""
        known: dict[str, int] = {}
        numbers, sizes = array("i"), array("i")
        for word in vocabulary:
            grams = sorted(_grams(word))  # a set of strings has another order in every run
            numbers.extend([known.setdefault(gram, len(known)) for gram in grams])
            sizes.append(len(grams))
        flat, counts = np.array(numbers, np.int32), np.array(sizes, np.int32)
        order = np.argsort(flat, kind="stable")
        owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        offsets = np.concatenate(([0], np.cumsum(np.bincount(flat, minlength=len(known)))))
        return cls(known, offsets, owners[order], counts)

    def of(self, word: str) -> dict[int, float]:
        """Give the related terms of a word (a term itself) and how alike they are, from LEAST_ALIKE to 1.

        A word shorter than a gram is related to nothing: two letters in common say nothing.
        """
        if len(word) < GRAM:
            return {}
        grams = _grams(word)
        places = [self.grams[gram] for gram in grams if gram in self.grams]
        found = [self.terms[self.offsets[place] : self.offsets[place + 1]] for place in places]
        if not found:
            return {}
        numbers, shared = np.unique(np.concatenate(found), return_counts=True)
        alike = 2 * shared / (len(grams) + self.sizes[numbers])
        near = alike >= LEAST_ALIKE
        return dict(zip(numbers[near].tolist(), alike[near].tolist(), strict=True))


def _grams(word: str) -> set[str]:
    """Take the 4-grams of a word with its beginning marked, so that prefixes weigh more than endings."""
    marked = f"^{word}"
    return {marked[i : i + GRAM] for i in range(max(len(marked) - GRAM + 1, 1))}
