"""Items under messages that work after a restart: discord.py finds what to do by an item's id."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

from discord import ui

from bot.discord_app.answering import guard
from bot.discord_app.places import Interaction

Items = list[type[ui.DynamicItem[Any]]]
"""The kinds of items that discord.py hands what is pressed to."""
Press = Callable[[Interaction, re.Match[str], Sequence[str]], Awaitable[None]]
"""Does what an item stands for; the match is of its id, and the values are what was picked in a menu."""


def item(pattern: re.Pattern[str], press: Press) -> type[ui.DynamicItem[Any]]:
    """Make the kind of the items whose ids a pattern matches."""

    class Item(ui.DynamicItem[ui.Item[ui.LayoutView]], template=pattern):
        def __init__(self, shown: ui.Item[ui.LayoutView], match: re.Match[str]) -> None:
            super().__init__(shown)
            self.match = match

        @classmethod
        async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
            return cls(item, match)

        async def callback(self, interaction: Interaction) -> None:
            picked = self.item.values if isinstance(self.item, ui.Select) else ()
            await guard(interaction, press(interaction, self.match, picked))

    return Item
