"""Text of Markdown's inline tokens: what is shown of emphasis, links, images, breaks and tags."""

import re
from collections.abc import Callable, Iterable, Iterator

from markdown_it.token import Token

from retrieval.reading.junk import is_alt_text

SOFT = "\n"
HARD = "\n\n"
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
WITHIN_LINES = re.compile(
    "a|abbr|acronym|b|bd[io]|big|cite|code|data|del|dfn|em|font|i|img|input|ins|kbd|label|mark|q|rp|rt|ruby|s|samp"
    "|small|span|strike|strong|su[bp]|time|tt|u|var|wbr",
    re.IGNORECASE,
)
"""Tags that stand within a line; any other ends it."""


def shown(tokens: Iterable[Token]) -> str:
    """Give the text of inline tokens, with SOFT and HARD where a line of the source, or of the page, ends."""
    return "".join(map(_shown, tokens))


def lines(text: str, *, unless: Callable[[str], bool]) -> list[list[str]]:
    """Split a text into the lines of the page, each the lines of its source, unless a line is to be left out."""
    found = [[line for line in _source_lines(hard) if not unless(line)] for hard in text.split(HARD)]
    return [hard for hard in found if hard]


def one_line(text: str) -> str:
    """Give a text without its breaks."""
    return " ".join(_source_lines(text))


def address(tokens: list[Token]) -> str:
    """Give the web address if the tokens are nothing but `<https://...>`, else nothing."""
    href = str(tokens[0].attrGet("href")) if len(tokens) == 3 and tokens[0].info == "auto" else ""
    return href if href.startswith(("http://", "https://")) else ""


def _source_lines(text: str) -> Iterator[str]:
    for line in text.split(SOFT):
        stripped = re.sub("[ \t]+", " ", line).strip()
        if stripped:
            yield stripped


def _shown(token: Token) -> str:
    match token.type:
        case "softbreak":
            return SOFT
        case "hardbreak":
            return HARD
        case "image":
            text = shown(token.children or [])
            return text if is_alt_text(text) else ""
        case "html_inline":
            tag = TAG.match(token.content)
            return HARD if tag and not WITHIN_LINES.fullmatch(tag[1]) else ""
        case _:
            return token.content
