"""How long the event loop stands still while a large page, which has changed, is fetched again by itself.

python -m benchmarks.rounds
"""

import asyncio
import random
import tempfile
import time
from pathlib import Path

from bot.handlers import Libraries, Receipts, responder
from bot.pages import Fetched, Known
from bot.reply import Reply
from bot.requests import Ask, Asker, SourceFetch
from bot.rounds import Moderators, Rounds
from bot.store import Addresses, Store
from retrieval import read

RULES = 8000
ANSWERS = 40
ADDRESS = "https://rules.example/"


def page(days: int) -> bytes:
    """Make a page of rules, of which every hundredth depends on the days."""
    chance = random.Random(1)  # noqa: S311 - the same page each time is what is wanted
    words = [f"word{number}" for number in range(5000)]
    rules = (
        f"<p>Rule {number} has {3 if number % 100 else days} days and {' '.join(chance.choices(words, k=15))}.</p>"
        for number in range(RULES)
    )
    return f"<html><head><title>Rules</title></head><body><article>{''.join(rules)}</article></body></html>".encode()


async def main() -> None:
    """Print the longest stall, and how long a round took in which the page had changed, and one in which it had not."""
    pages = [page(5)]

    async def fetch(address: str, known: Known) -> Fetched:
        return Fetched(address, pages[-1], "text/html", known)

    async def tell(_: str, reply: Reply) -> bool:
        return bool(reply.parts)

    with tempfile.TemporaryDirectory() as folder:
        async with Store.open(Path(folder)) as store:
            await store.add(read(Path("seeds")), library="shared")
            receipts, libraries = Receipts(store), Libraries(store)
            respond = responder(libraries, receipts, fetch)
            await respond(SourceFetch(Asker("me", moderator=True, operator=True), ADDRESS))
            for number in range(ANSWERS):
                await respond(Ask(Asker("member"), f"How many days has rule {number * 100}?"))
            await receipts.settled()
            await libraries.settled()
            rounds = Rounds(respond, Addresses(store).due, Moderators(lambda _: True, tell), 0)
            pages.append(page(6))
            print(f"a page of {len(pages[-1]) / 1e6:.1f} MB, {ANSWERS} answers from it")
            print("changed:  ", await _watched(rounds))
            print("unchanged:", await _watched(rounds))
            await libraries.settled()


async def _watched(rounds: Rounds) -> str:
    started, stalls = time.perf_counter(), list[float]()
    going = asyncio.ensure_future(rounds.once())
    while not going.done():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        stalls.append(1000 * (time.perf_counter() - before))
    await going
    ninety_nine = sorted(stalls)[len(stalls) * 99 // 100]
    took = time.perf_counter() - started
    return f"{took:.1f} s, the longest stall {max(stalls):.0f} ms, 99% below {ninety_nine:.0f} ms"


if __name__ == "__main__":
    asyncio.run(main())
