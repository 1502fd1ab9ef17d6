"""Files on Discord: moderators add and remove them in their server, and nobody else does."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import simcord

from bot.discord_app import Client, create
from bot.requests import guild_library
from tests import made_files
from tests.discord_bot import behind
from tests.library import Bot, opened_bot

pytestmark = pytest.mark.simcord(shard_count=1, settle_timeout=60.0)  # what starts a process may take long


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """Give a bot that holds the documents."""
    async with opened_bot() as opened:
        yield opened


@pytest.fixture
def simcord_bot(bot: Bot, tmp_path: Path) -> Client:
    """Give simcord the client."""
    return create(behind(bot.respond, {}), told_to=tmp_path / "told")


def _said(result: simcord.InteractionResult) -> str:
    return "\n".join(str(part) for part in result.response.components) if result.response else ""


async def test_a_moderator_adds_a_file_and_removes_it_and_the_server_alone_holds_it(
    simcord_env: simcord.Env, simcord_bot: Client, bot: Bot
) -> None:
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("general")
    managers = guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
    moderator = guild.add_member(simcord_env.create_user("mo"), roles=[managers])
    member = guild.add_member(simcord_env.create_user("alice"))
    library = guild_library(guild.id)
    before = await bot.store.ids(["shared"])

    refused = await member.slash(channel, "source add", file=("rules.html", made_files.HTML.encode()))
    assert refused.ephemeral
    assert await bot.store.ids([library]) == []

    added = await moderator.slash(channel, "source add", file=("rules.html", made_files.HTML.encode()))
    assert added.ephemeral
    assert await bot.store.ids([library]) == ["rules.html"]
    assert await bot.store.ids(["shared"]) == before
    assert "The harbour opens at six in the morning" in _said(added)

    removed = await moderator.slash(channel, "source remove", document="rules.html")
    assert removed.ephemeral
    assert await bot.store.ids([library]) == []
    assert simcord_bot.user
