"""Inquiries into answers and quotes: each goes to the use case that knows."""

from typing import assert_never

from bot.handlers import explaining, receipts, showing, verifying
from bot.handlers.libraries import Libraries
from bot.reply import Reply
from bot.requests import Inquiry, Replay, SourceOriginal, SourceReceipt, SourceShow, Verify, Why


async def inquire(request: Inquiry, libraries: Libraries) -> Reply:
    """Tell what is wanted of an answer or a quote."""
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
