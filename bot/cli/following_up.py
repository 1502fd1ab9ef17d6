"""The commands about an answer that was given, by its id, and those about settings."""

from collections.abc import Callable

import click

from bot import choices
from bot.cli.border import Command, Commands
from bot.cli.options import OPERATOR, Place, with_json, with_library, with_server
from bot.cli.running import answer
from bot.requests import (
    Again,
    Asker,
    AskPerson,
    Cite,
    Context,
    Feedback,
    More,
    Request,
    SettingsChange,
    SettingsShow,
    in_place,
)


def add_to(group: click.Group) -> None:
    """Add these commands to the others."""
    for command in (about_answer, cite, settings):
        group.add_command(command)


@click.group(
    "answer",
    cls=Commands,
    epilog="""\
answer context 87d84b484795
answer more 87d84b484795 --page 2
""",
)
def about_answer() -> None:
    """Do with an answer what the buttons under it do on Discord.

    ANSWER is the id of an answer, which `ask --json` and `answers` tell.
    """


def _add(name: str, does: str, request: Callable[[Asker, str], Request]) -> None:
    """Add a command that takes the id of an answer and nothing else."""

    @about_answer.command(name, cls=Command, help=does, epilog=f"answer {name} 87d84b484795\n")
    @click.argument("answer_id", metavar="ANSWER")
    @with_json
    @with_server
    @with_library
    def command(*, answer_id: str, as_json: bool, libraries: tuple[str, ...], place: Place) -> None:
        answer(in_place(request(OPERATOR, answer_id), libraries), place, as_json=as_json)

    del command


_add("context", "Show its quotes with what stands before and after them.", Context)
_add("again", "Give it once more.", lambda asker, name: Again(asker, name, private=True))
_add("helpful", "Say that it helped.", lambda asker, name: Feedback(asker, name, helpful=True))
_add("unhelpful", "Say that it did not help.", lambda asker, name: Feedback(asker, name, helpful=False))
_add("person", "Pass its question on to the moderators, which a terminal cannot.", AskPerson)


@about_answer.command(
    cls=Command,
    epilog="""\
answer more 87d84b484795
answer more 87d84b484795 --page 2
""",
)
@click.argument("answer_id", metavar="ANSWER")
@click.option("--page", type=click.IntRange(min=1), default=1, show_default=True, help="Show this page.")
@with_json
@with_server
@with_library
def more(*, answer_id: str, page: int, as_json: bool, libraries: tuple[str, ...], place: Place) -> None:
    """Show what ranks next, a page at a time."""
    answer(More(OPERATOR, answer_id, page, libraries), place, as_json=as_json)


@click.command(
    "cite",
    cls=Command,
    epilog="""\
cite letter.txt@0123456789abcdef:120-245
""",
)
@click.argument("passage")
@with_json
@with_server
@with_library
def cite(*, passage: str, as_json: bool, libraries: tuple[str, ...], place: Place) -> None:
    """Quote a passage by its id: document@revision:start-end."""
    answer(Cite(OPERATOR, passage, libraries), place, as_json=as_json)


@click.group(
    cls=Commands,
    epilog="""\
settings show --server 112233445566778899
settings change language=de requests=3 --server 112233445566778899
""",
)
def settings() -> None:
    """Show or change what is chosen for a Discord server, or for direct messages."""


@settings.command(
    cls=Command,
    epilog="""\
settings show
settings show --server 112233445566778899
""",
)
@with_json
@with_server
@with_library
def show(*, as_json: bool, libraries: tuple[str, ...], place: Place) -> None:
    """Show what is chosen."""
    answer(SettingsShow(OPERATOR, libraries[-1]), place, as_json=as_json)


@settings.command(
    cls=Command,
    epilog="""\
settings change language=de
settings change requests=3 seconds=60 --server 112233445566778899
""",
)
@click.argument("choice", metavar="NAME=VALUE...", nargs=-1, required=True)
@with_json
@with_server
@with_library
def change(*, choice: tuple[str, ...], as_json: bool, libraries: tuple[str, ...], place: Place) -> None:
    """Choose how the bot behaves: what docs/discord.md lists under /setup."""
    answer(SettingsChange(OPERATOR, choices.read(choice), libraries[-1]), place, as_json=as_json)
