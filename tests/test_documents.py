"""Document, Block and Passage: what cannot be made wrong."""

import dataclasses
import hashlib
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval import Block, Document, InvalidDocument, Kind, Passage, RetrievalError, Source, revision_of
from retrieval.documents import REVISION_LENGTH, check_cover

Range = tuple[int, int]
texts = st.text(st.characters(codec="utf-8") | st.sampled_from(" \n\t\u00a0\u2003"), max_size=60)


def words_of(text: str) -> list[Range]:
    """Find the stretches without blanks."""
    starts = [n for n, char in enumerate(text) if not char.isspace() and (n == 0 or text[n - 1].isspace())]
    return [(start, next((n for n in range(start, len(text)) if text[n].isspace()), len(text))) for start in starts]


def document(text: str, ranges: list[Range], *, name: str = "d") -> Document:
    return Document(name, text, Source("D"), tuple(Block(Kind.PARAGRAPH, start, end) for start, end in ranges))


def test_a_document_needs_an_id() -> None:
    with pytest.raises(InvalidDocument, match="needs an id"):
        document("It is old.", [(0, 10)], name="")


@pytest.mark.parametrize(
    ("ranges", "complaint"),
    [
        ([], "'It is old.' is in no range"),
        ([(0, 5)], "'old.' is in no range"),
        ([(3, 10)], "'It' is in no range"),
        ([(0, 2), (6, 10)], "'is' is in no range"),
        ([(0, 3), (3, 10)], "begins or ends with a blank"),
        ([(0, 2), (2, 10)], "begins or ends with a blank"),
        ([(0, 0), (0, 10)], "0-0 is empty"),
        ([(0, 5), (3, 10)], "3-10 is empty, out of order or outside"),
        ([(3, 10), (0, 2)], "is in no range"),
        ([(0, 11)], "0-11 is empty, out of order or outside"),
        ([(-1, 10)], "-1-10 is empty, out of order or outside"),
    ],
)
def test_blocks_that_do_not_hold_the_text_exactly_are_refused(ranges: list[Range], complaint: str) -> None:
    with pytest.raises(InvalidDocument, match=re.escape(complaint)):
        document("It is old.", ranges)


def test_the_error_names_the_document_and_is_the_callers_fault() -> None:
    with pytest.raises(ValueError, match=r"mill\.txt") as raised:
        document("It is old.", [], name="mill.txt")

    assert isinstance(raised.value, RetrievalError)


def test_a_long_stretch_outside_all_blocks_is_named_by_its_beginning() -> None:
    with pytest.raises(InvalidDocument, match=f"'{'x' * 40}' is in no range"):
        document("x" * 500, [])


def test_an_empty_or_blank_text_needs_no_blocks() -> None:
    assert document("", []).blocks == document(" \n\u2003", []).blocks == ()


@given(texts)
def test_the_words_of_any_text_hold_it(text: str) -> None:
    ranges = words_of(text)

    assert [(block.start, block.end) for block in document(text, ranges).blocks] == ranges


@given(texts, st.data())
def test_blocks_without_one_of_them_are_refused(text: str, data: st.DataObject) -> None:
    ranges = words_of(text)
    assume(ranges)
    ranges.remove(data.draw(st.sampled_from(ranges)))

    with pytest.raises(InvalidDocument):
        document(text, ranges)


@given(texts, st.data())
def test_blocks_with_one_end_moved_are_refused(text: str, data: st.DataObject) -> None:
    ranges = words_of(text)
    assume(ranges)
    number = data.draw(st.integers(0, len(ranges) - 1))
    moved = list(ranges[number])
    moved[data.draw(st.integers(0, 1))] += data.draw(st.integers(-3, 3).filter(bool))
    ranges[number] = (moved[0], moved[1])

    with pytest.raises(InvalidDocument):
        document(text, ranges)


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_what_a_cover_accepts_is_trimmed_and_leaves_only_blanks(text: str, start: int, end: int) -> None:
    try:
        check_cover("d", text, [(start, end)])
    except InvalidDocument:
        assert text[start:end] != text.strip() or not text.strip() or end > len(text)
    else:
        assert text[start:end] == text.strip()


@given(texts)
def test_a_revision_is_the_beginning_of_the_texts_hash(text: str) -> None:
    assert revision_of(text) == hashlib.sha256(text.encode()).hexdigest()[:16]
    assert document(text, words_of(text)).revision == revision_of(text)


def test_a_revision_is_64_bits_long_even_of_half_a_character() -> None:
    assert len(revision_of("\ud800")) == REVISION_LENGTH == 64 // 4
    assert revision_of("\ud800") != revision_of("\udc00")


def test_equal_texts_have_one_revision_and_different_texts_have_two() -> None:
    one, same, other = document("Old.", [(0, 4)]), document("Old.", [(0, 4)], name="e"), document("New.", [(0, 4)])

    assert one.revision == same.revision != other.revision


def test_nobody_can_choose_the_revision() -> None:
    with pytest.raises(TypeError):
        Document("d", "", Source("D"), (), revision="0" * 16)  # type: ignore[call-arg] # what is tested
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(document("", []), revision="0" * 16)


def test_a_changed_copy_is_checked_and_named_anew() -> None:
    old = document("It is old.", [(0, 10)])

    assert dataclasses.replace(old, text="It is new.").revision == revision_of("It is new.")
    with pytest.raises(InvalidDocument):
        dataclasses.replace(old, text="It is very old.")


def test_values_cannot_be_changed() -> None:
    passage = Passage("d", "0" * 16, 0, 3, Kind.ITEM, 0)
    for value in (document("", []), passage, Source("D"), Block(Kind.ROW, 0, 1)):
        name = dataclasses.fields(value)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, "other")
        assert not hasattr(value, "__dict__")


def test_a_passage_is_named_by_document_revision_and_offsets() -> None:
    assert Passage("mill.txt", "0123456789abcdef", 3, 12, Kind.ROW, 0).id == "mill.txt@0123456789abcdef:3-12"


def test_an_unknown_date_and_url_are_none_and_a_passage_is_whole_unless_it_says_otherwise() -> None:
    source, passage = Source("D"), Passage("d", "0" * 16, 0, 3, Kind.ITEM, 0)

    assert (source.publisher, source.date, source.url) == (None, None, None)
    assert (passage.section, passage.lead_in, passage.page) == ((), "", None)
    assert passage.opens
    assert passage.closes
