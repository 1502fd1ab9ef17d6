"""A question made ready for a library: its words, their readings, and what is searched for."""

import numpy as np
import pytest
from hypothesis import given

from retrieval import Document, Index
from retrieval.query import RELATIVE_WEIGHT, Query, understand
from retrieval.terms import question_tokens
from tests.corpora import index_of, libraries, questions

INDEX = index_of("The prosecutor decides.", "Palestine joined the court in 2015.", "Graham met Khan.")


def words(query: Query) -> list[str]:
    return [word.surface for word in query.words]


def named(question: str) -> list[str]:
    query = understand(question, INDEX)
    return [word for word, is_name in zip(words(query), query.names(), strict=True) if is_name]


def unknown(question: str) -> list[str]:
    query = understand(question, INDEX)
    return [word for word, is_unknown in zip(words(query), query.unknown(), strict=True) if is_unknown]


@given(libraries, questions)
def test_a_query_has_each_word_of_the_question_once(library: list[Document], question: str) -> None:
    query = understand(question, Index.build(library))

    assert len({word.term for word in query.words}) == len(query.words)
    assert {word.surface for word in query.words} <= {token.surface for token in question_tokens(question)}
    assert len(query.words) == len(query.known) == len(query.relatives) == len(query.names()) == len(query.unknown())


@given(libraries, questions)
def test_a_known_word_weighs_at_least_1_and_what_is_related_to_an_unknown_one_less(
    library: list[Document], question: str
) -> None:
    index = Index.build(library)

    query = understand(question, index)

    known = {word.term for word, is_known in zip(query.words, query.known, strict=True) if is_known}
    assert index.weights(question).keys() <= known <= query.weights.keys()
    assert all(query.weights[term] >= 1 for term in known)
    assert all(0 < weight < 1 for term, weight in query.weights.items() if term not in known)


def test_a_slip_of_the_pen_is_read_as_the_nearest_word() -> None:
    query = understand("Where is Palestien and the prosecuter?", INDEX)

    assert query.corrections == (("Palestien", "palestine"), ("prosecuter", "prosecutor"))
    assert set(query.weights) == {"palestin", "prosecutor"}
    assert not query.unknown().any()


def test_a_slip_beside_the_word_itself_counts_once() -> None:
    query = understand("Palestien Palestine palestien", INDEX)

    assert words(query) == ["Palestien"]
    assert dict(query.corrections) == {"Palestien": "palestine", "palestien": "palestine"}


def test_an_unknown_word_lends_some_weight_to_its_related_forms() -> None:
    query = understand("Any decision?", INDEX)

    assert unknown("Any decision?") == ["decision"]
    likeness = INDEX.relatives("decis")["decid"]
    assert query.weights["decid"] == RELATIVE_WEIGHT * likeness < RELATIVE_WEIGHT


def test_a_word_that_is_repeated_weighs_as_often_as_it_stands() -> None:
    query = understand("court Khan courts' zorblatt the court", INDEX)

    assert (words(query), query.counts) == (["court", "Khan", "zorblatt"], (3, 1, 1))
    assert query.weights == {"court": 3, "khan": 1}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who is Graham?", ["Graham"]),
        ("Graham did what?", []),
        ("  Graham did what?", []),
        ("“Graham” did what?", []),
        ("Is Graham here in 2015?", ["Graham", "2015"]),
        ("2015 was when?", ["2015"]),
        ("is graham here", []),
        ("is chapter 7 on the iPad", ["7"]),
        ("Does the ICC exist?", ["ICC"]),
        ("WHO IS GRAHAM IN 2015?", ["2015"]),
        ("", []),
    ],
)
def test_capitals_after_the_first_word_and_numbers_are_names(question: str, names: list[str]) -> None:
    assert named(question) == names


@pytest.mark.parametrize("question", ["", "?", "Who is Graham?", "zorblatt"])
def test_names_and_unknown_words_are_told_apart_by_flags(question: str) -> None:
    query = understand(question, INDEX)

    assert query.names().dtype == query.unknown().dtype == np.bool_
    assert not (query.unknown() & query.names()).any()


@pytest.mark.parametrize(
    ("question", "missing"),
    [("Who is Zorblatt?", ["Zorblatt"]), ("Who is Graham?", []), ("zorb blatt zorb", ["zorb", "blatt"]), ("?", [])],
)
def test_words_that_no_document_holds_are_unknown(question: str, missing: list[str]) -> None:
    assert unknown(question) == missing


def test_earlier_questions_weigh_less_with_each_that_followed() -> None:
    history = ["Who is Graham?", "Is Khan here?", "Is the court here?"]

    query = understand("Who decides?", INDEX, history=history)

    graham, khan, court = (query.earlier[term] for term in ("graham", "khan", "court"))
    assert graham < khan < court
    assert query.weights == understand("Who decides?", INDEX).weights


def test_a_word_asked_again_weighs_as_when_it_was_last_asked() -> None:
    once = understand("Who decides?", INDEX, history=["Is Graham here?"]).earlier

    again = understand("Who decides?", INDEX, history=["Graham?", "Khan?", "Is Graham here?"]).earlier

    assert again["graham"] == once["graham"]


@pytest.mark.parametrize("history", [[], [""], ["?", "zorblatt", " \n"]])
def test_a_history_without_known_words_changes_nothing(history: list[str]) -> None:
    assert understand("Who decides?", INDEX, history=history) == understand("Who decides?", INDEX)


def test_a_question_without_words_asks_nothing_whatever_was_asked_before() -> None:
    query = understand("?!", INDEX, history=["Who is Graham?"])

    assert (query.words, dict(query.weights), dict(query.earlier)) == ((), {}, {})


def test_a_slip_in_a_word_that_only_asks_is_not_searched_for() -> None:
    query = understand("Whhich court is it?", index_of("The court, which sat, was old."))

    assert words(query) == ["court"]
