"""Buttons under answers: each has in its id what is needed when it is pressed, so that a restart changes nothing."""

import re
from collections.abc import Sequence

import discord
from discord import ui

from bot import controls
from bot.discord_app import source_buttons
from bot.discord_app.languages import language
from bot.discord_app.layout import Row
from bot.reply import Reply
from bot.requests import Asker, AskPerson, Context, Feedback, More, Request
from bot.words import said

PATTERN = re.compile(r"verbatim:(?P<act>[a-z]+):(?P<answer>[0-9a-f]+):(?P<asker>\d{1,20}):(?P<page>\d{1,3})")

CONTEXT, MORE, HELPFUL, UNHELPFUL, PERSON = "context", "more", "helpful", "unhelpful", "person"
SHARE, HIDE, DELETE = "share", "hide", "delete"


def under(reply: Reply | None, *, asker: int, private: bool, server: bool) -> list[Row]:
    """Give the buttons that make sense under a reply: rows of at most five."""
    data = reply.data if reply and not reply.failed else {}
    if data.get("last") is False:
        return [[_button(MORE, str(data["id"]), asker, page=int(str(data["page"])) + 1)]]
    if "outcome" not in data:
        return source_buttons.under(data)
    answer = str(data["id"])
    shows = bool(data.get("quotes") or data.get("nearest"))
    acts = [CONTEXT, MORE] if shows else []
    acts += [HELPFUL, UNHELPFUL]
    others = [PERSON, SHARE] if private else [PERSON, HIDE, DELETE]
    rows = [acts, others] if server else [acts]
    return [[_button(act, answer, asker) for act in row] for row in rows]


def request(pressed: re.Match[str], asker: Asker, libraries: tuple[str, ...]) -> Request | None:
    """Make the request that a button stands for; None for what is no request, but a matter of messages."""
    answer = pressed["answer"]
    match pressed["act"]:
        case "context":
            return Context(asker, answer, libraries)
        case "more":
            return More(asker, answer, int(pressed["page"]), libraries)
        case "helpful" | "unhelpful" as opinion:
            return Feedback(asker, answer, opinion == HELPFUL, libraries)
        case "person":
            return AskPerson(asker, answer, libraries)
        case _:
            return None


def _button(act: str, answer: str, asker: int, *, page: int = 1) -> ui.Button[ui.LayoutView]:
    style = discord.ButtonStyle.danger if act == DELETE else discord.ButtonStyle.secondary
    return ui.Button(
        style=style, label=said(controls.BUTTONS[act], language()), custom_id=f"verbatim:{act}:{answer}:{asker}:{page}"
    )


def rows_of(items: Sequence[ui.Item[ui.LayoutView]]) -> list[Row]:
    """Put one item, such as a menu, in a row of its own."""
    return [[item] for item in items]
