"""PDF: the text of its pages by pdfium, made whole: running headers taken away, lines joined, hyphens mended."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium

from retrieval.documents import Document, Kind, Source
from retrieval.errors import UnreadableSource
from retrieval.reading import layout
from retrieval.reading import lines as judge
from retrieval.reading.decoding import is_storable
from retrieval.reading.description import readable
from retrieval.reading.junk import is_junk
from retrieval.reading.page import Page

MAX_PAGES = 5000
EDGE = 0.1
"""Share of a page's height, at its top and at its foot, in which a line that returns page after page is no text."""
RETURNS = 0.5
"""Share of the pages on which such a line stands, its digits apart; of fewer than three pages none can be told."""
GAP = 1.35
"""Times the usual distance of two lines, from which there is a paragraph between them."""
LARGE = 1.1
"""Times the usual size of letters, from which a short line is a heading."""
LAYOUT_LEVEL = 6
"""The level of a heading that is known by its place alone, and so below all that letters make."""
HYPHENS = ("-", "\u00ad", "\u2010", "\ufffe", "\x02")
"""What a word that was cut ends with; pdfium itself writes the last two where it takes a hyphen for such a cut."""
LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
"""A line as pdfium tells it, which writes no end of a line after a word that it takes for cut."""
NO_TITLES = re.compile(
    r"\(?(untitled|anonymous|unspecified)\)?|microsoft .*|.*\.(docx?|pdf|tex|odt|indd|rtf)", re.IGNORECASE
)
"""What programs write where the author gave no title."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, the height of its letters in points, and where it stands from 0, the foot, to 1."""

    text: str
    page: int
    size: float = 0.0
    bottom: float = 0.0
    place: float = 0.5


def read(name: str, data: bytes) -> list[Document]:
    """Read a PDF; a scanned one, a protected one and a damaged one are refused."""
    try:
        opened = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        protected = "password" in str(error).lower() or "security" in str(error).lower()
        reason = "protected by a password; save it without one" if protected else "no PDF, or a damaged one"
        raise UnreadableSource(name, reason) from error
    try:
        return [_document(name, opened)]
    except pdfium.PdfiumError as error:
        raise UnreadableSource(name, "a page of it is damaged") from error
    finally:
        opened.close()


def _document(name: str, opened: pdfium.PdfDocument) -> Document:
    if len(opened) > MAX_PAGES:
        raise UnreadableSource(name, f"{len(opened)} pages, more than the {MAX_PAGES} that are read")
    pages = [list(_lines(opened, number)) for number in range(len(opened))]
    if not any(pages):
        raise UnreadableSource(name, "scanned: its pages are pictures without text. Run text recognition (OCR) first")
    page = Page()
    _write(page, [line for lines in _without_running(pages) for line in lines])
    if not page.text:
        raise UnreadableSource(name, "empty: it holds no text but running headers")
    title = " ".join(str(opened.get_metadata_value("Title")).split())
    if not title or NO_TITLES.fullmatch(title) or not is_storable(title):
        title = page.title or readable(name)
    return Document(name, page.text, Source(title), tuple(page.blocks))


def _lines(opened: pdfium.PdfDocument, number: int) -> Iterator[Line]:
    """Give the lines of a page that hold words, in the order in which pdfium reads them."""
    page = opened[number]
    words = page.get_textpage()
    height = page.get_height() or 1.0
    count = words.count_chars()
    wide = 0  # characters beyond 16 bits, which pdfium counts twice
    for found in re.finditer(LINE, words.get_text_range()):
        written = found.group()
        text = " ".join(re.sub("[\0\x01\x03-\x1f\x7f\ud800-\udfff]", " ", written).split())
        wide += sum(letter > "\uffff" for letter in written)
        # The last letter tells the size: the first may be a bullet, which is often drawn in another.
        last = found.start() + len(written.rstrip(" \ufffe")) - 1 + wide
        if text and not is_junk(text):
            _, bottom, _, top = words.get_charbox(min(max(last, 0), count - 1), loose=True)
            yield Line(text, number + 1, round(top - bottom, 1), bottom, bottom / height)
    words.close()
    page.close()


