"""Messages of Discord as posts: where they stand, who wrote them, and their words as a reader sees them."""

import re
from collections.abc import Mapping

import discord

from bot.posts import Post, Spot, Why, document_id, link
from retrieval import Document, Source, read_message

ORDINARY = (discord.MessageType.default, discord.MessageType.reply)
_MENTIONED = re.compile(r"<(#|@&)(\d+)>")

Place = discord.abc.GuildChannel | discord.Thread


def spot_of(place: Place) -> Spot:
    """Tell where messages of a place stand: a thread belongs to its channel or forum."""
    return Spot(place.parent_id if isinstance(place, discord.Thread) else place.id, place.id)


def is_persons(message: discord.Message) -> bool:
    """Tell whether a person has written a message: no bot, no webhook, nor Discord itself."""
    return message.type in ORDINARY and not message.author.bot and message.webhook_id is None


def is_withheld(message: discord.Message) -> bool:
    """Tell whether Discord keeps back what is in a message: nobody can send one with nothing in it."""
    shown = (
        message.content,
        message.embeds,
        message.attachments,
        message.components,
        message.stickers,
        message.poll,
        message.message_snapshots,
    )
    return is_persons(message) and not any(shown)


def post_of(message: discord.Message, place: Place, *, why: Why | None) -> Post:
    """Read a message of a place; what nobody wrote, or has no words that can be read, has no document."""
    edited = round(message.edited_at.timestamp() * 1000) if message.edited_at else None
    document = _document(message, place) if is_persons(message) else None
    return Post(message.id, message.author.id, edited, why, document)


def _document(message: discord.Message, place: Place) -> Document | None:
    spot = spot_of(place)
    address = link(place.guild.id, spot, message.id)
    source = Source(_title(place), message.author.display_name, message.created_at.date(), address)
    return read_message(document_id(spot, message.id), message.content, named=_named(message, place), source=source)


def _title(place: Place) -> str:
    above = place.parent if isinstance(place, discord.Thread) else None
    return f"#{above.name}: {place.name}" if above else f"#{place.name}"


def _named(message: discord.Message, place: Place) -> Mapping[str, str]:
    """Give the names of whoever and whatever a message mentions."""
    named = {f"@{person.id}": person.display_name for person in message.mentions}
    for sign, number in _MENTIONED.findall(message.content):
        guild = place.guild
        found = guild.get_role(int(number)) if sign == "@&" else guild.get_channel_or_thread(int(number))
        if found is not None:
            named[f"{sign}{number}"] = found.name
    return named
