"""Backups: everything is in one file, of one moment, and comes back; a damaged one writes nothing."""

import io
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.errors import StoreError
from bot.handlers import ingesting
from bot.store import Store, backup, restore
from tests.library import document, letter

SHARED = ("shared",)


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """Give a data directory with a small and a large original."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "small.txt").write_text("Words.")
    (tmp_path / "files" / "large.txt").write_text(("Words " * 10_000 + "\n\n") * 20)
    async with Store.open(tmp_path / "data") as store:
        await store.add([letter()], library="shared")
        every = ingesting.found([tmp_path / "files"])
        assert [file async for file in ingesting.ingest(every, store, library="shared", by="somebody")]
    return tmp_path / "data"


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


async def test_a_backup_comes_back_as_it_was(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "monday.tar")
    restore(tmp_path / "monday.tar", tmp_path / "restored")

    assert _dump(tmp_path / "restored" / "verbatim.db") == _dump(data / "verbatim.db")
    async with Store.open(data) as before, Store.open(tmp_path / "restored") as after:
        assert await after.documents(SHARED) == await before.documents(SHARED)
        assert [wrong async for wrong in after.damaged_originals()] == []
        assert await after.damage() == []


async def test_a_backup_is_of_one_moment_while_documents_are_added(data: Path, tmp_path: Path) -> None:
    async with Store.open(data) as store:
        async with store.changing(library="shared") as changing:
            await changing.add([document("half.md", "Half of a pair.")])
            backup(data, tmp_path / "monday.tar")
            await changing.add([document("other.md", "The other half.")])
        assert len(await store.ids(SHARED)) == 5
    restore(tmp_path / "monday.tar", tmp_path / "restored")

    async with Store.open(tmp_path / "restored") as restored:
        assert await restored.ids(SHARED) == ["letter.txt", "large.txt", "small.txt"]


def test_a_backup_overwrites_nothing(data: Path, tmp_path: Path) -> None:
    (tmp_path / "monday.tar").write_bytes(b"precious")

    with pytest.raises(StoreError, match="is there already"):
        backup(data, tmp_path / "monday.tar")

    assert (tmp_path / "monday.tar").read_bytes() == b"precious"


def test_a_directory_that_is_not_empty_is_not_restored_into(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "monday.tar")
    before = _dump(data / "verbatim.db")

    with pytest.raises(StoreError, match="is not empty"):
        restore(tmp_path / "monday.tar", data)

    assert _dump(data / "verbatim.db") == before


def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        backup(tmp_path, tmp_path / "monday.tar")

    assert not (tmp_path / "monday.tar").exists()


def _tar(path: Path, members: dict[str, bytes]) -> None:
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({}, "holds no database"),
        ({"verbatim.db": b"none at all, but long enough to be looked at as one"}, "no database"),
        ({"../evil": b"x"}, "no backup of Verbatim"),
        ({"/etc/evil": b"x"}, "no backup of Verbatim"),
        ({f"originals/{'a' * 64}": b"x"}, "is damaged"),
    ],
)
def test_what_is_no_backup_writes_nothing(tmp_path: Path, members: dict[str, bytes], told: str) -> None:
    _tar(tmp_path / "monday.tar", members)

    with pytest.raises(StoreError, match=told):
        restore(tmp_path / "monday.tar", tmp_path / "restored")

    assert [path.name for path in tmp_path.iterdir()] == ["monday.tar"]


def test_a_truncated_backup_writes_nothing(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "monday.tar")
    whole = (tmp_path / "monday.tar").read_bytes()
    (tmp_path / "monday.tar").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(StoreError):
        restore(tmp_path / "monday.tar", tmp_path / "restored")

    assert not (tmp_path / "restored").exists()


async def test_damaged_originals_are_found(data: Path) -> None:
    [large] = (data / "originals").iterdir()
    large.write_bytes(b"Others.")
    with closing(sqlite3.connect(data / "verbatim.db")) as database:
        database.execute("UPDATE originals SET data = x'00' WHERE data IS NOT NULL")
        database.commit()

    async with Store.open(data) as store:
        wrong = [name async for name, _ in store.damaged_originals()]

    assert len(wrong) == 2
    assert large.name in wrong


def test_the_commands_say_what_they_did(data: Path, tmp_path: Path) -> None:
    file, restored = str(tmp_path / "monday.tar"), str(tmp_path / "restored")

    backed_up = CliRunner().invoke(main, ["backup", file, "--data", str(data)])
    put_back = CliRunner().invoke(main, ["restore", file, "--data", restored])
    again = CliRunner().invoke(main, ["restore", file, "--data", restored])

    assert (backed_up.stdout, put_back.stdout) == (
        f"{data} is backed up in {file}.\n",
        f"{file} is restored in {restored}.\n",
    )
    assert again.exit_code == 1
    assert again.stderr.startswith(f"Error: {restored}: is not empty.")
