"""Buttons under what is told of a document: to remove it, to undo that, to tell anew what it is."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot import controls
from bot.discord_app.languages import language
from bot.discord_app.layout import Row
from bot.words import said

PATTERN = re.compile(r"verbatim:(?P<act>remove|undo|edit):(?P<what>[0-9a-fD]{1,20})")
REMOVE, UNDO, EDIT = "remove", "undo", "edit"


def key(document: str) -> str:
    """Name a document in the id of a button, where Discord has no room for every document's own id."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def under(data: Mapping[str, Any]) -> list[Row]:
    """Give the buttons that make sense under what is told of documents."""
    if "confirm" in data:
        return [[_button(REMOVE, key(data["confirm"]), style=discord.ButtonStyle.danger)]]
    if "undo" in data:
        return [[_button(UNDO, data["undo"])]]
    match data.get("changes"):
        case [{"id": str(document), "action": "added" | "replaced" | "unchanged"}]:
            return [[_button(EDIT, key(document))]]
        case _:
            return []


def _button(
    act: str, what: str, *, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[ui.LayoutView]:
    return ui.Button(style=style, label=said(controls.BUTTONS[act], language()), custom_id=f"verbatim:{act}:{what}")
