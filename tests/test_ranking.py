"""The re-ranker: it orders what the first search found, and adds and loses nothing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Document, Index, rank
from retrieval.evidence import CANDIDATES, gather
from retrieval.query import understand
from retrieval.ranking import FEATURES, Ranking, order
from tests.corpora import index_of, lay_out, libraries, questions


def ranking(question: str, index: Index) -> Ranking:
    return order(gather(understand(question, index), index))


def first(question: str, *texts: str) -> str:
    index = index_of(*texts)
    return texts[rank(question, index, limit=1)[0].position]


@given(libraries, questions)
def test_ranking_orders_the_candidates_and_loses_none(library: list[Document], question: str) -> None:
    index = Index.build(library)
    candidates = gather(understand(question, index), index).candidates.tolist()

    hits = rank(question, index, limit=CANDIDATES)

    assert sorted(hit.position for hit in hits) == sorted(candidates)
    assert all(hit.passage == index.passages[hit.position] for hit in hits)
    assert all((one.score, -one.position) > (other.score, -other.position) for one, other in pairwise(hits))


@given(libraries, questions, st.integers(0, 12))
def test_a_limit_cuts_the_same_order(library: list[Document], question: str, limit: int) -> None:
    index = Index.build(library)

    assert rank(question, index, limit=limit) == rank(question, index, limit=CANDIDATES)[:limit]


@given(libraries, questions)
def test_every_candidate_has_every_feature(library: list[Document], question: str) -> None:
    found = ranking(question, Index.build(library))

    assert found.table.shape == (len(found.evidence.candidates), len(FEATURES))
    assert np.isfinite(found.table).all()
    assert np.isfinite(found.scores).all()


@given(libraries, questions)
def test_blanks_around_a_question_change_nothing(library: list[Document], question: str) -> None:
    index = Index.build(library)

    assert rank(f"  {question}\n", index) == rank(question, index)


@given(st.integers(1, CANDIDATES + 5), st.sampled_from(["Who is the prosecutor?", "Khan court", "where court"]))
def test_equal_passages_stay_in_the_order_of_the_library(copies: int, question: str) -> None:
    index = Index.build(
        lay_out(f"d{number:02}", "Karim Khan is the prosecutor of the court.", title="Same") for number in range(copies)
    )

    hits = rank(question, index, limit=CANDIDATES)

    assert [hit.position for hit in hits] == list(range(min(copies, CANDIDATES)))


def test_the_features_have_distinct_names() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


def test_ten_hits_are_given_unless_more_are_asked_for(starter_index: Index) -> None:
    assert len(rank("What did the ICC say?", starter_index)) == 10


@pytest.mark.parametrize("question", ["", "?", "zorblatt"])
def test_a_question_without_known_words_has_no_hits(starter_index: Index, question: str) -> None:
    assert rank(question, starter_index) == []


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        (
            "When was the old mill by the river built?",
            ("The old mill by the river was built in 1820.", "The old mill by the river was built of stone."),
        ),
        (
            "How many clubs rent the hall?",
            ("The hall is rented by 12 clubs.", "The hall is rented by clubs from the valley."),
        ),
        ("Who keeps the key of the hall?", ("Anna Weir keeps the key of the hall.", "The hall has a key that fits.")),
    ],
)
def test_a_passage_that_gives_what_is_asked_for_comes_first(question: str, texts: tuple[str, str]) -> None:
    assert first(question, *texts) == first(question, *reversed(texts)) == texts[0]


def test_a_passage_with_all_the_words_comes_before_one_with_a_single_word() -> None:
    assert first("rent of the hall", "The rent rose.", "The rent of the hall rose.") == "The rent of the hall rose."


def test_a_follow_up_is_ranked_in_the_light_of_what_was_asked(starter_index: Index) -> None:
    question, history = "When was it sent?", ["Who wrote to President Biden?"]

    assert rank(question, starter_index, history=history) != rank(question, starter_index)
    assert rank(question, starter_index, history=[]) == rank(question, starter_index)


def test_earlier_questions_do_not_outweigh_this_one() -> None:
    river = lay_out("river", "The river floods in spring.", "It is deep.", title="River")
    forest = lay_out("forest", "The forest grows in spring.", "It is deep.", title="Forest")

    (best, *_) = rank("When does the river flood?", Index.build([river, forest]), history=["Does the forest grow?"])

    assert best.passage.document == "river"


def test_a_slip_of_the_pen_ranks_as_what_was_meant(starter_index: Index) -> None:
    meant = rank("Who imposed sanctions on the prosecutor?", starter_index)

    slipped = rank("Who imposed sanctoins on the prosecutor?", starter_index)

    assert slipped == meant
