"""History: what became of a document, the texts that it had, and the files that it was read from."""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.changes import Action, Change
from bot.errors import StoreError
from bot.store.originals import FOLDER_NAME, damage
from bot.store.rows import blocks_of, document_as_described, source_as_described, source_of
from bot.store.store import Store
from bot.store.tables import changes, documents, originals, revisions
from retrieval import Document, Source


@dataclass(frozen=True, slots=True)
class Event:
    """A change of a document: what was done, the revision that it then had or had last, by whom and when.

    `original` names the bytes that it was read from by their SHA-256, where they are kept.
    """

    action: str
    revision: str
    original: str | None
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Removal:
    """The removal of a document that is not there again: the number of the change, and when it was made."""

    number: int
    document: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class History:
    """The past of a store's documents. Every method raises StoreError if the database fails."""

    store: Store

    async def events(self, document: str, *, libraries: Sequence[str]) -> list[Event]:
        """List the changes of a document, oldest first."""
        columns = (changes.c.action, changes.c.revision, changes.c.original, changes.c.made_by, changes.c.made_at)
        wanted = sa.select(*columns).where(changes.c.library.in_(libraries), changes.c.document == document)
        async with self.store.transaction() as connection:
            return [Event(*row) for row in await connection.execute(wanted.order_by(changes.c.number))]

    async def revision(self, document: str, revision: str, *, libraries: Sequence[str]) -> Document | None:
        """Give a document's text of a revision under what is known of the document now; None if it never had that."""
        wanted = sa.select(revisions.c.text, revisions.c.blocks).where(
            revisions.c.library.in_(libraries), revisions.c.document == document, revisions.c.hash == revision
        )
        async with self.store.transaction() as connection:
            row = (await connection.execute(wanted)).first()
            source = await self._source(connection, document, libraries=libraries)
        if row is None:
            return None
        blocks = await asyncio.to_thread(blocks_of, row.blocks)
        return await asyncio.to_thread(Document, document, row.text, source, blocks)

    async def share(self, document: str, *, libraries: Sequence[str]) -> float:
        """Tell how much of a document may be quoted in a day, or of one that was removed, might have been."""
        async with self.store.transaction() as connection:
            return (await self._source(connection, document, libraries=libraries)).share

    async def _source(self, connection: AsyncConnection, document: str, *, libraries: Sequence[str]) -> Source:
        """Give what is known of a document now, or was last known."""
        mine = (documents.c.library.in_(libraries), documents.c.id == document)
        if now := (await connection.execute(sa.select(documents).where(*mine))).mappings().first():
            return source_of(now)
        was = (changes.c.library.in_(libraries), changes.c.document == document, changes.c.before.is_not(None))
        last = sa.select(changes.c.before).where(*was).order_by(changes.c.number.desc()).limit(1)
        before = (await connection.execute(last)).scalar()
        return source_as_described(before) if before else Source(document)

    async def removals(self, library: str, *, document: str | None = None) -> list[Removal]:
        """List the removals of documents (or of one document) that are not there again, the last first."""
        there = sa.select(documents.c.id).where(documents.c.library == library, documents.c.id == changes.c.document)
        last = sa.select(sa.func.max(changes.c.number)).where(
            changes.c.library == library, changes.c.action == Action.REMOVED, ~there.exists()
        )
        if document is not None:
            last = last.where(changes.c.document == document)
        mine = changes.c.number.in_(last.group_by(changes.c.document))
        columns = (changes.c.number, changes.c.document, changes.c.made_at)
        wanted = sa.select(*columns).where(mine).order_by(changes.c.number.desc())
        async with self.store.transaction() as connection:
            found = [Removal(*row) for row in await connection.execute(wanted)]
        return [dataclasses.replace(each, at=each.at.replace(tzinfo=dt.UTC)) for each in found]

    async def undo(self, number: int, *, library: str, by: str) -> Change | None:
        """Undo a change of a document by its number: put back what was before, or take away what was added.

        None if that cannot be: there is no such change, it is not the document's last, or what was before is unknown.
        """
        async with self.store.changing(library=library, by=by) as changing:
            connection = changing.connection
            mine = (changes.c.number == number, changes.c.library == library)
            change = (await connection.execute(sa.select(changes).where(*mine))).mappings().first()
            if change is None:
                return None
            later = (changes.c.library == library, changes.c.document == change["document"], changes.c.number > number)
            if (await connection.execute(sa.select(changes.c.number).where(*later).limit(1))).first():
                return None
            if change["action"] == Action.ADDED:
                return await changing.remove(change["document"])
            known = change["before"]
            wanted = sa.select(revisions.c.text, revisions.c.blocks).where(
                revisions.c.library == library,
                revisions.c.document == change["document"],
                revisions.c.hash == (known or {}).get("revision"),
            )
            row = (await connection.execute(wanted)).first()
            if row is None:
                return None
            document = document_as_described(change["document"], known, text=row.text, blocks=row.blocks)
            return await changing.put_back(document, original=known["original"])

    async def original(self, document: str, *, libraries: Sequence[str]) -> bytes | None:
        """Give the bytes that a document was read from, if they are kept; raise StoreError if they are damaged."""
        wanted = (
            sa.select(originals.c.hash, originals.c.data)
            .join(documents, documents.c.original == originals.c.hash)
            .where(documents.c.library.in_(libraries), documents.c.id == document)
        )
        async with self.store.transaction() as connection:
            row = (await connection.execute(wanted)).first()
        if row is None:
            return None
        folder = self.store.path.parent / FOLDER_NAME if self.store.path else None
        if wrong := await asyncio.to_thread(damage, row.hash, row.data, folder=folder):
            raise StoreError(f"original {row.hash}", f"{wrong}. Restore it from a backup.")
        data: bytes | None = row.data
        if data is None and folder:
            return await asyncio.to_thread((folder / row.hash).read_bytes)
        return data
