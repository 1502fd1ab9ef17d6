"""Blocks of plain text, found by its layout alone: the text is read and never changed.

Paragraphs stand between blank lines. Within them a line is wrapped prose, a paragraph, a list item or an entry of a
list without markers, such as names or an address. A first line that reads as a title is a heading, and so is a short
line alone above a paragraph; the section path is the title, then the heading, as it is in Markdown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from retrieval.documents import Block, Kind
from retrieval.reading import lines as judge
from retrieval.sentences import sentences

MAX_ENTRY = 120
"""Characters of an entry in a list without markers, and of the line that introduces a list."""
PROSE_WIDTH = 120
"""Characters: wrapped prose is narrower, so wider lines are paragraphs."""
PROSE_WORDS = 4
"""Words from which a closed sentence under a short line makes that line a heading."""
LONG_RUN = 3
"""Short lines in a row, each between blank lines, that are a list with space between its entries."""
MOST = 2 / 3
"""Share of the lines that settles what a group of them is."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it, and where it stands."""

    start: int
    end: int
    indent: int
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that make one block; `begins` is True of the first in a list without markers."""

    kind: Kind
    lines: tuple[Line, ...]
    begins: bool = False

    @property
    def text(self) -> str:
        """The words, as one line."""
        return " ".join(line.text for line in self.lines)


Group = list[Stretch]


def blocks(text: str) -> tuple[Block, ...]:
    """Find the blocks that hold every non-blank character of a plain text."""
    paragraphs = list(_paragraphs(text))
    usual = judge.usual_width([len(line.text) for lines in paragraphs for line in lines[:-1]])
    groups = [list(_stretches(lines, usual)) for lines in paragraphs]
    return tuple(_placed(_headed(_titled(groups))))


def introduction(text: str) -> str:
    """Give what introduces a list if the text before it does: its short line, or its last sentence; else nothing."""
    line = " ".join(text.split())
    if not (line.endswith((":", ",")) or judge.is_heading_like(line)):
        return ""
    if len(line) > MAX_ENTRY:
        start, end = sentences(line)[-1]
        line = line[start:end]
    return line if len(line) <= MAX_ENTRY else ""


def _paragraphs(text: str) -> Iterator[list[Line]]:
    """Give the lines between blank lines."""
    for blank, lines in groupby(_lines(text), key=lambda line: not line.text):
        if not blank:
            yield list(lines)


def _lines(text: str) -> Iterator[Line]:
    position = 0
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip())
        stripped = line.strip()
        yield Line(position + indent, position + indent + len(stripped), indent, stripped)
        position += len(line) + 1


def _stretches(lines: list[Line], usual: int) -> Iterator[Stretch]:
    """Split the lines between blank lines into blocks."""
    width = max(len(line.text) for line in lines)
    current: list[Line] = []
    item = False
    for line in lines:
        opens = _opens_item(line, current, item=item)
        if current and (opens or (item and not _belongs(current, line, width))):
            yield from [Stretch(Kind.ITEM, tuple(current))] if item else _unmarked(current, usual)
            current, item = [], False
        item = item or opens
        current.append(line)
    yield from [Stretch(Kind.ITEM, tuple(current))] if item else _unmarked(current, usual)


def _opens_item(line: Line, before: list[Line], *, item: bool) -> bool:
    """Whether a marker is one: where prose might begin a line with it, only after an end of something."""
    if judge.is_bullet(line.text):
        return True
    return judge.is_marked(line.text) and (item or not before or judge.ends_clause(before[-1].text))


def _belongs(item: list[Line], line: Line, width: int) -> bool:
    """Whether a line without a marker goes on with the item above."""
    last = item[-1].text
    if line.indent > item[0].indent or judge.goes_on(last, line.text, width):
        return True
    room = width if judge.ends_sentence(last) else round(0.85 * width)
    return width >= judge.MIN_WRAP and judge.is_full(last, line.text, room)


def _unmarked(lines: list[Line], usual: int) -> Iterator[Stretch]:
    """Split lines without markers: wrapped prose, entries of a list, or a paragraph a line."""
    texts = [line.text for line in lines]
    width = max(len(max(texts, key=len)), usual if len(texts) == 2 else 0)
    if len(lines) > 1 and _is_wrapped(texts, width):
        yield from _prose(lines, width)
    elif len(lines) > 2 and _introduces(texts[0]):
        yield Stretch(Kind.PARAGRAPH, (lines[0],))
        yield from _listing(lines[1:])
    else:
        yield from _listing(lines)


def _introduces(text: str) -> bool:
    """Whether a line above others introduces them: with a colon, or as `Yours faithfully,` does."""
    return text.endswith(":") or (text.endswith(",") and len(text.split()) < PROSE_WORDS)


def _is_wrapped(texts: list[str], width: int) -> bool:
    """Whether most lines end because they were full: by chance, if each begins anew and the last is not closed."""
    if not judge.MIN_WRAP <= width <= PROSE_WIDTH:
        return False
    breaks = list(pairwise(texts))
    full = sum(judge.is_full(line, following, width) for line, following in breaks)
    begun = sum(not following[0].islower() for _, following in breaks)
    return full >= len(breaks) / 2 and (judge.ends_clause(texts[-1]) or begun <= MOST * len(breaks))


def _prose(lines: list[Line], width: int) -> Iterator[Stretch]:
    """Split wrapped prose where a line ends early or the next one is indented."""
    current = [lines[0]]
    for last, line in pairwise(lines):
        if not line.text[0].islower() and _ends_early(last, line, width):
            yield Stretch(Kind.PARAGRAPH, tuple(current))
            current = []
        current.append(line)
    yield Stretch(Kind.PARAGRAPH, tuple(current))


def _ends_early(line: Line, following: Line, width: int) -> bool:
    if judge.ends_sentence(line.text) and following.indent > line.indent:
        return True
    if judge.is_full(line.text, following.text, width):
        return False
    return judge.ends_sentence(line.text) or len(line.text) < 0.6 * width


def _listing(lines: list[Line]) -> Iterator[Stretch]:
    """Split lines that are not wrapped: entries of a list if most are short and not closed, else paragraphs."""
    texts = [line.text for line in lines]
    found = _entries(texts)
    kind = Kind.ITEM if found else Kind.PARAGRAPH
    position = 0
    for entry in found or _continued(texts, 0):
        yield Stretch(kind, tuple(lines[position : position + len(entry)]), begins=position == 0)
        position += len(entry)


def _entries(texts: Sequence[str]) -> list[list[str]]:
    """Tell the entries of a list without markers, each a list of its lines; empty if the lines are none."""
    found = _continued(texts, max(map(len, texts), default=0))
    short = [entry for entry in found if sum(map(len, entry)) <= MAX_ENTRY and not judge.ends_sentence(entry[-1])]
    return found if len(found) > 1 and len(short) >= MOST * len(found) else []


def _continued(texts: Sequence[str], width: int) -> list[list[str]]:
    """Join each line to the one before where it plainly goes on."""
    found: list[list[str]] = []
    for text in texts:
        if found and judge.goes_on(found[-1][-1], text, width):
            found[-1].append(text)
        else:
            found.append([text])
    return found


def _titled(groups: list[Group]) -> list[Group]:
    """Part a title in the first line from the prose right under it."""
    if not groups:
        return groups
    title, *rest = groups[0]
    if rest and title.kind is Kind.PARAGRAPH and _stands_alone([title]) and _is_prose(rest):
        return [[title], rest, *groups[1:]]
    return groups


def _headed(groups: list[Group]) -> Iterator[Stretch]:
    """Tell headings, and lists with blank lines between their entries, from paragraphs of one line."""
    alone = [_stands_alone(group) for group in groups]
    runs = _runs(alone[1:])
    for number, group in enumerate(groups):
        if not alone[number]:
            yield from group
        elif number == 0 < len(groups) - 1:
            yield Stretch(Kind.HEADING, group[0].lines)
        elif number and runs[number - 1] >= LONG_RUN:
            yield Stretch(Kind.ITEM, group[0].lines)
        elif _is_above_prose(number, groups, alone):
            yield Stretch(Kind.HEADING, group[0].lines)
        else:
            yield from group


def _stands_alone(group: Group) -> bool:
    """Whether a group is one line that may be a heading; a numbered one counts, one with a bullet does not."""
    if sum(len(stretch.lines) for stretch in group) > 1:
        return False
    only = group[0]
    if not judge.is_heading_like(only.text) or (only.kind is Kind.ITEM and not judge.is_enumerated(only.text)):
        return False
    return len(sentences(only.text)) == 1


def _runs(flags: Sequence[bool]) -> list[int]:
    """Give for each flag how many like it stand in a row there; 0 where it is not set."""
    found: list[int] = []
    for flag, row in groupby(flags):
        length = len(list(row))
        found += [length if flag else 0] * length
    return found


def _is_above_prose(number: int, groups: list[Group], alone: list[bool]) -> bool:
    """Whether a paragraph follows, at once or after one more heading; numbered lines in a row are a list."""
    near = range(max(number - 1, 0), min(number + 2, len(groups)))
    numbered = sum(alone[neighbour] and groups[neighbour][0].kind is Kind.ITEM for neighbour in near)
    if numbered > 1:
        return False
    after = number + 2 if alone[number + 1 : number + 2] == [True] else number + 1
    return after < len(groups) and _is_prose(groups[after])


def _is_prose(group: Group) -> bool:
    """Whether a group begins with a paragraph that is more than a line or a greeting."""
    if group[0].kind is not Kind.PARAGRAPH:
        return False
    text = group[0].text
    return len(text) > judge.MAX_HEADING or (judge.ends_sentence(text) and len(text.split()) >= PROSE_WORDS)


def _placed(stretches: Iterable[Stretch]) -> Iterator[Block]:
    """Give each stretch its section and the line that introduces its list."""
    section: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    lead_in = ""
    last: Stretch | None = None
    for stretch in stretches:
        start, end = stretch.lines[0].start, stretch.lines[-1].end
        if stretch.kind is Kind.HEADING:
            yield Block(stretch.kind, start, end, title)
            section = (*title, stretch.text)
            title = title if last else section
        else:
            lead_in = _lead_in(stretch, last, lead_in)
            yield Block(stretch.kind, start, end, section, lead_in)
        last = stretch


def _lead_in(stretch: Stretch, last: Stretch | None, lead_in: str) -> str:
    """Give what introduces a list item: the paragraph before its list, or what introduced the item above."""
    if stretch.kind is not Kind.ITEM or last is None:
        return ""
    if last.kind is Kind.ITEM:
        return "" if stretch.begins else lead_in
    return introduction(last.text) if last.kind is Kind.PARAGRAPH else ""
