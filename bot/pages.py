"""Pages: what stands at a web address, which document it is, and what is known of it when it is fetched again."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from bot.errors import NotFetched
from bot.words import Words

LONGEST = 500
"""Characters of an address: longer ones are made by programs, and nobody could read the citation."""
LONGEST_ID = 200
"""Characters of an address that a document is named by; with a passage, Discord's options take some 300."""
_PORTS = {"http": ":80", "https": ":443"}
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
}
_TOLD_BY_NAME = {"text/plain", "application/octet-stream", "binary/octet-stream"}
"""What servers call files that they know nothing of."""
_NAMES = {".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the server said about a page when it was fetched last."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: its bytes, None if it is as it was; where it was in the end, of what type, and what to say next time."""

    url: str
    data: bytes | None
    type: str
    known: Known


Fetch = Callable[[str, Known], Awaitable[Fetched]]
"""Fetches the page of an address, unless it is as it was; raises NotFetched."""


async def nowhere(address: str, _: Known) -> Fetched:
    """Fetch nothing: what stands where nobody has said how pages are fetched."""
    raise NotFetched(address, Words("this bot fetches nothing"))


def is_address(words: str) -> bool:
    """Tell whether somebody means a web address and no file."""
    return words.casefold().startswith(("http://", "https://"))


def bare(address: str) -> str:
    """Give an address without blanks around it and without the place on its page; raise NotFetched for no address."""
    address = address.strip().partition("#")[0]
    if len(address) > LONGEST:
        raise NotFetched(f"{address[:80]}…", Words("an address of at most {} characters is expected").format(LONGEST))
    try:
        host = urlsplit(address).hostname if is_address(address) else None
    except ValueError:
        host = None
    if not host or not address.isprintable() or any(character.isspace() for character in address):
        raise NotFetched(address, Words("an address that begins with http:// or https:// is expected"))
    return address


def document_id(address: str) -> str:
    """Name the document that stands at an address: the same however the address is written.

    >>> document_id("https://Example.org:443/rules/")
    'example.org/rules'
    """
    parts = urlsplit(bare(address))
    host = parts.netloc.casefold().removesuffix(_PORTS[parts.scheme])
    name = host + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    if len(name) > LONGEST_ID:
        name = f"{name[:LONGEST_ID]}~{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return name


def file_name(fetched: Fetched, *, document: str) -> str:
    """Name the file that a page is, by which its format is told; raise NotFetched for what is not read."""
    own = PurePath(urlsplit(fetched.url).path).suffix.casefold()
    suffix = _SUFFIXES.get(fetched.type)
    if suffix is None and fetched.type in _TOLD_BY_NAME:
        suffix = own if own in _NAMES else ".txt" if fetched.type == "text/plain" else None
    if suffix is None:
        raise NotFetched(
            fetched.url, Words("it is {}; a web page, a text, Markdown, PDF or DOCX is expected").format(fetched.type)
        )
    return document if document.casefold().endswith(suffix) else document + suffix
