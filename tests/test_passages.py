"""Passages: blocks cut into what is searched and quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Block, Document, Kind, Passage, Source, check_cover
from retrieval.passages import MAX_ITEM, MAX_PASSAGE, split
from retrieval.reading import layout, parse


def of_block(kind: Kind, text: str) -> Document:
    return Document("d", text, Source("D"), (Block(kind, 0, len(text), ("S",), "Bring:", 3),))


def texts(document: Document) -> list[str]:
    return [document.text[passage.start : passage.end] for passage in split(document)]


def test_a_paragraph_is_cut_into_its_sentences() -> None:
    assert texts(of_block(Kind.PARAGRAPH, "It is old. It is\nslow.")) == ["It is old.", "It is\nslow."]


def test_a_passage_keeps_what_is_known_of_its_block() -> None:
    document = of_block(Kind.ITEM, "a flask")

    assert split(document) == [Passage("d", document.revision, 0, 7, Kind.ITEM, 0, ("S",), "Bring:", 3)]


def test_a_short_item_is_quoted_whole_and_a_long_one_by_sentences() -> None:
    assert len(texts(of_block(Kind.ITEM, "A flask. And bread."))) == 1
    assert len(texts(of_block(Kind.ITEM, "A flask. " + "And bread. " * (MAX_ITEM // 11) + "And salt."))) > 1


def test_a_row_and_a_stretch_of_code_are_quoted_whole() -> None:
    assert len(texts(of_block(Kind.ROW, "Old. | New."))) == 1
    assert len(texts(of_block(Kind.CODE, "a = 1.\n\nb = 2."))) == 1


def test_long_code_is_cut_at_line_ends() -> None:
    line = "value = compute(first, second); print(value)"
    document = of_block(Kind.CODE, "\n".join([line] * 50))

    assert len(texts(document)) > 1
    assert {part for text in texts(document) for part in text.split("\n")} == {line}


@pytest.mark.parametrize(("mark", "end"), [(";", ";"), (",", ","), ("", "d")])
def test_a_passage_that_is_too_long_is_cut_at_the_best_boundary(mark: str, end: str) -> None:
    document = of_block(Kind.PARAGRAPH, "word " * 120 + f"word{mark} " + "word " * 100 + "end")
    first, second = split(document)

    assert document.text[first.end - 1] == end
    assert first.end - first.start <= MAX_PASSAGE
    assert (first.opens, first.closes) == (True, False)
    assert (second.opens, second.closes) == (False, True)


def test_a_semicolon_is_a_better_boundary_than_a_later_comma() -> None:
    document = of_block(Kind.PARAGRAPH, "word " * 120 + "one; " + "two, " * 30 + "word " * 60 + "end")

    assert texts(document)[0].endswith("one;")


def test_a_word_without_end_is_cut_where_the_passage_is_full() -> None:
    assert [len(text) for text in texts(of_block(Kind.PARAGRAPH, "x" * 2000))] == [900, 900, 200]


def test_a_word_that_is_too_long_begins_a_passage_of_its_own() -> None:
    assert texts(of_block(Kind.PARAGRAPH, "See " + "x" * 899))[0] == "See"


def test_a_heading_is_no_passage_unless_there_is_nothing_else() -> None:
    (page,) = parse("a.md", b"# The mill\n\nOld.")
    (line,) = parse("a.md", b"# The mill")
    assert isinstance(page, Document)
    assert isinstance(line, Document)

    assert texts(page) == ["Old."]
    assert texts(line) == ["The mill"]


def test_a_passage_names_the_position_of_its_block() -> None:
    text = "The mills of the valley\n\nThey are old. They are slow.\n\nThey stand still."

    assert [passage.block for passage in split(Document("d", text, Source("D"), layout.blocks(text)))] == [1, 1, 2]


@given(
    st.text(min_size=1)
    | st.lists(st.sampled_from(["a word. ", "Name\n", "\n\n", "- item\n", "x" * 500, "; ", ", ", "Title\n\n"])).map(
        "".join
    )
)
def test_passages_and_headings_hold_every_character_that_is_not_blank(text: str) -> None:
    document = Document("d", text, Source("D"), layout.blocks(text))
    passages = split(document)

    held = [(passage.start, passage.end) for passage in passages]
    if any(block.kind is not Kind.HEADING for block in document.blocks):
        held += [(block.start, block.end) for block in document.blocks if block.kind is Kind.HEADING]

    check_cover("d", text, sorted(held))
    assert passages == sorted(passages, key=lambda passage: passage.start)
    assert all(passage.end - passage.start <= MAX_PASSAGE for passage in passages)
