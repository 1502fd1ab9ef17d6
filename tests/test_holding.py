"""Libraries in memory: loaded from files, kept up with changes, apart from each other, and let go."""

import logging
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import app
from bot.handlers import Libraries, responder
from bot.handlers.holding import Holding
from bot.index_cache import FOLDER_NAME, IndexCache
from bot.requests import Check, SourceAdd
from bot.settings import Settings
from bot.store import ORIGINALS, Store
from bot.terminal import console
from retrieval import Document, Index, answer
from tests.library import OPERATOR, document, letter

SHARED, GUILD, OTHER = "shared", "guild-1", "guild-2"
BOATS = document("boats.txt", "The harbour has twelve boats. The harbour master is called Zork.")
QUESTION = "Who is the prosecutor, and who is the harbour master?"


class Builds:
    """Builds indexes, and counts them."""

    def __init__(self) -> None:
        self.documents: list[int] = []

    def __call__(self, documents: Sequence[Document]) -> Index:
        """Build one."""
        self.documents.append(len(documents))
        return Index.build(documents)


def libraries(store: Store, builds: Builds) -> Libraries:
    assert store.path
    return Libraries(store, build=builds, cache=IndexCache(store.path.parent / FOLDER_NAME))


async def started(folder: Path, builds: Builds, *names: str) -> tuple[list[str], float]:
    """Start, ask once, and end; give the documents that were asked, and the threshold."""
    async with Store.open(folder) as store:
        opened = libraries(store, builds)
        served = await opened.served(names or (SHARED,))
        found = list(served.index.documents)
        assert answer(QUESTION, served.index) == answer(
            QUESTION, Index.build(await store.documents(names or (SHARED,)))
        )
        await opened.settled()
        return found, served.threshold


async def filled(folder: Path) -> None:
    async with Store.open(folder) as store:
        await store.add([letter(), document("weather.md", "It rained in Bergen on Monday.")], library=SHARED)


async def changed(folder: Path) -> None:
    """Change the shared library while nothing serves it."""
    async with Store.open(folder) as store:
        await store.add([BOATS, document("letter.txt", "Karim Khan was the prosecutor.")], library=SHARED)
        async with store.changing(library=SHARED) as changing:
            await changing.remove("weather.md")
        await store.add([document("weather.md", "It snowed in Bergen on Friday.")], library=SHARED)


async def test_a_second_start_reads_the_files_and_builds_nothing(tmp_path: Path) -> None:
    await filled(tmp_path)
    builds = Builds()

    first, second = await started(tmp_path, builds), await started(tmp_path, builds)

    assert first == second
    assert builds.documents == [2]


async def test_a_start_after_changes_follows_them(tmp_path: Path) -> None:
    await filled(tmp_path)
    builds = Builds()
    await started(tmp_path, builds)

    await changed(tmp_path)

    assert (await started(tmp_path, builds))[0] == ["letter.txt", "boats.txt", "weather.md"]
    assert (await started(tmp_path, builds))[0] == ["letter.txt", "boats.txt", "weather.md"]
    assert builds.documents == [2]


