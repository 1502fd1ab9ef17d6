"""How long the event loop stands still while a PDF of a hundred pages is added and twenty members ask.

python -m benchmarks.adding
"""

import asyncio
import io
import time
from pathlib import Path

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from bot.handlers import Libraries, responder
from bot.requests import Ask, Asker, SourceAdd
from bot.store import Store
from retrieval import read

PAGES = 100
MEMBERS = 20
QUESTION = "How many states are party to the Rome Statute?"


def handbook(pages: int) -> bytes:
    """Make a PDF of so many pages."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = []
    for page in range(pages):
        story.append(Paragraph(f"Chapter {page}", styles["Heading1"]))
        sentences = (f"Berth {page}-{number} has {number % 7} boats and pays {number} euros." for number in range(40))
        story += [Paragraph(" ".join(sentences), styles["BodyText"]), PageBreak()]
    written = io.BytesIO()
    SimpleDocTemplate(written).build(story)
    return written.getvalue()


async def main() -> None:
    """Print the longest stall, and how long the adding and the answers took."""
    data = handbook(PAGES)
    async with Store.open(None) as store:
        await store.add(read(Path("seeds")), library="shared")
        respond = responder(Libraries(store))
        await respond(Ask(Asker("warm"), QUESTION))
        started = time.perf_counter()
        adding = asyncio.ensure_future(
            respond(SourceAdd(Asker("me", moderator=True, operator=True), "handbook.pdf", data))
        )
        took: list[float] = []

        async def ask(name: str) -> None:
            while not adding.done():
                asked = time.perf_counter()
                await respond(Ask(Asker(name), QUESTION))
                took.append(time.perf_counter() - asked)
                await asyncio.sleep(1)

        members = [asyncio.ensure_future(ask(f"member {number}")) for number in range(MEMBERS)]
        stalls: list[float] = []
        while not adding.done():
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            stalls.append(time.perf_counter() - before)
        await asyncio.gather(adding, *members)
    took.sort()
    print(f"added {PAGES} pages in {time.perf_counter() - started:.1f} s; {len(took)} answers meanwhile")
    print(
        f"longest stall {1000 * max(stalls):.0f} ms, 99% below {1000 * sorted(stalls)[len(stalls) * 99 // 100]:.0f} ms"
    )
    print(f"answers: half within {1000 * took[len(took) // 2]:.0f} ms, the longest {1000 * took[-1]:.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
