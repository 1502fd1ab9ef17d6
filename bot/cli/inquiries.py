"""The commands that look into quotes and answers."""

import click

from bot.cli.border import Command
from bot.cli.options import OPERATOR, Place, with_json, with_library
from bot.cli.running import answer
from bot.requests import SourceOriginal, SourceReceipt, Verify, Why


def add_to(group: click.Group) -> None:
    """Add these commands to those about sources."""
    for command in (verify_words, explain, receipt, original):
        group.add_command(command)


@click.command(
    "verify",
    cls=Command,
    epilog="""\
source verify "The letter was made public on Thursday."
source verify --corpus letters "We urge you to stand by the court. — Joint letter"
""",
)
@click.argument("words", nargs=-1, required=True)
@with_json
@with_library
def verify_words(*, words: tuple[str, ...], as_json: bool, place: Place) -> None:
    """Tell whether words stand in the documents, exactly, and where.

    A title after a dash, or a passage id in brackets, says where they are said to stand; that is told too.
    """
    answer(Verify(OPERATOR, " ".join(words)), place, as_json=as_json)


@click.command(
    "why",
    cls=Command,
    epilog="""\
source why 87d84b484795
source why Who is the chief prosecutor?
""",
)
@click.argument("what", metavar="ANSWER|QUESTION", nargs=-1, required=True)
@with_json
@with_library
def explain(*, what: tuple[str, ...], as_json: bool, place: Place) -> None:
    """Tell why an answer quotes what it quotes.

    The scores of its best passage and of the runner-up are shown in parts that add up.
    """
    answer(Why(OPERATOR, " ".join(what)), place, as_json=as_json)


@click.command(
    "receipt",
    cls=Command,
    epilog="""\
source receipt 87d84b484795 > receipt.json
""",
)
@click.argument("answer_id", metavar="ANSWER")
@with_json
@with_library
def receipt(*, answer_id: str, as_json: bool, place: Place) -> None:
    """Print the receipt of an answer, which `replay` takes."""
    answer(SourceReceipt(OPERATOR, answer_id), place, as_json=as_json)


@click.command(
    "original",
    cls=Command,
    epilog="""\
source original letter.txt > letter-as-added.txt
""",
)
@click.argument("document")
@with_json
@with_library
def original(*, document: str, as_json: bool, place: Place) -> None:
    """Write the file that a document was read from, byte by byte, to a file or a pipe."""
    answer(SourceOriginal(OPERATOR, document), place, as_json=as_json)
