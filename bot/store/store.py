"""Store: documents and all their revisions, by library."""

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError
from bot.store.database import MEMORY, PATIENCE, connected, plain_errors, transaction
from bot.store.rows import Row, document_of, document_row, revision_row
from bot.store.tables import documents, revisions
from retrieval import Document

FILE_NAME = "verbatim.db"

_JOINED = (
    sa.select(documents, revisions.c.text, revisions.c.blocks)
    .join(revisions)
    .order_by(documents.c.position)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A text as it is stored, and the revision that it should be."""

    library: str
    document: str
    revision: str
    text: str


@dataclass(frozen=True, slots=True)
class Store:
    """An open database. Every method raises StoreError, in words for its owner, if the database fails."""

    engine: AsyncEngine
    path: Path | None

    @classmethod
    @asynccontextmanager
    async def open(cls, directory: Path | None, *, patience: float = PATIENCE) -> AsyncIterator[Self]:
        """Open the database of a data directory, both made if they are not there; None is one in memory.

        `patience` is how many seconds to wait for another process that is writing.
        """
        path = directory / FILE_NAME if directory else None
        async with connected(path, patience=patience) as engine:
            yield cls(engine, path)

    async def is_new(self) -> bool:
        """Tell whether no document was ever added."""
        async with self._transaction() as connection:
            return (await connection.execute(sa.select(revisions.c.hash).limit(1))).first() is None

    async def add(self, added: Iterable[Document], *, library: str) -> None:
        """Add documents, or replace those of the same id in their places: all of them or, on an error, none."""
        now = dt.datetime.now(dt.UTC)
        async with self._transaction(writes=True) as connection:
            for document in added:
                await connection.execute(_put_revision(revision_row(document, library=library, now=now)))
                await connection.execute(_put_document(document_row(document, library=library, now=now)))

    async def documents(self, libraries: Sequence[str]) -> list[Document]:
        """List the documents of some libraries, in the order of their adding."""
        return await self._read(_JOINED.where(documents.c.library.in_(libraries)))

    async def document(self, name: str, *, libraries: Sequence[str]) -> Document | None:
        """Give the document of this id, if one of the libraries holds it."""
        found = await self._read(_JOINED.where(documents.c.library.in_(libraries), documents.c.id == name))
        return found[0] if found else None

    async def ids(self, libraries: Sequence[str]) -> list[str]:
        """List the ids of the documents of some libraries, in the order of their adding."""
        wanted = sa.select(documents.c.id).where(documents.c.library.in_(libraries)).order_by(documents.c.position)
        async with self._transaction() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def text(self, document: str, revision: str, *, libraries: Sequence[str]) -> str | None:
        """Give the text of a document's revision, old ones too; None if the libraries never held it."""
        wanted = sa.select(revisions.c.text).where(
            revisions.c.library.in_(libraries), revisions.c.document == document, revisions.c.hash == revision
        )
        async with self._transaction() as connection:
            return (await connection.execute(wanted)).scalars().first()

    async def revisions(self, document: str, *, libraries: Sequence[str]) -> list[str]:
        """Name the revisions that a document has had, oldest first."""
        wanted = (
            sa.select(revisions.c.hash)
            .where(revisions.c.library.in_(libraries), revisions.c.document == document)
            .order_by(revisions.c.added_at)
        )
        async with self._transaction() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def libraries(self) -> list[str]:
        """Name the libraries that hold documents."""
        wanted = sa.select(documents.c.library).distinct().order_by(documents.c.library)
        async with self._transaction() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def kept(self) -> list[Kept]:
        """List every text of every library."""
        columns = (revisions.c.library, revisions.c.document, revisions.c.hash, revisions.c.text)
        async with self._transaction() as connection:
            return [Kept(*row) for row in await connection.execute(sa.select(*columns))]

    async def damage(self) -> list[str]:
        """List what the database itself finds damaged, in its own words."""
        async with self._transaction() as connection:
            found = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalars()
            damaged = [line for line in found if line != "ok"]
            broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).mappings()
            damaged += [f"row {row['rowid']} of {row['table']} belongs to no row of {row['parent']}" for row in broken]
            return damaged

    async def _read(self, wanted: sa.Select[Row]) -> list[Document]:
        try:
            async with self._transaction() as connection:
                return [document_of(row) for row in (await connection.execute(wanted)).mappings()]
        except (ValueError, TypeError, KeyError) as error:  # whatever damaged rows may hold
            reason = f"a stored document is damaged ({error}). Restore the database from a backup."
            raise StoreError(self.path or MEMORY, reason) from error

    @asynccontextmanager
    async def _transaction(self, *, writes: bool = False) -> AsyncIterator[AsyncConnection]:
        with plain_errors(self.path):
            async with transaction(self.engine, writes=writes) as connection:
                yield connection


def _put_revision(row: Row) -> sa.Executable:
    # The text of a known revision is written again too: that mends one which was damaged.
    insert = sqlite.insert(revisions).values(row)
    return insert.on_conflict_do_update(index_elements=list(revisions.primary_key), set_=row)


def _put_document(row: Row) -> sa.Executable:
    insert = sqlite.insert(documents).values(row)
    return insert.on_conflict_do_update(index_elements=[documents.c.library, documents.c.id], set_=row)
