"""Showing: the past of documents, passages and answers, and the story of a rule that changes after it was quoted."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest

from bot.errors import BadReceipt, NotAllowed, UnknownSource
from bot.handlers import Libraries, Receipts, Respond, responder
from bot.markdown import message
from bot.repl import Session
from bot.reply import Attached, Reply
from bot.requests import Ask, SourceAdd, SourceOriginal, SourceRemove, SourceShow
from bot.store import Store
from bot.terminal import console
from tests.library import ANYBODY, MODERATOR

BEFORE = b"# Rules\n\nA ban lasts three days. Dogs may enter the hall. Seats are given by lot."
AFTER = b"# Rules\n\nA ban lasts five days. Dogs may enter the hall. Seats are given by lot."
QUESTION = "How long does a ban last?"


class Desk:
    """A bot that has answered from rules, and what it answered."""

    def __init__(self, store: Store, respond: Respond, receipts: Receipts) -> None:
        self.store, self.respond, self.receipts = store, respond, receipts

    async def ask(self, question: str = QUESTION) -> dict[str, Any]:
        """Ask, and wait for the receipt."""
        reply = await self.respond(Ask(ANYBODY, question))
        await self.receipts.settled()
        return cast("dict[str, Any]", reply.data)

    async def show(self, name: str) -> dict[str, Any]:
        """Show what an id leads to, as a moderator sees it."""
        return cast("dict[str, Any]", (await self.respond(SourceShow(MODERATOR, name))).data)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot that holds rules and something else."""
    async with Store.open(tmp_path) as store:
        receipts = Receipts(store)
        respond = responder(Libraries(store), receipts)
        await respond(SourceAdd(MODERATOR, "rules.md", BEFORE))
        await respond(SourceAdd(MODERATOR, "boats.md", b"The harbour has boats. Boats have sails."))
        yield Desk(store, respond, receipts)


async def test_a_rule_changes_and_an_old_answer_is_looked_up(desk: Desk) -> None:
    answered = await desk.ask()
    passage = answered["quotes"][0]["passage"]
    assert (await desk.show(passage))["status"] == "same"

    await desk.respond(SourceAdd(MODERATOR, "rules.md", AFTER))

    shown = await desk.show(passage)
    assert (shown["status"], shown["text"]) == ("changed", answered["quotes"][0]["text"])
    assert shown["changed_at"]
    assert shown["instead"] == ["A ban lasts five days."]
    assert shown["section"] == "Rules"
    assert shown["quoted_in"] == [answered["id"]]
    looked_up = await desk.show(answered["id"])
    assert looked_up["question"] == QUESTION
    assert [each["status"] for each in looked_up["passages"]] == ["changed"]
    assert (await desk.show(f"{answered['id']}:1"))["passage"] == passage


async def test_words_that_still_stand_in_a_changed_document_are_found_there(desk: Desk) -> None:
    quote = (await desk.ask())["quotes"][0]
    start = quote["document"]["revision"], BEFORE.decode().index("Dogs") - 2
    passage = f"rules.md@{start[0]}:{start[1]}-{start[1] + 24}"
    await desk.respond(SourceAdd(MODERATOR, "rules.md", AFTER))

    shown = await desk.show(passage)

    assert (shown["text"], shown["status"]) == ("Dogs may enter the hall.", "changed")
    assert (await desk.show(shown["stands_at"]))["text"] == "Dogs may enter the hall."


async def test_a_removed_document_says_when_it_was_removed(desk: Desk) -> None:
    passage = (await desk.ask())["quotes"][0]["passage"]
    await desk.respond(SourceRemove(MODERATOR, "rules.md"))

    shown = await desk.show(passage)

    assert shown["status"] == "removed"
    assert shown["changed_at"]


async def test_a_document_is_shown_with_its_revisions_and_their_difference(desk: Desk) -> None:
    await desk.ask()
    await desk.respond(SourceAdd(MODERATOR, "rules.md", AFTER))

    shown = await desk.show("rules.md")

    assert [each["action"] for each in shown["history"]] == ["added", "replaced"]
    assert shown["history"][0]["by"] == MODERATOR.name
    assert shown["revised"] == [{"was": ["A ban lasts three days."], "is": ["A ban lasts five days."]}]
    assert len(shown["quoted_in"]) == 1
    assert (await desk.show("boats.md"))["quoted_in"] == []


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
    await desk.respond(SourceAdd(MODERATOR, "rules.md", AFTER))
    said = io.StringIO()

    await Session(desk.respond, MODERATOR, console(said, plain=True)).enter(f"/source show {passage}")

    assert "The document has changed since (on " in said.getvalue()
    assert "A ban lasts five days." in said.getvalue()
