"""Languages: in which one something is said on Discord, and the definitions of the commands in all of them."""

from contextvars import ContextVar

import discord
from discord import app_commands

from bot.words import ENGLISH, Words, spoken

_LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)


def speak(locale: discord.Locale | str, *, chosen: str | None = None) -> None:
    """Say what is said from here on, until this event is dealt with, as was chosen, or else for a locale."""
    _LANGUAGE.set(decided(locale, chosen=chosen))


def decided(locale: discord.Locale | str | None, *, chosen: str | None) -> str:
    """Give the language that was chosen, or else that of a locale."""
    return chosen or spoken(str(locale))


def language() -> str:
    """Give the language in which something is to be said now."""
    return _LANGUAGE.get()


class Translator(app_commands.Translator):
    """Gives Discord the descriptions of commands and options, and the names of menus, in every language.

    The names of commands and options stay as they are, since what the bot says and the documentation name them.
    """

    _TRANSLATED = (
        app_commands.TranslationContextLocation.command_description,
        app_commands.TranslationContextLocation.group_description,
        app_commands.TranslationContextLocation.parameter_description,
        app_commands.TranslationContextLocation.choice_name,
    )

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Give a string for a locale, None where it stays as it is."""
        wanted = spoken(str(locale))
        menu = isinstance(context.data, app_commands.ContextMenu)
        if wanted == ENGLISH or not (menu or context.location in self._TRANSLATED):
            return None
        translated = Words(string.message).said(wanted)
        return translated if translated != string.message else None
