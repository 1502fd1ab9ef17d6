"""Seeing: what is kept of a place's messages, brought up to what stands there today, in one transaction."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from bot.posts import MOST_POSTS, Post, Spot, Why
from bot.store.changing import Changing
from bot.store.erasing import erase
from bot.store.tables import documents, messages, unquoted

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message that is kept, or was: of a withdrawn one there is nothing else. `edited` as in `Post`."""

    message: int
    spot: Spot
    author: int
    document: str
    why: Why
    edited: int | None
    withdrawn_at: dt.datetime | None = None

    @property
    def edited_at(self) -> dt.datetime | None:
        """When its author last edited it."""
        return None if self.edited is None else dt.datetime.fromtimestamp(self.edited / 1000, dt.UTC)


@dataclass(slots=True)
class Seen:
    """What a look has changed: documents that came, were replaced, were let go, or were erased with their words.

    `full` says that others would have come, and that there is no room for them.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    full: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything is different now."""
        return bool(self.added or self.replaced or self.dropped or self.erased)


class Seeing:
    """One look at the messages of a place."""

    def __init__(self, changing: Changing, spot: Spot, library: str) -> None:
        self._changing = changing
        self._spot = spot
        self._library = library
        self._seen = Seen()

    async def see(self, posts: Sequence[Post], *, span: Span | None) -> Seen:
        """Keep what is to be kept, and let go what is not."""
        kept = await self._known(posts, span)
        current = await self._current(kept.values())
        refusing = await self._refusing()
        room = MOST_POSTS - await self._held()
        for gone in kept.keys() - {post.message for post in posts}:
            await self._withdraw(kept[gone])
        wanted: list[Post] = []
        for post in posts:
            row = kept.get(post.message)
            here = row is not None and row.document in current
            if row is not None:
                row = await self._edited(row, post, here=here)
                if row.withdrawn_at is not None:
                    continue
                if here or (row.why is not Why.DROPPED and post.why is not Why.CHOSEN):
                    await self._stays(row, post, here=here)
                    continue
            if post.why and post.document and post.author not in refusing:
                wanted.append(post)
        self._seen.full = len(wanted) > room
        await self._add(wanted[: max(room, 0)])
        return self._seen

    async def _known(self, posts: Sequence[Post], span: Span | None) -> dict[int, KeptMessage]:
        wanted: sa.ColumnElement[bool] = messages.c.message.in_([post.message for post in posts])
        if span is not None:
            between = sa.and_(messages.c.place == self._spot.place, messages.c.message.between(*span))
            wanted = sa.or_(wanted, between)
        found = sa.select(messages).where(messages.c.library == self._library, wanted)
        rows = (await self._changing.connection.execute(found)).mappings()
        return {row["message"]: kept_of(row) for row in rows}

    async def _current(self, kept: Iterable[KeptMessage]) -> set[str]:
        wanted = sa.select(documents.c.id).where(
            documents.c.library == self._library, documents.c.id.in_([row.document for row in kept])
        )
        return set((await self._changing.connection.execute(wanted)).scalars())

    async def _refusing(self) -> set[int]:
        wanted = sa.select(unquoted.c.author).where(unquoted.c.library == self._library)
        return set((await self._changing.connection.execute(wanted)).scalars())

    async def _held(self) -> int:
        wanted = held(messages.c.library == self._library)
        return (await self._changing.connection.execute(wanted)).scalar_one()

    async def _edited(self, row: KeptMessage, post: Post, *, here: bool) -> KeptMessage:
        """Put the new words of a message in the place of the old ones; withdraw one that has none, or none to read."""
        if row.withdrawn_at is not None or (post.edited or 0) <= (row.edited or 0):
            return row
        if post.document is None:
            await self._withdraw(row)
            return replace(row, withdrawn_at=dt.datetime.now(dt.UTC))
        if here:
            await self._changing.add([post.document])
            self._seen.replaced.append(row.document)
        await erase(self._changing, row.document, library=self._library, but=post.document if here else None)
        await self._note(row, edited=post.edited)
        return replace(row, edited=post.edited)

    async def _stays(self, row: KeptMessage, post: Post, *, here: bool) -> None:
        """Note why a message stays, or let it go if nothing speaks for it any more."""
        why = post.why or Why.DROPPED
        if row.why in (why, Why.CHOSEN):
            return
        if why is Why.DROPPED and here:
            await self._changing.remove(row.document)
            self._seen.dropped.append(row.document)
        await self._note(row, why=why)

    async def _add(self, posts: Sequence[Post]) -> None:
        named = [(post, post.document) for post in posts if post.document]
        if not named:
            return
        self._seen.added += [document.id for _, document in named]
        await self._changing.add([document for _, document in named])
        rows = [
            {
                "library": self._library,
                "message": post.message,
                "channel": self._spot.channel,
                "place": self._spot.place,
                "author": post.author,
                "document": document.id,
                "why": post.why,
                "edited": post.edited,
            }
            for post, document in named
        ]
        insert = sqlite.insert(messages)
        written = {name: insert.excluded[name] for name in rows[0]}
        keys = ["library", "message"]
        await self._changing.connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=written), rows)

    async def _withdraw(self, row: KeptMessage) -> None:
        if row.withdrawn_at is None:
            await withdraw(self._changing, row, library=self._library)
            self._seen.erased.append(row.document)

    async def _note(self, row: KeptMessage, **known: object) -> None:
        mine = (messages.c.library == self._library, messages.c.message == row.message)
        await self._changing.connection.execute(sa.update(messages).where(*mine).values(**known))


async def withdraw(changing: Changing, row: KeptMessage, *, library: str) -> None:
    """Take a message away with all its words, for ever."""
    await changing.remove(row.document)
    await erase(changing, row.document, library=library)
    mine = (messages.c.library == library, messages.c.message == row.message)
    now = dt.datetime.now(dt.UTC)
    await changing.connection.execute(sa.update(messages).where(*mine).values(withdrawn_at=now, edited=None))


def held(*where: sa.ColumnElement[bool]) -> sa.Select[int]:
    """Count the messages that are kept."""
    there = (messages.c.withdrawn_at.is_(None), messages.c.why != Why.DROPPED)
    return sa.select(sa.func.count()).select_from(messages).where(*where, *there)


def kept_of(row: sa.RowMapping) -> KeptMessage:
    """Read a row."""
    return KeptMessage(
        row["message"],
        Spot(row["channel"], row["place"]),
        row["author"],
        row["document"],
        Why(row["why"]),
        row["edited"],
        row["withdrawn_at"],
    )
