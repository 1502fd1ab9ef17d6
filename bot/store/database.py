"""One SQLite database: how it is opened, in which version, and what its errors mean to its owner."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.tables import metadata
from bot.store.upgrading import bring_to_head

MEMORY = "the database in memory"
PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""
WRITES = "verbatim_writes"
"""The execution option that says that a transaction will write."""

_PRAGMAS = ("synchronous = FULL", "foreign_keys = ON")
_RESTORE = "Restore it from a backup, or delete it to start anew."
_MEANINGS = {
    "SQLITE_NOTADB": f"this is no database, or a damaged one. {_RESTORE}",
    "SQLITE_CORRUPT": f"the database is damaged. {_RESTORE}",
    "SQLITE_BUSY": "the database is locked by another program. Close that program, or wait until it is done.",
    "SQLITE_LOCKED": "the database is locked by another program. Close that program, or wait until it is done.",
    "SQLITE_READONLY": "the database cannot be written. Check its permissions and those of its folder.",
    "SQLITE_CANTOPEN": "the database cannot be opened. Check its permissions and those of its folder.",
    "SQLITE_FULL": "no space is left on the disk.",
    "SQLITE_IOERR": "the disk reported an error.",
}


@asynccontextmanager
async def connected(path: Path | None, *, patience: float = PATIENCE) -> AsyncIterator[AsyncEngine]:
    """Open the database at a path, made if it is not there; None is one in memory. Raise StoreError if it cannot be."""
    if path:
        with plain_errors(path):
            _prepare(path, patience=patience)
    address = sa.URL.create("sqlite+aiosqlite", database=str(path) if path else None)
    # One connection for the database in memory: another would be another database. Its users wait for each other.
    pool = {} if path else {"poolclass": sa.AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    engine = create_async_engine(address, connect_args={"timeout": patience}, **pool)
    event.listen(engine.sync_engine, "connect", _configure)
    event.listen(engine.sync_engine, "begin", _begin)
    try:
        if path is None:
            async with transaction(engine, writes=True) as connection:
                await connection.run_sync(metadata.create_all)
        yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def transaction(engine: AsyncEngine, *, writes: bool = False) -> AsyncIterator[AsyncConnection]:
    """Run statements together: all of them count, or on an error none."""
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: writes})
        async with connection.begin():
            yield connection


@contextmanager
def plain_errors(path: Path | None) -> Iterator[None]:
    """Tell what a database reports in words for its owner, as StoreError."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(path or MEMORY, meaning(error.orig)) from error


def meaning(error: BaseException | None) -> str:
    """Tell what an error of the driver means to whoever owns the database."""
    name = getattr(error, "sqlite_errorname", "")
    return next((meaning for code, meaning in _MEANINGS.items() if name.startswith(code)), f"{error}.")


def _prepare(path: Path, *, patience: float) -> None:
    """Make the folder, the file and its tables; refuse a file without a byte, which SQLite would take for a new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _create(path)
        if path.stat().st_size == 0:
            raise StoreError(path, f"the file is empty, so its documents are lost. {_RESTORE}")
        bring_to_head(path, patience=patience)
    except OSError as error:
        raise StoreError(path.parent, f"cannot be used as data directory: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise StoreError(path, meaning(error)) from error


def _create(path: Path) -> None:
    """Write a database without tables unless there is a file: SQLite itself would begin with an empty one."""
    with closing(sqlite3.connect(":memory:")) as blank, suppress(FileExistsError), path.open("xb") as file:
        blank.execute("PRAGMA user_version = 0")
        file.write(blank.serialize())


def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection has no public type
    # The driver would begin transactions late, and none for changes of tables: SQLAlchemy begins them, see _begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    # A writer takes the lock before it reads: one that reads first fails at once if another has written meanwhile.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
