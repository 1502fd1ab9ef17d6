"""The commands of moderators; Discord shows them to those who may manage the server, and the handlers check."""

from collections.abc import Callable

from discord import app_commands
from discord.app_commands import Command, Group, Range

from bot import commands, typed
from bot.discord_app.answering import Answering
from bot.discord_app.places import Interaction, asker, libraries, own
from bot.requests import (
    Accept,
    Answers,
    Audit,
    ChangedAnswers,
    Gaps,
    Keep,
    PinQuote,
    Request,
    Revoke,
    Rulings,
    Stats,
    Supersede,
    Undo,
)

Text = Range[str, 1, 1000]
Id = Range[str, 1, 300]
Made = Command[Group, ..., None]
Number = Range[int, 1, 10**12]


def every(answering: Answering) -> list[Made]:
    """Make the commands."""
    made = [*_ruling(answering), *_looking(answering)]
    return [app_commands.default_permissions(manage_guild=True)(app_commands.guild_only(each)) for each in made]


def _ruling(answering: Answering) -> list[Made]:
    @app_commands.command(description=commands.DOES["/pin"])
    @app_commands.describe(passage=commands.OPTIONS["passage"], question=commands.OPTIONS["rephrased"])
    async def pin(interaction: Interaction, passage: Id, question: Text) -> None:
        questions = typed.questions(question)
        request = PinQuote(asker(interaction), passage, questions, own(interaction), libraries(interaction))
        await answering.interaction(interaction, request)

    @app_commands.command(description=commands.DOES["/alias"])
    @app_commands.describe(word=commands.OPTIONS["word"], means=commands.OPTIONS["means"])
    async def alias(interaction: Interaction, word: Range[str, 1, 100], means: Range[str, 1, 100]) -> None:
        await answering.interaction(interaction, Accept(asker(interaction), word, means, own(interaction)))

    @app_commands.command(description=commands.DOES["/golden"])
    @app_commands.describe(answer=commands.OPTIONS["answer"])
    async def golden(interaction: Interaction, answer: Id) -> None:
        request = Keep(asker(interaction), answer, own(interaction), libraries(interaction))
        await answering.interaction(interaction, request)

    @app_commands.command(description=commands.DOES["/revoke"])
    @app_commands.describe(number=commands.OPTIONS["number"])
    async def revoke(interaction: Interaction, number: Number) -> None:
        await answering.interaction(interaction, Revoke(asker(interaction), number, own(interaction)))

    @app_commands.command(description=commands.DOES["/undo"])
    @app_commands.describe(number=commands.OPTIONS["number"])
    async def undo(interaction: Interaction, number: Range[str, 1, 14]) -> None:
        await answering.interaction(interaction, Undo(asker(interaction), number, own(interaction)))

    @app_commands.command(description=commands.DOES["/supersede"])
    @app_commands.describe(answer=commands.OPTIONS["answer"])
    async def supersede(interaction: Interaction, answer: Id) -> None:
        request = Supersede(asker(interaction), answer, own(interaction), libraries(interaction))
        await answering.interaction(interaction, request)

    return [pin, alias, golden, revoke, undo, supersede]


def _looking(answering: Answering) -> list[Made]:
    @app_commands.command(description=commands.DOES["/gaps"])
    @app_commands.describe(csv=commands.OPTIONS["csv"])
    async def gaps(interaction: Interaction, csv: bool = False) -> None:
        await answering.interaction(interaction, Gaps(asker(interaction), csv, libraries(interaction)))

    @app_commands.command(description=commands.DOES["/stats"])
    @app_commands.describe(days=commands.OPTIONS["days"])
    async def stats(interaction: Interaction, days: Range[int, 1, 365] = 30) -> None:
        await answering.interaction(interaction, Stats(asker(interaction), days, libraries(interaction)))

    def plain(name: str, request: Callable[[Interaction], Request]) -> Made:
        async def callback(interaction: Interaction) -> None:
            await answering.interaction(interaction, request(interaction))

        return Command(name=name, description=commands.DOES[f"/{name}"], callback=callback)

    named = [
        plain("answers", lambda place: Answers(asker(place), libraries(place))),
        plain("rulings", lambda place: Rulings(asker(place), own(place), libraries(place))),
        plain("changed", lambda place: ChangedAnswers(asker(place), libraries(place))),
        plain("audit", lambda place: Audit(asker(place), own(place))),
    ]
    return [gaps, stats, *named]
