"""Addresses: where on the web documents were read, what is known for the next time, and what went wrong since."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from bot.pages import Known
from bot.store.changing import Changing
from bot.store.store import Store
from bot.store.tables import addresses, documents
from retrieval import Document

_HERE = sa.exists().where(documents.c.library == addresses.c.library, documents.c.id == addresses.c.document)
"""The document is in its library today: of one that was removed the address stays, for when that is undone."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that a document of a library is read from.

    `content` names what was read there last. `failures` counts the attempts since it was last read well, and `problem`
    says what was wrong at the last of them.
    """

    library: str
    document: str
    url: str
    content: str
    known: Known
    fetched_at: dt.datetime
    checked_at: dt.datetime
    failures: int = 0
    problem: str | None = None


class Addresses:
    """The addresses of a store. Every method raises StoreError, in words for its owner, if the database fails."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, library: str) -> list[Address]:
        """List the addresses of the documents that a library holds, in the order of their names."""
        return await self._list(addresses.c.library == library)

    async def due(self, before: dt.datetime) -> list[Address]:
        """List the addresses of every library at which nobody has looked since a moment, the longest ago first."""
        found = await self._list(addresses.c.checked_at < before)
        return sorted(found, key=lambda each: each.checked_at)

    async def checked(self, address: Address, known: Known) -> None:
        """Note that nothing is new at an address."""
        await self._note(address, etag=known.etag, modified=known.modified, failures=0, problem=None)

    async def failed(self, address: Address, problem: str) -> int:
        """Note what went wrong at an address, and give how often in a row something did."""
        await self._note(address, failures=address.failures + 1, problem=str(problem))
        return address.failures + 1

    async def _list(self, where: sa.ColumnElement[bool]) -> list[Address]:
        wanted = sa.select(addresses).where(where, _HERE).order_by(addresses.c.library, addresses.c.document)
        async with self._store.transaction() as connection:
            return [_address(row) for row in (await connection.execute(wanted)).mappings()]

    async def _note(self, address: Address, **known: object) -> None:
        mine = (addresses.c.library == address.library, addresses.c.document == address.document)
        async with self._store.transaction(writes=True) as connection:
            await connection.execute(sa.update(addresses).where(*mine).values(checked_at=_now(), **known))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read at an address, named by `content_of`, and what the server said."""

    url: str
    content: str
    known: Known


async def keep_address(changing: Changing, document: str, reading: Reading) -> None:
    """Note, together with the change that puts it into its library, at which address a document was read."""
    row = {
        "library": changing.library,
        "document": document,
        "url": reading.url,
        "content": reading.content,
        "etag": reading.known.etag,
        "modified": reading.known.modified,
        "fetched_at": _now(),
        "checked_at": _now(),
        "failures": 0,
        "problem": None,
    }
    insert = sqlite.insert(addresses).values(row)
    await changing.connection.execute(insert.on_conflict_do_update(index_elements=["library", "document"], set_=row))


def content_of(document: Document) -> str:
    """Name what a page says, its words and what it tells of itself, as a SHA-256."""
    source = document.source
    said = [document.text, source.title, source.publisher, str(source.date), source.licence, source.share]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _address(row: sa.RowMapping) -> Address:
    values = {name: row[name] for name in row if name not in {"etag", "modified"}}
    return Address(**values, known=Known(row["etag"], row["modified"]))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
