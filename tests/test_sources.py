"""Sources: what the documents are, their texts, and where passage ids lead, whatever happened since."""

from collections.abc import AsyncIterator, Sequence
from typing import cast

import pytest
import sqlalchemy as sa

from bot.errors import DamagedText, UnknownSource
from bot.reply import Paragraph, Quoted
from bot.requests import SourceList, SourceShow, SourceText
from retrieval import Document, Source
from tests.library import ANYBODY, LETTER, SOURCE, Bot, document, letter, opened_bot


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """Give a bot that holds the documents."""
    async with opened_bot() as opened:
        yield opened


async def test_the_list_names_every_document(bot: Bot) -> None:
    reply = await bot.respond(SourceList(ANYBODY))

    listed = cast("list[dict[str, object]]", reply.data["documents"])
    assert [entry["id"] for entry in listed] == ["letter.txt", "weather.md", "cooking.md"]


async def test_the_text_of_a_document_is_exact(bot: Bot) -> None:
    assert (await bot.respond(SourceText(ANYBODY, "letter.txt"))).data["text"] == LETTER


async def test_a_damaged_text_is_not_given(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    await bot.damage()

    with pytest.raises(DamagedText, match=r"letter\.txt is damaged"):
        await bot.respond(SourceText(ANYBODY, "letter.txt"))

    assert letter().revision in caplog.text


@pytest.mark.parametrize("make", [SourceShow, SourceText])
async def test_a_document_that_is_not_there_is_told_with_the_nearest(
    bot: Bot, make: type[SourceShow] | type[SourceText]
) -> None:
    with pytest.raises(UnknownSource, match=r"no document leter\.txt\. Do you mean letter\.txt\?"):
        await bot.respond(make(ANYBODY, "leter.txt"))


async def test_a_document_unlike_any_other_sends_to_the_list(bot: Bot) -> None:
    with pytest.raises(UnknownSource, match="Look at the list of sources"):
        await bot.respond(SourceText(ANYBODY, "qqq"))


async def test_a_document_is_shown_with_all_that_is_known_of_it(bot: Bot) -> None:
    await bot.store.add([document("copy.md", "Words.", Source("Copy"), based_on=SOURCE)], library="shared")

    data = (await bot.respond(SourceShow(ANYBODY, "copy.md"))).data

    assert data["based_on"] == {
        "title": "Joint letter",
        "publisher": "Human Rights Now",
        "date": "2024-05-22",
        "url": "https://example.org/letter",
    }
    assert (data["characters"], data["passages"]) == (6, 1)


async def _resolved(bot: Bot, changed: Sequence[Document] = ()) -> tuple[str, str]:
    """Look a passage of the letter up after some documents were changed."""
    await bot.store.add(changed, library="shared")
    reply = await bot.respond(SourceShow(ANYBODY, f"letter.txt@{letter().revision}:30-46"))
    assert reply.data["text"] == "He spoke in May."
    return cast("str", reply.data["status"]), "\n".join(
        part.text for part in reply.parts if isinstance(part, Paragraph | Quoted)
    )


async def test_a_passage_id_leads_to_its_words(bot: Bot) -> None:
    status, said = await _resolved(bot)

    assert status == "same"
    assert said.startswith("He spoke in May.\nThese words stand in the document as it is today.")


async def test_a_passage_id_of_a_changed_document_still_leads_to_its_words(bot: Bot) -> None:
    status, said = await _resolved(bot, [document("letter.txt", "All is new.")])

    assert status == "changed"
    assert "The document has changed since" in said


async def test_a_passage_id_of_a_removed_document_still_leads_to_its_words(bot: Bot) -> None:
    async with bot.store.engine.begin() as connection:
        await connection.execute(sa.text("DELETE FROM documents"))

    status, said = await _resolved(bot)

    assert status == "removed"
    assert "The document has been removed since" in said


@pytest.mark.parametrize("place", ["30-9999", "46-30", "5-5", "30-", "-1-5"])
async def test_a_passage_id_that_leads_nowhere_is_told(bot: Bot, place: str) -> None:
    with pytest.raises(UnknownSource):
        await bot.respond(SourceShow(ANYBODY, f"letter.txt@{letter().revision}:{place}"))


async def test_a_passage_id_opens_nothing_of_another_library(bot: Bot) -> None:
    secret = document("secret.md", "Nobody else may read this.")
    await bot.store.add([secret], library="guild-1")

    with pytest.raises(UnknownSource):
        await bot.respond(SourceShow(ANYBODY, f"secret.md@{secret.revision}:0-6"))


async def test_a_passage_of_a_damaged_text_is_not_shown(bot: Bot) -> None:
    await bot.damage()

    with pytest.raises(DamagedText):
        await bot.respond(SourceShow(ANYBODY, f"letter.txt@{letter().revision}:30-46"))
