"""Ingesting: files and folders read on all cores and added; what was read before in the same form is passed over."""

import asyncio
import hashlib
import logging
import multiprocessing
import os
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from bot import __version__, apart
from bot.changes import Action
from bot.store import Origin, Original, Store, Told
from retrieval import Description, Document, Skipped, UnreadableSource, contents, descriptions, files, name_of

log = logging.getLogger("bot.handlers")

TOGETHER = 32
"""Files that are committed together: as many as are lost at most, and read again, when ingesting is cut short."""
_FEW = 2**20
"""Bytes to read below which the start of other processes, half a second, would take longer than it saves."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: where it is, under which path it was found, and what is written down about documents there."""

    path: Path
    given: Path
    described: Mapping[str, Description]

    @property
    def name(self) -> str:
        """Its name, as its documents are named."""
        return name_of(self.path, given=self.given)

    def size(self) -> int:
        """Give its size in bytes, 0 if that cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds."""

    name: str
    documents: tuple[Document, ...] = ()
    failures: tuple[Skipped, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a file: how many of its documents were added, replaced or unchanged, and what failed."""

    name: str
    actions: tuple[Action, ...] = ()
    failures: tuple[Skipped, ...] = ()


def found(paths: Iterable[Path]) -> list[File]:
    """List the files there; raise UnreadableSource for a path that is not there."""
    return [
        File(path, given, described)
        for given in paths
        for described in [descriptions(given)]
        for path in files(given)
    ]  # fmt: skip


def read(file: File) -> Read:
    """Read a file; whatever is wrong with it is told and never raised."""
    try:
        data = contents(file.path, given=file.given)
        outcomes = apart.parse(file.name, data)
    except UnreadableSource as error:
        return Read(file.name, failures=(Skipped(error.name, error.reason),))
    except Exception as error:
        log.warning("%s cannot be read", file.path, exc_info=error)
        return Read(file.name, failures=(Skipped(file.name, f"cannot be read: {type(error).__name__}: {error}"),))
    return Read(
        file.name,
        tuple(
            file.described.get(one.id, Description()).apply(one) for one in outcomes if isinstance(one, Document)
        ),
        tuple(one for one in outcomes if isinstance(one, Skipped)),
        Origin(Original(data), fingerprint(file, data)),
    )  # fmt: skip


def fingerprint(file: File, data: bytes) -> str:
    """Name what decides which documents a file gives: its name and bytes, what is written about it, and the reader."""
    parts = (__version__, file.name, hashlib.sha256(data).hexdigest(), repr(sorted(file.described.items(), key=str)))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


async def ingest(every: Iterable[File], store: Store, *, library: str, by: str) -> AsyncGenerator[Ingested, None]:
    """Add what is new or changed in files, some files in each transaction, and tell of each file when it is safe.

    Raises StoreError where the store fails; what was told is kept then, and ingesting again goes on from there.
    """
    known = await store.fingerprints(library)
    changed: list[File] = []
    for file in every:
        before = await asyncio.to_thread(_before, file, known)
        if before:
            yield Ingested(file.name, (Action.UNCHANGED,) * before)
        else:
            changed.append(file)
    taken: dict[str, str] = {}
    async with aclosing(_read_all(changed)) as reading:
        while together := [_without_taken(each, taken) async for each in _some(reading, TOGETHER)]:
            for told in await _add(together, store, library=library, by=by):
                yield told


async def _add(every: Sequence[Read], store: Store, *, library: str, by: str) -> list[Ingested]:
    told: list[Ingested] = []
    before = Told(store, library)
    put_over = [(await before.put_over(each.documents, given=Description()))[0] for each in every]
    async with store.changing(library=library, by=by) as changing:
        for each, documents in zip(every, put_over, strict=True):
            made = await changing.add(documents, origin=each.origin)
            told.append(Ingested(each.name, tuple(change.action for change in made), each.failures))
    return told


def _before(file: File, known: Mapping[str, int]) -> int:
    """Give how many documents a file has given already, 0 if it is new or changed."""
    try:
        return known.get(fingerprint(file, contents(file.path, given=file.given)), 0) if known else 0
    except UnreadableSource:
        return 0


async def _read_all(every: Sequence[File]) -> AsyncGenerator[Read, None]:
    """Read files in their order, on all cores if there is much to read."""
    processes = os.cpu_count() or 1
    many = processes > 1 and len(every) > 1 and sum(file.size() for file in every) > _FEW
    remaining = deque(every)
    while remaining:  # once more if a process died: with others for those that are left
        executor = _pool(processes) if many else ThreadPoolExecutor(1)
        try:
            async for each in _read_by(executor, remaining, ahead=2 * processes):
                yield each
        finally:
            executor.shutdown(cancel_futures=True)


async def _read_by(executor: Executor, remaining: deque[File], *, ahead: int) -> AsyncGenerator[Read, None]:
    window: deque[tuple[File, asyncio.Future[Read]]] = deque()
    broken = False
    while window or (remaining and not broken):
        if remaining and not broken and len(window) <= ahead:
            try:
                window.append((remaining[0], asyncio.get_running_loop().run_in_executor(executor, read, remaining[0])))
                remaining.popleft()
            except BrokenProcessPool:
                broken = True
        else:
            yield await _outcome(*window.popleft())


def _pool(processes: int) -> ProcessPoolExecutor:
    # Not forked: the driver of the database has a thread, and a fork of a process with threads may hang.
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))


async def _outcome(file: File, reading: "asyncio.Future[Read]") -> Read:
    try:
        return await reading
    except BrokenProcessPool:
        return Read(file.name, failures=(Skipped(file.name, "the process that read it, or one beside it, died"),))


async def _some(reading: AsyncIterator[Read], number: int) -> AsyncGenerator[Read, None]:
    for _ in range(number):
        try:
            yield await anext(reading)
        except StopAsyncIteration:
            return


def _without_taken(each: Read, taken: dict[str, str]) -> Read:
    """Leave out documents whose id another file has given."""
    documents: list[Document] = []
    failures: list[Skipped] = []
    for document in each.documents:
        if taken.setdefault(document.id, each.name) == each.name:
            documents.append(document)
        else:
            failures.append(Skipped(each.name, f"the id {document.id!r} is already taken by another document"))
    return Read(each.name, tuple(documents), (*each.failures, *failures), each.origin)


def in_order(path: Path) -> Iterator[Read]:
    """Read a path's files one after the other."""
    taken: dict[str, str] = {}
    for file in found([path]):
        yield _without_taken(read(file), taken)
