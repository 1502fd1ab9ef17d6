"""Gold questions on the starter library, and on the evaluation's: how many are answered right, and how many refused."""

from pathlib import Path

import pytest

from retrieval import Answer, Index, NoAnswer, answer, read
from retrieval.evaluation import GoldQuestion, quotes_answer, read_gold

STARTER_GOLD = Path(__file__).parent / "gold" / "seeds.jsonl"


def judged(path: Path, index: Index) -> tuple[list[str], list[str], list[str], list[str]]:
    """Give the answerable questions that are quoted right and not, and the unanswerable ones refused and not."""
    right: list[str] = []
    wrong: list[str] = []
    refused: list[str] = []
    answered: list[str] = []
    for gold in read_gold(path.read_text("utf-8").splitlines(), name=path.name):
        found = answer(gold.question, index, history=gold.history)
        told = told_of(gold, found)
        if gold.answerable:
            (right if isinstance(found, Answer) and quotes_answer(gold, found.quotes) else wrong).append(told)
        else:
            (refused if isinstance(found, NoAnswer) else answered).append(told)
    return right, wrong, refused, answered


def told_of(gold: GoldQuestion, found: Answer | NoAnswer) -> str:
    shown = found.quotes[0].text if isinstance(found, Answer) else found.reason
    return f"{gold.id} {found.confidence:.2f} {gold.question} -> {shown[:80]!r}"


def share(good: list[str], bad: list[str]) -> float:
    return len(good) / (len(good) + len(bad))


@pytest.fixture(scope="module")
def starter_judged(starter_index: Index) -> tuple[list[str], list[str], list[str], list[str]]:
    return judged(STARTER_GOLD, starter_index)


@pytest.fixture(scope="module")
def evaluation_judged(evaluation: Path) -> tuple[list[str], list[str], list[str], list[str]]:
    return judged(evaluation / "gold" / "seeds-dev.jsonl", Index.build(read(evaluation / "seeds")))


Judged = tuple[list[str], list[str], list[str], list[str]]


def test_three_in_four_questions_on_the_starter_library_are_answered_right(starter_judged: Judged) -> None:
    right, wrong, _, _ = starter_judged

    assert share(right, wrong) >= 0.75, "\n".join([f"{len(wrong)} missed:", *wrong])


def test_three_in_five_questions_that_the_starter_library_cannot_answer_are_refused(starter_judged: Judged) -> None:
    _, _, refused, answered = starter_judged

    assert share(refused, answered) >= 0.6, "\n".join([f"{len(answered)} answered all the same:", *answered])


def test_every_answer_of_the_starter_gold_stands_in_its_document(starter_index: Index) -> None:
    """The gold is right: what it calls an answer can be quoted, and what it names exists."""
    for gold in read_gold(STARTER_GOLD.read_text("utf-8").splitlines()):
        texts = [" ".join(starter_index.documents[name].text.casefold().split()) for name in gold.documents]
        assert gold.answerable == bool(gold.answers), gold.id
        assert all(any(" ".join(a.casefold().split()) in text for text in texts) for a in gold.answers), gold.id


def test_eighteen_of_twenty_questions_on_the_evaluations_library_are_answered_right(evaluation_judged: Judged) -> None:
    right, wrong, _, _ = evaluation_judged

    assert len(right) + len(wrong) == 20
    assert len(right) >= 18, "\n".join(wrong)


def test_seven_of_eight_questions_that_it_cannot_answer_are_refused(evaluation_judged: Judged) -> None:
    _, _, refused, answered = evaluation_judged

    assert len(refused) + len(answered) == 8
    assert len(refused) >= 7, "\n".join(answered)
