"""The desk on Discord: stories of moderators, each in its own server, and what members and others see of them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.discord_app import Client, create
from bot.discord_app.layout import sent
from bot.markdown import message
from bot.reply import Attached, Paragraph, Reply
from bot.requests import SourceAdd
from tests.desk import AFTER, QUESTION, Desk, opened_desk
from tests.discord_bot import behind
from tests.library import OPERATOR

pytestmark = pytest.mark.simcord(shard_count=1, settle_timeout=60.0)  # what starts a process may take long

TEXT = 10
MOON = "When does the moon rise?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot with rules."""
    async with opened_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def simcord_bot(desk: Desk) -> Client:
    """Give simcord the client."""
    return create(behind(desk.respond, {}))


class Server:
    """A server with a channel, a member and a moderator."""

    def __init__(self, env: simcord.Env, client: Client) -> None:
        self.client = client
        guild = env.create_guild()
        self.id = guild.id
        self.channel = guild.create_text_channel("general")
        managers = guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
        self.member = guild.add_member(env.create_user("alice"))
        self.moderator = guild.add_member(env.create_user("mo"), roles=[managers])

    async def ask(self, question: str = QUESTION) -> str:
        """Ask as a member, and give what everybody sees."""
        result = await self.member.slash(self.channel, "ask", question=question)
        return _text(result.response)

    async def moderate(self, command: str, **options: object) -> str:
        """Give a command as a moderator, and what is told."""
        self.client.answering.cooldowns.asked.clear()
        result = await self.moderator.slash(self.channel, command, **options)
        assert result.ephemeral
        return _text(result.response)


def _text(message: Any) -> str:  # noqa: ANN401 - simcord's messages are discord.py's, not quite
    texts = [each["content"] for each in _components(message) if each["type"] == TEXT]
    return "\n".join(texts).replace("\\", "")


def _components(message: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - the same
    found = message.components if message else []
    return [each if isinstance(each, dict) else each.to_dict() for each in found]


@pytest.fixture
def server(simcord_env: simcord.Env, simcord_bot: Client) -> Server:
    """Give a server with people."""
    return Server(simcord_env, simcord_bot)


async def _answer(server: Server) -> str:
    told = await server.moderate("answers")
    return told.split("**")[1]


async def test_a_rule_page_changes_and_an_old_answer_is_looked_up(server: Server, desk: Desk) -> None:
    assert "A suspension lasts" in (await server.ask()).replace("**", "")
    answer = await _answer(server)

    await desk.respond(SourceAdd(OPERATOR, "rules.md", AFTER))

    assert answer in await server.moderate("changed")
    assert "its document has changed (on " in await server.moderate("source show", id=answer)
    quote = await server.moderate("source show", id=f"{answer}:1")
    assert "What stands in their place today:" in quote
    assert "A suspension lasts five days." in quote
    assert "answered from something else" in await server.moderate("source replay", answer=answer)
    assert "Marked as superseded, as number 1" in await server.moderate("supersede", answer=answer)
    [given] = [each for each in server.channel.history() if not each.flags.ephemeral]
    assert _text(given).startswith(f"Superseded: the documents have changed since “{QUESTION}” was answered.")
    assert "A suspension lasts three days." in _text(given)
    assert "none quotes words that have changed" in await server.moderate("changed")


async def test_a_rumour_is_verified_by_a_member(server: Server) -> None:
    result = await server.member.slash(
        server.channel, "source verify", text="“A suspension lasts thirty days.” — rules.md"
    )

    told = _text(result.response)
    assert result.ephemeral
    assert "It differs" in told
    assert "**thirty** three" in told
    assert "They do not stand where they are said to stand" in told


async def test_a_gap_becomes_a_document_and_the_gap_closes(server: Server, desk: Desk) -> None:
    assert "No answer" in await server.ask(MOON)
    assert MOON in await server.moderate("gaps")

    await desk.respond(SourceAdd(OPERATOR, "moon.md", b"# Moon\n\nThe moon rises at nine in the evening."))

    assert await server.moderate("gaps") == "No question is without an answer."
    assert "nine in the evening" in await server.ask(MOON)


async def test_what_one_server_decides_and_asks_is_nothing_to_another(server: Server, simcord_env: simcord.Env) -> None:
    other = Server(simcord_env, server.client)
    await server.ask(MOON)
    assert "number 1" in await server.moderate("alias", word="ban", means="suspension")

    assert "Read ban as suspension." in await server.ask("How long does a ban last?")
    assert "No answer" in await other.ask("How long does a ban last?")
    assert MOON not in await other.moderate("gaps")
    assert "Nothing is pinned" in await other.moderate("rulings")
    assert "There is no ruling 1 here." in await other.moderate("revoke", number=1)
    assert "There is no number 1 in the audit list here." in await other.moderate("undo", number="1")


async def test_a_picture_is_shown_with_the_words_that_describe_it() -> None:
    reply = Reply((Paragraph("Figures."), Attached("stats.png", b"PNG", alt="1 answered, 0 refused.")))

    laid_out = sent(message(reply))

    [gallery] = [each for each in laid_out["view"].children if isinstance(each, discord.ui.MediaGallery)]
    assert [each.description for each in gallery.items] == ["1 answered, 0 refused."]
    assert [(each.filename, each.description) for each in laid_out["files"]] == [
        ("stats.png", "1 answered, 0 refused.")
    ]


async def test_a_receipt_and_a_table_come_as_files(server: Server) -> None:
    await server.ask()
    await server.ask(MOON)
    answer = await _answer(server)

    receipt = await server.moderator.slash(server.channel, "source receipt", answer=answer)
    table = await server.moderator.slash(server.channel, "gaps", csv=True)

    assert receipt.response
    assert table.response
    assert [each.filename for each in receipt.response.attachments] == [f"receipt-{answer}.json"]
    assert [each.filename for each in table.response.attachments] == ["gaps.csv"]


async def test_a_pin_is_marked_for_everybody_and_undone_by_its_number(server: Server) -> None:
    await server.ask("What does every boat need?")
    answer = await _answer(server)

    await server.moderate("pin", passage=f"{answer}:1", question="Where may I moor? | Mooring, where?")

    assert "Pinned by the moderators:" in await server.ask("where can we moor")
    await server.moderate("undo", number="1")
    assert "Pinned" not in await server.ask("where can we moor")


async def test_members_do_not_see_the_commands_of_moderators(server: Server) -> None:
    offered = server.member.available_commands(server.channel)

    assert not {"pin", "alias", "golden", "gaps", "stats", "audit", "undo", "changed", "answers"} & set(offered)
