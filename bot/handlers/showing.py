"""Showing: a document, a passage, an answer or a quote, with its past and what became of it."""

import asyncio
import dataclasses
import datetime as dt
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot import provenance
from bot.claims import PASSAGE
from bot.errors import BadReceipt, DamagedText, TakenBack, UnknownSource
from bot.handlers.libraries import Libraries, Names
from bot.handlers.permission import visible
from bot.handlers.quotable import check_whole, shown, shown_alone, whole
from bot.handlers.sources import unknown
from bot.provenance import Fate
from bot.reply import Reply
from bot.requests import SourceOriginal, SourceShow
from bot.store import Event, History, KeptReceipt, Ledger, Messages
from bot.words import Words
from retrieval import Document, Passage, Place, QuoteMismatch, compare, split, stands

log = logging.getLogger("bot.handlers")

_ANSWER = re.compile(r"(?P<answer>[0-9a-f]{12})(?::(?P<number>\d{1,2}))?")
"""The id of an answer, and perhaps the number of one of its quotes."""


async def show(request: SourceShow, libraries: Libraries) -> Reply:
    """Show what an id leads to: a document, a passage, an answer, or a quote of an answer."""
    document = await libraries.store.document(request.id, libraries=request.libraries)
    if document:
        return await _document(document, request, libraries)
    if passage := PASSAGE.fullmatch(request.id):
        return await _passage(passage, request, libraries)
    known = await Messages(libraries.store).known(request.id, libraries=request.libraries)
    if known is not None and known.withdrawn_at:
        raise TakenBack(request.id, on=provenance.day(known.withdrawn_at))
    if answer := _ANSWER.fullmatch(request.id):
        return await _answer(answer, request, libraries)
    raise await unknown(request.id, libraries, names=request.libraries)


async def original(request: SourceOriginal, libraries: Libraries) -> Reply:
    """Give the file that a document was read from."""
    document = await libraries.store.document(request.document, libraries=request.libraries)
    if document is None:
        raise await unknown(request.document, libraries, names=request.libraries)
    check_whole(document)
    content = await History(libraries.store).original(request.document, libraries=request.libraries)
    if content is None:
        raise UnknownSource(Words("original file of {}").format(request.document))
    return provenance.original(request.document, content)


async def fate(place: Place, libraries: Libraries, *, names: Names) -> Fate:
    """Tell what has become of a slice of a revision."""
    name, revision = place.document.id, place.document.revision
    today = await libraries.store.document(name, libraries=names)
    if today and today.revision == revision:
        return Fate("same", today=today)
    events = await History(libraries.store).events(name, libraries=names)
    at = _left(events, revision)
    if today is None:
        return Fate("removed", at=at)
    found = stands(place.text, today.text)
    still = Place(today, *found) if found else None
    revised = await asyncio.to_thread(compare, place.document, today)
    instead = [
        sentence
        for each in revised
        if each.old[0] < place.end and place.start < max(each.old[1], each.old[0] + 1)
        for sentence in each.now
    ]
    return Fate("changed", at=at, still=still, instead=tuple(instead), today=today)


async def place_of(passage: re.Match[str], libraries: Libraries, *, names: Names) -> Place:
    """Give the words that a passage id leads to; raise UnknownSource or DamagedText."""
    name, revision = passage["document"], passage["revision"]
    start, end = int(passage["start"]), int(passage["end"])
    document = await History(libraries.store).revision(name, revision, libraries=names)
    if document is None:
        known = await Messages(libraries.store).known(name, libraries=names)
        if known is not None and (at := known.withdrawn_at or known.edited_at):
            raise TakenBack(passage.group(), on=provenance.day(at))
    if document is None or not start < end <= len(document.text):
        raise UnknownSource(Words("passage {}").format(passage.group()))
    if document.revision != revision:
        log.error("nothing was shown: %s", QuoteMismatch(name, expected=revision, found=document.revision))
        raise DamagedText(name)
    return Place(document, start, end)


