"""Overview: figures of what was asked, and the list of what moderators did."""

import asyncio
import dataclasses
import datetime as dt
import multiprocessing
import statistics
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from bot import figures, pictures
from bot.figures import Day, Figures
from bot.handlers.libraries import Libraries
from bot.handlers.permission import moderators_only
from bot.handlers.quotable import without_words
from bot.reply import Reply
from bot.requests import SHARED, Answers, Audit, Stats
from bot.store import Asked, KeptReceipt, Ledger
from bot.words import Words

MOST_DAYS = 365
MOST_RECEIPTS = 5000
MOST_DEEDS = 50
MOST_ANSWERS = 20


async def stats(request: Stats, libraries: Libraries) -> Reply:
    """Count what was asked and answered, for moderators."""
    moderators_only(request.asker, Words("see what was asked"))
    days = min(max(request.days, 1), MOST_DAYS)
    today = dt.datetime.now(dt.UTC).date()
    first = today - dt.timedelta(days=days - 1)
    ledger = Ledger(libraries.store)
    since = dt.datetime.combine(first, dt.time(), dt.UTC)
    asked = await ledger.asked(request.libraries, since=since)
    kept = await ledger.receipts(request.libraries, limit=MOST_RECEIPTS)
    counted = await asyncio.to_thread(_figures, asked, kept, first, days)
    if counted.median_ms is None:
        return figures.stats(counted, picture=None)
    return figures.stats(counted, picture=await asyncio.to_thread(_drawn, counted))


async def answers(request: Answers, libraries: Libraries) -> Reply:
    """List the last answers, for moderators."""
    moderators_only(request.asker, Words("see what was asked"))
    return figures.answers(await Ledger(libraries.store).receipts(request.libraries, limit=MOST_ANSWERS))


async def audit(request: Audit, libraries: Libraries) -> Reply:
    """List what was done to a library, for moderators."""
    moderators_only(request.asker, Words("see what moderators did"))
    deeds = []
    for deed in await Ledger(libraries.store).deeds(request.library, limit=MOST_DEEDS):
        if "body" in deed.detail:
            body = await without_words(deed.detail["body"], libraries, names=(request.library, *SHARED))
            deeds.append(dataclasses.replace(deed, detail={**deed.detail, "body": body}))
        else:
            deeds.append(deed)
    return figures.audit(deeds)


def _drawn(counted: Figures) -> bytes | None:
    """Draw the picture in a process of its own: matplotlib takes 35 MB, which a bot would never give back."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(pictures.asked_over_time, counted).result()


def _figures(asked: Sequence[Asked], kept: Sequence[KeptReceipt], first: dt.date, days: int) -> Figures:
    answered = Counter(each.at.date() for each in asked if each.outcome == "Answer")
    refused = Counter(each.at.date() for each in asked if each.outcome != "Answer")
    times = Counter(each.answer for each in asked)
    sources: Counter[str] = Counter()
    for receipt in kept:
        documents = {each["passage"].rpartition("@")[0] for each in receipt.body["quotes"]}
        for document in documents:
            sources[document] += times[receipt.answer]
    elapsed = sorted(each.elapsed_ms for each in asked)
    return Figures(
        days=tuple(
            Day(day, answered[day], refused[day])
            for day in (first + dt.timedelta(days=number) for number in range(days))
        ),
        sources=tuple((name, number) for name, number in sources.most_common() if number),
        median_ms=statistics.median(elapsed) if elapsed else None,
        slow_ms=elapsed[min(int(len(elapsed) * 0.95), len(elapsed) - 1)] if elapsed else None,
    )
