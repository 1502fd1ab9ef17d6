"""Markdown: what a reader sees of it, and its blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Document, Kind, Source
from retrieval.errors import UnreadableSource
from retrieval.reading import markdown, parse


def read(source: str) -> Document:
    return markdown.document("guide.md", source)


def kinds(source: str) -> list[tuple[str, str]]:
    document = read(source)
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def test_markup_is_removed_and_its_text_kept() -> None:
    source = "*Some* **bold**, `code`, ~~old~~ and [linked](http://x.org) text; [dead](#) &amp; \\$5."

    assert read(source).text == "Some bold, code, old and linked text; dead & $5."


def test_a_soft_break_becomes_a_space_and_a_hard_break_a_new_line() -> None:
    assert read("It is old\nand slow,  \nand loud.").text == "It is old and slow,\nand loud."


def test_tags_and_comments_are_dropped_and_the_text_between_them_kept() -> None:
    source = "It is <b>very</b> old<!-- x -->.<br>And slow.\n\n<div><p>Built by</p>\n<p>Bo</p></div>\n\n<!-- x -->"

    assert read(source).text == "It is very old.\nAnd slow.\n\nBuilt by\n\nBo"


@pytest.mark.parametrize(
    "source", ["<script>\nrun()\n</script>", "<style>\np {}\n</style>", "<!-- never closed", "<?php x ?>"]
)
def test_scripts_and_comments_are_no_text(source: str) -> None:
    assert read(f"It is old.\n\n{source}").text == "It is old."


def test_an_image_leaves_its_text_if_that_says_something() -> None:
    assert read("![A map of the valley](map.png)\n\n![](x.png)\n\n![image](y.png)").text == "A map of the valley"


def test_headings_make_the_section_path() -> None:
    document = read("# Mills\n\nOld.\n\n## Wind\n\nHigh.\n\n### Parts\n\nSails.\n\n## Water\n\nLow.")

    assert [block.section for block in document.blocks if block.kind is Kind.PARAGRAPH] == [
        ("Mills",),
        ("Mills", "Wind"),
        ("Mills", "Wind", "Parts"),
        ("Mills", "Water"),
    ]


def test_items_stand_on_lines_of_their_own_and_lists_between_blank_lines() -> None:
    source = "Bring:\n\n* water\n* bread\n  * dark\n\n    or light\n* salt\n\nCome early."

    assert read(source).text == "Bring:\n\nwater\nbread\ndark\nor light\nsalt\n\nCome early."
    assert [kind for kind, _ in kinds(source)] == ["paragraph", *["item"] * 5, "paragraph"]


def test_a_numbered_item_keeps_the_number_that_is_shown() -> None:
    assert read("3. Be kind.\n4. Be early.").text == "3. Be kind.\n4. Be early."


def test_a_list_knows_what_introduces_it_and_a_list_within_it_too() -> None:
    document = read("Please bring:\n\n- food:\n  - bread\n- water")

    assert [block.lead_in for block in document.blocks] == ["", "Please bring:", "food:", "Please bring:"]


def test_a_quotation_is_its_paragraphs() -> None:
    assert kinds("> It is old.\n>\n> It is slow.") == [("paragraph", "It is old."), ("paragraph", "It is slow.")]


def test_code_keeps_its_lines() -> None:
    assert kinds("```sh\nmake\n\n  make test  \n```\n\n    indented") == [
        ("code", "make\n\n  make test"),
        ("code", "indented"),
    ]


def test_each_row_of_a_table_knows_the_header() -> None:
    document = read("Prices:\n\n| who | pays |\n|-----|------|\n| *adults* | 20 |\n| children | 10 |\n\nThat is all.")

    assert document.text == "Prices:\n\nwho | pays\nadults | 20\nchildren | 10\n\nThat is all."
    assert [block.lead_in for block in document.blocks if block.kind is Kind.ROW] == ["", "who | pays", "who | pays"]


def test_rulers_and_leftovers_of_web_pages_are_dropped() -> None:
    source = "[Skip to content](#)\n\nIt is old.\n\n---\n\nImage not found or type unknown\n\n* * *\n\nIt is slow."

    assert read(source).text == "It is old.\n\nIt is slow."


def test_a_paragraph_above_a_ruler_is_no_heading() -> None:
    assert kinds("The mill was built in the spring of that year.\n---\n\nIt is old.")[0][0] == "paragraph"
    assert kinds("The mill\n---\n\nIt is old.")[0][0] == "heading"


def test_a_page_tells_its_own_address_in_a_paragraph_of_its_own() -> None:
    document = read("It is old.\n\n<https://example.org/mill>")

    assert document.text == "It is old."
    assert document.source.url == "https://example.org/mill"


def test_an_address_within_a_paragraph_or_one_of_several_is_text() -> None:
    assert read("See <https://example.org>.").text == "See https://example.org."
    assert read("<https://a.example>\n\n<https://b.example>").text == "https://a.example\n\nhttps://b.example"


def test_lines_that_are_a_list_stay_lines_though_markdown_would_join_them() -> None:
    source = "Signed,\n\nAnna Berg (Norway)\nBo Dahl (Sweden)\nCarl Ek (Finland)"

    assert kinds(source)[1:] == [("item", line) for line in source.split("\n")[2:]]
    assert read(source).blocks[-1].lead_in == "Signed,"


def test_the_title_is_the_first_heading_of_the_first_level_or_at_the_top() -> None:
    assert read("Preface.\n\n# The mill\n\nOld.").source.title == "The mill"
    assert read("### The *mill*\n\nOld.").source.title == "The mill"
    assert read("Preface.\n\n## The mill\n\nOld.").source.title == "Guide"


def test_front_matter_describes_the_document() -> None:
    document = read(
        "---\ntitle: 1850\npublisher: The Society\ndate: 2021-05-04\nurl: https://example.org\n"
        "based_on:\n  title: The older guide\n  date: 1999-01-02T10:00:00\n---\n# The mill\n\nOld."
    )

    assert document.text == "The mill\n\nOld."
    assert str(document.source.date) == "2021-05-04"
    assert (document.source.title, document.source.publisher) == ("1850", "The Society")
    assert document.based_on is not None
    assert str(document.based_on.date) == "1999-01-02"


def test_front_matter_that_is_not_yaml_is_dropped_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    document = read("---\ntitle: [\n---\nOld.")

    assert (document.text, document.source) == ("Old.", Source("Guide"))
    assert caplog.text.count("front matter ignored, not YAML") == 1


def test_a_part_of_front_matter_that_cannot_be_used_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    document = read("---\ntitle: The mill\npublisher: [a]\ndate: soon\nbased_on: {url: x}\n---\nOld.")

    assert document.source == Source("The mill")
    assert document.based_on is None
    assert len(caplog.records) == 3


def test_text_between_two_rulers_is_no_front_matter() -> None:
    assert read("---\nIt is old.\n\n---\nIt is slow.").text == "It is old.\n\nIt is slow."


def test_a_file_of_nothing_but_markup_is_empty() -> None:
    with pytest.raises(UnreadableSource, match="empty"):
        read("![](x.png)\n\n---\n")


STARTS = st.sampled_from(["", "# ", "- ", "1. ", "> ", "```", "    ", "---", "| a |", "|---|", "title: x"])
INLINE = st.text("aA.:*_`[]()!<>/&;#10\\|~- \u00a0", max_size=12) | st.sampled_from(
    ["<b>", "<!--", "-->", "<https://a.b>"]
)
MARKUP = st.lists(st.tuples(STARTS, STARTS, INLINE).map("".join), max_size=12).map("\n".join)


@given(MARKUP)
def test_any_markup_gives_a_valid_document_or_an_empty_one(source: str) -> None:
    (found,) = parse("guide.md", source.encode())

    assert isinstance(found, Document) or found.reason.startswith("empty")
