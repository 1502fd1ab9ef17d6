"""The commands that members see: what is typed becomes a request."""

from collections.abc import Callable, Mapping

import discord
from discord import app_commands, ui
from discord.app_commands import Choice, Command, ContextMenu, Group, Range

from bot import commands, controls
from bot.commands import OPTIONS
from bot.discord_app import buttons, inquiries, keeping, moderating, pressing, web
from bot.discord_app.answering import Answering, acknowledged, defer, guard, show, tell
from bot.discord_app.languages import language
from bot.discord_app.layout import told
from bot.discord_app.places import Interaction, Names, asker, libraries, own
from bot.nearest import nearest
from bot.requests import About, Ask, Help, Search, SourceList, SourceShow, SourceText, Verify
from bot.words import said

Question = Range[str, 1, 1000]
Id = Range[str, 1, 300]
OFFERED = 25
"""Choices that Discord shows at most while a value is typed."""
LONGEST_CHOICE = 100
"""Characters of a choice at most."""
LONGEST_QUESTION = 4000
"""Characters of a question in a form: as many as Discord lets a field hold."""
PICKED_FROM = 5
"""Passages that are offered as a reply to a message."""


Made = Command[Group, ..., None]


def every(answering: Answering) -> list[Made | Group | ContextMenu]:
    """Make the commands for members."""
    return [
        _ask(answering),
        _search(answering),
        _source(answering),
        *_plain(answering),
        *_menus(answering),
        *moderating.every(answering),
    ]


def offered(typed: str, sources: Mapping[str, str]) -> list[Choice[str]]:
    """Give the documents whose id or title holds what was typed, or looks like it."""
    wanted = typed.casefold().strip()
    names = [name for name, title in sources.items() if wanted in f"{name}\n{title}".casefold()]
    names = names or list(nearest(typed, list(sources)))
    fitting = [name for name in names if len(name) <= LONGEST_CHOICE][:OFFERED]
    return [Choice(name=f"{sources[name]} ({name})"[:LONGEST_CHOICE], value=name) for name in fitting]


async def ask_here(
    answering: Answering, interaction: Interaction, question: str, *, private: bool | None, source: str | None
) -> None:
    """Ask a question as it was asked in a place: for all to see unless something speaks against it."""
    names = libraries(interaction)
    public = answering.is_public(interaction, await answering.preferences(names), private=private)
    request = Ask(asker(interaction), question, private=not public, source=source, libraries=names)
    await answering.interaction(interaction, request)


def _ask(answering: Answering) -> Made:
    @app_commands.command(description=commands.DOES["/ask"])
    @app_commands.describe(question=OPTIONS["question"], private=OPTIONS["private"], source=OPTIONS["source"])
    async def ask(
        interaction: Interaction,
        question: Question | None = None,
        private: bool | None = None,
        source: Id | None = None,
    ) -> None:
        if question:
            await ask_here(answering, interaction, question, private=private, source=source)
        else:
            await answering.heed(interaction)
            form = _Form(answering, private=private, source=source)
            await acknowledged(interaction, interaction.response.send_modal(form))

    _completed(ask, "source", answering)
    return ask


class _Form(ui.Modal):
    """A form for a question of several lines."""

    def __init__(self, answering: Answering, *, private: bool | None, source: str | None) -> None:
        super().__init__(title=said(controls.LONG_QUESTION, language()), timeout=900)
        self._answering = answering
        self._how = (private, source)
        self._words: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id="question", style=discord.TextStyle.paragraph, max_length=LONGEST_QUESTION
        )
        self.add_item(ui.Label(text=said(controls.YOUR_QUESTION, language()), component=self._words))

    async def on_submit(self, interaction: Interaction, /) -> None:
        private, source = self._how
        work = ask_here(self._answering, interaction, self._words.value, private=private, source=source)
        await guard(interaction, work)


def _search(answering: Answering) -> Made:
    @app_commands.command(description=commands.DOES["/search"])
    @app_commands.describe(words=OPTIONS["words"])
    async def search(interaction: Interaction, words: Question) -> None:
        request = Search(asker(interaction), words, libraries=libraries(interaction))
        await answering.interaction(interaction, request)

    return search


def _source(answering: Answering) -> Group:
    group = Group(name="source", description=commands.SOURCES)

    @group.command(name="list", description=commands.DOES["/source list"])
    async def list_sources(interaction: Interaction) -> None:
        await answering.interaction(interaction, SourceList(asker(interaction), libraries(interaction)))

    @group.command(description=commands.DOES["/source show"])
    @app_commands.describe(id=OPTIONS["id"])
    async def show(interaction: Interaction, id: Id) -> None:  # noqa: A002 - it is the option's name
        await answering.interaction(interaction, SourceShow(asker(interaction), id, libraries(interaction)))

    @group.command(description=commands.DOES["/source text"])
    @app_commands.describe(document=OPTIONS["document"])
    async def text(interaction: Interaction, document: Id) -> None:
        await answering.interaction(interaction, SourceText(asker(interaction), document, libraries(interaction)))

    _completed(show, "id", answering)
    _completed(text, "document", answering)
    inquiries.add_to(group, answering)
    for command in (*keeping.add_to(group, answering), web.add_to(group, answering)):
        _completed(command, "document", answering, names=lambda interaction: (own(interaction),))
    del list_sources
    return group


def _plain(answering: Answering) -> list[Made]:
    """Make the commands that take nothing."""

    @app_commands.command(name="help", description=commands.DOES["/help"])
    async def help_(interaction: Interaction) -> None:
        await answering.interaction(interaction, Help(asker(interaction)))

    @app_commands.command(description=commands.DOES["/about"])
    async def about(interaction: Interaction) -> None:
        await answering.interaction(interaction, About(asker(interaction), libraries(interaction)))

    return [help_, about]


def _menus(answering: Answering) -> list[ContextMenu]:
    """Make what can be chosen on anybody's message."""

    async def answer(interaction: Interaction, message: discord.Message) -> None:
        await answering.heed(interaction)
        words = message.content.strip()
        if not words:
            await tell(interaction, told(controls.NO_WORDS))
            return
        if await defer(interaction, private=True):
            request = Search(asker(interaction), words, limit=PICKED_FROM, libraries=libraries(interaction))
            found = await answering.said(request)
            hits = found.reply.data.get("hits") if found.reply else None
            await show(interaction, found.message, buttons.rows_of(pressing.menu(message, list(hits or []))))  # type: ignore[call-overload] # a list of JSON objects

    async def check(interaction: Interaction, message: discord.Message) -> None:
        await answering.heed(interaction)
        words = message.content.strip()
        if words:
            await answering.interaction(interaction, Verify(asker(interaction), words, libraries(interaction)))
        else:
            await tell(interaction, told(controls.NO_WORDS))

    return [
        ContextMenu(name=controls.MENU_ANSWER, callback=answer),
        ContextMenu(name=controls.MENU_CHECK, callback=check),
    ]


def _completed(
    command: Made, option: str, answering: Answering, *, names: Callable[[Interaction], Names] = libraries
) -> None:
    @command.autocomplete(option)
    async def complete(interaction: Interaction, typed: str) -> list[Choice[str]]:
        return offered(typed, await answering.behind.titles(names(interaction)))

    del complete
