"""Draw docs/pictures/: each command on Discord, from the real client's messages.

`python -m benchmarks.pictures [NAME …]`. SimCord shows what the bot sends as Discord's dark theme does.
It needs more than the rest of the project: uv pip install --group pictures && playwright install chromium.
"""

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import discord
import simcord
from PIL import Image

from bot import app, terminal
from bot.discord_app import Behind, Client, create
from bot.store import Desk

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
QUESTION = "Who is the chief prosecutor?"
WIDTH, HEIGHT = 720, 900
"""Pixels: what is longer is cut."""
COLOURS = 32


@dataclass(frozen=True, slots=True)
class Scene:
    """A server with a member and a moderator, and where they write."""

    env: simcord.Env
    client: Client
    channel: simcord.ChannelHandle
    member: simcord.MemberActor
    moderator: simcord.MemberActor

    async def command(self, name: str, **options: object) -> simcord.InteractionResult:
        """Give a command as the member."""
        return await self.member.slash(self.channel, name, **options)

    async def mention(self, question: str) -> object:
        """Mention the bot with a question, and give what it replies."""
        assert self.client.user
        await self.member.send(self.channel, f"<@{self.client.user.id}> {question}")
        return self.channel.last_message

    async def embed(self, question: str) -> object:
        """Show an answer as an embed, which the bot does not, for comparison."""
        await self.command("ask", question=question)
        answer = self.channel.last_message
        channel = self.client.get_channel(self.channel.id)
        assert answer
        assert isinstance(answer.components[0], discord.TextDisplay)
        assert isinstance(channel, discord.TextChannel)
        embed = discord.Embed(description=answer.components[0].content, colour=0x5865F2)
        return (await channel.send(embed=embed)).id


SCENES: dict[str, Callable[[Scene], Awaitable[object]]] = {
    "ask": lambda scene: scene.command("ask", question=QUESTION),
    "embed": lambda scene: scene.embed(QUESTION),
    "refusal": lambda scene: scene.command("ask", question="Who won the football match?"),
    "mention": lambda scene: scene.mention(QUESTION),
    "german": lambda scene: scene.mention(QUESTION),
    "search": lambda scene: scene.command("search", words="arrest warrants"),
    "setup": lambda scene: scene.moderator.slash(
        scene.channel, "setup", private_refusals=True, requests=3, language="de"
    ),
    "about": lambda scene: scene.command("about"),
    "help": lambda scene: scene.command("help"),
    "source-list": lambda scene: scene.command("source list"),
    "source-verify": lambda scene: scene.command(
        "source verify", text="The Rome Statute of the ICC has 125 states parties."
    ),
    "source-why": lambda scene: scene.command("source why", what=QUESTION),
}


async def draw(names: Collection[str]) -> None:
    """Draw the pictures of these names."""
    PICTURES.mkdir(exist_ok=True)
    async with app.corpus(ROOT / "seeds", notes=terminal.console(sys.stderr)) as opened:
        desk = Desk(opened.libraries.store)
        for name in names:
            client = create(Behind(opened.respond, opened.libraries.store.titles, desk.preferences))
            async with simcord.run(client, shard_count=1) as env:
                await _draw(_scene(env, client, locale="de" if name == "german" else "en-US"), name)
    for name in names:
        print(f"{PICTURES / name}.png {(PICTURES / f'{name}.png').stat().st_size / 1000:.0f} kB")


def _scene(env: simcord.Env, client: Client, *, locale: str) -> Scene:
    guild = env.create_guild("Verbatim", preferred_locale=locale)
    channel = guild.create_text_channel("questions")
    managers = guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
    member, moderator = env.create_user("alice"), env.create_user("mo")
    return Scene(env, client, channel, guild.add_member(member), guild.add_member(moderator, roles=[managers]))


async def _draw(scene: Scene, name: str) -> None:
    shown = await SCENES[name](scene)
    viewers = [scene.member, scene.moderator]
    viewer = scene.moderator if name == "setup" else scene.member
    async with scene.env.preview(scene.channel, viewers=viewers, width=WIDTH, height=HEIGHT) as preview:
        taken = await preview.screenshot(viewer=viewer, target=shown, allow_incomplete=True)
    assert taken.png
    with Image.open(io.BytesIO(taken.png)) as picture:  # a few greys: a palette makes the file a quarter as large
        picture.convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(draw(sys.argv[1:] or list(SCENES)))
