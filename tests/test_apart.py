"""Reading apart: the same documents as here, and an end to whatever takes too much time or memory."""

import os
import signal
import zlib
from pathlib import Path

import pytest

from bot import apart
from bot.apart.reading import READERS, judged
from bot.apart.written import MEMORY, SECONDS, TOO_MUCH_MEMORY, Files, outcome_of, written
from bot.errors import NotAllowed
from bot.requests import Search, SourceAdd
from retrieval import Document, Skipped, UnreadableSource, parse
from tests import made_files
from tests.library import ANYBODY, MODERATOR, OPERATOR, opened_bot

LIMITS = """
import sys
from bot.apart import worker
worker.parse = lambda name, data: %s
worker.main()
"""


def bomb(mebibytes: int) -> bytes:
    """Make a PDF of a few kilobytes whose one page is drawn by so much, packed twice."""
    packing = zlib.compressobj(1)
    packed = b"".join(packing.compress(bytes(2**20)) for _ in range(mebibytes)) + packing.flush()
    stream = zlib.compress(packed, 9)
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>endobj\n"
    )
    filters = b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(stream)
    return head + filters + stream + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(
    ("name", "data"), [("a.html", made_files.HTML.encode()), ("a.docx", made_files.word()), ("a.pdf", b"%PDF nothing")]
)
def test_what_is_read_apart_is_what_is_read_here(name: str, data: bytes) -> None:
    assert apart.parse(name, data) == list(parse(name, data))


def test_an_outcome_is_the_same_after_it_was_written() -> None:
    (document,) = parse(
        "a.md", b"---\ntitle: A\ndate: 2024-05-31\nbased_on: {title: B}\n---\n# One\n\n- two\n- three\n"
    )

    for outcome in (document, Skipped("a", "b")):
        assert outcome_of(written(outcome)) == outcome


def test_a_stream_that_unpacks_to_a_gigabyte_is_refused_within_the_limits() -> None:
    (found,) = apart.parse("bomb.pdf", bomb(1024))

    assert isinstance(found, Skipped)


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        (f"[bytearray({2 * MEMORY})]", "takes too much memory"),
        ("[__import__('ctypes').string_at(0)]", "the process that read it failed"),
        ("[Skipped('a', None)] if print('no JSON', flush=True) else []", "the process that read it failed"),
        ("[1 / 0]", "the process that read it failed"),
    ],
)
def test_a_reader_that_takes_too_much_or_dies_skips_its_file(does: str, reason: str) -> None:
    (found,) = judged("a.pdf", b"", ["-c", LIMITS % does])

    assert isinstance(found, Skipped)
    assert reason in found.reason


def test_a_reader_that_does_not_end_is_ended() -> None:
    endless = (
        "import resource\n"
        "here = resource.setrlimit\n"
        "resource.setrlimit = lambda what, most: here(what, (1, 2) if what == resource.RLIMIT_CPU else most)\n"
    )
    (found,) = judged("a.pdf", b"", ["-c", endless + LIMITS % "[None for _ in iter(int, 1)]"])

    assert found == Skipped("a.pdf", f"reading it takes more than {SECONDS} seconds; it is made to, or too large")


def test_the_process_that_reads_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    look = f"import os, sys; sys.exit(9 if 'DISCORD_TOKEN' in os.environ else {TOO_MUCH_MEMORY})"

    (found,) = judged("a.pdf", b"", ["-c", look])

    assert isinstance(found, Skipped)
    assert "too much memory" in found.reason
    assert os.environ["DISCORD_TOKEN"] == "secret"  # noqa: S105 - none of anybody's


async def test_a_bomb_is_refused_in_one_line_and_a_page_is_quoted(tmp_path: Path) -> None:
    async with opened_bot() as bot:
        docx = made_files.packed({"word/document.xml": bytes(101 * 2**20)})
        with pytest.raises(UnreadableSource, match=r"bomb\.docx: unpacked it is larger than"):
            await bot.respond(SourceAdd(OPERATOR, "bomb.docx", docx))
        await bot.respond(SourceAdd(OPERATOR, "rules.html", made_files.HTML.encode()))
        found = await bot.respond(Search(ANYBODY, "large boats euros"))

        assert "Large boats, twenty euros" in str(found.data["hits"])
        with pytest.raises(NotAllowed):
            await bot.respond(SourceAdd(MODERATOR, "a.txt", tmp_path / "a.txt", library="guild-1"))


async def test_a_server_s_moderators_change_nothing_for_everybody() -> None:
    async with opened_bot() as bot:
        with pytest.raises(NotAllowed):
            await bot.respond(SourceAdd(MODERATOR, "a.txt", b"Boats leave.", library="shared"))


def test_documents_are_checked_when_they_come_back() -> None:
    (document,) = parse("a.txt", b"Boats leave at noon.")
    assert isinstance(document, Document)
    fields = written(document) | {"text": "Boats leave at noon. And more."}

    with pytest.raises(ValueError, match="is in no range"):
        outcome_of(fields)


def test_a_large_text_is_read_apart_and_many_small_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []

    def ended(name: str, _: Files) -> int:
        used.append(name)
        return -signal.SIGXCPU

    monkeypatch.setattr(READERS, "read", ended)

    (refused,) = apart.parse("lists.md", b"- one\n" * 200_000)
    (small,) = apart.parse("small.md", b"- one\n")
    (line,) = apart.parse("many.jsonl", b'{"doc_id": "a", "text": "' + b"word " * 250_000 + b'"}')

    assert used == ["lists.md"]
    assert isinstance(refused, Skipped)
    assert f"more than {SECONDS} seconds" in refused.reason
    assert isinstance(small, Document)
    assert isinstance(line, Document)
