"""One field's inverted index: it scores as the model does, and knows who holds what."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fields import Field
from retrieval.model import BM25, Floats
from retrieval.scoring import Scorer
from tests.golden import Golden, assert_ranked_as_by_lucene

SIZE = 8
terms = st.integers(0, SIZE - 1)
units = st.lists(st.lists(terms, max_size=60), max_size=12)
settings = st.tuples(st.floats(0.1, 3), st.floats(0, 0.99))


def field(corpus: list[list[int]]) -> Field:
    return Field.build(corpus, vocabulary=SIZE)


def scores(built: Field, weights: Mapping[int, float], *, k1: float = 1.2, b: float = 0.75) -> Floats:
    return Scorer.alone(built, weights, k1=k1, b=b).scores()


def test_lucenes_order_and_scores_are_kept(golden: Golden) -> None:
    numbers: dict[str, int] = {}
    corpus = [[numbers.setdefault(term, len(numbers)) for term in document["terms"]] for document in golden["docs"]]
    built = Field.build(corpus, vocabulary=len(numbers))

    for case in golden["cases"]:
        asked = dict.fromkeys((numbers[term] for term in case["terms"] if term in numbers), 1.0)
        found = scores(built, asked, k1=golden["k1"], b=golden["b"])
        assert_ranked_as_by_lucene(found, case, golden)


@given(units, st.lists(terms, max_size=6), settings)
def test_a_field_scores_as_the_model(corpus: list[list[int]], query: list[int], setting: tuple[float, float]) -> None:
    k1, b = setting
    expected = BM25(corpus, k1=k1, b=b).get_scores(query)

    found = scores(field(corpus), dict.fromkeys(query, 1.0), k1=k1, b=b)

    assert found == pytest.approx(expected, rel=1e-12)
    assert ((found > 0) == (expected > 0)).all()


@given(units, st.dictionaries(terms, st.floats(0.01, 9)))
def test_weights_weigh_each_terms_score(corpus: list[list[int]], weights: dict[int, float]) -> None:
    built = field(corpus)
    parts = [weight * scores(built, {term: 1.0}) for term, weight in weights.items()]

    assert scores(built, weights) == pytest.approx(sum(parts, np.zeros(len(corpus))), rel=1e-12)


@given(units, terms)
def test_the_holders_of_a_term_are_the_units_where_it_stands_in_order(corpus: list[list[int]], term: int) -> None:
    assert field(corpus).holders(term).tolist() == [number for number, unit in enumerate(corpus) if term in unit]


@given(units, st.none() | terms, st.data())
def test_a_unit_holds_what_stands_in_it_and_none_holds_nothing(
    corpus: list[list[int]], term: int | None, data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.integers(-1, len(corpus) - 1)))

    held = field(corpus).holds(term, np.array(asked, np.int64))

    assert held.tolist() == [number >= 0 and term in corpus[number] for number in asked]


@given(units)
def test_the_model_of_a_field_has_the_statistics_of_its_units(corpus: list[list[int]]) -> None:
    model, expected = field(corpus).model(k1=1.2, b=0.75), BM25(corpus, k1=1.2, b=0.75)

    assert (model.corpus_size, model.avgdl) == (expected.corpus_size, expected.avgdl)


@given(units)
def test_a_field_is_as_long_as_its_units(corpus: list[list[int]]) -> None:
    assert len(field(corpus)) == len(corpus) == len(scores(field(corpus), {0: 1.0}))


def test_a_term_that_no_unit_holds_scores_nothing() -> None:
    assert scores(field([[0], [1]]), {7: 1.0}).tolist() == [0, 0]
    assert field([[0], [1]]).holders(7).tolist() == []


def test_a_field_without_vocabulary_or_units_is_empty() -> None:
    empty = Field.build([], vocabulary=0)

    assert len(empty) == len(scores(empty, {})) == len(empty.holders(None)) == 0
