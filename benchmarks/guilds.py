"""Measure a data directory of many servers' libraries: the start, the first answers, and the memory that they take.

    python -m benchmarks.guilds FOLDER [--guilds N] [--passages N] [--asked N] [--keep DIRECTORY]

FOLDER is that of `benchmarks.engines`. Each library has the next sentences of its file, which begins anew at its end.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.engines import peak
from benchmarks.serving import OPERATOR, asked, opened, timed
from benchmarks.whole import IN_DOCUMENT, documents
from bot.requests import Ask, guild_library
from bot.store import Store


def main() -> None:
    """Fill a data directory, and start from it in new processes: without indexes in files, and with them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--guilds", type=int, default=2_000)
    parser.add_argument("--passages", type=int, default=2_000)
    parser.add_argument("--asked", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="use this data directory, and leave it there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        data = chosen.keep or Path(work, "data")
        if not data.exists():
            asyncio.run(fill(chosen, data))
        for step in ("made anew", "from files"):
            call = f"guilds.start({str(data)!r}, {str(chosen.folder)!r}, {chosen.asked})"
            code = f"import asyncio; from benchmarks import guilds; asyncio.run({call})"
            done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)  # noqa: S603 # our own code
            print(step, done.stdout.splitlines()[-1].decode())


async def fill(chosen: argparse.Namespace, data: Path) -> None:
    """Put documents into each library."""
    each = chosen.passages // IN_DOCUMENT
    started = time.perf_counter()
    async with Store.open(data) as store:
        every = documents(chosen.folder / "million.txt.xz", chosen.guilds * chosen.passages)
        for guild in range(chosen.guilds):
            some = list(islice(every, each))
            if len(some) < each:
                every = documents(chosen.folder / "million.txt.xz", chosen.guilds * chosen.passages)
                some += islice(every, each - len(some))
            await store.add(some, library=guild_library(guild))
    size = (data / "verbatim.db").stat().st_size / 1e9  # closed, it holds all that was written beside it
    print("fill", json.dumps({"s": round(time.perf_counter() - started), "GB": round(size, 1)}))


async def start(data: str, folder: str, some: int) -> None:
    """Open the data directory, ask some libraries two questions each, and tell times and memory."""
    first, second = asked(folder)[:2]
    started = time.perf_counter()
    async with opened(data) as bot:
        ready = time.perf_counter() - started
        idle = peak()
        firsts = await timed(
            lambda guild: bot.respond(Ask(OPERATOR, first, libraries=(guild_library(guild),))), list(range(some))
        )
        seconds = await timed(
            lambda guild: bot.respond(Ask(OPERATOR, second, libraries=(guild_library(guild),))), list(range(some))
        )
        await bot.libraries.settled()
    print(
        json.dumps(
            {
                "open s": round(ready, 3),
                "first answer p50 ms": round(statistics.median(firsts), 1),
                "second answer p50 ms": round(statistics.median(seconds), 1),
                "idle MB": round(idle),
                f"MB after {some} libraries": round(peak()),
            }
        )
    )


if __name__ == "__main__":
    main()
