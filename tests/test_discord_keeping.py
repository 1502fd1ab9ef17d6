"""Files on Discord: moderators add, describe and remove them in their server, and nobody else does."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.discord_app import Behind, Client, create
from bot.discord_app.describing import filled
from bot.reply import Reply
from bot.requests import Asker, Request, SourceAdd, SourceEdit, guild_library
from bot.store import Store
from tests import made_files
from tests.discord_bot import Discord, handled, labels, peopled, text
from tests.library import letter

pytestmark = pytest.mark.simcord(shard_count=1, settle_timeout=60.0)  # what starts a process may take long

GATE = ("gate.txt", b"The northern gate opens at six.")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Give a data directory with the letter."""
    async with Store.open(tmp_path) as opened:
        await opened.add([letter()], library="shared")
        yield opened


@pytest.fixture
def made() -> list[tuple[Request, Reply]]:
    """Collect what the bot was asked and replied."""
    return []


@pytest.fixture
async def behind(store: Store, made: list[tuple[Request, Reply]]) -> AsyncIterator[Behind]:
    """Put the real handlers behind the front end."""
    async with handled(store, made) as real:
        yield real


@pytest.fixture
def simcord_bot(behind: Behind) -> Client:
    """Give simcord the client."""
    return create(behind)


@pytest.fixture
def on(simcord_env: simcord.Env, simcord_bot: Client, made: list[tuple[Request, Reply]]) -> Discord:
    """Give the bot on a simulated Discord."""
    return peopled(simcord_env, simcord_bot, made)


