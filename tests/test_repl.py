"""The prompt: transcripts replay, lines become requests, and what is typed is completed and remembered.

A transcript is what a session at width 80 looks like: lines that begin with `> ` are typed, the others are shown. After
a change of wording, `ACCEPT=1 pytest tests/test_repl.py` writes them anew, to be read in the diff.
"""

import asyncio
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document as Line
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot import app, commands, repl
from bot.repl import Before, Commands, Library, Session, prompted, read
from bot.reply import Reply
from bot.requests import (
    About,
    Again,
    Ask,
    Asker,
    AskPerson,
    Check,
    Cite,
    Context,
    Feedback,
    Help,
    More,
    Replay,
    Request,
    Search,
    SettingsChange,
    SettingsShow,
    SourceList,
    SourceReceipt,
    SourceShow,
    SourceText,
    Verify,
    Why,
)
from bot.terminal import console

TRANSCRIPTS = Path(__file__).parent / "transcripts"
LIBRARY = TRANSCRIPTS / "library"
ANYBODY = Asker("somebody")
OPEN = Library(documents=("harbour-rules.md", "Harbour plan.pdf", "minutes.md"), passages=20)


async def _replayed(lines: list[str], *, moderator: bool) -> str:
    shown = io.StringIO()
    async with app.corpus(LIBRARY, notes=console(io.StringIO())) as opened:
        session = Session(
            opened.respond, Asker("somebody", moderator=moderator, operator=moderator), console(shown, plain=True)
        )
        for line in lines:
            shown.write(f"{repl.PROMPT}{line}\n")
            await session.enter(line)
    return shown.getvalue()


@pytest.mark.parametrize("transcript", sorted(TRANSCRIPTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_transcript_replays(transcript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    expected = transcript.read_text(encoding="utf-8")
    typed = re.findall(r"^> (.+)$", expected, re.MULTILINE)

    shown = asyncio.run(_replayed(typed, moderator=transcript.stem == "moderator"))

    if os.environ.get("ACCEPT"):
        transcript.write_text(shown, encoding="utf-8")
    else:
        assert shown == expected


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("Who is it?", Ask(ANYBODY, "Who is it?", ("before",))),
        ("/ask  Who is it?", Ask(ANYBODY, "Who is it?", ("before",))),
        ("/search two words", Search(ANYBODY, "two words")),
        ("/source list", SourceList(ANYBODY)),
        ("/source show a b.md", SourceShow(ANYBODY, "a b.md")),
        ("/source text a.md", SourceText(ANYBODY, "a.md")),
        ("/source verify So it is. — The book", Verify(ANYBODY, "So it is. — The book")),
        ("/source why 87d84b484795", Why(ANYBODY, "87d84b484795")),
        ("/source receipt 87d84b484795", SourceReceipt(ANYBODY, "87d84b484795")),
        ("/source replay 87d84b484795", Replay(ANYBODY, "87d84b484795")),
        ("/context", Context(ANYBODY, "87d84b484795")),
        ("/context 0123456789ab", Context(ANYBODY, "0123456789ab")),
        ("/more", More(ANYBODY, "87d84b484795", 2)),
        ("/more 0123456789ab", More(ANYBODY, "0123456789ab")),
        ("/more 0123456789ab 3", More(ANYBODY, "0123456789ab", 3)),
        ("/again", Again(ANYBODY, "87d84b484795", private=True)),
        ("/helpful", Feedback(ANYBODY, "87d84b484795", helpful=True)),
        ("/unhelpful", Feedback(ANYBODY, "87d84b484795", helpful=False)),
        ("/person", AskPerson(ANYBODY, "87d84b484795")),
        ("/cite a.md@0123456789abcdef:1-2", Cite(ANYBODY, "a.md@0123456789abcdef:1-2")),
        ("/settings show", SettingsShow(ANYBODY)),
        ("/setup language=de wrongly=2.5", SettingsChange(ANYBODY, {"language": "de", "wrongly": 0.025})),
        ("/check", Check(ANYBODY)),
        ("/about", About(ANYBODY)),
        ("/help", Help(ANYBODY)),
    ],
)
def test_a_line_becomes_the_request_it_asks_for(line: str, request_: Request) -> None:
    assert read(line, asker=ANYBODY, before=Before(("before",), "87d84b484795", 2)) == request_


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/hlep", "There is no command /hlep. Do you mean /help"),
        ("/askwho", "There is no command /askwho. Do you mean /ask"),
        ("/§§§", "There is /ask, /search, /source list,"),
        ("/ask", "It takes one more thing: /ask QUESTION"),
        ("/context", "There is no answer yet that this could be about. Ask something first, or name one: /context"),
        ("/setup colour=red", "colour cannot be that: one of moderators=, channels="),
        ("/setup mentions=perhaps", "mentions cannot be that: yes or no is expected"),
        ("/more 0123456789ab two", "A number is expected: /more ANSWER 2"),
        ("/source text", "It takes one more thing: /source text DOCUMENT"),
    ],
)
def test_a_line_that_asks_for_nothing_is_told_what_there_is(line: str, told: str) -> None:
    said = read(line, asker=ANYBODY, before=Before())

    assert isinstance(said, str)
    assert told in said


