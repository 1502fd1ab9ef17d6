"""Messages as discord.py sends them: a layout of text, with its file, that mentions nobody."""

import io
from typing import TypedDict

import discord

from bot import markdown
from bot.reply import Paragraph, Reply

NOBODY = discord.AllowedMentions.none()


class Sent(TypedDict):
    """What every way of sending takes."""

    view: discord.ui.LayoutView
    files: list[discord.File]
    allowed_mentions: discord.AllowedMentions


def sent(message: markdown.Message) -> Sent:
    """Lay a message out."""
    layout = discord.ui.LayoutView(timeout=None)
    layout.add_item(discord.ui.TextDisplay(message.text))
    files: list[discord.File] = []
    if message.file:
        file, address = message.file, f"attachment://{message.file.name}"
        files.append(discord.File(io.BytesIO(file.content), filename=file.name, description=file.alt or None))
        if file.alt:
            picture = discord.MediaGalleryItem(address, description=file.alt)
            layout.add_item(discord.ui.MediaGallery(picture))
        else:
            layout.add_item(discord.ui.File(address))
    return Sent(view=layout, files=files, allowed_mentions=NOBODY)


def told(words: str) -> markdown.Message:
    """Make the message that says a few words."""
    return markdown.message(Reply((Paragraph(words),)))
