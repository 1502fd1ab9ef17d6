"""What is asked about a server's own messages: which channels are quoted from, and which of their messages."""

from dataclasses import dataclass

from bot.posts import Channel, Post, Spot
from bot.requests.scope import SHARED, Asker


@dataclass(frozen=True, slots=True)
class ChannelAdd:
    """Quote from a channel or forum its pinned messages and the posts of staff; for moderators.

    `readable` says whether the front end can read what is written there, `hidden` that not everybody can, `threaded`
    that it is a forum, in which nothing can be announced.
    """

    asker: Asker
    channel: Channel
    readable: bool = True
    hidden: bool = False
    threaded: bool = False
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class ChannelRemove:
    """Quote no more from a channel or forum; for moderators."""

    asker: Asker
    channel: Channel
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class ChannelList:
    """List the channels and forums that are quoted from."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class MessageKeep:
    """Quote from one message that a moderator has chosen; `hidden` says that not everybody can read it where it is."""

    asker: Asker
    spot: Spot
    post: Post
    library: str = SHARED[0]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class MessagesSeen:
    """Bring what is kept of a place up to what a front end sees there; only front ends ask this, of themselves.

    `span` is the first and the last message that could have been seen, None if there may be others between.
    """

    asker: Asker
    spot: Spot
    posts: tuple[Post, ...]
    span: tuple[int, int] | None = None
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class MessageList:
    """List the asker's messages that are quoted from; for moderators, everybody's."""

    asker: Asker
    everybody: bool = False
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class MessageWithdraw:
    """Erase a message that is quoted from; for whoever wrote it, and moderators.

    None: all messages of the asker, none of which is kept again.
    """

    asker: Asker
    message: int | None
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class MessageAllow:
    """Let the asker's messages be quoted again."""

    asker: Asker
    library: str = SHARED[0]
