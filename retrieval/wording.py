"""The words of every passage in order, as they are spelled, kept as numbers: four bytes a word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.fields import Positions


@dataclass(frozen=True, slots=True)
class Wording:
    """Passage p's words are `forms[n]` for the n in `numbers[bounds[p]:bounds[p + 1]]`."""

    forms: Sequence[str]
    numbers: NDArray[np.int32]
    bounds: Positions

    @classmethod
    def build(cls, passages: Sequence[Sequence[str]]) -> Self:
        """Number the folded words of all passages."""
        known: dict[str, int] = {}
        numbers = [known.setdefault(form, len(known)) for words in passages for form in words]
        bounds = np.cumsum([0, *map(len, passages)])
        return cls(tuple(known), np.array(numbers, np.int32), bounds)

    def of(self, passage: int) -> list[str]:
        """List the words of a passage."""
        numbers: list[int] = self.numbers[self.bounds[passage] : self.bounds[passage + 1]].tolist()
        return [self.forms[number] for number in numbers]

    def counts(self) -> Mapping[str, int]:
        """Count how often each word stands in all passages; a form may stand in none, and is no word of theirs."""
        counts = np.bincount(self.numbers, minlength=len(self.forms)).tolist()
        return {form: count for form, count in zip(self.forms, counts, strict=True) if count}
