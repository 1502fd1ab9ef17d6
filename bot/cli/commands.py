"""The commands of `python -m bot`: what is typed becomes a request."""

import asyncio
import io
import sys
from pathlib import Path

import click

from bot import __version__, pictures, terminal, typed
from bot.cli import evaluating
from bot.cli.border import Commands
from bot.cli.options import OPERATOR, Place, with_batch, with_json, with_library, with_server
from bot.cli.running import answer, answer_batch, check_golden, converse, evaluate, joined, serve, tell
from bot.requests import Ask, Asker, ChannelList, Check, Search, SourceList, SourceShow, SourceText, in_place

_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\
repl
ask Who is the chief prosecutor?
ask --corpus letter.txt --json "Who signed it?"
""",
)
@click.version_option(__version__, prog_name="verbatim")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Answer questions with exact quotes from your documents, each with its source.

    With --corpus PATH, the documents are those of a folder or a file, for this once. Otherwise they are those of a data
    directory, which keeps them: --data DIR, or VERBATIM_DATA, or `data`. A new one is filled with a starter library,
    or with what VERBATIM_CORPUS names.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale says, what we write is UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@main.command(
    epilog="""\
ask Who is the chief prosecutor?
ask --json "How many states are members?"
ask --corpus letter.txt "Who signed it?"
ask --source letter.txt "Who signed it?"
ask --batch questions.jsonl > answers.jsonl
"""
)
@click.argument("question", nargs=-1)
@click.option("--source", "document", metavar="DOCUMENT", help="Answer from this document alone.")
@with_batch
@with_json
@with_library
def ask(*, question: tuple[str, ...], document: str | None, batch: str | None, as_json: bool, place: Place) -> None:
    """Answer a question with quotes, or say why there is no answer.

    A batch is read whole first: a bad line ends it before anything is asked. Its answers are JSON lines, in order.
    """
    if batch:
        answer_batch(
            question, batch, lambda asked: Ask(OPERATOR, asked.question, asked.history, source=document), place
        )
    else:
        answer(Ask(OPERATOR, joined(question), source=document), place, as_json=as_json)


@main.command(
    epilog="""\
search arrest warrants
search --json --limit 3 sanctions against officials
search --batch questions.jsonl --limit 100 > hits.jsonl
"""
)
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Show at most so many.")
@with_batch
@with_json
@with_library
def search(*, words: tuple[str, ...], limit: int, batch: str | None, as_json: bool, place: Place) -> None:
    """Rank the passages for a question, and answer nothing."""
    if batch:
        answer_batch(words, batch, lambda asked: Search(OPERATOR, asked.question, limit, asked.history), place)
    else:
        answer(Search(OPERATOR, joined(words), limit), place, as_json=as_json)


@main.group(
    epilog="""\
source list
source show letter.txt
source text letter.txt
source verify "The letter was made public on Thursday."
source why 87d84b484795
source add letter.txt --title "The letter" --date 2024-05-23
source remove letter.txt
"""
)
def source() -> None:
    """List, show, add, edit or remove documents, or print their text; look into quotes and answers."""


@source.command(
    "list",
    epilog="""\
source list
source list --corpus letters --json
""",
)
@with_json
@with_library
def list_sources(*, as_json: bool, place: Place) -> None:
    """List the documents: their ids and what they are."""
    answer(SourceList(OPERATOR), place, as_json=as_json)


@source.command(
    "channels",
    epilog="""\
source channels
source channels --json
""",
)
@with_json
@with_library
def list_channels(*, as_json: bool, place: Place) -> None:
    """List the Discord channels that servers quote from; only their moderators choose them, there."""
    answer(ChannelList(OPERATOR), place, as_json=as_json)


@source.command(
    epilog="""\
source withdraw https://discord.com/channels/1122/3344/5566 --server 1122
"""
)
@click.argument("message")
@with_json
@with_server
@with_library
def withdraw(*, message: str, as_json: bool, libraries: tuple[str, ...], place: Place) -> None:
    """Erase a message of a Discord server for whoever wrote it, with all its words.

    MESSAGE is its link or its number. What was answered with it on Discord is edited only from there.
    """
    answer(in_place(typed.withdrawal(OPERATOR, message), libraries), place, as_json=as_json)


@source.command(
    "show",
    epilog="""\