def test_every_command_of_the_help_is_one_of_the_prompt() -> None:
    assert [name for name in repl.NAMES if name != repl.QUIT] == list(commands.DOES)


def _completed(typed: str) -> list[str]:
    return [completion.text for completion in Commands(OPEN.documents).get_completions(Line(typed), CompleteEvent())]


def test_commands_and_documents_are_completed() -> None:
    assert _completed("/source s") == ["/source show"]
    assert _completed("/source remove har") == ["harbour-rules.md", "Harbour plan.pdf"]
    assert _completed("/source show har") == ["harbour-rules.md", "Harbour plan.pdf"]
    assert _completed("/source text ") == list(OPEN.documents)
    assert _completed("so") == _completed("") == []


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[PipeInput]:
    """Give the keys of a terminal that shows nothing, for a user whose state is kept in a folder of the test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        yield typed


async def test_control_c_clears_the_line_and_control_d_ends(keys: PipeInput) -> None:
    keys.send_text("wrong\x03right\n\x04")

    assert [line async for line in prompted(OPEN)] == ["right"]


async def test_what_was_typed_is_remembered_in_the_next_session(keys: PipeInput, tmp_path: Path) -> None:
    keys.send_text("first\n\x04")
    assert [line async for line in prompted(OPEN)] == ["first"]

    keys.send_text("\x10\n\x04")  # Ctrl-P, the line before
    assert [line async for line in prompted(OPEN)] == ["first"]
    assert "first" in (tmp_path / "state" / "verbatim" / "history").read_text()


async def test_a_history_that_cannot_be_written_disturbs_nobody(keys: PipeInput, tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    keys.send_text("asked all the same\n\x04")

    assert [line async for line in prompted(OPEN)] == ["asked all the same"]


async def test_earlier_questions_go_along_but_not_for_ever() -> None:
    asked: list[Request] = []

    async def respond(request: Request) -> Reply:
        asked.append(request)
        return commands.helped()

    session = Session(respond, ANYBODY, console(io.StringIO()))
    for number in range(repl.REMEMBERED + 2):
        await session.enter(f"question {number}")
    await session.enter("/help")

    [*_, last, _help] = asked
    assert isinstance(last, Ask)
    assert last.history == tuple(f"question {number}" for number in range(1, repl.REMEMBERED + 1))


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def test_a_session_begins_by_saying_what_is_open(
    keys: PipeInput, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", _Terminal())
    keys.send_text("/help\n\n/quit\n")

    async with app.corpus(LIBRARY, notes=console(io.StringIO())) as opened:
        await repl.run(opened.respond, OPEN, ANYBODY)

    shown = capsys.readouterr().out
    assert shown.startswith("Verbatim has 3 documents and 20 passages open.")
    assert "/source text DOCUMENT" in shown


async def test_lines_of_a_pipe_are_answered_without_a_prompt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Who is the harbour master?\n\n/quit\nnever asked\n"))

    async with app.corpus(LIBRARY, notes=console(io.StringIO())) as opened:
        await repl.run(opened.respond, OPEN, ANYBODY)

    shown = capsys.readouterr().out
    assert shown.startswith("Asked who, the documents say:")
    assert "never" not in shown
