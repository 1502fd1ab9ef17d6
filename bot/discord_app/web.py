"""Documents from web addresses: the command that fetches them again, and telling moderators of what changed there."""

import discord
from discord import app_commands
from discord.app_commands import Command, Group, Range

from bot import commands
from bot.discord_app import posting
from bot.discord_app.answering import Answering
from bot.discord_app.languages import decided
from bot.discord_app.layout import sent
from bot.discord_app.places import Interaction, asker, libraries, own
from bot.markdown import message
from bot.reply import Reply
from bot.requests import SourceRefresh, guild_of


def add_to(group: Group, answering: Answering) -> Command[Group, ..., None]:
    """Add the command to those about sources, and give it, since it takes a document."""

    @group.command(description=commands.DOES["/source refresh"])
    @app_commands.describe(document=commands.OPTIONS["document"], apply=commands.OPTIONS["apply"])
    async def refresh(
        interaction: Interaction, document: Range[str, 1, 500] | None = None, apply: bool = False
    ) -> None:
        who, names = asker(interaction), libraries(interaction)
        request = SourceRefresh(who, document, own(interaction), libraries=names, apply=apply)
        await answering.interaction(interaction, request)

    return refresh


def reached(client: discord.Client, library: str) -> bool:
    """Tell whether the bot is a member of the server whose library this is, and connected."""
    return _server(client, library) is not None


async def tell(client: discord.Client, answering: Answering, *, library: str, reply: Reply) -> bool:
    """Tell the moderators of a server something in the channel that they chose; tell whether that could be done."""
    server, chosen = _server(client, library), await answering.behind.preferences(library)
    if server is None or chosen.moderators is None:
        return False
    language = decided(server.preferred_locale, chosen=chosen.language)
    words = sent(message(reply, language=language))
    return await posting.post(client, words, channel=chosen.moderators) is not None


def _server(client: discord.Client, library: str) -> discord.Guild | None:
    number = guild_of(library)
    return client.get_guild(int(number)) if number.isascii() and number.isdigit() else None
