"""What happens when a button or a menu under a message is used."""

import logging
import re
from typing import Any

import discord
from discord import ui

from bot import controls, markdown
from bot.discord_app import buttons, posting
from bot.discord_app.answering import Answering, defer, show, tell
from bot.discord_app.dynamic import Items, item
from bot.discord_app.languages import language
from bot.discord_app.layout import Sent, sent, told
from bot.discord_app.places import Interaction, asker, libraries
from bot.reply import Paragraph, Reply
from bot.requests import Again, Cite
from bot.words import said

log = logging.getLogger(__name__)

PICK = re.compile(r"verbatim:pick:(?P<message>\d{1,20})")
LONGEST = 100
"""Characters of a choice's name, value and description at most."""


def dynamic(answering: Answering) -> Items:
    """Give the kinds of items that stand for what is done with an answer, or a message."""
    return [
        item(buttons.PATTERN, lambda interaction, pressed, _: press(interaction, pressed, answering)),
        item(PICK, lambda interaction, chosen, picked: pick(interaction, int(chosen["message"]), picked[0], answering)),
    ]


async def press(interaction: Interaction, pressed: re.Match[str], answering: Answering) -> None:
    """Do what a button stands for."""
    await answering.heed(interaction)
    who, names = asker(interaction), libraries(interaction)
    if request := buttons.request(pressed, who, names):
        await answering.interaction(interaction, request)
        return
    own = pressed["asker"] == who.name
    match pressed["act"]:
        case buttons.SHARE:
            await answering.interaction(interaction, Again(who, pressed["answer"], private=False, libraries=names))
        case buttons.HIDE if own:
            await answering.interaction(interaction, Again(who, pressed["answer"], private=True, libraries=names))
            await _delete(interaction.message)
        case buttons.DELETE if own or who.moderator:
            if await defer(interaction, private=True, thinking=False):
                await interaction.delete_original_response()
        case _:
            await tell(interaction, told(controls.NOT_YOURS))


async def pick(interaction: Interaction, target: int, passage: str, answering: Answering) -> None:
    """Post the passage that was picked as a reply to a message, and tell whoever picked it."""
    await answering.heed(interaction)
    if not await defer(interaction, private=True):
        return
    request = Cite(asker(interaction), passage, libraries(interaction))
    found = await answering.said(request)
    if found.reply is None:
        await show(interaction, found.message)
        return
    words = Paragraph(controls.FOR_MEMBER.format(interaction.user.display_name))
    posted = sent(markdown.message(Reply((words, *found.reply.parts)), language=language()))
    made = await _replied(interaction.channel, target, posted) or await interaction.followup.send(**posted, wait=True)
    await posting.note(answering.behind.respond, request, found.reply, shown=(made.channel.id, made.id))
    await show(interaction, told(controls.POSTED))


def menu(target: discord.Message, hits: list[dict[str, Any]]) -> list[ui.Item[ui.LayoutView]]:
    """Make the menu of the passages that were found for a message; none where there is nothing to pick."""
    options = [
        discord.SelectOption(
            label=f"[{number}] {hit['document']['title']}"[:LONGEST],
            value=hit["passage"],
            description=hit["text"][:LONGEST] or None,
        )
        for number, hit in enumerate(hits, start=1)
        if len(hit["passage"]) <= LONGEST
    ]
    if not options:
        return []
    return [
        ui.Select(custom_id=f"verbatim:pick:{target.id}", placeholder=said(controls.PICK, language()), options=options)
    ]


async def _replied(channel: object, target: int, posted: Sent) -> discord.Message | None:
    """Reply to a message in a channel; None where the bot may not write."""
    if not isinstance(channel, discord.TextChannel | discord.Thread | discord.DMChannel | discord.VoiceChannel):
        return None
    try:
        return await channel.get_partial_message(target).reply(**posted, mention_author=False)
    except discord.HTTPException as error:
        log.info("a message could not be replied to, so what was picked is posted beside it: %s", error)
        return None


async def _delete(message: discord.Message | None) -> None:
    try:
        if message:
            await message.delete()
    except discord.HTTPException as error:
        log.warning("a message could not be taken back: %s", error)
