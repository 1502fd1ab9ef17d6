"""The composition root: a data directory or a corpus, opened, and the call that answers from it."""

import asyncio
import contextlib
import hashlib
import logging
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import __version__, terminal
from bot.amounts import counted
from bot.handlers import Libraries, Receipts, Respond, responder
from bot.handlers.ingesting import in_order
from bot.index_cache import FOLDER_NAME, IndexCache
from bot.pages import Fetched, Known
from bot.requests import SHARED
from bot.settings import CAUTION, Caution, Settings
from bot.store import ORIGINALS, Store
from bot.terminal import Console
from retrieval import Document, Index, UnreadableSource, calibrate, files

log = logging.getLogger(__name__)

_ABANDONED = 3600
"""Seconds after which nobody is writing a file any more."""
_MUCH = 8_000_000
"""Characters of text above which several processes, half a second each to start, read faster than one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Open libraries, and the call that answers from them."""

    libraries: Libraries
    respond: Respond
    receipts: Receipts

    async def shared(self) -> Index:
        """Give the index of the shared library, built now unless it was."""
        return await self.libraries.index(SHARED)


@asynccontextmanager
async def corpus(path: Path, *, caution: Caution = CAUTION, notes: Console) -> AsyncIterator[Opened]:
    """Open a folder or a file; nothing is kept. What a person should know meanwhile goes to `notes`."""
    async with Store.open(None) as store:
        await _fill(store, path, notes=notes)
        if await store.is_new():
            raise UnreadableSource(str(path), "no document can be read there; name a file or folder with some")
        opened = _opened(store, caution=caution, notes=notes)
        try:
            yield opened
        finally:
            await opened.receipts.settled()


@asynccontextmanager
async def data(directory: Path, *, settings: Settings, notes: Console) -> AsyncIterator[Opened]:
    """Open a data directory; a new one is filled with the documents that the settings name first."""
    async with Store.open(directory) as store:
        await asyncio.to_thread(_sweep, directory)
        if await store.is_new():
            _note(f"{directory} is new: filling it from {settings.corpus}", on=notes)
            await _fill(store, settings.corpus, notes=notes)
        opened = _opened(store, caution=settings.caution, notes=notes)
        try:
            yield opened
        finally:
            await opened.receipts.settled()
            await opened.libraries.settled()


def _opened(store: Store, *, caution: Caution, notes: Console) -> Opened:
    def build(documents: Sequence[Document]) -> Index:
        started = time.perf_counter()
        with terminal.busy(f"Indexing {counted(len(documents), 'document')}", on=notes):
            large = sum(len(document.text) for document in documents) > _MUCH
            index = Index.build(documents, workers=(os.cpu_count() or 1) if large else 1)
        seconds = time.perf_counter() - started
        log.info("indexed %d passages of %d documents in %.2f s", len(index), len(documents), seconds)
        return index

    def calibrated(index: Index, wrongly: float | None) -> float:
        asked = caution.questions
        threshold = calibrate(
            index,
            wrongly=wrongly or caution.wrongly_answered,
            answerable=[question.question for question in asked if question.answerable],
            foreign=[question.question for question in asked if not question.answerable],
        )
        log.info("answers need a confidence of %.2f", threshold)
        return threshold

    cache = IndexCache(store.path.parent / FOLDER_NAME) if store.path else None
    cautious = hashlib.sha256(f"{__version__} {caution}".encode()).hexdigest()[:16]
    libraries = Libraries(store, build=build, calibrate=calibrated, cautious=cautious, cache=cache)
    receipts = Receipts(store)
    return Opened(libraries, responder(libraries, receipts, _fetch), receipts)


async def _fetch(address: str, known: Known) -> Fetched:
    from bot.fetching import Fetcher  # noqa: PLC0415 - aiohttp, which most commands do not need, takes 0.2 s to import

    return await Fetcher().fetch(address, known)


async def _fill(store: Store, path: Path, *, notes: Console) -> None:
    """Add what can be read, all in one transaction, and tell what is skipped."""
    async with store.changing(library=SHARED[0]) as changing:
        for each in terminal.progress(in_order(path), words="Reading", total=len(files(path)), on=notes):
            for failure in each.failures:
                _note(f"skipped {failure.name}: {failure.reason}", on=notes)
            await changing.add(each.documents, origin=each.origin if store.path else None)


def _sweep(directory: Path) -> None:
    """Remove what a crash left of files that were being written, once no other process can be writing them still."""
    for folder in (directory / FOLDER_NAME, directory / ORIGINALS):
        for unfinished in folder.glob("*.part"):
            with contextlib.suppress(OSError):  # it costs a little room, and is tried again
                if time.time() - unfinished.stat().st_mtime > _ABANDONED:
                    unfinished.unlink()


def _note(words: str, *, on: Console) -> None:
    on.print(terminal.safe(words), soft_wrap=True)
