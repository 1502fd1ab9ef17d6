"""The indexes that serve questions, and the reading back of what is quoted from them."""

import asyncio
import gc
import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.store import Store
from retrieval import Document, Index, Quote, QuoteMismatch, calibrate, verify

log = logging.getLogger("bot.handlers")

BRIEFLY = 1.0
"""Seconds: an index of a few hundred documents is made in that time, and nobody minds to wait for it."""

Names = tuple[str, ...]
Build = Callable[[Sequence[Document]], Index]
Calibrate = Callable[[Index], float]
REMEMBERED = 16
"""Documents whose own index is kept; asking one document is rare, and making its index is quick."""


@dataclass(frozen=True, slots=True)
class Served:
    """What answers the questions to some libraries: their index, and the least confidence of an answer from it.

    `revision` names what they hold: a SHA-256 over the ids and revisions of the documents, in order.
    """

    index: Index
    threshold: float
    revision: str


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be collected meanwhile, nor what is there at the end be looked through ever after.

    A collection holds up every thread for as long as it looks through all passages: 70 ms for 7,000 of them. None is
    in a cycle, so an index that is not used any more goes without it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Libraries:
    """What serves each set of libraries that is asked: made when it is first wanted, and anew after a change.

    A question takes what serves at that moment and keeps to it; what comes after takes its place by one assignment.
    """

    def __init__(self, store: Store, *, build: Build = Index.build, calibrate: Calibrate = calibrate) -> None:
        self.store = store
        self._build = build
        self._calibrate = calibrate
        self._served: dict[Names, tuple[int, Served]] = {}
        self._locks: defaultdict[Names, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[Served]] = set()
        self._alone: dict[tuple[Names, str, str], Served] = {}

    async def served(self, names: Names) -> Served:
        """Give what serves these libraries together.

        If another process has changed them, what they hold now is waited for, but not for longer than BRIEFLY.
        """
        if names not in self._served:
            return await self._renewed(names)
        if not self._locks[names].locked() and await self.store.stamp(names) != self._served[names][0]:
            await asyncio.wait({self._renewal(names)}, timeout=BRIEFLY)
        return self._served[names][1]

    async def changed(self, library: str) -> None:
        """Let the next question see what was changed in a library."""
        for names in [names for names in self._served if library in names]:
            await self._renewed(names)

    async def index(self, names: Names) -> Index:
        """Give the index of these libraries together."""
        return (await self.served(names)).index

    async def threshold(self, names: Names) -> float:
        """Give the least confidence with which these libraries together should answer."""
        return (await self.served(names)).threshold

    def _renewal(self, names: Names) -> asyncio.Task[Served]:
        """Renew without being waited for; what fails is logged, and what served goes on serving."""
        task = asyncio.create_task(self._renewed(names))
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[Served]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("the index could not be made anew: %s", error, exc_info=error)

    async def _renewed(self, names: Names) -> Served:
        async with self._locks[names]:
            stamp = await self.store.stamp(names)  # before the documents: a change in between is then seen next time
            if names not in self._served or self._served[names][0] != stamp:
                with _uncollected():
                    documents = await self.store.documents(names)
                    self._served[names] = stamp, await asyncio.to_thread(self._made, documents)
        return self._served[names][1]

    def _made(self, documents: Sequence[Document]) -> Served:
        index = self._build(documents)
        named = "".join(f"{document.id}@{document.revision}\n" for document in documents)
        return Served(index, self._calibrate(index), hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest())

    async def alone(self, document: str, *, names: Names) -> Served | None:
        """Give what serves one document of these libraries, None if they have no such document."""
        found = (await self.served(names)).index.documents.get(document)
        if found is None:
            return None
        known = (names, document, found.revision)
        if known not in self._alone:
            self._alone[known] = await asyncio.to_thread(self._made, [found])
            if len(self._alone) > REMEMBERED:
                del self._alone[next(iter(self._alone))]
        return self._alone[known]

    async def read_back(self, quotes: Iterable[Quote], *, names: Names) -> None:
        """Compare quotes, and those that say the same, with what is stored; raise QuoteMismatch at the first unlike."""
        texts: dict[str, str] = {}
        for quote in (each for one in quotes for each in (one, *one.also)):
            if quote.document.id not in texts:
                texts[quote.document.id] = await self.stored(quote.document, names=names)
            verify(quote, texts[quote.document.id])

    async def stored(self, document: Document, *, names: Names) -> str:
        """Give the stored text of a document's revision; raise QuoteMismatch if that revision was never stored."""
        text = await self.store.text(document.id, document.revision, libraries=names)
        if text is None:  # read from a text that was damaged already, and so got the name of another revision
            recorded = await self.store.revisions(document.id, libraries=names)
            raise QuoteMismatch(document.id, expected=" or ".join(recorded) or "none", found=document.revision)
        return text
