"""What moderators decide and look after: each request goes to the use case that knows."""

from typing import assert_never

from bot.handlers import changed_answers, gaps, overview, previewing, ruling
from bot.handlers.libraries import Libraries
from bot.reply import Reply
from bot.requests import (
    Accept,
    Answers,
    Audit,
    ChangedAnswers,
    Desk,
    Gaps,
    Keep,
    PinQuote,
    Revoke,
    Rulings,
    SourcePreview,
    Stats,
    Undo,
)


async def moderate(request: Desk, libraries: Libraries) -> Reply:
    """Do or tell what a moderator wants; raise NotAllowed for anybody else."""
    match request:
        case PinQuote():
            reply = await ruling.pin(request, libraries)
        case Accept():
            reply = await ruling.accept(request, libraries)
        case Keep():
            reply = await ruling.keep(request, libraries)
        case Rulings():
            reply = await ruling.tell(request, libraries)
        case Revoke():
            reply = await ruling.revoke(request, libraries)
        case Undo():
            reply = await ruling.undo(request, libraries)
        case SourcePreview():
            reply = await previewing.preview(request, libraries)
        case Answers() | Gaps() | ChangedAnswers():
            reply = await _open(request, libraries)
        case Stats() | Audit():
            reply = await _overview(request, libraries)
        case _:
            assert_never(request)
    return reply


async def _open(request: Answers | Gaps | ChangedAnswers, libraries: Libraries) -> Reply:
    match request:
        case Answers():
            return await overview.answers(request, libraries)
        case Gaps():
            return await gaps.tell(request, libraries)
        case ChangedAnswers():
            return await changed_answers.tell(request, libraries)


async def _overview(request: Stats | Audit, libraries: Libraries) -> Reply:
    if isinstance(request, Stats):
        return await overview.stats(request, libraries)
    return await overview.audit(request, libraries)
