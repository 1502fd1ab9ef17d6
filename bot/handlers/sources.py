"""Sources: what the documents are, their texts, and where a passage id leads."""

import datetime as dt
import logging
import statistics

from bot import replies
from bot.errors import DamagedText, UnknownSource
from bot.handlers.libraries import Libraries, Names
from bot.handlers.quotable import check_whole
from bot.nearest import nearest
from bot.reply import Reply
from bot.requests import About, SourceList, SourceText
from bot.store import Ledger
from bot.words import Words
from retrieval import QuoteMismatch

log = logging.getLogger("bot.handlers")


async def tell(request: About | SourceList | SourceText, libraries: Libraries) -> Reply:
    """Tell what is wanted of the documents."""
    match request:
        case About():
            return await about(request, libraries)
        case SourceList():
            return await list_all(request, libraries)
        case SourceText():
            return await text(request, libraries)


async def list_all(request: SourceList, libraries: Libraries) -> Reply:
    """List the documents."""
    return replies.listed(await libraries.store.documents(request.libraries))


async def about(request: About, libraries: Libraries) -> Reply:
    """Tell what the bot is, how much it holds, and how long its answers take here."""
    served = await libraries.served(request.libraries)
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
    times = [each.elapsed_ms for each in await Ledger(libraries.store).asked(request.libraries, since=since)]
    return replies.about(
        documents=len(served.index.documents),
        passages=len(served.index),
        revision=served.revision,
        median_ms=statistics.median(times) if times else None,
    )


async def text(request: SourceText, libraries: Libraries) -> Reply:
    """Give a document's whole text, if it is the one that was stored."""
    document = await libraries.store.document(request.document, libraries=request.libraries)
    if document is None:
        raise await unknown(request.document, libraries, names=request.libraries)
    try:
        await libraries.stored(document, names=request.libraries)
    except QuoteMismatch as error:
        raise _damaged(error) from error
    check_whole(document)
    return replies.text(document)


def _damaged(error: QuoteMismatch) -> DamagedText:
    log.error("nothing was shown: %s", error)
    return DamagedText(error.document)


async def unknown(name: str, libraries: Libraries, *, names: Names) -> UnknownSource:
    """Make the error that says that there is no such document, with the names that look like it."""
    return UnknownSource(Words("document {}").format(name), nearest=nearest(name, await libraries.store.ids(names)))
