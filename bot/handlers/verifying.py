"""Verifying: whether words stand in the documents, and whether they stand where they are said to stand."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot import inquiries
from bot.citations import Withheld
from bot.claims import PASSAGE, Claim, readings
from bot.errors import TooLong
from bot.handlers.libraries import Libraries
from bot.handlers.quotable import shown
from bot.reply import Reply
from bot.requests import Verify
from bot.words import Words
from retrieval import Document, Index, Match, elided, match, stands

LONGEST = 4000
"""Characters that are checked at once: the longest message that Discord takes."""

MOST = 20
"""Places of the same words that are looked for: whoever checks a quote reads no more."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The reading of a text that fits the documents best, and what became of its words."""

    claim: Claim
    found: Match


async def verify(request: Verify, libraries: Libraries) -> Reply:
    """Say whether words stand in the libraries, exactly, differently or not at all; raise TooLong for too many."""
    if len(request.text) > LONGEST:
        raise TooLong(Words("text to verify"), found=len(request.text), most=LONGEST)
    index = await libraries.index(request.libraries)
    read = await asyncio.to_thread(_read, request.text, index)
    places = read.found.places or ((read.found.nearest,) if read.found.nearest else ())
    quotes = await shown([place.quote for place in places], libraries, names=request.libraries)
    told = not any(isinstance(quote, Withheld) for quote in quotes)
    verdict = inquiries.Verdict(
        words=read.claim.words,
        quotes=tuple(quotes),
        exact=bool(read.found.places),
        differences=read.found.differences if told else (),
        elided=elided(read.claim.words),
    )
    return inquiries.verified(verdict, said=await _said(read, index, request, libraries), most=MOST)


def _read(text: str, index: Index) -> _Read:
    """Choose the first reading whose words stand somewhere, else one with a source, else one like something."""
    read = [_Read(claim, match(claim.words, index, limit=MOST)) for claim in _distinct(readings(text))]
    exact = [each for each in read if each.found.places]
    like = [each for each in read if each.found.nearest]
    sourced = [each for each in like or read if each.claim.source]
    return [*exact[:1], *sourced[-1:], *like[-1:], *read][0]


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in dict.fromkeys(claims) if claim.words]


async def _said(read: _Read, index: Index, request: Verify, libraries: Libraries) -> inquiries.Said | None:
    """Tell whether words stand where they are said to; None where that is not said."""
    source = read.claim.source
    if source is None:
        return None
    if passage := PASSAGE.fullmatch(source):
        text = await libraries.store.text(passage["document"], passage["revision"], libraries=request.libraries)
        words = text[int(passage["start"]) : int(passage["end"])] if text else ""
        return inquiries.Said(source, known=bool(words), stands=stands(read.claim.words, words) is not None)
    named = [document for document in index.documents.values() if _is_named(document, source)]
    ids = {document.id for document in named}
    there = any(place.document.id in ids for place in read.found.places)
    return inquiries.Said(source, known=bool(named), stands=there)


def _is_named(document: Document, source: str) -> bool:
    """Tell whether a source names a document: by its id or title, and perhaps what else is known of it."""
    wanted = source.casefold().strip(" .“”\"'")
    names = (document.id.casefold(), document.source.title.casefold())
    return any(name and re.match(rf"{re.escape(name)}(?:[,;(“”\"'\s].*)?$", wanted, re.DOTALL) for name in names)
