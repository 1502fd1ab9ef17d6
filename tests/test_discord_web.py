"""Web addresses on Discord: moderators add them and have them fetched again, and hear of what changed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.discord_app import Client, create
from bot.preferences import Preferences
from bot.requests import Asker, SourceFetch, guild_library
from bot.rounds import Rounds
from bot.store import Addresses
from tests.desk import Desk, opened_desk
from tests.discord_bot import Discord, behind, peopled, text
from tests.web import Page, Site, opened_site, rules

pytestmark = pytest.mark.simcord(shard_count=1, settle_timeout=60.0)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Serve a page of rules, and one that leads to a trap."""
    async with opened_site() as opened:
        opened.pages["/rules"] = Page(rules())
        opened.pages["/trap"] = Page(to="http://127.0.0.2/admin")
        yield opened


@pytest.fixture
async def desk(site: Site, tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a bot that may fetch from the site."""
    async with opened_desk(tmp_path / "data", fetch=site.fetcher().fetch) as opened:
        yield opened


@pytest.fixture
def chosen() -> dict[str, Preferences]:
    """Give what servers have chosen."""
    return {}


@pytest.fixture
def simcord_bot(desk: Desk, chosen: dict[str, Preferences]) -> Client:
    """Give simcord the client."""
    return create(behind(desk.respond, {}, chosen))


@pytest.fixture
async def discord(simcord_env: simcord.Env, simcord_bot: Client) -> Discord:
    """Give a server."""
    return peopled(simcord_env, simcord_bot, [])


def _said(result: simcord.InteractionResult) -> str:
    return text(result.response) if result.response else ""


async def test_a_poisoned_address_is_refused_and_nothing_is_stored(discord: Discord, desk: Desk, site: Site) -> None:
    said = await discord.moderator.slash(discord.channel, "source add", address=site.at("/trap"))

    assert said.ephemeral
    assert "it leads into a private network" in _said(said)
    assert await desk.store.ids([guild_library(discord.guild.id)]) == []


async def test_a_file_and_an_address_are_added_together(discord: Discord, desk: Desk, site: Site) -> None:
    await discord.moderator.slash(
        discord.channel, "source add", file=("fees.md", b"Members pay ten euros."), address=site.at("/rules")
    )

    assert sorted(await desk.store.ids([guild_library(discord.guild.id)])) == [site.id("/rules"), "fees.md"]


async def test_members_have_no_address_fetched(discord: Discord, site: Site) -> None:
    for command, given in (("source add", {"address": site.at("/rules")}), ("source refresh", {"apply": True})):
        said = await discord.member.slash(discord.channel, command, **given)
        assert "Only moderators may" in _said(said)

    assert site.asked == []


async def test_a_page_is_added_and_what_changes_there_is_told_first_and_then_taken_over(
    discord: Discord, desk: Desk, site: Site
) -> None:
    library = guild_library(discord.guild.id)
    added = await discord.moderator.slash(discord.channel, "source add", address=site.at("/rules"))
    assert "Rules of the hall" in _said(added)
    assert await desk.store.ids([library]) == [site.id("/rules")]

    site.pages["/rules"] = Page(rules("five"))
    told = await discord.moderator.slash(discord.channel, "source refresh")
    assert "A suspension lasts five days" in _said(told)
    assert "Nothing is changed yet" in _said(told)
    await discord.moderator.slash(discord.channel, "source refresh", document=site.id("/rules"), apply=True)

    kept = await desk.store.document(site.id("/rules"), libraries=[library])
    assert kept is not None
    assert "five days" in kept.text


async def test_moderators_hear_in_their_channel_of_what_changed_without_their_asking(
    discord: Discord, desk: Desk, site: Site, chosen: dict[str, Preferences]
) -> None:
    library = guild_library(discord.guild.id)
    theirs = discord.guild.create_text_channel("moderators")
    chosen[library] = Preferences(moderators=theirs.id, language="de")
    await desk.respond(SourceFetch(Asker("mo", moderator=True), site.at("/rules"), library))
    site.pages["/rules"] = Page(rules("five"))

    rounds = Rounds(desk.respond, Addresses(desk.store).due, discord.client.moderators(), 0)
    await rounds.once()

    assert "wurde erneut" in text(theirs.last_message)
    site.pages["/rules"] = Page(status=404)
    chosen[library] = Preferences()
    await rounds.once()
    assert "404" not in text(theirs.last_message)
