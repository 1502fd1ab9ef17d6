"""Messages: the posts of members that are quoted, each a document, until whoever wrote them takes them back."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from bot.posts import Channel, Post, Spot, Why
from bot.store.erasing import truncated
from bot.store.ledger import note
from bot.store.seeing import KeptMessage, Seeing, Seen, held, kept_of, withdraw
from bot.store.store import Store
from bot.store.tables import channels, messages, unquoted


@dataclass(frozen=True, slots=True)
class FollowedChannel:
    """A channel that a library quotes from, and how many of its messages are kept."""

    library: str
    channel: Channel
    held: int


class Messages:
    """The messages of a store. Every method raises StoreError, in words for its owner, if the database fails."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def channels(self, libraries: Sequence[str] | None) -> list[FollowedChannel]:
        """List the channels that some libraries quote from (None: that any does)."""
        theirs = held(messages.c.library == channels.c.library, messages.c.channel == channels.c.channel)
        wanted = sa.select(channels, theirs.scalar_subquery().label("held"))
        if libraries is not None:
            wanted = wanted.where(channels.c.library.in_(libraries))
        wanted = wanted.order_by(channels.c.library, channels.c.made_at, channels.c.channel)
        async with self._store.transaction() as connection:
            rows = (await connection.execute(wanted)).all()
        return [
            FollowedChannel(row.library, Channel(row.channel, row.name, row.role, row.staff), row.held) for row in rows
        ]

    async def follow(self, channel: Channel, *, library: str, by: str) -> None:
        """Quote from a channel from now on, or from now on so."""
        known = {"name": channel.name, "role": channel.role, "staff": channel.staff}
        row = {"library": library, "channel": channel.id, **known}
        insert = sqlite.insert(channels).values({**row, "made_by": by, "made_at": _now()})
        async with self._store.transaction(writes=True) as connection:
            await connection.execute(
                insert.on_conflict_do_update(index_elements=["library", "channel"], set_=row | {"made_by": by})
            )
            detail = {"channel": channel.name, "id": channel.id, "staff": channel.staff or "-"}
            await note(connection, library=library, actor=by, action="added channel", detail=detail)

    async def unfollow(self, channel: Channel, *, library: str, by: str) -> list[str] | None:
        """Quote no more from a channel; give the documents that went, None if it was not quoted from.

        Messages that a moderator has chosen one by one stay.
        """
        mine = (messages.c.library == library, messages.c.channel == channel.id)
        async with self._store.changing(library=library, by=by) as changing:
            taken = sa.delete(channels).where(channels.c.library == library, channels.c.channel == channel.id)
            if (await changing.connection.execute(taken.returning(channels.c.channel))).first() is None:
                return None
            kept = sa.select(messages).where(*mine, messages.c.why.in_((Why.PINNED, Why.STAFF)))
            rows = [kept_of(row) for row in (await changing.connection.execute(kept)).mappings()]
            for row in rows:
                await changing.remove(row.document)
            await changing.connection.execute(
                sa.update(messages).where(*mine, messages.c.why.in_((Why.PINNED, Why.STAFF))).values(why=Why.DROPPED)
            )
            detail = {"channel": channel.name, "id": channel.id}
            await note(changing.connection, library=library, actor=by, action="removed channel", detail=detail)
        return [row.document for row in rows if row.withdrawn_at is None]

    async def kept(self, library: str, *, author: int | None = None) -> list[KeptMessage]:
        """List the messages whose words a library has, or those of one author, the newest first.

        Of those that were dropped it has them for citations.
        """
        wanted = sa.select(messages).where(messages.c.library == library, messages.c.withdrawn_at.is_(None))
        if author is not None:
            wanted = wanted.where(messages.c.author == author)
        async with self._store.transaction() as connection:
            rows = (await connection.execute(wanted.order_by(messages.c.message.desc()))).mappings()
            return [kept_of(row) for row in rows]

    async def known(self, document: str, *, libraries: Sequence[str]) -> KeptMessage | None:
        """Give what is known of the message that a document is or was, None if it is of none."""
        wanted = sa.select(messages).where(messages.c.library.in_(libraries), messages.c.document == document)
        async with self._store.transaction() as connection:
            row = (await connection.execute(wanted)).mappings().first()
        return kept_of(row) if row else None

    async def refuses(self, author: int, *, library: str) -> bool:
        """Tell whether somebody wants no message of theirs quoted."""
        wanted = sa.select(unquoted.c.author).where(unquoted.c.library == library, unquoted.c.author == author)
        async with self._store.transaction() as connection:
            return (await connection.execute(wanted)).first() is not None

    async def allow(self, author: int, *, library: str) -> None:
        """Let messages of somebody be quoted again."""
        mine = (unquoted.c.library == library, unquoted.c.author == author)
        async with self._store.transaction(writes=True) as connection:
            await connection.execute(sa.delete(unquoted).where(*mine))

    async def see(
        self, spot: Spot, posts: Sequence[Post], *, span: tuple[int, int] | None, library: str, by: str
    ) -> Seen:
        """Bring what is kept of a place up to what stands there today.

        `span` is the first and the last message that could have been seen: what is kept of those between and was not
        seen is gone, and is erased with its words; so is what was edited into something that cannot be read.
        """
        async with self._store.changing(library=library, by=by) as changing:
            seen = await Seeing(changing, spot, library).see(posts, span=span)
        if seen.erased or seen.replaced:
            await truncated(self._store)
        return seen

    async def withdraw(self, chosen: Collection[int] | None, *, author: int | None, library: str, by: str) -> list[str]:
        """Erase messages with all their words, for ever; give the documents that they were.

        `chosen` are messages, None: all of the author, none of whose is kept again. With an author, only theirs.
        """
        wanted = sa.select(messages).where(messages.c.library == library, messages.c.withdrawn_at.is_(None))
        if author is not None:
            wanted = wanted.where(messages.c.author == author)
        if chosen is not None:
            wanted = wanted.where(messages.c.message.in_(list(chosen)))
        async with self._store.changing(library=library, by=by) as changing:
            if chosen is None and author is not None:
                refusal = {"library": library, "author": author, "since": _now()}
                await changing.connection.execute(sqlite.insert(unquoted).values(refusal).on_conflict_do_nothing())
            taken = [kept_of(row) for row in (await changing.connection.execute(wanted)).mappings()]
            for each in taken:
                await withdraw(changing, each, library=library)
        if taken:
            await truncated(self._store)
        return [each.document for each in taken]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
