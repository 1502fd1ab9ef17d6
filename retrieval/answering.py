"""One question's way through the core: search, rank, choose, and decide whether to answer at all."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.confidence import THRESHOLD, confidence
from retrieval.evidence import Evidence, gather
from retrieval.index import Index
from retrieval.kinds import QuestionKind, kind_of
from retrieval.query import NO_ALIASES, Aliases, understand
from retrieval.quoting import Quote, choose, nearest
from retrieval.ranking import order

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
    others, `aliased` those for which an alias was looked for too.
    """

    question: str
    kind: QuestionKind
    confidence: float
    quotes: tuple[Quote, ...]
    differing: tuple[int, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    aliased: tuple[tuple[str, str], ...] = ()


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
    aliased: tuple[tuple[str, str], ...] = ()


def answer(
    question: str,
    index: Index,
    *,
    history: Sequence[str] = (),
    threshold: float = THRESHOLD,
    aliases: Aliases = NO_ALIASES,
) -> Answer | NoAnswer:
    """Answer a question from a library, or say why not.

    `threshold` is the least confidence that answers. `history` holds the earlier questions of the same thread.
    `aliases` has, for folded words, those that count as the same.
    """
    ranking = order(gather(understand(question, index, history=history, aliases=aliases), index))
    query = ranking.evidence.query
    kind, sure = kind_of(question), confidence(ranking)
    hits = ranking.hits(limit=LOOKED_AT)
    terms = {word.term for word in query.words}.union(*query.also)
    if hits and sure >= threshold:
        choice = choose(hits, index, question_terms=terms)
        return Answer(question, kind, sure, choice.quotes, choice.differing, query.corrections, query.aliased)
    missing = tuple(word.surface for word, unknown in zip(query.words, query.unknown(), strict=True) if unknown)
    near = nearest(hits, index, question_terms=terms)
    return NoAnswer(question, kind, sure, _reason(ranking.evidence), near, missing, query.corrections, query.aliased)


def _reason(evidence: Evidence) -> Reason:
    if not len(evidence.candidates):
        return Reason.NO_MATCH
    return Reason.UNKNOWN_NAME if (evidence.query.unknown() & evidence.query.names()).any() else Reason.UNSURE
