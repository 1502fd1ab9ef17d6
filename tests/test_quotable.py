"""What may not be quoted is shown nowhere, and what may be quoted in part no more of a day than that part."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.errors import BotError
from bot.requests import (
    Again,
    Ask,
    Audit,
    Cite,
    Context,
    Gaps,
    More,
    PinQuote,
    Replay,
    Request,
    Rulings,
    Search,
    SourceAdd,
    SourceEdit,
    SourceList,
    SourceOriginal,
    SourcePreview,
    SourceReceipt,
    SourceShow,
    SourceText,
    Supersede,
    Verify,
    Why,
)
from retrieval import Description, Document, parse
from tests.desk import QUESTION, Desk, opened_desk
from tests.library import ANYBODY, OPERATOR

SLICE = 20
NAME = "closed.md"
SHOWN = Description(title="The closed book", url="https://example.org/book", share=0.0)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot with a data directory."""
    async with opened_desk(tmp_path) as opened:
        yield opened


def _sentences(chance: Random, number: int) -> list[str]:
    """Make sentences of words of five letters, no word twice."""
    words = ["".join(chance.choices("bdfgklmnprst", k=3)) + "".join(end) for end in product("aeiou", "aeiouxyz")]
    chance.shuffle(words)
    return [f"{' '.join(words[start : start + 6]).capitalize()}." for start in range(0, 6 * number, 6)]


def _document(text: bytes) -> Document:
    [document] = parse(NAME, text)
    assert isinstance(document, Document)
    return document


async def _said(desk: Desk, request: Request) -> str:
    """Give all that a reply says, to people and to programs, its links decoded too."""
    try:
        reply = await desk.respond(request)
    except BotError as error:
        return str(error)
    said = f"{reply.parts!r} {reply.told!r} {json.dumps(dict(reply.data), ensure_ascii=False)}"
    return f"{said} {unquote(said)}"


def _requests(document: Document, passage: str, question: str, answer: str) -> Iterator[Request]:
    """Yield every request whose reply may have to do with a document."""
    yield from (Ask(ANYBODY, question), Ask(ANYBODY, question, source=NAME), Ask(ANYBODY, f"zork {question}"))
    yield from (Search(ANYBODY, question), Again(ANYBODY, answer, private=True), Context(ANYBODY, answer))
    yield from (More(ANYBODY, answer), Cite(ANYBODY, passage), Why(OPERATOR, question), Why(OPERATOR, answer))
    yield from (SourceShow(OPERATOR, NAME), SourceShow(OPERATOR, passage), SourceShow(OPERATOR, answer))
    yield from (SourceShow(OPERATOR, f"{answer}:1"), SourceText(OPERATOR, NAME), SourceOriginal(OPERATOR, NAME))
    yield from (SourceReceipt(OPERATOR, answer), Replay(OPERATOR, answer), SourceList(ANYBODY), Gaps(OPERATOR))
    yield from (PinQuote(OPERATOR, passage, ("who",)), Rulings(OPERATOR), Audit(OPERATOR), Supersede(OPERATOR, answer))
    changed = document.text.replace(" ", "  ").encode() + b"\n\nMore of it."
    yield from (SourcePreview(OPERATOR, NAME, changed), SourceShow(OPERATOR, f"{NAME}@{document.revision}:0-60"))
    yield Verify(ANYBODY, document.text[:17])
    yield Verify(ANYBODY, f"{document.text[:11]} zork {document.text[12:17]}")


@settings(
    max_examples=3,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],  # a smaller document would tell no more
    deadline=None,
)
@given(st.randoms(use_true_random=False))
async def test_no_words_of_a_document_that_may_not_be_quoted_are_said_in_any_reply(desk: Desk, chance: Random) -> None:
    heading, first, *rest = sentences = _sentences(chance, 6)
    text = f"# {heading}\n\n{first}\n\n- {rest[0]}\n- {rest[1]}\n\n## {rest[2]}\n\n{rest[3]}\n"
    document = _document(text.encode())
    # Not in the order in which they stand there, since what somebody asks may be said to them again.
    question = " ".join(reversed(chance.choice(sentences).split()))
    said = [await _said(desk, SourceAdd(OPERATOR, NAME, text.encode(), given=SHOWN))]
    hit = (await desk.data(Search(ANYBODY, question, limit=1)))["hits"][0]
    asked = await desk.ask(question)
    await desk.receipts.settled()

    requests = _requests(document, hit["passage"], question, asked["id"])
    said += [await _said(desk, request) for request in requests]

    assert (hit["document"]["id"], hit["text"], hit["withheld"]) == (NAME, "", True)
    assert hit["link"] == "https://example.org/book"
    for start in range(len(document.text) - SLICE + 1):
        piece = document.text[start : start + SLICE]
        assert not [each for each in said if piece in each], piece


async def test_what_may_not_be_quoted_is_named_with_its_title_and_address(desk: Desk) -> None:
    await desk.respond(SourceAdd(OPERATOR, NAME, b"# Gates\n\nThe northern gate opens at six.", given=SHOWN))

    reply = await desk.respond(Ask(ANYBODY, "When does the northern gate open?"))

    said = str(reply.parts)
    assert "[1] No words of this document may be shown here." in said
    assert "The closed book" in said
    assert "link='https://example.org/book'" in said


