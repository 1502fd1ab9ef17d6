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
    Ruling,
    Rulings,
    SourcePreview,
    Stats,
    Supersede,
    Undo,
)


async def moderate(request: Desk, libraries: Libraries) -> Reply:
    """Do or tell what a moderator wants; raise NotAllowed for anybody else."""
    match request:
        case Answers():
            reply = await overview.answers(request, libraries)
        case Stats():
            reply = await overview.stats(request, libraries)
        case Audit():
            reply = await overview.audit(request, libraries)
        case Gaps():
            reply = await gaps.tell(request, libraries)
        case ChangedAnswers():
            reply = await changed_answers.tell(request, libraries)
        case SourcePreview():
            reply = await previewing.preview(request, libraries)
        case _:
            reply = await _rule(request, libraries)
    return reply


async def _rule(request: Ruling, libraries: Libraries) -> Reply:
    match request:
        case PinQuote():
            reply = await ruling.pin(request, libraries)
        case Accept():
            reply = await ruling.accept(request, libraries)
        case Keep():
            reply = await ruling.keep(request, libraries)
        case Supersede():
            reply = await ruling.supersede(request, libraries)
        case Rulings():
            reply = await ruling.tell(request, libraries)
        case Revoke():
            reply = await ruling.revoke(request, libraries)
        case Undo():
            reply = await ruling.undo(request, libraries)
        case _:
            assert_never(request)
    return reply
