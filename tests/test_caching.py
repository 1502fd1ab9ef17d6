"""A segment in a file: what comes back is what was written, or an error that says why it cannot be used."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Document, Index, UnusableCache, answer, caching, open_segment, rank, write_segment
from tests.corpora import libraries, only, questions


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for files that are written anew for each example."""
    return tmp_path_factory.mktemp("segments")


def written(index: Index, folder: Path) -> Path:
    file = folder / "library.segment"
    write_segment(only(index), file)
    return file


@given(library=libraries, question=questions)
def test_what_is_mapped_answers_as_what_was_written(library: list[Document], question: str, folder: Path) -> None:
    index = Index.build(library)

    mapped = Index.of([open_segment(written(index, folder))])

    assert list(mapped.documents.values()) == library
    assert list(mapped.passages) == list(index.passages)
    assert mapped.revisions() == index.revisions()
    assert rank(question, mapped) == rank(question, index)
    assert answer(question, mapped, threshold=0.3) == answer(question, index, threshold=0.3)


@given(library=libraries, question=questions)
def test_what_is_mapped_can_be_changed_and_merged(library: list[Document], question: str, folder: Path) -> None:
    mapped = Index.of([open_segment(written(Index.build(library[:1]), folder))])

    index = mapped.updated(library[1:]).compacted()

    assert answer(question, index, threshold=0.3) == answer(question, Index.build(library), threshold=0.3)


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_found(starter_index: Index, folder: Path, place: float, bit: int) -> None:
    file = written(starter_index, folder)
    data = bytearray(file.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    file.write_bytes(data)

    with pytest.raises(UnusableCache):
        open_segment(file)


@given(kept=st.floats(0, 1, exclude_max=True))
def test_a_file_that_was_cut_anywhere_is_found(starter_index: Index, folder: Path, kept: float) -> None:
    file = written(starter_index, folder)
    file.write_bytes(file.read_bytes()[: int(kept * file.stat().st_size)])

    with pytest.raises(UnusableCache):
        open_segment(file)


def test_a_file_with_more_than_was_written_is_found(starter_index: Index, folder: Path) -> None:
    file = written(starter_index, folder)
    file.write_bytes(file.read_bytes() + b"\0" * 64)

    with pytest.raises(UnusableCache, match="bytes of"):
        open_segment(file)


def test_an_index_of_other_terms_is_refused(
    starter_index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(starter_index, folder)
    monkeypatch.setattr(caching, "VERSION", 0)

    with pytest.raises(UnusableCache, match="made with terms"):
        open_segment(file)


def test_where_a_file_cannot_be_written_nothing_is_left(starter_index: Index, tmp_path: Path) -> None:
    taken = tmp_path / "library.segment"
    taken.mkdir()
    (taken / "other").touch()

    with pytest.raises(OSError, match=r"library\.segment"):
        write_segment(only(starter_index), taken)

    assert [file.name for file in tmp_path.iterdir()] == ["library.segment"]


def test_a_missing_file_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_segment(tmp_path / "none")
