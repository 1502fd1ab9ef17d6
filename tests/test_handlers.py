"""Handlers: each request gets its reply from the store, and nothing that was altered is ever shown."""

import json
import logging
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
import sqlalchemy as sa

from bot.errors import NotAllowed, UnknownSource
from bot.handlers import Libraries, responder
from bot.reply import Paragraph, Quoted, Reply
from bot.requests import About, Ask, Check, Help, Request, Search, SourceList, SourceShow, SourceText
from bot.store import Store
from tests.library import ANYBODY, OPERATOR, Bot, document, letter, opened_bot

QUESTION = "Who is the prosecutor?"


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """Give a bot that holds the documents."""
    async with opened_bot() as opened:
        yield opened


def _said(reply: Reply) -> str:
    return "\n".join(part.text for part in reply.parts if isinstance(part, Paragraph | Quoted))


def _quotes(reply: Reply) -> list[dict[str, Any]]:
    return cast(
        "list[dict[str, Any]]", [*cast("list[Any]", reply.data["quotes"]), *cast("list[Any]", reply.data["nearest"])]
    )


async def test_an_answer_quotes_the_stored_text(bot: Bot) -> None:
    reply = await bot.respond(Ask(ANYBODY, QUESTION))

    assert _quotes(reply)
    for quoted in _quotes(reply):
        text = await bot.store.text(quoted["document"]["id"], quoted["document"]["revision"], libraries=("shared",))
        assert text is not None
        assert text[quoted["start"] : quoted["end"]] == quoted["text"]
    assert "Karim Khan is the prosecutor." in _said(reply)


async def test_the_same_question_gets_the_same_answer(bot: Bot) -> None:
    first, second = [await bot.respond(Ask(ANYBODY, QUESTION)) for _ in range(2)]

    assert first.parts == second.parts
    assert {**first.data, "elapsed_ms": 0} == {**second.data, "elapsed_ms": 0}


