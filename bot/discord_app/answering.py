"""One request's way through Discord: acknowledged at once, answered by the call that every front end makes, shown."""

import asyncio
import dataclasses
import logging
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import discord

from bot import asides, controls, naming, replies
from bot.discord_app import buttons, posting
from bot.discord_app.cooldowns import Cooldowns
from bot.discord_app.languages import decided, language, speak
from bot.discord_app.layout import Row, Sent, sent, shown, told
from bot.discord_app.places import Behind, Interaction, channels, libraries
from bot.errors import BotError, Crowded, TooSoon
from bot.markdown import Attachment, Message, message
from bot.preferences import Preferences
from bot.reply import Paragraph, Reply
from bot.requests import AskPerson, Request, Undelivered, is_of_the_web, is_private
from bot.words import ENGLISH
from retrieval import RetrievalError

log = logging.getLogger(__name__)

ACKNOWLEDGED = 40060
"""Discord's code for an interaction that was acknowledged before: the first attempt came through after all."""
GONE = 10062
"""Discord's code for an interaction whose time to be acknowledged, three seconds, is over."""
AT_ONCE = 2
"""Requests that are worked on at once: more would only wait for each other, and hold up acknowledgements."""
FETCHED_AT_ONCE = 4
"""Requests that wait for servers on the web at once. They hold up each other, and no question."""
WAITING = 500
"""Requests that may wait for their turn, some seconds' work; whoever comes then is told to come again."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to a request: as Discord shows it, and whether it is an error or a refusal."""

    message: Message
    reply: Reply | None = None

    @property
    def failed(self) -> bool:
        """Whether it tells of an error."""
        return self.reply is None or self.reply.failed

    @property
    def refused(self) -> bool:
        """Whether it says that the documents hold no answer."""
        return self.reply is not None and self.reply.data.get("outcome") == "no_answer"


@dataclass(slots=True)
class Answering:
    """What stands behind the front end, who may ask how often, and what is being answered now."""

    behind: Behind
    cooldowns: Cooldowns = field(default_factory=Cooldowns)
    working: set[asyncio.Task[object]] = field(default_factory=set)
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    fetching: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FETCHED_AT_ONCE))

    async def interaction(self, interaction: Interaction, request: Request) -> bool:
        """Answer a command or a button, unless it has to wait or comes too late; tell whether it was answered.

        What goes wrong is told to whoever gave it, and to nobody else.
        """
        with self._working():
            chosen = await self.heed(interaction)
            if refusal := self._refusal(interaction.user.id, chosen):
                await tell(interaction, told(refusal.words))
                return False
            private = is_private(request)
            if not await defer(interaction, private=private):
                return False
            said = await self._passed_on(interaction, request, await self.said(request))
            if not private and (said.failed or (said.refused and chosen.private_refusals)):
                await _withdraw(interaction)
                await tell(interaction, said.message, self._rows(said, interaction, private=True))
                return True
            made = await self._shown(interaction, said, private=private)
            if made and not private:
                await posting.note(self.behind.respond, request, said.reply, shown=(made.channel.id, made.id))
            elif said.reply and said.reply.told:
                await posting.mark(interaction.client, said.reply, language=await self._servers(interaction))
            return True

    async def also(self, interaction: Interaction, request: Request) -> bool:
        """Answer one more request of a command that was answered, beside that answer and to the same person alone."""
        with self._working():
            said = await self.said(request)
            await tell(interaction, said.message, self._rows(said, interaction, private=True))
            return True

    async def _shown(self, interaction: Interaction, said: Said, *, private: bool) -> discord.Message | None:
        """Show what is said; privately where what was waiting is gone, and None."""
        try:
            return await show(interaction, said.message, self._rows(said, interaction, private=private))
        except discord.NotFound as error:
            log.warning("what was waiting for an answer is gone: %s", error)
            await tell(interaction, said.message, self._rows(said, interaction, private=True))
        except discord.HTTPException:
            log.exception("an answer could not be shown")
            await tell(interaction, told(replies.FAILED))
        return None

    async def message(self, asked: discord.Message, request: Request, *, chosen: Preferences) -> discord.Message | None:
        """Answer a message with a reply to it, which everybody sees who sees the message."""
        with self._working():
            # Of whoever writes a message, Discord does not tell the language; of a server it does.
            speak(asked.guild.preferred_locale if asked.guild else ENGLISH, chosen=chosen.language)
            if refusal := self._refusal(asked.author.id, chosen):
                said = Said(told(refusal.words))
            else:
                said = await self.said(request)
            rows = buttons.under(said.reply, asker=asked.author.id, private=False, server=asked.guild is not None)
            try:
                made = await asked.reply(**sent(said.message, rows), mention_author=False)
            except discord.HTTPException as error:
                log.warning("a message could not be answered: %s", error)
                return None
            await posting.note(self.behind.respond, request, said.reply, shown=(made.channel.id, made.id))
            return made

    async def said(self, request: Request) -> Said:
        """Give what is said to a request, when it is its turn."""
        try:
            async with self.fetching if is_of_the_web(request) else self.turns:
                reply = await self.behind.respond(request)
            return Said(message(reply, language=language()), reply)
        except BotError as error:
            return Said(told(error.words))
        except RetrievalError as error:
            return Said(told(naming.failure(error)))
        except Exception:
            log.exception("a request failed")
            return Said(told(replies.FAILED))

    async def heed(self, interaction: Interaction) -> Preferences:
        """Give what was chosen where an interaction comes from, and speak as was chosen from here on."""
        chosen = await self.preferences(libraries(interaction))
        speak(interaction.locale, chosen=chosen.language)
        return chosen

    async def preferences(self, names: Sequence[str]) -> Preferences:
        """Give what was chosen in the place of some libraries."""
        return await self.behind.preferences(names[-1])

    async def finish(self, *, seconds: float) -> None:
        """Wait for what is being answered now, but no longer than so many seconds."""
        if self.working:
            log.info("finishing %d answers", len(self.working))
            await asyncio.wait(self.working, timeout=seconds)

    def is_public(self, interaction: Interaction, chosen: Preferences, *, private: bool | None) -> bool:
        """Tell whether an answer is for all: as was asked, or as was chosen, and only where the bot may answer."""
        wanted = chosen.private if private is None else private
        return not wanted and chosen.answers_in(*channels(interaction.channel))

    def _refusal(self, person: int, chosen: Preferences) -> BotError | None:
        """Count a request, or say why it has to wait."""
        if len(self.working) > WAITING:
            return Crowded()
        seconds = self.cooldowns.take(person, requests=chosen.requests, span=chosen.seconds)
        return TooSoon(seconds) if seconds else None

    def _rows(self, said: Said, interaction: Interaction, *, private: bool) -> list[Row]:
        server = len(libraries(interaction)) > 1
        return buttons.under(said.reply, asker=interaction.user.id, private=private, server=server)

    async def _servers(self, interaction: Interaction) -> str:
        """Give the language in which everybody on a server is told something."""
        chosen = await self.preferences(libraries(interaction))
        return decided(interaction.guild_locale, chosen=chosen.language)

    async def _passed_on(self, interaction: Interaction, request: Request, said: Said) -> Said:
        """Show others what a request wants them to see; give what is then said to whoever made it."""
        reply = said.reply
        channel = reply.data.get("channel") if reply else None
        if reply is None or reply.told is None or channel is None:
            return said
        words = sent(message(reply.told, language=await self._servers(interaction)))
        if made := await posting.post(interaction.client, words, channel=int(str(channel))):
            await posting.note(self.behind.respond, request, reply.told, shown=(made.channel.id, made.id))
            return said
        if isinstance(request, AskPerson):
            return await self.said(Undelivered(request.asker, request.answer, request.libraries))
        untold = dataclasses.replace(reply, parts=(*reply.parts, Paragraph(asides.NOT_TOLD)))
        return Said(message(untold, language=language()), untold)

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


