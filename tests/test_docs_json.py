"""`docs/json.md` and the objects that are really written: neither knows a key that the other does not."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot import replies
from bot.cli import main
from retrieval import Answer, QuestionKind, Quote
from tests.library import document, letter, quote

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
ASK, SEARCH = (json.loads(example) for example in re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL))
COMMANDS = re.findall(r"^`python -m bot (.*)`$", DOCS, re.MULTILINE)


def _real(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, [*arguments, "--corpus", str(ROOT / "seeds")])
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def _keys(data: object) -> object:
    """Give the keys of an object and of what is in it, in order."""
    match data:
        case dict():
            return {key: _keys(value) for key, value in data.items()}
        case [first, *_]:
            return [_keys(first)]
        case _:
            return None


def _table(heading: str, *, after: str) -> list[str]:
    """List the keys of the first table after some words of a section."""
    section = DOCS.split(f"## {heading}\n")[1].split("\n## ")[0]
    table = section.split(after)[1].split("| --- | --- |\n")[1].split("\n\n")[0]
    return re.findall(r"^\| `(\w+)`", table, re.MULTILINE)


def _everything() -> dict[str, Any]:
    """Write an answer that has every optional key."""
    same = quote(document("other.md", "Karim Khan is the prosecutor."), "Karim Khan is the prosecutor.")
    first = Quote(letter(), quote(letter(), "Karim Khan is the prosecutor.").passages, 1.0, also=(same,))
    answer = Answer("Who?", QuestionKind.WHO, 0.5, (first,), differing=(0,), corrections=(("hwo", "who"),))
    return dict(replies.answered(answer, elapsed_ms=1.0, pinned=1).data)


@pytest.mark.parametrize("example", [ASK, SEARCH], ids=["ask", "search"])
def test_an_example_has_the_keys_of_what_its_command_writes(example: dict[str, Any]) -> None:
    command = COMMANDS[[ASK, SEARCH].index(example)]

    assert _keys(_real(*re.findall(r'"[^"]+"|\S+', command.replace('"', "'").replace("'", '"')))) == _keys(example)


def test_the_tables_of_ask_name_every_key_and_no_other() -> None:
    data = _everything()

    assert _table("`ask`", after="```\n\n") == ["question", "qid", *(key for key in data if key != "question")]
    assert _table("`ask`", after="A quote:") == list(data["quotes"][0])


def test_the_keys_of_a_document_are_named() -> None:
    [named] = re.findall(r"^\| `document` \| what is quoted: (.*) \|$", DOCS, re.MULTILINE)

    assert re.findall(r"`(\w+)`", named) == list(_everything()["quotes"][0]["document"])


def test_the_table_of_search_names_every_key_and_no_other() -> None:
    data = _real("search", "--json", "letter")

    assert _table("`search`", after="```\n\n") == ["question", "qid", *(key for key in data if key != "question")]


@pytest.mark.parametrize(
    ("label", "command"),
    [
        ("source list", ("source", "list")),
        ("source show DOCUMENT", ("source", "show", ASK["quotes"][0]["document"]["id"])),
        ("source show PASSAGE", ("source", "show", ASK["quotes"][0]["passage"])),
        ("source text", ("source", "text", ASK["quotes"][0]["document"]["id"])),
        ("source why", ("source", "why", "Who signed it?")),
        ("source verify", ("source", "verify", ASK["quotes"][0]["text"])),
        ("source remove", ("source", "remove", "--yes", ASK["quotes"][0]["document"]["id"])),
        ("check", ("check",)),
    ],
)
def test_the_keys_of_the_other_commands_are_named(label: str, command: tuple[str, ...]) -> None:
    [named] = re.findall(rf"^\| `{label}` \| (.*) \|$", DOCS, re.MULTILINE)

    written = _real(*command, "--json")

    assert [key for key in re.findall(r"`(\w+)`", named) if key in written] == list(written)


def test_the_example_of_ask_quotes_what_stands_in_the_document() -> None:
    [quoted] = ASK["quotes"]

    text = _real("source", "text", "--json", quoted["document"]["id"])["text"]

    assert text[quoted["start"] : quoted["end"]] == quoted["text"]


def test_the_keys_of_ingest_and_replay_are_named(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path), "--json")
    written = {
        "ingest": CliRunner().invoke(main, ["ingest", str(ROOT / "seeds"), *data]).stdout,
        "ask": CliRunner().invoke(main, ["ask", "Who signed?", *data]).stdout,
    }
    written["replay"] = CliRunner().invoke(main, ["replay", json.loads(written["ask"])["id"], *data]).stdout

    for command in ("ingest", "replay"):
        [named] = re.findall(rf"^\| `{command}` \| (.*) \|$", DOCS, re.MULTILINE)
        keys = list(json.loads(written[command]))
        assert [key for key in re.findall(r"`(\w+)`", named) if key in keys] == keys


@pytest.mark.parametrize(
    ("label", "command"),
    [
        ("answers", ("answers",)),
        ("rulings", ("rulings",)),
        ("changed", ("changed",)),
        ("gaps", ("gaps",)),
        ("stats", ("stats", "--days", "1")),
        ("audit", ("audit",)),
        ("eval --golden", ("eval", "--golden")),
        ("source refresh", ("source", "refresh")),
        ("source preview", ("source", "preview", str(ROOT / "README.md"))),
    ],
)
def test_the_keys_of_what_moderators_ask_are_named(label: str, command: tuple[str, ...]) -> None:
    [named] = re.findall(rf"^\| `{label}` \| (.*) \|$", DOCS, re.MULTILINE)

    written = _real(*command, "--json")

    assert [key for key in re.findall(r"`(\w+)`", named) if key in written] == list(written)
