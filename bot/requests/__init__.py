"""What can be asked of the bot, by whom, and of which libraries: the values that every front end makes."""

import dataclasses
from typing import Any

from bot.requests.asking import About, Again, Ask, AskPerson, Cite, Context, Feedback, Help, More, Search, Undelivered
from bot.requests.channels import (
    ChannelAdd,
    ChannelList,
    ChannelRemove,
    MessageAllow,
    MessageKeep,
    MessageList,
    MessagesSeen,
    MessageWithdraw,
)
from bot.requests.moderating import (
    Accept,
    Answers,
    Audit,
    ChangedAnswers,
    Check,
    Gaps,
    Keep,
    PinQuote,
    Posted,
    Revoke,
    Rulings,
    SettingsChange,
    SettingsShow,
    Stats,
    Supersede,
    Undo,
)
from bot.requests.scope import SHARED, Asker, guild_library, guild_of
from bot.requests.sources import (
    Replay,
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
    Verify,
    Why,
)

__all__ = [
    "SHARED",
    "About",
    "Accept",
    "Again",
    "Answers",
    "Ask",
    "AskPerson",
    "Asker",
    "Audit",
    "ChangedAnswers",
    "ChannelAdd",
    "ChannelList",
    "ChannelRemove",
    "Check",
    "Cite",
    "Context",
    "Desk",
    "Feedback",
    "FollowUp",
    "Gaps",
    "Help",
    "Inquiry",
    "Keep",
    "MessageAllow",
    "MessageKeep",
    "MessageList",
    "MessageWithdraw",
    "MessagesSeen",
    "More",
    "OfAddresses",
    "OfMessages",
    "PinQuote",
    "Posted",
    "Replay",
    "Request",
    "Revoke",
    "Ruling",
    "Rulings",
    "Search",
    "Settings",
    "SettingsChange",
    "SettingsShow",
    "SourceAdd",
    "SourceEdit",
    "SourceFetch",
    "SourceList",
    "SourceOriginal",
    "SourcePreview",
    "SourceReceipt",
    "SourceRefresh",
    "SourceRemove",
    "SourceRestore",
    "SourceShow",
    "SourceText",
    "Stats",
    "Supersede",
    "Undelivered",
    "Undo",
    "Verify",
    "Why",
    "guild_library",
    "guild_of",
    "in_place",
    "is_of_the_web",
    "is_private",
]

Inquiry = Posted | Replay | SourceOriginal | SourceReceipt | SourceShow | Verify | Why
"""What is asked about answers, quotes and their past."""

Ruling = Accept | Keep | PinQuote | Revoke | Rulings | Supersede | Undo
"""What moderators decide."""

Desk = Ruling | Answers | Audit | ChangedAnswers | Gaps | SourcePreview | Stats
"""What moderators decide, and look after."""

FollowUp = Context | More | Again | Feedback | AskPerson | Undelivered
"""What is asked about an answer that was just given."""

Settings = SettingsShow | SettingsChange
"""What is chosen for a server."""

OfMessages = (
    ChannelAdd | ChannelList | ChannelRemove | MessageAllow | MessageKeep | MessageList | MessageWithdraw | MessagesSeen
)
"""What is asked about a server's own messages."""

OfAddresses = SourceFetch | SourceRefresh
"""What is asked about documents at web addresses."""

Request = (
    About
    | Ask
    | Check
    | Cite
    | Desk
    | FollowUp
    | Help
    | Inquiry
    | OfAddresses
    | OfMessages
    | Search
    | Settings
    | SourceAdd
    | SourceEdit
    | SourceList
    | SourceRemove
    | SourceRestore
    | SourceText
)


def is_private(request: Request) -> bool:
    """Tell whether only the asker will see the reply: always, unless it is an answer that is not to be private."""
    return request.private if isinstance(request, Ask | Again) else True


def in_place(request: Request, libraries: tuple[str, ...]) -> Request:
    """Make a request of these libraries instead; what it changes is the last of them, the place's own."""
    names = {field.name for field in dataclasses.fields(request)}
    given: dict[str, Any] = {"libraries": libraries, "library": libraries[-1]}
    return dataclasses.replace(request, **{name: value for name, value in given.items() if name in names})


def is_of_the_web(request: Request) -> bool:
    """Tell whether a request waits for servers on the web, which may take minutes and little of this machine."""
    return isinstance(request, SourceFetch | SourceRefresh)
