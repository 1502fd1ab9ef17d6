"""The options that commands share: where the documents are, JSON, batches of questions."""

import functools
import logging
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import click

from bot import app, settings, terminal
from bot.requests import SHARED, Asker, guild_library

# Whoever can start a command can read and write the data directory, and so may do all that a moderator may.
OPERATOR = Asker("terminal", moderator=True, operator=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the documents are: a corpus, or a data directory, from the settings unless it is given."""

    corpus: Path | None
    data: Path | None

    @property
    def settings(self) -> settings.Settings:
        """The settings, read now."""
        return settings.load()

    @property
    def kept(self) -> Path | None:
        """The data directory, None where nothing is kept."""
        return None if self.corpus else self.data or self.settings.data

    def opened(self) -> AbstractAsyncContextManager[app.Opened]:
        """Open it."""
        notes, known = terminal.console(sys.stderr), self.settings
        if self.corpus:
            return app.corpus(self.corpus, caution=known.caution, notes=notes)
        return app.data(self.data or known.data, settings=known, notes=notes)


def with_library(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command has to say where the documents are."""

    @click.option(
        "--corpus", type=click.Path(exists=True, path_type=Path), help="Use this folder or file, keep nothing."
    )
    @click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Use this data directory.")
    @click.option("-v", "--verbose", is_flag=True, help="Log to standard error what is done.")
    @functools.wraps(command)
    def with_place(*, corpus: Path | None, data: Path | None, verbose: bool, **rest: object) -> None:
        if corpus and data:
            raise click.UsageError("--corpus and --data exclude each other: a corpus is never kept.")
        if verbose:
            logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
        command(place=Place(corpus, data), **rest)

    return with_place


def with_data(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a command that is about a data directory alone."""

    @click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Use this data directory.")
    @click.option("-v", "--verbose", is_flag=True, help="Log to standard error what is done.")
    @functools.wraps(command)
    def with_directory(*, data: Path | None, verbose: bool, **rest: object) -> None:
        if verbose:
            logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
        command(directory=data or settings.load().data, **rest)

    return with_directory


def with_server(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that says from which server's place a request comes: what libraries it is made of."""

    @click.option(
        "--server", type=click.IntRange(min=1), metavar="ID", help="As on this Discord server, with its own library."
    )
    @functools.wraps(command)
    def with_libraries(*, server: int | None, **rest: object) -> None:
        command(libraries=(*SHARED, guild_library(server)) if server else SHARED, **rest)

    return with_libraries


with_json = click.option("--json", "as_json", is_flag=True, help="Write JSON, one object a line (docs/json.md).")
with_batch = click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help='Take questions from JSON lines like {"qid": 1, "question": "…"}; - is standard input.',
)
