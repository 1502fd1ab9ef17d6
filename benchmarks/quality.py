"""Measure ranking, quotes and abstention on evaluation data: every row of the table in docs/quality.md.

    python -m benchmarks.quality FOLDER [ROW ...]

FOLDER holds `squad2`, `squad_train`, `clapnq`, `cough_queries`, `cranfield`, `cisi` and `coqa`. Rows: squad2, clapnq,
documents, typos, followups.
"""

import argparse
import dataclasses
import json
import pathlib
import random
import statistics
from collections.abc import Callable, Sequence

from retrieval import Index, calibrate, evaluation, rank, read
from retrieval.evaluation import GoldQuestion
from retrieval.query import understand
from retrieval.report import Report, evaluate
from retrieval.search import best
from retrieval.terms import question_tokens

SEED = 1
TITLE_WEIGHT = 0.2
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> None:
    """Measure the rows that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], help="which rows; all if none is named")
    chosen = parser.parse_args()

    for row in chosen.rows or ROWS:
        ROWS[row](chosen.folder)


def squad2(folder: pathlib.Path) -> None:
    """Rank, quote and abstain in a library of encyclopaedia articles."""
    index, gold = library(folder / "squad2"), questions(folder / "squad2")
    threshold = calibrate(index)
    answerable = [one for one in gold if one.answerable]
    report = evaluate([*answerable, *foreign(folder / "squad_train")], index, threshold=threshold)
    show("squad2, questions of squad_train as foreign", report)
    show("squad2, its own adversarial questions", evaluate(gold, index, threshold=threshold))
    show("cough_queries asked of squad2", evaluate(foreign(folder / "cough_queries"), index, threshold=threshold))


def clapnq(folder: pathlib.Path) -> None:
    """Answer real search queries."""
    index = library(folder / "clapnq")
    show("clapnq", evaluate(questions(folder / "clapnq"), index, threshold=calibrate(index)))


def documents(folder: pathlib.Path) -> None:
    """Rank whole documents: nDCG@10 on graded judgements."""
    for name in ("cranfield", "cisi"):
        index, gold = library(folder / name), questions(folder / name)
        grades: dict[str, dict[str, float]] = {}
        for line in (folder / name / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
            question, document, grade = line.split("\t")
            grades.setdefault(question, {})[document] = float(grade)
        judged = [one for one in gold if one.id in grades]
        gains = [
            evaluation.discounted_gain(ranked_documents(one.question, index), grades[one.id], within=10)
            for one in judged
        ]
        print(f"{name}: nDCG@10 {statistics.mean(gains):.4f} over {len(gains)} questions")


def ranked_documents(question: str, index: Index) -> list[str]:
    """Rank documents as units, by the scores of their texts and titles."""
    weights = understand(question, index).weights
    (texts,), (titles,) = index.fits(weights, ["text"]), index.fits(weights, ["title"])
    scores = texts + TITLE_WEIGHT * titles
    names = list(index.documents)
    return [names[place] for place in best(scores, limit=10)]


def typos(folder: pathlib.Path) -> None:
    """Lose as little as possible to one slip of the pen a question."""
    index = library(folder / "squad2")
    answerable = [one for one in questions(folder / "squad2") if one.answerable]
    chance = random.Random(SEED)  # noqa: S311 # no secret hangs on it
    slipped = [dataclasses.replace(one, question=slip(one.question, chance)) for one in answerable]
    for name, asked in (("as asked", answerable), ("one typo each", slipped)):
        print(f"squad2, {name}: {hits(asked, index)}")


def slip(question: str, chance: random.Random) -> str:
    """Make one edit (a letter more, less, other, or two swapped) in one longer word of a question."""
    words = [word for word in question_tokens(question) if len(word.surface) >= 4 and word.surface.isalpha()]
    if not words:
        return question
    word = chance.choice(words)
    place = chance.randrange(1, len(word.surface) - 1)
    before, at, after = word.surface[:place], word.surface[place], word.surface[place + 1 :]
    edited = chance.choice(
        [
            before + after,
            before + chance.choice(LETTERS) + at + after,
            before + chance.choice(LETTERS) + after,
            before + after[0] + at + after[1:],
        ]
    )
    return question[: word.start] + edited + question[word.end :]


def followups(folder: pathlib.Path) -> None:
    """Find what a question means from the questions before it."""
    index = library(folder / "coqa")
    later = [one for one in questions(folder / "coqa") if one.answerable and one.history]
    print(f"coqa, follow-ups alone: {hits([dataclasses.replace(one, history=()) for one in later], index)}")
    print(f"coqa, earlier questions given: {hits(later, index)}")
    index = library(folder / "squad2")
    alone = [one for one in questions(folder / "squad2") if one.answerable]
    strayed = [
        dataclasses.replace(
            one, history=tuple(alone[(place * 37 + step * 101) % len(alone)].question for step in (1, 2))
        )
        for place, one in enumerate(alone)
    ]
    print(f"squad2, alone: {hits(alone, index)}")
    print(f"squad2, after two questions on something else: {hits(strayed, index)}")


def hits(gold: Sequence[GoldQuestion], index: Index) -> str:
    """Give hit@1, hit@3 and hit@5."""
    ranks = [
        evaluation.first_right(
            [
                evaluation.holds_answer(one, hit.passage)
                for hit in rank(one.question, index, limit=5, history=one.history)
            ]
        )
        for one in gold
    ]
    return " / ".join(f"{evaluation.hit_rate(ranks, within=k):.4f}" for k in (1, 3, 5))


def library(folder: pathlib.Path) -> Index:
    """Read and index a collection."""
    return Index.build(read(folder / "corpus.jsonl"))


def questions(folder: pathlib.Path) -> list[GoldQuestion]:
    """Read a collection's questions."""
    return evaluation.read_gold((folder / "questions.jsonl").read_text("utf-8").splitlines())


def foreign(folder: pathlib.Path) -> list[GoldQuestion]:
    """Read another collection's questions, as questions without an answer."""
    return [GoldQuestion(one.id, one.question, answerable=False) for one in questions(folder)]


def show(name: str, report: Report) -> None:
    """Print every measure."""
    print(f"{name} ({len(report.answerable)} + {len(report.unanswerable)} questions, threshold {report.threshold:.2f})")
    print(json.dumps({key: value and round(value, 4) for key, value in report.measures().items()}))


ROWS: dict[str, Callable[[pathlib.Path], None]] = {
    "squad2": squad2,
    "clapnq": clapnq,
    "documents": documents,
    "typos": typos,
    "followups": followups,
}

if __name__ == "__main__":
    main()
