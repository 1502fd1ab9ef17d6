"""A library's answers to gold questions, measured."""

import pytest

from retrieval import Index, Report, evaluate
from retrieval.evaluation import GoldQuestion
from retrieval.report import Bin, Outcome
from tests.corpora import index_of

INDEX = index_of("Anna Weir keeps the key of the old mill.", "The hall opens at nine in the morning.")


def gold(
    name: str, question: str, *answers: str, document: str = "", span: tuple[int, int] | None = None
) -> GoldQuestion:
    spans = ((document, *span),) if span else ()
    return GoldQuestion(name, question, bool(answers or span), answers, (document,) if document else (), spans)


MILL = gold("1", "Who keeps the key of the mill?", "Anna Weir", document="d0")
HALL = gold("2", "When does the hall open?", document="d1", span=(0, 38))
WRONG = gold("3", "Who keeps the key of the mill?", "Bert", document="d0")
NONE = gold("4", "Who discovered benzene?")


def asked(*questions: GoldQuestion, index: Index = INDEX, threshold: float = 0.0) -> Report:
    return evaluate(questions, index, threshold=threshold)


def outcome(confidence: float, *, answerable: bool, right: bool = False, rank: int | None = None) -> Outcome:
    question = GoldQuestion("q", "Who?", answerable)
    return Outcome(question, rank, right, right, confidence >= 0.5, confidence, 10 * confidence)


def test_each_question_is_ranked_quoted_and_answered() -> None:
    mill, hall, wrong, none = asked(MILL, HALL, WRONG, NONE).outcomes

    assert (mill.rank, mill.first_quote, mill.any_quote, mill.answered) == (1, True, True, True)
    assert (hall.rank, hall.answered) == (1, True)
    assert (wrong.rank, wrong.first_quote, wrong.any_quote, wrong.answered) == (None, False, False, True)
    assert (none.rank, none.any_quote, none.answered, none.confidence) == (None, False, False, 0)
    assert all(found.milliseconds > 0 for found in (mill, hall, wrong, none))


def test_what_would_be_quoted_is_judged_apart_from_whether_it_is() -> None:
    (mill,) = asked(MILL, threshold=1.0).outcomes

    assert (mill.any_quote, mill.answered) == (True, False)


def test_the_measures_of_an_example() -> None:
    measures = Report(
        (
            outcome(0.9, answerable=True, right=True, rank=1),
            outcome(0.6, answerable=True, right=False, rank=4),
            outcome(0.4, answerable=True, right=True, rank=2),
            outcome(0.2, answerable=True, right=False),
            outcome(0.7, answerable=False),
            outcome(0.1, answerable=False),
        ),
        0.5,
    ).measures()

    assert measures["hit@1"] == 0.25
    assert measures["hit@3"] == 0.5
    assert measures["hit@5"] == 0.75
    assert measures["mrr@10"] == (1 + 1 / 4 + 1 / 2) / 4
    assert measures["answer in quotes"] == measures["answer in first quote"] == 0.5
    assert measures["auroc"] == (2 + 1 + 1 + 1) / 8
    assert measures["precision at 90 % recall"] == 1 / (1 + 1 / 2)
    assert measures["answerable answered"] == 0.5
    assert measures["answerable answered right"] == 0.25
    assert measures["unanswerable answered"] == 0.5
    assert measures["p50 ms"] == pytest.approx(5)


@pytest.mark.parametrize("answerable", [True, False])
def test_a_measure_without_questions_to_take_it_on_is_none(*, answerable: bool) -> None:
    measures = Report((outcome(0.9, answerable=answerable),), 0.5).measures()

    assert measures["auroc"] is None
    assert measures["precision at 90 % recall"] is None
    assert (measures["hit@1"] is None) != answerable
    assert (measures["unanswerable answered"] is None) == answerable


def test_a_report_on_no_questions_measures_nothing() -> None:
    report = asked()

    assert set(report.measures().values()) == {None}
    assert report.reliability() == []


def test_confidence_is_compared_with_truth_in_bins() -> None:
    report = Report(
        (
            outcome(0.05, answerable=False),
            outcome(0.92, answerable=True),
            outcome(1.0, answerable=False),
            outcome(0.96, answerable=True),
            outcome(0.94, answerable=True),
        ),
        0.5,
    )

    low, high = report.reliability()

    assert low == Bin(1, 0.05, 0.0)
    assert (high.questions, high.answerable) == (4, 0.75)
    assert high.confidence == pytest.approx(0.955)
