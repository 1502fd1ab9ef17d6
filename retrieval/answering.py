"""One question's way through the core: search, rank, choose, and decide whether to answer at all."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.confidence import THRESHOLD, confidence
from retrieval.evidence import Evidence, gather
from retrieval.index import Index
from retrieval.kinds import QuestionKind, kind_of
from retrieval.quoting import MAX_QUOTES, Quote, choose, nearest
from retrieval.ranking import order
from retrieval.terms import Token

LOOKED_AT = 20
"""How many ranked hits quotes are chosen from; twins and differing passages are looked for among them."""


class Reason(enum.StrEnum):
    """Why there is no answer."""

    NO_MATCH = "no passage holds any word of the question"
    UNKNOWN_NAME = "the question names something that no document names"
    UNSURE = "no passage is likely enough to answer the question"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question.

    `confidence` is the estimated probability that the quotes hold the answer. `differing` lists quotes (as
    positions in `quotes`) that say the same of different numbers or dates. `corrections` are the words read as
    others.
    """

    question: str
    kind: QuestionKind
    confidence: float
    quotes: tuple[Quote, ...]
    differing: tuple[int, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Silence and its reason: the words that no document holds, and the nearest passages all the same."""

    question: str
    kind: QuestionKind
    confidence: float
    reason: Reason
    nearest: tuple[Quote, ...] = ()
    missing_terms: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


def answer(
    question: str, index: Index, *, history: Sequence[str] = (), threshold: float = THRESHOLD
) -> Answer | NoAnswer:
    """Answer a question from a library, or say why not.

    `threshold` is the least confidence that answers. `history` holds the earlier questions of the same thread.
    """
    ranking = order(gather(question, index, history=history))
    sure = confidence(ranking)
    words = {word.term: word for word in ranking.evidence.words}
    hits = ranking.hits(limit=LOOKED_AT)
    if hits and sure >= threshold:
        choice = choose(hits, index, question_terms=words)
        return Answer(question, kind_of(question), sure, choice.quotes, choice.differing, ranking.evidence.corrections)
    return NoAnswer(
        question,
        kind_of(question),
        sure,
        _reason(ranking.evidence),
        nearest(hits[:MAX_QUOTES], index, question_terms=words),
        tuple(word.surface for word in unknown_words(ranking.evidence)),
        ranking.evidence.corrections,
    )


def unknown_words(evidence: Evidence) -> list[Token]:
    """List the words of the question that no document holds."""
    return [word for word, number in zip(evidence.words, evidence.numbers, strict=True) if number is None]


def _reason(evidence: Evidence) -> Reason:
    if not len(evidence.candidates):
        return Reason.NO_MATCH
    unknown = [is_name for is_name, number in zip(evidence.names(), evidence.numbers, strict=True) if number is None]
    return Reason.UNKNOWN_NAME if any(unknown) else Reason.UNSURE
