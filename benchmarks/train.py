"""Train the re-ranker's weights on questions whose answers are marked in their documents.

    python -m benchmarks.train FOLDER [--questions N] [--without]

FOLDER holds `corpus.jsonl` and `questions.jsonl` with `spans`. The model is a conditional logit: the probability that
a candidate is the one to quote is its exponentiated score over the sum of all candidates', and the weights maximise
the probability of the marked ones (Newton's method, L2-regularised). Written to `retrieval/data/ranking.json`, with
the settings and the scores of a 2-fold cross-validation in which no document is in both folds. With --without, nothing
is written; the cross-validation is printed with each feature left out in turn.
"""

import argparse
import json
import pathlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval import evaluation
from retrieval.evidence import CANDIDATES, gather
from retrieval.index import Index
from retrieval.model import Floats
from retrieval.query import understand
from retrieval.ranking import FEATURES, features
from retrieval.reading import read

TARGET = pathlib.Path(__file__).parent.parent / "retrieval" / "data" / "ranking.json"
PENALTY = 5.0
TAUGHT = 20
"""How many of the first candidates of a question are trained on: what ranks lower never decides what comes first."""
STEPS = 20
LONGEST_STEP = 0.5
"""Of any standardised weight: far from the optimum, whole Newton steps overshoot."""
FOLDS = 2


@dataclass(frozen=True, slots=True)
class Example:
    """One question's candidates: their features, and which of them hold the answer."""

    document: str
    table: Floats
    right: Floats


def main() -> None:
    """Train, cross-validate and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--questions", type=int, default=9000, help="how many to train on, spread evenly")
    parser.add_argument("--without", action="store_true", help="leave out each feature in turn, write nothing")
    chosen = parser.parse_args()

    index = Index.build(read(chosen.folder / "corpus.jsonl"))
    gold = evaluation.read_gold((chosen.folder / "questions.jsonl").open(encoding="utf-8"))
    answerable = [question for question in gold if question.answerable and question.spans]
    kept = answerable[:: max(1, len(answerable) // chosen.questions)]
    examples = [example(question, index) for question in kept]
    if chosen.without:
        without_each(examples)
        return
    result = {
        "made_by": "python -m benchmarks.train",
        "questions": len(examples),
        "candidates": CANDIDATES,
        "penalty": PENALTY,
        "cross_validated": cross_validate(examples),
        "weights": dict(zip(FEATURES, fit(examples).round(4).tolist(), strict=True)),
    }
    TARGET.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def example(gold: evaluation.GoldQuestion, index: Index) -> Example:
    """Compute a question's features and mark the candidates that hold its answer."""
    evidence = gather(understand(gold.question, index), index)
    right = [evaluation.holds_answer(gold, index.passages[candidate]) for candidate in evidence.candidates]
    return Example(gold.spans[0][0], features(evidence)[:TAUGHT], np.array(right[:TAUGHT], np.float64))


def fit(examples: Sequence[Example]) -> Floats:
    """Maximise the likelihood of the right candidates; give the weights of the features as they are."""
    usable = [one for one in examples if one.right.any()]
    every = np.concatenate([one.table for one in usable])
    centre, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    tables = [((one.table - centre) / spread, one.right) for one in usable]
    weights = np.zeros(every.shape[1])
    for _ in range(STEPS):
        gradient, hessian = PENALTY * weights, PENALTY * np.eye(len(weights))
        for table, right in tables:
            chance = _softmax(table @ weights)
            wanted = chance * right / (chance @ right)
            mean = chance @ table
            gradient += mean - wanted @ table
            hessian += (table.T * chance) @ table - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        weights = weights - step * min(1.0, LONGEST_STEP / np.abs(step).max())
    scaled: Floats = weights / spread
    return scaled


def cross_validate(examples: Sequence[Example]) -> dict[str, float]:
    """Score every question with weights trained on the other documents."""
    documents = sorted({one.document for one in examples})
    fold = {document: place % FOLDS for place, document in enumerate(documents)}
    ranks: list[int | None] = []
    for held_out in range(FOLDS):
        weights = fit([one for one in examples if fold[one.document] != held_out])
        for one in (one for one in examples if fold[one.document] == held_out):
            order = np.argsort(-(one.table @ weights), kind="stable")
            ranks.append(evaluation.first_right(one.right[order].astype(bool).tolist()))
    return {f"hit@{k}": round(evaluation.hit_rate(ranks, within=k), 4) for k in (1, 3, 5)}


def without_each(examples: Sequence[Example]) -> None:
    """Print the cross-validated scores with all features, and with each left out."""
    print("all", cross_validate(examples))
    for column, name in enumerate(FEATURES):
        rest = [Example(one.document, np.delete(one.table, column, axis=1), one.right) for one in examples]
        print("without", name, cross_validate(rest))


def _softmax(scores: Floats) -> Floats:
    raised: Floats = np.exp(scores - scores.max())
    chances: Floats = raised / raised.sum()
    return chances


if __name__ == "__main__":
    main()
