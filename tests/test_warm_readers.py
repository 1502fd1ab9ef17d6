"""Warm readers: each file is read by a process of its own, and whatever becomes of that, the next file is read."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import apart
from bot.apart import warm
from bot.apart.reading import READERS
from bot.apart.warm import Ended, Reader
from retrieval import Document, Skipped, parse
from tests import made_files

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only where the system can fork")

PAGE = made_files.HTML.encode()


@pytest.fixture(autouse=True)
def _no_readers() -> Iterator[None]:
    """Begin and end without readers."""
    READERS.end()
    yield
    READERS.end()


def _waiting() -> list[Reader]:
    return READERS._waiting  # noqa: SLF001 - what is tested


def test_the_second_file_is_read_by_the_reader_of_the_first() -> None:
    assert apart.parse("a.html", PAGE) == list(parse("a.html", PAGE))
    [reader] = _waiting()

    assert apart.parse("b.docx", made_files.word()) == list(parse("b.docx", made_files.word()))
    assert _waiting() == [reader]


def test_a_reader_that_was_ended_is_replaced() -> None:
    apart.parse("a.html", PAGE)
    [reader] = _waiting()
    os.kill(reader._process.pid, signal.SIGKILL)  # noqa: SLF001 - what is tested
    reader._process.wait()  # noqa: SLF001

    [found] = apart.parse("a.html", PAGE)

    assert isinstance(found, Document)
    assert len(_waiting()) == 1
    assert _waiting() != [reader]


def test_what_takes_too_long_on_the_clock_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "PATIENCE", 0.001)

    [found] = apart.parse("a.html", PAGE)

    assert isinstance(found, Skipped)
    assert "takes more than" in found.reason
    assert _waiting() == []


def test_a_reader_that_nobody_needs_ends() -> None:
    reader = Reader({"PYTHONPATH": str(Path(__file__).parent.parent)}, idle=0)

    assert reader._process.wait(timeout=60) == 0  # noqa: SLF001 - what is tested
    with pytest.raises(Ended), tempfile.TemporaryFile() as file:
        reader.read(".html", (file, file, file))
    reader.end()
