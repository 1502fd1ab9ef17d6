"""The store: what goes in comes out, libraries are apart, and its errors are told in words."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import NewerDatabase, StoreError
from bot.store import Store
from bot.store.tables import VERSION
from retrieval import Document, Source
from tests.library import LETTER, SOURCE, document, letter

SHARED = ("shared",)


def _sql(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / "verbatim.db")) as database:
        database.execute(statement, values)
        database.commit()


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """Give a data directory that holds the letter."""
    async with Store.open(tmp_path) as store:
        await store.add([letter()], library="shared")
    return tmp_path


async def test_documents_come_back_as_they_were_in_the_order_of_adding(tmp_path: Path) -> None:
    based = document("b.md", "Words.\n\nMore words.", based_on=SOURCE)
    async with Store.open(tmp_path) as store:
        await store.add([based, letter()], library="shared")
        await store.add([document("a.md", "Others.")], library="shared")

    async with Store.open(tmp_path) as store:
        assert await store.documents(SHARED) == [based, letter(), document("a.md", "Others.")]


async def test_a_replaced_document_keeps_its_place_and_its_old_text_can_still_be_read() -> None:
    async with Store.open(None) as store:
        await store.add([letter(), document("b.md", "Words.")], library="shared")
        changed = document("letter.txt", "All is new.", Source("New title"))
        await store.add([changed], library="shared")

        assert await store.documents(SHARED) == [changed, document("b.md", "Words.")]
        assert await store.text("letter.txt", letter().revision, libraries=SHARED) == LETTER
        assert await store.revisions("letter.txt", libraries=SHARED) == [letter().revision, changed.revision]


async def test_one_library_holds_nothing_of_another() -> None:
    async with Store.open(None) as store:
        await store.add([letter()], library="guild-1")

        assert await store.documents(SHARED) == []
        assert await store.document("letter.txt", libraries=SHARED) is None
        assert await store.ids(SHARED) == []
        assert await store.text("letter.txt", letter().revision, libraries=SHARED) is None
        assert await store.revisions("letter.txt", libraries=SHARED) == []
        assert await store.document("letter.txt", libraries=("shared", "guild-1")) == letter()


async def test_documents_are_added_all_or_none() -> None:
    def failing() -> Iterator[Document]:
        yield letter()
        raise LookupError

    async with Store.open(None) as store:
        with pytest.raises(LookupError):
            await store.add(failing(), library="shared")

        assert await store.documents(SHARED) == []
        assert await store.is_new()


async def test_a_store_is_new_until_a_document_was_added(folder: Path) -> None:
    _sql(folder, "DELETE FROM documents")

    async with Store.open(folder) as store:
        assert await store.documents(SHARED) == []
        assert not await store.is_new()


async def test_adding_a_document_again_mends_its_text(folder: Path) -> None:
    _sql(folder, "UPDATE revisions SET text = 'damaged'")

    async with Store.open(folder) as store:
        await store.add([letter()], library="shared")

        assert await store.documents(SHARED) == [letter()]


async def test_what_is_in_memory_serves_several_at_once() -> None:
    async with Store.open(None) as store:
        await asyncio.gather(*(store.add([document(f"{n}.md", f"Text {n}.")], library="shared") for n in range(5)))

        found = await asyncio.gather(*(store.documents(SHARED) for _ in range(5)))

    assert [sorted(one.id for one in each) for each in found] == [["0.md", "1.md", "2.md", "3.md", "4.md"]] * 5


async def test_the_database_is_durable_and_checks_its_references(folder: Path) -> None:
    async with Store.open(folder) as store, store.engine.connect() as connection:
        pragmas = [
            (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "user_version")
        ]

    assert pragmas == ["wal", 2, 1, VERSION]


async def test_a_sound_database_has_no_damage(folder: Path) -> None:
    async with Store.open(folder) as store:
        assert await store.damage() == []


async def test_a_document_without_its_text_is_damage(folder: Path) -> None:
    _sql(folder, "DELETE FROM revisions")

    async with Store.open(folder) as store:
        assert await store.damage() == ["row 1 of documents belongs to no row of revisions"]


async def test_a_row_that_holds_no_document_is_told(folder: Path) -> None:
    _sql(folder, 'UPDATE revisions SET blocks = \'[["paragraph", 0, 5, [], "", null]]\'')

    async with Store.open(folder) as store:
        with pytest.raises(StoreError, match=r"verbatim\.db: a stored document is damaged .*letter\.txt"):
            await store.documents(SHARED)


@pytest.mark.parametrize("blocks", ["no JSON", "[1]", '[["verse", 0, 5, [], "", null]]'])
async def test_blocks_that_cannot_be_read_are_told(folder: Path, blocks: str) -> None:
    _sql(folder, "UPDATE revisions SET blocks = ?", blocks)

    async with Store.open(folder) as store:
        with pytest.raises(StoreError, match="a stored document is damaged"):
            await store.documents(SHARED)


async def test_a_newer_database_is_refused(folder: Path) -> None:
    _sql(folder, f"PRAGMA user_version = {VERSION + 1}")

    with pytest.raises(NewerDatabase, match=rf"newer version of Verbatim \(database version {VERSION + 1}.*Update"):
        async with Store.open(folder):
            pass


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "the file is empty"), (b"not a database at all", "this is no database")]
)
async def test_a_file_that_is_no_database_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "verbatim.db").write_bytes(content)

    with pytest.raises(StoreError, match=rf"verbatim\.db: {told}.*from a backup"):
        async with Store.open(tmp_path):
            pass


async def test_a_new_data_directory_can_be_opened_by_several_at_once(tmp_path: Path) -> None:
    async def added(name: str) -> list[str]:
        async with Store.open(tmp_path / "data") as store:
            await store.add([document(name, "Words.")], library="shared")
            return await store.ids(SHARED)

    found = await asyncio.gather(*(added(f"{number}.md") for number in range(5)))

    assert max(len(ids) for ids in found) == 5


async def test_a_truncated_database_is_told(folder: Path) -> None:
    whole = (folder / "verbatim.db").read_bytes()
    (folder / "verbatim.db").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(StoreError, match=r"the database is damaged. Restore it from a backup"):
        async with Store.open(folder) as store:
            await store.documents(SHARED)


async def test_a_locked_database_is_told(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "verbatim.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        async with Store.open(folder, patience=0.01) as store:
            with pytest.raises(StoreError, match="locked by another program"):
                await store.add([letter()], library="shared")


async def test_a_database_that_cannot_be_written_is_told(folder: Path) -> None:
    async with Store.open(folder) as store:
        async with store.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA query_only = ON")

        with pytest.raises(StoreError, match=r"cannot be written\. Check its permissions"):
            await store.add([letter()], library="shared")


async def test_a_folder_in_place_of_the_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "verbatim.db").mkdir()
    (tmp_path / "verbatim.db" / "file").touch()

    with pytest.raises(StoreError, match="cannot be opened"):
        async with Store.open(tmp_path):
            pass


async def test_a_data_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match="cannot be used as data directory"):
        async with Store.open(tmp_path / "file" / "data"):
            pass
