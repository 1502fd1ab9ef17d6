"""A library's answers to gold questions, measured: ranking, quotes, abstention, reliability and time."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from retrieval.answering import Answer, answer
from retrieval.documents import Passage
from retrieval.evaluation import (
    GoldQuestion,
    area_under_roc,
    first_right,
    hit_rate,
    holds_answer,
    mean_reciprocal_rank,
    precision_at_recall,
    quotes_answer,
)
from retrieval.index import Index
from retrieval.quoting import Quote
from retrieval.ranking import rank

DEEPEST = 10
RECALL = 0.9
BINS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question: the first right rank, whether the quotes hold the answer, and so on."""

    gold: GoldQuestion
    rank: int | None
    first_quote: bool
    any_quote: bool
    answered: bool
    confidence: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of nearly one confidence: their number, mean confidence, and the share that is answerable."""

    questions: int
    confidence: float
    answerable: float


@dataclass(frozen=True, slots=True)
class Report:
    """The measures; None where there are no questions to take one on."""

    outcomes: tuple[Outcome, ...]
    threshold: float

    @property
    def answerable(self) -> list[Outcome]:
        """The outcomes of questions that have an answer."""
        return [outcome for outcome in self.outcomes if outcome.gold.answerable]

    @property
    def unanswerable(self) -> list[Outcome]:
        """The outcomes of questions that have none."""
        return [outcome for outcome in self.outcomes if not outcome.gold.answerable]

    def measures(self) -> dict[str, float | None]:
        """Give every measure by name."""
        yes, no = self.answerable, self.unanswerable
        ranks = [outcome.rank for outcome in yes]
        sure, unsure = [outcome.confidence for outcome in yes], [outcome.confidence for outcome in no]
        times = [outcome.milliseconds for outcome in self.outcomes]
        return {
            **{f"hit@{k}": hit_rate(ranks, within=k) if yes else None for k in (1, 3, 5)},
            f"mrr@{DEEPEST}": mean_reciprocal_rank(ranks, within=DEEPEST) if yes else None,
            "answer in first quote": _share(outcome.first_quote for outcome in yes),
            "answer in quotes": _share(outcome.any_quote for outcome in yes),
            "auroc": area_under_roc(sure, unsure) if yes and no else None,
            "precision at 90 % recall": precision_at_recall(sure, unsure, recall=RECALL) if yes and no else None,
            "answerable answered": _share(outcome.answered for outcome in yes),
            "answerable answered right": _share(outcome.answered and outcome.any_quote for outcome in yes),
            "unanswerable answered": _share(outcome.answered for outcome in no),
            "p50 ms": float(np.quantile(times, 0.5)) if times else None,
            "p95 ms": float(np.quantile(times, 0.95)) if times else None,
        }

    def reliability(self) -> list[Bin]:
        """Compare confidence with truth, in bins of equal width; empty bins are left out."""
        placed: dict[int, list[Outcome]] = {}
        for outcome in self.outcomes:
            placed.setdefault(min(int(outcome.confidence * BINS), BINS - 1), []).append(outcome)
        return [
            Bin(
                questions=len(found),
                confidence=float(np.mean([outcome.confidence for outcome in found])),
                answerable=float(np.mean([outcome.gold.answerable for outcome in found])),
            )
            for _, found in sorted(placed.items())
        ]


def evaluate(gold: Iterable[GoldQuestion], index: Index, *, threshold: float) -> Report:
    """Ask every question of a library and judge what comes."""
    return Report(tuple(_outcome(question, index, threshold) for question in gold), threshold)


def _outcome(gold: GoldQuestion, index: Index, threshold: float) -> Outcome:
    hits = rank(gold.question, index, limit=DEEPEST, history=gold.history)
    started = time.perf_counter()
    found = answer(gold.question, index, history=gold.history, threshold=threshold)
    milliseconds = (time.perf_counter() - started) * 1000
    # What would be quoted is judged apart from whether it is: abstention has measures of its own.
    unbound = found if isinstance(found, Answer) else answer(gold.question, index, history=gold.history, threshold=0)
    quotes = unbound.quotes if isinstance(unbound, Answer) else ()
    return Outcome(
        gold,
        rank=first_right([_is_right(gold, hit.passage, index) for hit in hits]),
        first_quote=quotes_answer(gold, quotes[:1]),
        any_quote=quotes_answer(gold, quotes),
        answered=isinstance(found, Answer),
        confidence=found.confidence,
        milliseconds=milliseconds,
    )


def _is_right(gold: GoldQuestion, passage: Passage, index: Index) -> bool:
    """Tell whether a passage holds an answer: at its place where the gold question gives one, else by its words."""
    if gold.spans:
        return holds_answer(gold, passage)
    return quotes_answer(gold, [Quote(index.documents[passage.document], (passage,), score=0.0)])


def _share(which: Iterable[bool]) -> float | None:
    counted = list(which)
    return sum(counted) / len(counted) if counted else None
