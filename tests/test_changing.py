"""Changes while the bot serves: moderators make them, the next question sees them, and no question half of one."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any, Self, cast

import pytest

from bot.errors import NotAllowed, UnknownSource
from bot.handlers import Libraries, responder
from bot.reply import Reply
from bot.requests import Ask, Search, SourceAdd, SourceRemove, SourceShow
from bot.store import Store
from retrieval import Document, Index, UnreadableSource
from tests.library import ANYBODY, OPERATOR, Bot, document, letter, opened_bot

BOATS = b"The harbour has twelve boats.\n\nThe harbour master is called Zork."
ZORK = "The harbour master is called Zork."
HARD_LIMIT = 0.25
"""Seconds: what a busy machine may add to the few milliseconds that a turn of the event loop takes."""


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """Give a bot that holds the documents."""
    async with opened_bot() as opened:
        yield opened


def _hits(reply: Reply) -> list[str]:
    return [hit["text"] for hit in cast("list[dict[str, Any]]", reply.data["hits"])]


def _actions(reply: Reply) -> list[str]:
    return [change["action"] for change in cast("list[dict[str, Any]]", reply.data["changes"])]


async def test_what_is_added_is_seen_by_the_next_question(bot: Bot) -> None:
    assert _hits(await bot.respond(Search(ANYBODY, "Zork"))) == []

    added = await bot.respond(SourceAdd(OPERATOR, "boats.txt", BOATS))

    assert _actions(added) == ["added"]
    assert ZORK in _hits(await bot.respond(Search(ANYBODY, "Zork")))


async def test_a_document_is_added_from_a_path(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "boats.txt").write_bytes(BOATS)

    await bot.respond(SourceAdd(OPERATOR, "boats.txt", tmp_path / "boats.txt"))

    assert ZORK in _hits(await bot.respond(Search(ANYBODY, "Zork")))


async def test_what_is_replaced_keeps_its_place_and_its_old_words_keep_their_citation(bot: Bot) -> None:
    replaced = await bot.respond(SourceAdd(OPERATOR, "letter.txt", BOATS))

    assert _actions(replaced) == ["replaced"]
    assert await bot.store.ids(["shared"]) == ["letter.txt", "weather.md", "cooking.md"]
    assert _hits(await bot.respond(Search(ANYBODY, "Karim Khan"))) == []
    old = await bot.respond(SourceShow(ANYBODY, f"letter.txt@{letter().revision}:0-10"))
    assert (old.data["text"], old.data["status"]) == ("Karim Khan", "changed")


async def test_the_same_file_again_changes_nothing(bot: Bot) -> None:
    await bot.respond(SourceAdd(OPERATOR, "boats.txt", BOATS))
    stamp = await bot.store.marks(["shared"])

    again = await bot.respond(SourceAdd(OPERATOR, "boats.txt", BOATS))

    assert _actions(again) == ["unchanged"]
    assert await bot.store.marks(["shared"]) == stamp


async def test_what_is_removed_is_not_quoted_again_and_its_citations_last(bot: Bot) -> None:
    await bot.respond(Search(ANYBODY, "Karim Khan"))

    removed = await bot.respond(SourceRemove(OPERATOR, "letter.txt", confirmed=True))

    assert _actions(removed) == ["removed"]
    assert _hits(await bot.respond(Search(ANYBODY, "Karim Khan"))) == []
    shown = await bot.respond(SourceShow(ANYBODY, f"letter.txt@{letter().revision}:0-10"))
    assert (shown.data["text"], shown.data["status"]) == ("Karim Khan", "removed")


async def test_removing_what_is_not_there_names_the_nearest(bot: Bot) -> None:
    with pytest.raises(UnknownSource, match=r"Do you mean letter\.txt\?"):
        await bot.respond(SourceRemove(OPERATOR, "leter.txt", confirmed=True))


@pytest.mark.parametrize("request_", [SourceAdd(ANYBODY, "boats.txt", BOATS), SourceRemove(ANYBODY, "letter.txt")])
async def test_only_moderators_change_anything(bot: Bot, request_: SourceAdd | SourceRemove) -> None:
    with pytest.raises(NotAllowed, match="Only moderators may"):
        await bot.respond(request_)

    assert await bot.store.ids(["shared"]) == ["letter.txt", "weather.md", "cooking.md"]


@pytest.mark.parametrize(
    ("name", "data"), [("a.exe", b"MZ"), ("empty.txt", b""), ("lines.jsonl", b"{}\n"), ("n.txt", b" ")]
)
async def test_a_file_without_a_document_is_told_and_changes_nothing(bot: Bot, name: str, data: bytes) -> None:
    with pytest.raises(UnreadableSource):
        await bot.respond(SourceAdd(OPERATOR, name, data))

    assert await bot.store.ids(["shared"]) == ["letter.txt", "weather.md", "cooking.md"]


async def test_a_change_of_one_library_is_not_seen_in_another(bot: Bot) -> None:
    await bot.respond(SourceAdd(OPERATOR, "boats.txt", BOATS, library="guild-1"))

    assert _hits(await bot.respond(Search(ANYBODY, "Zork"))) == []
    assert _hits(await bot.respond(Search(ANYBODY, "Zork", libraries=("shared", "guild-1"))))


async def test_who_changed_what_is_written_down(bot: Bot) -> None:
    await bot.respond(SourceAdd(OPERATOR, "boats.txt", BOATS))
    await bot.respond(SourceRemove(OPERATOR, "boats.txt", confirmed=True))

    async with bot.store.engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT document, action, made_by FROM changes ORDER BY number")
        assert [tuple(row) for row in rows][-2:] == [
            ("boats.txt", "added", "somebody"),
            ("boats.txt", "removed", "somebody"),
        ]


async def test_while_an_index_is_made_the_old_library_answers_and_then_the_new_one() -> None:
    begun, proceed = threading.Event(), threading.Event()

    class Slow(Index):
        def updated(self, added: Iterable[Document] = (), **changes: Any) -> Self:  # noqa: ANN401 - as they come
            begun.set()
            proceed.wait(10)
            return super().updated(added, **changes)

    async with Store.open(None) as store:
        await store.add([letter()], library="shared")
        libraries = Libraries(store, build=Slow.build)
        respond = responder(libraries)
        await respond(Search(ANYBODY, "prosecutor"))

        adding = asyncio.ensure_future(respond(SourceAdd(OPERATOR, "boats.txt", BOATS)))
        await asyncio.to_thread(begun.wait, 10)
        meanwhile = await respond(Search(ANYBODY, "prosecutor Zork"))
        proceed.set()
        await adding

        assert ZORK not in _hits(meanwhile)
        assert "Karim Khan is the prosecutor." in _hits(meanwhile)
        assert ZORK in _hits(await respond(Search(ANYBODY, "prosecutor Zork")))


async def test_what_another_process_adds_is_seen(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store, Store.open(tmp_path) as other:
        await store.add([letter()], library="shared")
        respond = responder(Libraries(store))
        assert _hits(await respond(Search(ANYBODY, "Zork"))) == []

        await other.add([document("boats.txt", BOATS.decode())], library="shared")

        assert ZORK in _hits(await respond(Search(ANYBODY, "Zork")))


async def test_answers_while_documents_come_and_go_are_of_a_library_that_there_was(bot: Bot) -> None:
    """Two documents come and go in one transaction; a question finds both or neither."""
    lines = b'{"doc_id": "a", "text": "Zork one is here."}\n{"doc_id": "b", "text": "Zork two is here."}\n'

    async def change() -> None:
        for number in range(6):
            renamed = lines.replace(b"Zork", b"Zork" if number % 2 == 0 else b"Quux")
            await bot.respond(SourceAdd(OPERATOR, "pair.jsonl", renamed))

    changing = asyncio.create_task(change())
    seen: set[int] = set()
    while not changing.done():
        seen.add(len(_hits(await bot.respond(Search(ANYBODY, "Zork")))))
    await changing

    assert seen <= {0, 2}


async def test_the_event_loop_turns_while_a_document_is_added_and_indexed(bot: Bot) -> None:
    await bot.respond(Ask(ANYBODY, "Who is the prosecutor?"))
    data = b"\n\n".join(b"Harbour %d has %d boats, and its master is called Zork." % (n, n % 7) for n in range(2000))

    adding = asyncio.ensure_future(bot.respond(SourceAdd(OPERATOR, "boats.txt", data)))
    longest, turned = 0.0, time.perf_counter()
    while not adding.done():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, turned = max(longest, now - turned), now
    await adding

    assert longest < HARD_LIMIT
