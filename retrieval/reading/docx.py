"""Word's DOCX: headings, paragraphs, list items and tables, in the order of the document."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as Word
from docx.opc.exceptions import OpcError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from retrieval.documents import Document, Kind, Source
from retrieval.errors import UnreadableSource
from retrieval.reading import inline, layout
from retrieval.reading.decoding import is_storable
from retrieval.reading.description import readable
from retrieval.reading.junk import is_junk
from retrieval.reading.page import Page

MAX_UNPACKED = 100 * 2**20
"""Bytes of all parts together: hundreds of pages with pictures have less, what has more is made to fill the memory."""
MAX_PARTS = 5000
MAX_ROWS = 5000
"""Rows of one table: a larger one is a database, which python-docx would read for minutes."""
WRONG = (
    *(OpcError, zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, ValueError, EOFError, OSError, RuntimeError),
    *(LookupError, AttributeError, TypeError),  # where parts of a document are missing
)
"""What python-docx, zipfile and lxml raise for a file that is no document; lxml's XMLSyntaxError is a SyntaxError."""


def read(name: str, data: bytes) -> list[Document]:
    """Read a document in DOCX."""
    _check(name, data)
    try:
        word = docx.Document(io.BytesIO(data))
        page = Page()
        _write(page, word, name)
        title = " ".join(word.core_properties.title.split())
    except WRONG as error:
        raise UnreadableSource(name, f"no Word document, or a damaged one: {_told(error)}") from error
    if not page.text:
        raise UnreadableSource(name, "empty: it holds no text")
    return [Document(name, page.text, Source(title or page.title or readable(name)), tuple(page.blocks))]


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _check(name: str, data: bytes) -> None:
    """Refuse, before anything is unpacked, what is no archive or would become too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except WRONG as error:
        raise UnreadableSource(name, "no Word document (.docx), or a damaged one") from error
    # Nothing more than the size told here is unpacked: zipfile stops there.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableSource(name, f"unpacked it is larger than the {MAX_UNPACKED // 2**20} MiB that are read")


def _write(page: Page, word: Word, name: str) -> None:
    lead_in = ""
    in_list = False
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            if len(block._tbl.tr_lst) > MAX_ROWS:  # noqa: SLF001 - `rows` would read each of them to count them
                raise UnreadableSource(name, f"a table has more than the {MAX_ROWS} rows that are read")
            page.table(list(_rows(block)))
            in_list = False
            continue
        style = (block.style.name or "") if block.style else ""
        words = _words(block)
        if style == "Title" or style.startswith("Heading "):
            page.heading(_level(style), inline.one_line(words))
            in_list = False
        elif _is_item(block, style):
            if not in_list:
                before = page.blocks[-1].kind if page.blocks else None
                lead_in = layout.introduction(page.last) if before is Kind.PARAGRAPH else ""
            page.add(Kind.ITEM, inline.one_line(words), joined=in_list, lead_in=lead_in)
            in_list = True
        elif words.strip():
            shown = inline.lines(words, unless=is_junk)
            page.add(Kind.PARAGRAPH, "\n".join(" ".join(hard) for hard in shown))
            in_list = False


def _level(style: str) -> int:
    level = style.removeprefix("Heading ")
    return int(level) if level.isdecimal() else 0


def _words(paragraph: Paragraph) -> str:
    """Give the text, with a break where the author broke a line."""
    text = paragraph.text.replace("\t", " ").replace("\n", inline.HARD)
    return text if is_storable(text) else ""


def _is_item(paragraph: Paragraph, style: str) -> bool:
    """Whether a paragraph is numbered or has a bullet, of its own or by its style."""
    properties = paragraph._p.pPr  # noqa: SLF001 - python-docx has no public name for the numbering of a paragraph
    return style.startswith("List ") or (properties is not None and properties.numPr is not None)


def _rows(table: Table) -> Iterator[list[str]]:
    for row in table.rows:
        cells: list[_Cell] = []
        for cell in row.cells:  # a merged cell is given once for each column that it fills
            if not cells or cells[-1]._tc is not cell._tc:  # noqa: SLF001 - what tells that cells are one
                cells.append(cell)
        yield [inline.one_line(cell.text) for cell in cells]
