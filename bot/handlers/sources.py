"""Sources: what the documents are, their texts, and where a passage id leads."""

import logging
import re

from bot import replies
from bot.errors import DamagedText, UnknownSource
from bot.handlers.libraries import Libraries, Names
from bot.nearest import nearest
from bot.reply import Reply
from bot.requests import About, SourceList, SourceShow, SourceText
from retrieval import QuoteMismatch, revision_of, split

log = logging.getLogger("bot.handlers")

# A document's id may hold any character, so the pattern is read from its end.
_PASSAGE = re.compile(r"(?P<document>.+)@(?P<revision>[0-9a-f]+):(?P<start>\d{1,12})-(?P<end>\d{1,12})", re.DOTALL)


async def tell(request: SourceList | SourceShow | SourceText, libraries: Libraries) -> Reply:
    """Tell what is wanted of the documents."""
    match request:
        case SourceList():
            return await list_all(request, libraries)
        case SourceShow():
            return await show(request, libraries)
        case SourceText():
            return await text(request, libraries)


async def list_all(request: SourceList, libraries: Libraries) -> Reply:
    """List the documents."""
    return replies.listed(await libraries.store.documents(request.libraries))


async def about(request: About, libraries: Libraries) -> Reply:
    """Tell what the bot is, and how much it holds."""
    index = await libraries.index(request.libraries)
    return replies.about(documents=len(index.documents), passages=len(index))


async def show(request: SourceShow, libraries: Libraries) -> Reply:
    """Show a document, or the words that a passage id leads to."""
    document = await libraries.store.document(request.id, libraries=request.libraries)
    if document:
        return replies.shown(document, passages=len(split(document)))
    if passage := _PASSAGE.fullmatch(request.id):
        return await _resolve(passage, libraries, names=request.libraries)
    raise await unknown(request.id, libraries, names=request.libraries)


async def text(request: SourceText, libraries: Libraries) -> Reply:
    """Give a document's whole text, if it is the one that was stored."""
    document = await libraries.store.document(request.document, libraries=request.libraries)
    if document is None:
        raise await unknown(request.document, libraries, names=request.libraries)
    try:
        await libraries.stored(document, names=request.libraries)
    except QuoteMismatch as error:
        raise _damaged(error) from error
    return replies.text(document)


async def _resolve(passage: re.Match[str], libraries: Libraries, *, names: Names) -> Reply:
    name, revision = passage["document"], passage["revision"]
    start, end = int(passage["start"]), int(passage["end"])
    stored = await libraries.store.text(name, revision, libraries=names)
    if stored is None or not start < end <= len(stored):
        raise UnknownSource(f"passage {passage.group()}")
    found = revision_of(stored)
    if found != revision:
        raise _damaged(QuoteMismatch(name, expected=revision, found=found))
    today = await libraries.store.document(name, libraries=names)
    return replies.resolved(passage.group(), stored[start:end], revision=revision, today=today)


def _damaged(error: QuoteMismatch) -> DamagedText:
    log.error("nothing was shown: %s", error)
    return DamagedText(error.document)


async def unknown(name: str, libraries: Libraries, *, names: Names) -> UnknownSource:
    """Make the error that says that there is no such document, with the names that look like it."""
    return UnknownSource(f"document {name}", nearest=nearest(name, await libraries.store.ids(names)))
