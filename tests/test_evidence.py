"""What the candidates of a search hold of the question: each table against what can be read in the documents."""

import math

import numpy as np
import pytest
from hypothesis import given

from retrieval import Document, Index, Passage
from retrieval.evidence import CANDIDATES, Evidence, gather
from retrieval.model import Floats
from retrieval.query import understand
from retrieval.search import best
from retrieval.terms import forms, terms
from tests.corpora import index_of, lay_out, libraries, plain_scores, questions


def evidence(question: str, index: Index, *history: str) -> Evidence:
    return gather(understand(question, index, history=history), index)


def text(passage: Passage, index: Index) -> str:
    return index.documents[passage.document].text[passage.start : passage.end]


def neighbour(position: int, step: int, index: Index) -> list[str]:
    """Give the terms of the passage `step` after another in its document, none outside it."""
    passages, place = index.passages, position + step
    if not 0 <= place < len(passages) or passages[place].document != passages[position].document:
        return []
    return terms(text(passages[place], index))


@given(libraries, questions)
def test_the_candidates_are_the_best_hits_of_the_search(library: list[Document], question: str) -> None:
    index = Index.build(library)
    query = understand(question, index)

    found = gather(query, index)

    scores = plain_scores(index, query.weights)
    expected = best(scores, limit=CANDIDATES)
    assert found.candidates.tolist() == expected.tolist()
    assert found.first_scores.tolist() == scores[expected].tolist()


def test_no_more_than_the_best_candidates_are_looked_at() -> None:
    index = index_of(*["The mill turns."] * (CANDIDATES + 5))

    assert evidence("mill", index).candidates.tolist() == list(range(CANDIDATES))


@given(libraries, questions)
def test_each_table_says_what_stands_in_the_documents(library: list[Document], question: str) -> None:
    index = Index.build(library)
    found = evidence(question, index)
    asked = [word.term for word in found.query.words]
    if not asked or not len(found.candidates):
        return

    for row, position in enumerate(found.candidates.tolist()):
        passage = index.passages[position]
        block = [
            other for other in index.passages if (other.document, other.block) == (passage.document, passage.block)
        ]
        paragraph = terms(" ".join([*passage.section, passage.lead_in, *(text(other, index) for other in block)]))
        source = index.documents[passage.document].source
        title = terms(f"{source.title} {source.date:%d %B %Y}")
        here = terms(text(passage, index))
        assert found.forms[row] == forms(text(passage, index))
        assert found.sentence[row].tolist() == [term in here for term in asked]
        assert found.before[row].tolist() == [term in neighbour(position, -1, index) for term in asked]
        assert found.paragraph[row].tolist() == [term in paragraph for term in asked]
        assert found.title[row].tolist() == [term in title for term in asked]


@given(libraries, questions)
def test_likeness_is_1_where_the_word_stands_and_else_that_of_the_likest_form(
    library: list[Document], question: str
) -> None:
    index = Index.build(library)
    found = evidence(question, index)
    if not found.query.words or not len(found.candidates):
        return
    related = found.query.relatives

    for row, position in enumerate(found.candidates.tolist()):
        around = [neighbour(position, step, index) for step in (0, -1, 1)]
        for column, word in enumerate(found.query.words):
            alike = [max([float(word.term in held), *(related[column].get(t, 0) for t in held)]) for held in around]
            assert found.alike[row, column] == alike[0]
            assert found.alike_near[row, column] == max(alike)
            assert found.alike_paragraph[row, column] >= alike[0]


@given(libraries, questions)
def test_idf_is_among_all_sentences_and_local_idf_among_those_of_the_document(
    library: list[Document], question: str
) -> None:
    index = Index.build(library)
    found = evidence(question, index)
    if not found.query.words:
        return

    def idf(term: str, passages: list[Passage]) -> float:
        holders = sum(term in terms(text(passage, index)) for passage in passages)
        return math.log(1 + (len(passages) - holders + 0.5) / (holders + 0.5))

    everywhere = [idf(word.term, list(index.passages)) for word in found.query.words]
    assert found.idf == pytest.approx(np.array(everywhere))
    for row, position in enumerate(found.candidates.tolist()):
        own = [other for other in index.passages if other.document == index.passages[position].document]
        assert found.local_idf[row] == pytest.approx(np.array([idf(word.term, own) for word in found.query.words]))


def test_a_neighbour_in_another_document_is_none() -> None:
    found = evidence("mill", index_of("The mill.", "Ask Anna at the mill.", "The mill turns."))

    assert not found.before.any()


RIVER = lay_out("river", "The river floods in spring.", "It is deep.", "The bridge is old.", title="River")
FOREST = lay_out("forest", "The forest grows in spring.", "It is deep.", "The bridge is old.", title="Forest")


def favoured(question: str, *history: str) -> str:
    index = Index.build([RIVER, FOREST])
    found = evidence(question, index, *history)
    return index.passages[int(found.candidates[0])].document


def test_earlier_questions_favour_the_document_that_they_fit() -> None:
    assert favoured("How old is the bridge?") == "river"
    assert favoured("How old is the bridge?", "Does the forest grow?") == "forest"
    assert favoured("How old is the bridge?", "Does the forest grow?", "When does the river flood?") == "river"


def test_without_candidates_there_is_nothing_to_score() -> None:
    found = evidence("zorblatt", index_of("The mill."))

    assert found.candidates.tolist() == found.first_scores.tolist() == found.forms == []


def test_equal_candidates_have_equal_scores_wherever_they_stand() -> None:
    for copies in range(1, 20):
        scores: Floats = evidence("mill turns", index_of_same(copies)).first_scores
        assert len(set(scores.tolist())) == 1


def index_of_same(copies: int) -> Index:
    return Index.build(lay_out(f"d{number}", "The mill turns.", title="Same") for number in range(copies))
