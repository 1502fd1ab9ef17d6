"""The use cases: one request in, one reply out, the same for every front end."""

from collections.abc import Awaitable, Callable
from typing import assert_never

from bot import replies
from bot.handlers import asking, checking, sources
from bot.handlers.libraries import Libraries
from bot.reply import Reply
from bot.requests import About, Ask, Check, Help, Request, Search, SourceList, SourceShow, SourceText

__all__ = ["Libraries", "Respond", "responder"]

Respond = Callable[[Request], Awaitable[Reply]]
"""The one call that every front end makes. It raises BotError for what the asker can mend."""


def responder(libraries: Libraries) -> Respond:
    """Give the call that answers requests from these libraries."""

    async def respond(request: Request) -> Reply:
        match request:
            case Ask():
                reply = await asking.ask(request, libraries)
            case Search():
                reply = await asking.search(request, libraries)
            case SourceList():
                reply = await sources.list_all(request, libraries)
            case SourceShow():
                reply = await sources.show(request, libraries)
            case SourceText():
                reply = await sources.text(request, libraries)
            case Check():
                reply = await checking.check(request, libraries.store)
            case About():
                reply = await sources.about(request, libraries)
            case Help():
                reply = replies.helped()
            case _:
                assert_never(request)
        return reply

    return respond
