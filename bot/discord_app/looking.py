"""Looking at a channel: its pins and its last messages, page by page, each page kept before the next is asked for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

import discord

from bot.discord_app.posts import Place, post_of, spot_of
from bot.discord_app.staff import Staff
from bot.posts import Channel, Post, Spot

LOOKED_BACK = 1000
"""Messages of a channel that are looked at: ten requests."""
PAGE = 100
"""Messages that Discord gives at once, at most."""
THREADS = 50
"""Threads of a forum that are looked at, the last first, and of each PAGE messages."""

Span = tuple[int, int]
Found = Callable[[Spot, Sequence[Post], Span | None], Awaitable[None]]
"""Takes what was found: posts of a place, and between which messages they are all there are."""
Readable = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel


@dataclass(slots=True)
class Looking:
    """A look at channels of one server. Raises HTTPException where Discord does not let it.

    `pause` is how many seconds it rests after each request, so that it takes little of what Discord allows. `known` is
    who is staff in which place, as far as that was asked before; what is asked is noted there.
    """

    found: Found
    known: dict[int, dict[int, bool]]
    pause: float

    async def channel(self, place: Place, channel: Channel | None, *, whole: bool) -> None:
        """Look at the last page of a channel, or as far back as LOOKED_BACK; of a forum, at its threads."""
        if isinstance(place, Readable):
            await self._place(place, channel, pages=LOOKED_BACK // PAGE if whole else 1)
        elif isinstance(place, discord.ForumChannel):
            async for thread in self._threads(place, whole=whole):
                await self._place(thread, channel, pages=1)

    async def message(self, place: Place, number: int, channel: Channel | None) -> None:
        """Look at one message."""
        if not isinstance(place, Readable):
            return
        try:
            message = await place.fetch_message(number)
        except discord.NotFound:
            posts: list[Post] = []
        else:
            posts = [post_of(message, place, why=await self._staff(place, channel).why(message))]
        await self.found(spot_of(place), posts, (number, number))
        await asyncio.sleep(self.pause)

    def _staff(self, place: Place, channel: Channel | None) -> Staff:
        return Staff(place, channel, known=self.known.setdefault(place.id, {}), pause=self.pause)

    async def _threads(self, forum: discord.ForumChannel, *, whole: bool) -> AsyncIterator[discord.Thread]:
        active = sorted(forum.threads, key=lambda thread: thread.last_message_id or thread.id, reverse=True)
        for thread in active[:THREADS]:
            yield thread
        if whole and len(active) < THREADS:
            async for thread in forum.archived_threads(limit=THREADS - len(active)):
                yield thread

    async def _place(self, place: Readable, channel: Channel | None, *, pages: int) -> None:
        staff, spot = self._staff(place, channel), spot_of(place)
        pinned = [message async for message in place.pins(limit=None)]
        await self._tell(spot, staff, place, pinned, None)
        before = None
        for _ in range(pages):
            page = [message async for message in place.history(limit=PAGE, before=before)]
            if page:
                first = page[-1].id if len(page) == PAGE else 0
                await self._tell(spot, staff, place, page, (first, page[0].id))
                before = page[-1]
            if len(page) < PAGE:
                return

    async def _tell(
        self, spot: Spot, staff: Staff, place: Place, page: Sequence[discord.Message], span: Span | None
    ) -> None:
        posts = [post_of(each, place, why=await staff.why(each)) for each in reversed(page)]  # the oldest first
        await self.found(spot, posts, span)
        await asyncio.sleep(self.pause)
