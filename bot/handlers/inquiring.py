"""Inquiries into answers and quotes: each goes to the use case that knows."""

import logging
from typing import assert_never

from bot.errors import DamagedText
from bot.handlers import explaining, receipts, showing, verifying
from bot.handlers.libraries import Libraries
from bot.reply import Reply
from bot.requests import Inquiry, Replay, SourceOriginal, SourceReceipt, SourceShow, Verify, Why
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
        case Replay():
            return await receipts.replay(request, libraries)
        case SourceReceipt():
            return await receipts.tell(request, libraries)
        case Why():
            return await explaining.why(request, libraries)
        case SourceShow():
            return await showing.show(request, libraries)
        case SourceOriginal():
            return await showing.original(request, libraries)
        case Verify():
            return await verifying.verify(request, libraries)
        case _:
            assert_never(request)
