"""One request's way through Discord: acknowledged at once, answered by the call that every front end makes, shown."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import discord

from bot import replies
from bot.discord_app import posting
from bot.discord_app.cooldowns import Cooldowns
from bot.discord_app.layout import sent, told
from bot.errors import BotError, TooSoon
from bot.handlers import Respond
from bot.markdown import Message, message
from bot.reply import Reply
from bot.requests import Request, is_private
from retrieval import RetrievalError

log = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]

ACKNOWLEDGED = 40060
"""Discord's code for an interaction that was acknowledged before: the first attempt came through after all."""


@dataclass(slots=True)
class Answering:
    """The call that answers, who may ask how often, and what is being answered now."""

    respond: Respond
    cooldowns: Cooldowns = field(default_factory=Cooldowns)
    working: set[asyncio.Task[object]] = field(default_factory=set)

    async def interaction(self, interaction: Interaction, request: Request) -> None:
        """Answer a command. What goes wrong is told to whoever gave it, and to nobody else."""
        with self._working():
            if seconds := self.cooldowns.take(interaction.user.id):
                await tell(interaction, told(str(TooSoon(seconds))))
                return
            private = is_private(request)
            await _defer(interaction, private=private)
            said, failed, reply = await self._said(request)
            if failed and not private:
                await _withdraw(interaction)
                await tell(interaction, said)
                return
            shown = await _show(interaction, said)
            if not private:
                await posting.note(self.respond, request, reply, shown=(shown.channel.id, shown.id))
            elif reply and reply.told:
                await posting.mark(interaction.client, reply)

    async def message(self, asked: discord.Message, request: Request) -> None:
        """Answer a message with a reply to it, which everybody sees who sees the message."""
        with self._working():
            reply: Reply | None = None
            if seconds := self.cooldowns.take(asked.author.id):
                said = told(str(TooSoon(seconds)))
            else:
                said, _, reply = await self._said(request)
            try:
                shown = await asked.reply(**sent(said), mention_author=False)
            except discord.HTTPException as error:
                log.warning("a message could not be answered: %s", error)
                return
            await posting.note(self.respond, request, reply, shown=(shown.channel.id, shown.id))

    async def finish(self, *, seconds: float) -> None:
        """Wait for what is being answered now, but no longer than so many seconds."""
        if self.working:
            log.info("finishing %d answers", len(self.working))
            await asyncio.wait(self.working, timeout=seconds)

    async def _said(self, request: Request) -> tuple[Message, bool, Reply | None]:
        """Give what is said to a request, whether that is an error, and the reply if there is one."""
        try:
            reply = await self.respond(request)
            return message(reply), reply.failed, reply
        except (BotError, RetrievalError) as error:
            return told(str(error)), True, None
        except Exception:
            log.exception("a request failed")
            return told(replies.FAILED), True, None

    @contextmanager
    def _working(self) -> Iterator[None]:
        task = asyncio.current_task()
        if task:
            self.working.add(task)
        try:
            yield
        finally:
            if task:
                self.working.discard(task)


async def tell(interaction: Interaction, said: Message) -> None:
    """Say something to whoever gave a command, and to nobody else; where even that fails, it is logged."""
    shown = sent(said)
    try:
        if interaction.response.is_done():
            await interaction.followup.send(**shown, ephemeral=True)
        else:
            await interaction.response.send_message(**shown, ephemeral=True)
    except discord.HTTPException as error:
        log.warning("an error could not be told: %s", error)


async def _show(interaction: Interaction, said: Message) -> discord.InteractionMessage:
    shown = sent(said)
    return await interaction.edit_original_response(
        view=shown["view"], attachments=shown["files"], allowed_mentions=shown["allowed_mentions"]
    )


async def _withdraw(interaction: Interaction) -> None:
    """Take away what others see waiting, which cannot become private any more."""
    # As long as it is waiting, Discord takes what follows for its edit: it has to say something before it goes.
    await _show(interaction, told(replies.WITHDRAWN))
    await interaction.delete_original_response()


async def _defer(interaction: Interaction, *, private: bool) -> None:
    if interaction.response.is_done():  # acknowledged by the command, which had a file to fetch first
        return
    try:
        await interaction.response.defer(ephemeral=private, thinking=True)
    except discord.HTTPException as error:
        if error.code != ACKNOWLEDGED:
            raise
