"""The bot on a simulated Discord, for the tests of the front end."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord
import simcord

from bot.discord_app import Behind, Client
from bot.handlers import Libraries, Receipts, Respond, responder
from bot.preferences import Preferences
from bot.reply import Reply
from bot.requests import Posted, Request
from bot.store import Desk, Store

SOURCES = {"letter.txt": "Joint letter", "weather.md": "Weather"}
V2 = 1 << 15
DEFERRED = 5


@dataclass
class Discord:
    """A server with a channel, a member and a moderator, and what the bot was asked and replied."""

    env: simcord.Env
    client: Client
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    member: simcord.MemberActor
    moderator: simcord.MemberActor
    made: list[tuple[Request, Reply]] = field(default_factory=list)

    @property
    def acknowledgements(self) -> list[int]:
        """How commands were acknowledged: Discord's types of callbacks."""
        return [
            entry.json["type"] for entry in self.env.http_requests if entry.path.endswith("/callback") and entry.json
        ]

    @property
    def last(self) -> str:
        """What was last said in the channel."""
        return text(self.channel.last_message)


def text(message: Any) -> str:  # noqa: ANN401 - simcord's messages and discord.py's are alike, not related
    """Give the text that a message shows."""
    found = message.components
    contents = [each["content"] if isinstance(each, dict) else each.content for each in found if _is_text(each)]
    return "\n".join(contents)


def labels(message: Any) -> list[str]:  # noqa: ANN401 - the same
    """Give the labels of a message's buttons."""
    rows = [each for each in message.components if not _is_text(each)]
    buttons = [button for row in rows for button in (row["components"] if isinstance(row, dict) else row.children)]
    return [str(button["label"] if isinstance(button, dict) else button.label) for button in buttons]


def behind(
    respond: Respond, titles: Mapping[str, str] = SOURCES, chosen: dict[str, Preferences] | None = None
) -> Behind:
    """Put a call that answers behind the front end, with fixed titles and choices."""

    async def named(_: tuple[str, ...]) -> Mapping[str, str]:
        return titles

    async def preferences(library: str) -> Preferences:
        return (chosen or {}).get(library, Preferences())

    return Behind(respond, named, preferences)


@asynccontextmanager
async def handled(store: Store, made: list[tuple[Request, Reply]]) -> AsyncIterator[Behind]:
    """Put the real handlers over a store behind the front end, and note what they are asked and reply."""
    libraries, receipts = Libraries(store), Receipts(store)
    yield Behind(recording(responder(libraries, receipts), made), store.titles, Desk(store).preferences)
    await receipts.settled()
    await libraries.settled()


def recording(respond: Respond, made: list[tuple[Request, Reply]]) -> Respond:
    """Note what a call was asked and replied."""

    async def recorded(request: Request) -> Reply:
        reply = await respond(request)
        if not isinstance(request, Posted):  # which nobody asks for, and nobody is told
            made.append((request, reply))
        return reply

    return recorded


def peopled(env: simcord.Env, client: Client, made: list[tuple[Request, Reply]]) -> Discord:
    """Make a server with a channel, a member and a moderator."""
    guild = env.create_guild()
    channel = guild.create_text_channel("general")
    managers = guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
    member = guild.add_member(env.create_user("alice"))
    moderator = guild.add_member(env.create_user("mo"), roles=[managers])
    return Discord(env, client, guild, channel, member, moderator, made)


def _is_text(component: Any) -> bool:  # noqa: ANN401 - the same
    return bool((component["type"] if isinstance(component, dict) else component.type.value) == 10)
