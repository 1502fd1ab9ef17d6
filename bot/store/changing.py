"""Changing: one transaction that adds, replaces and removes documents, and writes down who did it."""

import asyncio
import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.changes import Action, Change
from bot.store import originals
from bot.store.following import MARK, Followed, Made, Mark, mark_of
from bot.store.originals import LARGE, Original
from bot.store.rows import Row, described, document_row, revision_row
from bot.store.tables import changes, documents, libraries, revisions
from bot.store.tables import originals as kept_originals
from retrieval import Document

_TOGETHER = 100
"""Documents that are written at once: a few milliseconds' work, so that others have their turn in between."""
_OWN = ("title", "publisher", "date", "url", "licence", "share", "based_on", "revision", "text", "blocks")
"""What makes a document what it is; another original or fingerprint alone does not make it another."""
_BEFORE = sa.select(documents, revisions.c.text, revisions.c.blocks).join(revisions)
_TEXT = ("text", "blocks")
"""What is written again where a revision is known: that mends one which was damaged."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What documents were read from; files with the same fingerprint hold the same documents."""

    original: Original
    fingerprint: str | None = None


class Changing:
    """The changes of one transaction to one library. `folder` is where large originals go, None to keep none apart."""

    def __init__(self, connection: AsyncConnection, *, library: str, by: str, folder: Path | None) -> None:
        self._connection = connection
        self._library = library
        self._by = by
        self._folder = folder
        self._now = dt.datetime.now(dt.UTC)
        self._since: Mark | None = None
        self._last: Mark | None = None
        self._came: dict[str, Document] = {}
        self._went: set[str] = set()

    @property
    def connection(self) -> AsyncConnection:
        """What the statements of this transaction run on."""
        return self._connection

    @property
    def library(self) -> str:
        """Which library is changed."""
        return self._library

    @property
    def made(self) -> Made:
        """What was made of the library so far."""
        return Made(self._since, Followed(tuple(self._came.values()), frozenset(self._went), self._last))

    async def begin(self) -> None:
        """Make the library if it is new."""
        last = sa.select(sa.func.max(changes.c.number)).where(changes.c.library == self._library).scalar_subquery()
        wanted = sa.select(*MARK).select_from(libraries).outerjoin(changes, changes.c.number == last)
        row = (await self._connection.execute(wanted.where(libraries.c.name == self._library))).first()
        if row is None:
            await self._connection.execute(sa.insert(libraries).values(name=self._library, made_at=self._now))
        elif row.number is not None:
            self._since = self._last = mark_of(row)

    async def add(self, added: Iterable[Document], *, origin: Origin | None = None) -> list[Change]:
        """Add documents, or replace those of the same id in their places."""
        if origin:
            await self._keep(origin.original)
        known: Row = {
            "original": origin.original.hash if origin else None,
            "fingerprint": origin.fingerprint if origin else None,
        }
        made: list[Change] = []
        remaining = iter(added)
        while together := list(itertools.islice(remaining, _TOGETHER)):
            made += await self._put(together, known)
        return made

    async def put_back(self, document: Document, *, original: str | None) -> Change:
        """Put a document back as it was; `original` names the file that it was read from, which is still kept."""
        [made] = await self._put([document], {"original": original, "fingerprint": None})
        return made

    async def remove(self, document: str) -> Change | None:
        """Remove a document, whose texts stay for its citations; None if there is none of this id."""
        taken = sa.delete(documents).where(documents.c.library == self._library, documents.c.id == document)
        row = (await self._connection.execute(taken.returning(*documents.c))).mappings().first()
        if row is None:
            return None
        removed = Change(document, row["revision"], Action.REMOVED)
        await self._log([removed], original=None, before={document: row})
        self._came.pop(document, None)
        self._went.add(document)
        return removed

    async def _keep(self, original: Original) -> None:
        apart = self._folder is not None and len(original.data) > LARGE
        if apart and self._folder:
            await asyncio.to_thread(originals.write, original, self._folder)
        row = {"hash": original.hash, "size": len(original.data), "data": None if apart else original.data}
        await self._write(kept_originals, ["hash"], [row])

    async def _put(self, together: Sequence[Document], known: Row) -> list[Change]:
        wanted = _BEFORE.where(documents.c.library == self._library, documents.c.id.in_([one.id for one in together]))
        before = {row["id"]: row for row in (await self._connection.execute(wanted)).mappings()}
        texts, rows = await asyncio.to_thread(self._rows, together, known)
        made = [_change(before.get(row["id"]), text | row) for text, row in zip(texts, rows, strict=True)]
        new = [change.action is not Action.UNCHANGED for change in made]
        await self._write(revisions, ["library", "document", "hash"], list(itertools.compress(texts, new)), only=_TEXT)
        for row, is_new in zip(rows, new, strict=True):
            row["added_at"] = self._now if is_new else before[row["id"]]["added_at"]
        await self._write(documents, ["library", "id"], rows)
        await self._log(list(itertools.compress(made, new)), original=known["original"], before=before)
        self._came |= {document.id: document for document in itertools.compress(together, new)}
        return made

    async def _write(
        self, table: sa.Table, keys: Sequence[str], rows: Sequence[Row], *, only: Sequence[str] = ()
    ) -> None:
        """Insert rows, or where the keys are taken write every column of theirs or only some."""
        if rows:
            insert = sqlite.insert(table)
            written = {name: insert.excluded[name] for name in only or rows[0]}
            await self._connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=written), rows)

    def _rows(self, together: Sequence[Document], known: Row) -> tuple[list[Row], list[Row]]:
        texts = [revision_row(document, library=self._library, now=self._now) for document in together]
        described = [document_row(document, library=self._library, now=self._now) | known for document in together]
        return texts, described

    async def _log(self, made: Sequence[Change], *, original: str | None, before: Mapping[str, sa.RowMapping]) -> None:
        rows = [
            {
                "library": self._library,
                "document": change.document,
                "action": change.action.value,
                "revision": change.revision,
                "original": original,
                "made_by": self._by,
                "made_at": self._now,
                "before": described(before[change.document]) if change.document in before else None,
            }
            for change in made
        ]
        if rows:
            insert = sa.insert(changes).returning(*MARK, sort_by_parameter_order=True)
            self._last = mark_of((await self._connection.execute(insert, rows)).all()[-1])


def _change(old: sa.RowMapping | None, new: Row) -> Change:
    if old is None:
        action = Action.ADDED
    else:
        action = Action.UNCHANGED if all(new[name] == old[name] for name in _OWN) else Action.REPLACED
    return Change(new["id"], new["revision"], action)
