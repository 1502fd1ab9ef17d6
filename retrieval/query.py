"""A question made ready for search: its distinct words, slips of the pen read right, and the weight of each term."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from retrieval.fields import Flags
from retrieval.index import Index
from retrieval.terms import STOP_WORDS, Token, fold, question_tokens, stem, tokens

RELATIVE_WEIGHT = 0.5
"""What a related form of an unknown word weighs beside a known word."""

HISTORY_DECAY = 0.5
"""The factor for a word's weight with each question that has been asked since."""

Aliases = Mapping[str, Sequence[str]]
"""Folded words, and for each the folded words that count as the same."""
NO_ALIASES: Aliases = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Query:
    """What a question asks of one library.

    `words` are distinct, and `counts` says how often each stands; `known` tells which of them a document holds,
    `relatives` their related forms, each with its likeness. `weights` is what is searched for, `earlier` the words of
    earlier questions of the same thread, the last with weight 1. `corrections` are the words read as others. `also`
    are the terms that count as each word, by the aliases of the library; `aliased` are the aliases that mattered.
    """

    question: str
    words: tuple[Token, ...]
    counts: tuple[int, ...]
    known: tuple[bool, ...]
    relatives: tuple[Mapping[str, float], ...]
    weights: Mapping[str, float]
    earlier: Mapping[str, float]
    corrections: tuple[tuple[str, str], ...]
    also: tuple[tuple[str, ...], ...] = ()
    aliased: tuple[tuple[str, str], ...] = ()

    def names(self) -> Flags:
        """Tell which words are names or numbers: a capital after the first word, or a digit at the front."""
        first = next((token.start for token in tokens(self.question)), 0)
        shouted = self.question.isupper()
        return np.array(
            [_is_name(word, first=first) and not (shouted and word.surface.isalpha()) for word in self.words], np.bool_
        )

    def origin(self, term: str) -> str:
        """Say why a term is searched for: as a `word` of the question, an `alias`, a `relative`, or as `earlier`."""
        if any(word.term == term for word in self.words):
            return "word"
        if any(term in others for others in self.also):
            return "alias"
        return "relative" if term in self.weights else "earlier"

    def unknown(self) -> Flags:
        """Tell which words no document holds."""
        return ~np.array(self.known, np.bool_)


def understand(question: str, index: Index, *, history: Sequence[str] = (), aliases: Aliases = NO_ALIASES) -> Query:
    """Make a question ready for a library.

    A word that the library does not know is read as the nearest one that it knows, or lends some weight to its
    related forms. A word that the question repeats weighs as often: in long requests that tells what matters.
    `history` holds the earlier questions of the same thread, oldest first. `aliases` has, for folded words, those that
    count as the same: an unknown word is read as the first of them that is known, a known one stands for them too.
    """
    words, counts, corrections = _words(question, index, aliases)
    also = [_also(word, index, aliases) for word in words]
    known = [index.knows(word.term) for word in words]
    relatives = [index.relatives(word.term) for word in words]
    weights = {word.term: float(count) for word, count, is_known in zip(words, counts, known, strict=True) if is_known}
    for forms, is_known in zip(relatives, known, strict=True):
        if not is_known:
            for form, likeness in forms.items():
                weights.setdefault(form, RELATIVE_WEIGHT * likeness)
    for _, count, others in zip(words, counts, also, strict=True):
        for other in others:
            weights.setdefault(other, float(count))
    earlier: dict[str, float] = {}
    for age, asked in enumerate(reversed(history if words else ())):
        for term in index.weights(asked):
            earlier.setdefault(term, HISTORY_DECAY**age)
    return Query(
        question=question,
        words=tuple(words),
        counts=tuple(counts),
        known=tuple(known),
        relatives=tuple(relatives),
        weights=weights,
        earlier=earlier,
        corrections=tuple(corrections),
        also=tuple(also),
        aliased=tuple(_aliased(question, index, aliases)),
    )


def _words(question: str, index: Index, aliases: Aliases) -> tuple[list[Token], list[int], list[tuple[str, str]]]:
    """List a question's distinct words as what was meant, how often each stands, and what was read as another."""
    words: dict[str, Token] = {}
    counts: Counter[str] = Counter()
    corrections: dict[str, str] = {}
    for word in question_tokens(question):
        meant = None if index.knows(word.term) else _meant(word, index, aliases)
        if meant:
            corrections[word.surface] = meant
        read = dataclasses.replace(word, term=stem(meant)) if meant else word
        if meant not in STOP_WORDS:
            words.setdefault(read.term, read)
            counts[read.term] += 1
    return list(words.values()), [counts[term] for term in words], list(corrections.items())


def _meant(word: Token, index: Index, aliases: Aliases) -> str | None:
    """Give what an unknown word is read as: an alias of it that is known, else the nearest known word."""
    known = (alias for alias in aliases.get(fold(word.surface), ()) if index.knows(stem(alias)))
    return next(known, None) or index.meant(fold(word.surface))


def _also(word: Token, index: Index, aliases: Aliases) -> tuple[str, ...]:
    """List the terms that count as a known word."""
    others = (stem(alias) for alias in aliases.get(fold(word.surface), ()))
    return tuple(dict.fromkeys(other for other in others if other != word.term and index.knows(other)))


def _aliased(question: str, index: Index, aliases: Aliases) -> Iterator[tuple[str, str]]:
    for word in question_tokens(question):
        for alias in aliases.get(fold(word.surface), ()):
            if index.knows(stem(alias)):
                yield word.surface, alias


def _is_name(word: Token, *, first: int) -> bool:
    return word.surface[0].isdigit() or (word.surface[0].isupper() and word.start > first)
