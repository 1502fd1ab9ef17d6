"""How good the answers are: gold questions and the field's measures, as pure functions."""

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.documents import Passage
from retrieval.errors import UnreadableSource
from retrieval.quoting import Quote


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question whose right answer is known.

    `answers` are texts, any of which answers it, in one of `documents`; `spans` are the places of answers as
    (document, start, end). An unanswerable question has none of them. `history` holds the earlier questions.
    """

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    spans: tuple[tuple[str, int, int], ...] = ()
    history: tuple[str, ...] = ()


def read_gold(lines: Iterable[str], *, name: str = "gold") -> list[GoldQuestion]:
    """Read gold questions, one JSON object a line; raise UnreadableSource naming the line that is not one."""
    return [_gold(line, f"{name}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def holds_answer(gold: GoldQuestion, passage: Passage) -> bool:
    """Tell whether a passage overlaps a place where the answer stands."""
    return any(
        document == passage.document and start < passage.end and passage.start < end
        for document, start, end in gold.spans
    )


def quotes_answer(gold: GoldQuestion, quotes: Iterable[Quote]) -> bool:
    """Tell whether one of the answers stands in one of the quotes, in a right document."""
    shown = [quote for first in quotes for quote in (first, *first.also) if quote.document.id in gold.documents]
    return any(_folded(answer) in _folded(quote.text) for quote in shown for answer in gold.answers)


def first_right(right: Sequence[bool]) -> int | None:
    """Give the rank, from 1, of the first right one."""
    return next((rank for rank, is_right in enumerate(right, 1) if is_right), None)


def hit_rate(ranks: Collection[int | None], *, within: int) -> float:
    """Give the share of questions with a right passage among the first `within` (hit@k)."""
    return sum(rank is not None and rank <= within for rank in ranks) / len(ranks)


def mean_reciprocal_rank(ranks: Collection[int | None], *, within: int) -> float:
    """Give the mean of 1 / rank, 0 beyond `within` (MRR@k; Voorhees, TREC-8, 1999)."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= within) / len(ranks)


def discounted_gain(ranked: Sequence[str], grades: Mapping[str, float], *, within: int) -> float:
    """Give the normalised discounted cumulative gain of a ranking (nDCG@k; Jarvelin and Kekalainen, 2002)."""

    def gain(values: Iterable[float]) -> float:
        return sum(value / math.log2(rank + 1) for rank, value in enumerate(values, 1))

    ideal = gain(sorted(grades.values(), reverse=True)[:within])
    return gain(grades.get(document, 0.0) for document in ranked[:within]) / ideal if ideal else 0.0


def area_under_roc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Give the probability that a positive scores above a negative, ties counted half (AUROC; Hanley, 1982)."""
    below, above = (np.searchsorted(np.sort(negative), positive, side=side) for side in ("left", "right"))
    return float((below + above).sum() / (2 * len(positive) * len(negative)))


def precision_at_recall(positive: Sequence[float], negative: Sequence[float], *, recall: float) -> float:
    """Give the share of positives above the threshold that keeps `recall` of them, both kinds weighted alike."""
    least = math.ceil(round(recall * len(positive), 9))  # 0.55 * 100 is 55.00000000000001
    threshold = sorted(positive, reverse=True)[least - 1]
    kept, wrong = float(np.mean(np.array(positive) >= threshold)), float(np.mean(np.array(negative) >= threshold))
    return kept / (kept + wrong)


def _gold(line: str, where: str) -> GoldQuestion:
    try:
        row = json.loads(line)
        return GoldQuestion(
            id=str(row["qid"]),
            question=row["question"],
            answerable=bool(row.get("answerable", True)),
            answers=tuple(row.get("answers", ())),
            documents=tuple(row.get("documents", row.get("doc_ids", ()))),
            spans=tuple((span["doc_id"], span["start"], span["end"]) for span in row.get("spans", ())),
            history=tuple(_asked(row.get("history", ()))),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableSource(where, f"not a gold question ({error!r}): expected qid, question, answers") from error


def _asked(history: Iterable[str | Mapping[str, str]]) -> Iterator[str]:
    """Yield the questions of a conversation, given as questions alone or as turns with a `role` and a `text`."""
    for turn in history:
        if isinstance(turn, str):
            yield turn
        elif turn["role"] == "user":
            yield turn["text"]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
