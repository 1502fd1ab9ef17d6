"""What Discord shows: quotes as they are, whatever they hold, and never more than Discord takes."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import replies
from bot.markdown import CUT, LONGEST, escape, message, units
from bot.reply import Listing, Paragraph, Part, Quoted, Reply, SourceLine, Verbatim
from retrieval import Source

# Discord's Markdown takes a backslash off whatever is neither a letter, a digit nor a blank.
ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
# What Discord acts on, once what is escaped is out of the way.
OBEYED = re.compile(
    r"[*_~`|<>\[\]@#\\]|^\s*(?:\d+\.|[-+])\s|://|discord\.\w+/|:\w+:|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    re.MULTILINE,
)
NASTY = [
    "**bold** __line__ ~~gone~~ ||spoiler|| `code`",
    "```py\nprint()\n```",
    "# heading\n## smaller\n-# subtext",
    "- list\n* list\n+ list\n1. one\n 2) two",
    "> quoted\n>>> all",
    "@everyone @here <@1> <@!1> <@&1> <#1> </ask:1> <id:home>",
    "[a link](https://evil.example) <https://evil.example> https://evil.example",
    "discord.gg/abc https://discord.com/invite/abc",
    "<:x:1> <a:x:1> :smile: <t:0:R>",
    "\u202eesrever\u202c zero\u200bwidth \u2066x\u2069 \ufeff",
    "back\\slash \\*not\\* \\",
    "¯\\_(ツ)_/¯",
]

texts = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="*_~`|<>[]()@#:/\\-+.1a \n\r\u200b\u200d\u202e😀", max_size=120),
    st.lists(st.sampled_from(NASTY), max_size=4).map("\n".join),
    st.builds(
        lambda unit, count: unit * count, st.sampled_from([*NASTY, "word ", "x", "😀", "\n"]), st.integers(0, 900)
    ),
)
addresses = st.one_of(st.none(), texts, texts.map("https://example.org/{}".format))
sources = st.builds(Source, title=texts.map(lambda text: text or "title"), url=addresses)
numbers = st.integers(1, 10**6)
ranges = st.tuples(st.integers(-5, 400), st.integers(-5, 400))
quotes = st.builds(
    Quoted, texts, st.lists(numbers, max_size=60).map(tuple), st.lists(ranges, max_size=9).map(tuple), st.booleans()
)
lines = st.builds(
    SourceLine,
    st.lists(numbers, min_size=1, max_size=4).map(tuple),
    sources,
    section=st.none() | texts,
    lead_in=texts,
    link=addresses,
    based_on=st.none() | sources,
)
listings = st.builds(Listing, st.lists(st.tuples(texts, texts), max_size=60).map(tuple))
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Paragraph, texts), quotes, quotes, lines, lines, listings, st.builds(Verbatim, texts)
)


def displayed(markdown: str) -> str:
    """Show escaped text as Discord does."""
    return ESCAPED.sub(r"\1", markdown)


def obeyed(markdown: str) -> re.Match[str] | None:
    """Find what Discord would act on in escaped text."""
    return OBEYED.search(ESCAPED.sub("\N{REPLACEMENT CHARACTER}", markdown))


@given(texts)
def test_an_escaped_text_is_shown_as_it_is_and_nothing_in_it_is_obeyed(text: str) -> None:
    escaped = escape(text)

    assert obeyed(escaped) is None
    shown = displayed(escaped)
    plain = text.replace("\r\n", "\n")
    assert len(shown) == len(plain)
    assert all(mine in (theirs, "\N{REPLACEMENT CHARACTER}") for mine, theirs in zip(shown, plain, strict=True))


@pytest.mark.parametrize("text", NASTY)
def test_what_discord_formats_pings_masks_hides_or_previews_is_neutralised(text: str) -> None:
    assert obeyed(escape(text)) is None


@given(
    st.text(
        alphabet=[*string.printable.replace("\r", "").replace("\x0b", "").replace("\x0c", ""), "é", "ж", "中", "😀"]
    )
)
def test_every_ordinary_character_is_shown_itself(text: str) -> None:
    assert displayed(escape(text)) == text


@pytest.mark.parametrize("text", ["می\u200cد", "👩\u200d🚀", "क्\u200dष"])
def test_joiners_stay_where_a_script_needs_them(text: str) -> None:
    assert escape(text) == text


@given(st.lists(parts, max_size=20))
def test_every_reply_keeps_the_limits_of_discord(said: list[Part]) -> None:
    made = message(Reply(tuple(said)))

    assert made.text.strip()
    assert units(made.text) <= LONGEST
    assert made.file is None or made.file.content


def test_the_longest_reply_keeps_the_limits_of_discord() -> None:
    source = Source("t" * 5000, url="https://example.org/" + "u" * 5000)
    said: list[Part] = [Paragraph("p" * 9000)]
    said += [Quoted("*" * 9000, (number,)) for number in range(200)]
    said += [SourceLine((number,), source, link=source.url, based_on=source) for number in range(200)]

    made = message(Reply(tuple(said)))

    assert units(made.text) <= LONGEST
    assert made.file


@given(quoted=quotes, said=st.lists(parts, max_size=9))
def test_no_formatting_of_ours_is_broken_by_a_text(quoted: Quoted, said: list[Part]) -> None:
    text = message(Reply((quoted, *(part for part in said if not isinstance(part, Verbatim))))).text
    bare = ESCAPED.sub("x", re.sub(r" · \[open\]\(<https?://[^\s<>()\\]*>\)", "", text))

    assert re.fullmatch(r"(?:[^*]|\*\*[^*\n]+\*\*)*", bare)
    assert not re.search(r"[_~`|@<\\]|^#|://", re.sub(r"\[\d+\]", "", bare), re.MULTILINE)


@given(quoted=st.builds(Quoted, texts.filter(str.strip), matches=st.lists(ranges, max_size=9).map(tuple)))
def test_a_quote_is_whole_or_its_omission_is_marked(quoted: Quoted) -> None:
    text = message(Reply((quoted,))).text.partition(f"\n\n{escape(replies.SHORTENED)}")[0]
    unquoted = re.sub(r"^> ", "", text, flags=re.MULTILINE)
    shown = re.sub(rf"{ESCAPED.pattern}|\*\*", lambda match: match[1] or "", unquoted)
    whole = displayed(escape(quoted.text))

    assert shown == whole or (shown.endswith(CUT) and whole.startswith(shown.removesuffix(CUT).removesuffix(" ")))


def test_an_answer_has_its_quotes_then_its_numbered_sources_with_links_that_do_not_unfurl() -> None:
    source = Source("Joint letter", "Human Rights Now", url="https://example.org/letter_(1)")
    reply = Reply(
        (
            Paragraph("Asked who, the documents say:"),
            Quoted("Karim Khan is the\nprosecutor.", (1,), ((0, 10), (18, 28)), opens=False),
            SourceLine((1,), source, section="Head", link=source.url, based_on=Source("Minutes")),
            SourceLine((2,), source, link="javascript:alert(1)"),
        )
    )

    assert message(reply).text == (
        "Asked who, the documents say\\:\n\n"
        "> […] **Karim** **Khan** is the\n> **prosecutor**. [1]\n\n"
        "[1] Joint letter, Human Rights Now, section “Head” · [open](<https://example.org/letter_%281%29>)\n"
        "-# based on\\: Minutes\n"
        "[2] Joint letter, Human Rights Now"
    )


def test_what_is_too_long_to_show_is_attached_whole() -> None:
    words = "It rained in Bergen. " * 400
    made = message(Reply((Quoted(words, (1,)), SourceLine((1,), Source("Weather"), link="https://example.org"))))

    assert made.text.endswith(replies.SHORTENED)
    assert f"{CUT} [1]" in made.text
    assert "[open](<https://example.org>)" in made.text
    assert made.file
    assert words in made.file.content.decode()


def test_a_quote_that_is_left_out_takes_its_source_with_it() -> None:
    said: list[Part] = [Quoted("word " * 100, (number,)) for number in range(1, 41)]
    said += [SourceLine((number,), Source("A title " * 9)) for number in range(1, 41)]

    text = message(Reply(tuple(said))).text

    quoted = re.findall(r"^> .*\[(\d+)\]$", text, re.MULTILINE)
    assert quoted == re.findall(r"^\[(\d+)\]", text, re.MULTILINE)
    assert 1 < len(quoted) < 40


def test_a_whole_text_is_a_file_of_exactly_its_characters() -> None:
    made = message(Reply((Verbatim("**as it is**\u202e\r\n"),)))

    assert made.text == replies.ATTACHED
    assert made.file
    assert made.file.content == "**as it is**\u202e\r\n".encode()


def test_a_long_list_says_that_it_goes_on() -> None:
    made = message(Reply((Listing(tuple((f"document-{number}.md", "A title") for number in range(1000))),)))

    assert "**document-0.md** A title" in made.text.replace("\\-", "-")
    assert f"\n{CUT}\n\n" in made.text
    assert made.file
    assert b"document-999.md" in made.file.content
