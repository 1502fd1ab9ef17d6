"""The eval command: what it measures, how it shows it, and what it says of files that it cannot use."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

GOLD = [
    {"qid": "1", "question": "Who keeps the key?", "answers": ["Anna"], "documents": ["house.txt"], "answerable": True},
    {"qid": "2", "question": "When does the hall open?", "answers": ["at noon"], "documents": ["house.txt"]},
    {"qid": "3", "question": "Who won the World Cup?", "answerable": False},
]
OTHERS = [{"qid": "9", "question": "How tall is Mount Everest?", "answers": ["8,849 m"], "documents": ["peaks.txt"]}]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Make a library and its gold questions."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "house.txt").write_text("Anna Berg keeps the key of the hall.\n\nThe hall opens at noon on Sundays.\n")
    for name, questions in (("gold", GOLD), ("others", OTHERS)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(question) + "\n" for question in questions))
    return folder


def evaluated(corpus: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["eval", str(corpus.parent / "gold.jsonl"), "--corpus", str(corpus), *options])


def test_the_measures_and_the_reliability_are_shown_as_tables(corpus: Path) -> None:
    shown = evaluated(corpus)

    assert shown.exit_code == 0
    assert shown.stdout.startswith("2 questions with an answer, 1 without; answers need a confidence of 0.50\n")
    assert "hit@1" in shown.stdout
    assert "confidence  questions  with an answer" in shown.stdout


def test_a_script_gets_the_same_as_one_object(corpus: Path) -> None:
    measured = json.loads(evaluated(corpus, "--json").stdout)

    assert measured["questions"] == {"answerable": 2, "unanswerable": 1}
    assert measured["hit@1"] == 1.0
    assert measured["answer in quotes"] == 1.0
    assert measured["unanswerable answered"] == 0.0
    assert sum(part["questions"] for part in measured["reliability"]) == 3


def test_questions_of_other_documents_count_as_having_no_answer(corpus: Path) -> None:
    measured = json.loads(evaluated(corpus, "--foreign", str(corpus.parent / "others.jsonl"), "--json").stdout)

    assert measured["questions"] == {"answerable": 2, "unanswerable": 2}


def test_a_plot_is_a_picture(corpus: Path) -> None:
    picture = corpus.parent / "picture.png"

    shown = evaluated(corpus, "--plot", str(picture))

    assert shown.exit_code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_plot_without_matplotlib_says_what_to_install(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)

    shown = evaluated(corpus, "--plot", str(corpus.parent / "picture.png"))

    assert shown.exit_code == 1
    assert "pip install 'verbatim[plot]'" in shown.stderr


def test_a_line_that_is_no_question_is_named(corpus: Path) -> None:
    (corpus.parent / "gold.jsonl").write_text('{"qid": "1"}\n')

    shown = evaluated(corpus)

    assert shown.exit_code == 1
    assert "gold.jsonl:1: not a gold question" in shown.stderr


def test_a_file_that_is_no_text_is_named(corpus: Path) -> None:
    (corpus.parent / "gold.jsonl").write_bytes(b"\xff\xfe\x00")

    shown = evaluated(corpus)

    assert shown.exit_code == 1
    assert "gold.jsonl: cannot be read" in shown.stderr
