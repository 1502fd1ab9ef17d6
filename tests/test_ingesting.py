"""Ingesting: what is new is added, what is unchanged costs nothing, and what fails stops nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot import apart
from bot.changes import Action
from bot.cli import main
from bot.handlers import ingesting
from bot.store import Store

SHARED = ("shared",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of documents, one of which cannot be read."""
    made = tmp_path / "letters"
    made.mkdir()
    (made / "a.txt").write_text("The first letter is short.")
    (made / "b.md").write_text("# B\n\nThe second letter is long.")
    (made / "c.jsonl").write_text('{"doc_id": "c1", "text": "One."}\n{"doc_id": "c2", "text": "Two."}\nno JSON\n')
    (made / "d.exe").write_bytes(b"MZ")
    return made


def _run(data: Path, *paths: Path) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(main, ["ingest", *map(str, paths), "--data", str(data), "--json"])
    return result.exit_code, json.loads(result.stdout)


async def _ingested(store: Store, *paths: Path) -> list[Action]:
    every = ingesting.ingest(ingesting.found(paths), store, library="shared", by="somebody")
    return [action async for file in every for action in file.actions]


def test_the_summary_counts_what_was_added_and_names_what_failed(folder: Path, tmp_path: Path) -> None:
    status, told = _run(tmp_path / "data", folder)

    assert (status, told["added"], told["replaced"], told["unchanged"]) == (1, 4, 0, 0)
    assert [failed["name"] for failed in told["failed"]] == ["c.jsonl:3", "d.exe"]


def test_a_second_run_reads_nothing_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "d.exe").unlink()
    _run(tmp_path / "data", folder)
    monkeypatch.setattr(ingesting, "read", lambda file: pytest.fail(f"{file} was read"))

    status, told = _run(tmp_path / "data", folder)

    assert (status, told["added"], told["replaced"], told["unchanged"]) == (0, 0, 0, 4)


def test_what_has_changed_is_replaced(folder: Path, tmp_path: Path) -> None:
    _run(tmp_path / "data", folder)
    (folder / "a.txt").write_text("The first letter is new.")

    _, told = _run(tmp_path / "data", folder)

    assert (told["added"], told["replaced"], told["unchanged"]) == (0, 1, 3)


def test_what_is_written_about_a_file_is_a_change_too(folder: Path, tmp_path: Path) -> None:
    _run(tmp_path / "data", folder)
    (folder / "sources.toml").write_text('[[source]]\nfile = "a.txt"\ntitle = "The letter"\n')

    _, told = _run(tmp_path / "data", folder)

    assert (told["added"], told["replaced"], told["unchanged"]) == (0, 1, 3)


async def test_a_removed_document_comes_back_when_its_file_is_ingested_again(folder: Path) -> None:
    async with Store.open(None) as store:
        await _ingested(store, folder)
        async with store.changing(library="shared") as changing:
            await changing.remove("a.txt")

        assert (await _ingested(store, folder)).count(Action.ADDED) == 1


async def test_originals_are_kept_small_ones_in_the_database_and_large_ones_beside_it(tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text("Words.")
    (tmp_path / "large.txt").write_text(("Words " * 10_000 + "\n\n") * 20)
    async with Store.open(tmp_path / "data") as store:
        await _ingested(store, tmp_path / "small.txt", tmp_path / "large.txt")
        async with store.engine.connect() as connection:
            rows = await connection.exec_driver_sql("SELECT size, data FROM originals ORDER BY size")
            assert [tuple(row) for row in rows] == [(6, b"Words."), (1_200_040, None)]

    [kept] = (tmp_path / "data" / "originals").iterdir()
    assert kept.read_bytes() == (tmp_path / "large.txt").read_bytes()


async def test_two_files_with_one_id_do_not_take_turns(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text(f'{{"doc_id": "one", "text": "Words of {name}."}}')

    async with Store.open(None) as store:
        told = [
            file async for file in ingesting.ingest(ingesting.found([tmp_path]), store, library="shared", by="somebody")
        ]

        assert [len(file.failures) for file in told] == [0, 1]
        [kept] = await store.documents(SHARED)
        assert kept.text == "Words of a."


async def test_much_is_read_by_several_processes_in_order(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(f"Letter {number}.\n\n" + ("word " * 2000 + "\n\n") * 10)

    async with Store.open(None) as store:
        assert set(await _ingested(store, tmp_path)) == {Action.ADDED}
        assert await store.ids(SHARED) == [f"{number:02}.txt" for number in range(12)]


def test_a_reader_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_name: str, _data: bytes) -> list[Any]:
        raise RecursionError("too deep")

    monkeypatch.setattr(apart, "parse", failing)
    (tmp_path / "a.txt").write_text("Words.")
    [file] = ingesting.found([tmp_path])

    [failure] = ingesting.read(file).failures

    assert failure.reason == "cannot be read: RecursionError: too deep"
