"""The terminal: everything fits, nothing in a text is obeyed, links stay whole."""

import io
import json
import re
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from bot.reply import Listing, Paragraph, Quoted, Reply, SourceLine, Verbatim
from bot.terminal import busy, console, json_line, progress, safe, show
from retrieval import Source

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
ANY = st.text(st.characters(exclude_categories=())) | st.text("\x1b[31m\r\n\t\u202e ab")
LONG = "https://example.org/" + "long/" * 30


def _shown(reply: Reply, *, width: int = 80, terminal: bool = False) -> str:
    file = io.StringIO()
    on = Console(file=file, width=width, highlight=False, markup=False, emoji=False, force_terminal=terminal or None)
    show(reply, on)
    return file.getvalue()


def _everything(text: str) -> Reply:
    source = Source(text, publisher=text, url=text)
    return Reply(
        (
            Paragraph(text),
            Quoted(text, (1, 2), matches=((0, 1),), opens=False, closes=False),
            SourceLine((1,), source, section=text, lead_in=text, page=1, link=text, based_on=source),
            Listing(((text, text), ("id", text))),
            Verbatim(text),
        )
    )


@settings(deadline=None)  # the first rendering takes longer than the others
@given(text=ANY, width=st.integers(min_value=1, max_value=100))
def test_no_character_that_a_terminal_obeys_gets_through(text: str, width: int) -> None:
    assert not OBEYED.search(_shown(_everything(text), width=width))


@settings(deadline=None)
@given(text=ANY)
def test_a_colour_terminal_is_sent_the_colours_of_the_bot_alone(text: str) -> None:
    shown = re.sub(r"\x1b\[[0-9;]*m", "", _shown(_everything(text), terminal=True))

    assert not OBEYED.search(shown)


@given(text=ANY)
def test_a_safe_text_has_every_character_in_its_place(text: str) -> None:
    shown = safe(text)

    assert len(shown) == len(text)
    assert all(new in (old, "\N{REPLACEMENT CHARACTER}", " ") for old, new in zip(text, shown, strict=True))


@given(text=ANY)
def test_a_line_of_json_is_read_back_as_it_was_and_has_nothing_to_obey(text: str) -> None:
    line = json_line({"text": text})

    assert json.loads(line) == {"text": text}
    assert not OBEYED.search(line)
    assert "\n" not in line


@settings(deadline=None)
@given(words=st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1), width=st.integers(20, 90))
def test_a_quote_keeps_its_words_and_fits_the_width(words: list[str], width: int) -> None:
    lines = _shown(Reply((Quoted(" ".join(words), (1,)),)), width=width).splitlines()

    assert all(line.startswith("│ ") and len(line) <= width for line in lines)
    assert " ".join(line.removeprefix("│ ") for line in lines).split() == [*words, "[1]"]


def test_a_quote_keeps_its_lines() -> None:
    assert _shown(Reply((Quoted("One\n\nTwo", (1,)),))) == "│ One\n│\n│ Two [1]\n"


def test_what_was_cut_is_marked() -> None:
    assert _shown(Reply((Quoted("half of it", (1,), opens=False, closes=False),))) == "│ […] half of it […] [1]\n"


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_source_hangs_from_its_number_and_its_links_stay_whole(width: int) -> None:
    source = Source("A title of several words that is long enough to be wrapped somewhere", "Publisher", url=LONG)
    line = SourceLine((1,), source, section="A section", link=f"{LONG}#:~:text=words", based_on=source)

    shown = _shown(Reply((line,)), width=width).splitlines()

    assert f"    {LONG}#:~:text=words" in shown
    assert f"    {LONG}" in shown
    assert shown[0].startswith("[1] A title of several")
    assert all(text.startswith("    ") for text in shown[1:])
    assert all(len(text) <= width for text in shown if LONG not in text)


def test_a_narrow_terminal_gets_the_words_of_a_list_below_its_names() -> None:
    listing = Listing((("a-document.txt", "what it is"),))

    assert _shown(Reply((listing,)), width=24) == "a-document.txt\n  what it is\n"
    assert _shown(Reply((listing,)), width=80) == "a-document.txt  what it is\n"


def test_the_words_of_the_question_are_bold_on_a_terminal() -> None:
    reply = Reply((Quoted("Khan did it", matches=((0, 4),)),))

    assert "\x1b[1mKhan\x1b[0m" in _shown(reply, terminal=True)


def test_no_color_takes_the_colours_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[36m" not in _shown(_everything("text"), terminal=True)


def test_a_plain_console_has_no_escape_sequences_even_on_a_terminal() -> None:
    file = io.StringIO()
    file.isatty = lambda: True  # type: ignore[method-assign] # stands for a terminal
    show(_everything("text"), console(file, plain=True))

    assert "\x1b" not in file.getvalue()


def test_square_brackets_and_colons_are_shown_as_they_are() -> None:
    assert _shown(Reply((Paragraph("[bold]x[/bold] :smile: 3.14"),))) == "[bold]x[/bold] :smile: 3.14\n"


def test_progress_yields_everything_and_says_nothing_away_from_a_terminal() -> None:
    file = io.StringIO()

    assert list(progress(range(3), words="Reading", total=3, on=console(file))) == [0, 1, 2]
    assert file.getvalue() == ""


def test_progress_is_shown_on_a_terminal_once_it_takes_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.terminal.UNHURRIED", -1.0)
    file = io.StringIO()
    on = Console(file=file, force_terminal=True, width=80)

    assert list(progress(range(3), words="Reading", total=3, on=on)) == [0, 1, 2]
    assert "Reading" in file.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_what_takes_a_while_is_shown_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> None:
    shown = threading.Event()
    monkeypatch.setattr("bot.terminal.UNHURRIED", 0.0)
    file = io.StringIO()
    on = Console(file=file, force_terminal=terminal, width=80)
    monkeypatch.setattr("rich.status.Status.start", lambda _: shown.set())

    with busy("Indexing", on=on):
        assert shown.wait(1 if terminal else 0) == terminal


def test_what_is_over_soon_is_not_shown() -> None:
    file = io.StringIO()

    with busy("Indexing", on=Console(file=file, force_terminal=True, width=80)):
        pass

    assert "Indexing" not in file.getvalue()
