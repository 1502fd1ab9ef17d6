"""The threshold of a library: what foreign questions reach by chance, and never less than an even chance."""

import pytest

from retrieval import Index
from retrieval.calibration import LEAST_CONFIDENCE, WRONGLY_ANSWERED, calibrate, impossible_questions
from retrieval.confidence import confidence
from retrieval.evidence import gather
from retrieval.query import understand
from retrieval.ranking import order
from tests.corpora import index_of

ANSWERABLE = ("When was the letter to Biden made public?", "Who wanted crippling sanctions against the ICC?")


def sure(question: str, index: Index) -> float:
    return confidence(order(gather(understand(question, index), index)))


def test_the_made_questions_are_distinct_and_always_the_same() -> None:
    made = impossible_questions()

    assert len(set(made)) == len(made) >= 100
    assert made == impossible_questions()
    assert not [question for question in made if question.startswith("#") or not question.strip()]


def test_few_of_the_made_questions_clear_the_threshold(starter_index: Index) -> None:
    threshold = calibrate(starter_index)

    cleared = sum(sure(question, starter_index) >= threshold for question in impossible_questions())

    assert cleared <= 2 * WRONGLY_ANSWERED * len(impossible_questions())
    assert LEAST_CONFIDENCE <= threshold < 1


def test_a_library_has_one_threshold(starter_index: Index) -> None:
    assert calibrate(starter_index) == calibrate(starter_index)


def test_the_fewer_may_be_answered_wrongly_the_surer_an_answer_must_be(starter_index: Index) -> None:
    thresholds = [calibrate(starter_index, wrongly=share) for share in (0.2, 0.1, 0.05, 0.01)]

    assert thresholds == sorted(thresholds)
    assert thresholds[0] < thresholds[-1]


@pytest.mark.parametrize("text", ["", "—", "Zorblatt.", "日本語の文書。"])
def test_a_library_that_foreign_questions_do_not_touch_takes_the_least(text: str) -> None:
    assert calibrate(index_of(text)) == LEAST_CONFIDENCE
    assert calibrate(Index.build([])) == LEAST_CONFIDENCE


def test_an_operators_answerable_questions_are_kept(starter_index: Index) -> None:
    threshold = calibrate(starter_index, wrongly=0.001, answerable=ANSWERABLE)

    assert all(sure(question, starter_index) >= threshold for question in ANSWERABLE)
    assert threshold <= calibrate(starter_index, wrongly=0.001)


def test_an_operators_foreign_questions_raise_the_threshold(starter_index: Index) -> None:
    assert calibrate(starter_index, foreign=ANSWERABLE * 20) > calibrate(starter_index)
