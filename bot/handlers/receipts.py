"""Receipts: what is needed to replay an answer, and the replay."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot import __version__, reports
from bot.errors import BadReceipt, NotAllowed, StoreError
from bot.handlers.libraries import Libraries, Served
from bot.reply import Reply
from bot.requests import Ask, Replay
from bot.store import Store, sha256
from retrieval import Answer, NoAnswer, Quote, answer

log = logging.getLogger("bot.handlers")

_ASKED = ("question", "history", "libraries")
_COMPARED = ("version", "library", "threshold", "outcome", "confidence", "quotes", "nearest")


class Receipts:
    """The receipts of a store, written after the answer and not before, so that nobody waits for the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tasks: set[asyncio.Task[None]] = set()

    def keep(self, name: str, body: Mapping[str, object]) -> None:
        """Write a receipt soon; a corpus in memory keeps none."""
        if self._store.path:
            task = asyncio.create_task(self._write(name, body))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until everything is written."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _write(self, name: str, body: Mapping[str, object]) -> None:
        try:
            await self._store.keep_receipt(name, body)
        except StoreError as error:  # the answer was right all the same
            log.error("no receipt was kept of answer %s: %s", name, error)  # noqa: TRY400 - it says what a trace would


def receipt(request: Ask, outcome: Answer | NoAnswer, served: Served) -> dict[str, object]:
    """Write down what was asked of what, and what came of it."""
    quotes = outcome.quotes if isinstance(outcome, Answer) else ()
    nearest = outcome.nearest if isinstance(outcome, NoAnswer) else ()
    return {
        "question": request.question,
        "history": list(request.history),
        "libraries": list(request.libraries),
        "version": __version__,
        "library": served.revision,
        "threshold": served.threshold,
        "outcome": type(outcome).__name__,
        "confidence": outcome.confidence,
        "quotes": _named(quotes),
        "nearest": _named(nearest),
    }


async def replay(request: Replay, libraries: Libraries) -> Reply:
    """Ask once more what a receipt tells of, and say what is different."""
    if not request.asker.moderator:
        raise NotAllowed("replay an answer")
    kept = request.receipt
    if isinstance(kept, str):
        found = await libraries.store.receipt(kept)
        if found is None:
            raise BadReceipt(f"There is no receipt {kept}.")
        kept = found
    asked = _asked(kept, request)
    served = await libraries.served(asked.libraries)
    outcome = await asyncio.to_thread(
        answer, asked.question, served.index, history=asked.history, threshold=served.threshold
    )
    now = receipt(asked, outcome, served)
    different = [(name, kept[name], now[name]) for name in _COMPARED if kept[name] != now[name]]
    return reports.replayed(kept, different)


def _asked(kept: Mapping[str, Any], request: Replay) -> Ask:
    missing = [name for name in (*_ASKED, *_COMPARED) if name not in kept]
    if missing:
        raise BadReceipt(f"This is no receipt: it does not say {missing[0]}.")
    return Ask(request.asker, str(kept["question"]), tuple(kept["history"]), libraries=tuple(kept["libraries"]))


def _named(quotes: Sequence[Quote]) -> list[dict[str, str]]:
    every = [each for quote in quotes for each in (quote, *quote.also)]
    return [{"passage": each.id, "sha256": sha256(each.text.encode("utf-8", "surrogatepass"))} for each in every]
