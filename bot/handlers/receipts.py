"""Receipts: what is needed to replay an answer, and the replay."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot import __version__, reports
from bot.errors import BadReceipt, StoreError
from bot.handlers.libraries import Libraries, Served
from bot.handlers.permission import visible
from bot.handlers.rulings import Given, given, rules
from bot.reply import Reply
from bot.requests import Ask, Asker, Replay, SourceReceipt
from bot.store import Desk, Ledger, Store, sha256
from bot.words import Words
from retrieval import Answer, NoAnswer, Quote

log = logging.getLogger("bot.handlers")

_ASKED = ("question", "history", "libraries")
_COMPARED = ("version", "library", "threshold", "outcome", "confidence", "quotes", "nearest", "pinned", "aliases")
_LATER: Mapping[str, Any] = MappingProxyType({"source": None, "pinned": 0, "aliases": []})
"""What older receipts do not say, and what it then was."""


IN_MEMORY = 1000
"""Receipts that are remembered of a corpus in memory, so that it does not grow for ever."""


class Receipts:
    """The receipts of a store, written after the answer and not before, so that nobody waits for the disk.

    Those of a corpus in memory are there for as long as it is open, the last of them at least.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._written = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def keep(self, name: str, body: Mapping[str, Any], *, elapsed_ms: float) -> None:
        """Write a receipt soon."""
        task = asyncio.create_task(self._write(name, body, elapsed_ms))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until everything is written."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def caught_up(self) -> None:
        """Wait until what is being written now is written, so that whoever has asked finds it."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _write(self, name: str, body: Mapping[str, Any], elapsed_ms: float) -> None:
        try:
            await self._store.keep_receipt(name, body, elapsed_ms=elapsed_ms)
            self._written += 1
            if self._store.path is None and self._written % IN_MEMORY == 0:
                await Ledger(self._store).forget(before=IN_MEMORY)
        except StoreError as error:  # the answer was right all the same
            log.error("no receipt was kept of answer %s: %s", name, error)  # noqa: TRY400 - it says what a trace would


def receipt(request: Ask, reached: Given, served: Served) -> dict[str, object]:
    """Write down what was asked of what, and what came of it."""
    outcome = reached.outcome
    quotes = outcome.quotes if isinstance(outcome, Answer) else ()
    nearest = outcome.nearest if isinstance(outcome, NoAnswer) else ()
    return {
        "question": request.question,
        "history": list(request.history),
        "source": request.source,
        "libraries": list(request.libraries),
        "version": __version__,
        "library": served.revision,
        "threshold": served.threshold,
        "outcome": type(outcome).__name__,
        "confidence": outcome.confidence,
        "quotes": _named(quotes),
        "nearest": _named(nearest),
        "pinned": reached.pinned,
        "aliases": [list(pair) for pair in outcome.aliased],
    }


async def replay(request: Replay, libraries: Libraries) -> Reply:
    """Ask once more what a receipt tells of, and say what is different."""
    kept = await find(libraries.store, request.receipt, among=_seen(request))
    asked = ask_again(kept, request.asker)
    served = await serving(asked, libraries)
    if served is None:
        return reports.replayed(kept, [("source", asked.source, None)])
    now = receipt(asked, await given(asked, served, await rules(libraries.store, asked.libraries)), served)
    different = [(name, kept[name], now[name]) for name in _COMPARED if kept[name] != now[name]]
    return reports.replayed(kept, different)


async def tell(request: SourceReceipt, libraries: Libraries) -> Reply:
    """Give a receipt, as a file that can be replayed."""
    return reports.receipt(request.id, await find(libraries.store, request.id, among=_seen(request)))


async def find(store: Store, wanted: str | Mapping[str, Any], *, among: Sequence[str] | None) -> Mapping[str, Any]:
    """Find the receipt of an answer, or look through one that is given; its libraries have to be `among` some.

    Raises BadReceipt where there is none.
    """
    kept = await store.receipt(wanted, among=among) if isinstance(wanted, str) else wanted
    if kept is None:
        raise BadReceipt(Words("There is no receipt {}.").format(wanted))
    missing = [name for name in (*_ASKED, *_COMPARED) if name not in {**_LATER, **kept}]
    if missing:
        raise BadReceipt(Words("This is no receipt: it does not say {}.").format(missing[0]))
    if among is not None and not set(kept["libraries"]) <= set(among):
        raise BadReceipt(Words("This receipt is of libraries that are not asked here."))
    return {**_LATER, **kept}


def _seen(request: Replay | SourceReceipt) -> Sequence[str] | None:
    return visible(request.asker, request.libraries, action=Words("see what was asked"))


def ask_again(kept: Mapping[str, Any], asker: Asker) -> Ask:
    """Make the request that a receipt tells of."""
    history, libraries = tuple(kept["history"]), tuple(kept["libraries"])
    return Ask(asker, str(kept["question"]), history, source=kept.get("source"), libraries=libraries)


async def serving(asked: Ask, libraries: Libraries) -> Served | None:
    """Give what is asked: the libraries together, or one document of them; None if they do not have it any more."""
    if asked.source is not None:
        return await libraries.alone(asked.source, names=asked.libraries)
    return await libraries.served(asked.libraries, wrongly=await _cautious(asked, libraries))


async def _cautious(asked: Ask, libraries: Libraries) -> float | None:
    """Give the share of foreign questions that the moderators of the place let be answered; None: the usual."""
    return (await Desk(libraries.store).preferences(asked.libraries[-1])).wrongly


def _named(quotes: Sequence[Quote]) -> list[dict[str, str]]:
    every = [each for quote in quotes for each in (quote, *quote.also)]
    return [{"passage": each.id, "sha256": sha256(each.text.encode("utf-8", "surrogatepass"))} for each in every]
