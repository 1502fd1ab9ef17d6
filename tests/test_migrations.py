"""Migrations: every older database reaches the tables of this version without loss, or stays as it was."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot import migrations
from bot.errors import NewerDatabase, StoreError
from bot.store import Store
from bot.store.tables import VERSION, metadata
from tests.library import LETTER, document, letter

SHARED = ("shared",)
# As the first version wrote it, before there were migrations.
FIRST = """
CREATE TABLE revisions (
    library TEXT NOT NULL, document TEXT NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL, blocks JSON NOT NULL,
    added_at DATETIME NOT NULL, PRIMARY KEY (library, document, hash)
);
CREATE TABLE documents (
    position INTEGER NOT NULL, library TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT, date DATE,
    url TEXT, based_on JSON, revision TEXT NOT NULL, added_at DATETIME NOT NULL, PRIMARY KEY (position),
    UNIQUE (library, id),
    FOREIGN KEY(library, id, revision) REFERENCES revisions (library, document, hash)
);
INSERT INTO revisions VALUES
    ('shared', 'b.md', 'aaaa', 'Old words.', '[["paragraph", 0, 10, [], "", null]]', '2026-01-01 10:00:00.000000'),
    ('shared', 'b.md', '{words}', 'Words.', '[["paragraph", 0, 6, [], "", null]]', '2026-01-02 10:00:00.000000'),
    ('shared', 'letter.txt', '{letter}', '{text}', '{blocks}', '2026-01-03 10:00:00.000000');
INSERT INTO documents VALUES
    (4, 'shared', 'letter.txt', 'Joint letter', 'Human Rights Now', '2024-05-22', 'https://example.org/letter', NULL,
     '{letter}', '2026-01-03 10:00:00.000000'),
    (7, 'shared', 'b.md', 'b.md', NULL, NULL, NULL, NULL, '{words}', '2026-01-02 10:00:00.000000');
PRAGMA user_version = 1;
"""


def first(folder: Path) -> Path:
    """Write a database of the first version, with two documents of which one was replaced."""
    blocks = str([["paragraph", block.start, block.end, [], "", None] for block in letter().blocks])
    with closing(sqlite3.connect(folder / "verbatim.db")) as database:
        database.executescript(
            FIRST.format(
                words=document("b.md", "Words.").revision,
                letter=letter().revision,
                text=LETTER,
                blocks=blocks.replace("'", '"').replace("None", "null"),
            )
        )
    return folder / "verbatim.db"


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return [*database.iterdump(), *map(str, database.execute("PRAGMA user_version"))]


@pytest.fixture(params=["blank", "first"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Give a data directory that is blank, or holds a database of the first version."""
    if request.param == "first":
        first(tmp_path)
    return tmp_path


async def test_every_database_reaches_the_tables_of_this_version(folder: Path) -> None:
    async with Store.open(folder):
        pass

    engine = sa.create_engine(f"sqlite:///{folder / 'verbatim.db'}")
    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True}),
            metadata,
        )
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    engine.dispose()
    assert differences == []
    assert version == VERSION


def test_the_last_migration_has_the_number_of_this_version() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))

    assert scripts.get_current_head() == f"{VERSION:04}"


async def test_a_database_of_the_first_version_keeps_all_that_it_held(tmp_path: Path) -> None:
    first(tmp_path)

    async with Store.open(tmp_path) as store:
        assert await store.documents(SHARED) == [letter(), document("b.md", "Words.")]
        assert await store.text("b.md", "aaaa", libraries=SHARED) == "Old words."
        assert (await store.revisions("b.md", libraries=SHARED))[0] == "aaaa"
        assert await store.damage() == []
        async with store.engine.connect() as connection:
            log = await connection.exec_driver_sql("SELECT document, action, made_at FROM changes ORDER BY number")
            assert [tuple(row) for row in log] == [
                ("b.md", "added", "2026-01-01 10:00:00.000000"),
                ("b.md", "replaced", "2026-01-02 10:00:00.000000"),
                ("letter.txt", "added", "2026-01-03 10:00:00.000000"),
            ]


async def test_an_upgrade_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = first(tmp_path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("DELETE FROM revisions WHERE document = 'b.md'")
        database.commit()
    before = _dump(path)

    with pytest.raises(StoreError, match=r"cannot be brought to this version: 1 of its rows.*stays as it was"):
        async with Store.open(tmp_path):
            pass

    assert _dump(path) == before


async def test_an_upgrade_that_was_killed_half_way_is_done_again(tmp_path: Path) -> None:
    path = first(tmp_path)
    code = f"""
import os, sqlite3
from pathlib import Path
from bot.store import upgrading
upgrading.sqlite3 = type("killed", (), {{"connect": lambda *a, **k: killed(*a, **k)}})
def killed(*arguments, **known):
    connection = sqlite3.connect(*arguments, **known)
    connection.set_trace_callback(lambda sql: os._exit(9) if "RENAME TO documents" in sql else None)
    return connection
upgrading.bring_to_head(Path({str(path)!r}), patience=1)
"""
    status = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stderr=subprocess.DEVNULL)
    assert await status.wait() == 9

    async with Store.open(tmp_path) as store:
        assert await store.documents(SHARED) == [letter(), document("b.md", "Words.")]


async def test_a_database_that_is_newer_than_every_migration_is_refused_and_left_alone(folder: Path) -> None:
    async with Store.open(folder):
        pass
    with closing(sqlite3.connect(folder / "verbatim.db")) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = _dump(folder / "verbatim.db")

    with pytest.raises(NewerDatabase, match="newer version of Verbatim"):
        async with Store.open(folder):
            pass

    assert _dump(folder / "verbatim.db") == before


def test_a_database_of_this_version_is_opened_without_alembic(tmp_path: Path) -> None:
    code = f"""
import asyncio, sys
from pathlib import Path
from bot.store import Store
async def opened():
    async with Store.open(Path({str(tmp_path)!r})):
        print("alembic" in sys.modules)
asyncio.run(opened())
"""
    said = [subprocess.check_output([sys.executable, "-c", code], text=True) for _ in range(2)]  # noqa: S603 - our own interpreter and our own code

    assert said == ["True\n", "False\n"]
