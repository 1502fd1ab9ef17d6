"""BM25 as the ranking contract has it: against real Lucene, against rank-bm25, and by its own promises."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.model import BM25, Floats, frequency_part, stored_length
from retrieval.search import best
from tests.golden import Golden, assert_ranked_as_by_lucene

VOCABULARY = "abcdefgh"
passages = st.lists(st.sampled_from(VOCABULARY), max_size=60)
corpora = st.lists(passages, max_size=12)
queries = st.lists(st.sampled_from(VOCABULARY + "xyz"), max_size=6)
settings = st.tuples(st.floats(0.1, 3), st.floats(0, 0.99))  # at b = 1 rank-bm25 divides 0 by 0 for an empty passage


def scores(corpus: list[list[str]], query: list[str], *, k1: float = 1.2, b: float = 0.75) -> Floats:
    return BM25(corpus, k1=k1, b=b).get_scores(query)


def test_lucenes_order_and_scores_are_kept(golden: Golden) -> None:
    model = BM25([document["terms"] for document in golden["docs"]], k1=golden["k1"], b=golden["b"])

    for case in golden["cases"]:
        assert_ranked_as_by_lucene(model.get_scores(case["terms"]), case, golden)


@given(corpora, queries, settings)
def test_a_score_is_positive_exactly_where_a_term_stands(
    corpus: list[list[str]], query: list[str], setting: tuple[float, float]
) -> None:
    found = scores(corpus, query, k1=setting[0], b=setting[1])

    assert (found > 0).tolist() == [not set(query).isdisjoint(passage) for passage in corpus]
    assert (found >= 0).all()


@given(corpora, queries, settings)
def test_scores_are_the_formula_of_the_contract(
    corpus: list[list[str]], query: list[str], setting: tuple[float, float]
) -> None:
    k1, b = setting
    average = sum(map(len, corpus)) / max(len(corpus), 1)
    expected = []
    for passage in corpus:
        total = 0.0
        for term in set(query) & set(passage):
            holders = sum(term in other for other in corpus)
            idf = math.log(1 + (len(corpus) - holders + 0.5) / (holders + 0.5))
            f = passage.count(term)
            total += idf * f / (f + k1 * (1 - b + b * stored_length(len(passage)) / average))
        expected.append(total)

    assert scores(corpus, query, k1=k1, b=b) == pytest.approx(np.array(expected), rel=1e-12)


class Okapi(BM25Okapi):  # type: ignore[misc] # rank_bm25 ships no types
    """rank-bm25 as it is, but for the idf of the contract."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.idf = {term: math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


@given(corpora.filter(any), queries)
def test_rank_bm25_with_the_same_idf_gives_the_same_scores_but_for_a_constant(
    corpus: list[list[str]], query: list[str]
) -> None:
    short = [passage[:39] for passage in corpus]

    theirs = Okapi(short, k1=1.2, b=0.75).get_scores(list(dict.fromkeys(query)))

    assert scores(short, query) * (1.2 + 1) == pytest.approx(theirs, rel=1e-12)
    assert best(scores(short, query), limit=99).tolist() == best(theirs / (1.2 + 1), limit=99).tolist()


@given(corpora, queries)
def test_a_term_counts_once_however_often_it_is_asked(corpus: list[list[str]], query: list[str]) -> None:
    assert scores(corpus, query + query).tolist() == scores(corpus, query).tolist()


@given(corpora, st.permutations(range(4)))
def test_the_order_of_the_passages_moves_scores_and_changes_none(corpus: list[list[str]], order: list[int]) -> None:
    four = [*corpus, ["a"], ["b"], [], ["a", "b"]][:4]

    moved = scores([four[n] for n in order], ["a", "b"])

    assert moved.tolist() == scores(four, ["a", "b"])[order].tolist()


def test_an_empty_corpus_gives_empty_scores() -> None:
    assert scores([], ["a"]).tolist() == []
    assert scores([], []).tolist() == []


def test_passages_without_words_score_nothing() -> None:
    assert scores([[], []], ["a"]).tolist() == [0, 0]


def test_a_term_that_every_passage_holds_still_counts() -> None:
    assert (scores([["a"], ["a", "b"]], ["a"]) > 0).all()


@given(corpora)
def test_a_model_from_counts_knows_the_same_as_one_from_passages(corpus: list[list[str]]) -> None:
    whole = BM25(corpus, k1=1.2, b=0.75)
    frequencies = {term: sum(term in passage for passage in corpus) for term in {t for p in corpus for t in p}}

    counted = BM25.from_counts(frequencies, [len(passage) for passage in corpus], k1=1.2, b=0.75)

    assert counted.idf == whole.idf
    assert (counted.corpus_size, counted.avgdl, counted.doc_len) == (whole.corpus_size, whole.avgdl, whole.doc_len)


@given(st.integers(1, 1000), st.data())
def test_a_rarer_term_weighs_more_and_the_commonest_still_something(size: int, data: st.DataObject) -> None:
    model = BM25.from_counts({}, [1] * size, k1=1.2, b=0.75)
    rare = data.draw(st.integers(0, size - 1))

    assert model.term_weight(rare) > model.term_weight(rare + 1) > 0


@given(st.integers(0, 39))
def test_a_length_below_40_is_exact(length: int) -> None:
    assert stored_length(length) == length


@given(st.integers(0, 2**31 - 1))
def test_a_stored_length_is_at_most_a_ninth_below_the_length_and_is_stored_as_itself(length: int) -> None:
    stored = stored_length(length)

    assert length * 8 / 9 < stored + 1
    assert stored <= length
    assert stored_length(stored) == stored


@given(st.integers(0, 2**31 - 2))
def test_a_longer_text_is_never_stored_as_a_shorter_one(length: int) -> None:
    assert stored_length(length) <= stored_length(length + 1)


def test_stored_lengths_fit_one_byte() -> None:
    around = {n for power in range(32) for n in range(2**power, min(2 ** (power + 1), 2**31), max(1, 2**power // 64))}

    assert len({stored_length(n) for n in around | set(range(64))}) <= 256


@pytest.mark.parametrize(("length", "stored"), [(40, 40), (41, 40), (42, 42), (55, 54), (56, 56), (59, 56), (60, 60)])
def test_lengths_from_40_keep_four_significant_bits(length: int, stored: int) -> None:
    assert stored_length(length) == stored


def test_the_frequency_part_of_an_example() -> None:
    model = BM25.from_counts({}, [4, 12], k1=1.5, b=0.75)

    (part,) = frequency_part(np.array([2.0]), np.array([4.0]), model=model)

    assert part == pytest.approx(2 / (2 + 1.5 * (0.25 + 0.75 * 4 / 8)))


def test_the_frequency_part_grows_with_frequency_and_falls_with_length() -> None:
    model = BM25.from_counts({}, [5, 10], k1=1.2, b=0.75)

    often = frequency_part(np.array([1.0, 2, 3]), np.array([5.0] * 3), model=model)
    long = frequency_part(np.array([1.0] * 3), np.array([5.0, 10, 40]), model=model)

    assert (np.diff(often) > 0).all()
    assert (np.diff(long) < 0).all()
    assert (often < 1).all()
