"""The commands that look into quotes and answers: verified, explained, replayed."""

from discord import app_commands
from discord.app_commands import Group, Range

from bot import commands
from bot.discord_app.answering import Answering
from bot.discord_app.places import Interaction, asker, libraries
from bot.requests import Replay, SourceOriginal, SourceReceipt, Verify, Why

_LONGEST = 4000
"""Characters of a text to verify: as many as the handler takes."""


def add_to(group: Group, answering: Answering) -> None:
    """Add these commands to those about sources."""

    @group.command(description=commands.DOES["/source verify"])
    @app_commands.describe(text=commands.OPTIONS["text"])
    async def verify(interaction: Interaction, text: Range[str, 1, _LONGEST]) -> None:
        await answering.interaction(interaction, Verify(asker(interaction), text, libraries(interaction)))

    @group.command(description=commands.DOES["/source why"])
    @app_commands.describe(what=commands.OPTIONS["what"])
    async def why(interaction: Interaction, what: Range[str, 1, 1000]) -> None:
        await answering.interaction(interaction, Why(asker(interaction), what, libraries(interaction)))

    @group.command(description=commands.DOES["/source receipt"])
    @app_commands.describe(answer=commands.OPTIONS["answer"])
    async def receipt(interaction: Interaction, answer: Range[str, 1, 40]) -> None:
        await answering.interaction(interaction, SourceReceipt(asker(interaction), answer, libraries(interaction)))

    @group.command(description=commands.DOES["/source replay"])
    @app_commands.describe(answer=commands.OPTIONS["answer"])
    async def replay(interaction: Interaction, answer: Range[str, 1, 40]) -> None:
        await answering.interaction(interaction, Replay(asker(interaction), answer, libraries(interaction)))

    @group.command(description=commands.DOES["/source original"])
    @app_commands.describe(document=commands.OPTIONS["document"])
    async def original(interaction: Interaction, document: Range[str, 1, 300]) -> None:
        await answering.interaction(interaction, SourceOriginal(asker(interaction), document, libraries(interaction)))

    del original, verify, why, receipt, replay
