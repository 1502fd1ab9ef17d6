"""Rounds: while the bot runs, addresses are looked at again, and moderators hear of what changed or went wrong."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.reply import Paragraph, Reply
from bot.requests import SourceFetch, SourceRemove, guild_library
from bot.rounds import Moderators, Rounds
from bot.store import Addresses
from tests.desk import Desk, opened_desk
from tests.library import MODERATOR, OPERATOR
from tests.web import Page, Site, opened_site, rules

GUILD = guild_library(7)
GONE = guild_library(8)


@dataclass
class Told:
    """What moderators were told, by library."""

    said: list[tuple[str, str]] = field(default_factory=list)

    async def tell(self, library: str, reply: Reply) -> bool:
        """Take note of it."""
        self.said += [(library, part.text) for part in reply.parts if isinstance(part, Paragraph)]
        return True


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Serve a page of rules."""
    async with opened_site() as opened:
        opened.pages["/rules"] = Page(rules())
        yield opened


@pytest.fixture
async def desk(site: Site, tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a bot that may fetch from the site."""
    async with opened_desk(tmp_path / "data", fetch=site.fetcher().fetch) as opened:
        yield opened


def _rounds(desk: Desk, told: Told, *, hours: float = 0.0) -> Rounds:
    """Make rounds in which, without hours, it is always every address's turn."""
    moderators = Moderators(lambda library: library != GONE, told.tell)
    return Rounds(desk.respond, Addresses(desk.store).due, moderators, hours)


async def test_what_has_changed_is_taken_over_and_the_moderators_of_its_server_hear_of_it(
    desk: Desk, site: Site
) -> None:
    told = Told()
    await desk.respond(SourceFetch(MODERATOR, site.at("/rules"), GUILD))
    await _rounds(desk, told).once()
    assert told.said == []

    site.pages["/rules"] = Page(rules("five"))
    await _rounds(desk, told).once()
    await _rounds(desk, told).once()

    [(library, said)] = told.said
    assert library == GUILD
    assert said == f"{site.id('/rules')} was fetched from {site.at('/rules')} again and has changed: 1 difference."
    kept = await desk.store.document(site.id("/rules"), libraries=[GUILD])
    assert kept is not None
    assert "five days" in kept.text


async def test_what_is_worse_is_not_taken_over_and_is_told_once(desk: Desk, site: Site) -> None:
    told = Told()
    await desk.respond(SourceFetch(MODERATOR, site.at("/rules"), GUILD))
    site.pages["/rules"] = Page(status=503)
    for _ in range(3):
        await _rounds(desk, told).once()

    [(_, said)] = told.said
    assert "the server answers 503. The words of before stay." in said
    kept = await desk.store.document(site.id("/rules"), libraries=[GUILD])
    assert kept is not None
    assert "three days" in kept.text


async def test_it_is_not_the_turn_of_what_was_looked_at_a_moment_ago(desk: Desk, site: Site) -> None:
    await desk.respond(SourceFetch(MODERATOR, site.at("/rules"), GUILD))

    await _rounds(desk, Told(), hours=24).once()

    assert site.asked.count("/rules") == 1


async def test_nothing_is_fetched_for_a_server_that_the_bot_has_left(desk: Desk, site: Site) -> None:
    await desk.respond(SourceFetch(MODERATOR, site.at("/rules"), GONE))

    await _rounds(desk, Told()).once()

    assert site.asked.count("/rules") == 1


async def test_of_what_is_shared_the_log_tells(desk: Desk, site: Site, caplog: pytest.LogCaptureFixture) -> None:
    await desk.respond(SourceRemove(OPERATOR, "rules.md", confirmed=True))
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))
    await desk.ask()
    await desk.receipts.settled()
    site.pages["/rules"] = Page(rules("five"))

    with caplog.at_level(logging.INFO):
        await _rounds(desk, told := Told()).once()

    assert told.said == []
    assert f"shared: {site.id('/rules')} was fetched from" in caplog.text
    assert "Quoting words that have changed: 1 answer. /changed lists them." in caplog.text


async def test_what_goes_wrong_with_one_address_takes_no_other_its_turn(desk: Desk, site: Site) -> None:
    site.pages["/fees"] = Page("Members pay ten euros. Guests pay twenty.", type="text/plain")
    await desk.respond(SourceFetch(MODERATOR, site.at("/rules"), GUILD))
    await desk.respond(SourceFetch(MODERATOR, site.at("/fees"), GUILD))

    class Broken(Told):
        async def tell(self, library: str, reply: Reply) -> bool:
            await super().tell(library, reply)
            raise RuntimeError(library)

    site.pages["/rules"], site.pages["/fees"] = Page(status=500), Page(status=500)
    told = Broken()
    await _rounds(desk, told).once()

    assert len(told.said) == 2


async def test_rounds_go_on_for_as_long_as_something_else_is_done(desk: Desk, site: Site) -> None:
    await desk.respond(SourceFetch(MODERATOR, site.at("/rules"), GUILD))
    site.pages["/rules"] = Page(rules("five"))
    heard = asyncio.Event()

    class Waited(Told):
        async def tell(self, library: str, reply: Reply) -> bool:
            heard.set()
            return await super().tell(library, reply)

    going = asyncio.create_task(_rounds(desk, Waited()).go(pause=0.01))
    await asyncio.wait_for(heard.wait(), 30)
    going.cancel()

    async with _rounds(desk, Told()).meanwhile():
        assert len(asyncio.all_tasks()) <= 3  # with 0 hours, none of them goes
