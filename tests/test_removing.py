"""Documents are removed once that is confirmed, brought back for thirty days, and described anew for good."""

import datetime as dt
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from bot.cli import main
from bot.errors import BadDescription, BadRuling, NotAllowed, UnknownSource
from bot.handlers import ingesting
from bot.repl import Session
from bot.reply import Attached
from bot.requests import (
    Asker,
    Audit,
    SourceAdd,
    SourceEdit,
    SourceOriginal,
    SourcePreview,
    SourceRemove,
    SourceRestore,
    SourceShow,
    Undo,
)
from bot.terminal import console
from bot.typed import description
from retrieval import Description
from tests.desk import BEFORE, Desk, opened_desk
from tests.library import ANYBODY, MODERATOR, OPERATOR

RULES = SourceRemove(OPERATOR, "rules.md", confirmed=True)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot with a data directory."""
    async with opened_desk(tmp_path) as opened:
        yield opened


async def _days_ago(desk: Desk, days: int) -> None:
    """Let everything that was changed have been changed so many days before."""
    then = (dt.datetime.now(dt.UTC) - dt.timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
    async with desk.store.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE changes SET made_at = :then"), {"then": then})


async def _listed(desk: Desk) -> list[str]:
    return await desk.store.ids(["shared"])


def _run(*arguments: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], input=typed)


async def test_nothing_is_removed_before_that_is_confirmed(desk: Desk) -> None:
    await desk.ask()
    await desk.receipts.settled()

    asked = await desk.respond(SourceRemove(OPERATOR, "rules.md"))

    assert await _listed(desk) == ["rules.md", "boats.md"]
    assert asked.data == {"confirm": "rules.md", "quoted_in": 1, "changes": [], "skipped": []}
    assert "Nothing is removed yet. It was quoted in 1 answer here." in str(asked.parts)


async def test_a_removed_document_is_brought_back_as_it_was(desk: Desk) -> None:
    given = Description("House rules", date=dt.date(2024, 5, 31), licence="CC0", share=0.5)
    await desk.respond(SourceEdit(OPERATOR, "rules.md", given))
    [before] = [each for each in await desk.store.documents(["shared"]) if each.id == "rules.md"]

    removed = await desk.respond(RULES)
    assert "it can be brought back: /source restore rules.md" in str(removed.parts)
    assert (await desk.ask())["outcome"] == "no_answer"
    await _days_ago(desk, 29)
    await desk.respond(SourceRestore(OPERATOR, "rules.md"))

    assert before in await desk.store.documents(["shared"])
    assert (await desk.ask())["outcome"] == "answer"


async def test_after_thirty_days_a_document_is_not_brought_back_any_more(desk: Desk) -> None:
    removed = await desk.data(RULES)
    await _days_ago(desk, 31)

    for request in (SourceRestore(OPERATOR, "rules.md"), Undo(OPERATOR, removed["undo"])):
        with pytest.raises(BadRuling, match=r"rules.md was removed on .*, more than 30 days ago.*Add its file again"):
            await desk.respond(request)
    assert await _listed(desk) == ["boats.md"]


async def test_the_removal_names_what_undoes_it(desk: Desk) -> None:
    removed = await desk.data(RULES)

    await desk.respond(Undo(OPERATOR, removed["undo"]))

    assert set(await _listed(desk)) == {"rules.md", "boats.md"}


async def test_what_is_there_or_was_never_there_is_not_brought_back(desk: Desk) -> None:
    await desk.respond(RULES)

    with pytest.raises(BadRuling, match=r"boats\.md is in the library"):
        await desk.respond(SourceRestore(OPERATOR, "boats.md"))
    with pytest.raises(UnknownSource, match=r"no removed document rule\.md\. Do you mean rules\.md\?"):
        await desk.respond(SourceRestore(OPERATOR, "rule.md"))


@pytest.mark.parametrize("who", [ANYBODY, MODERATOR])
async def test_only_who_may_change_a_library_removes_restores_and_describes(desk: Desk, who: Asker) -> None:
    for request in (
        SourceRemove(who, "rules.md"),
        SourceRestore(who, "rules.md"),
        SourceEdit(who, "rules.md", Description("Mine")),
    ):
        with pytest.raises(NotAllowed):
            await desk.respond(request)
    if who is MODERATOR:
        await desk.respond(SourceAdd(who, "own.md", b"Our own words.", "guild-1"))
        assert (await desk.data(SourceRemove(who, "own.md", "guild-1")))["confirm"] == "own.md"


async def test_what_is_told_of_a_document_lasts_when_its_file_is_read_again(desk: Desk, tmp_path: Path) -> None:
    told = Description("House rules", licence="CC0", share=0.0)
    await desk.respond(SourceEdit(OPERATOR, "rules.md", told))
    await desk.respond(SourceEdit(OPERATOR, "rules.md", Description(date=dt.date(2024, 5, 31))))

    await desk.change()
    [document, _] = await desk.store.documents(["shared"])
    assert (document.source.title, document.source.licence, document.source.share) == ("House rules", "CC0", 0.0)
    assert document.source.date == dt.date(2024, 5, 31)

    (tmp_path / "rules.md").write_text("# Rules\n\nAnother file.")
    async for _ in ingesting.ingest(ingesting.found([tmp_path / "rules.md"]), desk.store, library="shared", by="me"):
        pass
    [document, _] = await desk.store.documents(["shared"])
    assert (document.source.title, document.text) == ("House rules", "Rules\n\nAnother file.")


async def test_what_was_told_and_undone_is_not_told_again(desk: Desk) -> None:
    await desk.respond(SourceEdit(OPERATOR, "rules.md", Description("First", licence="CC0")))
    await desk.respond(SourceEdit(OPERATOR, "rules.md", Description("Second")))
    last = (await desk.data(Audit(OPERATOR)))["deeds"][0]["number"]

    await desk.respond(Undo(OPERATOR, last))
    await desk.change()

    [document, _] = await desk.store.documents(["shared"])
    assert (document.source.title, document.source.licence) == ("First", "CC0")


async def test_the_original_of_a_document_that_was_described_is_still_given(desk: Desk) -> None:
    await desk.respond(SourceEdit(OPERATOR, "rules.md", Description("House rules")))

    shown = await desk.data(SourceShow(OPERATOR, "rules.md"))
    [_, file] = (await desk.respond(SourceOriginal(OPERATOR, "rules.md"))).parts

    assert [each["action"] for each in shown["history"]] == ["added", "replaced"]
    assert isinstance(file, Attached)
    assert file.content == BEFORE


async def test_a_preview_counts_what_was_told_before(desk: Desk) -> None:
    await desk.respond(SourceEdit(OPERATOR, "rules.md", Description(share=0.0)))

    told = await desk.data(SourcePreview(OPERATOR, "rules.md", b"# Rules\n\nOther words."))

    assert [(each["action"], each["revised"]) for each in told["documents"]] == [("replaced", [])]


async def test_nothing_told_is_nothing_changed(desk: Desk) -> None:
    for given, reason in ((Description(), "Nothing was told of rules.md"), (Description("\ud800"), "has to be text")):
        with pytest.raises(BadDescription, match=reason):
            await desk.respond(SourceEdit(OPERATOR, "rules.md", given))
    with pytest.raises(UnknownSource):
        await desk.respond(SourceEdit(OPERATOR, "rule.md", Description("R")))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"date": "31.5.2024"}, "31.5.2024 is no date. Write it like this: 2024-05-31."),
        ({"quotes": "some"}, "some is none of these: yes, no, 10%."),
        ({"colour": "red"}, "A document has no colour."),
    ],
)
def test_what_cannot_be_told_is_named(fields: dict[str, str], reason: str) -> None:
    with pytest.raises(BadDescription) as raised:
        description(fields)

    assert str(raised.value).startswith(reason)


async def test_at_the_prompt_a_document_is_described_removed_and_brought_back(desk: Desk) -> None:
    shown = io.StringIO()
    session = Session(desk.respond, OPERATOR, console(shown, plain=True))

    for line in (
        "/source edit rules.md title=House rules | date=2024-05-31 | quotes=10%",
        "/source remove rules.md",
        "/source list",
        "/source remove rules.md yes",
        "/source restore rules.md",
        "/source edit rules.md",
        "/source edit rules.md title=Rules | colour=red",
    ):
        await session.enter(line)

    said = " ".join(shown.getvalue().split())
    wanted = (
        "Replaced rules.md.",
        "title House rules date 31 May 2024",
        "Remove “House rules” (rules.md)?",
        "Confirm with: /source remove rules.md yes",
        "rules.md House rules",
        "Removed rules.md.",
        "Added rules.md.",
        "What is known is told like this: /source edit rules.md title=House rules",
        "A document has no colour.",
    )
    assert [words for words in wanted if words not in said] == []
    assert said.index("Confirm with") < said.index("Removed rules.md.")


def test_on_the_command_line_a_removal_needs_a_yes(tmp_path: Path) -> None:
    (tmp_path / "gate.txt").write_text("The gate opens at six.")
    data = ("--data", tmp_path / "data")
    _run("source", "add", tmp_path / "gate.txt", *data)

    refused = _run("source", "remove", "gate.txt", *data)
    assert (refused.exit_code, "add --yes" in refused.stderr) == (2, True)
    assert "gate.txt" in _run("source", "list", *data).stdout

    assert _run("source", "edit", "gate.txt", "--title", "The gate", *data).exit_code == 0
    assert _run("source", "remove", "gate.txt", "--yes", *data).exit_code == 0
    assert "gate.txt" not in _run("source", "list", *data).stdout
    assert _run("source", "restore", "gate.txt", *data).exit_code == 0
    assert "The gate" in _run("source", "list", *data).stdout
