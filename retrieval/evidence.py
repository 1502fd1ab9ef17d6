"""What the best hits of the first search hold of a question's words: the tables that ranking and confidence read.

A table has a row for each candidate and a column for each distinct word of the question.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.fields import Flags, Positions
from retrieval.index import SETTINGS, Index, best
from retrieval.model import Floats
from retrieval.terms import Token, fold, question_tokens, stem

RELATIVE_WEIGHT = 0.5
"""What a related form of an unknown word weighs beside a known word."""

HISTORY_WEIGHT = 0.2
HISTORY_DECAY = 0.5
"""What a word of the last question weighs beside one of this question, and the factor for each question before it."""

_FIELD_WEIGHTS = np.array([settings.weight for settings in SETTINGS.values()])
_Value = TypeVar("_Value", bound=np.generic)

CANDIDATES = 60
"""How many hits of the first search are looked at; more change nothing within the first five."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A question's distinct words, their numbers in the vocabulary (None: unknown), and the candidate passages.

    `scores` are those of the first search: a row for each candidate, a column for each field of SETTINGS. `corrections`
    are the words that were read as others.
    """

    question: str
    index: Index
    words: tuple[Token, ...]
    numbers: tuple[int | None, ...]
    candidates: Positions
    scores: Floats
    corrections: tuple[tuple[str, str], ...] = ()

    def first_scores(self) -> Floats:
        """Give the first search's score of each candidate."""
        total: Floats = self.scores @ _FIELD_WEIGHTS
        return total

    def idf(self) -> Floats:
        """Give the inverse document frequency of each word among sentences; an unknown word has the highest."""
        return np.array([self.index.fields["sentence"].idf(number) for number in self.numbers])

    def names(self) -> Flags:
        """Tell which words are names or numbers: a capital after the first word, or a digit at the front."""
        return np.array([_is_name(word) for word in self.words], np.bool_)

    def holds(self, field: str, *, offset: int = 0) -> Flags:
        """Tell whether the candidate holds a word, or the passage `offset` after it in its document does."""
        units = self._units(field, offset=offset)
        return _columns(self.index.fields[field].holds(number, units) for number in self.numbers)

    def alike(self, field: str, *, offset: int = 0) -> Floats:
        """Give the likeness, 0 to 1, of the word form most like each word that `holds` would find; 1 for itself."""
        units = self._units(field, offset=offset)
        table = self.holds(field, offset=offset).astype(np.float64)
        for column, word in enumerate(self.words):
            for form, likeness in self.index.relatives.of(word.term).items():
                held = self.index.fields[field].holds(form, units)
                table[:, column] = np.maximum(table[:, column], likeness * held)
        return table

    def local_idf(self) -> Floats:
        """Give each word's inverse document frequency among the sentences of the candidate's own document."""
        first, end = self.index.span(self.candidates)
        sizes = end - first
        columns = []
        for number in self.numbers:
            holders = self.index.fields["sentence"].holders(number)
            held = np.searchsorted(holders, end) - np.searchsorted(holders, first)
            columns.append(np.log(1 + (sizes - held + 0.5) / (held + 0.5)))
        return _columns(columns)

    def _units(self, field: str, *, offset: int) -> Positions:
        """Give the unit of each candidate, or of the passage `offset` after it; -1 outside its document."""
        first, end = self.index.span(self.candidates)
        moved = self.candidates + offset
        inside = (first <= moved) & (moved < end)
        units: Positions = np.where(inside, self.index.units[field][np.where(inside, moved, 0)], -1)
        return units


def gather(question: str, index: Index, *, history: Sequence[str] = ()) -> Evidence:
    """Search for a question and keep the best CANDIDATES.

    A word that the library does not know is read as the nearest one that it knows, or lends some weight to its
    related forms. The words of earlier questions of the same thread (oldest first) help at a fraction of the weight.
    """
    words, corrections = _words(question, index)
    numbers = [index.vocabulary.get(word.term) for word in words]
    weights = {number: 1.0 for number in numbers if number is not None}
    for word, number in zip(words, numbers, strict=True):
        if number is None:
            for form, likeness in index.relatives.of(word.term).items():
                weights.setdefault(form, RELATIVE_WEIGHT * likeness)
    for age, earlier in enumerate(reversed(history)):
        for number in index.weights(earlier):
            weights.setdefault(number, HISTORY_WEIGHT * HISTORY_DECAY**age)
    fields = _columns(index.fields[name].scores(weights)[index.units[name]] for name in SETTINGS)
    candidates = best(fields @ _FIELD_WEIGHTS, limit=CANDIDATES)
    return Evidence(question, index, tuple(words), tuple(numbers), candidates, fields[candidates], tuple(corrections))


def _words(question: str, index: Index) -> tuple[list[Token], list[tuple[str, str]]]:
    """List a question's distinct words, slips of the pen read as what was meant, and those readings."""
    words: dict[str, Token] = {}
    corrections: list[tuple[str, str]] = []
    for word in question_tokens(question):
        meant = None if word.term in index.vocabulary else index.speller.nearest(fold(word.surface))
        if meant:
            corrections.append((word.surface, meant))
        read = dataclasses.replace(word, term=stem(meant)) if meant else word
        words.setdefault(read.term, read)
    return list(words.values()), corrections


def _is_name(word: Token) -> bool:
    return word.surface[0].isdigit() or (word.surface[0].isupper() and word.start > 0)


def _columns(columns: Iterable[NDArray[_Value]]) -> NDArray[_Value]:
    return np.stack(list(columns), axis=1)
