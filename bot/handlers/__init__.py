"""The use cases: one request in, one reply out, the same for every front end."""

from collections.abc import Awaitable, Callable

from bot import commands
from bot.handlers import (
    addresses,
    asking,
    changing,
    channels,
    checking,
    following_up,
    inquiring,
    moderating,
    preferring,
    sources,
)
from bot.handlers.changed_answers import check_golden, lost_golden
from bot.handlers.libraries import Libraries
from bot.handlers.receipts import Receipts
from bot.pages import Fetch, nowhere
from bot.reply import Reply
from bot.requests import (
    About,
    Ask,
    AskPerson,
    Check,
    Cite,
    Desk,
    FollowUp,
    Help,
    Inquiry,
    OfAddresses,
    OfMessages,
    Request,
    Search,
    Settings,
    SourceAdd,
    SourceEdit,
    SourceList,
    SourceRemove,
    SourceRestore,
    SourceText,
    Undelivered,
)

__all__ = ["Libraries", "Receipts", "Respond", "check_golden", "lost_golden", "respond_alone", "responder"]

Respond = Callable[[Request], Awaitable[Reply]]
"""The one call that every front end makes. It raises BotError for what the asker can mend."""


def responder(libraries: Libraries, receipts: Receipts | None = None, fetch: Fetch = nowhere) -> Respond:
    """Give the call that answers requests from these libraries, and fetches pages where a moderator wants that."""
    kept = receipts or Receipts(libraries.store)

    async def respond(request: Request) -> Reply:
        if isinstance(request, Ask | Search):
            return await asking.find(request, libraries, kept)
        if isinstance(request, FollowUp):
            return await following_up.follow_up(request, libraries, kept)
        if isinstance(request, Settings):
            return await preferring.prefer(request, libraries.store)
        if isinstance(request, SourceAdd | SourceEdit | SourceRemove | SourceRestore):
            return await changing.change(request, libraries)
        if isinstance(request, Inquiry | Desk | OfAddresses | OfMessages):
            await kept.caught_up()
            return await _of_the_past(request, libraries, fetch)
        return await _others(request, libraries)

    return respond


async def respond_alone(request: Request, respond: Respond) -> Reply:
    """Answer where nobody but the asker can be reached, such as at a terminal: nothing is passed on to a person."""
    reply = await respond(request)
    if isinstance(request, AskPerson) and reply.told:
        return await respond(Undelivered(request.asker, request.answer, request.libraries))
    return reply


async def _of_the_past(request: Inquiry | Desk | OfAddresses | OfMessages, libraries: Libraries, fetch: Fetch) -> Reply:
    """Do what has to do with answers that were given before."""
    if isinstance(request, Inquiry):
        return await inquiring.inquire(request, libraries)
    if isinstance(request, Desk):
        return await moderating.moderate(request, libraries)
    if isinstance(request, OfAddresses):
        return await addresses.of_addresses(request, libraries, fetch)
    return await channels.of_messages(request, libraries)


async def _others(request: About | Check | Cite | Help | SourceList | SourceText, libraries: Libraries) -> Reply:
    """Tell what there is, show a passage, give help, or look for damage."""
    match request:
        case Cite():
            return await following_up.cite(request, libraries)
        case Help():
            return commands.helped()
        case Check():
            return await checking.check(request, libraries)
        case About() | SourceList() | SourceText():
            return await sources.tell(request, libraries)
