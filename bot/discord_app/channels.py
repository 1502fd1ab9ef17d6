"""The commands about a server's own messages: moderators choose what is quoted, members take theirs back."""

import discord
from discord import app_commands
from discord.app_commands import ContextMenu, Group, Range

from bot import commands, controls, typed
from bot.discord_app.answering import Answering, defer, tell
from bot.discord_app.following import Following
from bot.discord_app.layout import told
from bot.discord_app.places import Interaction, asker, libraries, own
from bot.discord_app.posts import Place, is_withheld, post_of, spot_of
from bot.errors import BadRuling
from bot.posts import Channel, Why
from bot.requests import ChannelAdd, ChannelList, ChannelRemove, MessageKeep, MessageWithdraw, in_place

SAMPLE = 50
"""Messages by which it is told whether a channel can be read."""

Quotable = discord.TextChannel | discord.ForumChannel


class _Choice(app_commands.Transformer):
    """An option that takes a channel or a forum; discord.py's own for both offers a kind that Discord does not list."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(self, _: Interaction, value: app_commands.AppCommandChannel, /) -> Quotable:
        channel = value.resolve()
        if isinstance(channel, discord.TextChannel | discord.ForumChannel):
            return channel
        raise app_commands.TransformerError(value, self.type, self)


Chosen = app_commands.Transform[Quotable, _Choice]


def add_to(group: Group, answering: Answering, following: Following) -> None:
    """Add these commands to those about sources."""
    channels = Group(name="channel", description=commands.CHANNELS, parent=group)

    @channels.command(description=commands.DOES["/source channel add"])
    @app_commands.describe(channel=commands.OPTIONS["channel"], role=commands.OPTIONS["role"])
    async def add(interaction: Interaction, channel: Chosen, role: discord.Role | None = None) -> None:
        who = asker(interaction)
        if not await defer(interaction, private=True):
            return
        readable = not who.moderator or await _is_readable(channel)
        chosen = Channel(channel.id, channel.name)
        if role is not None:
            chosen = Channel(channel.id, channel.name, role.id, role.name)
        threaded = isinstance(channel, discord.ForumChannel)
        request = ChannelAdd(who, chosen, readable, _is_hidden(channel), threaded, own(interaction))
        await answering.interaction(interaction, request)
        if who.moderator:
            await following.look_at(channel.guild.id, channel.id)

    @channels.command(description=commands.DOES["/source channel remove"])
    @app_commands.describe(channel=commands.OPTIONS["channel"])
    async def remove(interaction: Interaction, channel: Chosen) -> None:
        request = ChannelRemove(asker(interaction), Channel(channel.id, channel.name), own(interaction))
        await answering.interaction(interaction, request)
        await following.learn(channel.guild.id)

    @channels.command(name="list", description=commands.DOES["/source channel list"])
    async def list_channels(interaction: Interaction) -> None:
        await answering.interaction(interaction, ChannelList(asker(interaction), libraries(interaction)))

    @group.command(description=commands.DOES["/source withdraw"])
    @app_commands.describe(message=commands.OPTIONS["message"])
    async def withdraw(interaction: Interaction, message: Range[str, 1, 200] | None = None) -> None:
        try:
            request = typed.withdrawal(asker(interaction), message or "")
        except BadRuling as error:
            await answering.heed(interaction)
            await tell(interaction, told(error.words))
        else:
            await answering.interaction(interaction, in_place(request, libraries(interaction)))

    del add, remove, list_channels, withdraw


def menus(answering: Answering, following: Following) -> list[ContextMenu]:
    """Make what can be chosen on anybody's message."""

    async def quote(interaction: Interaction, message: discord.Message) -> None:
        place = interaction.channel
        if not isinstance(place, discord.abc.GuildChannel | discord.Thread):
            await answering.heed(interaction)
            await tell(interaction, told(controls.ONLY_HERE))
            return
        post = post_of(message, place, why=Why.CHOSEN)
        await answering.interaction(
            interaction, MessageKeep(asker(interaction), spot_of(place), post, own(interaction))
        )
        await following.learn(place.guild.id)

    async def withdraw(interaction: Interaction, message: discord.Message) -> None:
        request = MessageWithdraw(asker(interaction), message.id)
        await answering.interaction(interaction, in_place(request, libraries(interaction)))

    return [
        ContextMenu(name=controls.MENU_QUOTE, callback=quote),
        ContextMenu(name=controls.MENU_WITHDRAW, callback=withdraw),
    ]


def _is_hidden(place: Place) -> bool:
    """Tell whether there are members who cannot see a place."""
    if isinstance(place, discord.Thread) and (place.is_private() or place.parent is None):
        return True
    return not place.permissions_for(place.guild.default_role).view_channel


async def _is_readable(channel: Quotable) -> bool:
    """Tell whether the bot may read a channel, and is shown what is written there."""
    allowed = channel.permissions_for(channel.guild.me)
    if not (allowed.view_channel and allowed.read_message_history):
        return False
    place = channel if isinstance(channel, discord.TextChannel) else next(iter(channel.threads), None)
    try:
        return not place or not any([is_withheld(message) async for message in place.history(limit=SAMPLE)])
    except discord.HTTPException:
        return False
