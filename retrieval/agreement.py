"""When two passages say the same of different numbers or dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from retrieval.kinds import IN_DIGITS, is_quantity
from retrieval.terms import STOP_WORDS, stem

LEAST_SHARED = 0.6
"""The share of all their words, numbers and dates apart, that two passages must have in common to be compared."""
_ALSO_VERBS = frozenset(["may", "march"])
"""Months only beside a number."""

LEAST_WORDS = 4
"""How many words must be in common: two short sentences are soon alike."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage parted into what it speaks of (stems, without stop words) and its numbers and parts of dates."""

    subjects: frozenset[str]
    quantities: frozenset[str]

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Part the folded words of a passage."""
        subjects, quantities = set(), set()
        for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
            dated = before[:1].isdigit() or after[:1].isdigit()
            if is_quantity(word) and (dated or word not in _ALSO_VERBS):
                quantities.add(IN_DIGITS.get(word, word))
            elif word not in STOP_WORDS:
                subjects.add(stem(word))
        return cls(frozenset(subjects), frozenset(quantities))

    def differs(self, other: Self) -> bool:
        """Tell whether two passages say the same with different numbers or dates.

        >>> from retrieval.terms import forms
        >>> one = Statement.of(forms("Rent is due on 3 May each year at noon, in cash."))
        >>> one.differs(Statement.of(forms("Each year, rent is due at noon on 5 May, in cash.")))
        True
        """
        shared = len(self.subjects & other.subjects)
        return (
            bool(self.quantities and other.quantities)
            and self.quantities != other.quantities
            and shared >= LEAST_WORDS
            and shared >= LEAST_SHARED * len(self.subjects | other.subjects)
        )
