"""Nothing is lost: whatever kills, fills, locks or shares the data directory, what was acknowledged is there."""

import asyncio
import json
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.errors import StoreError
from bot.handlers import Libraries, responder
from bot.requests import Search, SourceAdd
from bot.store import Store
from retrieval import revision_of
from tests.library import ANYBODY, OPERATOR, document, letter

ROOT = Path(__file__).parent.parent
SHARED = ("shared",)
SCHEDULE = 20240522
"""The seed of when the process is killed."""
Held = Mapping[str, str | None]
KILLS = 5
# Adds, replaces and removes pairs of documents, each pair and its large original in one transaction, and acknowledges
# each with a line: what the pair holds now.
WRITER = """
import asyncio, itertools, json, sys
from pathlib import Path
from bot.store import Origin, Original, Store
from tests.library import document

async def write(folder, first):
    async with Store.open(Path(folder)) as store:
        print(json.dumps("ready"), flush=True)
        for number in itertools.count(first):
            pair = f"pair-{number % 5}"
            text = None if number % 4 == 3 else f"Text {number}."
            print(json.dumps(["begun", pair, text]), flush=True)
            async with store.changing(library="shared", by="writer") as changing:
                if text is None:
                    await changing.remove(pair + "-a")
                    await changing.remove(pair + "-b")
                else:
                    origin = Origin(Original(text.encode() * (150_000 if number % 2 else 1_000)))
                    await changing.add([document(pair + "-a", text)], origin=origin)
                    await changing.add([document(pair + "-b", text)], origin=origin)
            print(json.dumps(["done", pair, text]), flush=True)

asyncio.run(write(sys.argv[1], int(sys.argv[2])))
"""


def _killed(folder: Path, first: int, *, after: float) -> list[Any]:
    """Run the writer, kill it some seconds after it has begun, and give what it said."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-c", WRITER, str(folder), str(first)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline()) == "ready"
        threading.Timer(after, process.kill).start()
        return [json.loads(line) for line in process.stdout.read().splitlines() if line.endswith("]")]


async def test_a_process_that_is_killed_loses_nothing_acknowledged_and_leaves_no_half(tmp_path: Path) -> None:
    schedule, held, done = random.Random(SCHEDULE), dict[str, str | None](), 0  # noqa: S311 - a schedule, no secret
    for turn in range(KILLS):
        said = _killed(tmp_path, turn * 1000, after=schedule.uniform(0.0, 0.25))
        held |= {pair: text for what, pair, text in said if what == "done"}
        done += sum(what == "done" for what, _, _ in said)
        open_ = {said[-1][1]: said[-1][2]} if said and said[-1][0] == "begun" else {}

        held |= await _found(tmp_path, held, open_)

    assert done


async def _found(
    folder: Path, held: Mapping[str, str | None], open_: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Compare what is stored with what was acknowledged; a change that was not may count as a whole or not at all."""
    async with Store.open(folder) as store:
        assert await store.damage() == []
        assert [wrong async for wrong in store.damaged_originals()] == []
        assert all(kept.revision == revision_of(kept.text) for kept in await store.kept())
        stored = {found.id: found.text for found in await store.documents(SHARED)}
    now = {pair: stored.get(f"{pair}-a") for pair in {*held, *open_}}
    assert {pair: stored.get(f"{pair}-b") for pair in now} == now
    assert {name[:-2] for name in stored} <= set(now)
    for pair, text in now.items():
        assert text == held.get(pair) or (pair in open_ and text == open_[pair])
    return now


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of one MiB and a half."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(  # noqa: S603 - a fixed command
        ["/bin/mount", "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        yield disk
    finally:
        # Lazily, since a thread of the driver's may still be closing its file.
        subprocess.run(["/bin/umount", "--lazy", str(disk)], check=True)  # noqa: S603 - a fixed command


async def test_a_full_disk_is_told_nothing_is_lost_and_the_bot_goes_on(small_disk: Path) -> None:
    async with Store.open(small_disk) as store:
        await store.add([letter()], library="shared")
        respond = responder(Libraries(store))
        large = ("Harbour " * 1000 + "\n\n") * 100
        for size, told in ((len(large), "no space is left on the disk"), (3 * len(large), "No space left on device")):
            data = (large * 3)[:size].encode()
            with pytest.raises(StoreError, match=told):
                await respond(SourceAdd(OPERATOR, "large.txt", data))

        assert (await respond(Search(ANYBODY, "prosecutor"))).data["hits"]
        assert await store.ids(SHARED) == ["letter.txt"]
        await respond(SourceAdd(OPERATOR, "small.txt", b"The harbour has boats."))
        assert await store.ids(SHARED) == ["letter.txt", "small.txt"]
        assert await store.damage() == []


async def test_a_disk_that_is_read_only_is_told_and_stays_as_it_was(small_disk: Path) -> None:
    async with Store.open(small_disk) as store:
        await store.add([letter()], library="shared")
    _remount(small_disk, "ro")

    with pytest.raises(StoreError, match=r"cannot be (written|opened)"):
        async with Store.open(small_disk) as store:
            await store.add([document("b.md", "Words.")], library="shared")

    _remount(small_disk, "rw")
    async with Store.open(small_disk) as store:
        assert await store.documents(SHARED) == [letter()]


def _remount(disk: Path, how: str) -> None:
    subprocess.run(["/bin/mount", "-o", f"remount,{how}", str(disk)], check=True)  # noqa: S603 - a fixed command


async def test_a_locked_database_is_told_and_the_bot_goes_on(tmp_path: Path) -> None:
    async with Store.open(tmp_path, patience=0.01) as store:
        await store.add([letter()], library="shared")
        respond = responder(Libraries(store))
        with closing(sqlite3.connect(tmp_path / "verbatim.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            with pytest.raises(StoreError, match="locked by another program"):
                await respond(SourceAdd(OPERATOR, "boats.txt", b"The harbour has boats."))

            assert (await respond(Search(ANYBODY, "prosecutor"))).data["hits"]
        await respond(SourceAdd(OPERATOR, "boats.txt", b"The harbour has boats."))
        assert await store.ids(SHARED) == ["letter.txt", "boats.txt"]


def test_two_processes_may_change_one_data_directory(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for number in range(40):
            (tmp_path / name / f"{name}-{number}.txt").write_text(f"Letter {number} of {name}.")
    command = [sys.executable, "-m", "bot", "ingest", "--json", "--data", str(tmp_path / "data")]

    running = [
        subprocess.Popen([*command, str(tmp_path / name)], cwd=ROOT, stdout=subprocess.PIPE)  # noqa: S603 - our own interpreter
        for name in ("one", "two")
    ]
    told = [json.loads(process.communicate(timeout=60)[0]) for process in running]

    async def stored() -> tuple[int, list[str]]:
        async with Store.open(tmp_path / "data") as store:
            return len(await store.ids(SHARED)), await store.damage()

    assert [each["added"] for each in told] == [40, 40]
    assert asyncio.run(stored()) == (80, [])
