"""Changed answers: which past answers quote words that have changed, and which would change with a document."""

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import desk_reports
from bot.claims import PASSAGE
from bot.desk_reports import Changed
from bot.errors import BotError
from bot.handlers.libraries import Libraries, Names, Served
from bot.handlers.permission import moderators_only
from bot.handlers.receipts import ask_again
from bot.handlers.rulings import GOLDEN, SUPERSEDED, Rules, given, rules
from bot.handlers.showing import place_of
from bot.reply import Reply
from bot.requests import Asker, ChangedAnswers
from bot.store import Ledger, Ruling, sha256
from bot.words import Words
from retrieval import Document, Index, Quote, stands

LOOKED_AT = 200
"""Answers that are looked at, the last asked first: what members remember, in a second or two."""
NOBODY = Asker("")


@dataclass(frozen=True, slots=True)
class Planned:
    """A change of a library that is not yet live: documents that would come, and ids of those that would go."""

    library: str
    added: Sequence[Document] = ()
    removed: Collection[str] = ()


async def tell(request: ChangedAnswers, libraries: Libraries) -> Reply:
    """List the last answers that quote words which have changed since, for moderators."""
    moderators_only(request.asker, Words("see what was asked"))
    return desk_reports.changed_answers(await quoting_changed(libraries, names=request.libraries), looked_at=LOOKED_AT)


async def quoting_changed(libraries: Libraries, *, names: Names) -> list[Changed]:
    """List those of the last LOOKED_AT answers that quote words which stand in their document no more.

    Those that moderators have marked as superseded are done with.
    """
    found: list[Changed] = []
    known: dict[str, bool] = {}
    ledger = Ledger(libraries.store)
    marked = {ruling.body["answer"] for ruling in await ledger.rulings(names, SUPERSEDED)}
    for kept in await ledger.receipts(names, limit=LOOKED_AT):
        if kept.answer in marked:
            continue
        was = _named(kept.body["quotes"])
        gone = [passage for passage in was if await _is_gone(passage, libraries, names=names, known=known)]
        if gone:
            found.append(Changed(kept.answer, kept.body["question"], tuple(was), gone=tuple(gone)))
    return found


async def would_change(libraries: Libraries, planned: Planned, *, names: Names) -> list[Changed]:
    """List those of the last LOOKED_AT answers that a change which is not yet live would alter, with what they become.

    Each is asked twice, with the documents of today and with those that would be there.
    """
    served = await libraries.served(names)
    then = await _served_then(served, planned, names=names)
    ruled = await rules(libraries.store, names)
    found: list[Changed] = []
    for kept in await Ledger(libraries.store).receipts(names, limit=LOOKED_AT):
        if kept.body.get("source") is not None:
            continue
        was = await _quoted(kept.body, served, ruled)
        now = await _quoted(kept.body, then, ruled)
        if _texts(was) != _texts(now):
            ids = tuple(quote.id for quote in was), tuple(quote.id for quote in now)
            found.append(Changed(kept.answer, kept.body["question"], ids[0], now=ids[1]))
    return found


async def broken_golden(libraries: Libraries, *, names: Names) -> list[Changed]:
    """List the golden answers of some libraries that are not given any more."""
    golden = await Ledger(libraries.store).rulings(names, GOLDEN)
    return await _lost(golden, libraries)


async def would_break(libraries: Libraries, planned: Planned) -> list[Changed]:
    """List the golden answers that are given today, and would not be after a change that is not yet live.

    Whatever is asked together with the library has a part in that: what is shared is behind the answers of servers.
    """
    every = await Ledger(libraries.store).rulings(None, GOLDEN)
    golden = [ruling for ruling in every if planned.library in ruling.body["libraries"]]
    before = {each.answer for each in await _lost(golden, libraries)} if golden else set()
    later = await _lost(golden, libraries, planned=planned)
    return [each for each in later if each.answer not in before]


async def check_golden(libraries: Libraries) -> Reply:
    """Ask the golden answers of every library again, each of the libraries that it was given from."""
    broken, total = await lost_golden(libraries)
    return desk_reports.golden(broken, total=total)


async def lost_golden(libraries: Libraries) -> tuple[list[Changed], int]:
    """List the golden answers of every library that are not given any more, and count all of them."""
    every = await Ledger(libraries.store).rulings(None, GOLDEN)
    return await _lost(every, libraries), len(every)


async def _lost(golden: Sequence[Ruling], libraries: Libraries, *, planned: Planned | None = None) -> list[Changed]:
    """Ask golden answers again, each of the libraries that it was given from, today or after a change."""
    lost: list[Changed] = []
    serving: dict[Names, tuple[Served, Rules]] = {}
    for ruling in golden:
        names = tuple(ruling.body["libraries"])
        if names not in serving:
            served = await libraries.served(names)
            then = await _served_then(served, planned, names=names) if planned else served
            serving[names] = then, await rules(libraries.store, names)
        if found := await _broken(ruling.body, *serving[names]):
            lost.append(found)
    return lost


async def _broken(body: Mapping[str, Any], served: Served, ruled: Rules) -> Changed | None:
    """Give what has become of a golden answer, None if all that it quoted is quoted still."""
    now = await _quoted(body, served, ruled)
    hashes = {sha256(quote.text.encode("utf-8", "surrogatepass")) for quote in now}
    if {each["sha256"] for each in body["quotes"]} <= hashes:
        return None
    return Changed(
        body["answer"], body["question"], tuple(_named(body["quotes"])), now=tuple(quote.id for quote in now)
    )


async def _served_then(served: Served, planned: Planned, *, names: Names) -> Served:
    """Give what would serve after a change; the least confidence stays as it is."""
    return await asyncio.to_thread(_planned, served, planned, names)


def _planned(served: Served, planned: Planned, names: Names) -> Served:
    indexes = [held.index for held in served.held]
    place = names.index(planned.library)
    indexes[place] = indexes[place].updated(planned.added, removed=planned.removed)
    return Served(Index.joined(indexes), served.threshold, served.held)


async def _quoted(body: Mapping[str, Any], served: Served, ruled: Rules) -> list[Quote]:
    reached = await given(ask_again(body, NOBODY), served, ruled)
    return [each for quote in reached.answered for each in (quote, *quote.also)]


def _texts(quotes: Sequence[Quote]) -> list[tuple[str, str]]:
    return [(quote.document.id, quote.text) for quote in quotes]


async def _is_gone(passage: str, libraries: Libraries, *, names: Names, known: dict[str, bool]) -> bool:
    if passage not in known:
        found = PASSAGE.fullmatch(passage)
        known[passage] = found is None or not await _stands(found, libraries, names=names)
    return known[passage]


async def _stands(passage: re.Match[str], libraries: Libraries, *, names: Names) -> bool:
    """Tell whether the words of a passage stand in its document today, wherever there."""
    today = (await libraries.index(names)).documents.get(passage["document"])
    if today is None or today.revision == passage["revision"]:
        return today is not None
    try:
        place = await place_of(passage, libraries, names=names)
    except BotError:  # a text that is damaged, or of a database that was restored, is not what was quoted either
        return False
    return await asyncio.to_thread(stands, place.text, today.text) is not None


def _named(quotes: Sequence[Mapping[str, str]]) -> list[str]:
    return [each["passage"] for each in quotes]
