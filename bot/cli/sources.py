"""The commands that change what the shared library holds."""

import datetime as dt
import functools
import sys
from collections.abc import Callable
from pathlib import Path

import click

from bot.cli.border import Command
from bot.cli.options import OPERATOR, Place, with_json, with_library
from bot.cli.running import answer
from bot.pages import is_address
from bot.requests import SourceAdd, SourceEdit, SourceFetch, SourcePreview, SourceRefresh, SourceRemove, SourceRestore
from retrieval import Description, share_of

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def add_to(group: click.Group) -> None:
    """Add these commands to those about sources."""
    for command in (add, preview, edit, refresh, remove, restore):
        group.add_command(command)


def _with_given(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what is known of a document."""

    @click.option("--title", metavar="TITLE", help="What it is called.")
    @click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="When it was published.")
    @click.option("--licence", metavar="LICENCE", help="Under which licence it may be used.")
    @click.option("--publisher", metavar="PUBLISHER", help="Who published it.")
    @click.option("--address", metavar="URL", help="Where it stands on the web.")
    @click.option("--quotes", callback=_share, metavar="yes|no|10%", help="How much of it may be quoted in a day.")
    @functools.wraps(command)
    def with_description(  # noqa: PLR0913 - click gives every option by its name
        *,
        title: str | None,
        date: dt.datetime | None,
        licence: str | None,
        publisher: str | None,
        address: str | None,
        quotes: float | None,
        **rest: object,
    ) -> None:
        given = Description(title, publisher, date and date.date(), address, licence=licence, share=quotes)
        command(given=given, **rest)

    return with_description


def _file_or_address(context: click.Context, option: click.Parameter, written: str) -> Path | str:
    return written if is_address(written) else Path(_FILE.convert(written, option, context))


def _share(_: click.Context, option: click.Parameter, written: str | None) -> float | None:
    try:
        return None if written is None else share_of(written)
    except ValueError as error:
        raise click.BadParameter(f"{written!r} is none of yes, no and 10%", param=option) from error


@click.command(
    cls=Command,
    epilog="""\
source add letter.txt
source add letter.txt --title "The letter" --date 2024-05-23 --licence "CC BY 4.0"
source add letter.txt --quotes 10%
source add https://example.org/letter
""",
)
@click.argument("file", metavar="FILE|URL", callback=_file_or_address)
@_with_given
@with_json
@with_library
def add(*, file: Path | str, given: Description, as_json: bool, place: Place) -> None:
    """Add the documents of a file or a web address, or replace those of the same id, and tell what was read.

    What is given here wins over what is written in the file's front matter and in `sources.toml` beside it. The address
    of a page is what it is cited with, and the page can be fetched again from it: `source refresh`.
    """
    if isinstance(file, str):
        answer(SourceFetch(OPERATOR, file, given=given), place, as_json=as_json)
    else:
        answer(SourceAdd(OPERATOR, file.name, file, given=given), place, as_json=as_json)


@click.command(
    "refresh",
    cls=Command,
    epilog="""\
source refresh
source refresh example.org/letter --apply
""",
)
@click.argument("document", required=False)
@click.option("--apply", is_flag=True, help="Take over what has changed; without it, that is only told.")
@with_json
@with_library
def refresh(*, document: str | None, apply: bool, as_json: bool, place: Place) -> None:
    """Fetch documents from their web addresses again, one or all, and tell what has changed.

    A page that tells of an error, has lost most of its words or cannot be read does not replace the good one.
    """
    answer(SourceRefresh(OPERATOR, document, apply=apply), place, as_json=as_json)


@click.command(
    "preview",
    cls=Command,
    epilog="""\
source preview letter.txt
""",
)
@click.argument("file", type=_FILE)
@with_json
@with_library
def preview(*, file: Path, as_json: bool, place: Place) -> None:
    """Tell what adding a file would change, and which of the last 200 answers; nothing is changed."""
    answer(SourcePreview(OPERATOR, file.name, file), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
source edit letter.txt --title "The letter" --licence "CC BY 4.0"
source edit letter.txt --quotes no
""",
)
@click.argument("document")
@_with_given
@with_json
@with_library
def edit(*, document: str, given: Description, as_json: bool, place: Place) -> None:
    """Tell anew what is known of a document.

    What is told here wins, also when its file is read again.
    """
    answer(SourceEdit(OPERATOR, document, given), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
source remove letter.txt
source remove letter.txt --yes --data /var/lib/verbatim
""",
)
@click.argument("document")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_json
@with_library
def remove(*, document: str, yes: bool, as_json: bool, place: Place) -> None:
    """Remove a document, after asking.

    Its words stay, so that citations of it can still be followed; for 30 days it can be brought back.
    """
    if not yes:
        if as_json or not sys.stdin.isatty():
            raise click.UsageError("Nothing was removed: add --yes where nobody can be asked.")
        answer(SourceRemove(OPERATOR, document), place, as_json=as_json)
        click.confirm("Remove it?", abort=True, err=True)
    answer(SourceRemove(OPERATOR, document, confirmed=True), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
source restore letter.txt
""",
)
@click.argument("document")
@with_json
@with_library
def restore(*, document: str, as_json: bool, place: Place) -> None:
    """Bring a document back that was removed in the last 30 days."""
    answer(SourceRestore(OPERATOR, document), place, as_json=as_json)