def _without_running(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Leave out the lines at the edges that return on many pages, as headers, footers and page numbers do."""
    seen = Counter(key for lines in pages for key in {_key(line) for line in lines if _is_at_edge(line)})
    least = max(3, RETURNS * len(pages))
    return [[line for line in lines if not (_is_at_edge(line) and seen[_key(line)] >= least)] for lines in pages]


def _is_at_edge(line: Line) -> bool:
    return not EDGE <= line.place <= 1 - EDGE


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _write(page: Page, lines: Sequence[Line]) -> None:
    """Write headings by the size of their letters, and between them blocks by the layout of their lines."""
    usual = _usual(lines)
    sizes = sorted({line.size for line in lines if _is_heading(line, usual)}, reverse=True)
    words = frozenset(re.findall(r"\w+-\w+", " ".join(line.text for line in lines)))
    body: list[Line] = []
    heading: Line | None = None
    for line in lines:
        if not _is_heading(line, usual):
            body.append(line)
            heading = None
            continue
        if heading and heading.size == line.size and heading.page == line.page and page.blocks and not body:
            page.go_on(line.text)  # a heading of two lines
            continue
        _body(page, body, words)
        body, heading = [], line
        page.number = line.page
        page.heading(min(sizes.index(line.size) + 1, LAYOUT_LEVEL - 1), line.text)
    _body(page, body, words)


def _usual(lines: Sequence[Line]) -> float:
    """Give the size in which most is written."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0)


def _is_heading(line: Line, usual: float) -> bool:
    large = line.size >= LARGE * usual > 0 and not judge.is_bullet(line.text)
    return large and len(line.text) <= judge.MAX_HEADING and any(letter.isalpha() for letter in line.text)


def _body(page: Page, lines: Sequence[Line], words: frozenset[str]) -> None:
    """Write the lines between two headings."""
    text, pages = _laid_out(lines)
    for block in layout.blocks(text) if text else ():
        page.number = pages[text.count("\n", 0, block.start)]
        joined = _joined(text[block.start : block.end].split("\n"), words)
        if block.kind is Kind.HEADING:
            page.heading(LAYOUT_LEVEL, joined)
        else:
            follows = block.kind is Kind.ITEM and page.blocks and page.blocks[-1].kind is Kind.ITEM
            page.add(block.kind, joined, joined=bool(follows), lead_in=_joined(block.lead_in.split("\n"), words))


def _laid_out(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Give the lines with a blank one between paragraphs, and the page of each line."""
    distances = [above.bottom - below.bottom for above, below in pairwise(lines) if above.page == below.page]
    usual = median([distance for distance in distances if distance > 0] or [0.0])
    texts: list[str] = []
    pages: list[int] = []
    last: Line | None = None
    for line in lines:
        if last and _parts(last, line, usual):
            texts.append("")
            pages.append(line.page)
        texts.append(line.text)
        pages.append(line.page)
        last = line
    return "\n".join(texts), pages


def _parts(last: Line, line: Line, usual: float) -> bool:
    """Whether a paragraph ends between two lines: over a page's end only if its sentence is closed."""
    if last.page != line.page:
        return judge.ends_sentence(last.text) or judge.is_bullet(line.text)
    distance = last.bottom - line.bottom
    return distance > GAP * usual or distance < -usual  # the second where a column begins


def _joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """Join lines, and the words that were cut at their ends; a hyphen stays that the document writes elsewhere too."""
    text = ""
    for line in lines:
        if text.endswith(HYPHENS) and line[:1].islower() and text[-2:-1].isalpha():
            before, after = re.findall(r"\w*$", text[:-1])[0], re.findall(r"^\w*", line)[0]
            text = text[:-1] + ("-" if f"{before}-{after}" in words else "") + line
        else:
            text = f"{text} {line}" if text else line
    return re.sub("[\ufffe\x02]", "-", text)
