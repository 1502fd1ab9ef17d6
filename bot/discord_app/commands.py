"""The commands that members see: what is typed becomes a request."""

import re
from collections.abc import Callable, Mapping

from discord import app_commands
from discord.app_commands import Choice, Command, Group, Range

from bot import replies
from bot.discord_app import inquiries, keeping, moderating
from bot.discord_app.answering import Answering
from bot.discord_app.places import Interaction, asker, libraries
from bot.nearest import nearest
from bot.replies import OPTIONS
from bot.requests import About, Ask, Asker, Check, Help, Request, Search, SourceList, SourceShow, SourceText

Sources = Callable[[], Mapping[str, str]]
"""Gives the documents that can be named now: ids and their titles."""

Question = Range[str, 1, 1000]
Id = Range[str, 1, 300]
OFFERED = 25
"""Choices that Discord shows at most while a value is typed."""
LONGEST_CHOICE = 100
"""Characters of a choice at most."""

_DOES = {re.sub(r" [A-Z].*$", "", usage): does for usage, does in replies.COMMANDS}


def every(answering: Answering, sources: Sources) -> list[Command[Group, ..., None] | Group]:
    """Make the commands."""
    return [
        _ask(answering, sources),
        _search(answering),
        _source(answering, sources),
        *_plain(answering),
        *moderating.every(answering),
    ]


def offered(typed: str, sources: Mapping[str, str]) -> list[Choice[str]]:
    """Give the documents whose id or title holds what was typed, or looks like it."""
    wanted = typed.casefold().strip()
    names = [name for name, title in sources.items() if wanted in f"{name}\n{title}".casefold()]
    names = names or list(nearest(typed, list(sources)))
    fitting = [name for name in names if len(name) <= LONGEST_CHOICE][:OFFERED]
    return [Choice(name=f"{sources[name]} ({name})"[:LONGEST_CHOICE], value=name) for name in fitting]


def _ask(answering: Answering, sources: Sources) -> Command[Group, ..., None]:
    @app_commands.command(description=_DOES["/ask"])
    @app_commands.describe(question=OPTIONS["question"], private=OPTIONS["private"], source=OPTIONS["source"])
    async def ask(
        interaction: Interaction,
        question: Question,
        private: bool = False,  # noqa: FBT001, FBT002 - discord.py reads the options off the signature
        source: Id | None = None,
    ) -> None:
        names = libraries(interaction)
        request = Ask(asker(interaction), question, private=private, source=source, libraries=names)
        await answering.interaction(interaction, request)

    _completed(ask, "source", sources)
    return ask


def _search(answering: Answering) -> Command[Group, ..., None]:
    @app_commands.command(description=_DOES["/search"])
    @app_commands.describe(words=OPTIONS["words"])
    async def search(interaction: Interaction, words: Question) -> None:
        await answering.interaction(interaction, Search(asker(interaction), words, libraries=libraries(interaction)))

    return search


def _source(answering: Answering, sources: Sources) -> Group:
    group = Group(name="source", description=replies.SOURCES)

    @group.command(name="list", description=_DOES["/source list"])
    async def list_sources(interaction: Interaction) -> None:
        await answering.interaction(interaction, SourceList(asker(interaction), libraries(interaction)))

    @group.command(description=_DOES["/source show"])
    @app_commands.describe(id=OPTIONS["id"])
    async def show(interaction: Interaction, id: Id) -> None:  # noqa: A002 - it is the option's name
        await answering.interaction(interaction, SourceShow(asker(interaction), id, libraries(interaction)))

    @group.command(description=_DOES["/source text"])
    @app_commands.describe(document=OPTIONS["document"])
    async def text(interaction: Interaction, document: Id) -> None:
        await answering.interaction(interaction, SourceText(asker(interaction), document, libraries(interaction)))

    _completed(show, "id", sources)
    _completed(text, "document", sources)
    inquiries.add_to(group, answering)
    keeping.add_to(group, answering)
    del list_sources
    return group


def _plain(answering: Answering) -> list[Command[Group, ..., None]]:
    """Make the commands that take nothing."""

    def made(name: str, request: Callable[[Asker], Request]) -> Command[Group, ..., None]:
        async def callback(interaction: Interaction) -> None:
            await answering.interaction(interaction, request(asker(interaction)))

        return Command(name=name, description=_DOES[f"/{name}"], callback=callback)

    check = app_commands.default_permissions(manage_guild=True)(app_commands.guild_only(made("check", Check)))

    @app_commands.command(description=_DOES["/about"])
    async def about(interaction: Interaction) -> None:
        await answering.interaction(interaction, About(asker(interaction), libraries(interaction)))

    return [made("help", Help), about, check]


def _completed(command: Command[Group, ..., None], option: str, sources: Sources) -> None:
    @command.autocomplete(option)
    async def complete(interaction: Interaction, typed: str) -> list[Choice[str]]:
        del interaction
        return offered(typed, sources())

    del complete
