"""Blocks of plain text, found by layout."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Kind, check_cover
from retrieval.reading import layout

WRAPPED = """\
The library of the village was founded by a teacher who had collected
some two hundred books, and who lent them to anyone willing to carry
them home. It moved twice, and burned down once.
"""


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in layout.blocks(text)]


def texts(text: str) -> list[str]:
    return [words for _, words in kinds(text)]


def test_a_blank_line_parts_paragraphs() -> None:
    assert kinds("It rained all day.\n\nNobody came.") == [
        ("paragraph", "It rained all day."),
        ("paragraph", "Nobody came."),
    ]


def test_a_wrapped_paragraph_is_one_block_with_its_line_ends_inside() -> None:
    assert kinds(WRAPPED) == [("paragraph", WRAPPED.strip())]


def test_a_paragraph_a_line_is_a_block_a_line() -> None:
    first = "The council met on Monday and heard the report on the bridge, " * 3 + "which it accepted."
    second = "The bridge will be closed."

    assert texts(f"{first}\n{second}") == [first, second]


def test_a_short_line_does_not_run_into_the_wrapped_paragraph_below_it() -> None:
    assert texts("History\n" + WRAPPED) == ["History", WRAPPED.strip()]


def test_an_indented_line_after_a_full_stop_begins_a_paragraph() -> None:
    assert texts("    " + WRAPPED + "    " + WRAPPED) == [WRAPPED.strip()] * 2


@pytest.mark.parametrize("marker", ["•", "-", "*", "–", "1.", "12)", "(a)", "b)", "iv.", "2.1."])
def test_a_marker_at_the_beginning_of_a_line_opens_an_item(marker: str) -> None:
    assert kinds(f"  {marker} a flask of water") == [("item", f"{marker} a flask of water")]


def test_a_wrapped_item_keeps_its_lines() -> None:
    text = "Bring:\n- water\n- a coat, since the weather in the hills\n  turns quickly\n- bread"

    assert texts(text) == ["Bring:", "- water", "- a coat, since the weather in the hills\n  turns quickly", "- bread"]


def test_an_item_wrapped_without_indentation_keeps_its_lines() -> None:
    text = (
        "1. Members must return what they have borrowed within the month unless\n"
        "the board has agreed to a longer time.\n"
        "2. Members pay for what they have lost."
    )

    assert [kind for kind, _ in kinds(text)] == ["item", "item"]


def test_a_paragraph_under_a_list_is_no_item() -> None:
    assert kinds("- apples\n- pears\nWe sell nothing else.")[-1] == ("paragraph", "We sell nothing else.")


def test_initials_are_no_marker() -> None:
    assert kinds("j. k. berg has built it.") == [("paragraph", "j. k. berg has built it.")]


def test_a_dash_or_number_within_wrapped_prose_opens_no_item() -> None:
    text = (
        "The club has met in this hall since its foundation, which was in the year\n"
        "7. of the old calendar, and it has never missed a single meeting since then\n"
        "- not even in the winter of the flood."
    )

    assert len(layout.blocks(text)) == 1


def test_lines_without_closing_punctuation_are_items_each() -> None:
    text = "Anna Berg\nClub of Friends (Norway)\nSociety for the Study of Rivers\nOslo"

    assert kinds(text) == [("item", line) for line in text.split("\n")]


@pytest.mark.parametrize(
    "entry",
    [
        "Committee for the Protection of Rivers and\nLakes (Austria)",
        "Association of Teachers,\nparents and pupils",
        "Verein der Freunde und Förderer der\nStadtbibliothek",
        "Institute for Water (Lower\nSaxony)",
        "Franco-\nBritish Society",
        "Association of Teachers, Pupils,\nParents and Friends",
        "National Federation of Associations for the Preservation of Monuments in Eastern\nEurope",
    ],
)
def test_a_wrapped_entry_of_a_list_is_one_item(entry: str) -> None:
    text = f"Anna Berg Foundation (Norway)\nRivers First\n{entry}\nSociety of Millers\nWater Now\nYoung Voices"

    assert entry in texts(text)
    assert len(texts(text)) == 6


@pytest.mark.parametrize("name", ["iRiver", "riverwatch Network of Volunteers"])
def test_a_name_in_lower_case_is_an_entry_of_its_own(name: str) -> None:
    text = f"Committee for the Preservation of the Monuments of Vienna\nRivers First (Chile)\n{name}\nWater Now"

    assert name in texts(text)


def test_lines_with_tabs_are_a_line_each() -> None:
    assert texts("who\tpays\nall adults and\t20\nchildren\t10") == ["who\tpays", "all adults and\t20", "children\t10"]


def test_an_address_is_a_line_each() -> None:
    text = "Dr. Ida Holm, Jr.\nThe Old Mill\n12 River Street NW\nSpringfield, O.H. 45501"

    assert [kind for kind, _ in kinds(text)] == ["item"] * 4


def test_a_list_knows_the_line_that_introduces_it() -> None:
    blocks = layout.blocks("We remain hopeful.\n\nYours sincerely,\n\nAnna Berg\nBo Dahl")

    assert [block.lead_in for block in blocks] == ["", "", "Yours sincerely,", "Yours sincerely,"]


def test_a_line_may_introduce_the_lines_right_under_it() -> None:
    text = "The board:\nAnna Berg\nBo Dahl"

    assert kinds(text)[0] == ("paragraph", "The board:")
    assert [block.lead_in for block in layout.blocks(text)] == ["", "The board:", "The board:"]


def test_of_a_long_introduction_the_last_sentence_is_kept() -> None:
    long = "The board of the club has discussed at length what every member ought to bring to the summer camp. "

    assert layout.introduction(long * 2 + "Please bring:") == "Please bring:"
    assert layout.introduction("Please bring " + "this and " * 20 + "the following:") == ""


def test_a_sentence_before_a_list_does_not_introduce_it() -> None:
    assert layout.blocks("Nobody answered.\n\n- apples")[1].lead_in == ""


def test_a_second_list_of_names_is_not_introduced_by_what_introduced_the_first() -> None:
    assert layout.blocks("The board:\n\nAnna Berg\nBo Dahl\n\nOld Mill Hall\nOslo")[-1].lead_in == ""


def test_a_short_line_alone_above_a_paragraph_is_a_heading() -> None:
    text = "It began long ago.\n\nThe early years\n\nThe first mill was built of wood.\n\nIt burned down soon."

    assert [(block.kind, block.section) for block in layout.blocks(text)] == [
        (Kind.PARAGRAPH, ()),
        (Kind.HEADING, ()),
        (Kind.PARAGRAPH, ("The early years",)),
        (Kind.PARAGRAPH, ("The early years",)),
    ]


def test_the_title_is_the_outermost_heading() -> None:
    text = "The mills of the valley\n\nThey are old.\n\nThe early years\n\nThe first one was built of wood."

    assert [block.section for block in layout.blocks(text)] == [
        (),
        ("The mills of the valley",),
        ("The mills of the valley",),
        ("The mills of the valley", "The early years"),
    ]


def test_the_title_needs_no_blank_line_below_it() -> None:
    assert kinds("The mills of the valley\nThe first mill was built of wood.\nIt burned down soon.")[0][0] == "heading"
    assert kinds("The mills of the valley\n" + WRAPPED)[0][0] == "heading"
    assert kinds("Anna Berg\nBo Dahl\nCarl Ek")[0][0] == "item"


@pytest.mark.parametrize("heading", ["How do I join?", "2. Membership", "CHAPTER II"])
def test_a_question_or_a_numbered_line_may_be_a_heading(heading: str) -> None:
    assert kinds(f"Welcome to all.\n\n{heading}\n\nAsk any member of the board.")[1] == ("heading", heading)


@pytest.mark.parametrize(
    "line",
    [
        "May 22, 2021",
        "Vienna, 3 June 2020",
        "12/05/2021",
        "Dear President Holm:",
        "Dear Anna",
        "By Bo Dahl",
        "Re: The bridge",
        "Your Excellency,",
        "Springfield, OH 45501",
        "anna@example.org",
        "https://example.org/about",
        "and so it went",
        '"Come in"',
        "She left.",
        "He hid. Why did he?",
        "- a flask",
    ],
)
def test_a_date_an_address_a_salutation_or_a_sentence_is_no_heading(line: str) -> None:
    assert kinds(f"Welcome to all.\n\n{line}\n\nAsk any member of the board.")[1][0] != "heading"


def test_the_last_of_a_numbered_list_is_no_heading_of_what_follows() -> None:
    assert [kind for kind, _ in kinds("We sell:\n\n1. Apples\n\n2. Pears\n\nThat is all we have.")] == [
        "paragraph",
        "item",
        "item",
        "paragraph",
    ]


def test_a_short_line_above_no_paragraph_is_no_heading() -> None:
    assert [kind for kind, _ in kinds("Welcome to all.\n\nMembers\n\n- Anna\n- Bo")] == ["paragraph"] * 2 + ["item"] * 2


def test_short_lines_with_blank_lines_between_them_are_a_list() -> None:
    assert kinds("Yours,\n\nAnna Berg\n\nBo Dahl\n\nCarl Ek")[1:] == [
        ("item", "Anna Berg"),
        ("item", "Bo Dahl"),
        ("item", "Carl Ek"),
    ]


@given(st.text(st.sampled_from("aAbé.,:;()-•1 \t\n\u2028\xa0日\0"), max_size=300) | st.text())
def test_blocks_hold_every_character_that_is_not_blank(text: str) -> None:
    blocks = layout.blocks(text)

    check_cover("text", text, [(block.start, block.end) for block in blocks])


def test_a_megabyte_is_read_within_two_seconds() -> None:
    text = (WRAPPED + "\n- one\n- two\n\nAnna Berg\nBo Dahl\n\n") * 4000

    start = perf_counter()
    layout.blocks(text)

    assert perf_counter() - start < 2  # it takes 0.2 seconds; more than linear time would take minutes
