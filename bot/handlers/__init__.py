"""The use cases: one request in, one reply out, the same for every front end."""

from collections.abc import Awaitable, Callable
from typing import assert_never

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
    Accept,
    Again,
    Answers,
    Ask,
    AskPerson,
    Audit,
    ChangedAnswers,
    ChannelAdd,
    ChannelList,
    ChannelRemove,
    Check,
    Cite,
    Context,
    Feedback,
    Gaps,
    Help,
    Keep,
    MessageAllow,
    MessageKeep,
    MessageList,
    MessagesSeen,
    MessageWithdraw,
    More,
    OfAddresses,
    OfMessages,
    PinQuote,
    Posted,
    Replay,
    Request,
    Revoke,
    Rulings,
    Search,
    SettingsChange,
    SettingsShow,
    SourceAdd,
    SourceEdit,
    SourceFetch,
    SourceList,
    SourceOriginal,
    SourcePreview,
    SourceReceipt,
    SourceRefresh,
    SourceRemove,
    SourceRestore,
    SourceShow,
    SourceText,
    Stats,
    Supersede,
    Undelivered,
    Undo,
    Verify,
    Why,
)

__all__ = ["Libraries", "Receipts", "Respond", "check_golden", "lost_golden", "respond_alone", "responder"]

Respond = Callable[[Request], Awaitable[Reply]]
"""The one call that every front end makes. It raises BotError for what the asker can mend."""


def responder(libraries: Libraries, receipts: Receipts | None = None, fetch: Fetch = nowhere) -> Respond:
    """Give the call that answers requests from these libraries, and fetches pages where a moderator wants that."""
    kept = receipts or Receipts(libraries.store)

    async def respond(request: Request) -> Reply:
        match request:
            case Ask() | Search():
                reply = await asking.find(request, libraries, kept)
            case Context() | More() | Again() | Feedback() | AskPerson() | Undelivered():
                reply = await following_up.follow_up(request, libraries, kept)
            case SettingsShow() | SettingsChange():
                reply = await preferring.prefer(request, libraries.store)
            case About() | SourceList() | SourceText():
                reply = await sources.tell(request, libraries)
            case SourceAdd() | SourceEdit() | SourceRemove() | SourceRestore():
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
            case (
                ChannelAdd()
                | ChannelList()
                | ChannelRemove()
                | Check()
                | Cite()
                | Help()
                | MessageAllow()
                | MessageKeep()
                | MessageList()
                | MessageWithdraw()
                | MessagesSeen()
                | SourceFetch()
                | SourceRefresh()
            ):
                reply = await _others(request, libraries, kept, fetch=fetch)
            case _:
                assert_never(request)
        return reply

    return respond


async def respond_alone(request: Request, respond: Respond) -> Reply:
    """Answer where nobody but the asker can be reached, such as at a terminal: nothing is passed on to a person."""
    reply = await respond(request)
    if isinstance(request, AskPerson) and reply.told:
        return await respond(Undelivered(request.asker, request.answer, request.libraries))
    return reply


async def _others(
    request: Check | Cite | Help | OfAddresses | OfMessages, libraries: Libraries, receipts: Receipts, *, fetch: Fetch
) -> Reply:
    """Give help, show a passage, look for damage, or do what is wanted of the web or of a server's messages."""
    match request:
        case Cite():
            return await following_up.cite(request, libraries)
        case Help():
            return commands.helped()
        case Check():
            return await checking.check(request, libraries)
        case SourceFetch() | SourceRefresh():
            await receipts.caught_up()
            return await addresses.of_addresses(request, libraries, fetch)
        case _:
            await receipts.caught_up()
            return await channels.of_messages(request, libraries)
