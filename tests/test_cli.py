"""The commands: the contract of their output and exit status, and errors in one plain line."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import __version__, settings
from bot.cli import main
from tests.library import LETTER

LIBRARY = Path(__file__).parent / "transcripts" / "library"
QUESTION = "Who is the harbour master?"
ANSWER_KEYS = ["question", "id", "outcome", "confidence", "quotes", "nearest", "missing_terms", "reason", "elapsed_ms"]


def _run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def _python(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env={**os.environ, **environment})  # noqa: S603 - our own program


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent.parent), *sys.path]))
    for key in settings.KEYS:
        monkeypatch.delenv(key, raising=False)


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """Give a data directory in which a character of a text was flipped."""
    _run("source", "list", "--data", tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / "verbatim.db")) as database:
        database.execute("UPDATE revisions SET text = replace(text, 'Karim Khan', 'Karim Khat')")
        database.commit()
    return tmp_path / "data"


def test_an_answer_quotes_and_cites() -> None:
    result = _run("ask", "--corpus", LIBRARY, *QUESTION.split())

    assert result.exit_code == 0
    assert "│ The harbour master is Ingrid Solberg." in result.stdout
    assert "[1] Rules of the harbour, Harbour Office, 1 April 2023" in result.stdout


def test_an_answer_as_json_is_one_object_with_the_keys_of_the_contract() -> None:
    result = _run("ask", "--json", "--corpus", LIBRARY, QUESTION)

    data = json.loads(result.stdout)
    assert list(data) == ANSWER_KEYS
    assert data["outcome"] == "answer"
    [quoted] = data["quotes"]
    text = _run("source", "text", "--corpus", LIBRARY, quoted["document"]["id"]).stdout
    assert text[quoted["start"] : quoted["end"]] == quoted["text"]


def test_a_refusal_is_an_answer() -> None:
    result = _run("ask", "--json", "--corpus", LIBRARY, "Who invented the telephone?")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["outcome"] == "no_answer"


def test_a_batch_answers_each_question_in_order_with_its_id(tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    questions: list[dict[str, object]] = [
        {"qid": "b", "question": QUESTION},
        {"qid": 1, "question": "zork"},
        {"question": "And what does she decide?", "history": [QUESTION]},
    ]
    batch.write_text("\n".join(json.dumps(question) for question in questions))

    result = _run("ask", "--corpus", LIBRARY, "--batch", batch)

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == [question["question"] for question in questions]
    assert [answer.get("qid") for answer in answers] == ["b", 1, None]
    assert list(answers[0]) == ["question", "qid", *ANSWER_KEYS[1:]]
    assert answers[2]["outcome"] == "answer"


def test_a_bad_line_of_a_batch_is_told_before_anything_is_asked() -> None:
    result = _run("ask", "--corpus", LIBRARY, "--batch", "-", stdin=f'{{"question": "{QUESTION}"}}\n{{"qid": 2}}\n')

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == 'Error: standard input, line 2: a text as "question" is expected. Nothing was asked.\n'


def test_a_search_ranks_passages() -> None:
    data = json.loads(_run("search", "--json", "--limit", "2", "--corpus", LIBRARY, "mooring", "permit").stdout)

    assert list(data) == ["question", "hits", "elapsed_ms"]
    assert len(data["hits"]) == 2
    assert "number" not in data["hits"][0]


def test_a_search_takes_a_batch_too() -> None:
    result = _run(
        "search", "--limit", "1", "--corpus", LIBRARY, "--batch", "-", stdin='{"qid": 7, "question": "crane"}'
    )

    [hit] = json.loads(result.stdout)["hits"]
    assert "crane" in hit["text"]
    assert json.loads(result.stdout)["qid"] == 7


def test_a_text_goes_to_a_pipe_byte_for_byte(tmp_path: Path) -> None:
    text = "Some \x1b[31mred\x1b[0m words: „Ü“ \u202e\r\n\n   and no line end"
    (tmp_path / "corpus.jsonl").write_text(json.dumps({"doc_id": "a", "title": "A", "text": text}))

    piped = _python("source", "text", "--corpus", tmp_path / "corpus.jsonl", "a", LC_ALL="C")

    assert piped.stdout == text.encode()


def test_output_is_utf_8_whatever_the_locale() -> None:
    piped = _python("ask", "--corpus", LIBRARY, "--json", "Who is the „Bär“?", LC_ALL="C", PYTHONIOENCODING="latin-1")

    assert json.loads(piped.stdout.decode())["question"] == "Who is the „Bär“?"


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"question": QUESTION}) + "\n" + json.dumps({"question": "zork"}) + "\n")
    command = [sys.executable, "-m", "bot", "ask", "--corpus", str(LIBRARY), "--batch", str(batch)]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own program
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        told = process.stderr.read()

    assert told == b""


def test_a_question_is_answered_from_a_data_directory_that_is_filled_first(tmp_path: Path) -> None:
    first = _run("ask", "--json", "--data", tmp_path / "new", "Who is Karim Khan?")
    second = _run("ask", "--json", "--data", tmp_path / "new", "Who is Karim Khan?")

    assert "is new: filling it from" in first.stderr
    assert second.stderr == ""
    assert {**json.loads(first.stdout), "elapsed_ms": 0} == {**json.loads(second.stdout), "elapsed_ms": 0}


def test_a_new_data_directory_is_filled_from_the_corpus_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_CORPUS", str(LIBRARY))
    monkeypatch.setenv("VERBATIM_DATA", "place")

    listed = json.loads(_run("source", "list", "--json").stdout)

    assert [document["id"] for document in listed["documents"]] == ["harbour-rules.md", "minutes.md"]
    assert Path("place", "verbatim.db").exists()


def test_a_corpus_leaves_the_data_directory_alone() -> None:
    _run("ask", "--corpus", LIBRARY, QUESTION)

    assert not Path("data").exists()


def test_what_is_skipped_is_told_in_one_line_each(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER)
    (tmp_path / "noise.txt").write_bytes(b"\x00\x01")

    result = _run("source", "list", "--corpus", tmp_path)

    assert "letter.txt" in result.stdout
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["skipped noise.txt"]


def test_a_damaged_text_is_withheld_and_logged(damaged: Path, caplog: pytest.LogCaptureFixture) -> None:
    result = _run("ask", "--json", "--data", damaged, "Who is Karim Khan?")

    assert result.exit_code == 1
    assert "Khat" not in result.stdout
    assert json.loads(result.stdout)["outcome"] == "no_answer"
    assert "stored text has revision" in caplog.text


def test_the_check_tells_damage_line_by_line_and_exits_with_1(damaged: Path) -> None:
    result = _run("check", "--data", damaged)

    assert result.exit_code == 1
    assert "Damage found" in result.stdout
    assert "its text has revision" in result.stdout


def test_the_check_of_a_sound_library_exits_with_0() -> None:
    result = _run("check", "--corpus", LIBRARY)

    assert (result.exit_code, result.stdout.split(":")[0]) == (0, "No damage found")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("source", "text", "nothing", "--corpus", str(LIBRARY)), "Error: There is no document nothing."),
        (("source", "text", "minute.md", "--corpus", str(LIBRARY)), "Do you mean minutes.md?"),
        (("check", "--data", "file/data"), "Error: file/data: cannot be used as data directory: Not a directory."),
        (("ask", "Who?", "--corpus", "empty"), "Error: empty: no document can be read there"),
    ],
)
def test_a_failure_is_one_plain_line_and_exits_with_1(arguments: tuple[str, ...], told: str) -> None:
    Path("file").touch()
    Path("empty").mkdir()

    result = _run(*arguments)

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", " "),
        ("ask", "Who?", "--batch", "-"),
        ("ask", "Who?", "--corpus", "/no/such/folder"),
        ("ask", "Who?", "--corpus", ".", "--data", "."),
        ("search", "--limit", "0", "words"),
        ("unknown",),
    ],
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...]) -> None:
    result = _run(*arguments, stdin="")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith("Error: ")


def test_a_bad_setting_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_CORPUS", "/no/such/folder")

    result = _run("source", "list")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: VERBATIM_CORPUS='/no/such/folder' cannot be used")


def test_a_failure_of_the_program_itself_shows_no_traceback() -> None:
    ended = _python("source", "text", "nothing", "--corpus", LIBRARY)

    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.startswith(b"Error: There is no document nothing.")


def test_what_is_done_is_logged_on_demand() -> None:
    ended = _python("ask", "-v", "--json", "--corpus", LIBRARY, QUESTION)

    assert json.loads(ended.stdout)["outcome"] == "answer"
    assert b"INFO bot." in ended.stderr
    assert QUESTION.encode() not in ended.stderr


def test_alone_it_shows_its_help() -> None:
    alone = _run()

    assert alone.exit_code == 0
    assert alone.stdout == _run("--help").stdout


def test_it_tells_its_version() -> None:
    assert _run("--version").stdout == f"verbatim, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("ask", QUESTION), QUESTION),
        (("search", "mooring"), "/search mooring"),
        (("source", "list"), "/source list"),
        (("source", "show", "minutes.md"), "/source show minutes.md"),
    ],
)
def test_a_command_and_a_line_of_the_prompt_get_the_same_reply(arguments: tuple[str, ...], line: str) -> None:
    by_command = _run(*arguments, "--corpus", LIBRARY)
    by_line = _run("repl", "--corpus", LIBRARY, stdin=f"{line}\n")

    assert by_command.exit_code == by_line.exit_code == 0
    assert by_command.stdout == by_line.stdout.removesuffix("\n")


def test_a_question_can_be_asked_of_one_document_alone() -> None:
    asked = ("--corpus", LIBRARY, "--json", QUESTION)

    assert json.loads(_run("ask", "--source", "harbour-rules.md", *asked).stdout)["outcome"] == "answer"
    assert json.loads(_run("ask", "--source", "minutes.md", *asked).stdout)["outcome"] == "no_answer"
    assert _run("ask", "--source", "nowhere.md", *asked).exit_code == 1


def test_the_bot_without_a_token_says_so_in_one_line_and_exits_with_2() -> None:
    result = _run("run", "--corpus", LIBRARY)

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: DISCORD_TOKEN (not set)")
    assert result.stderr.count("\n") == 1


def test_what_buttons_do_on_discord_is_done_by_the_id_of_an_answer(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "data")
    asked = json.loads(_run("ask", "--json", *data, "Who is the chief prosecutor?").stdout)
    first, passage = asked["quotes"][0], asked["quotes"][0]["passage"]

    around = json.loads(_run("answer", "context", asked["id"], "--json", *data).stdout)
    further = json.loads(_run("answer", "more", asked["id"], "--page", "2", "--json", *data).stdout)
    again = json.loads(_run("answer", "again", asked["id"], "--json", *data).stdout)
    cited = json.loads(_run("cite", passage, "--json", *data).stdout)

    assert first["text"] in around["contexts"][0]["around"]
    assert (further["page"], further["id"]) == (2, asked["id"])
    assert (again["id"], again["quotes"]) == (asked["id"], asked["quotes"])
    assert cited["text"] == first["text"]
    assert json.loads(_run("answer", "unhelpful", asked["id"], "--json", *data).stdout) == {"helpful": False}


def test_settings_are_those_of_the_place_that_is_named(tmp_path: Path) -> None:
    here, there = ("--data", tmp_path, "--server", "7"), ("--data", tmp_path, "--server", "8")

    changed = _run("settings", "change", "language=de", "moderators=5", *here)
    refused = _run("settings", "change", "requests=none", *here)

    assert "Deutsch" in changed.stdout
    assert (refused.exit_code, "a number from 1 to 100 is expected" in refused.stderr) == (1, True)
    assert json.loads(_run("settings", "show", "--json", *here).stdout)["language"] == "de"
    assert json.loads(_run("settings", "show", "--json", *there).stdout)["language"] is None


def test_nobody_is_said_to_be_asked_whom_a_terminal_cannot_reach(tmp_path: Path) -> None:
    here = ("--data", tmp_path, "--server", "7")
    _run("settings", "change", "moderators=5", *here)
    asked = _run("repl", *here, stdin="Who is the chief prosecutor?\n/person\n/person\n").stdout

    assert asked.count("The moderators could not be asked") == 2
    assert "before" not in asked


def test_messages_of_a_server_are_listed_and_taken_back_by_whoever_runs_the_bot() -> None:
    listed = _run("source", "channels", "--json", "--corpus", LIBRARY)
    assert (listed.exit_code, json.loads(listed.stdout)) == (0, {"channels": []})

    taken = _run("source", "withdraw", "https://discord.com/channels/11/22/33", "--server", "11", "--corpus", LIBRARY)
    assert (taken.exit_code, "is not quoted from here" in taken.stdout) == (0, True)
    assert _run("source", "withdraw", "33", "--corpus", LIBRARY).exit_code == 1
