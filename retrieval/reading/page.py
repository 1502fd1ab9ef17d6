"""Page: a canonical text and its blocks, written one after the other by a format that has markup."""

import dataclasses
from collections.abc import Sequence

from retrieval.documents import Block, Kind


class Page:
    """What has been written so far; the section of a block is the path of headings above it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self.number: int | None = None
        """The number of the page that is written on, where the format has pages."""
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, str]] = []

    @property
    def text(self) -> str:
        """The canonical text."""
        return "".join(self._parts)

    @property
    def last(self) -> str:
        """The text of the last block, empty at the beginning."""
        return self._parts[-1].strip() if self._parts else ""

    def heading(self, level: int, text: str) -> None:
        """Write a heading; the title is the first of level 1 or above, or what the page begins with."""
        if text and not self.title and (level <= 1 or not self.blocks):
            self.title = text
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self.add(Kind.HEADING, text)
        if text:
            self._headings.append((level, text))

    def add(self, kind: Kind, text: str, *, joined: bool = False, lead_in: str = "") -> None:
        """Write a block after a blank line, or on the next line if it is joined to the one before; none if blank."""
        text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
        if not text:
            return
        if self._parts:
            self._put("\n" if joined else "\n\n")
        start, indent = self._length, len(text) - len(text.lstrip())
        self._put(text)
        section = tuple(heading for _, heading in self._headings)
        self.blocks.append(Block(kind, start + indent, self._length, section, lead_in, self.number))

    def go_on(self, text: str) -> None:
        """Write more of the heading that was written last."""
        level, heading = self._headings.pop()
        whole = f"{heading} {text}"
        self._headings.append((level, whole))
        self.title = whole if self.title == heading else self.title
        self._put(f" {text}")
        self.blocks[-1] = dataclasses.replace(self.blocks[-1], end=self._length)

    def table(self, rows: Sequence[Sequence[str]], *, joined: bool = False) -> None:
        """Write a table, its header once; each row knows it as what introduces it."""
        header, *rest = [" | ".join(cells).strip() if any(cells) else "" for cells in rows] or [""]
        start = len(self.blocks)
        self.add(Kind.ROW, header, joined=joined)
        for row in rest:
            self.add(Kind.ROW, row, joined=joined or len(self.blocks) > start, lead_in=header)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
