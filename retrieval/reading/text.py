"""Plain text, and Markdown under its name: which of the two a `.txt` is, and the canonical text of the first."""

from itertools import groupby

from markdown_it.token import Token

from retrieval.documents import Document, Kind, Source
from retrieval.errors import UnreadableSource
from retrieval.reading import layout, markdown
from retrieval.reading.decoding import decode
from retrieval.reading.description import front_matter, readable
from retrieval.reading.junk import is_junk

SAMPLE = 1 << 14
"""Characters from which a text is judged: who writes Markdown begins early."""
ENOUGH = 2
"""Weight of evidence for Markdown: one heading or fence, or two links; a stray asterisk weighs nothing."""
WEIGHTS = {
    ("heading_open", "#"): ENOUGH,
    ("fence", "`"): ENOUGH,
    ("table_open", ""): ENOUGH,
    ("link_open", ""): 1,
    ("image", ""): 1,
    ("strong_open", "*"): 1,
}
"""What Markdown's parser finds, by how it is marked, and how unlikely it is in a plain text. Lists, emphasis, rulers
and lines that rulers underline weigh nothing: plain texts have them too."""


def read(name: str, data: bytes) -> list[Document]:
    """Read a text file, as Markdown if it is plainly that."""
    text = decode(name, data)
    return [markdown.document(name, text) if is_markdown(text) else document(name, text)]


def document(name: str, text: str) -> Document:
    """Make a document of a plain text."""
    text = canonical(text)
    if not text:
        raise UnreadableSource(name, "empty")
    blocks = layout.blocks(text)
    first = blocks[0]
    title = text[first.start : first.end] if first.kind is Kind.HEADING else readable(name)
    return Document(name, text, Source(title), blocks)


def canonical(text: str) -> str:
    """Take away junk lines, blanks at line ends, and blank lines beyond one in a row."""
    lines = ("" if is_junk(line) else line.rstrip() for line in text.split("\n"))
    paragraphs = ("\n".join(lines) for blank, lines in groupby(lines, key=lambda line: not line) if not blank)
    return "\n\n".join(paragraphs)


def is_markdown(text: str) -> bool:
    """Whether a text is plainly Markdown."""
    sample = text if len(text) <= SAMPLE else text[: text.rfind("\n", 0, SAMPLE) + 1]
    lines = sample.split("\n")
    return sum(_weight(token, lines) for token in markdown.parse(sample)) >= ENOUGH


def _weight(token: Token, lines: list[str]) -> int:
    if token.type == "inline":
        return sum(_weight(child, lines) for child in token.children or [])
    if token.type == "front_matter":
        return ENOUGH if _is_mapping(token.content) else 0
    if token.type == "heading_open" and (token.level or not _stands_alone(token, lines)):
        return 0
    return WEIGHTS.get((token.type, token.markup[:1]), 0)


def _stands_alone(heading: Token, lines: list[str]) -> bool:
    """Whether it has blank lines around it, as a comment in a configuration file, which looks the same, seldom has."""
    first, after = heading.map or (0, 0)
    return not "".join(lines[max(first - 1, 0) : first] + lines[after : after + 1]).strip()


def _is_mapping(content: str) -> bool:
    try:
        return front_matter(content) is not None
    except ValueError:
        return False
