"""The use cases: one request in, one reply out, the same for every front end."""

from collections.abc import Awaitable, Callable
from typing import assert_never

from bot import replies
from bot.handlers import asking, changing, checking, inquiring, moderating, sources
from bot.handlers.changed_answers import check_golden, lost_golden
from bot.handlers.libraries import Libraries
from bot.handlers.receipts import Receipts
from bot.reply import Reply
from bot.requests import (
    About,
    Accept,
    Answers,
    Ask,
    Audit,
    ChangedAnswers,
    Check,
    Gaps,
    Help,
    Keep,
    PinQuote,
    Posted,
    Replay,
    Request,
    Revoke,
    Rulings,
    Search,
    SourceAdd,
    SourceList,
    SourceOriginal,
    SourcePreview,
    SourceReceipt,
    SourceRemove,
    SourceShow,
    SourceText,
    Stats,
    Supersede,
    Undo,
    Verify,
    Why,
)

__all__ = ["Libraries", "Receipts", "Respond", "check_golden", "lost_golden", "responder"]

Respond = Callable[[Request], Awaitable[Reply]]
"""The one call that every front end makes. It raises BotError for what the asker can mend."""


def responder(libraries: Libraries, receipts: Receipts | None = None) -> Respond:
    """Give the call that answers requests from these libraries."""
    kept = receipts or Receipts(libraries.store)

    async def respond(request: Request) -> Reply:
        match request:
            case Ask():
                reply = await asking.ask(request, libraries, kept)
            case Search():
                reply = await asking.search(request, libraries)
            case About() | SourceList() | SourceText():
                reply = await sources.tell(request, libraries)
            case SourceAdd() | SourceRemove():
                reply = await changing.change(request, libraries)
            case Posted() | Replay() | SourceOriginal() | SourceReceipt() | SourceShow() | Verify() | Why():
                await kept.caught_up()
                reply = await inquiring.inquire(request, libraries)
            case (
                Accept()
                | Answers()
                | Audit()
                | ChangedAnswers()
                | Gaps()
                | Keep()
                | PinQuote()
                | Revoke()
                | Rulings()
                | SourcePreview()
                | Stats()
                | Supersede()
                | Undo()
            ):
                await kept.caught_up()
                reply = await moderating.moderate(request, libraries)
            case Check():
                reply = await checking.check(request, libraries.store)
            case Help():
                reply = replies.helped()
            case _:
                assert_never(request)
        return reply

    return respond
