"""Passages kept as columns come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Kind, Passage
from retrieval.columns import Passages

offsets = st.integers(0, 2**31 - 1)
passages = st.lists(
    st.builds(
        Passage,
        document=st.sampled_from(["a.md", "b.txt"]),
        revision=st.sampled_from(["00ff", "ff00"]),
        start=offsets,
        end=offsets,
        kind=st.sampled_from(Kind),
        block=offsets,
        section=st.sampled_from([(), ("One",), ("One", "Two")]),
        lead_in=st.sampled_from(["", "Sincerely,"]),
        page=st.none() | st.integers(0, 9),
        opens=st.booleans(),
        closes=st.booleans(),
    ),
    max_size=9,
)


@given(passages)
def test_each_passage_comes_back_as_it_was(kept: list[Passage]) -> None:
    assert list(Passages.of(kept)) == kept


@given(passages, st.slices(9))
def test_a_slice_is_a_tuple_of_passages(kept: list[Passage], part: slice) -> None:
    assert Passages.of(iter(kept))[part] == tuple(kept)[part]


@given(passages, st.integers(-9, 9))
def test_places_count_from_either_end_and_there_are_no_others(kept: list[Passage], place: int) -> None:
    columns = Passages.of(kept)

    if -len(kept) <= place < len(kept):
        assert columns[place] == kept[place]
    else:
        with pytest.raises(IndexError):
            columns[place]
