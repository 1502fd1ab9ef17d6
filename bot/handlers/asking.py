"""Questions: answered with quotes or refused, and searches; nothing is shown that was not read back from the store."""

import asyncio
import functools
import logging
import time

from bot import replies
from bot.handlers.libraries import Libraries, Served
from bot.handlers.quotable import shown
from bot.handlers.receipts import Receipts, receipt, serving
from bot.handlers.rulings import Given, given, rules
from bot.handlers.sources import unknown
from bot.reply import Reply
from bot.requests import Ask, Search
from retrieval import Answer, Hit, Index, NoAnswer, Quote, QuoteMismatch, rank

log = logging.getLogger("bot.handlers")


async def find(request: Ask | Search, libraries: Libraries, receipts: Receipts) -> Reply:
    """Answer a question, or rank passages for it."""
    if isinstance(request, Ask):
        return await ask(request, libraries, receipts)
    return await search(request, libraries)


async def ask(request: Ask, libraries: Libraries, receipts: Receipts | None) -> Reply:
    """Answer a question, or say why not; what is needed to replay that goes to the receipts."""
    served = await _asked(request, libraries)
    started = time.perf_counter()
    reached = await given(request, served, await rules(libraries.store, request.libraries))
    outcome = reached.outcome
    try:
        quotes = await shown(reached.quotes, libraries, names=request.libraries)
    except QuoteMismatch as error:
        return _withheld(request.question, error, started=started)
    log.info("%s with confidence %.2f in %.1f ms", type(outcome).__name__, outcome.confidence, _since(started))
    elapsed_ms = _since(started)
    reply = _worded(reached.showing(quotes), empty=not len(served.index), elapsed_ms=elapsed_ms)
    if receipts:
        receipts.keep(str(reply.data["id"]), receipt(request, reached, served), elapsed_ms=elapsed_ms)
    return reply


async def _asked(request: Ask, libraries: Libraries) -> Served:
    """Give what is to be asked: the libraries together, or one document of them."""
    served = await serving(request, libraries)
    if served is None:
        raise await unknown(str(request.source), libraries, names=request.libraries)
    return served


async def search(request: Search, libraries: Libraries) -> Reply:
    """Rank the passages for a question."""
    index = await libraries.index(request.libraries)
    started = time.perf_counter()
    work = functools.partial(rank, request.question, index, limit=request.limit, history=request.history)
    hits = await asyncio.to_thread(work)
    quotes = [_alone(hit, index) for hit in hits]
    try:
        quotes = await shown(quotes, libraries, names=request.libraries)
    except QuoteMismatch as error:
        return _withheld(request.question, error, started=started)
    log.info("%d hits in %.1f ms", len(hits), _since(started))
    return replies.found(request.question, quotes, elapsed_ms=_since(started))


def _worded(reached: Given, *, empty: bool, elapsed_ms: float) -> Reply:
    match reached.outcome:
        case Answer() as answer:
            return replies.answered(answer, elapsed_ms=elapsed_ms, pinned=reached.pinned)
        case NoAnswer() as refusal:
            return replies.refused(refusal, empty=empty, elapsed_ms=elapsed_ms)


def _alone(hit: Hit, index: Index) -> Quote:
    return Quote(index.document(hit.position), (hit.passage,), hit.score)


def _withheld(question: str, error: QuoteMismatch, *, started: float) -> Reply:
    log.error("nothing was shown: %s", error)
    return replies.withheld(question, document=error.document, elapsed_ms=_since(started))


def _since(started: float) -> float:
    """Give the milliseconds since then."""
    return round((time.perf_counter() - started) * 1000, 1)
