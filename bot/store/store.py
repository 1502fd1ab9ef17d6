"""Store: documents and all their revisions, by library."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.changes import Action, Change
from bot.errors import StoreError
from bot.store.changing import Changing
from bot.store.database import MEMORY, PATIENCE, connected, plain_errors, transaction
from bot.store.following import MARK, Followed, Mark, mark_of
from bot.store.originals import FOLDER_NAME, damage
from bot.store.rows import Row, document_of
from bot.store.tables import asked, changes, documents, originals, receipts, revisions
from retrieval import Document

FILE_NAME = "verbatim.db"

_TOGETHER = 50
"""Documents that are read at once, in a thread, so that others have their turn in between."""

_NAMED = 500
"""Names in one statement: SQLite takes some thousands."""

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
        async with self.transaction() as connection:
            return (await connection.execute(sa.select(revisions.c.hash).limit(1))).first() is None

    @asynccontextmanager
    async def changing(self, *, library: str, by: str = "") -> AsyncIterator[Changing]:
        """Begin changes of a library that all count or, on an error, none; `by` is whoever makes them."""
        async with self.transaction(writes=True) as connection:
            changing = Changing(connection, library=library, by=by, folder=self._originals)
            await changing.begin()
            yield changing

    async def add(self, added: Iterable[Document], *, library: str, by: str = "") -> list[Change]:
        """Add documents, or replace those of the same id in their places: all of them or, on an error, none."""
        async with self.changing(library=library, by=by) as changing:
            return await changing.add(added)

    async def marks(self, libraries: Sequence[str]) -> dict[str, Mark]:
        """Give the last change of each of some libraries, which is another one after every change."""
        last = [sa.select(sa.func.max(changes.c.number)).where(changes.c.library == name) for name in libraries]
        wanted = sa.select(*MARK, changes.c.library).where(changes.c.number.in_(sa.union_all(*last)))
        async with self.transaction() as connection:
            return {row.library: mark_of(row) for row in await connection.execute(wanted)}

    async def has(self, mark: Mark) -> bool:
        """Tell whether a change was made in this database, and not in another that was then put in its place."""
        wanted = sa.select(*MARK).where(changes.c.number == mark.number)
        async with self.transaction() as connection:
            return [mark_of(row) for row in await connection.execute(wanted)] == [mark]

    async def changed(self, library: str, *, since: Mark | None) -> Followed:
        """Give what has changed in a library since one of its changes (None: ever)."""
        later = (changes.c.library == library, changes.c.number > (since.number if since else 0))
        wanted = sa.select(*MARK, changes.c.action).where(*later).order_by(changes.c.number)
        found: list[Document] = []
        async with self.transaction() as connection:
            rows = (await connection.execute(wanted)).all()
            removed = {row.document for row in rows if row.action == Action.REMOVED}
            changed = list({row.document: None for row in rows})
            for start in range(0, len(changed), _NAMED):
                named = documents.c.id.in_(changed[start : start + _NAMED])
                found += await self._read_by(connection, _JOINED.where(documents.c.library == library, named))
        gone = removed | (set(changed) - {document.id for document in found})
        return Followed(tuple(found), frozenset(gone), mark_of(rows[-1]) if rows else since)

    async def keep_receipt(self, name: str, body: Mapping[str, Any], *, elapsed_ms: float = 0.0) -> None:
        """Keep a receipt, instead of an older one of the same answer from the same libraries, and that it was asked."""
        libraries, now = named(body["libraries"]), dt.datetime.now(dt.UTC)
        row = {"id": name, "libraries": libraries, "made_at": now, "body": dict(body)}
        event = {
            "answer": name,
            "libraries": libraries,
            "outcome": body["outcome"],
            "elapsed_ms": elapsed_ms,
            "at": now,
        }
        async with self.transaction(writes=True) as connection:
            insert = sqlite.insert(receipts).values(row)
            await connection.execute(insert.on_conflict_do_update(index_elements=["id", "libraries"], set_=row))
            await connection.execute(sa.insert(asked).values(event))

    async def receipt(self, name: str, *, among: Sequence[str] | None = None) -> dict[str, Any] | None:
        """Give the body of the newest receipt of this name whose libraries are all `among` some (None: any)."""
        wanted = sa.select(receipts.c.body).where(receipts.c.id == name).order_by(receipts.c.made_at.desc())
        async with self.transaction() as connection:
            bodies: list[dict[str, Any]] = list((await connection.execute(wanted)).scalars())
        fitting = (body for body in bodies if among is None or set(body["libraries"]) <= set(among))
        return next(fitting, None)

    async def fingerprints(self, library: str) -> dict[str, int]:
        """Give the fingerprints of the files that a library was read from, and how many documents of each it holds."""
        wanted = (
            sa.select(documents.c.fingerprint, sa.func.count())
            .where(documents.c.library == library, documents.c.fingerprint.is_not(None))
            .group_by(documents.c.fingerprint)
        )
        async with self.transaction() as connection:
            return {row[0]: row[1] for row in await connection.execute(wanted)}

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
        async with self.transaction() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def current(self, library: str) -> list[tuple[str, str]]:
        """List the ids and revisions of a library's documents, in the order of their adding."""
        columns = (documents.c.id, documents.c.revision)
        wanted = sa.select(*columns).where(documents.c.library == library).order_by(documents.c.position)
        async with self.transaction() as connection:
            return [(row.id, row.revision) for row in await connection.execute(wanted)]

    async def titles(self, libraries: Sequence[str]) -> dict[str, str]:
        """Give the ids and titles of the documents of some libraries, in the order of their adding."""
        columns = (documents.c.id, documents.c.title)
        wanted = sa.select(*columns).where(documents.c.library.in_(libraries)).order_by(documents.c.position)
        async with self.transaction() as connection:
            return {row.id: row.title for row in await connection.execute(wanted)}

    async def text(self, document: str, revision: str, *, libraries: Sequence[str]) -> str | None:
        """Give the text of a document's revision, old ones too; None if the libraries never held it."""
        return (await self.texts([(document, revision)], libraries=libraries)).get((document, revision))

    async def texts(
        self, named: Collection[tuple[str, str]], *, libraries: Sequence[str]
    ) -> dict[tuple[str, str], str]:
        """Give the texts of documents' revisions, old ones too, as far as the libraries ever held them."""
        columns = (revisions.c.document, revisions.c.hash)
        wanted = sa.select(*columns, revisions.c.text).where(
            revisions.c.library.in_(libraries), sa.tuple_(*columns).in_(list(named))
        )
        async with self.transaction() as connection:
            return {(row.document, row.hash): row.text for row in await connection.execute(wanted)}

    async def revisions(self, document: str, *, libraries: Sequence[str]) -> list[str]:
        """Name the revisions that a document has had, oldest first."""
        wanted = (
            sa.select(revisions.c.hash)
            .where(revisions.c.library.in_(libraries), revisions.c.document == document)
            .order_by(revisions.c.added_at)
        )
        async with self.transaction() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def libraries(self) -> list[str]:
        """Name the libraries that hold documents."""
        wanted = sa.select(documents.c.library).distinct().order_by(documents.c.library)
        async with self.transaction() as connection:
            return list((await connection.execute(wanted)).scalars())

    async def kept(self) -> list[Kept]:
        """List every text of every library."""
        columns = (revisions.c.library, revisions.c.document, revisions.c.hash, revisions.c.text)
        async with self.transaction() as connection:
            return [Kept(*row) for row in await connection.execute(sa.select(*columns))]

    async def damage(self) -> list[str]:
        """List what the database itself finds damaged, in its own words."""
        async with self.transaction() as connection:
            found = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalars()
            damaged = [line for line in found if line != "ok"]
            broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).mappings()
            damaged += [f"row {row['rowid']} of {row['table']} belongs to no row of {row['parent']}" for row in broken]
            return damaged

    async def damaged_originals(self) -> AsyncIterator[tuple[str, str]]:
        """Yield each original, by its SHA-256, that is not what it should be, and how."""
        async with self.transaction() as connection:
            names = list((await connection.execute(sa.select(originals.c.hash).order_by(originals.c.hash))).scalars())
        for name in names:  # each read alone, since all together may be larger than the memory
            async with self.transaction() as connection:
                wanted = sa.select(originals.c.data).where(originals.c.hash == name)
                data: bytes | None = (await connection.execute(wanted)).scalar_one()
            if wrong := await asyncio.to_thread(damage, name, data, folder=self._originals):
                yield name, wrong

    @property
    def _originals(self) -> Path | None:
        return self.path.parent / FOLDER_NAME if self.path else None

    async def _read(self, wanted: sa.Select[Row]) -> list[Document]:
        async with self.transaction() as connection:
            return await self._read_by(connection, wanted)

    async def _read_by(self, connection: AsyncConnection, wanted: sa.Select[Row]) -> list[Document]:
        try:
            read: list[Document] = []
            async for rows in (await connection.stream(wanted)).mappings().partitions(_TOGETHER):
                read += await asyncio.to_thread(_documents, rows)
        except (ValueError, TypeError, KeyError) as error:  # whatever damaged rows may hold
            reason = f"a stored document is damaged ({error}). Restore the database from a backup."
            raise StoreError(self.path or MEMORY, reason) from error
        return read

    @asynccontextmanager
    async def transaction(self, *, writes: bool = False) -> AsyncIterator[AsyncConnection]:
        """Run statements together: all of them count, or on an error none."""
        with plain_errors(self.path):
            async with transaction(self.engine, writes=writes) as connection:
                yield connection


def named(libraries: Sequence[str]) -> str:
    """Name some libraries together, as receipts do."""
    return ",".join(libraries)


def _documents(rows: Sequence[sa.RowMapping]) -> list[Document]:
    return [document_of(row) for row in rows]
