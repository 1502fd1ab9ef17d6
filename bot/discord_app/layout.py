"""Messages as discord.py sends them: a layout of text, with its file and buttons, that mentions nobody."""

import io
from collections.abc import Sequence
from typing import TypedDict

import discord
from discord import ui

from bot import markdown
from bot.discord_app.languages import language
from bot.reply import Paragraph, Reply

NOBODY = discord.AllowedMentions.none()

Row = Sequence[ui.Item[ui.LayoutView]]
"""What stands side by side under a message: up to five buttons, or one menu."""


class Sent(TypedDict):
    """What every way of sending takes."""

    view: ui.LayoutView
    files: list[discord.File]
    allowed_mentions: discord.AllowedMentions


def sent(message: markdown.Message, rows: Sequence[Row] = ()) -> Sent:
    """Lay a message out, rows of buttons under it."""
    layout = ui.LayoutView(timeout=None)
    layout.add_item(ui.TextDisplay(message.text))
    files: list[discord.File] = []
    if message.file:
        file, address = message.file, f"attachment://{message.file.name}"
        files.append(discord.File(io.BytesIO(file.content), filename=file.name, description=file.alt or None))
        if file.alt:
            picture = discord.MediaGalleryItem(address, description=file.alt)
            layout.add_item(ui.MediaGallery(picture))
        else:
            layout.add_item(ui.File(address))
    for row in rows:
        layout.add_item(ui.ActionRow(*row))
    layout.stop()  # what is pressed finds its way by its id, before and after a restart: discord.py need not keep it
    return Sent(view=layout, files=files, allowed_mentions=NOBODY)


def told(words: str) -> markdown.Message:
    """Make the message that says a few words."""
    return markdown.message(Reply((Paragraph(words),)), language=language())


def shown(message: discord.Message | discord.PartialMessage | None) -> str | None:
    """Give the text of a message as Discord has it; None where that is not told."""
    if not isinstance(message, discord.Message):
        return None
    return next((each.content for each in message.components if isinstance(each, discord.TextDisplay)), None)
