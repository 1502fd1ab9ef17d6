"""The form of /setup: what is chosen for a server, to be chosen anew. Five fields are as many as a form may have."""

from typing import Any

import discord
from discord import ui

from bot import choices, controls
from bot.discord_app.answering import Answering, guard, tell
from bot.discord_app.languages import language
from bot.discord_app.layout import told
from bot.discord_app.places import Interaction, asker, own
from bot.errors import BadPreference
from bot.preferences import Preferences
from bot.requests import SettingsChange, SettingsShow
from bot.words import LANGUAGES, said

SWITCHES = {"private": "private_default", "private_refusals": "private_refusals", "mentions": "mentions"}
"""What is or is not wanted, by the names of Preferences, and the options that say what it is."""
LIMITS = ("requests", "seconds", "wrongly")
"""What is typed as `name=value`, all in one field."""
MOST_CHANNELS = 25
"""Channels that can be picked in a form, at most."""


class Form(ui.Modal):
    """A form that shows what is chosen; only what is changed in it is changed."""

    def __init__(self, answering: Answering, chosen: Preferences) -> None:
        super().__init__(title=said(controls.SETTINGS_HERE, language()), timeout=900)
        self._answering, self._chosen = answering, chosen
        self._moderators = _channels("moderators", [chosen.moderators] if chosen.moderators else [], most=1)
        self._channels = _channels("channels", list(chosen.channels), most=MOST_CHANNELS)
        self._switches: ui.CheckboxGroup[ui.Modal] = ui.CheckboxGroup(
            custom_id="switches",
            required=False,
            options=[
                discord.CheckboxGroupOption(
                    value=name, label=said(controls.OPTIONS[option], language()), default=getattr(chosen, name)
                )
                for name, option in SWITCHES.items()
            ],
        )
        self._language: ui.Select[ui.Modal] = ui.Select(
            custom_id="language",
            options=[
                discord.SelectOption(value=value, label=name, default=value == (chosen.language or choices.ANY))
                for value, name in {choices.ANY: said(controls.LANGUAGE_OF_ASKER, language()), **LANGUAGES}.items()
            ],
        )
        written = choices.written(chosen)
        self._limits: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id="limits", default=" ".join(f"{name}={written[name]}" for name in LIMITS), max_length=100
        )
        fields: dict[str, ui.Item[ui.Modal]] = {
            "moderators": self._moderators,
            "channels": self._channels,
            "switches": self._switches,
            "language": self._language,
            "limits": self._limits,
        }
        for name, field in fields.items():
            label, hint = controls.SETTINGS_FIELDS[name]
            self.add_item(
                ui.Label(text=said(label, language()), description=said(hint, language()) or None, component=field)
            )

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Choose what was changed."""
        await guard(interaction, self._submitted(interaction))

    async def _submitted(self, interaction: Interaction) -> None:
        await self._answering.heed(interaction)
        try:
            read = self._read()
        except BadPreference as error:
            await tell(interaction, told(error.words))
            return
        changes = {name: value for name, value in read.items() if value != getattr(self._chosen, name)}
        who, library = asker(interaction), own(interaction)
        request = SettingsChange(who, changes, library) if changes else SettingsShow(who, library)
        await self._answering.interaction(interaction, request)

    def _read(self) -> dict[str, Any]:
        moderators = [channel.id for channel in self._moderators.values]
        return {
            "moderators": moderators[0] if moderators else None,
            "channels": tuple(channel.id for channel in self._channels.values),
            **{name: name in self._switches.values for name in SWITCHES},
            "language": choices.value_of("language", self._language.values[0]),
            **choices.read(self._limits.value.split()),
        }


def _channels(name: str, chosen: list[int], *, most: int) -> ui.ChannelSelect[ui.Modal]:
    """Make the menu of text channels of a setting, with those that are chosen picked."""
    kind = discord.SelectDefaultValueType.channel
    return ui.ChannelSelect(
        custom_id=name,
        channel_types=[discord.ChannelType.text],
        required=False,
        min_values=0,
        max_values=most,
        default_values=[discord.SelectDefaultValue(id=channel, type=kind) for channel in chosen[:most]],
    )
