"""Slips of the pen: a question word that neither the library nor general English knows, and the nearest known one."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters that a word must have: of three letters, any other three are near."""
_LONG = 7


@dataclass(frozen=True, slots=True)
class Speller:
    """The words of some passages, as they are spelled there, grouped by their first letter, with their counts."""

    counts: Mapping[str, int]
    by_initial: Mapping[str, tuple[str, ...]]

    @classmethod
    def build(cls, counts: Mapping[str, int]) -> Self:
        """Group words; `counts` says how often each stands."""
        grouped: dict[str, list[str]] = defaultdict(list)
        for word in counts:
            if word.isalpha():
                grouped[word[0]].append(word)
        return cls(counts, {initial: tuple(words) for initial, words in grouped.items()})

    def near(self, word: str) -> Iterator[tuple[str, int]]:
        """Yield the words near a word, and how many edits away each is.

        Near is one edit (Damerau's four: a letter more, less, other, or two swapped) below seven letters, else two,
        with the first letter right.
        """
        furthest = 1 if len(word) < _LONG else 2
        found = process.extract(
            word, self.by_initial.get(word[0], ()), scorer=OSA.distance, score_cutoff=furthest, limit=None
        )
        return ((near, distance) for near, distance, _ in found)


def meant(word: str, spellers: Iterable[Speller], *, count: Callable[[str], int]) -> str | None:
    """Give the word that was probably meant, None where the word is right or nothing is near.

    Of words equally near, the most frequent; `count` says how often a word stands in all passages.
    """
    if len(word) < SHORTEST or not word.isalpha() or word in english() or count(word):
        return None
    near = {found: distance for speller in spellers for found, distance in speller.near(word) if count(found)}
    return min(near, key=lambda found: (near[found], -count(found), found), default=None)


@functools.cache
def english() -> frozenset[str]:
    """Read the words of general English, made by `python -m benchmarks.words`."""
    return frozenset(resources.files("retrieval").joinpath("data/english.txt").read_text("utf-8").split())
