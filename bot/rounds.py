"""Rounds: what stands at web addresses is looked at again, one after the other, as long as the bot runs."""

import asyncio
import datetime as dt
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.errors import BotError
from bot.handlers import Respond
from bot.reply import Paragraph, Reply
from bot.requests import SHARED, Asker, SourceRefresh
from bot.store import Address
from retrieval import RetrievalError

log = logging.getLogger(__name__)

SCHEDULE = Asker("schedule", moderator=True, operator=True)
"""Who takes over what has changed where nobody asked for it; the audit list has this name."""
PAUSE = 600.0
"""Seconds between two looks for what is due, give or take a half: servers are not asked at the stroke of an hour."""


@dataclass(frozen=True, slots=True)
class Moderators:
    """How moderators are told what happened without their asking.

    `reached` tells whether the bot serves their server now: if not, nothing of theirs changes. `tell` says whether it
    could tell them, which only those want who have chosen a channel for that.
    """

    reached: Callable[[str], bool]
    tell: Callable[[str, Reply], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of a bot: every so many hours it is the turn of an address."""

    respond: Respond
    due: Callable[[dt.datetime], Awaitable[list[Address]]]
    moderators: Moderators
    hours: float

    @asynccontextmanager
    async def meanwhile(self) -> AsyncIterator[None]:
        """Go while something else is done; with 0 hours, stay."""
        going = asyncio.create_task(self.go()) if self.hours else None
        try:
            yield
        finally:
            if going:
                going.cancel()
                await asyncio.wait([going])

    async def go(self, *, pause: float = PAUSE) -> None:
        """Go for ever."""
        while True:
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - nobody gains by guessing it
            await self.once()

    async def once(self) -> None:
        """Look at every address whose turn it is; what goes wrong with one is logged, and the others have theirs."""
        try:
            addresses = await self.due(dt.datetime.now(dt.UTC) - dt.timedelta(hours=self.hours))
        except BotError as error:
            log.warning("it is not known which addresses are to be looked at: %s", error)
            return
        for address in addresses:
            if address.library in SHARED or self.moderators.reached(address.library):
                await self._look(address)

    async def _look(self, address: Address) -> None:
        library = address.library
        names = SHARED if library in SHARED else (*SHARED, library)
        try:
            reply = await self.respond(SourceRefresh(SCHEDULE, address.document, library, names, apply=True))
            told = reply.told
            if told and (library in SHARED or not await self.moderators.tell(library, told)):
                log.info("%s: %s", library, " ".join(part.text for part in told.parts if isinstance(part, Paragraph)))
        except (BotError, RetrievalError) as error:
            log.warning("%s was not looked at: %s", address.url, error)
        except Exception:
            log.exception("%s was not looked at", address.url)
