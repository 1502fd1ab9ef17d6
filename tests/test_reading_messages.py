"""Messages of a chat: what a reader sees of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Kind, Source, read_message

NAMED = {"@1": "Al*ice*", "@&2": "Staff", "#3": "rules"}
WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=80)
PIECES = st.sampled_from(
    ["<@1>", "||", "```", "`", "\n", "<t:1:R>", "<:a:1>", "**", "> ", "- ", "# ", "\\", "<#3>", "~~"]
)


def read(text: str) -> str:
    document = read_message("m", text, named=NAMED, source=Source("#rules"))
    return document.text if document else ""


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**Be** *kind*, __always__.", "Be kind, always."),
        ("Ask <@1>, <@!1> or <@&2> in <#3>.", "Ask @Al*ice*, @Al*ice* or @Staff in #rules."),
        ("Ask <@9> in <#9>.", "Ask @unknown in #unknown."),
        ("Hello <:wave_hand:123> <a:party:4>!", "Hello :wave_hand: :party:!"),
        ("At <t:1700000000:R>, or <t:9999999999999>.", "At 2023-11-14 22:13 UTC, or <t:9999999999999>."),
        ("Type </source list:55> first.", "Type /source list first."),
        ("The butler ||did *it*|| there.", "The butler [spoiler] there."),
        ("One line\nand another\n\nand a third.", "One line\nand another\n\nand a third."),
        ("-# small print\n>>> a long\nquotation", "small print\na long\nquotation"),
        (
            "See [the rules](https://example.org/rules) or <https://example.org>.",
            "See the rules or https://example.org.",
        ),
        ("https://example.org/a_b_c", "https://example.org/a_b_c"),
        ("Use <b>tags</b> &amp; \\*stars\\* as they are.", "Use <b>tags</b> &amp; *stars* as they are."),
        ("Not a heading\n---", "Not a heading"),
        ("Write `<@1> ||this||` so.", "Write <@1> ||this|| so."),
        ("```py\nprint('<@1>')\n```", "print('<@1>')"),
        ("---\ntitle: Mine\n---\nWords.", "title: Mine\n\nWords."),
        ("    four blanks are no code", "four blanks are no code"),
    ],
)
def test_a_message_reads_as_its_reader_sees_it(written: str, seen: str) -> None:
    assert read(written) == seen


def test_headings_lists_and_code_are_what_they_are() -> None:
    document = read_message("m", "# Rules\n- Be kind\n- No spam\n```\ncode\n```", named={}, source=Source("#rules"))

    assert document
    assert [block.kind for block in document.blocks] == [Kind.HEADING, Kind.ITEM, Kind.ITEM, Kind.CODE]


@pytest.mark.parametrize("written", ["", " \n ", "---", "-# "])
def test_a_message_without_words_is_no_document(written: str) -> None:
    assert read(written) == ""


@given(st.lists(st.one_of(WORDS, PIECES), max_size=12).map("".join))
def test_no_message_is_too_odd_to_be_read(written: str) -> None:
    read(written)


@given(WORDS, WORDS)
def test_what_a_spoiler_hides_is_not_read(before: str, after: str) -> None:
    assert "secretword" not in read(f"{before.replace('|', '').replace('`', '')} ||a secretword|| {after}")


@given(st.text(alphabet="*_~`<>[]()#|\\ab!&;-+.1", min_size=1, max_size=20).filter(str.strip))
def test_a_name_is_shown_as_it_is(name: str) -> None:
    document = read_message("m", "Ask <@1> now.", named={"@1": name}, source=Source("#rules"))

    assert document
    assert document.text == " ".join(f"Ask @{name} now.".split())
