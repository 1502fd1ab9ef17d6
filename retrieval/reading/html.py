"""HTML: the article of a page, without what stands around it; trafilatura finds it and tells what it is."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from typing import Protocol

import trafilatura

from retrieval.documents import Document, Kind, Source
from retrieval.errors import UnreadableSource
from retrieval.reading import inline, layout
from retrieval.reading.description import readable
from retrieval.reading.junk import is_junk
from retrieval.reading.page import Page

MAX_NESTING = 60
"""Lists and quotations within each other, as in Markdown; what is deeper is not read."""


class Element(Protocol):
    """What is used of an element of lxml's."""

    tag: object
    text: str | None
    tail: str | None

    def get(self, key: str, default: str = ..., /) -> str:
        """Give an attribute."""
        ...

    def __iter__(self) -> Iterator["Element"]:
        """Give the elements within."""
        ...


def read(name: str, data: bytes) -> list[Document]:
    """Read a page in HTML."""
    found = trafilatura.bare_extraction(
        data,
        with_metadata=True,
        include_comments=False,
        favor_recall=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict) or found.body is None:
        raise UnreadableSource(name, "no text is found in it")
    page = Page()
    _write(page, found.body, depth=0)
    if not page.text:
        raise UnreadableSource(name, "empty: nothing is left of it without its markup")
    source = Source(
        title=_line(found.title) or page.title or readable(name),
        publisher=_line(found.sitename) or _line(found.author) or None,
        date=_date(found.date),
        url=found.url if found.url and found.url.startswith(("http://", "https://")) else None,
        licence=_line(found.license) or None,
    )
    return [Document(name, page.text, source, tuple(page.blocks))]


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _date(written: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written or "")
    except ValueError:
        return None


def _write(page: Page, element: Element, *, depth: int) -> None:
    """Write what is within an element, block by block."""
    _paragraph(page, element.text)
    for child in element:
        match child.tag:
            case "head":
                page.heading(_level(child), inline.one_line(_words([child])))
            case "list":
                _list(page, child, depth=depth)
            case "table":
                page.table([[inline.one_line(_words([cell])) for cell in row] for row in child if row.tag == "row"])
            case "code":
                page.add(Kind.CODE, _words([child]))
            case "quote" if not list(child) and "\n" in (child.text or "").strip():  # what trafilatura makes of <pre>
                page.add(Kind.CODE, child.text or "")
            case "quote" | "div" if depth < MAX_NESTING:
                _write(page, child, depth=depth + 1)
            case _:
                _paragraph(page, _words([child]))
        _paragraph(page, child.tail)


def _level(head: Element) -> int:
    rend = head.get("rend", "")
    return int(rend[1:]) if rend[1:].isdigit() else 2


def _paragraph(page: Page, text: str | None) -> None:
    shown = inline.lines(text or "", unless=is_junk)
    page.add(Kind.PARAGRAPH, "\n".join(" ".join(hard) for hard in shown))


def _list(page: Page, element: Element, *, depth: int, joined: bool = False, lead_in: str = "") -> None:
    """Write a list, items on lines of their own, each with what introduces it."""
    introduces = Kind.ITEM if joined else Kind.PARAGRAPH
    if page.blocks and page.blocks[-1].kind is introduces:
        lead_in = layout.introduction(page.last) or lead_in
    numbers = itertools.count(1)
    for item in element:
        number = f"{next(numbers)}. " if element.get("rend", "") == "ol" else ""
        within = list(item)
        own = [child for child in within if child.tag != "list"]
        words = inline.one_line((item.text or "") + _words(own, tails=True))
        page.add(Kind.ITEM, number + words if words else "", joined=joined, lead_in=lead_in)
        joined = joined or bool(words)
        for child in within:
            if child.tag == "list" and depth < MAX_NESTING:
                _list(page, child, depth=depth + 1, joined=joined, lead_in=lead_in)


def _words(elements: Iterable[Element], *, tails: bool = False) -> str:
    """Give the text of elements, with a break where a line ends."""
    found: list[str] = []
    for element in elements:
        if isinstance(element.tag, str):
            found.append(inline.HARD if element.tag == "lb" else (element.text or "") + _words(element, tails=True))
            if element.tag in {"p", "item", "row", "cell"}:
                found.append(inline.HARD)
        if tails:
            found.append(element.tail or "")
    return "".join(found)
