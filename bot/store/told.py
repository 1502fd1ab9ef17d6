"""Told: what moderators told of documents, which lasts when their files are read again."""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.store import Store
from bot.store.tables import told
from retrieval import Description, Document

_FIELDS = ("title", "publisher", "url", "licence", "share")


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of the documents of a library. Every method raises StoreError if the database fails."""

    store: Store
    library: str

    async def put_over(
        self, read: Sequence[Document], *, given: Description
    ) -> tuple[list[Document], dict[str, Description]]:
        """Put what is given now, and what was told before, over what was read; give too what is told of each now."""
        before = await self._of([document.id for document in read])
        now = {document.id: _over(given, before.get(document.id, Description())) for document in read}
        return await asyncio.to_thread(lambda: [now[document.id].apply(document) for document in read]), now

    async def write(self, now: Mapping[str, Description], *, connection: AsyncConnection) -> None:
        """Keep what is told of documents, in the transaction that changes them."""
        rows = [
            {"library": self.library, "document": name, "fields": fields}
            for name, description in now.items()
            if (fields := _written(description))
        ]
        if rows:
            insert = sqlite.insert(told)
            written = {"fields": insert.excluded.fields}
            keys = ["library", "document"]
            await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=written), rows)

    async def follow(self, document: Document) -> None:
        """Take a document as it was put back for what was told of it."""
        before = (await self._of([document.id])).get(document.id)
        if before is not None:
            told_of = [name for name in (*_FIELDS, "date") if getattr(before, name) is not None]
            now = Description(**{name: getattr(document.source, name) for name in told_of})
            async with self.store.transaction(writes=True) as connection:
                await self.write({document.id: now}, connection=connection)

    async def _of(self, documents: Sequence[str]) -> dict[str, Description]:
        wanted = sa.select(told.c.document, told.c.fields).where(told.c.library == self.library)
        if len(documents) == 1:
            wanted = wanted.where(told.c.document == documents[0])
        async with self.store.transaction() as connection:
            return {row.document: _read(row.fields) for row in await connection.execute(wanted)}


def _over(given: Description, before: Description) -> Description:
    known = {name: value for name in (*_FIELDS, "date") if (value := getattr(given, name)) is not None}
    return dataclasses.replace(before, **known)


def _written(description: Description) -> dict[str, Any]:
    fields = {name: value for name in _FIELDS if (value := getattr(description, name)) is not None}
    return fields | ({"date": description.date.isoformat()} if description.date else {})


def _read(fields: Mapping[str, Any]) -> Description:
    date = dt.date.fromisoformat(fields["date"]) if "date" in fields else None
    return Description(**{**fields, "date": date})
