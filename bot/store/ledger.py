"""Ledger: what moderators have ruled and done, and what was asked: all that is counted, listed and undone later."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.store import Store, named
from bot.store.tables import asked, audit, changes, posted, receipts, rulings

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a moderator has decided for a library: a pin, an alias or a golden question, as `kind` says."""

    number: int
    library: str
    kind: str
    body: Body
    made_by: str
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did to a library. Changes of documents have numbers of their own."""

    number: int
    actor: str
    action: str
    detail: Body
    at: dt.datetime

    @property
    def name(self) -> str:
        """The name by which it can be undone: its number, after a D if it changed a document."""
        return f"D{self.number}" if self.action.endswith(" document") else f"{self.number}"


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt: the id of its answer, what it says, when it was last asked and how often."""

    answer: str
    body: Body
    last: dt.datetime
    times: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was asked: what came of it (Answer or NoAnswer), in how many milliseconds, and when."""

    answer: str
    outcome: str
    elapsed_ms: float
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of a store. Every method raises StoreError if the database fails."""

    store: Store

    async def rulings(self, libraries: Sequence[str] | None, *kinds: str) -> list[Ruling]:
        """List what of these kinds was ruled for some libraries (None: for any), oldest first."""
        wanted = sa.select(rulings).where(rulings.c.kind.in_(kinds))
        if libraries is not None:
            wanted = wanted.where(rulings.c.library.in_(libraries))
        async with self.store.transaction() as connection:
            rows = await connection.execute(wanted.order_by(rulings.c.number))
            return [Ruling(**row) for row in rows.mappings()]

    async def rule(self, library: str, kind: str, *, body: Body, by: str) -> int:
        """Write a ruling down, and who made it; give its number."""
        row = {"library": library, "kind": kind, "body": dict(body), "made_by": by, "made_at": _now()}
        async with self.store.transaction(writes=True) as connection:
            number: int = (
                await connection.execute(sa.insert(rulings).values(row).returning(rulings.c.number))
            ).scalar_one()
            detail = {"number": number, "kind": kind, "body": dict(body)}
            await note(connection, library=library, actor=by, action=f"added {kind}", detail=detail)
        return number

    async def revoke(self, number: int, *, library: str, by: str) -> Ruling | None:
        """Take a ruling back, and write down who did; None if the library has none of this number."""
        mine = (rulings.c.number == number, rulings.c.library == library)
        async with self.store.transaction(writes=True) as connection:
            found = (await connection.execute(sa.delete(rulings).where(*mine).returning(*rulings.c))).mappings().first()
            if found is None:
                return None
            ruling = Ruling(**found)
            detail = {"number": number, "kind": ruling.kind, "body": dict(ruling.body)}
            await note(connection, library=library, actor=by, action=f"removed {ruling.kind}", detail=detail)
        return ruling

    async def noted(self, library: str, *, actor: str, action: str, detail: Body) -> None:
        """Write down what somebody did."""
        async with self.store.transaction(writes=True) as connection:
            await note(connection, library=library, actor=actor, action=action, detail=detail)

    async def deeds(self, library: str, *, limit: int) -> list[Deed]:
        """List what was done to a library and its documents, the last first."""
        noted = sa.select(audit).where(audit.c.library == library).order_by(audit.c.number.desc()).limit(limit)
        changed = sa.select(changes).where(changes.c.library == library).order_by(changes.c.number.desc()).limit(limit)
        async with self.store.transaction() as connection:
            deeds = [_deed(row) for row in (await connection.execute(noted)).mappings()]
            for row in (await connection.execute(changed)).mappings():
                detail = {"document": row["document"], "revision": row["revision"]}
                deeds.append(Deed(row["number"], row["made_by"], f"{row['action']} document", detail, row["made_at"]))
        return sorted(deeds, key=lambda deed: deed.at, reverse=True)[:limit]

    async def deed(self, number: int, *, library: str) -> Deed | None:
        """Give what was done by its number, None if the library has none of this number."""
        wanted = sa.select(audit).where(audit.c.number == number, audit.c.library == library)
        async with self.store.transaction() as connection:
            row = (await connection.execute(wanted)).mappings().first()
            return _deed(row) if row else None

    async def receipts(self, libraries: Sequence[str], *, limit: int) -> list[KeptReceipt]:
        """List the receipts of questions to exactly these libraries together, the last asked first."""
        times = sa.func.count(asked.c.number)
        last = sa.func.coalesce(sa.func.max(asked.c.at), receipts.c.made_at)
        joined = receipts.outerjoin(
            asked, sa.and_(asked.c.answer == receipts.c.id, asked.c.libraries == receipts.c.libraries)
        )
        wanted = (
            sa.select(receipts.c.id, receipts.c.body, last.label("last"), times.label("times"))
            .select_from(joined)
            .where(receipts.c.libraries == named(libraries))
            .group_by(receipts.c.id)
            .order_by(sa.desc("last"), receipts.c.id)
            .limit(limit)
        )
        async with self.store.transaction() as connection:
            return [KeptReceipt(row.id, row.body, row.last, row.times) for row in await connection.execute(wanted)]

    async def receipt(self, name: str, *, among: Sequence[str] | None) -> KeptReceipt | None:
        """Give the newest receipt of an answer whose libraries are all among some (None: any), None if none is."""
        wanted = sa.select(receipts).where(receipts.c.id == name).order_by(receipts.c.made_at.desc())
        async with self.store.transaction() as connection:
            for row in (await connection.execute(wanted)).all():
                if among is None or set(row.body["libraries"]) <= set(among):
                    mine = (asked.c.answer == name, asked.c.libraries == row.libraries)
                    times = (await connection.execute(sa.select(sa.func.count()).where(*mine))).scalar_one()
                    return KeptReceipt(name, row.body, row.made_at, times)
        return None

    async def forget(self, *, before: int) -> None:
        """Forget all questions but the last so many, and the receipts that only they had."""
        last = sa.select(asked.c.number).order_by(asked.c.number.desc()).limit(before)
        async with self.store.transaction(writes=True) as connection:
            await connection.execute(sa.delete(asked).where(asked.c.number.not_in(last)))
            await connection.execute(sa.delete(receipts).where(receipts.c.id.not_in(sa.select(asked.c.answer))))

    async def quoting(self, words: str, *, libraries: Sequence[str], limit: int = 50) -> list[KeptReceipt]:
        """List the answers from these libraries that quote a passage or a document, by the start of the id."""
        written = json.dumps(words)[:-1]  # as it stands in the body, from the mark before it
        wanted = (
            sa.select(receipts.c.id, receipts.c.body, receipts.c.made_at)
            .where(
                receipts.c.libraries == named(libraries),
                sa.cast(receipts.c.body, sa.Text).contains(f'"passage": {written}', autoescape=True),
            )
            .order_by(receipts.c.made_at.desc())
            .limit(limit)
        )
        async with self.store.transaction() as connection:
            rows = (await connection.execute(wanted)).all()
        return [
            KeptReceipt(row.id, row.body, row.made_at, 1)
            for row in rows
            if any(each["passage"].startswith(words) for each in row.body["quotes"])
        ]

    async def note_posted(self, answer: str, message: tuple[int, int], *, libraries: Sequence[str]) -> None:
        """Write down in which message, by its channel and its id, an answer was given for all."""
        channel, number = message
        row = {"channel": channel, "message": number, "answer": answer, "libraries": named(libraries)}
        insert = sqlite.insert(posted).values({**row, "posted_at": _now()}).on_conflict_do_nothing()
        async with self.store.transaction(writes=True) as connection:
            await connection.execute(insert)

    async def posted(self, answer: str, *, libraries: Sequence[str]) -> list[tuple[int, int]]:
        """List the messages, by their channels and ids, in which an answer from these libraries was given for all."""
        wanted = sa.select(posted.c.channel, posted.c.message).where(
            posted.c.answer == answer, posted.c.libraries == named(libraries)
        )
        async with self.store.transaction() as connection:
            return [(row.channel, row.message) for row in await connection.execute(wanted.order_by(posted.c.message))]

    async def asked(self, libraries: Sequence[str], *, since: dt.datetime) -> list[Asked]:
        """List what was asked of exactly these libraries together, oldest first."""
        columns = (asked.c.answer, asked.c.outcome, asked.c.elapsed_ms, asked.c.at)
        wanted = sa.select(*columns).where(asked.c.libraries == named(libraries), asked.c.at >= since)
        async with self.store.transaction() as connection:
            return [Asked(*row) for row in await connection.execute(wanted.order_by(asked.c.number))]


async def note(connection: AsyncConnection, *, library: str, actor: str, action: str, detail: Body) -> None:
    """Write down, in a transaction, what somebody does in it."""
    row = {"library": library, "actor": actor, "action": action, "detail": dict(detail), "made_at": _now()}
    await connection.execute(sa.insert(audit).values(row))


def _deed(row: sa.RowMapping) -> Deed:
    return Deed(row["number"], row["actor"], row["action"], row["detail"], row["made_at"])


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
