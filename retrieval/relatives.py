"""Related word forms: terms of a vocabulary that share character 4-grams with a word (decide, decision)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.fields import Positions
from retrieval.model import Floats

GRAM = 4
LEAST_ALIKE = 0.4
"""The Dice coefficient from which two words count as related; below it unlike words begin to pass."""


@dataclass(frozen=True, slots=True)
class Relatives:
    """The 4-grams of a vocabulary: which terms hold each, and how many each term has."""

    holders: Mapping[str, Positions]
    sizes: Floats

    @classmethod
    def build(cls, vocabulary: Iterable[str]) -> Self:
        """Take the grams of every term; a term's number is its place in the vocabulary."""
        holders: dict[str, list[int]] = defaultdict(list)
        sizes = []
        for number, word in enumerate(vocabulary):
            grams = _grams(word)
            sizes.append(len(grams))
            for gram in grams:
                holders[gram].append(number)
        return cls({gram: np.array(numbers) for gram, numbers in holders.items()}, np.array(sizes, np.float64))

    def of(self, word: str) -> dict[int, float]:
        """Give the related terms of a word (a term itself) and how alike they are, from LEAST_ALIKE to 1.

        A word shorter than a gram is related to nothing: two letters in common say nothing.
        """
        if len(word) < GRAM:
            return {}
        grams = _grams(word)
        found = [self.holders[gram] for gram in grams if gram in self.holders]
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