source show letter.txt
source show letter.txt@0123456789abcdef:120-245
""",
)
@click.argument("source_id", metavar="ID")
@with_json
@with_library
def show_source(*, source_id: str, as_json: bool, place: Place) -> None:
    """Show what a document is, or where a passage is.

    ID is a document's, or a passage's: document@revision:start-end.
    """
    answer(SourceShow(OPERATOR, source_id), place, as_json=as_json)


@source.command(
    "text",
    epilog="""\
source text letter.txt
source text letter.txt > canonical.txt
""",
)
@click.argument("document")
@with_json
@with_library
def source_text(*, document: str, as_json: bool, place: Place) -> None:
    """Print a document's canonical text, exactly.

    Quotes are slices [start:end) of it, counted in characters.
    """
    answer(SourceText(OPERATOR, document), place, as_json=as_json)


@main.command(
    epilog="""\
check
check --data /var/lib/verbatim --json
"""
)
@with_json
@with_library
def check(*, as_json: bool, place: Place) -> None:
    """Look for damage in what is stored.

    The database, each text and each passage are looked at; the exit status is 1 if any is damaged.
    """
    answer(Check(OPERATOR), place, as_json=as_json)


@main.command(
    "eval",
    epilog="""\
eval questions.jsonl --corpus letters
eval questions.jsonl --foreign questions.jsonl --json
eval questions.jsonl --plot picture.png
eval --golden
""",
)
@click.argument("gold", type=_EXISTING, required=False)
@click.option("--golden", is_flag=True, help="Ask the golden answers of moderators instead; 1 if one is not given.")
@click.option("--foreign", type=_EXISTING, multiple=True, help="Questions that have no answer here; more than once.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw a picture into this PNG file.")
@with_json
@with_library
def evaluate_gold(  # noqa: PLR0913 - click gives every option by its name
    *, gold: Path | None, golden: bool, foreign: tuple[Path, ...], plot: Path | None, as_json: bool, place: Place
) -> None:
    """Measure the answers to questions whose right answer is known.

    GOLD holds JSON lines: {"qid", "question", "answers": ["…"], "documents": ["…"], "answerable": true}; "spans" may
    tell the places of answers: [{"doc_id", "start", "end"}].
    """
    if golden:
        tell(asyncio.run(check_golden(place)), as_json=as_json)
        return
    if gold is None:
        raise click.UsageError("Give a file of questions, or --golden.")
    report = evaluate(gold, foreign, place)
    if as_json:
        click.echo(evaluating.as_json(report))
    else:
        evaluating.show(report, terminal.console(sys.stdout))
    if plot:
        pictures.reliability(report, plot)


@main.command(
    "repl",
    epilog="""\
repl
repl --corpus letters
repl --server 112233445566778899 --as-moderator
repl < questions.txt
""",
)
@click.option("--as-moderator", is_flag=True, help="Ask as a moderator does.")
@with_server
@with_library
def start_repl(*, as_moderator: bool, libraries: tuple[str, ...], place: Place) -> None:
    """Ask at a prompt, question after question.

    From a file or a pipe, each line is a question or a command such as /help.
    """
    asker = Asker("terminal", moderator=as_moderator, operator=as_moderator)
    asyncio.run(converse(place, asker, libraries=libraries))


@main.command(
    "run",
    epilog="""\
run
run --data /var/lib/verbatim
run --corpus letters
""",
)
@with_library
def run_bot(*, place: Place) -> None:
    """Answer on Discord, until it is told to stop.

    DISCORD_TOKEN is the bot's token (docs/discord.md). What happens is logged to standard error. The exit status is 0
    after SIGTERM or Ctrl-C, 2 without a token, 1 if Discord does not let the bot in, 69 if it cannot be reached.
    """
    asyncio.run(serve(place))
