"""Staff: whose posts of a channel are quoted, by the role that moderators chose or by who may manage messages."""

import asyncio

import discord

from bot.discord_app.posts import Place
from bot.posts import Channel, Why


class Staff:
    """Tells of one channel who is staff there; who is not known yet is asked for, after a pause in seconds."""

    def __init__(self, place: Place, channel: Channel | None, *, known: dict[int, bool], pause: float) -> None:
        self._place = place
        self._channel = channel
        self._known = known
        self._pause = pause

    async def why(self, message: discord.Message) -> Why | None:
        """Tell why a message is to be quoted, if it is; raise HTTPException where its author cannot be asked for."""
        if self._channel is None:
            return None
        if message.pinned:
            return Why.PINNED
        return Why.STAFF if await self._includes(message.author) else None

    async def _includes(self, author: discord.User | discord.Member) -> bool:
        if author.bot:
            return False
        if author.id not in self._known:
            self._known[author.id] = await self._asked(author)
        return self._known[author.id]

    async def _asked(self, author: discord.User | discord.Member) -> bool:
        member = author if isinstance(author, discord.Member) else None
        if member is None:
            await asyncio.sleep(self._pause)
            try:
                member = await self._place.guild.fetch_member(author.id)
            except discord.NotFound:  # who has left is no staff
                return False
        return is_staff(member, self._place, self._channel)


def is_staff(member: discord.Member, place: Place, channel: Channel | None) -> bool:
    """Tell whether a member is staff in a place of a channel."""
    if channel is not None and channel.role is not None:
        return member.get_role(channel.role) is not None
    if isinstance(place, discord.Thread) and place.parent is None:  # of a channel that the bot does not see
        return False
    return place.permissions_for(member).manage_messages
