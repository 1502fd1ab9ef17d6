"""Folders and files: what is read, under which id, and what is said of the rest."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from retrieval.documents import Document, Source
from retrieval.errors import UnreadableSource
from retrieval.reading import FORMATS, Skipped, files, formats, parse, read, scan

ENTRY = '[[source]]\nfile = "a.txt"\ntitle = "The mill"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "library", {"a.txt": "It is old."})


def put(folder: Path, contents: dict[str, str | bytes]) -> Path:
    for name, content in contents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def skipped(folder: Path) -> dict[str, str]:
    return {found.name: found.reason for found in scan(folder) if isinstance(found, Skipped)}


def test_a_folder_is_read_with_its_subfolders_in_the_order_of_paths(folder: Path) -> None:
    put(folder, {"letters/b.MD": "Old.", "letters.txt": "Old.", "Z.markdown": "Old.", "letters/a.txt": "Old."})

    assert [document.id for document in read(folder)] == [
        "Z.markdown",
        "a.txt",
        "letters.txt",
        "letters/a.txt",
        "letters/b.MD",
    ]


def test_a_single_file_is_called_by_its_name(folder: Path) -> None:
    assert [document.id for document in read(folder / "a.txt")] == ["a.txt"]


def test_documents_of_json_lines_are_called_by_their_own_ids(folder: Path) -> None:
    put(folder, {"b.jsonl": json.dumps({"doc_id": "x/1", "title": "X", "text": "Old."})})

    assert [document.id for document in read(folder)] == ["a.txt", "x/1"]


def test_hidden_files_and_folders_are_left_out(folder: Path) -> None:
    put(folder, {".hidden.txt": "Old.", ".git/config.txt": "Old.", "b/.c/d.txt": "Old."})

    assert [file.name for file in files(folder)] == ["a.txt"]


def test_a_hidden_folder_is_read_when_it_is_named(tmp_path: Path) -> None:
    assert len(read(put(tmp_path / ".library", {"a.txt": "It is old."}))) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("b.txt", b"PK\x00\x01", "binary, not text"),
        ("b.md", " \n\n", "empty"),
        ("b.png", b"x", "unknown format"),
        ("b", "x", "unknown format"),
        ("b\n.txt", "x", "its name holds what is no text"),
        ("b.txt", "long " * 30, "more than the 0 MiB that are read"),
    ],
)
def test_a_file_that_cannot_be_read_is_skipped_with_the_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str | bytes, reason: str
) -> None:
    monkeypatch.setitem(FORMATS, ".txt", formats.Format(FORMATS[".txt"].read, limit=100))
    put(folder, {name: content})

    (told,) = skipped(folder).values()

    assert reason in told
    assert [document.id for document in read(folder)] == ["a.txt"]


def test_each_skipped_file_is_one_warning(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(folder, {"b.txt": "", "c.bin": b"x"})

    read(folder)

    assert [(record.name, record.levelname) for record in caplog.records] == [("retrieval.reading", "WARNING")] * 2
    assert caplog.messages[0] == "skipped b.txt: empty"


def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    outside = put(folder.parent / "outside", {"secret.txt": "Secret."})
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "there").symlink_to(outside)
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")

    assert [document.id for document in read(folder)] == ["a.txt", "inside.txt"]
    assert skipped(folder)["link.txt"] == skipped(folder)["there"] == "a link that leads out of the folder"
    assert "loop.txt" in skipped(folder)


def test_a_link_to_a_folder_inside_is_not_followed(folder: Path) -> None:
    put(folder, {"b/c.txt": "Old."})
    (folder / "again").symlink_to(folder / "b")

    assert skipped(folder) == {"again": "a link to a folder"}


def test_a_link_that_is_named_is_followed(folder: Path) -> None:
    link = folder.parent / "link.txt"
    link.symlink_to(folder / "a.txt")

    assert [document.id for document in read(link)] == ["link.txt"]


def test_what_is_no_regular_file_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")

    assert skipped(folder) == {"pipe.txt": "not a regular file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_skipped(folder: Path) -> None:
    put(folder, {"b.txt": "Old.", "c/d.txt": "Old."})
    (folder / "b.txt").chmod(0)
    (folder / "c").chmod(0)

    told = skipped(folder)
    (folder / "c").chmod(0o700)

    assert told == {"b.txt": "cannot be read: Permission denied", "c": "a folder that cannot be opened"}


def test_a_file_that_is_gone_when_its_turn_comes_is_skipped(folder: Path) -> None:
    put(folder, {"b.txt": "Old."})
    found = scan(folder)
    next(found)

    (folder / "b.txt").unlink()

    assert list(found) == [Skipped("b.txt", "cannot be read: No such file or directory")]


def test_a_second_document_with_the_same_id_is_skipped(folder: Path) -> None:
    put(folder, {"b.jsonl": json.dumps({"doc_id": "a.txt", "title": "X", "text": "Old."})})

    assert skipped(folder) == {"b.jsonl": "the id 'a.txt' is already taken by another document"}


def test_what_does_not_exist_is_told_with_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UnreadableSource) as caught:
        read(Path("nowhere"))

    assert str(caught.value) == f"{tmp_path}/nowhere: no such file or folder; name one that exists"


def test_a_folder_without_anything_to_read_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="an empty folder; put files in it"):
        read(tmp_path)

    put(tmp_path, {"a.bin": "x"})
    with pytest.raises(UnreadableSource, match=r"1 skipped, first a\.bin: unknown format"):
        read(tmp_path)


def test_a_single_file_that_cannot_be_read_says_why(folder: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"b\.txt: empty; name a file that can be read"):
        read(put(folder, {"b.txt": ""}) / "b.txt")


def test_files_can_be_counted_and_watched_as_they_are_read(folder: Path) -> None:
    put(folder, {"b.bin": "x", "sources.toml": ENTRY})
    watched: list[str] = []

    def track(found: list[Path]) -> list[Path]:
        watched.extend(file.name for file in found)
        return found

    assert len(list(scan(folder, track=track))) == 2
    assert watched == [file.name for file in files(folder)] == ["a.txt", "b.bin"]


def test_bytes_are_read_without_a_file() -> None:
    (document,) = parse("upload.md", b"# The mill\n\nOld.")

    assert isinstance(document, Document)
    assert (document.id, document.source.title) == ("upload.md", "The mill")


def test_sources_toml_describes_files_by_their_path(folder: Path) -> None:
    put(folder, {"b/c.txt": "It is old."})
    of_a = f'{ENTRY}date = 2020-01-02\nbased_on = {{title = "Old mill", date = "1999-01-02"}}\n'
    of_c = '[[source]]\nfile = "b/c.txt"\ndate = 2021-05-04T10:00:00\nurl = "https://x.org"\npublisher = "The Society"'
    put(folder, {"sources.toml": of_a + of_c})

    first, second = read(folder)

    assert first.source == Source("The mill", date=dt.date(2020, 1, 2))
    assert first.based_on == Source("Old mill", date=dt.date(1999, 1, 2))
    assert second.source == Source("C", "The Society", dt.date(2021, 5, 4), "https://x.org")


def test_sources_toml_beside_a_single_file_describes_it(folder: Path) -> None:
    assert read(put(folder, {"sources.toml": ENTRY}) / "a.txt")[0].source.title == "The mill"


def test_sources_toml_wins_over_front_matter_and_front_matter_over_headings(folder: Path) -> None:
    put(folder, {"b.md": "---\ntitle: Front\npublisher: P\n---\n# Heading\n\nOld.", "sources.toml": ""})
    assert read(folder)[1].source == Source("Front", "P")

    put(folder, {"sources.toml": '[[source]]\nfile = "b.md"\ntitle = "Table"'})
    assert read(folder)[1].source == Source("Table", "P")


def test_sources_toml_that_cannot_be_opened_is_told(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "sources.toml").mkdir()

    assert len(read(folder)) == 1
    assert "sources.toml: ignored, it cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ("[[source]\n", "ignored, not TOML"),
        (b"\xff", "ignored, not TOML in UTF-8"),
        ('source = "a.txt"', "ignored, entries begin with [[source]]"),
        ('[[source]]\ntitle = "x"', "entry 1 ignored, it names no file"),
        ("source = [1]", "entry 1 ignored, it names no file"),
        (ENTRY.replace('"The mill"', "3"), "title ignored, no text: 3"),
        (ENTRY + "date = 3", "date ignored, none like 2024-05-31: 3"),
        (ENTRY + "date = 10:00:00", "date ignored"),
        (ENTRY + 'based_on = "x"', "based_on ignored, it has no title"),
    ],
)
def test_a_mistake_in_sources_toml_is_told_and_the_documents_are_read(
    folder: Path, caplog: pytest.LogCaptureFixture, toml: str | bytes, problem: str
) -> None:
    put(folder, {"sources.toml": toml})

    assert len(read(folder)) == 1
    assert len(caplog.messages) == 1
    assert "sources.toml" in caplog.messages[0]
    assert problem in caplog.messages[0]