async def guard(interaction: Interaction, work: Awaitable[None]) -> None:
    """Do what a button, a menu or a form stands for; what goes wrong outside the handlers is logged and told."""
    try:
        await work
    except Exception as error:
        log.exception("something that was pressed failed")
        await tell(interaction, told(sorry(error)))


def sorry(error: BaseException) -> str:
    """Give the words for something that went wrong: those of an error of ours, or that it was logged."""
    return error.words if isinstance(error, BotError) else replies.FAILED


async def tell(interaction: Interaction, said: Message, rows: Sequence[Row] = ()) -> None:
    """Say something to whoever gave a command, and to nobody else; where even that fails, it is logged."""
    laid_out = sent(said, rows)
    try:
        if interaction.response.is_done() or interaction.extras.get(ACKNOWLEDGED):
            await interaction.followup.send(**laid_out, ephemeral=True)
        else:
            await interaction.response.send_message(**laid_out, ephemeral=True)
    except discord.HTTPException as error:
        log.warning("an error could not be told: %s", error)


async def show(interaction: Interaction, said: Message, rows: Sequence[Row] = ()) -> discord.Message:
    """Show what is said in the place of what is waiting; offer it as a file where Discord made something else of it."""
    laid_out = sent(said, rows)
    made = await _edited(interaction, laid_out)
    seen = shown(made)
    if seen is not None and seen != said.text:
        log.error("Discord shows other words than were sent: %r instead of %r", seen, said.text)
        await tell(interaction, Message(told(controls.ALTERED).text, Attachment("answer.txt", said.text.encode())))
    return made


async def defer(interaction: Interaction, *, private: bool, thinking: bool = True) -> bool:
    """Acknowledge an interaction; False where it is too late for that, and nothing can be said any more."""
    if interaction.response.is_done():  # acknowledged by the command, which had a file to fetch first
        return True
    return await acknowledged(interaction, interaction.response.defer(ephemeral=private, thinking=thinking))


async def acknowledged(interaction: Interaction, first: Awaitable[object]) -> bool:
    """Await what acknowledges an interaction; False where it is too late for that."""
    try:
        await first
    except discord.HTTPException as error:
        if error.code == GONE:
            log.warning("a command was not acknowledged in time: %s", error)
            return False
        if error.code != ACKNOWLEDGED:
            raise
        interaction.extras[ACKNOWLEDGED] = True  # discord.py does not know
    return True


async def _edited(interaction: Interaction, laid_out: Sent) -> discord.Message:
    return await interaction.edit_original_response(
        view=laid_out["view"], attachments=laid_out["files"], allowed_mentions=laid_out["allowed_mentions"]
    )


async def _withdraw(interaction: Interaction) -> None:
    """Take away what others see waiting, which cannot become private any more."""
    # As long as it is waiting, Discord takes what follows for its edit: it has to say something before it goes.
    await _edited(interaction, sent(told(replies.WITHDRAWN)))
    await interaction.delete_original_response()
