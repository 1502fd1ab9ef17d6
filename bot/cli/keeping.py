"""The commands that keep a data directory: what is put into it, and receipts of what came out; backups."""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from bot import desk_reports, handlers, reports, store, terminal
from bot.changes import Action
from bot.cli.border import Command
from bot.cli.options import OPERATOR, Place, with_data, with_json, with_library
from bot.cli.running import answer, tell
from bot.errors import BadReceipt
from bot.handlers import ingesting
from bot.reply import Reply
from bot.requests import SHARED, Replay
from retrieval import Skipped


def add_to(group: click.Group) -> None:
    """Add these commands to the others."""
    for command in (ingest, replay, backup, restore):
        group.add_command(command)


@click.command(
    cls=Command,
    epilog="""\
ingest letters
ingest letter.txt letters --data /var/lib/verbatim
""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@with_json
@with_data
def ingest(*, paths: tuple[Path, ...], as_json: bool, directory: Path) -> None:
    """Add the documents of files and folders, or replace those of the same id.

    Files that have not changed since cost nothing, so a run that was cut short goes on where it was when it is started
    again. What cannot be read is told at the end and does not stop the rest; the exit status is then 1.
    """
    tell(asyncio.run(_ingest(paths, directory)), as_json=as_json)


async def _ingest(paths: tuple[Path, ...], directory: Path) -> Reply:
    started = time.monotonic()
    tally: Counter[Action] = Counter()
    failures: list[Skipped] = []
    every = ingesting.found(paths)
    async with store.Store.open(directory) as opened:
        with terminal.meter("Ingesting", total=len(every), on=terminal.console(sys.stderr)) as step:
            async for file in ingesting.ingest(every, opened, library=SHARED[0], by=OPERATOR.name):
                tally.update(file.actions)
                failures += file.failures
                step()
        seconds = time.monotonic() - started
        broken, _ = await handlers.lost_golden(handlers.Libraries(opened))
    return desk_reports.warned(reports.ingested(tally, failures, seconds=seconds), broken)


@click.command(
    cls=Command,
    epilog="""\
replay 87d84b484795
replay receipt.json
""",
)
@click.argument("receipt", metavar="FILE|ID")
@with_json
@with_library
def replay(*, receipt: str, as_json: bool, place: Place) -> None:
    """Ask again what was asked, and say whether the answer is identical or what has changed.

    ID is that of an answer. FILE holds what `replay ID --json` wrote.
    """
    file = Path(receipt)
    answer(Replay(OPERATOR, _receipt(file) if file.is_file() else receipt), place, as_json=as_json)


def _receipt(file: Path) -> Mapping[str, Any]:
    try:
        written = json.loads(file.read_bytes())
        found = written.get("receipt", written)
        return dict(found)
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise BadReceipt(f"{file}: this is no receipt.") from error


@click.command(
    cls=Command,
    epilog="""\
backup monday.tar
backup monday.tar --data /var/lib/verbatim
""",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_data
def backup(*, file: Path, directory: Path) -> None:
    """Write everything of a data directory into a new tar file.

    The bot may serve and documents may change meanwhile: the backup is of one moment.
    """
    store.backup(directory, file)
    click.echo(reports.BACKED_UP.format(directory, file))


@click.command(
    cls=Command,
    epilog="""\
restore monday.tar --data restored
""",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_data
def restore(*, file: Path, directory: Path) -> None:
    """Put a backup into an empty data directory.

    Each file of it is compared with what it was; if anything is damaged, nothing is written.
    """
    store.restore(file, directory)
    click.echo(reports.RESTORED.format(file, directory))
