"""JSON lines: a document a line, its text unchanged."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Document, Source
from retrieval.reading import Skipped, jsonl


def line(**fields: object) -> bytes:
    return json.dumps({"doc_id": "mill", "title": "The mill", "text": "It is old."} | fields).encode() + b"\n"


def read(data: bytes) -> list[Document | Skipped]:
    return list(jsonl.read("mills.jsonl", data))


def test_each_line_is_a_document() -> None:
    first, second = read(
        line() + b"\n" + line(doc_id="b", publisher="The Society", date="2021-05-04", url="https://x.org")
    )

    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.source) == ("mill", Source("The mill"))
    assert (second.source.publisher, str(second.source.date)) == ("The Society", "2021-05-04")


def test_a_line_without_a_title_is_called_by_its_id() -> None:
    (document,) = read(line(title=None))

    assert isinstance(document, Document)
    assert document.source.title == "mill"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{]\n", "not JSON"),
        (b"\xff\n", "not JSON in UTF-8"),
        (b"[" * 100_000, "not JSON"),
        (b"9" * 5000, "not JSON"),
        (b"[]\n", "not a JSON object"),
        (b'{"doc_id": "a"}\n', "text is missing"),
        (b'{"text": "a"}\n', "doc_id is missing"),
        (line(text=3), "text is no string"),
        (line(doc_id=3), "doc_id is no string"),
        (line(text=" \n"), "text is empty"),
        (line(doc_id=""), "doc_id is empty"),
        (line(doc_id="a\nb"), "doc_id holds control characters"),
        (line(text="half \ud83d"), "text holds half of a surrogate pair"),
    ],
)
def test_a_bad_line_is_skipped_with_its_number_and_the_reason(data: bytes, reason: str) -> None:
    skipped, rest = read(data.removesuffix(b"\n") + b"\n" + line())

    assert isinstance(skipped, Skipped)
    assert skipped.name == "mills.jsonl:1"
    assert reason in skipped.reason
    assert isinstance(rest, Document)


def test_a_line_that_is_too_large_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE", 10)

    assert [found.reason for found in read(line()) if isinstance(found, Skipped)] == ["larger than 10 bytes"]


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert isinstance(read(b"\xef\xbb\xbf" + line())[0], Document)


@given(st.text(min_size=1).filter(str.strip))
def test_the_text_is_never_changed(text: str) -> None:
    (document,) = read(line(text=text))

    assert isinstance(document, Document)
    assert document.text == text
