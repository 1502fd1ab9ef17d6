"""The confidence: a probability, 0 without a match, and higher where there is an answer."""

import numpy as np
import pytest
from hypothesis import given

from retrieval import Document, Index
from retrieval.confidence import SIGNS, THRESHOLD, confidence, signs
from retrieval.evidence import gather
from retrieval.query import understand
from retrieval.ranking import Ranking, order
from tests.corpora import libraries, questions


def ranking(question: str, index: Index) -> Ranking:
    return order(gather(understand(question, index), index))


@given(libraries, questions)
def test_confidence_is_a_probability_and_0_only_without_a_match(library: list[Document], question: str) -> None:
    found = ranking(question, Index.build(library))

    assert 0 <= confidence(found) <= 1
    assert (confidence(found) == 0) == (not len(found.evidence.candidates))


@given(libraries, questions)
def test_a_question_with_a_match_has_every_sign(library: list[Document], question: str) -> None:
    found = ranking(question, Index.build(library))

    if len(found.evidence.candidates):
        assert signs(found).shape == (len(SIGNS),)
        assert np.isfinite(signs(found)).all()


def test_the_signs_have_distinct_names() -> None:
    assert len(set(SIGNS)) == len(SIGNS)


@pytest.mark.parametrize(
    ("answered", "unanswered"),
    [
        ("How many organisations signed the letter to Biden?", "How many goals did Brazil score in the final?"),
        ("Who wanted crippling sanctions against the ICC?", "Who discovered the structure of benzene?"),
        ("When was the letter to Biden made public?", "When does the bakery on Main Street open?"),
    ],
)
def test_a_question_on_the_library_is_surer_than_one_on_anything_else(
    starter_index: Index, answered: str, unanswered: str
) -> None:
    sure, unsure = (confidence(ranking(question, starter_index)) for question in (answered, unanswered))

    assert unsure < THRESHOLD < sure


def test_a_name_that_no_document_names_lowers_the_confidence(starter_index: Index) -> None:
    known = ranking("What does the letter to President Biden ask for?", starter_index)
    unknown = ranking("What does the letter to President Zorblatt ask for?", starter_index)

    assert confidence(unknown) < confidence(known)
