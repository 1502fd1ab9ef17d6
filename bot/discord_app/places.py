"""Places: where something comes from on Discord, and which libraries are asked there."""

import discord

from bot.requests import SHARED, Asker, guild_library

Interaction = discord.Interaction[discord.Client]
Names = tuple[str, ...]


def asker(interaction: Interaction) -> Asker:
    """Tell who gives a command. Moderators are those who may manage a server that the bot is a member of."""
    member = len(libraries(interaction)) > 1
    return Asker(str(interaction.user.id), moderator=member and interaction.permissions.manage_guild)


def libraries(interaction: Interaction) -> Names:
    """Tell which libraries can be asked in a place: that of a server only in it, and where the bot is a member."""
    server = interaction.guild_id and interaction.client.get_guild(interaction.guild_id)
    return asked_in(server or None)


def asked_in(server: discord.Guild | None) -> Names:
    """Name the libraries of a server, or of no server."""
    return (*SHARED, guild_library(server.id)) if server else SHARED