def _shown(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    assert result.response
    return result.response


def _said(result: Any) -> str:  # noqa: ANN401 - simcord's results
    return "\n".join(text(each) for each in (result.response, *result.followups) if each is not None)


async def _ids(on: Discord, store: Store) -> list[str]:
    return await store.ids([guild_library(on.guild.id)])


async def test_a_moderator_adds_a_file_and_the_server_alone_holds_it(on: Discord, store: Store) -> None:
    page = ("rules.html", made_files.HTML.encode())
    refused = await on.member.slash(on.channel, "source add", file=page)
    assert refused.ephemeral
    assert await _ids(on, store) == []

    added = await on.moderator.slash(on.channel, "source add", file=page)

    assert added.ephemeral
    assert await _ids(on, store) == ["rules.html"]
    assert await store.ids(["shared"]) == ["letter.txt"]
    assert "The harbour opens at six in the morning" in _said(added)
    assert labels(_shown(added)) == ["Edit title, date and licence"]


async def test_of_several_files_one_that_cannot_be_read_stops_no_other(on: Discord, store: Store) -> None:
    added = await on.moderator.slash(
        on.channel,
        "source add",
        file=("broken.pdf", b"no PDF"),
        file_2=GATE,
        file_3=("tool.exe", b"MZ"),
        file_5=("rules.md", b"# Rules\n\nDogs may enter."),
    )

    assert await _ids(on, store) == ["gate.txt", "rules.md"]
    said = _said(added)
    for words in ("broken.pdf", "Added gate.txt", "tool.exe", "Added rules.md"):
        assert words in said
    assert len(added.followups) == 3
    assert all(labels(each) for each in added.followups if "Added" in text(each))


async def test_a_file_that_is_too_large_stops_no_other(
    on: Discord, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.discord_app.keeping.LARGEST", 100)

    added = await on.moderator.slash(on.channel, "source add", file=("large.txt", b"words " * 100), file_2=GATE)

    assert await _ids(on, store) == ["gate.txt"]
    assert "large.txt is larger than" in _said(added)


async def test_a_member_gets_one_refusal_and_no_file_is_fetched(
    on: Discord, made: list[tuple[Request, Reply]], store: Store
) -> None:
    refused = await on.member.slash(on.channel, "source add", file=GATE, file_2=("b.txt", b"Words."))

    assert "Only moderators may add documents." in _said(refused)
    assert not [each for each, _ in made if isinstance(each, SourceAdd) and each.data]
    assert await _ids(on, store) == []


async def test_the_form_is_filled_with_what_was_read_and_what_is_changed_in_it_wins(
    on: Discord, made: list[tuple[Request, Reply]], store: Store
) -> None:
    page = ("rules.html", made_files.HTML.encode())
    added = await on.moderator.slash(on.channel, "source add", file=page)

    form = await on.moderator.click(_shown(added), label="Edit title, date and licence")
    assert form.modal
    known = {each["custom_id"]: each.get("value") for each in _inputs(form)}
    assert known == {
        "title": "Rules of the harbour",
        "date": "2024-05-31",
        "licence": None,
        "publisher": "Harbour Club",
        "quotes": "yes",
    }
    changed = {**{name: value or "" for name, value in known.items()}, "licence": "CC BY 4.0", "quotes": "10%"}
    result = await on.moderator.submit_modal(form, changed)

    assert "CC BY 4.0" in _said(result)
    [request] = [each for each, _ in made if isinstance(each, SourceEdit)]
    assert (request.given.title, request.given.licence, request.given.share) == (None, "CC BY 4.0", 0.1)
    [document] = await store.documents([guild_library(on.guild.id)])
    assert (document.source.title, document.source.share) == ("Rules of the harbour", 0.1)


async def test_a_date_that_is_none_is_told_and_nothing_changes(on: Discord, store: Store) -> None:
    await on.moderator.slash(on.channel, "source add", file=GATE)

    form = await on.moderator.slash(on.channel, "source edit", document="gate.txt")
    result = await on.moderator.submit_modal(form, {"title": "The gate", "date": "yesterday", "quotes": "yes"})

    assert "yesterday is no date" in _said(result)
    [document] = await store.documents([guild_library(on.guild.id)])
    assert document.source.title == "Gate"


async def test_a_member_gets_no_form(on: Discord) -> None:
    await on.moderator.slash(on.channel, "source add", file=GATE)

    result = await on.member.slash(on.channel, "source edit", document="gate.txt")

    assert not result.modal
    assert "Only moderators may describe documents." in _said(result)


async def test_what_is_not_there_has_no_form(on: Discord) -> None:
    result = await on.moderator.slash(on.channel, "source edit", document="nothing.txt")

    assert not result.modal
    assert "There is no document nothing.txt" in _said(result)


async def test_a_document_is_removed_by_the_button_and_brought_back_by_another(on: Discord, store: Store) -> None:
    await on.moderator.slash(on.channel, "source add", file=GATE)

    asked = await on.moderator.slash(on.channel, "source remove", document="gate.txt")
    assert (labels(_shown(asked)), await _ids(on, store)) == (["Remove"], ["gate.txt"])
    removed = await on.moderator.click(_shown(asked), label="Remove")
    assert (labels(_shown(removed)), await _ids(on, store)) == (["Undo"], [])
    again = await on.moderator.click(_shown(asked), label="Remove")
    assert "This document is not there any more." in _said(again)
    await on.moderator.click(_shown(removed), label="Undo")
    assert await _ids(on, store) == ["gate.txt"]


async def test_nothing_is_kept_for_the_button_so_that_it_works_after_a_restart(
    on: Discord, simcord_bot: Client
) -> None:
    await on.moderator.slash(on.channel, "source add", file=GATE)
    asked = await on.moderator.slash(on.channel, "source remove", document="gate.txt")

    assert labels(_shown(asked)) == ["Remove"]
    assert not simcord_bot._connection._view_store._synced_message_views  # noqa: SLF001 - what discord.py would lose


async def test_ten_files_are_picked_in_a_form(on: Discord, store: Store) -> None:
    form = await on.moderator.slash(on.channel, "source add")
    files = [(f"{number}.txt", f"Gate {number} opens.".encode()) for number in range(9)]

    added = await on.moderator.submit_modal(form, {"files": [("broken.pdf", b"no PDF"), *files]})

    assert await _ids(on, store) == [name for name, _ in files]
    assert "broken.pdf" in _said(added)


async def test_a_removed_document_is_brought_back_by_its_name(on: Discord, store: Store) -> None:
    await on.moderator.slash(on.channel, "source add", file=GATE)
    asked = await on.moderator.slash(on.channel, "source remove", document="gate.txt")
    await on.moderator.click(_shown(asked), label="Remove")

    for member, words in ((on.member, "Only moderators"), (on.moderator, "Added gate.txt")):
        assert words in _said(await member.slash(on.channel, "source restore", document="gate.txt"))
    assert await _ids(on, store) == ["gate.txt"]


async def test_twenty_members_are_answered_while_a_pdf_of_a_hundred_pages_is_added(
    on: Discord, behind: Behind, store: Store
) -> None:
    pages = [[f"# Chapter {page}", f"Berth {page} is kept for boat {page}."] for page in range(1, 101)]
    file, library = made_files.pdf(pages), guild_library(on.guild.id)
    members = [on.guild.add_member(on.env.create_user(f"member{number}")) for number in range(20)]
    # SimCord does one thing after the other, so what the moderator's command would request is requested here.
    moderator = Asker(str(on.moderator.id), moderator=True)
    adding = asyncio.ensure_future(behind.respond(SourceAdd(moderator, "handbook.pdf", file, library)))

    answered = [await each.slash(on.channel, "ask", question="Who is the prosecutor?") for each in members]

    assert all("Karim Khan is the **prosecutor**" in _said(each) for each in answered)
    assert not (await adding).failed
    assert await store.ids([library]) == ["handbook.pdf"]


async def test_only_documents_of_the_own_server_are_offered(on: Discord) -> None:
    await on.moderator.slash(on.channel, "source add", file=GATE)

    offered = await on.moderator.autocomplete(on.channel, "source remove", "document", "t")

    assert [each["value"] for each in offered] == ["gate.txt"]


@pytest.mark.parametrize(
    ("share", "written"), [(0, "no"), (1, "yes"), (0.1, "10%"), (0.125, "12.5%"), (0.0005, "0.05%")]
)
def test_a_share_is_written_in_the_form_as_it_is_read(share: float, written: str) -> None:
    assert filled({"title": "T", "share": share})["quotes"] == written


def _inputs(form: simcord.InteractionResult) -> list[Any]:
    assert form.modal
    return [label["component"] for label in form.modal["components"]]
