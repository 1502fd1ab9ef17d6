"""Quotable: the one place where it is decided whether words of a document may be shown.

Whatever shows words of documents takes its quotes from here: read back from the store, and without words where the
document may not be quoted, or has been quoted today as much as it may be.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.citations import Withheld
from bot.errors import NotQuotable
from bot.handlers.libraries import Libraries, Names
from bot.store import GivenToday, History, Slice
from retrieval import Document, Quote


async def shown(quotes: Iterable[Quote], libraries: Libraries, *, names: Names) -> list[Quote]:
    """Give quotes as they may be shown to those who ask these libraries; raise QuoteMismatch where one is damaged.

    Where a quote may not be shown but another document that says the same may, that one takes its place.
    """
    every = list(quotes)
    await libraries.read_back(every, names=names)
    apart = [each for quote in every for each in (quote, *quote.also)]
    decided = iter(await _decided(apart, libraries, names=names))
    return [_together([next(decided) for _ in (quote, *quote.also)]) for quote in every]


async def shown_alone(quote: Quote, libraries: Libraries, *, names: Names) -> Quote:
    """Give one quote as it may be shown."""
    [found] = await shown([quote], libraries, names=names)
    return found


def whole(document: Document) -> bool:
    """Tell whether all of a document may be shown at once."""
    return document.source.share >= 1


def check_whole(document: Document) -> None:
    """Raise NotQuotable unless all of a document may be shown at once."""
    if not whole(document):
        raise NotQuotable(document.source.title)


async def without_words(body: Mapping[str, Any], libraries: Libraries, *, names: Names) -> Mapping[str, Any]:
    """Give what was ruled without the words of its document, if that may not be quoted as a whole."""
    if "words" not in body:
        return body
    share = await History(libraries.store).share(body["document"], libraries=names)
    return body if share >= 1 else {**body, "words": ""}


async def _decided(quotes: Sequence[Quote], libraries: Libraries, *, names: Names) -> list[Quote]:
    limited = [_slice(quote) for quote in quotes if 0 < quote.document.source.share < 1]
    taken = iter(await GivenToday(libraries.store, names[-1]).take(limited) if limited else ())
    decided: list[Quote] = []
    for quote in quotes:
        share = quote.document.source.share
        allowed = share >= 1 or (share > 0 and next(taken))
        decided.append(dataclasses.replace(quote, also=()) if allowed else Withheld.of(quote))
    return decided


def _slice(quote: Quote) -> Slice:
    most = int(quote.document.source.share * len(quote.document.text))
    return Slice(quote.document.id, quote.document.revision, quote.start, quote.end, most)


def _together(same: Sequence[Quote]) -> Quote:
    """Make one quote of those that say the same, the first that may be shown before the others."""
    first = next((each for each in same if not isinstance(each, Withheld)), same[0])
    return dataclasses.replace(first, also=tuple(each for each in same if each is not first))
