"""Showing: the past of documents, passages and answers, and the story of a rule that changes after it was quoted."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest

from bot.errors import BadReceipt, NotAllowed, UnknownSource
from bot.markdown import message
from bot.repl import Session
from bot.reply import Attached, Reply
from bot.requests import Ask, SourceOriginal, SourceRemove, SourceShow
from bot.terminal import console
from tests.desk import BEFORE, QUESTION, Desk, opened_desk
from tests.library import ANYBODY, MODERATOR, OPERATOR


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot with rules."""
    async with opened_desk(tmp_path) as opened:
        yield opened


async def _show(desk: Desk, name: str) -> dict[str, Any]:
    """Show what an id leads to, as a moderator sees it."""
    return await desk.data(SourceShow(MODERATOR, name))


async def test_a_rule_changes_and_an_old_answer_is_looked_up(desk: Desk) -> None:
    answered = await desk.ask()
    passage = answered["quotes"][0]["passage"]
    assert (await _show(desk, passage))["status"] == "same"

    await desk.change()

    shown = await _show(desk, passage)
    assert (shown["status"], shown["text"]) == ("changed", answered["quotes"][0]["text"])
    assert shown["changed_at"]
    assert shown["instead"] == ["A suspension lasts five days."]
    assert shown["section"] == "Rules"
    assert shown["quoted_in"] == [answered["id"]]
    looked_up = await _show(desk, answered["id"])
    assert looked_up["question"] == QUESTION
    assert [each["status"] for each in looked_up["passages"]] == ["changed"]
    assert (await _show(desk, f"{answered['id']}:1"))["passage"] == passage


async def test_words_that_still_stand_in_a_changed_document_are_found_there(desk: Desk) -> None:
    quote = (await desk.ask())["quotes"][0]
    start = quote["document"]["revision"], BEFORE.decode().index("Dogs") - 2
    passage = f"rules.md@{start[0]}:{start[1]}-{start[1] + 24}"
    await desk.change()

    shown = await _show(desk, passage)

    assert (shown["text"], shown["status"]) == ("Dogs may enter the hall.", "changed")
    assert (await _show(desk, shown["stands_at"]))["text"] == "Dogs may enter the hall."


async def test_a_removed_document_says_when_it_was_removed(desk: Desk) -> None:
    passage = (await desk.ask())["quotes"][0]["passage"]
    await desk.respond(SourceRemove(OPERATOR, "rules.md", confirmed=True))

    shown = await _show(desk, passage)

    assert shown["status"] == "removed"
    assert shown["changed_at"]


async def test_a_document_is_shown_with_its_revisions_and_their_difference(desk: Desk) -> None:
    await desk.ask()
    await desk.change()

    shown = await _show(desk, "rules.md")

    assert [each["action"] for each in shown["history"]] == ["added", "replaced"]
    assert shown["history"][0]["by"] == MODERATOR.name
    as_member = (await desk.respond(SourceShow(ANYBODY, "rules.md"))).data["history"]
    assert [each["by"] for each in cast("list[dict[str, Any]]", as_member)] == [None, None]
    assert shown["revised"] == [{"was": ["A suspension lasts three days."], "is": ["A suspension lasts five days."]}]
    assert len(shown["quoted_in"]) == 1
    assert (await _show(desk, "boats.md"))["quoted_in"] == []


async def test_the_file_that_a_document_was_read_from_is_given_byte_by_byte(desk: Desk) -> None:
    reply = await desk.respond(SourceOriginal(ANYBODY, "rules.md"))

    assert [part for part in reply.parts if isinstance(part, Attached)] == [Attached("rules.md", BEFORE)]
    file = message(reply).file
    assert file
    assert (file.name, file.content) == ("rules.md", BEFORE)
    with pytest.raises(UnknownSource, match=r"Do you mean rules\.md"):
        await desk.respond(SourceOriginal(ANYBODY, "rule.md"))


async def test_what_was_asked_is_shown_to_moderators_alone_and_quotes_to_all(desk: Desk) -> None:
    name = (await desk.ask())["id"]

    with pytest.raises(NotAllowed):
        await desk.respond(SourceShow(ANYBODY, name))
    assert (await desk.respond(SourceShow(ANYBODY, f"{name}:1"))).data["status"] == "same"
    with pytest.raises(UnknownSource):
        await desk.respond(SourceShow(ANYBODY, f"{name}:9"))
    with pytest.raises(BadReceipt):
        await desk.respond(SourceShow(MODERATOR, "0123456789ab"))


async def test_an_answer_of_another_place_is_not_shown(desk: Desk) -> None:
    reply: Reply = await desk.respond(Ask(ANYBODY, QUESTION, libraries=("shared", "guild-1")))
    await desk.receipts.settled()

    for libraries in (("shared",), ("shared", "guild-2")):
        with pytest.raises(BadReceipt):
            await desk.respond(SourceShow(MODERATOR, str(reply.data["id"]), libraries))


async def test_the_story_is_told_at_the_prompt(desk: Desk) -> None:
    passage = (await desk.ask())["quotes"][0]["passage"]
    await desk.change()
    said = io.StringIO()

    await Session(desk.respond, MODERATOR, console(said, plain=True)).enter(f"/source show {passage}")

    assert "The document has changed since (on " in said.getvalue()
    assert "A suspension lasts five days." in said.getvalue()


async def test_whoever_runs_the_bot_sees_the_answers_of_every_place(desk: Desk) -> None:
    asked = await desk.data(Ask(ANYBODY, QUESTION, libraries=("shared", "guild-1")))

    shown = await desk.data(SourceShow(OPERATOR, asked["id"]))

    assert shown["question"] == QUESTION
    assert [each["status"] for each in shown["passages"]] == ["same"]
