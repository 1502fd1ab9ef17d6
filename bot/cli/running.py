"""Requests of a command made and their replies written, as text or as JSON."""

import asyncio
import sys
from collections.abc import Callable

import click

from bot import batch, contract, terminal
from bot.cli.options import Place
from bot.reply import Reply, Verbatim
from bot.requests import Asker, Request


def joined(words: tuple[str, ...]) -> str:
    """Join the words of a question; that there are none is wrong usage."""
    question = " ".join(words)
    if not question.strip():
        raise click.UsageError("Give a question, or a file of questions with --batch.")
    return question


def answer(request: Request, place: Place, *, as_json: bool) -> None:
    """Make a request and write its reply; exit with 1 if it failed."""
    reply = asyncio.run(_respond(request, place))
    if as_json:
        click.echo(terminal.json_line(reply.data))
    else:
        _print(reply)
    _exit(failed=reply.failed)


async def _respond(request: Request, place: Place) -> Reply:
    async with place.opened() as opened:
        return await opened.respond(request)


def _print(reply: Reply) -> None:
    match reply.parts:
        case (Verbatim(text),) if not sys.stdout.isatty():
            click.echo(text.encode(), nl=False)  # as bytes: click would take escape sequences out of a text
        case _:
            terminal.show(reply, terminal.console(sys.stdout))


def answer_batch(words: tuple[str, ...], file: str, request: Callable[[batch.Question], Request], place: Place) -> None:
    """Make a request of each question of a batch, and write each reply as a line of JSON at once."""
    if words:
        raise click.UsageError("Give a question or --batch, not both.")
    with click.open_file(file, "rb") as lines:
        questions = batch.read("standard input" if file == "-" else file, lines)
    failed = asyncio.run(_respond_each(questions, request, place))
    _exit(failed=failed)


async def _respond_each(
    questions: list[batch.Question], request: Callable[[batch.Question], Request], place: Place
) -> bool:
    failed = False
    async with place.opened() as opened:
        for asked in questions:
            reply = await opened.respond(request(asked))
            data = reply.data if asked.qid is None else contract.with_qid(reply.data, asked.qid)
            click.echo(terminal.json_line(data))
            failed |= reply.failed
    return failed


async def converse(place: Place, asker: Asker) -> None:
    """Open the documents and start the prompt."""
    from bot import repl  # noqa: PLC0415 - prompt_toolkit, which no other command needs, takes 0.1 s to import

    async with place.opened() as opened:
        index = await opened.shared()
        library = repl.Library(documents=tuple(index.documents), passages=len(index.passages))
        await repl.run(opened.respond, library, asker)


def _exit(*, failed: bool) -> None:
    if failed:
        click.get_current_context().exit(1)