async def _document(document: Document, request: SourceShow, libraries: Libraries) -> Reply:
    past = History(libraries.store)
    events = await past.events(document.id, libraries=request.libraries)
    if not request.asker.moderator:  # who did it is for moderators to know
        events = [dataclasses.replace(event, by="") for event in events]
    revisions = list(dict.fromkeys(event.revision for event in events if event.revision != document.revision))
    before = await past.revision(document.id, revisions[-1], libraries=request.libraries) if revisions else None
    revised = await asyncio.to_thread(compare, before, document) if before and whole(document) else ()
    passages = len(await asyncio.to_thread(split, document))
    quoted_in = await _quoted_in(f"{document.id}@", request, libraries)
    return provenance.document(document, passages=passages, events=events, revised=revised, quoted_in=quoted_in)


async def _passage(passage: re.Match[str], request: SourceShow, libraries: Libraries) -> Reply:
    place = await place_of(passage, libraries, names=request.libraries)
    became = await fate(place, libraries, names=request.libraries)
    around = await asyncio.to_thread(_around, place)
    if not whole(place.document):
        became, around = dataclasses.replace(became, instead=()), ("", "")
    quoted_in = await _quoted_in(place.id, request, libraries)
    quote = await shown_alone(place.quote, libraries, names=request.libraries)
    return provenance.passage(quote, fate=became, around=around, quoted_in=quoted_in)


async def _answer(answer: re.Match[str], request: SourceShow, libraries: Libraries) -> Reply:
    name, number = answer["answer"], answer["number"]
    among = None if request.asker.operator else request.libraries
    kept = await Ledger(libraries.store).receipt(name, among=among)
    if kept is None:
        raise BadReceipt(Words("There is no document and no receipt {}.").format(name))
    ids, names = _passages(kept.body), tuple(kept.body["libraries"])
    if number is not None:
        if not 0 < int(number) <= len(ids):
            raise UnknownSource(Words("quote {} in answer {}").format(number, name))
        [wanted] = filter(None, [PASSAGE.fullmatch(ids[int(number) - 1])])
        return await _passage(wanted, dataclasses.replace(request, libraries=names), libraries)
    visible(request.asker, request.libraries, action=Words("see what was asked"))
    quotes, fates, gone = [], [], {}
    for passage in filter(None, map(PASSAGE.fullmatch, ids)):
        try:
            place = await place_of(passage, libraries, names=names)
        except TakenBack as error:
            gone[passage.group()] = error.words
            continue
        quotes.append(place.quote)
        fates.append(await fate(place, libraries, names=names))
    quotes = await shown(quotes, libraries, names=names)
    return provenance.answer(name, kept, list(zip(quotes, fates, strict=True)), gone=gone)


async def _quoted_in(words: str, request: SourceShow, libraries: Libraries) -> Sequence[KeptReceipt]:
    return await Ledger(libraries.store).quoting(words, libraries=request.libraries)


def _passages(body: Mapping[str, Any]) -> list[str]:
    return [each["passage"] for each in (*body["quotes"], *body["nearest"])]


def _around(place: Place) -> tuple[str, str]:
    """Give the passages before and after a slice, as far as they stand in its section."""
    section, text = place.quote.passages[0].section, place.document.text
    same = [passage for passage in split(place.document) if passage.section == section]
    before = [passage for passage in same if passage.end <= place.start][-1:]
    after = [passage for passage in same if passage.start >= place.end][:1]
    return _words(before, text), _words(after, text)


def _words(passages: Sequence[Passage], text: str) -> str:
    return " ".join(text[passage.start : passage.end] for passage in passages)


def _left(events: Sequence[Event], revision: str) -> dt.datetime | None:
    """Give when a document left a revision; None where that is not known."""
    had = [number for number, event in enumerate(events) if event.revision == revision and event.action != "removed"]
    after = events[had[-1] + 1 :] if had else ()
    return after[0].at if after else None
