"""When two passages say the same, and when they say the same of different numbers or dates."""

from retrieval.kinds import is_quantity
from retrieval.terms import STOP_WORDS, forms, stem

LEAST_SHARED = 0.6
"""The share of all their words, numbers and dates apart, that two passages must have in common to be compared."""
LEAST_WORDS = 4
"""How many words must be in common: two short sentences are soon alike."""


def words_said(text: str) -> tuple[str, ...]:
    """Give what makes two passages the same: every word in order, without case, accents and punctuation."""
    return tuple(forms(text))


def differ(one: str, other: str) -> bool:
    """Tell whether two passages say the same with different numbers or dates.

    >>> differ("Rent is due on 3 May each year at noon.", "Each year, rent is due at noon on 5 May.")
    True
    """
    words, quantities = _parted(one)
    other_words, other_quantities = _parted(other)
    shared = len(words & other_words)
    return (
        bool(quantities and other_quantities)
        and quantities != other_quantities
        and shared >= LEAST_WORDS
        and shared >= LEAST_SHARED * len(words | other_words)
    )


def _parted(text: str) -> tuple[set[str], set[str]]:
    """Part a passage's words into what it speaks of and its numbers and dates."""
    said = set(forms(text))
    quantities = {form for form in said if is_quantity(form)}
    return {stem(form) for form in said - quantities - STOP_WORDS}, quantities
