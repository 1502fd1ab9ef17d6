"""Train the confidence model: does the library hold the answer?

    python -m benchmarks.train_confidence FOLDER

FOLDER holds `corpus.jsonl` and `questions.jsonl` with `spans`. Libraries of several sizes are made from its documents.
Questions on a library's own documents have an answer there; questions on all other documents are foreign; and
questions whose paragraph was taken out of their document have none either, though the library speaks of their
subject. Logistic regression (Newton's method, L2-regularised). Written to `retrieval/data/confidence.json`.
"""

import argparse
import dataclasses
import itertools
import json
import pathlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from retrieval import evaluation
from retrieval.confidence import SIGNS, signs
from retrieval.documents import Document
from retrieval.evaluation import GoldQuestion
from retrieval.evidence import gather
from retrieval.index import Index
from retrieval.model import Floats
from retrieval.query import understand
from retrieval.ranking import order
from retrieval.reading import read

TARGET = pathlib.Path(__file__).parent.parent / "retrieval" / "data" / "confidence.json"
PARTS = (2, 6, 23)
"""Into how many libraries the documents are dealt: large ones to those of one document."""
QUESTIONS = 1500
"""How many questions of each kind are asked in all, for each way of dealing."""
SHARES = {"answerable": 0.5, "foreign": 0.35, "near": 0.15}
"""What each kind of question weighs in all."""
PENALTY = 1.0
STEPS = 25


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    chosen = parser.parse_args()

    documents = read(chosen.folder / "corpus.jsonl")
    gold = evaluation.read_gold((chosen.folder / "questions.jsonl").open(encoding="utf-8"))
    answerable = [question for question in gold if question.answerable]
    rows: dict[str, list[Floats]] = {kind: [] for kind in SHARES}
    for kind, row in examples(documents, answerable):
        rows[kind].append(row)
    tables = {kind: np.array(found) for kind, found in rows.items()}
    weights, constant = fit(tables)
    scores = {kind: (table @ weights + constant).tolist() for kind, table in tables.items()}
    result = {
        "made_by": "python -m benchmarks.train_confidence",
        "questions": {kind: len(table) for kind, table in tables.items()},
        "auroc": {
            kind: round(evaluation.area_under_roc(scores["answerable"], scores[kind]), 4)
            for kind in ("foreign", "near")
        },
        "weights": dict(zip(SIGNS, weights.round(4).tolist(), strict=True)),
        "constant": round(float(constant), 4),
    }
    TARGET.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


def examples(documents: Sequence[Document], gold: Sequence[GoldQuestion]) -> Iterator[tuple[str, Floats]]:
    """Yield questions' signs, each with its kind: answerable, foreign, or near."""
    for parts in PARTS:
        for part in range(parts):
            library = documents[part::parts]
            held = {document.id for document in library}
            own = [question for question in gold if question.documents[0] in held]
            foreign = [question for question in gold if question.documents[0] not in held]
            index = Index.build(library)
            yield from asked("answerable", own, index, most=QUESTIONS // parts)
            yield from asked("foreign", foreign, index, most=QUESTIONS // parts)
            for parity in (0, 1):
                halves = [half(document, parity) for document in library]
                index = Index.build(document for document, _ in halves)
                kept = {document.id: ranges for document, ranges in halves}
                in_half = [question for question in own if stands(question, kept)]
                near = [question for question in own if not stands(question, kept)]
                yield from asked("answerable", in_half, index, most=QUESTIONS // parts // 2)
                yield from asked("near", near, index, most=QUESTIONS // parts // 2)


def asked(kind: str, gold: Sequence[GoldQuestion], index: Index, *, most: int) -> Iterator[tuple[str, Floats]]:
    """Ask at most `most` of the questions, spread evenly, and yield the signs of those that find anything."""
    for question in gold[:: max(1, len(gold) // most)]:
        ranking = order(gather(understand(question.question, index), index))
        if len(ranking.order):
            yield kind, signs(ranking)


def half(document: Document, parity: int) -> tuple[Document, list[tuple[int, int]]]:
    """Keep every other block of a document; give also the ranges of the original text that were kept."""
    kept = document.blocks[parity::2]
    texts = [document.text[block.start : block.end] for block in kept]
    starts = itertools.accumulate((len(text) + 2 for text in texts), initial=0)
    blocks = tuple(
        dataclasses.replace(block, start=start, end=start + len(text))
        for block, start, text in zip(kept, starts, texts, strict=False)
    )
    return Document(document.id, "\n\n".join(texts), document.source, blocks), [(b.start, b.end) for b in kept]


def stands(question: GoldQuestion, kept: Mapping[str, Sequence[tuple[int, int]]]) -> bool:
    """Tell whether the place of a question's answer was kept."""
    document, answer_start, _ = question.spans[0]
    return any(start <= answer_start < end for start, end in kept[document])


def fit(tables: Mapping[str, Floats]) -> tuple[Floats, float]:
    """Maximise the likelihood, kinds weighted by SHARES; give the weights of the raw signs, and the constant."""
    table = np.concatenate(list(tables.values()))
    answerable = np.concatenate([np.full(len(rows), kind == "answerable", np.float64) for kind, rows in tables.items()])
    importance = np.concatenate([np.full(len(rows), SHARES[kind] / len(rows)) for kind, rows in tables.items()])
    importance *= len(table)
    centre, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    rows = np.column_stack(((table - centre) / spread, np.ones(len(table))))
    penalty = PENALTY * np.diag(np.append(np.ones(table.shape[1]), 0))
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(rows @ weights)))
        gradient = rows.T @ (importance * (chance - answerable)) + penalty @ weights
        hessian = (rows.T * (importance * chance * (1 - chance))) @ rows + penalty
        weights -= np.linalg.solve(hessian, gradient)
    scaled: Floats = weights[:-1] / spread
    return scaled, float(weights[-1] - scaled @ centre)


if __name__ == "__main__":
    main()
