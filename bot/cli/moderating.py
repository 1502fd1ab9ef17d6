"""The commands with which whoever runs the bot decides and looks after what moderators do."""

import click

from bot import typed
from bot.cli.border import Command
from bot.cli.options import OPERATOR, Place, with_json, with_library
from bot.cli.running import answer
from bot.requests import (
    Accept,
    Answers,
    Audit,
    ChangedAnswers,
    Gaps,
    Keep,
    PinQuote,
    Revoke,
    Rulings,
    Stats,
    Supersede,
    Undo,
)


def add_to(group: click.Group) -> None:
    """Add these commands to the others."""
    for command in (answers, pin, alias, golden, rulings, revoke, changed, supersede, gaps, stats, audit, undo):
        group.add_command(command)


@click.command(
    cls=Command,
    epilog="""\
pin 87d84b484795:1 "When was it made public? | What day was it published?"
""",
)
@click.argument("passage")
@click.argument("question")
@with_json
@with_library
def pin(*, passage: str, question: str, as_json: bool, place: Place) -> None:
    """Quote a passage first when a question is asked.

    PASSAGE is a passage id or a quote of an answer, ANSWER:1. The same question in other words stands after a bar.
    """
    answer(PinQuote(OPERATOR, passage, typed.questions(question)), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
alias ban suspension
""",
)
@click.argument("word")
@click.argument("means")
@with_json
@with_library
def alias(*, word: str, means: str, as_json: bool, place: Place) -> None:
    """Let two words count as the same in questions."""
    answer(Accept(OPERATOR, word, means), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
golden 87d84b484795
""",
)
@click.argument("answer_id", metavar="ANSWER")
@with_json
@with_library
def golden(*, answer_id: str, as_json: bool, place: Place) -> None:
    """Keep an answer: whoever would change it is warned, and `eval --golden` tells."""
    answer(Keep(OPERATOR, answer_id), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
answers
""",
)
@with_json
@with_library
def answers(*, as_json: bool, place: Place) -> None:
    """List the last answers with their ids, by which other commands name them."""
    answer(Answers(OPERATOR), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
rulings
""",
)
@with_json
@with_library
def rulings(*, as_json: bool, place: Place) -> None:
    """List pins, aliases and golden answers, and which of them hold no more."""
    answer(Rulings(OPERATOR), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
revoke 3
""",
)
@click.argument("number", type=int)
@with_json
@with_library
def revoke(*, number: int, as_json: bool, place: Place) -> None:
    """Take a pin, an alias or a golden answer back."""
    answer(Revoke(OPERATOR, number), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
changed
""",
)
@with_json
@with_library
def changed(*, as_json: bool, place: Place) -> None:
    """List those of the last 200 answers that quote words which have changed since."""
    answer(ChangedAnswers(OPERATOR), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
supersede 87d84b484795
""",
)
@click.argument("answer_id", metavar="ANSWER")
@with_json
@with_library
def supersede(*, answer_id: str, as_json: bool, place: Place) -> None:
    """Mark an answer as superseded; messages on Discord are marked only from there."""
    answer(Supersede(OPERATOR, answer_id), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
gaps
gaps --csv > gaps.csv
""",
)
@click.option("--csv", is_flag=True, help="Write a table.")
@with_json
@with_library
def gaps(*, csv: bool, as_json: bool, place: Place) -> None:
    """List the questions without an answer, grouped, with the section that is nearest to each group."""
    answer(Gaps(OPERATOR, csv=csv), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
stats
stats --days 7
stats > stats.png
""",
)
@click.option("--days", type=click.IntRange(1, 365), default=30, show_default=True, help="Count so many days.")
@with_json
@with_library
def stats(*, days: int, as_json: bool, place: Place) -> None:
    """Count what was asked and answered; into a file or a pipe, the picture is written."""
    answer(Stats(OPERATOR, days), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
audit
""",
)
@with_json
@with_library
def audit(*, as_json: bool, place: Place) -> None:
    """List what moderators did, the last first."""
    answer(Audit(OPERATOR), place, as_json=as_json)


@click.command(
    cls=Command,
    epilog="""\
undo 3
undo D7
""",
)
@click.argument("number")
@with_json
@with_library
def undo(*, number: str, as_json: bool, place: Place) -> None:
    """Undo what `audit` lists under a number, or under D and a number: what was done to a document."""
    answer(Undo(OPERATOR, number), place, as_json=as_json)
