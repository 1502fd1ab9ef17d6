"""The commands by which moderators choose how the bot behaves on their server."""

from typing import Any

from discord import Permissions, TextChannel, app_commands
from discord.app_commands import Choice, Group, Range

from bot import choices, commands, controls
from bot.controls import OPTIONS
from bot.discord_app.answering import Answering, acknowledged, tell
from bot.discord_app.commands import Made
from bot.discord_app.layout import told
from bot.discord_app.places import Interaction, asker, libraries, own
from bot.discord_app.settings_form import Form
from bot.errors import BadPreference
from bot.preferences import LONGEST_SPAN, MOST_REQUESTS, WRONGLY
from bot.requests import SettingsChange, SettingsShow
from bot.words import LANGUAGES


def every(answering: Answering) -> list[Made | Group]:
    """Make them: shown to those who may manage the server, and refused to others by the handlers too."""
    return [_setup(answering), _settings(answering)]


def _setup(answering: Answering) -> Made:
    @app_commands.command(description=controls.SETUP)
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.rename(private="private_by_default")
    @app_commands.describe(
        private=OPTIONS["private_default"],
        **{
            name: OPTIONS[name]
            for name in (
                "moderators",
                "channels",
                "private_refusals",
                "mentions",
                "requests",
                "seconds",
                "wrongly",
                "language",
            )
        },
    )
    @app_commands.choices(
        language=[
            Choice(name=app_commands.locale_str(controls.LANGUAGE_OF_ASKER), value=choices.ANY),
            *(Choice(name=name, value=code) for code, name in LANGUAGES.items()),
        ]
    )
    async def setup(
        interaction: Interaction,
        moderators: TextChannel | None = None,
        channels: str | None = None,
        private: bool | None = None,
        private_refusals: bool | None = None,
        mentions: bool | None = None,
        requests: Range[int, 1, MOST_REQUESTS] | None = None,
        seconds: Range[int, 1, LONGEST_SPAN] | None = None,
        wrongly: Range[float, 100 * WRONGLY[0], 100 * WRONGLY[1]] | None = None,
        language: str | None = None,
    ) -> None:
        given = {
            "moderators": moderators and moderators.id,
            "channels": channels,
            "private": private,
            "private_refusals": private_refusals,
            "mentions": mentions,
            "requests": requests,
            "seconds": seconds,
            "wrongly": wrongly and wrongly / 100,
        }
        await _choose(
            answering, interaction, {name: value for name, value in given.items() if value is not None}, language
        )

    return setup


async def _choose(answering: Answering, interaction: Interaction, given: dict[str, Any], language: str | None) -> None:
    """Change what is given and leave the rest as it is; with nothing given, open a form for moderators."""
    current = await answering.heed(interaction)
    if len(libraries(interaction)) == 1:
        await tell(interaction, told(controls.ONLY_HERE))
        return
    typed = {name: value for name, value in {"channels": given.get("channels"), "language": language}.items() if value}
    try:
        given |= {name: choices.value_of(name, value) for name, value in typed.items()}
    except BadPreference as error:
        await tell(interaction, told(error.words))
        return
    who = asker(interaction)
    if who.moderator and not given:
        await acknowledged(interaction, interaction.response.send_modal(Form(answering, current)))
        return
    await answering.interaction(interaction, SettingsChange(who, given, own(interaction)))


def _settings(answering: Answering) -> Group:
    group = Group(
        name="settings",
        description=controls.SETTINGS,
        guild_only=True,
        default_permissions=Permissions(manage_guild=True),
    )

    @group.command(name="show", description=commands.DOES["/settings show"])
    async def show_settings(interaction: Interaction) -> None:
        await answering.heed(interaction)
        if len(libraries(interaction)) == 1:
            await tell(interaction, told(controls.ONLY_HERE))
        else:
            await answering.interaction(interaction, SettingsShow(asker(interaction), own(interaction)))

    del show_settings
    return group
