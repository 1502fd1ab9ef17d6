"""The names that look most like one that was not found."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

MOST = 3
ALIKE = 60
"""Of 100: how alike a name must be to be worth a mention; one or two slips in a short word stay above it."""


def nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give the names that look like this one, most alike first."""
    found = process.extract(name, names, scorer=fuzz.WRatio, limit=MOST, score_cutoff=ALIKE)
    return tuple(match for match, _, _ in found)
