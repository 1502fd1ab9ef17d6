"""Libraries in memory: each loaded when it is first asked, kept up with its changes, and let go when room is short."""

import asyncio
import dataclasses
import gc
import hashlib
import logging
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.index_cache import IndexCache
from bot.store import Followed, Made, Mark, Store
from retrieval import Document, Index

log = logging.getLogger("bot.handlers")

BRIEFLY = 1.0
"""Seconds: an index of a few hundred documents is made in that time, and nobody minds to wait for it."""
ROOM = 1 << 30
"""Bytes of indexes that are held, about: then the libraries that were not asked for longest are let go."""

Build = Callable[[Sequence[Document]], Index]


@dataclass(frozen=True, eq=False)
class Held:
    """A library in memory: its index, and the last change that the index has seen."""

    index: Index
    seen: Mark | None

    @cached_property
    def revision(self) -> str:
        """A SHA-256 over the ids and revisions of the documents, in order: what the library holds."""
        named = "".join(f"{document}@{revision}\n" for document, revision in self.index.revisions())
        return hashlib.sha256(named.encode()).hexdigest()

    def nbytes(self) -> int:
        """About how many bytes its index takes."""
        return sum(part.segment.nbytes for part in self.index.parts)


class Tasks:
    """Work that nobody waits for; what fails is logged."""

    def __init__(self) -> None:
        self._running: dict[object, asyncio.Task[Any]] = {}

    def start(self, key: object, work: Callable[[], Any]) -> asyncio.Task[Any]:
        """Start some work, unless the same is going on."""
        if key not in self._running:
            task = asyncio.ensure_future(work())
            self._running[key] = task
            task.add_done_callback(lambda _: self._finished(key))
        return self._running[key]

    async def settled(self) -> None:
        """Wait until nothing is going on."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    def _finished(self, key: object) -> None:
        task = self._running.pop(key)
        if not task.cancelled() and (error := task.exception()):
            log.error("the index could not be made anew: %s", error, exc_info=error)


class Holding:
    """The libraries in memory.

    A question takes the index that serves at that moment and keeps to it; what comes after takes its place by one
    assignment. A change is followed by indexing what changed; afterwards small segments are merged, and the whole is
    kept in files for the next start.
    """

    def __init__(self, store: Store, *, build: Build, cache: IndexCache | None, room: int = ROOM) -> None:
        self._store = store
        self._build = build
        self._cache = cache
        self._room = room
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._kept: dict[str, Held] = {}
        self._purging: set[str] = set()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._building = asyncio.Lock()
        self.tasks = Tasks()

    async def held(self, names: Iterable[str]) -> list[Held]:
        """Give what serves some libraries.

        If another process has changed one, what it holds now is waited for, but not for longer than BRIEFLY.
        """
        wanted = list(names)
        marks = await self._store.marks(wanted)
        return [await self._current(name, marks.get(name)) for name in wanted]

    async def follow(self, library: str, made: Made | None = None) -> None:
        """Let the next question see what was changed in a library; `made`, where it is known, need not be read."""
        if library in self._held:
            await self._renewed(library, made)

    async def purge(self, library: str) -> None:
        """Let nothing of what is gone from a library stay in its index and its files, some time soon."""
        self._purging.add(library)
        await self.held([library])
        self.tasks.start(("tend", library), lambda: self._tended(library))

    async def _current(self, name: str, last: Mark | None) -> Held:
        if name not in self._held:
            await self._renewed(name)
            self._make_room()
        elif self._held[name].seen != last and not self._locks[name].locked():
            await asyncio.wait({self.tasks.start(("renew", name), lambda: self._renewed(name))}, timeout=BRIEFLY)
        held = self._held[name]
        self._held.move_to_end(name)
        return held

    async def _renewed(self, name: str, made: Made | None = None) -> None:
        async with self._locks[name]:
            before = self._held.get(name)
            self._held[name] = await self._followed(name, before or await self._loaded(name), made)
        if self._held[name] is not before:
            self.tasks.start(("tend", name), lambda: self._tended(name))

    async def _loaded(self, name: str) -> Held:
        """Take a library from its files, or make its index anew."""
        with _uncollected():
            if self._cache and (kept := await asyncio.to_thread(self._cache.read, name)):
                index, note = kept
                held = Held(index, note and Mark(**note))
                if held.seen is None or await self._store.has(held.seen):
                    self._kept[name] = held
                    return held
                log.warning("the index of %s is of another database and is made anew", name)
            last = (await self._store.marks([name])).get(name)  # before the documents: later changes are then followed
            async with self._building:
                documents = await self._store.documents([name])
                return Held(await asyncio.to_thread(self._build, documents), last)

    async def _followed(self, name: str, held: Held, made: Made | None = None) -> Held:
        """Bring an index up to the last change, which is that of `made` if nothing else came in between."""
        if made and made.since == held.seen:
            changed = made.followed
        else:
            changed = await self._store.changed(name, since=held.seen)
        if changed.last == held.seen:
            return held
        return Held(await asyncio.to_thread(_updated, held.index, changed), changed.last)

    async def _tended(self, name: str) -> None:
        """Merge what is small, and keep the index in files, as long as there are changes."""
        while (held := self._held.get(name)) and (held is not self._kept.get(name) or name in self._purging):
            compacted = held.index.purged if name in self._purging else held.index.compacted
            self._purging.discard(name)
            index = await asyncio.to_thread(compacted)
            if self._cache:
                note = dataclasses.asdict(held.seen) if held.seen else None
                index = await asyncio.to_thread(self._cache.write, name, index, note)
            tended = Held(index, held.seen)
            async with self._locks[name]:
                followed = await self._followed(name, tended)
                if name not in self._held:  # let go meanwhile
                    return
                self._kept[name], self._held[name] = tended, followed

    def _make_room(self) -> None:
        """Let go what was not asked for longest; the last one stays, however large."""
        total = sum(held.nbytes() for held in self._held.values())
        for name in list(self._held)[:-1]:
            if total <= self._room:
                break
            total -= self._held.pop(name).nbytes()
            self._kept.pop(name, None)
            log.info("let go the index of %s", name)


def _updated(index: Index, changed: Followed) -> Index:
    if changed.went:  # first, so that what was removed and added again comes last, as in the store
        index = index.updated(removed=changed.went)
    return index.updated(changed.came) if changed.came else index


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be collected meanwhile, nor what is there at the end be looked through ever after.

    A collection holds up every thread for as long as it looks through all blocks of all documents, and all modules.
    None is in a cycle, so what is not used any more goes without it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
