"""Measure the bot's handlers over a data directory at size: start, memory, changes while serving, a guild beside it.

    python -m benchmarks.serving FOLDER [--passages N] [--guild N] [--keep DIRECTORY]

FOLDER is that of `benchmarks.engines`. The library is that of `benchmarks.whole`, put into a real store; every figure
is of a process of its own, the durations are of whole requests, durable and visible when they return.
"""

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.engines import peak, pin
from benchmarks.whole import documents
from bot import app
from bot.requests import Ask, Asker, Search, SourceAdd, SourceRemove
from bot.settings import Settings
from bot.store import Store
from bot.terminal import console
from retrieval import read_gold

OPERATOR = Asker("operator", moderator=True, operator=True)
GUILD = "guild-1"
CHANGES = 20
QUESTIONS = 100
TICK = 0.001

Row = dict[str, Any]


def main() -> None:
    """Fill a data directory, and measure each step in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--guild", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="use this data directory, and leave it there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        data = chosen.keep or Path(work, "data")
        if not data.exists():
            print("fill", json.dumps(asyncio.run(fill(chosen, data))))
        for step in ("build", "start", "start", "change", "guild_alone", "guild_beside"):
            print(step, json.dumps(_apart(step, data, chosen.folder)))


async def fill(chosen: argparse.Namespace, data: Path) -> Row:
    """Put the documents into the store, and those that come after them into a guild's library."""
    started = time.perf_counter()
    every = documents(chosen.folder / "million.txt.xz", chosen.passages + chosen.guild)
    async with Store.open(data) as store:
        shared = islice(every, chosen.passages // 100)
        while some := list(islice(shared, 500)):
            await store.add(some, library="shared")
        await store.add(every, library=GUILD)
    return {"s": round(time.perf_counter() - started, 1), "MB": round((data / "verbatim.db").stat().st_size / 1e6)}


def _apart(step: str, data: Path, folder: Path) -> Row:
    code = (
        f"import asyncio; from benchmarks import serving; asyncio.run(serving.{step}({str(data)!r}, {str(folder)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)  # noqa: S603 # our own code
    found: Row = json.loads(done.stdout.splitlines()[-1])
    return found


@asynccontextmanager
async def opened(data: str) -> AsyncIterator[app.Opened]:
    """Open the data directory as the bot does."""
    settings = Settings(data=Path(data), corpus=Path(data))
    async with app.data(Path(data), settings=settings, notes=console(sys.stderr)) as bot:
        yield bot


def asked(folder: str) -> list[str]:
    """Give questions of SQuAD 2."""
    gold = read_gold((Path(folder) / "squad2" / "questions.jsonl").read_text("utf-8").splitlines())
    return [one.question for one in gold[:: len(gold) // QUESTIONS][:QUESTIONS]]


async def build(data: str, folder: str) -> None:
    """Make the index from the store, find the threshold, and keep both."""
    started = time.perf_counter()
    async with opened(data) as bot:
        await bot.respond(Ask(OPERATOR, asked(folder)[0]))
        answered = time.perf_counter() - started
    kept = sum(file.stat().st_size for file in (Path(data) / "index").iterdir())
    done = time.perf_counter() - started
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000  # of the processes that cut and count
    figures = {"answered s": answered, "kept s": done, "peak MB": peak(), "each other process MB": largest}
    print(json.dumps({**figures, "index MB": kept / 1e6}))


async def start(data: str, folder: str) -> None:
    """Start from the files: to the first answer, then memory after some questions, and their times."""
    question = asked(folder)[0]
    started = time.perf_counter()
    async with opened(data) as bot:
        await bot.respond(Ask(OPERATOR, question))
        first = time.perf_counter() - started
        times = await timed(lambda one: bot.respond(Ask(OPERATOR, one)), asked(folder))
        print(json.dumps({"first answer s": first, "serve MB": peak(), "ask p50 ms": statistics.median(times)}))


async def change(data: str, folder: str) -> None:
    """Add and remove a document of 50 sentences, and see how long the event loop stands still."""
    text = "\n\n".join(
        " ".join(f"The zork of harbour {n} has {k} boats and a lamp in the {n % 7}th window." for k in range(5))
        for n in range(10)
    )
    async with opened(data) as bot:
        await bot.respond(Ask(OPERATOR, asked(folder)[0]))
        await bot.libraries.settled()
        ticker = asyncio.create_task(_ticking())
        adds: list[float] = []
        removes: list[float] = []
        busy: list[float] = []
        for number in range(CHANGES):
            adding = SourceAdd(OPERATOR, f"d{number}-new.txt", f"{text} Number {number}.".encode())
            adds += await timed(bot.respond, [adding])
            await bot.libraries.settled()
            found = await bot.respond(Search(OPERATOR, "zork"))
            assert str(found.data["hits"]).count("-new.txt") >= 1  # a benchmark must not measure nothing
            # A question after a change has the threshold found anew, beside which every second removal is measured.
            if number % 2:
                await bot.libraries.settled()
            measured = removes if number % 2 else busy
            measured += await timed(bot.respond, [SourceRemove(OPERATOR, f"d{number}-new.txt", confirmed=True)])
            await bot.libraries.settled()
        ticker.cancel()
    print(
        json.dumps(
            {
                "add ms": statistics.median(adds),
                "remove ms": statistics.median(removes),
                "remove while the threshold is found ms": statistics.median(busy),
                "longest stall ms": max(STALLS),
                "stalls over 20 ms": sum(stall > 20 for stall in STALLS),
            }
        )
    )


async def guild_alone(data: str, folder: str) -> None:
    """Ask the guild's library, the shared one never being loaded."""
    await _guild(data, folder, beside=False)


async def guild_beside(data: str, folder: str) -> None:
    """Ask the guild's library after the shared one was loaded and asked."""
    await _guild(data, folder, beside=True)


async def _guild(data: str, folder: str, *, beside: bool) -> None:
    pin()
    questions = asked(folder)
    async with opened(data) as bot:
        if beside:
            await bot.respond(Ask(OPERATOR, questions[0]))
        ask = lambda one: bot.respond(Search(OPERATOR, one, libraries=(GUILD,)))  # noqa: E731
        await timed(ask, questions[:20])
        times = await timed(ask, questions)
    print(json.dumps({"search p50 ms": statistics.median(times)}))


STALLS: list[float] = []


async def _ticking() -> None:
    """Note how many milliseconds late each turn of the event loop is."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(TICK)
        STALLS.append((time.perf_counter() - before - TICK) * 1000)


async def timed(work: Callable[[Any], Awaitable[object]], every: list[Any]) -> list[float]:
    """Do some work for each of several things; give the milliseconds of each."""
    times = []
    for one in every:
        started = time.perf_counter()
        await work(one)
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    main()
