"""Places: where something comes from on Discord, which libraries are asked there, and what was chosen for it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import discord

from bot.handlers import Respond
from bot.preferences import Preferences
from bot.requests import SHARED, Asker, guild_library

Interaction = discord.Interaction[discord.Client]
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the front end: the call that answers, the documents that can be named, what was chosen."""

    respond: Respond
    titles: Callable[[Names], Awaitable[Mapping[str, str]]]
    preferences: Callable[[str], Awaitable[Preferences]]


def asker(interaction: Interaction) -> Asker:
    """Tell who gives a command. Moderators are those who may manage a server that the bot is a member of."""
    member = len(libraries(interaction)) > 1
    who = interaction.user
    moderator = member and interaction.permissions.manage_guild
    return Asker(str(who.id), moderator=moderator, called=who.display_name)


def libraries(interaction: Interaction) -> Names:
    """Tell which libraries can be asked in a place: that of a server only in it, and where the bot is a member."""
    server = interaction.guild_id and interaction.client.get_guild(interaction.guild_id)
    return asked_in(server or None)


def own(interaction: Interaction) -> str:
    """Name the library that is changed from a place: that of its server; outside of one, nobody may change any."""
    return libraries(interaction)[-1]


def asked_in(server: discord.Guild | None) -> Names:
    """Name the libraries of a server, or of no server."""
    return (*SHARED, guild_library(server.id)) if server else SHARED


def channels(channel: object) -> tuple[int | None, ...]:
    """Give the ids of a channel and, of a thread, of the channel it belongs to."""
    return getattr(channel, "id", None), getattr(channel, "parent_id", None)
