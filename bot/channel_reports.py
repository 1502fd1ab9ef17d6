"""What the bot says about a server's own messages: channels that are quoted from, and messages that are taken back."""

from collections.abc import Sequence

from bot import contract
from bot.amounts import counted
from bot.posts import MOST_CHANNELS, MOST_POSTS, Channel, Why
from bot.reply import Listing, Paragraph, Reply
from bot.store import FollowedChannel, KeptMessage, Seen
from bot.words import Joined, Words

ADDED = Words("From now on #{} is quoted from: its pinned messages, and posts of {}.")
READING = Words("Its last messages are looked at first, which takes a minute or two.")
HIDDEN = Words("Not everybody here can see that channel; what is quoted from it, everybody on the server can read.")
BY_MANAGERS = Words("those who may manage messages there")
BY_ROLE = Words("those with the role {}")
ANNOUNCED = Words(
    "From now on, answers may quote this channel: its pinned messages, and posts of {}, each with its link. Whoever "
    "wrote one can take it back: on the message, Apps, Withdraw my message; or /source withdraw."
)
REMOVED = Words("#{} is not quoted from any more. {} went; those that a moderator has chosen one by one stay.")
NONE_FOLLOWED = Words("No channel is quoted from. In a server on Discord, moderators add one with /source channel add.")
FOLLOWED = Words("pinned messages, and posts of {}; {} kept")
KEPT = Words("This message is quoted from now on, with its link.")
CHOSEN = Words(
    "A moderator lets answers quote a message of this channel: {}. Whoever wrote it can take it back: on the message, "
    "Apps, Withdraw my message; or /source withdraw."
)
FULL = Words("No more messages are kept here: {:,} are, which is the most. Remove a channel, or documents.")
WHY = {
    Why.CHOSEN: Words("a moderator has chosen it"),
    Why.PINNED: Words("it is pinned"),
    Why.STAFF: Words("it is a post of staff"),
    Why.DROPPED: Words("it was quoted before"),
}
YOURS = Words("These messages are quoted from:")
NONE_YOURS = Words("No message of yours is quoted from here.")
NOT_YOURS = Words("That message is not quoted from here, or it is not yours.")
HOW_TO_WITHDRAW = Words(
    "To take one back: /source withdraw with its link, or on the message, Apps, Withdraw my message. /source withdraw "
    "all takes back all of yours, and none is quoted again."
)
WITHDRAWN = Words("Taken back: {}. The words are erased, no answer quotes them any more, and nothing brings them back.")
NEVER_AGAIN = Words("No message of yours is quoted here again, until you say /source withdraw allow.")
ALLOWED = Words("Your messages may be quoted here again. What was taken back stays so.")
TAKEN_BACK = Words(
    "Here stood an answer that quoted a message. Whoever wrote that has changed it or taken it back. Ask again to see "
    "what the documents hold today."
)
MOST_SHOWN = 20
"""Messages that are listed; the JSON has all of them."""


def staff(channel: Channel) -> str:
    """Say whose posts of a channel are quoted."""
    return BY_ROLE.format(channel.staff or channel.role) if channel.role else BY_MANAGERS


def added(channel: Channel, *, threaded: bool, hidden: bool) -> Reply:
    """Say that a channel is quoted from, also to everybody there."""
    data = {"channel_added": channel.id, "role": channel.role}
    said = Paragraph(Joined.of((ADDED.format(channel.name, staff(channel)), READING), between=" "))
    parts = (said, Paragraph(HIDDEN)) if hidden else (said,)
    if threaded:
        return Reply(parts, data)
    told = Reply((Paragraph(ANNOUNCED.format(staff(channel))),))
    return Reply(parts, {**data, "channel": channel.id}, told=told)


def removed(channel: Channel, documents: Sequence[str]) -> Reply:
    """Say that a channel is not quoted from any more."""
    said = REMOVED.format(channel.name, counted(len(documents), "message"))
    return Reply((Paragraph(said),), {"channel_removed": channel.id, "documents": list(documents)})


def channels(every: Sequence[FollowedChannel], *, named: bool) -> Reply:
    """List channels, `named` with the libraries that they belong to."""
    listed = tuple(
        (
            f"{each.library}: #{each.channel.name}" if named else f"#{each.channel.name}",
            FOLLOWED.format(staff(each.channel), counted(each.held, "message")),
        )
        for each in every
    )
    data: contract.Json = {
        "channels": [
            {
                "library": each.library,
                "id": each.channel.id,
                "name": each.channel.name,
                "role": each.channel.role,
                "kept": each.held,
            }
            for each in every
        ]
    }
    return Reply((Listing(listed),) if listed else (Paragraph(NONE_FOLLOWED),), data)


def kept(document: str, link: str, *, place: int, hidden: bool) -> Reply:
    """Say that a message is quoted from, also to everybody there."""
    told = Reply((Paragraph(CHOSEN.format(link)),))
    parts = (Paragraph(KEPT), Paragraph(HIDDEN)) if hidden else (Paragraph(KEPT),)
    return Reply(parts, {"document": document, "channel": place}, told=told)


def seen(what: Seen, *, messages: Sequence[tuple[int, int]]) -> Reply:
    """Say what a look at messages has changed, and, where answers quoted what is gone, that it is."""
    data: contract.Json = {
        "added": what.added,
        "replaced": what.replaced,
        "dropped": what.dropped,
        "erased": what.erased,
        "full": what.full,
    }
    parts = (Paragraph(FULL.format(MOST_POSTS)),) if what.full else ()
    return _marking(parts, data, messages)


def listed(every: Sequence[KeptMessage], links: Sequence[str]) -> Reply:
    """List messages, with how to take one back."""
    data: contract.Json = {
        "messages": [
            {
                "message": each.message,
                "channel": each.spot.channel,
                "place": each.spot.place,
                "document": each.document,
                "why": each.why.value,
            }
            for each in every
        ]
    }
    if not every:
        return Reply((Paragraph(NONE_YOURS),), data)
    shown = tuple((link, WHY[each.why]) for each, link in zip(every, links, strict=True))[:MOST_SHOWN]
    return Reply((Paragraph(YOURS), Listing(shown), Paragraph(HOW_TO_WITHDRAW)), data)


def withdrawn(documents: Sequence[str], *, never_again: bool, messages: Sequence[tuple[int, int]]) -> Reply:
    """Say that messages are taken back, and in the answers that quoted them that they are gone."""
    nothing = NONE_YOURS if never_again else NOT_YOURS
    parts = [Paragraph(WITHDRAWN.format(counted(len(documents), "message")) if documents else nothing)]
    if never_again:
        parts.append(Paragraph(NEVER_AGAIN))
    return _marking(tuple(parts), {"withdrawn": list(documents)}, messages)


def allowed() -> Reply:
    """Say that somebody's messages may be quoted again."""
    return Reply((Paragraph(ALLOWED),), {"allowed": True})


def too_many_channels() -> Words:
    """Say that no more channels are taken."""
    return Words("At most {} channels are quoted from. Remove one first: /source channel remove.").format(MOST_CHANNELS)


def _marking(parts: tuple[Paragraph, ...], data: contract.Json, messages: Sequence[tuple[int, int]]) -> Reply:
    if not messages:
        return Reply(parts, data)
    return Reply(parts, {**data, "messages": list(messages)}, told=Reply((Paragraph(TAKEN_BACK),)))
