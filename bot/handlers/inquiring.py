"""Inquiries into answers and quotes: each goes to the use case that knows."""

import logging
from typing import assert_never

from bot.errors import DamagedText
from bot.handlers import explaining, receipts, showing, verifying
from bot.handlers.libraries import Libraries
from bot.reply import Reply
from bot.requests import Inquiry, Posted, Replay, SourceOriginal, SourceReceipt, SourceShow, Verify, Why
from bot.store import Ledger
from retrieval import QuoteMismatch

log = logging.getLogger("bot.handlers")


async def inquire(request: Inquiry, libraries: Libraries) -> Reply:
    """Tell what is wanted of an answer or a quote; raise DamagedText where that would show a damaged text."""
    try:
        return await _told(request, libraries)
    except QuoteMismatch as error:
        log.error("nothing was shown: %s", error)  # noqa: TRY400 - it says what a trace would
        raise DamagedText(error.document) from error


async def _told(request: Inquiry, libraries: Libraries) -> Reply:
    match request:
        case Posted():
            reply = await _note_posted(request, libraries)
        case Replay():
            reply = await receipts.replay(request, libraries)
        case SourceReceipt():
            reply = await receipts.tell(request, libraries)
        case Why():
            reply = await explaining.why(request, libraries)
        case SourceShow():
            reply = await showing.show(request, libraries)
        case SourceOriginal():
            reply = await showing.original(request, libraries)
        case Verify():
            reply = await verifying.verify(request, libraries)
        case _:
            assert_never(request)
    return reply


async def _note_posted(request: Posted, libraries: Libraries) -> Reply:
    """Write down where an answer was given; there is nobody to tell anything."""
    place = (request.channel, request.message)
    await Ledger(libraries.store).note_posted(request.answer, place, libraries=request.libraries)
    return Reply(())
