"""Channels: a server's own messages as documents, chosen by its moderators, taken back by whoever wrote them."""

import logging
from collections.abc import Iterable

from bot import channel_reports
from bot.errors import CannotQuote
from bot.handlers.libraries import Libraries, Names
from bot.handlers.permission import may_decide, moderators_only
from bot.posts import MOST_CHANNELS, MOST_POSTS, document_id, link
from bot.reply import Reply
from bot.requests import (
    SHARED,
    Asker,
    ChannelAdd,
    ChannelList,
    ChannelRemove,
    MessageAllow,
    MessageKeep,
    MessageList,
    MessagesSeen,
    MessageWithdraw,
    OfMessages,
    guild_of,
)
from bot.store import Ledger, Messages
from bot.words import Words

log = logging.getLogger("bot.handlers")

_CHOOSE = Words("choose what is quoted from channels")


async def of_messages(request: OfMessages, libraries: Libraries) -> Reply:
    """Do what is wanted of a server's messages; raise NotAllowed for whoever may not."""
    match request:
        case ChannelAdd():
            return await _add(request, libraries)
        case ChannelRemove():
            return await _remove(request, libraries)
        case ChannelList():
            everywhere = request.asker.operator
            every = await Messages(libraries.store).channels(None if everywhere else request.libraries)
            return channel_reports.channels(every, named=everywhere)
        case MessageKeep():
            return await _keep(request, libraries)
        case _:
            return await _of_authors(request, libraries)


async def _of_authors(
    request: MessagesSeen | MessageList | MessageWithdraw | MessageAllow, libraries: Libraries
) -> Reply:
    match request:
        case MessagesSeen():
            return await _seen(request, libraries)
        case MessageList():
            return await _list(request, libraries)
        case MessageWithdraw():
            return await _withdraw(request, libraries)
        case MessageAllow():
            await Messages(libraries.store).allow(_author(request.asker), library=request.library)
            return channel_reports.allowed()


async def _add(request: ChannelAdd, libraries: Libraries) -> Reply:
    may_decide(request.asker, request.library, action=_CHOOSE)
    if not request.readable:
        raise CannotQuote(
            Words(
                "Discord does not show this bot what is written in #{}. Either it may not read that channel and its "
                "history, or whoever runs the bot has not switched on Message Content Intent in Discord's developer "
                "portal. Until then, quote single messages: on a message, Apps, Quote this message."
            ).format(request.channel.name)
        )
    known = await Messages(libraries.store).channels([request.library])
    if len(known) >= MOST_CHANNELS and request.channel.id not in {each.channel.id for each in known}:
        raise CannotQuote(channel_reports.too_many_channels())
    await Messages(libraries.store).follow(request.channel, library=request.library, by=request.asker.name)
    return channel_reports.added(request.channel, threaded=request.threaded, hidden=request.hidden)


async def _remove(request: ChannelRemove, libraries: Libraries) -> Reply:
    may_decide(request.asker, request.library, action=_CHOOSE)
    messages = Messages(libraries.store)
    gone = await messages.unfollow(request.channel, library=request.library, by=request.asker.name)
    if gone is None:
        raise CannotQuote(
            Words("#{} is not quoted from. Look at the list: /source channel list.").format(request.channel.name)
        )
    await libraries.changed(request.library)
    return channel_reports.removed(request.channel, gone)


async def _keep(request: MessageKeep, libraries: Libraries) -> Reply:
    may_decide(request.asker, request.library, action=_CHOOSE)
    messages, post = Messages(libraries.store), request.post
    if post.document is None:
        raise CannotQuote(Words("This message has no words that can be quoted."))
    known = await messages.known(document_id(request.spot, post.message), libraries=[request.library])
    if (known and known.withdrawn_at) or await messages.refuses(post.author, library=request.library):
        raise CannotQuote(Words("Whoever wrote this message does not want it quoted."))
    seen = await messages.see(request.spot, [post], span=None, library=request.library, by=request.asker.name)
    if seen.full:
        raise CannotQuote(channel_reports.FULL.format(MOST_POSTS))
    await libraries.changed(request.library)
    return channel_reports.kept(
        post.document.id, str(post.document.source.url), place=request.spot.place, hidden=request.hidden
    )


async def _seen(request: MessagesSeen, libraries: Libraries) -> Reply:
    may_decide(request.asker, request.library, action=_CHOOSE)
    seen = await Messages(libraries.store).see(
        request.spot, request.posts, span=request.span, library=request.library, by=request.asker.name
    )
    if seen.changed:
        await libraries.changed(request.library)
        log.info("%s: %d messages came, %d went", request.library, len(seen.added), len(seen.dropped + seen.erased))
    if seen.erased or seen.replaced:
        await libraries.purge(request.library)
    posted = await _posted([*seen.erased, *seen.replaced], libraries, names=request.libraries)
    return channel_reports.seen(seen, messages=posted)


async def _list(request: MessageList, libraries: Libraries) -> Reply:
    if request.everybody:
        moderators_only(request.asker, _CHOOSE)
    author = None if request.everybody else _author(request.asker)
    every = await Messages(libraries.store).kept(request.library, author=author)
    guild = guild_of(request.library)
    return channel_reports.listed(every, [link(guild, each.spot, each.message) for each in every])


async def _withdraw(request: MessageWithdraw, libraries: Libraries) -> Reply:
    """Erase messages of whoever asks, or for a moderator that of anybody who asked them."""
    if request.library in SHARED:
        raise CannotQuote(
            Words("Messages are those of a server on Discord: say it there, or at a prompt that is opened for it.")
        )
    every = request.message is None
    anybodys = request.asker.moderator and not every
    taken = await Messages(libraries.store).withdraw(
        None if request.message is None else [request.message],
        author=None if anybodys else _author(request.asker),
        library=request.library,
        by=request.asker.name,
    )
    if taken:
        await libraries.changed(request.library)
        await libraries.purge(request.library)
        log.info("%s withdrew %d messages from %s", request.asker.name, len(taken), request.library)
    posted = await _posted(taken, libraries, names=request.libraries)
    return channel_reports.withdrawn(taken, never_again=every, messages=posted)


async def _posted(documents: Iterable[str], libraries: Libraries, *, names: Names) -> list[tuple[int, int]]:
    """List the messages for all that show words of some documents."""
    ledger = Ledger(libraries.store)
    places = {place: None for name in documents for place in await ledger.shown_in(name, libraries=names)}
    return list(places)


def _author(asker: Asker) -> int:
    """Give the number of whoever asks; at a terminal nobody has one, and nobody has written a message."""
    return int(asker.name) if asker.name.isascii() and asker.name.isdigit() else 0
