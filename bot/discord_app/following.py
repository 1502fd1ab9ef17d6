"""Following: what is kept of a server's messages stays what stands on Discord, by its events and by looking again.

Discord tells that a message was edited or deleted without what is in it, whatever the bot may read. Everything that it
says is looked up, and what it told nobody while the bot was away is found a while after the start, and once a day.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Collection, Sequence
from typing import Any

import discord

from bot.discord_app import posting
from bot.discord_app.languages import decided
from bot.discord_app.looking import Looking, Span
from bot.discord_app.places import Behind
from bot.discord_app.posts import Place, spot_of
from bot.discord_app.staff import is_staff
from bot.errors import BotError
from bot.posts import Channel, Post, Spot, Why
from bot.reply import Reply
from bot.requests import SHARED, Asker, ChannelList, ChannelRemove, MessageList, MessagesSeen, Request, guild_library
from bot.words import ENGLISH

log = logging.getLogger(__name__)

ITSELF = Asker("Discord", moderator=True)
"""Who brings messages up to date: nobody but what Discord tells."""
PAUSE = 1.0
"""Seconds between requests: Discord allows some fifty in that time, and members come first."""
DAY = 24 * 3600.0
EVER = (0, 2**63 - 1)
"""From the first message to after the last."""
_REMEMBERED = 1000
"""Deleted messages that are remembered, so that a look which was under way does not bring them back."""


class Following:
    """Follows the channels and messages that servers quote from."""

    def __init__(self, client: discord.Client, behind: Behind, *, pause: float = PAUSE) -> None:
        self.pause = pause
        self._client = client
        self._behind = behind
        self._channels: dict[int, dict[int, Channel]] = {}
        self._kept: dict[int, dict[int, Spot]] = {}
        self._pinned: dict[int, set[int]] = {}
        self._staff: dict[int, dict[int, bool]] = {}
        self._gone: deque[int] = deque(maxlen=_REMEMBERED)
        self._waiting: dict[tuple[int, int | None], bool] = {}
        self._work: asyncio.Task[None] | None = None

    async def start(self, guilds: Sequence[discord.Guild]) -> None:
        """Learn what servers quote from, and look at all of it."""
        for guild in guilds:
            await self._patiently(self.learn(guild.id))
            if self._channels.get(guild.id) or self._kept.get(guild.id):
                self._wake(guild.id, None, whole=True)

    async def daily(self) -> None:
        """Look at everything once a day, for ever, and ask anew who is staff."""
        while True:
            await asyncio.sleep(DAY)
            self._staff.clear()
            await self.start(self._client.guilds)

    async def learn(self, guild: int) -> None:
        """Learn which channels and messages a server quotes from."""
        names = (*SHARED, guild_library(guild))
        followed = await self._behind.respond(ChannelList(ITSELF, names))
        self._channels[guild] = {
            each["id"]: Channel(each["id"], each["name"], each["role"]) for each in _listed(followed, "channels")
        }
        kept = await self._behind.respond(MessageList(ITSELF, everybody=True, library=names[-1]))
        every = _listed(kept, "messages")
        self._kept[guild] = {each["message"]: Spot(each["channel"], each["place"]) for each in every}
        self._pinned[guild] = {each["message"] for each in every if each["why"] == Why.PINNED}

    async def look_at(self, guild: int, channel: int) -> None:
        """Look at a channel, since it was chosen."""
        self._staff.clear()  # the staff may be others
        await self.learn(guild)
        if channel in self._channels.get(guild, {}):
            self._wake(guild, channel, whole=True)

    def heard(self, message: discord.Message) -> None:
        """Look at a channel again if staff have written there."""
        place, author = message.channel, message.author
        if message.guild is None or not isinstance(place, discord.abc.GuildChannel | discord.Thread):
            return
        channel = self._followed(place)
        if channel and isinstance(author, discord.Member) and not author.bot and is_staff(author, place, channel):
            self._staff.setdefault(place.id, {})[author.id] = True
            self._wake(message.guild.id, channel.id, whole=False)

    def repinned(self, place: Place) -> None:
        """Look at a channel again since its pins are others."""
        if channel := self._followed(place):
            self._wake(place.guild.id, channel.id, whole=False)

    async def edited(self, guild: int, number: int) -> None:
        """Look at a message again since it was edited."""
        if spot := self._kept.get(guild, {}).get(number):
            await self._patiently(self._message(guild, number, spot))

    async def deleted(self, guild: int, numbers: Sequence[int]) -> None:
        """Erase what is kept of messages since they were deleted."""
        self._gone.extend(numbers)
        for number in numbers:
            if spot := self._kept.get(guild, {}).get(number):
                await self._patiently(self._seen(guild, spot, (), (number, number)))

    async def closed(self, guild: int, channel: int, place: int | None) -> None:
        """Erase what is kept of a thread, or of a channel with its threads, since it was deleted."""
        spots = {spot for spot in self._kept.get(guild, {}).values() if spot.channel == channel}
        for spot in spots:
            if place is None or spot.place == place:
                await self._patiently(self._seen(guild, spot, (), EVER))
        followed = self._channels.get(guild, {}).get(channel)
        if place is None and followed:
            await self._patiently(self._ask(guild, ChannelRemove(ITSELF, followed, guild_library(guild))))
            await self.learn(guild)

    def stop(self) -> None:
        """Look at nothing more; what was not looked at is found after the next start."""
        if self._work:
            self._work.cancel()

    async def settled(self) -> None:
        """Wait until nothing is left to look at."""
        while self._work:
            await asyncio.wait([self._work])

    def _followed(self, place: Place) -> Channel | None:
        return self._channels.get(place.guild.id, {}).get(spot_of(place).channel)

    def _wake(self, guild: int, channel: int | None, *, whole: bool) -> None:
        self._waiting[guild, channel] = whole or self._waiting.get((guild, channel), False)
        if self._work is None:
            self._work = asyncio.create_task(self._working())

    async def _working(self) -> None:
        try:
            while self._waiting:
                (guild, channel), whole = next(iter(self._waiting.items()))
                del self._waiting[guild, channel]
                wanted = list(self._channels.get(guild, {})) if channel is None else [channel]
                for each in wanted:
                    await self._patiently(self._look(guild, each, whole=whole))
                if channel is None:
                    await self._patiently(self._check(guild, among=None, looked={}))
        finally:
            self._work = None

    async def _look(self, guild: int, channel: int, *, whole: bool) -> None:
        """Look at a channel, and one by one at what is kept of it and was not among that."""
        server = self._client.get_guild(guild)
        place = server.get_channel(channel) if server else None
        if place is None:
            log.warning("channel %d, which is quoted from, cannot be seen", channel)
            return
        looked: dict[int, list[Span]] = {}

        async def found(spot: Spot, posts: Sequence[Post], span: Span | None) -> None:
            looked.setdefault(spot.place, []).extend(
                [span] if span else [(each.message, each.message) for each in posts]
            )
            await self._seen(guild, spot, posts, span)

        await Looking(found, self._staff, self.pause).channel(
            place, self._channels.get(guild, {}).get(channel), whole=whole
        )
        wanted = None if whole else self._pinned.get(guild, set())  # what is pinned no more is found at once
        await self._check(guild, among=channel, looked=looked, wanted=wanted)

    async def _check(
        self, guild: int, *, among: int | None, looked: dict[int, list[Span]], wanted: Collection[int] | None = None
    ) -> None:
        """Look one by one at what is kept of a channel, or at those `wanted` of it, unless that was looked at.

        None: at what is kept of channels that are not followed.
        """
        followed = self._channels.get(guild, {})
        for number, spot in sorted(self._kept.get(guild, {}).items()):
            mine = spot.channel not in followed if among is None else spot.channel == among
            seen = any(first <= number <= last for first, last in looked.get(spot.place, ()))
            if mine and not seen and (wanted is None or number in wanted):
                await self._message(guild, number, spot)

    async def _message(self, guild: int, number: int, spot: Spot) -> None:
        server = self._client.get_guild(guild)
        if server is None:
            return
        try:
            place = server.get_channel_or_thread(spot.place) or await server.fetch_channel(spot.place)
        except discord.NotFound:
            await self._seen(guild, spot, (), EVER)
            return

        async def found(spot: Spot, posts: Sequence[Post], span: Span | None) -> None:
            await self._seen(guild, spot, posts, span)

        await Looking(found, self._staff, self.pause).message(
            place, number, self._channels.get(guild, {}).get(spot.channel)
        )

    async def _seen(self, guild: int, spot: Spot, posts: Sequence[Post], span: Span | None) -> None:
        """Pass on what was seen, note what is kept now, and mark the answers that quote what is gone."""
        library = guild_library(guild)
        standing = tuple(post for post in posts if post.message not in self._gone)
        reply = await self._ask(guild, MessagesSeen(ITSELF, spot, standing, span, library, (*SHARED, library)))
        kept = self._kept.setdefault(guild, {})
        pinned = self._pinned.setdefault(guild, set())
        pinned.difference_update(post.message for post in standing)
        pinned.update(post.message for post in standing if post.why is Why.PINNED)
        came = {str(name).rpartition("/")[2] for name in _listed(reply, "added")}
        kept.update({post.message: spot for post in standing if str(post.message) in came})
        for name in _listed(reply, "erased"):
            kept.pop(int(str(name).rpartition("/")[2]), None)

    async def _ask(self, guild: int, request: Request) -> Reply:
        """Make a request, and tell in the messages that it names what it wants told there."""
        reply = await self._behind.respond(request)
        if reply.told:
            chosen = await self._behind.preferences(guild_library(guild))
            server = self._client.get_guild(guild)
            theirs = decided(server.preferred_locale if server else ENGLISH, chosen=chosen.language)
            await posting.mark(self._client, reply, language=theirs)
        return reply

    async def _patiently(self, work: Awaitable[object]) -> None:
        """Do some work; what Discord or the store does not let be done is logged, and done at the next look."""
        try:
            await work
        except (discord.DiscordException, BotError) as error:
            log.warning("messages could not be followed: %s", error)


def _listed(reply: Reply, name: str) -> list[Any]:
    found = reply.data.get(name)
    return found if isinstance(found, list) else []
