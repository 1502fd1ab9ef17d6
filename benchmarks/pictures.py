"""Draw docs/pictures/: each command on Discord, from the real client's messages.

`python -m benchmarks.pictures [NAME …]`. SimCord shows what the bot sends as Discord's dark theme does.
It needs more than the rest of the project: uv pip install --group pictures && playwright install chromium.
"""

import asyncio
import io
import sys
from collections.abc import Collection
from pathlib import Path

import discord
import simcord
from PIL import Image

from benchmarks.scenes import MODERATORS, SCENES, Scene
from bot import app, terminal
from bot.discord_app import Behind, Client, create
from bot.store import Desk

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 720, 900
"""Pixels: what is longer is cut."""
COLOURS = 32


async def draw(names: Collection[str]) -> None:
    """Draw the pictures of these names."""
    PICTURES.mkdir(exist_ok=True)
    for name in names:
        async with app.corpus(ROOT / "seeds", notes=terminal.console(sys.stderr)) as opened:
            store = opened.libraries.store
            client = create(Behind(opened.respond, store.titles, Desk(store).preferences))
            async with simcord.run(client, shard_count=1, settle_timeout=60.0) as env:
                await _draw(_scene(env, client, locale="de" if name == "german" else "en-US"), name)
    for name in names:
        print(f"{PICTURES / name}.png {(PICTURES / f'{name}.png').stat().st_size / 1000:.0f} kB")


def _scene(env: simcord.Env, client: Client, *, locale: str) -> Scene:
    guild = env.create_guild("Verbatim", preferred_locale=locale)
    channel = guild.create_text_channel("questions")
    managers = guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
    member, moderator = env.create_user("alice"), env.create_user("mo")
    return Scene(env, client, guild, channel, guild.add_member(member), guild.add_member(moderator, roles=[managers]))


async def _draw(scene: Scene, name: str) -> None:
    shown = await SCENES[name](scene)
    viewers = [scene.member, scene.moderator]
    viewer = scene.moderator if name in MODERATORS else scene.member
    async with scene.env.preview(scene.channel, viewers=viewers, width=WIDTH, height=HEIGHT) as preview:
        taken = await preview.screenshot(viewer=viewer, target=shown, allow_incomplete=True)
    assert taken.png
    with Image.open(io.BytesIO(taken.png)) as picture:  # a few greys: a palette makes the file a quarter as large
        picture.convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(draw(sys.argv[1:] or list(SCENES)))
