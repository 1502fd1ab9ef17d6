"""Markdown: CommonMark with tables, struck-out text and front matter, read from the parser's tokens."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from retrieval.documents import Document, Kind
from retrieval.errors import UnreadableSource
from retrieval.reading import inline, layout, lines
from retrieval.reading.decoding import decode
from retrieval.reading.description import Description, front_matter, limits, readable
from retrieval.reading.junk import is_junk
from retrieval.reading.page import Page

log = logging.getLogger(__package__)

MAX_NESTING = 60
"""Lists and quotations within each other; what is deeper is not read, so that none is too deep for Python's stack."""
LISTED = 3
"""Lines of a paragraph from which they may be a list whose author forgot that Markdown joins lines."""
NO_TEXT = ("<script", "<style", "<?", "<![")


def read(name: str, data: bytes) -> list[Document]:
    """Read a file in Markdown."""
    return [document(name, decode(name, data))]


def document(name: str, text: str) -> Document:
    """Make a document of a text in Markdown."""
    tokens = parse(text)
    described = _description(name, tokens)
    if described is None:
        described, tokens = Description(), parse(text, with_front_matter=False)
    own = _own_address(tokens)
    page = Page()
    _write(page, tokens, _Around(own))
    if not page.text:
        raise UnreadableSource(name, "empty: nothing is left of it without its markup")
    source = described.source(page.title or readable(name))
    found = Document(name, page.text, source, tuple(page.blocks), described.based_on)
    return Description(url=source.url or own or None).apply(found)


def page(tokens: list[Token]) -> Page:
    """Write a page of a parser's tokens; it knows no address of its own."""
    page = Page()
    _write(page, tokens, _Around(""))
    return page


def parse(text: str, *, with_front_matter: bool = True) -> list[Token]:
    """Give the parser's tokens for a text."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    if with_front_matter:
        parser.use(front_matter_plugin)
    return parser.parse(text)


def _description(name: str, tokens: list[Token]) -> Description | None:
    """Read the front matter; None if what stands in its place is part of the text."""
    if not tokens or tokens[0].type != "front_matter":
        return Description()
    try:
        fields = front_matter(tokens[0].content) if tokens[0].content.strip() else {}
    except ValueError as error:
        log.warning("%s: front matter ignored, not YAML: %s", name, error)
        return Description(share=0.0 if limits(tokens[0].content) else None)
    return None if fields is None else Description.of(fields, where=f"{name}, front matter")


def _own_address(tokens: list[Token]) -> str:
    """Give the address that alone fills a paragraph, as a page's own does at its foot; several are a list to keep."""
    found = {inline.address(token.children or []) for token in tokens if token.type == "inline" and token.level == 1}
    found.discard("")
    return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a block: the page's own address, and of an open list where it began and what introduces it."""

    own_address: str
    list_start: int | None = None
    lead_in: str = ""
    number: str = ""

    @property
    def kind(self) -> Kind:
        """What a paragraph is here."""
        return Kind.PARAGRAPH if self.list_start is None else Kind.ITEM

    def joined(self, page: Page) -> bool:
        """Whether the next block stands right under the one before, as all but the first of a list do."""
        return self.list_start is not None and len(page.blocks) > self.list_start


def _nodes(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Give each token of the outer level, and the tokens within it."""
    start = 0
    for position, token in enumerate(tokens):
        if token.level == tokens[0].level and token.nesting <= 0:
            yield tokens[start], tokens[start + 1 : position]
            start = position + 1


def _write(page: Page, tokens: Sequence[Token], around: _Around) -> None:
    """Write the blocks of the tokens, in order."""
    for token, within in _nodes(tokens):
        match token.type:
            case "heading_open":
                _heading(page, token, within[0], around)
            case "paragraph_open":
                _paragraph(page, within[0], around)
            case "bullet_list_open" | "ordered_list_open":
                _list(page, within, around)
            case "fence" | "code_block":
                page.add(Kind.CODE, token.content, joined=around.joined(page))
            case "table_open":
                page.table(_rows(within), joined=around.joined(page))
            case "html_block":
                _html(page, token.content, around)
            case "blockquote_open":
                _write(page, within, around)
            case _:  # a ruler, or front matter
                pass
        around = replace(around, number="")


def _heading(page: Page, token: Token, content: Token, around: _Around) -> None:
    """Write a heading; one inside a list or quotation, or a paragraph that a ruler underlines, is a paragraph."""
    text = inline.one_line(inline.shown(content.children or []))
    underlined = token.markup in {"=", "-"} and (len(text) > lines.MAX_HEADING or lines.ends_sentence(text))
    if token.level or underlined:
        page.add(around.kind, text, joined=around.joined(page), lead_in=around.lead_in)
    else:
        page.heading(int(token.tag[1:]), text)


def _paragraph(page: Page, content: Token, around: _Around) -> None:
    children = content.children or []
    if around.own_address and inline.address(children) == around.own_address:
        return
    shown = inline.lines(inline.shown(children), unless=is_junk)
    if around.kind is Kind.PARAGRAPH and _listed(page, [line for hard in shown for line in hard]):
        return
    if shown:
        text = around.number + "\n".join(" ".join(hard) for hard in shown)
        page.add(around.kind, text, joined=around.joined(page), lead_in=around.lead_in)


def _listed(page: Page, source_lines: list[str]) -> bool:
    """Write a paragraph as a list if its lines, which Markdown would join, are one; tell whether they are."""
    text = "\n".join(source_lines)
    blocks = layout.blocks(text) if len(source_lines) >= LISTED else ()
    if sum(block.kind is Kind.ITEM for block in blocks) < LISTED:
        return False
    before = _introduction(page, Kind.PARAGRAPH)
    for position, block in enumerate(blocks):
        before = before if block.kind is Kind.ITEM else ""
        words = text[block.start : block.end].replace("\n", " ")
        page.add(block.kind, words, joined=position > 0, lead_in=block.lead_in or before)
    return True


def _list(page: Page, items: Sequence[Token], around: _Around) -> None:
    lead_in = _introduction(page, around.kind) or around.lead_in
    start = len(page.blocks) if around.list_start is None else around.list_start
    for token, within in _nodes(items):
        number = f"{token.info}{token.markup} " if token.info else ""
        _write(page, within, replace(around, list_start=start, lead_in=lead_in, number=number))


def _introduction(page: Page, kind: Kind) -> str:
    """Give what introduces a list if the block above it does and is of the kind: a paragraph, or the item around."""
    return layout.introduction(page.last) if page.blocks and page.blocks[-1].kind is kind else ""


def _rows(tokens: Sequence[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline.one_line(inline.shown(token.children or [])))
    return rows


def _html(page: Page, content: str, around: _Around) -> None:
    """Write the text between the tags of HTML, each stretch a paragraph; scripts and comments are none."""
    begin = content.lstrip().lower()
    if begin.startswith(NO_TEXT) or (begin.startswith("<!--") and "-->" not in begin):
        return
    for token in MarkdownIt("commonmark").parseInline(content):
        for hard in inline.lines(inline.shown(token.children or []), unless=is_junk):
            page.add(around.kind, " ".join(hard), joined=around.joined(page), lead_in=around.lead_in)
