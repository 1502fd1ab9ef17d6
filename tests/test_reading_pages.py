"""HTML, PDF and DOCX: what their text and blocks are, what is taken from them, and what is refused."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval import Document, Kind, Skipped, Source, parse, split
from tests import made_files


def read(name: str, data: bytes) -> Document:
    """Read a file of one document."""
    (found,) = parse(name, data)
    assert isinstance(found, Document), found
    return found


def refused(name: str, data: bytes) -> str:
    """Read a file that is refused, and give the reason."""
    (found,) = parse(name, data)
    assert isinstance(found, Skipped)
    return found.reason


def lead_in(document: Document, text: str) -> str:
    """Give what introduces the block of this text."""
    return next(block.lead_in for block in document.blocks if document.text[block.start : block.end] == text)


def test_a_web_page_is_its_article_without_menus_and_scripts() -> None:
    assert read("rules.html", made_files.HTML.encode()).text == (
        "Rules of the harbour\n\n"
        "The harbour opens at six in the morning.\nBoats leave before noon & return.\n\n"
        "Fees\n\nMembers pay these fees:\n\nSmall boats, ten euros\nLarge boats, twenty euros\n\n"
        "Who | Pays\nMembers | 10\nGuests | 20\n\n"
        "1. Ask the harbour master\n2. Pay\nIn cash"
    )


def test_a_web_page_tells_what_it_is() -> None:
    source = read("rules.html", made_files.HTML.encode()).source

    assert source == Source(
        "Rules of the harbour", "Harbour Club", dt.date(2024, 5, 31), "https://harbour.example/rules"
    )


@pytest.mark.parametrize(("name", "data"), [("a.html", made_files.HTML.encode()), ("a.docx", made_files.word())])
def test_lists_know_what_introduces_them_and_rows_know_their_header(name: str, data: bytes) -> None:
    document = read(name, data)

    assert lead_in(document, "Large boats, twenty euros") == "Members pay these fees:"
    assert lead_in(document, "Guests | 20") == "Who | Pays"
    assert {block.section for block in document.blocks if block.kind is Kind.ROW} == {("Rules of the harbour", "Fees")}


def test_a_word_document_is_read_in_its_order() -> None:
    assert read("rules.docx", made_files.word()).text == (
        "Rules of the harbour\n\nThe harbour opens at six.\n\nFees\n\nMembers pay these fees:\n\n"
        "Small boats, ten euros\nLarge boats, twenty euros\n\n"
        "Who | Pays\nMembers | 10\nGuests | 20\n\nNobody else pays."
    )


def test_a_pdf_is_its_text_without_running_headers_and_each_passage_knows_its_page() -> None:
    pages = [["# Rules of the harbour", "The harbour opens at six."], ["Boats leave at noon."], ["Dogs stay at home."]]
    document = read("rules.pdf", made_files.pdf(pages))

    assert document.text == (
        "Rules of the harbour\n\nThe harbour opens at six.\n\nBoats leave at noon.\n\nDogs stay at home."
    )
    assert [passage.page for passage in split(document)] == [1, 2, 3]
    assert document.source.title == "Rules of the harbour"


def test_the_lines_of_a_paragraph_in_a_pdf_are_joined_and_paragraphs_stay_apart() -> None:
    document = read("rules.pdf", made_files.pdf([[made_files.SENTENCES, "Dogs stay at home."]]))

    assert f"{made_files.SENTENCES}\n\nDogs stay at home." in document.text


def test_a_sentence_over_two_pages_is_one_and_stands_on_the_first() -> None:
    pages = [["Every boat that stays overnight pays"], ["ten euros to the master."], ["Dogs stay at home."]]
    document = read("rules.pdf", made_files.pdf(pages))

    assert "Every boat that stays overnight pays ten euros to the master." in document.text
    assert [passage.page for passage in split(document)] == [1, 3]


def test_a_word_cut_at_a_lines_end_is_mended_and_a_hyphen_that_is_written_elsewhere_stays() -> None:
    lines = [
        "The harbour has well-known rules that every captain and every crew of an inter-",
        "national boat reads before they leave, and all of them obey these well-",
        "known rules, which the master of the harbour explains to anybody who asks.",
    ]

    assert read("rules.pdf", made_files.pdf_of_lines(lines)).text == (
        "The harbour has well-known rules that every captain and every crew of an international boat reads before they "
        "leave, and all of them obey these well-known rules, which the master of the harbour explains to anybody who "
        "asks."
    )


@pytest.mark.parametrize(("written", "title"), [("rules.docx", "Joint rules"), ("Our rules", "Our rules")])
def test_a_title_that_a_program_made_up_is_none(written: str, title: str) -> None:
    pages = [["Boats leave at noon."], ["Dogs stay at home."], ["Nobody else pays."]]

    assert read("joint_rules.pdf", made_files.pdf(pages, title=written)).source.title == title


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", made_files.scanned_pdf(), "scanned"),
        ("a.pdf", b"%PDF-1.7\nnothing", "no PDF, or a damaged one"),
        ("a.pdf", b"", "no PDF"),
        ("a.docx", b"PK\x03\x04", "no Word document"),
        ("a.docx", made_files.packed({"mimetype": b"x"}), "no Word document"),
        ("a.docx", made_files.packed({"word/document.xml": bytes(101 * 2**20)}), "larger than the 100 MiB"),
        ("a.docx", made_files.word_with(b"<w:document"), "no Word document"),
        ("a.html", b"", "no text is found"),
        ("a.html", b"<html><body><script>1</script></body></html>", "no text is found"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, data: bytes, reason: str) -> None:
    assert reason in refused(name, data)


def test_entities_of_a_word_document_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(1, 12)
    )
    main = b'<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>&l;</w:t></w:r></w:p></w:body></w:document>'
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = bomb + b"]>" + main % space
    (found,) = parse("a.docx", made_files.word_with(body))

    assert isinstance(found, Skipped) or len(found.text) < 1000


@pytest.mark.parametrize("depth", [100, 5000])
def test_absurd_nesting_is_read_or_refused(depth: int) -> None:
    page = "<html><body>" + "<ul><li>Boats leave before noon." * depth + "</ul>" * depth + "</body></html>"

    assert len(list(parse("a.html", page.encode()))) == 1


@settings(max_examples=40)
@given(st.sampled_from([".html", ".pdf", ".docx"]), st.binary(max_size=300))
def test_no_bytes_crash_a_reader(suffix: str, data: bytes) -> None:
    assert list(parse(f"a{suffix}", data))


SOUND = {".html": made_files.HTML.encode(), ".docx": made_files.word(), ".pdf": made_files.pdf([["Boats leave."]])}


@settings(max_examples=60)
@given(st.sampled_from(sorted(SOUND)), st.integers(0, 1 << 16), st.binary(min_size=1, max_size=8))
def test_no_damage_of_a_sound_file_crashes_a_reader(suffix: str, place: int, damage: bytes) -> None:
    sound = SOUND[suffix]
    start = place % len(sound)

    assert list(parse(f"a{suffix}", sound[:start] + damage + sound[start + len(damage) :]))
