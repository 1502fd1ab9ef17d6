"""Descriptions: what moderators give wins over what is written down, and that over what is guessed."""

import datetime as dt
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import apart
from bot.cli import main
from bot.errors import BadDescription
from bot.requests import Audit, SourceAdd, Undo
from retrieval import Description, Document, Source, parse, share_of
from tests import made_files
from tests.desk import Desk, opened_desk
from tests.library import OPERATOR

WRITTEN = "---\ntitle: Written\nlicence: CC0\ndate: 2020-01-02\n---\nThe gate opens at six.\n"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot with a data directory."""
    async with opened_desk(tmp_path) as opened:
        yield opened


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def _read(front_matter: str) -> Source:
    [document] = parse("rules.md", f"---\n{front_matter}\n---\nThe gate opens at six.\n".encode())
    assert isinstance(document, Document)
    return document.source


def test_what_is_given_wins_over_front_matter_which_wins_over_what_is_guessed(tmp_path: Path) -> None:
    (tmp_path / "gate.md").write_text(WRITTEN)
    data = ("--data", tmp_path / "data", "--json")
    _run("source", "add", tmp_path / "gate.md", "--title", "Given", "--publisher", "The town", *data)

    told = json.loads(_run("source", "show", "gate.md", *data).stdout)["document"]

    assert (told["title"], told["publisher"], told["date"], told["licence"]) == (
        "Given",
        "The town",
        "2020-01-02",
        "CC0",
    )


def test_a_file_is_added_with_what_is_written_about_it_beside_it(tmp_path: Path) -> None:
    (tmp_path / "gate.md").write_text(WRITTEN)
    (tmp_path / "sources.toml").write_text('[[source]]\nfile = "gate.md"\ntitle = "Beside"\nlicense = "MIT"\n')
    data = ("--data", tmp_path / "data", "--json")
    _run("source", "add", tmp_path / "gate.md", *data)

    told = json.loads(_run("source", "show", "gate.md", *data).stdout)["document"]

    assert (told["title"], told["licence"]) == ("Beside", "MIT")


def test_adding_tells_what_was_read_and_what_was_skipped(tmp_path: Path) -> None:
    (tmp_path / "letters.jsonl").write_text(
        '{"doc_id": "a", "text": "The gate opens at six.", "date": "2020-01-02"}\nno\n'
    )

    told = _run("source", "add", tmp_path / "letters.jsonl", "--licence", "CC BY 4.0", "--data", tmp_path / "data")

    assert told.exit_code == 0
    for words in ("Added a.", "letters.jsonl:2", "2 January 2020", "CC BY 4.0", "1 passage", "The gate opens at six."):
        assert words in told.stdout


def test_previewing_a_file_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "gate.md").write_text(WRITTEN)

    told = json.loads(_run("source", "preview", tmp_path / "gate.md", "--data", tmp_path / "data", "--json").stdout)

    assert [(each["id"], each["action"]) for each in told["documents"]] == [("gate.md", "added")]
    assert _run("source", "show", "gate.md", "--data", tmp_path / "data").exit_code == 1


async def test_one_title_is_not_given_to_several_documents(desk: Desk) -> None:
    lines = b'{"doc_id": "a", "text": "One."}\n{"doc_id": "b", "text": "Two."}\n'

    with pytest.raises(BadDescription, match="holds 2 documents, which cannot all be called “Both”"):
        await desk.respond(SourceAdd(OPERATOR, "two.jsonl", lines, given=Description("Both")))

    made = await desk.data(SourceAdd(OPERATOR, "two.jsonl", lines, given=Description(licence="CC0")))
    assert [each["id"] for each in made["changes"]] == ["a", "b"]
    assert [each.source.licence for each in await desk.store.documents(["shared"])][-2:] == ["CC0", "CC0"]


async def test_another_licence_is_a_change_and_what_was_before_comes_back_when_it_is_undone(desk: Desk) -> None:
    given = Description(date=dt.date(2020, 1, 2), licence="CC0", share=0.1)
    text = b"The gate opens at six."
    await desk.respond(SourceAdd(OPERATOR, "gate.txt", text, given=given))
    made = await desk.data(SourceAdd(OPERATOR, "gate.txt", text, given=Description(licence="MIT")))

    assert [each["action"] for each in made["changes"]] == ["replaced"]
    last = (await desk.data(Audit(OPERATOR)))["deeds"][0]["number"]
    await desk.respond(Undo(OPERATOR, last))
    [*_, document] = await desk.store.documents(["shared"])
    assert (document.source.date, document.source.licence, document.source.share) == (given.date, "CC0", 0.1)


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("quotes: no", 0),
        ("quotes: yes", 1),
        ("share: 10%", 0.1),
        ("share: 0.25", 0.25),
        ("quotes: false\nshare: 50%", 0),
        ("quotes: yes\nshare: 50%", 0.5),
        ("quotes: perhaps", 0),
        ("share: 120%", 0),
        ("share: nan", 0),
        ("quotes:", 1),
        ("title: Gate", 1),
    ],
)
def test_a_share_is_read_and_what_cannot_be_read_allows_nothing(written: str, share: float) -> None:
    assert _read(written).share == pytest.approx(share)


def test_a_share_is_a_part_of_the_whole() -> None:
    assert share_of("10%") == pytest.approx(0.1)
    for written in ("110%", "-1", "", "ten", "inf"):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever float says
            share_of(written)


def test_what_is_read_apart_keeps_its_licence() -> None:
    link = '<footer><a rel="license" href="https://creativecommons.org/licenses/by/4.0/">'
    [document] = apart.parse("page.html", made_files.HTML.replace("<footer>", link).encode())

    assert isinstance(document, Document)
    assert document.source.licence == "CC BY 4.0"


@pytest.mark.parametrize("written", ["perhaps", "200%"])
def test_a_share_that_cannot_be_is_wrong_usage(written: str, tmp_path: Path) -> None:
    (tmp_path / "gate.md").write_text(WRITTEN)

    result = _run("source", "add", tmp_path / "gate.md", "--quotes", written, "--data", tmp_path / "data")

    assert result.exit_code == 2
    assert "none of yes, no and 10%" in result.stderr


def test_front_matter_that_cannot_be_read_but_speaks_of_quotes_allows_none() -> None:
    assert _read("title: [\nquotes: no").share == 0
    assert _read("title: [\nwords: no").share == 1


def test_a_list_of_sources_that_cannot_be_read_but_speaks_of_quotes_lets_no_file_be_read(tmp_path: Path) -> None:
    (tmp_path / "gate.txt").write_text("The gate opens at six.")
    (tmp_path / "sources.toml").write_text('[[source]\nfile = "gate.txt"\nquotes = false\n')

    result = _run("ask", "--corpus", tmp_path, "When does the gate open?")

    assert result.exit_code == 1
    assert "sources.toml: not TOML in UTF-8, though it says what may be quoted" in result.stderr
