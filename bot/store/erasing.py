"""Erasing: words that their author has taken back, gone from everything that is stored."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from bot.store.changing import Changing
from bot.store.store import Store
from bot.store.tables import audit, changes, revisions, rulings
from retrieval import Document

PIN = "pin"
"""The kind of the only ruling that holds words of a document."""


async def erase(changing: Changing, document: str, *, library: str, but: Document | None = None) -> None:
    """Erase every text that a document has had but today's, with its titles, and the pins and notes that quote it."""
    connection = changing.connection
    await connection.exec_driver_sql("PRAGMA secure_delete = ON")  # what is freed is overwritten
    mine = (revisions.c.library == library, revisions.c.document == document)
    gone = [*mine, revisions.c.hash != but.revision] if but else mine
    await connection.execute(sa.delete(revisions).where(*gone))
    past = (changes.c.library == library, changes.c.document == document)
    await connection.execute(sa.update(changes).where(*past).values(before=None))
    wanted = sa.select(rulings).where(rulings.c.kind == PIN)
    for row in (await connection.execute(wanted)).mappings().all():
        if row["body"]["document"] == document and not (but and row["body"]["words"] in but.text):
            await connection.execute(sa.delete(rulings).where(rulings.c.number == row["number"]))
    noted = sa.select(audit).where(sa.cast(audit.c.detail, sa.Text).contains(document, autoescape=True))
    for row in (await connection.execute(noted)).mappings().all():
        body = row["detail"].get("body") or {}
        if body.get("document") == document and "words" in body:
            scrubbed = {**row["detail"], "body": {**body, "words": ""}}
            await connection.execute(sa.update(audit).where(audit.c.number == row["number"]).values(detail=scrubbed))


async def truncated(store: Store) -> None:
    """Let nothing of what was erased stay in the file in which SQLite notes what it writes, unless others read it."""
    if store.path:
        await asyncio.to_thread(_truncated, store.path)


def _truncated(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
