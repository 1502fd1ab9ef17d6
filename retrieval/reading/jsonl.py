"""JSON lines: one document a line, whose canonical text is its `text`, unchanged."""

import io
import json
from collections.abc import Iterator

from retrieval.documents import Document
from retrieval.errors import UnreadableSource
from retrieval.reading import layout
from retrieval.reading.decoding import is_name, is_storable
from retrieval.reading.description import Description
from retrieval.reading.skipped import Skipped

MAX_LINE = 20 * 2**20
"""Bytes of one line: a document is no larger here than in a file of its own."""


def read(name: str, data: bytes) -> Iterator[Document | Skipped]:
    """Read each line as a document; a bad one is skipped, named `file:line`."""
    for number, line in enumerate(io.BytesIO(data), start=1):
        if line.strip():
            yield _line(f"{name}:{number}", line)


def _line(name: str, line: bytes) -> Document | Skipped:
    try:
        return _document(name, _fields(name, line))
    except UnreadableSource as error:
        return Skipped(error.name, error.reason)


def _fields(name: str, line: bytes) -> dict[str, object]:
    if len(line) > MAX_LINE:
        raise UnreadableSource(name, f"larger than {MAX_LINE} bytes")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(name, f"not JSON in UTF-8: {error}") from error
    if not isinstance(fields, dict):
        raise UnreadableSource(name, "not a JSON object")
    return fields


def _document(name: str, fields: dict[str, object]) -> Document:
    identifier, text = _string(name, fields, "doc_id"), _string(name, fields, "text")
    if not is_name(identifier):
        raise UnreadableSource(name, "doc_id holds control characters")
    described = Description.of(fields, where=name)
    return Document(identifier, text, described.source(identifier), layout.blocks(text), described.based_on)


def _string(name: str, fields: dict[str, object], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str):
        raise UnreadableSource(name, f"{key} is missing" if value is None else f"{key} is no string")
    if not value.strip():
        raise UnreadableSource(name, f"{key} is empty")
    if not is_storable(value):
        raise UnreadableSource(name, f"{key} holds half of a surrogate pair, which is no Unicode text")
    return value
