"""Messages of members, for tests."""

from bot.posts import Channel, Post, Spot, Why, document_id
from bot.requests import Asker, guild_library
from retrieval import Source, read_message

GUILD, CHANNEL, ALICE, BOB = 11, 22, 33, 44
LIBRARY = guild_library(GUILD)
LIBRARIES = ("shared", LIBRARY)
SPOT = Spot(CHANNEL, CHANNEL)
RULES = Channel(CHANNEL, "rules")
BOT = Asker("Discord", moderator=True)
MODERATOR = Asker("55", moderator=True)
MUTE = "A mute lasts two hours, and the helpers tell you why."
BOATS = "Every boat needs a permit from the harbour office."


def link(message: int) -> str:
    """Give the link of a message."""
    return f"https://discord.com/channels/{GUILD}/{CHANNEL}/{message}"


def post(
    message: int, text: str, *, author: int = ALICE, why: Why | None = Why.PINNED, edited: int | None = None
) -> Post:
    """Make a message."""
    source = Source("#rules", "Alice", None, link(message))
    document = read_message(document_id(SPOT, message), text, named={}, source=source)
    return Post(message, author, edited, why, document)
