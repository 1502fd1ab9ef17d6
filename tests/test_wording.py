"""The words of every passage, kept as numbers."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.wording import Wording

passages = st.lists(st.lists(st.sampled_from(["the", "mill", "turns", "москва", "35500"]), max_size=9), max_size=9)


@given(passages)
def test_each_passage_has_its_words_back_in_order(words: list[list[str]]) -> None:
    wording = Wording.build(words)

    assert [wording.of(number) for number in range(len(words))] == words


@given(passages)
def test_words_are_counted_over_all_passages(words: list[list[str]]) -> None:
    assert Wording.build(words).counts() == Counter(word for passage in words for word in passage)


@given(passages)
def test_a_word_is_kept_once_and_takes_four_bytes_where_it_stands(words: list[list[str]]) -> None:
    wording = Wording.build(words)

    assert len(set(wording.forms)) == len(wording.forms)
    assert wording.numbers.dtype == np.int32
