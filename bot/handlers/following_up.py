"""What is asked about an answer that was given: around its quotes, beyond them, again; whether it helped; a person."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot import asides
from bot.citations import Withheld
from bot.claims import PASSAGE
from bot.errors import BadReceipt, NoAnswerKnown, NoPersonToAsk, UnknownSource
from bot.handlers import asking
from bot.handlers.libraries import Libraries, Names
from bot.handlers.quotable import shown, shown_alone
from bot.handlers.receipts import Receipts, ask_again, find, serving
from bot.reply import Reply
from bot.requests import SHARED, Again, AskPerson, Cite, Context, Feedback, FollowUp, More, Undelivered
from bot.store import Desk
from bot.words import Words
from retrieval import Document, Passage, Quote, rank, split

PAGE = 3
"""Quotes that are shown at a time, as many as an answer has."""
LOOKED_AT = 60
"""Passages that are paged through at most."""


async def follow_up(request: FollowUp, libraries: Libraries, receipts: Receipts) -> Reply:
    """Do what is wanted about an answer; raise NoAnswerKnown where it is not known in this place."""
    if isinstance(request, Undelivered):
        await Desk(libraries.store).take_back(request.answer, library=request.libraries[-1], by=request.asker.name)
        return asides.not_delivered()
    await receipts.settled()  # a button may be quicker than the disk
    try:
        kept = await find(libraries.store, request.answer, among=request.libraries)
    except BadReceipt as error:
        raise NoAnswerKnown from error
    match request:
        case Context():
            return await _context(kept, libraries)
        case More():
            return await _more(request, kept, libraries)
        case Again():
            return await asking.ask(ask_again(kept, request.asker), libraries, receipts)
        case Feedback():
            place = request.libraries[-1]
            await Desk(libraries.store).say(
                request.answer, helpful=request.helpful, library=place, by=request.asker.name
            )
            return asides.thanked(helpful=request.helpful)
        case AskPerson():
            return await _ask_person(request, kept, libraries)


async def cite(request: Cite, libraries: Libraries) -> Reply:
    """Show a passage of a document as it is today, with its source."""
    named = PASSAGE.fullmatch(request.passage)
    document = named and await libraries.store.document(named["document"], libraries=request.libraries)
    if not named or not document or document.revision != named["revision"]:
        raise UnknownSource(Words("passage {}").format(request.passage))
    around = await asyncio.to_thread(_around, document, int(named["start"]), int(named["end"]))
    if around is None:
        raise UnknownSource(Words("passage {}").format(request.passage))
    return asides.cited(await shown_alone(around[0], libraries, names=request.libraries))


async def _context(kept: Mapping[str, Any], libraries: Libraries) -> Reply:
    """Show each quote between the passages before and after it."""
    names = tuple(kept["libraries"])
    found: list[tuple[Quote, Quote]] = []
    gone = 0
    for each in [*kept["quotes"], *kept["nearest"]][:PAGE]:
        quoted = PASSAGE.fullmatch(each["passage"])
        document = quoted and await libraries.store.document(quoted["document"], libraries=names)
        if not quoted or not document or document.revision != quoted["revision"]:
            gone += 1
            continue
        around = await asyncio.to_thread(_around, document, int(quoted["start"]), int(quoted["end"]))
        if around:
            found.append(await _shown_around(*around, libraries, names=names))
    return asides.in_context(found, gone=gone)


async def _shown_around(inside: Quote, around: Quote, libraries: Libraries, *, names: Names) -> tuple[Quote, Quote]:
    """Give a quote and what is around it as they may be shown: where that is too much, the quote alone."""
    shown_around = await shown_alone(around, libraries, names=names)
    shown_inside = await shown_alone(inside, libraries, names=names)
    return shown_inside, shown_inside if isinstance(shown_around, Withheld) else shown_around


def _around(document: Document, start: int, end: int) -> tuple[Quote, Quote] | None:
    """Give the passages of a range, and the same with the one before and the one after; of one section all."""
    passages = split(document)
    inside = [place for place, passage in enumerate(passages) if passage.start < end and passage.end > start]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    section = passages[first].section
    before = first - 1 if first and passages[first - 1].section == section else first
    after = last + 1 if last + 1 < len(passages) and passages[last + 1].section == section else last
    touching = tuple(passages[before : after + 1])
    marked = ((passages[first].start, passages[last].end),)
    return (
        Quote(document, tuple(passages[first : last + 1]), 0.0),
        Quote(document, _touching(document, touching), 0.0, matches=marked),
    )


def _touching(document: Document, passages: Sequence[Any]) -> tuple[Any, ...]:
    """Leave out passages at the ends that do not touch the others: a quote is one slice."""
    kept = list(passages)
    while len(kept) > 1 and document.text[kept[0].end : kept[1].start].strip():
        kept.pop(0)
    while len(kept) > 1 and document.text[kept[-2].end : kept[-1].start].strip():
        kept.pop()
    return tuple(kept)


async def _more(request: More, kept: Mapping[str, Any], libraries: Libraries) -> Reply:
    """Show the passages that rank after those of the answer."""
    asked = ask_again(kept, request.asker)
    served = await serving(asked, libraries)
    if served is None:
        raise NoAnswerKnown
    hits = await asyncio.to_thread(rank, asked.question, served.index, limit=LOOKED_AT, history=asked.history)
    before = [PASSAGE.fullmatch(each["passage"]) for each in (*kept["quotes"], *kept["nearest"])]
    rest = [
        Quote(served.index.document(hit.position), (hit.passage,), hit.score)
        for hit in hits
        if not any(one and _within(hit.passage, one) for one in before)
    ]
    first = (max(request.page, 1) - 1) * PAGE
    page = rest[first : first + PAGE]
    page = await shown(page, libraries, names=asked.libraries)
    told = {"question": asked.question, "id": request.answer, "page": max(request.page, 1)}
    return asides.further(told, page, last=first + PAGE >= len(rest))


def _within(passage: Passage, shown: re.Match[str]) -> bool:
    inside = int(shown["start"]) <= passage.start < int(shown["end"])
    return inside and shown["document"] == passage.document


async def _ask_person(request: AskPerson, kept: Mapping[str, Any], libraries: Libraries) -> Reply:
    """Word a question for the moderators of a place, unless they were asked it before."""
    own = [name for name in request.libraries if name not in SHARED]
    desk = Desk(libraries.store)
    chosen = await desk.preferences(own[-1]) if own else None
    if chosen is None or chosen.moderators is None:
        raise NoPersonToAsk
    if not await desk.refer(request.answer, library=own[-1], by=request.asker.name):
        return asides.referred_before()
    answered = await asking.ask(ask_again(kept, request.asker), libraries, None)
    return asides.referred(answered, asker=request.asker.called or request.asker.name, channel=chosen.moderators)
