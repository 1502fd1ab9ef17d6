"""Desk: what moderators choose and members say of answers, kept beside the documents."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from bot.preferences import Preferences
from bot.store.ledger import note
from bot.store.store import Store
from bot.store.tables import feedback, preferences, referrals


class Desk:
    """The desk of a store. Every method raises StoreError, in words for its owner, if the database fails."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def preferences(self, library: str) -> Preferences:
        """Give what the moderators of a library have chosen."""
        wanted = sa.select(preferences.c.chosen).where(preferences.c.library == library)
        async with self._store.transaction() as connection:
            chosen: dict[str, Any] | None = (await connection.execute(wanted)).scalar_one_or_none()
            return Preferences.of(chosen or {})

    async def prefer(self, chosen: Preferences, *, library: str, by: str) -> None:
        """Keep what was chosen, and who chose it."""
        written = {"library": library, "chosen": chosen.written()}
        insert = sqlite.insert(preferences).values(written)
        async with self._store.transaction(writes=True) as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=["library"], set_=written))
            await note(connection, library=library, actor=by, action="chose settings", detail=chosen.written())

    async def say(self, answer: str, *, helpful: bool, library: str, by: str) -> None:
        """Keep whether an answer helped somebody."""
        row = {"answer": answer, "library": library, "asker": by, "helpful": helpful, "given_at": _now()}
        insert = sqlite.insert(feedback).values(row)
        async with self._store.transaction(writes=True) as connection:
            await connection.execute(
                insert.on_conflict_do_update(index_elements=["answer", "library", "asker"], set_=row)
            )

    async def unhelpful(self, library: str) -> set[str]:
        """Give the answers that helped fewer people of a place than they did not help."""
        sided = sa.func.sum(sa.case((feedback.c.helpful, 1), else_=-1))
        wanted = sa.select(feedback.c.answer).where(feedback.c.library == library).group_by(feedback.c.answer)
        async with self._store.transaction() as connection:
            return set((await connection.execute(wanted.having(sided < 0))).scalars())

    async def refer(self, answer: str, *, library: str, by: str) -> bool:
        """Note that a question goes to a person; False if it went before."""
        row = {"answer": answer, "library": library, "asker": by, "made_at": _now()}
        insert = sqlite.insert(referrals).values(row).on_conflict_do_nothing().returning(referrals.c.answer)
        async with self._store.transaction(writes=True) as connection:
            return (await connection.execute(insert)).first() is not None

    async def take_back(self, answer: str, *, library: str, by: str) -> None:
        """Forget that somebody passed a question on to a person, whom it did not reach."""
        mine = (referrals.c.answer == answer) & (referrals.c.library == library) & (referrals.c.asker == by)
        async with self._store.transaction(writes=True) as connection:
            await connection.execute(sa.delete(referrals).where(mine))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
