"""The client: which events it wants, what it does with each, and its commands, told to Discord when they change."""

import datetime as dt
import hashlib
import json
import logging
from pathlib import Path

import discord
from discord import app_commands

from bot.discord_app import channels as channel_commands
from bot.discord_app import choosing, commands, describing, pressing, web
from bot.discord_app.answering import Answering, sorry, tell
from bot.discord_app.conversations import Conversations
from bot.discord_app.following import Following
from bot.discord_app.languages import Translator, speak
from bot.discord_app.layout import NOBODY, told
from bot.discord_app.places import Behind, Interaction, asked_in, channels
from bot.reply import Reply
from bot.requests import Ask, Asker, Help
from bot.rounds import Moderators

log = logging.getLogger(__name__)

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""What events are wanted: none that Discord calls privileged. Of messages, it shows those that mention the bot."""
HEARTBEAT = 30.0
"""Seconds after which a connection that does not answer is given up; discord.py's 60 leaves members waiting."""


class Client(discord.AutoShardedClient):
    """The bot on Discord."""

    def __init__(self, answering: Answering, *, told_to: Path | None) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=NOBODY,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,  # nothing that is said is kept
            heartbeat_timeout=HEARTBEAT,
        )
        self.answering = answering
        self.tree = _Tree(
            self,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self.following = Following(self, answering.behind)
        made = [*commands.every(answering), *choosing.every(answering)]
        for command in (*made, *channel_commands.menus(answering, self.following)):
            self.tree.add_command(command)
            if isinstance(command, app_commands.Group) and command.name == "source":
                channel_commands.add_to(command, answering, self.following)
        self.add_dynamic_items(*pressing.dynamic(answering), *describing.dynamic(answering))
        self.conversations = Conversations()
        self._told_to = told_to

    async def setup_hook(self) -> None:
        """Tell Discord the commands, unless it was told these before: it takes 200 definitions a day."""
        translator = Translator()
        await self.tree.set_translator(translator)
        commands = self.tree.get_commands()
        definitions = [await command.get_translated_payload(self.tree, translator) for command in commands]
        known = json.dumps([self.application_id, definitions], sort_keys=True)
        digest = hashlib.sha256(known.encode()).hexdigest()
        if self._told_to and self._told_to.is_file() and self._told_to.read_text("ascii", "replace") == digest:
            return
        await self.tree.sync()
        log.info("told Discord the commands")
        if self._told_to:
            self._told_to.write_text(digest, "ascii")

    def moderators(self) -> Moderators:
        """Give how the moderators of servers are told what happened without their asking."""

        async def tell(library: str, reply: Reply) -> bool:
            return await web.tell(self, self.answering, library=library, reply=reply)

        return Moderators(lambda library: web.reached(self, library), tell)

    async def on_ready(self) -> None:
        """Log that members can ask, and look at what was said while the bot was away."""
        log.info("ready in %d servers", len(self.guilds))
        await self.following.start(self.guilds)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that mentions the bot, replies to it, or is written to it alone."""
        self.following.heard(message)
        if message.author.bot or self.user is None or not self._is_meant(message):
            return
        names = asked_in(message.guild)
        chosen = await self.answering.preferences(names)
        if message.guild and not (chosen.mentions and chosen.answers_in(*channels(message.channel))):
            return
        question = message.content
        for mention in (f"<@{self.user.id}>", f"<@!{self.user.id}>"):
            question = question.replace(mention, " ")
        who, question = Asker(str(message.author.id)), question.strip()
        if not question:
            await self.answering.message(message, Help(who), chosen=chosen)
            return
        request = Ask(who, question, self.conversations.earlier(message), libraries=names)
        reply = await self.answering.message(message, request, chosen=chosen)
        self.conversations.note(message, question, reply)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Look at a message again, unless Discord alone has changed it, as by unfolding a link."""
        if payload.guild_id and payload.data.get("edited_timestamp"):
            await self.following.edited(payload.guild_id, payload.message_id)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Keep nothing of a message that is deleted."""
        if payload.guild_id:
            await self.following.deleted(payload.guild_id, [payload.message_id])

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Keep nothing of messages that are deleted."""
        if payload.guild_id:
            await self.following.deleted(payload.guild_id, sorted(payload.message_ids))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Keep nothing of a thread that is deleted."""
        await self.following.closed(payload.guild_id, payload.parent_id, payload.thread_id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Keep nothing of a channel that is deleted."""
        await self.following.closed(channel.guild.id, channel.id, None)

    async def on_guild_channel_pins_update(
        self, channel: discord.abc.GuildChannel | discord.Thread, _: dt.datetime | None
    ) -> None:
        """Look at the pins of a channel again."""
        self.following.repinned(channel)

    def _is_meant(self, message: discord.Message) -> bool:
        if message.guild is None or self.user in message.mentions:
            return True
        replied = message.reference and message.reference.resolved
        # Of a reply that does not mention the bot, Discord shows it nothing: there is no question to answer.
        return isinstance(replied, discord.Message) and replied.author == self.user and bool(message.content)


class _Tree(app_commands.CommandTree[discord.Client]):
    """The commands, and what is told where one fails outside the handlers."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        log.error("a command failed", exc_info=error)
        speak(interaction.locale)
        await tell(interaction, told(sorry(getattr(error, "original", error))))


def create(behind: Behind, *, told_to: Path | None = None) -> Client:
    """Make the client that answers from what is behind it; `told_to` remembers what commands Discord was told."""
    return Client(Answering(behind), told_to=told_to)
