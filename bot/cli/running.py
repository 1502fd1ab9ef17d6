"""Requests of a command made and their replies written, as text or as JSON."""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from bot import batch, contract, handlers, terminal
from bot.cli.options import Place
from bot.errors import MissingToken
from bot.reply import Attached, Reply, Verbatim
from bot.requests import SHARED, Asker, Request
from bot.rounds import Rounds
from bot.store import Addresses, Desk
from retrieval import GoldQuestion, Report, UnreadableSource, read_gold
from retrieval import evaluate as judge


def joined(words: tuple[str, ...]) -> str:
    """Join the words of a question; that there are none is wrong usage."""
    question = " ".join(words)
    if not question.strip():
        raise click.UsageError("Give a question, or a file of questions with --batch.")
    return question


def answer(request: Request, place: Place, *, as_json: bool) -> None:
    """Make a request and write its reply; exit with 1 if it failed."""
    tell(asyncio.run(_respond(request, place)), as_json=as_json)


def tell(reply: Reply, *, as_json: bool) -> None:
    """Write a reply; exit with 1 if it tells of a failure."""
    if as_json:
        click.echo(terminal.json_line(reply.data))
    else:
        _print(reply)
    _exit(failed=reply.failed)


async def _respond(request: Request, place: Place) -> Reply:
    async with place.opened() as opened:
        return await handlers.respond_alone(request, opened.respond)


def _print(reply: Reply) -> None:
    match reply.parts:
        case (*_, Attached(_, content)) if not sys.stdout.isatty():
            click.echo(content, nl=False)
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


async def converse(place: Place, asker: Asker, *, libraries: tuple[str, ...]) -> None:
    """Open the documents and start the prompt."""
    from bot import repl  # noqa: PLC0415 - prompt_toolkit, which no other command needs, takes 0.1 s to import

    async with place.opened() as opened:
        index = await opened.shared()
        library = repl.Library(documents=tuple(index.documents), passages=len(index))
        await repl.run(opened.respond, library, asker, libraries=libraries)


async def serve(place: Place) -> None:
    """Open the documents, make their index, and only then connect to Discord."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    token = place.settings.token
    if token is None:
        raise MissingToken
    from bot import discord_app  # noqa: PLC0415 - discord.py, which no other command needs, takes 0.4 s to import

    async with place.opened() as opened:
        await opened.libraries.threshold(SHARED)
        store = opened.libraries.store
        client = discord_app.create(
            discord_app.Behind(opened.respond, store.titles, Desk(store).preferences),
            told_to=place.kept and place.kept / "discord-commands.sha256",
        )
        going = Rounds(opened.respond, Addresses(store).due, client.moderators(), place.settings.refresh_hours)
        async with going.meanwhile():
            await discord_app.run(client, token)


async def check_golden(place: Place) -> Reply:
    """Ask the golden answers of every library again, and say which are not given any more."""
    async with place.opened() as opened:
        return await handlers.check_golden(opened.libraries)


def evaluate(gold: Path, foreign: Iterable[Path], place: Place) -> Report:
    """Ask gold questions and judge what comes; those of the `foreign` files all count as having no answer."""
    asked = _gold(gold)
    asked += [GoldQuestion(other.id, other.question, answerable=False) for file in foreign for other in _gold(file)]
    return asyncio.run(_evaluated(asked, place))


def _gold(file: Path) -> list[GoldQuestion]:
    try:
        return read_gold(file.read_text("utf-8-sig").splitlines(), name=str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSource(str(file), f"cannot be read ({error})") from error


async def _evaluated(asked: list[GoldQuestion], place: Place) -> Report:
    async with place.opened() as opened:
        index, threshold = await opened.shared(), await opened.libraries.threshold(SHARED)
        return judge(asked, index, threshold=threshold)


def _exit(*, failed: bool) -> None:
    if failed:
        click.get_current_context().exit(1)
