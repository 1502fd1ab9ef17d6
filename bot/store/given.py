"""Given: what was quoted today of documents of which only a share may be quoted in a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.store import Store
from bot.store.tables import given


@dataclass(frozen=True, slots=True)
class Slice:
    """Characters `[start, end)` of a revision, of whose document at most so many may be given in a day."""

    document: str
    revision: str
    start: int
    end: int
    most: int


@dataclass(frozen=True, slots=True)
class GivenToday:
    """What the askers of a place, which is named by its library, were given on this day in UTC."""

    store: Store
    place: str

    async def take(self, wanted: Sequence[Slice]) -> list[bool]:
        """Tell which slices may be given, in order, and write down that they are; what was given before is free.

        All in one transaction, so that two who ask at once get no more together than one would.
        """
        today = dt.datetime.now(dt.UTC).date()
        documents = {each.document for each in wanted}
        async with self.store.transaction(writes=True) as connection:
            await connection.execute(sa.delete(given).where(given.c.day < today))
            mine = (given.c.place == self.place, given.c.document.in_(documents))
            known: defaultdict[str, set[tuple[str, int, int]]] = defaultdict(set)
            for row in await connection.execute(sa.select(given).where(*mine)):
                known[row.document].add((row.revision, row.start, row.end))
            decided: list[bool] = []
            new: list[dict[str, object]] = []
            for each in wanted:
                before, one = known[each.document], (each.revision, each.start, each.end)
                more = _characters({*before, one}) - _characters(before)
                decided.append(not more or _characters({*before, one}) <= each.most)
                if more and decided[-1]:
                    before.add(one)
                    named = {"document": each.document, "revision": each.revision, "start": each.start, "end": each.end}
                    new.append({"place": self.place, "day": today, **named})
            if new:
                await connection.execute(sa.insert(given), new)
        return decided


def _characters(ranges: Iterable[tuple[str, int, int]]) -> int:
    """Count the distinct characters of some ranges of revisions."""
    total, revision, reached = 0, "", 0
    for name, start, end in sorted(ranges):
        if name != revision:
            revision, reached = name, 0
        total += max(end - max(start, reached), 0)
        reached = max(reached, end)
    return total
