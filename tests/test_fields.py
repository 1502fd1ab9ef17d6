"""One field's inverted index: it scores as the model does, and knows who holds what."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import fields
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


@given(units, st.lists(st.dictionaries(terms, st.floats(0.01, 1))), st.lists(st.integers(-1, 11)), st.integers(0, 3))
def test_the_highest_weight_of_what_a_unit_holds_is_found_either_way(
    corpus: list[list[int]], asked: list[dict[int, float]], wanted: list[int], few: int
) -> None:
    built, chosen = field(corpus), [unit for unit in wanted if unit < len(corpus)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fields, "FEW", few)
        found = built.highest(asked, np.array(chosen, np.int64))
    held = [corpus[unit] if unit >= 0 else [] for unit in chosen]
    assert found.tolist() == [
        [max([weights[term] for term in unit if term in weights], default=0) for weights in asked] for unit in held
    ]
