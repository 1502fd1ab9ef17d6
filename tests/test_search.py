"""The first search without a look at every passage: it finds what the plain sum over all passages finds."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Document, Index
from retrieval.fields import Field
from retrieval.levels import SETTINGS
from retrieval.model import BM25
from retrieval.scoring import Scorer
from retrieval.search import best
from tests.corpora import field_scores, libraries, only, plain_scores, questions

SIZE = 8
terms = st.integers(0, SIZE - 1)
corpora = st.lists(st.lists(terms, max_size=6), max_size=60)
weights = st.dictionaries(terms, st.floats(0.01, 9))


def scorer(field: Field, weights: Mapping[int, float]) -> Scorer:
    return Scorer.alone(field, weights, k1=1.2, b=0.75)


@given(libraries, st.lists(questions, max_size=3).map(" ".join), st.integers(0, 60), st.data())
def test_the_best_passages_are_those_of_the_sum_over_all_passages(
    library: list[Document], question: str, limit: int, data: st.DataObject
) -> None:
    index = Index.build(library)
    asked = {term: data.draw(st.sampled_from([0.2, 0.5, 1.0, 2.0])) for term in index.weights(question)}
    prior = np.array([data.draw(st.sampled_from([0.0, 0.5, 4.0])) for _ in library])
    plain = plain_scores(index, asked)
    expected = best(np.where(plain > 0, plain + prior[only(index).units["text"]], 0), limit=limit)

    positions, table = index.found(asked, limit=limit, prior=[prior])

    assert positions.tolist() == expected.tolist()
    for column, name in enumerate(SETTINGS):
        assert table[:, column].tolist() == field_scores(index, name, asked)[expected].tolist()


@given(corpora, weights)
def test_the_units_that_are_touched_have_the_very_scores_of_all_units(
    corpus: list[list[int]], asked: dict[int, float]
) -> None:
    # Units without words make the postings few beside them, so that they are sorted and not spread over an array.
    for padding in (0, 2000):
        asking = scorer(Field.build([*corpus, *[[]] * padding], vocabulary=SIZE), asked)
        scores = asking.scores()

        units, found = asking.touched()

        assert units.tolist() == np.flatnonzero(scores).tolist()
        assert found.tolist() == scores[units].tolist()
        assert asking.scores_of(units).tolist() == found.tolist()


@given(corpora, weights, st.integers(0, 12))
def test_the_best_units_are_those_of_all_units(corpus: list[list[int]], asked: dict[int, float], limit: int) -> None:
    asking = scorer(Field.build(corpus, vocabulary=SIZE), asked)
    expected = best(asking.scores(), limit=limit)

    units, scores = asking.best(limit=limit)

    assert units.tolist() == expected.tolist()
    assert scores.tolist() == asking.scores()[expected].tolist()


@pytest.mark.parametrize("seed", range(5))
def test_terms_that_cannot_change_the_best_are_not_gone_through(seed: int) -> None:
    chance = np.random.default_rng(seed)
    lengths = chance.integers(1, 30, 20_000)
    numbers = np.minimum(chance.zipf(1.3, int(lengths.sum())), 500).astype(np.int32) - 1
    field = Field.count(numbers, lengths, vocabulary=500)
    corpus = [unit.tolist() for unit in np.split(numbers, np.cumsum(lengths)[:-1])]
    model = BM25(corpus, k1=1.2, b=0.75)

    for _ in range(5):
        asked = [0, 1, 2, *chance.integers(3, 400, 3).tolist()]
        units, scores = scorer(field, dict.fromkeys(asked, 1.0)).best(limit=10)
        everywhere = model.get_scores(asked)
        assert units.tolist() == best(everywhere, limit=10).tolist()
        assert scores == pytest.approx(everywhere[units], rel=1e-12)