async def test_another_document_that_says_the_same_may_be_quoted_in_its_place(desk: Desk) -> None:
    text = b"The northern gate opens at six in the morning."
    await desk.respond(SourceAdd(OPERATOR, NAME, text, given=SHOWN))
    await desk.respond(SourceAdd(OPERATOR, "open.txt", text))

    [quote] = (await desk.ask("When does the northern gate open?"))["quotes"]

    assert (quote["document"]["id"], quote["text"]) == ("open.txt", text.decode())
    assert [(each["document"]["id"], each["text"]) for each in quote["also"]] == [(NAME, "")]


async def test_a_document_is_closed_and_opened_again_for_the_next_question(desk: Desk) -> None:
    for share, words in ((0.0, ""), (1.0, "A suspension lasts three days.")):
        await desk.respond(SourceEdit(OPERATOR, "rules.md", Description(share=share)))

        for request in (Ask(ANYBODY, QUESTION), Ask(ANYBODY, QUESTION, source="rules.md")):
            reply = await desk.data(request)
            [quote, *_] = reply["quotes"] + reply["nearest"]
            assert (words in quote["text"], bool(quote["text"])) == (True, bool(words))


async def test_words_of_a_document_that_was_removed_stay_closed(desk: Desk) -> None:
    text = b"The northern gate opens at six in the morning."
    await desk.respond(SourceAdd(OPERATOR, NAME, text, given=SHOWN))
    async with desk.store.changing(library="shared") as changing:
        await changing.remove(NAME)

    shown = await desk.data(SourceShow(ANYBODY, f"{NAME}@{_document(text).revision}:0-46"))

    assert (shown["status"], shown["text"]) == ("removed", "")


BOOK = [f"Gate number {number} in {place} opens daily." for number, place in enumerate(["Ulm", "Graz", "Bern"] * 4)]
SHARED_BOOK = Description(title="The book", share=0.1)


def _given(replies: list[dict[str, Any]]) -> set[int]:
    """Give the characters that replies quote."""
    places: set[int] = set()
    for reply in replies:
        for each in (*reply.get("quotes", ()), *reply.get("nearest", ()), *reply.get("hits", ())):
            if each["document"]["id"] == "book.txt" and each["text"]:
                places |= set(range(each["start"], each["end"]))
    return places


async def test_of_a_document_no_more_than_its_share_is_quoted_in_a_day(desk: Desk) -> None:
    text = "\n\n".join(BOOK)
    await desk.respond(SourceAdd(OPERATOR, "book.txt", text.encode(), given=SHARED_BOOK))

    asked = [await desk.ask(f"When does gate number {number} open?") for number in range(12)]
    found = [await desk.data(Search(ANYBODY, f"gate {place}")) for place in ("Ulm", "Graz", "Bern")]
    page = await desk.data(More(ANYBODY, asked[0]["id"]))

    given_out = _given([*asked, *found, page])
    assert 0 < len(given_out) <= 0.1 * len(text)
    assert any(each.get("withheld") for reply in asked for each in reply["quotes"] + reply["nearest"])
    again = await desk.ask("When does gate number 0 open?")
    assert [quote["text"] for quote in again["quotes"]] == [quote["text"] for quote in asked[0]["quotes"]]


async def test_a_new_day_and_another_server_have_a_share_of_their_own(desk: Desk) -> None:
    await desk.respond(SourceAdd(OPERATOR, "book.txt", "\n\n".join(BOOK).encode(), given=SHARED_BOOK))
    questions = [f"When does gate number {number} open?" for number in range(12)]
    asked = [await desk.ask(each) for each in questions]
    question = next(each for each, reply in zip(questions, asked, strict=True) if not _given([reply]))

    assert _given([await desk.data(Ask(ANYBODY, question, libraries=("shared", "guild-1")))])

    async with desk.store.engine.begin() as connection:
        await connection.execute(sa.text("UPDATE given SET day = '2020-01-01'"))
    assert _given([await desk.ask(question)])


async def test_two_who_ask_at_once_get_no_more_together_than_one_would(desk: Desk) -> None:
    text = "\n\n".join(BOOK)
    await desk.respond(SourceAdd(OPERATOR, "book.txt", text.encode(), given=SHARED_BOOK))

    asked = await asyncio.gather(*(desk.ask(f"When does gate number {number} open?") for number in range(12)))

    assert 0 < len(_given(list(asked))) <= 0.1 * len(text)


async def test_what_is_around_a_quote_is_not_shown_where_that_would_be_too_much(desk: Desk) -> None:
    text = "\n\n".join(BOOK)
    await desk.respond(SourceAdd(OPERATOR, "book.txt", text.encode(), given=SHARED_BOOK))
    asked = await desk.ask("When does gate number 0 in Ulm open?")

    around = await desk.data(Context(ANYBODY, asked["id"]))

    words = {each["around"] for each in around["contexts"]} | {each["text"] for each in around["contexts"]}
    places = {place for each in words if each for place in range(text.index(each), text.index(each) + len(each))}
    assert len(places | _given([asked])) <= 0.1 * len(text)


async def test_a_document_of_which_a_part_may_be_quoted_is_not_given_as_a_whole(desk: Desk) -> None:
    await desk.respond(SourceAdd(OPERATOR, "book.txt", "\n\n".join(BOOK).encode(), given=SHARED_BOOK))

    for request in (SourceText(OPERATOR, "book.txt"), SourceOriginal(OPERATOR, "book.txt")):
        with pytest.raises(BotError, match="“The book” may not be shown as a whole"):
            await desk.respond(request)
    told = await desk.respond(SourceShow(ANYBODY, "book.txt"))
    assert "10% of its characters a day" in str(told.parts)