async def test_a_text_that_is_damaged_while_the_bot_runs_is_withheld_and_logged(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.respond(Ask(ANYBODY, QUESTION))
    await bot.damage()

    reply = await bot.respond(Ask(ANYBODY, QUESTION))

    assert reply.failed
    assert "Kha" not in _said(reply)
    assert "run check" in _said(reply)
    [record] = caplog.records
    assert (record.name, record.levelno) == ("bot.handlers", logging.ERROR)
    assert "letter.txt" in record.getMessage()
    assert letter().revision in record.getMessage()


async def test_a_text_that_was_damaged_before_the_bot_started_is_withheld_and_logged(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.damage()

    reply = await bot.respond(Ask(ANYBODY, QUESTION))

    assert reply.failed
    assert "Kha" not in json.dumps(reply.data)
    assert reply.data["outcome"] == "no_answer"
    assert letter().revision in caplog.text


async def test_damage_to_one_document_leaves_the_others_alone(bot: Bot) -> None:
    await bot.damage()

    reply = await bot.respond(Ask(ANYBODY, "How long should potatoes boil?"))

    assert not reply.failed


async def test_a_search_shows_passages_in_order_and_no_more_than_wanted(bot: Bot) -> None:
    reply = await bot.respond(Search(ANYBODY, "the prosecutor and the potatoes", limit=2))

    hits = cast("list[dict[str, Any]]", reply.data["hits"])
    assert len(hits) == 2
    assert hits[0]["score"] >= hits[1]["score"]
    assert "number" not in hits[0]
    assert {"Karim Khan is the prosecutor.", "Boil the potatoes for twenty minutes."} == {hit["text"] for hit in hits}


async def test_a_search_shows_nothing_of_a_damaged_text(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    await bot.damage()

    reply = await bot.respond(Search(ANYBODY, "prosecutor"))

    assert reply.failed
    assert "letter.txt" in caplog.text


async def test_a_search_without_hits_says_so(bot: Bot) -> None:
    assert _said(await bot.respond(Search(ANYBODY, "zork"))) == "No passage holds any word of the question."


async def test_an_empty_library_is_told() -> None:
    async with Store.open(None) as store:
        respond = responder(Libraries(store))

        assert "no documents yet" in _said(await respond(Ask(ANYBODY, QUESTION)))
        assert "no documents yet" in _said(await respond(SourceList(ANYBODY)))
        assert (await respond(Search(ANYBODY, QUESTION))).data["hits"] == []


async def test_a_question_sees_only_the_libraries_it_names(bot: Bot) -> None:
    await bot.store.add([document("secret.md", "The prosecutor is really called Zork.")], library="guild-1")

    shared = await bot.respond(Search(ANYBODY, "Zork"))
    both = await bot.respond(Search(ANYBODY, "Zork", libraries=("shared", "guild-1")))

    assert shared.data["hits"] == []
    assert both.data["hits"]


async def test_the_check_finds_nothing_where_nothing_is_damaged(bot: Bot) -> None:
    reply = await bot.respond(Check(OPERATOR))

    assert not reply.failed
    assert reply.data["findings"] == []
    assert reply.data["documents"] == 3


async def test_the_check_names_what_is_damaged(bot: Bot) -> None:
    await bot.damage()

    reply = await bot.respond(Check(OPERATOR))

    [finding] = cast("list[dict[str, str]]", reply.data["findings"])
    assert reply.failed
    assert finding["where"] == "letter.txt (shared)"
    assert letter().revision in finding["what"]


async def test_the_check_goes_on_past_a_row_that_cannot_be_read(bot: Bot) -> None:
    await bot.damage()
    async with bot.store.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE revisions SET blocks = '[]' WHERE document = 'cooking.md'"))

    findings = cast("list[dict[str, str]]", (await bot.respond(Check(OPERATOR))).data["findings"])

    assert [finding["where"] for finding in findings] == ["letter.txt (shared)", "documents"]
    assert "cooking.md" in findings[1]["what"]


async def test_the_check_is_for_whoever_runs_the_bot(bot: Bot) -> None:
    with pytest.raises(NotAllowed, match="Only whoever runs the bot may run check"):
        await bot.respond(Check(ANYBODY))


EVERY_REQUEST: list[Request] = [
    Ask(ANYBODY, QUESTION),
    Ask(ANYBODY, ""),
    Search(ANYBODY, QUESTION),
    SourceList(ANYBODY),
    SourceShow(ANYBODY, "letter.txt"),
    SourceText(ANYBODY, "letter.txt"),
    Check(OPERATOR),
    About(ANYBODY),
    Help(ANYBODY),
]


@pytest.mark.parametrize("request_", EVERY_REQUEST, ids=lambda made: type(made).__name__)
async def test_every_request_gets_words_and_json(bot: Bot, request_: Request) -> None:
    reply = await bot.respond(request_)

    assert reply.parts
    assert json.loads(json.dumps(reply.data)) == reply.data


async def test_a_question_to_one_document_is_answered_from_it_alone(bot: Bot) -> None:
    everywhere, there, elsewhere = [
        await bot.respond(Ask(ANYBODY, QUESTION, source=source)) for source in (None, "letter.txt", "weather.md")
    ]

    assert everywhere.data["outcome"] == there.data["outcome"] == "answer"
    assert elsewhere.data["outcome"] == "no_answer"
    assert {quoted["document"]["id"] for quoted in _quotes(there)} == {"letter.txt"}


async def test_a_question_to_a_document_that_is_not_there_is_told_what_there_is(bot: Bot) -> None:
    with pytest.raises(UnknownSource, match=r"Do you mean letter\.txt"):
        await bot.respond(Ask(ANYBODY, QUESTION, source="leter.txt"))


async def test_the_bot_tells_what_it_holds(bot: Bot) -> None:
    assert "3 documents and" in _said(await bot.respond(About(ANYBODY)))
