"""Posts: messages of a channel that may be quoted, as front ends find them and the store keeps them."""

import enum
from dataclasses import dataclass

from retrieval import Document

MOST_CHANNELS = 25
"""Channels of a server that are quoted from: each is read again and again, within Discord's limits."""
MOST_POSTS = 5000
"""Messages of a server that are kept: those of its busiest staff in a few years."""


class Why(enum.StrEnum):
    """Why a message is kept: a moderator chose it, it is pinned, or it is of staff; or it was, and is no more."""

    CHOSEN = "chosen"
    PINNED = "pinned"
    STAFF = "staff"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or forum, by its id and name.

    `role` is that of those whose posts are quoted, and `staff` its name; None: those who may manage messages there.
    """

    id: int
    name: str
    role: int | None = None
    staff: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where messages stand: in which channel or thread, and to which channel or forum that belongs."""

    channel: int
    place: int


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it stands today; `edited` is when its author last did that, in milliseconds since 1970, if ever.

    `why` is None where nothing speaks for quoting it, `document` where it has no words, or none that can be read.
    """

    message: int
    author: int
    edited: int | None = None
    why: Why | None = None
    document: Document | None = None


def document_id(spot: Spot, message: int) -> str:
    """Name the document that a message is."""
    return f"channel-{spot.channel}/{message}"


def link(guild: str | int, spot: Spot, message: int) -> str:
    """Give the link of a message of a server."""
    return f"https://discord.com/channels/{guild}/{spot.place}/{message}"
