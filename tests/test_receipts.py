"""Receipts: every answer leaves one, and it replays."""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.errors import BadReceipt, NotAllowed, StoreError
from bot.handlers import Libraries, Receipts, Respond, responder
from bot.reply import Verbatim
from bot.requests import Ask, Replay, Request, SourceAdd, SourceReceipt, SourceRemove, Why
from bot.store import Ledger, Store
from tests.library import ANYBODY, MODERATOR, OPERATOR, document, letter

ASK = Ask(ANYBODY, "Who is the prosecutor?", history=("Who spoke in May?",))


async def _asked(store: Store) -> tuple[Respond, str]:
    await store.add([letter(), document("cooking.md", "Boil the potatoes.")], library="shared")
    receipts = Receipts(store)
    respond = responder(Libraries(store), receipts)
    name = str((await respond(ASK)).data["id"])
    await receipts.settled()
    return respond, name


async def test_an_answer_that_is_asked_again_is_identical(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        respond, name = await _asked(store)

        replayed = await respond(Replay(MODERATOR, name))

    receipt = cast("dict[str, Any]", replayed.data["receipt"])
    assert replayed.data["identical"]
    assert (receipt["question"], receipt["history"]) == (ASK.question, list(ASK.history))
    assert receipt["quotes"] or receipt["nearest"]


async def test_a_replay_names_what_has_changed(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        respond, name = await _asked(store)
        await respond(SourceAdd(OPERATOR, "letter.txt", b"Nobody is the prosecutor now."))

        replayed = await respond(Replay(MODERATOR, name))

    different = cast("list[dict[str, Any]]", replayed.data["different"])
    assert not replayed.data["identical"]
    assert {"library"} < {each["what"] for each in different}


async def test_a_library_that_is_as_it_was_has_its_revision_again(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        respond, name = await _asked(store)
        await respond(SourceAdd(OPERATOR, "boats.txt", b"The harbour has boats."))
        await respond(SourceRemove(OPERATOR, "boats.txt", confirmed=True))

        assert (await respond(Replay(MODERATOR, name))).data["identical"]


async def test_a_corpus_in_memory_keeps_the_last_receipts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.handlers.receipts.IN_MEMORY", 2)
    async with Store.open(None) as store:
        respond, name = await _asked(store)
        receipts = Receipts(store)
        assert (await respond(Replay(MODERATOR, name))).data["identical"]

        body = await store.receipt(name)
        assert body
        for number in range(4):
            receipts.keep(f"{number:012x}", body, elapsed_ms=1.0)
            await receipts.settled()

        with pytest.raises(BadReceipt, match="There is no receipt"):
            await respond(Replay(MODERATOR, name))
        assert [await store.receipt(f"{number:012x}") for number in range(4)] == [None, None, body, body]
        assert len(await Ledger(store).asked(["shared"], since=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))) == 2


async def test_receipts_are_for_moderators_since_they_show_questions(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        respond, name = await _asked(store)

        with pytest.raises(NotAllowed):
            await respond(Replay(ANYBODY, name))


async def test_an_answer_is_given_also_where_no_receipt_can_be_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Store.open(tmp_path, patience=0.01) as store, Store.open(tmp_path) as other:
        await _asked(store)
        receipts = Receipts(store)
        respond = responder(Libraries(store), receipts)
        async with other.changing(library="shared"):
            reply = await respond(ASK)
            await receipts.settled()

    assert not reply.failed
    assert "no receipt was kept" in caplog.text
    assert StoreError.__name__ not in caplog.text


def test_the_command_replays_an_id_and_a_file(tmp_path: Path) -> None:
    def run(*arguments: str) -> dict[str, Any]:
        told = CliRunner().invoke(main, [*arguments, "--data", str(tmp_path / "data"), "--json"])
        data: dict[str, Any] = json.loads(told.stdout)
        return data

    asked = run("ask", "Who is the chief prosecutor?")
    by_id = run("replay", asked["id"])
    (tmp_path / "receipt.json").write_text(json.dumps(by_id))

    assert by_id["identical"]
    assert run("replay", str(tmp_path / "receipt.json"))["identical"]


@pytest.mark.parametrize("written", ["[]", "no JSON", '{"receipt": 1}', '{"question": "Who?"}'])
def test_a_file_that_is_no_receipt_is_told(tmp_path: Path, written: str) -> None:
    (tmp_path / "file.json").write_text(written)

    told = CliRunner().invoke(main, ["replay", str(tmp_path / "file.json"), "--corpus", "seeds"])

    assert told.exit_code == 1
    assert "this is no receipt" in told.stderr.lower()


async def test_a_receipt_is_given_as_a_file_that_replays(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        respond, name = await _asked(store)

        [file] = (await respond(SourceReceipt(MODERATOR, name))).parts
        assert isinstance(file, Verbatim)
        replayed = await respond(Replay(MODERATOR, json.loads(file.text)["receipt"]))

    assert file.name == f"receipt-{name}.json"
    assert replayed.data["identical"]


async def test_why_of_an_answer_says_whether_the_documents_are_the_same(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        respond, name = await _asked(store)
        before = await respond(Why(MODERATOR, name))
        await respond(SourceAdd(OPERATOR, "boats.txt", b"The harbour has boats."))
        after = await respond(Why(MODERATOR, name))

    assert before.data["question"] == ASK.question
    assert [reply.data["same_library"] for reply in (before, after)] == [True, False]


async def test_a_receipt_of_another_library_is_not_there(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        respond, _ = await _asked(store)
        receipts = Receipts(store)
        respond = responder(Libraries(store), receipts)
        asked = await respond(dataclasses.replace(ASK, libraries=("shared", "guild-1")))
        await receipts.settled()
        name = str(asked.data["id"])
        body = await store.receipt(name, among=("shared", "guild-1"))
        assert body

        others: list[Request] = [Replay(MODERATOR, body), Replay(MODERATOR, body, libraries=("shared", "guild-2"))]
        for request in others:
            with pytest.raises(BadReceipt):
                await respond(request)
        assert (await respond(Replay(MODERATOR, body, libraries=("shared", "guild-1")))).data["identical"]


async def test_the_same_answer_in_two_places_leaves_a_receipt_in_each(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        await _asked(store)
        receipts = Receipts(store)
        respond = responder(Libraries(store), receipts)
        replies = [
            await respond(dataclasses.replace(ASK, libraries=("shared", name))) for name in ("guild-1", "guild-2")
        ]
        await receipts.settled()

        name = str(replies[0].data["id"])
        assert name == replies[1].data["id"]
        for guild in ("guild-1", "guild-2"):
            body = await store.receipt(name, among=("shared", guild))
            assert body
            assert set(body["libraries"]) <= {"shared", guild}


async def test_an_answer_from_one_document_replays_from_it(tmp_path: Path) -> None:
    async with Store.open(tmp_path) as store:
        await _asked(store)
        receipts = Receipts(store)
        respond = responder(Libraries(store), receipts)
        asked = await respond(dataclasses.replace(ASK, source="letter.txt"))
        await receipts.settled()

        assert (await respond(Replay(MODERATOR, str(asked.data["id"])))).data["identical"]