@pytest.mark.parametrize("damage", ["flipped", "cut", "missing segment", "missing list", "nonsense"])
async def test_damaged_files_are_told_and_made_anew(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    await filled(tmp_path)
    builds = Builds()
    expected = await started(tmp_path, builds)
    (segment,) = (tmp_path / FOLDER_NAME).glob("shared-*.segment")
    listed = tmp_path / FOLDER_NAME / "shared.json"
    match damage:
        case "flipped":
            data = bytearray(segment.read_bytes())
            data[-200] ^= 1
            segment.write_bytes(data)
        case "cut":
            segment.write_bytes(segment.read_bytes()[:-100])
        case "missing segment":
            segment.unlink()
        case "missing list":
            listed.unlink()
        case _:
            listed.write_bytes(listed.read_bytes().replace(b"segment", b"sediment"))

    with caplog.at_level(logging.WARNING):
        found = await started(tmp_path, builds)

    assert found == expected
    assert builds.documents == [2, 2]
    assert ("made anew" in caplog.text) == (not damage.startswith("missing"))
    assert await started(tmp_path, builds) == expected
    assert builds.documents == [2, 2]


async def test_files_of_another_database_are_not_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    await filled(tmp_path / "one")
    builds = Builds()
    await started(tmp_path / "one", builds)
    async with Store.open(tmp_path / "two") as store:
        await store.add([BOATS, document("weather.md", "It snowed in Bergen on Friday.")], library=SHARED)
    shutil.copytree(tmp_path / "one" / FOLDER_NAME, tmp_path / "two" / FOLDER_NAME)

    with caplog.at_level(logging.WARNING):
        found, _ = await started(tmp_path / "two", builds)

    assert found == ["boats.txt", "weather.md"]
    assert "of another database" in caplog.text


async def test_where_files_cannot_be_written_the_bot_answers_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await filled(tmp_path)
    (tmp_path / FOLDER_NAME).write_text("in the way")

    with caplog.at_level(logging.WARNING):
        found, _ = await started(tmp_path, Builds())

    assert found == ["letter.txt", "weather.md"]
    assert "is not kept" in caplog.text


async def test_files_that_are_not_listed_any_more_are_removed(tmp_path: Path) -> None:
    await filled(tmp_path)
    async with Store.open(tmp_path) as store:
        opened = libraries(store, Builds())
        await opened.served((SHARED,))
        for number in range(5):
            await store.add([document(f"d{number}", f"The boat {number} is here.")], library=SHARED)
            await opened.changed(SHARED)
            await opened.settled()

        index = await opened.index((SHARED,))

    assert len(list((tmp_path / FOLDER_NAME).glob("*.segment"))) == len(index.parts) <= 2


async def test_another_library_changes_no_byte_of_an_answer(tmp_path: Path) -> None:
    await filled(tmp_path)
    async with Store.open(tmp_path) as store:
        await store.add([BOATS], library=GUILD)
        opened = libraries(store, Builds())
        await opened.served((SHARED, GUILD))
        await opened.settled()
        before = await opened.served((SHARED, GUILD))

        await store.add([document("prosecutor.txt", "The prosecutor is Zork Zork.")], library=OTHER)
        await opened.served((SHARED, OTHER))
        await opened.changed(OTHER)
        await opened.settled()
        after = await opened.served((SHARED, GUILD))

        assert after is before
        anew = libraries(store, Builds())
        again = await anew.served((SHARED, GUILD))
        assert (again.revision, again.threshold) == (before.revision, before.threshold)
        assert answer(QUESTION, again.index) == answer(QUESTION, before.index)


async def test_an_empty_library_beside_another_changes_nothing(tmp_path: Path) -> None:
    await filled(tmp_path)
    async with Store.open(tmp_path) as store:
        opened = libraries(store, Builds())

        alone, beside = await opened.served((SHARED,)), await opened.served((SHARED, OTHER))

        assert (alone.revision, alone.threshold) == (beside.revision, beside.threshold)
        assert answer(QUESTION, alone.index) == answer(QUESTION, beside.index)


async def test_after_a_change_the_threshold_is_that_of_a_new_start(tmp_path: Path) -> None:
    await filled(tmp_path)
    async with Store.open(tmp_path) as store:
        opened = libraries(store, Builds())
        await opened.served((SHARED,))

        await store.add([document(f"d{n}", f"Boat {n} came to the harbour in May.") for n in range(40)], library=SHARED)
        await opened.changed(SHARED)
        await opened.served((SHARED,))
        await opened.settled()

        again = await Libraries(store).served((SHARED,))
        assert (await opened.served((SHARED,))).threshold == again.threshold
        assert (await opened.served((SHARED,))).revision == again.revision


async def test_what_was_not_asked_for_longest_is_let_go_when_room_is_short(tmp_path: Path) -> None:
    builds = Builds()
    async with Store.open(tmp_path) as store:
        for name in (SHARED, GUILD, OTHER):
            await store.add([letter()], library=name)
        holding = Holding(store, build=builds, cache=None, room=1)

        for name in (SHARED, GUILD, SHARED):
            await holding.held([name])
        await holding.held([OTHER, SHARED])

        assert builds.documents == [1, 1, 1, 1, 1]
        (held,) = await holding.held([SHARED])
        assert builds.documents == [1, 1, 1, 1, 1]
        assert list(held.index.documents) == ["letter.txt"]
        await holding.tasks.settled()


async def test_the_check_removes_files_of_an_index_that_cannot_be_used_and_nothing_else(tmp_path: Path) -> None:
    await filled(tmp_path)
    builds = Builds()
    await started(tmp_path, builds)
    (segment,) = (tmp_path / FOLDER_NAME).glob("shared-*.segment")
    segment.write_bytes(segment.read_bytes()[:-100])
    async with Store.open(tmp_path) as store:
        respond = responder(libraries(store, builds))

        found, again = [(await respond(Check(OPERATOR))).data["findings"] for _ in range(2)]

    assert isinstance(found, list)
    assert [(each["where"], "made anew" in each["what"]) for each in found] == [("index of shared", True)]
    assert again == []
    assert (await started(tmp_path, builds))[0] == ["letter.txt", "weather.md"]


async def test_a_change_that_another_process_made_just_before_is_not_overlooked(tmp_path: Path) -> None:
    await filled(tmp_path)
    async with Store.open(tmp_path) as store:
        opened = libraries(store, Builds())
        await opened.served((SHARED,))
        await store.add([BOATS], library=SHARED)
        added = SourceAdd(OPERATOR, "new.txt", b"The lighthouse is new.")
        await responder(opened)(added)
        assert [*(await opened.index((SHARED,))).documents] == [
            document.id for document in await store.documents([SHARED])
        ]
        assert await opened.unsound(SHARED) == []
        await opened.settled()


async def test_what_a_crash_left_of_a_file_goes_once_nobody_can_be_writing_it(tmp_path: Path) -> None:
    abandoned, written = (tmp_path / folder / "file.part" for folder in (FOLDER_NAME, ORIGINALS))
    for file in (abandoned, written):
        file.parent.mkdir()
        file.write_bytes(b"half")
    os.utime(abandoned, (0, 0))
    settings = Settings(data=tmp_path, corpus=Path("seeds"))
    async with app.data(tmp_path, settings=settings, notes=console(sys.stderr)):
        assert (abandoned.exists(), written.exists()) == (False, True)
