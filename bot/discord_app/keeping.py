"""The commands that change what a server's library holds: files are added and documents removed."""

import re

import discord
from discord import app_commands
from discord.app_commands import Group, Range

from bot import commands, replies
from bot.discord_app.answering import Answering, tell
from bot.discord_app.layout import told
from bot.discord_app.moderating import own
from bot.discord_app.places import Interaction, asker, libraries
from bot.requests import SourceAdd, SourcePreview, SourceRemove

_DOES = {re.sub(r" [A-Z].*$", "", usage): does for usage, does in commands.COMMANDS}
LARGEST = 20 * 2**20
"""Bytes of a file that is fetched: as many as are read of a document."""


def add_to(group: Group, answering: Answering) -> None:
    """Add these commands to those about sources."""

    @group.command(description=_DOES["/source add"])
    @app_commands.describe(file=commands.OPTIONS["file"])
    async def add(interaction: Interaction, file: discord.Attachment) -> None:
        data = await _fetched(interaction, file)
        if data is not None:
            request = SourceAdd(asker(interaction), file.filename, data, own(interaction))
            await answering.interaction(interaction, request)

    @group.command(description=_DOES["/source preview"])
    @app_commands.describe(file=commands.OPTIONS["file"])
    async def preview(interaction: Interaction, file: discord.Attachment) -> None:
        data = await _fetched(interaction, file)
        if data is not None:
            who, names = asker(interaction), libraries(interaction)
            await answering.interaction(
                interaction, SourcePreview(who, file.filename, data, own(interaction), libraries=names)
            )

    @group.command(description=_DOES["/source remove"])
    @app_commands.describe(document=commands.OPTIONS["document"])
    async def remove(interaction: Interaction, document: Range[str, 1, 300]) -> None:
        await answering.interaction(interaction, SourceRemove(asker(interaction), document, own(interaction)))

    del add, preview, remove


async def _fetched(interaction: Interaction, file: discord.Attachment) -> bytes | None:
    """Acknowledge the command and fetch its file; None if it is too large, which is told.

    For whoever may not add it nothing is fetched: the handler refuses before it looks at any byte.
    """
    if file.size > LARGEST:
        await tell(interaction, told(replies.FILE_TOO_LARGE.format(file.filename, LARGEST // 2**20)))
        return None
    await interaction.response.defer(ephemeral=True, thinking=True)
    return await file.read() if asker(interaction).moderator else b""
