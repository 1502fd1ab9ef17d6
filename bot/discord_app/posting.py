"""Messages in which answers were given for all: noted when sent, marked when superseded or words are taken back."""

import logging

import discord

from bot.discord_app.layout import Sent, sent
from bot.errors import StoreError
from bot.handlers import Respond
from bot.markdown import message
from bot.reply import Reply
from bot.requests import SHARED, Again, Ask, AskPerson, Cite, Posted, Request

log = logging.getLogger(__name__)


async def note(respond: Respond, request: Request, reply: Reply | None, *, shown: tuple[int, int]) -> None:
    """Note in which message, by its channel and its id, a question was answered, or a passage shown."""
    if not isinstance(request, Ask | Again | AskPerson | Cite) or reply is None or reply.failed:
        return
    if request.libraries == SHARED:  # outside of servers nobody marks answers, so it is nobody's business where
        return
    channel, number = shown
    name = str(reply.data["passage"] if isinstance(request, Cite) else reply.data["id"])
    try:
        await respond(Posted(request.asker, name, channel, number, request.libraries))
    except StoreError as error:  # the answer was given all the same
        log.error("it was not noted where %s was shown: %s", name, error)  # noqa: TRY400 - it says what a trace would


async def post(client: discord.Client, words: Sent, *, channel: int) -> discord.Message | None:
    """Post something in a channel; None, and logged, where the bot may not, or the channel is gone."""
    try:
        found = await client.fetch_channel(channel)
        if isinstance(found, discord.abc.Messageable):
            return await found.send(**words)
        log.warning("nothing can be written in channel %d", channel)
    except (discord.HTTPException, discord.InvalidData) as error:
        log.warning("nothing could be posted in channel %d: %s", channel, error)
    return None


async def mark(client: discord.Client, reply: Reply, *, language: str) -> None:
    """Show what a reply tells, in a language, in the messages that it names; what is out of reach is logged."""
    places = reply.data.get("messages")
    if reply.told is None or not isinstance(places, list):
        return
    for channel, number in places:
        laid_out = sent(message(reply.told, language=language))
        target = client.get_partial_messageable(channel).get_partial_message(number)
        try:
            await target.edit(
                view=laid_out["view"], attachments=laid_out["files"], allowed_mentions=laid_out["allowed_mentions"]
            )
        except discord.HTTPException as error:
            log.warning("message %d could not be marked: %s", number, error)
