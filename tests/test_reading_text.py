"""Plain text: encodings, junk, and Markdown under the name of plain text."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Document, Kind
from retrieval.errors import UnreadableSource
from retrieval.reading import text
from retrieval.reading.decoding import decode
from retrieval.reading.formats import parse
from retrieval.reading.junk import is_alt_text, is_junk

FRENCH = "Le café est fermé, dit-il. « Où irons-nous cet été ? » – personne n’a répondu."


def read(source: str) -> Document:
    return text.read("note.txt", source.encode())[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_with_its_byte_order_mark_and_without(encoding: str) -> None:
    assert decode("note.txt", FRENCH.encode(encoding)) == FRENCH


def test_other_encodings_are_guessed_and_the_guess_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="retrieval.reading")

    assert decode("note.txt", FRENCH.encode("cp1252")) == FRENCH
    assert caplog.messages == ["note.txt: read as cp1252"]


def test_a_few_curly_quotes_of_windows_are_not_taken_for_another_script() -> None:
    english = "It’s the club’s own rule that members don’t bring dogs to the hall, and nobody’s ever complained."

    assert decode("note.txt", english.encode("cp1252")) == english


def test_utf_8_with_a_bad_byte_stays_utf_8(caplog: pytest.LogCaptureFixture) -> None:
    data = (FRENCH * 5).encode() + b"\xff"

    assert decode("note.txt", data) == FRENCH * 5 + "\ufffd"
    assert "1 damaged places" in caplog.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"MZ\x00\x01 some words", "binary"),
        ("a\0b".encode("utf-16"), "binary"),
        (bytes(range(1, 256)) * 4, "binary"),
        (b"\xff\xfea", "begins as utf-16 but is not"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        decode("note.txt", data)


def test_line_ends_become_line_feeds() -> None:
    assert read("One came.\r\nTwo left.\rThree stayed.").text == "One came.\nTwo left.\nThree stayed."


def test_blanks_at_line_ends_and_blank_lines_beyond_one_are_taken_away() -> None:
    assert read("\n\nOne came.\u00a0 \n \n\n\n  - Two left.\t\n").text == "One came.\n\n  - Two left."


@pytest.mark.parametrize(
    "junk",
    [
        "---",
        "______________",
        "=====",
        "* * *",
        "— — —",
        "Image not found or type unknown",
        "[image]",
        "Image: null",
        "Skip to main content",
        "Click here",
        "Loading...",
        "« Back to top »",
    ],
)
def test_a_line_that_is_nothing_but_junk_is_left_out(junk: str) -> None:
    assert read(f"The bridge is open.\n\n{junk}\n\nThe mill is closed.").text == (
        "The bridge is open.\n\nThe mill is closed."
    )


@pytest.mark.parametrize(
    "line", ["To read the report, click here.", "--", "Image of the bridge", "-5", "Loading bay", "..."]
)
def test_a_line_that_only_looks_like_junk_is_kept(line: str) -> None:
    assert not is_junk(line)


def test_a_file_of_nothing_but_junk_is_empty() -> None:
    with pytest.raises(UnreadableSource, match="empty"):
        read("-----\n\nSkip to content")


def test_an_image_is_told_by_its_text_unless_that_is_a_file_name_or_says_image() -> None:
    assert is_alt_text("A map of the valley")
    assert not any(map(is_alt_text, ["", "image", "IMG_2041.jpg", "logo", " Photo "]))


def test_an_underlined_line_is_a_heading() -> None:
    document = read("Opening hours\n=============\nThe mill is open on Sundays.")

    assert document.text == "Opening hours\n\nThe mill is open on Sundays."
    assert document.blocks[0].kind is Kind.HEADING


def test_the_first_line_is_the_title_if_it_is_a_heading() -> None:
    assert read("The mills of the valley\n\nThey are old.").source.title == "The mills of the valley"


def test_without_a_heading_the_title_is_made_of_the_file_name() -> None:
    assert text.read("old/town-hall_2020.txt", b"It is closed.")[0].source.title == "Town hall 2020"


@pytest.mark.parametrize(
    "source",
    [
        "# The mills\n\nThey are old.",
        "Intro.\n\n## **The mills**\n\nThey are old.",
        "See [the report](#) and [the map](map.png).",
        "**Note** well: **all** are old.",
        "Run:\n\n```\nmake\n```\n",
        "---\ntitle: The mills\n---\nThey are old.",
        "| mill | year |\n|------|------|\n| one | 1850 |",
    ],
)
def test_plain_text_that_is_plainly_markdown_is_read_as_markdown(source: str) -> None:
    assert text.is_markdown(source)


@pytest.mark.parametrize(
    "source",
    [
        "It costs 5 * 3 = 15, not *more*.",
        "A note_with_underscores and a * star.",
        "See [1](a) for more.",
        "# a comment\nkey = value\n\n# another\nkey = other",
        "The mills\n=========\n\nThey are old.",
        "---\nThey are old.\n---\nAnd slow.",
        "---\nThey are: [old\n---\nAnd slow.",
        "- one\n- two\n\n1. three\n\n    four",
        "Write to <https://example.org> or <me@example.org>.",
        "~~~~~~~~~~~\nThe mills\n~~~~~~~~~~~",
    ],
)
def test_plain_text_with_a_stray_sign_stays_plain(source: str) -> None:
    assert not text.is_markdown(source)


def test_markdown_in_plain_text_loses_its_markup() -> None:
    assert read("## **The mills**\n\nThey cost \\$5.").text == "The mills\n\nThey cost $5."


@given(st.text(min_size=1), st.sampled_from([".txt", ".md"]))
def test_any_text_gives_a_document_without_blanks_at_line_ends_or_says_why_not(source: str, suffix: str) -> None:
    data = source.encode("utf-8", "replace")

    for found in parse("note" + suffix, data):
        assert isinstance(found, Document) or found.reason
        assert not isinstance(found, Document) or all(line == line.rstrip() for line in found.text.split("\n"))


@given(st.binary())
def test_any_bytes_give_a_document_or_a_reason(data: bytes) -> None:
    assert len(list(parse("note.txt", data))) == 1
