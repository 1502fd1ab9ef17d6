"""The table of formats: a file's suffix decides how its bytes are read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from retrieval.documents import Document
from retrieval.errors import UnreadableSource
from retrieval.reading import jsonl, markdown, text
from retrieval.reading.skipped import Skipped

MIB = 2**20
MAX_DOCUMENT = 20 * MIB
"""Bytes of one document: ten times the longest novels, so a larger file is a dump and not something to quote."""
MAX_COLLECTION = 1024 * MIB
"""Bytes of a file with many documents, which is held in memory with them."""


@dataclass(frozen=True, slots=True)
class Format:
    """How to read a file, given its name and its bytes, how many bytes it may have, and whether it may be a trap.

    A risky format is packed, or read by libraries in C: a few bytes may become gigabytes, and a flaw be a way in.
    """

    read: Callable[[str, bytes], Iterable[Document | Skipped]]
    limit: int = MAX_DOCUMENT
    risky: bool = False


def _html(name: str, data: bytes) -> Iterable[Document | Skipped]:
    from retrieval.reading import html  # noqa: PLC0415 - trafilatura takes 0.3 s to import, for those who read HTML

    return html.read(name, data)


def _pdf(name: str, data: bytes) -> Iterable[Document | Skipped]:
    from retrieval.reading import pdf  # noqa: PLC0415 - pdfium is loaded with it

    return pdf.read(name, data)


def _docx(name: str, data: bytes) -> Iterable[Document | Skipped]:
    from retrieval.reading import docx  # noqa: PLC0415 - lxml is loaded with it

    return docx.read(name, data)


FORMATS = {
    ".txt": Format(text.read),
    ".md": Format(markdown.read),
    ".markdown": Format(markdown.read),
    ".jsonl": Format(jsonl.read, MAX_COLLECTION),
    ".html": Format(_html, risky=True),
    ".htm": Format(_html, risky=True),
    ".pdf": Format(_pdf, risky=True),
    ".docx": Format(_docx, risky=True),
}


def format_of(name: str) -> Format:
    """Tell the format by the suffix; raise UnreadableSource if it is not known."""
    found = FORMATS.get(PurePath(name).suffix.lower())
    if found is None:
        raise UnreadableSource(name, f"unknown format, known are {' '.join(FORMATS)}")
    return found


def is_risky(name: str) -> bool:
    """Tell whether a file of this name is better read in a process of its own, with limits."""
    found = FORMATS.get(PurePath(name).suffix.lower())
    return found is not None and found.risky


def parse(name: str, data: bytes) -> Iterator[Document | Skipped]:
    """Read the bytes of a file; its name becomes the document's id, unless the format has ids of its own."""
    try:
        found = format_of(name)
        check_size(name, len(data), found)
        yield from found.read(name, data)
    except UnreadableSource as error:
        yield Skipped(error.name, error.reason)


def check_size(name: str, size: int, found: Format) -> None:
    """Raise UnreadableSource if a file has more bytes than its format may have."""
    if size > found.limit:
        raise UnreadableSource(name, f"{size / MIB:.1f} MiB, more than the {found.limit // MIB} MiB that are read")
