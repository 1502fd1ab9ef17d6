"""A question made ready for search: its distinct words, slips of the pen read right, and the weight of each term."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.fields import Flags
from retrieval.index import Index
from retrieval.terms import Token, fold, question_tokens, stem, tokens

RELATIVE_WEIGHT = 0.5
"""What a related form of an unknown word weighs beside a known word."""

HISTORY_DECAY = 0.5
"""The factor for a word's weight with each question that has been asked since."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a question asks of one library.

    `words` are distinct; `numbers` are their places in the vocabulary (None: unknown) and `relatives` their related
    forms, each with its likeness. `weights` is what is searched for, `earlier` the words of earlier questions of the
    same thread, the last with weight 1. `corrections` are the words read as others.
    """

    question: str
    words: tuple[Token, ...]
    numbers: tuple[int | None, ...]
    relatives: tuple[Mapping[int, float], ...]
    weights: Mapping[int, float]
    earlier: Mapping[int, float]
    corrections: tuple[tuple[str, str], ...]

    def names(self) -> Flags:
        """Tell which words are names or numbers: a capital after the first word, or a digit at the front."""
        first = next((token.start for token in tokens(self.question)), 0)
        return np.array([_is_name(word, first=first) for word in self.words], np.bool_)

    def unknown(self) -> Flags:
        """Tell which words no document holds."""
        return np.array([number is None for number in self.numbers], np.bool_)


def understand(question: str, index: Index, *, history: Sequence[str] = ()) -> Query:
    """Make a question ready for a library.

    A word that the library does not know is read as the nearest one that it knows, or lends some weight to its
    related forms. `history` holds the earlier questions of the same thread, oldest first.
    """
    words, corrections = _words(question, index)
    numbers = [index.vocabulary.get(word.term) for word in words]
    relatives = [index.relatives.of(word.term) for word in words]
    weights = {number: 1.0 for number in numbers if number is not None}
    for forms, number in zip(relatives, numbers, strict=True):
        if number is None:
            for form, likeness in forms.items():
                weights.setdefault(form, RELATIVE_WEIGHT * likeness)
    earlier: dict[int, float] = {}
    for age, asked in enumerate(reversed(history if words else ())):
        for number in index.weights(asked):
            earlier.setdefault(number, HISTORY_DECAY**age)
    return Query(question, tuple(words), tuple(numbers), tuple(relatives), weights, earlier, tuple(corrections))


def _words(question: str, index: Index) -> tuple[list[Token], list[tuple[str, str]]]:
    """List a question's distinct words, slips of the pen read as what was meant, and those readings."""
    words: dict[str, Token] = {}
    corrections: dict[str, str] = {}
    for word in question_tokens(question):
        meant = None if word.term in index.vocabulary else index.speller.nearest(fold(word.surface))
        if meant:
            corrections[word.surface] = meant
        read = dataclasses.replace(word, term=stem(meant)) if meant else word
        words.setdefault(read.term, read)
    return list(words.values()), list(corrections.items())


def _is_name(word: Token, *, first: int) -> bool:
    return word.surface[0].isdigit() or (word.surface[0].isupper() and word.start > first)
