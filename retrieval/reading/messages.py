"""Messages of a chat: Discord's dialect of Markdown, as a reader sees it, with names where it has numbers."""

import datetime as dt
import re
from collections.abc import Mapping

from markdown_it import MarkdownIt

from retrieval.documents import Document, Source
from retrieval.reading import markdown

SPOILER = "[spoiler]"
"""What stands for words that a reader sees only after asking for them: nobody who asks something else did."""
UNKNOWN = "unknown"
"""What Discord shows in the place of a name that it does not know either."""
_OTHERWISE = ("table", "reference", "lheading", "code", "html_block", "html_inline", "entity", "image")
"""What CommonMark reads as markup and Discord shows as it is written."""
_SPECIAL = re.compile(
    r"(?P<escaped>\\.)"
    r"|```(?:[A-Za-z0-9_+.#-]*\n)?(?P<block>.*?)```"
    r"|(?P<code>(?P<ticks>`+)(?:[^`]|(?!(?P=ticks))`)+(?P=ticks))"
    r"|<(?P<mention>@!?|@&|\#)(?P<number>\d+)>"
    r"|<a?(?P<emoji>:\w+:)\d+>"
    r"|<t:(?P<moment>-?\d{1,13})(?::[A-Za-z])?>"
    r"|<(?P<command>/[^<>:]+):\d+>"
    r"|(?P<spoiler>\|\|.+?\|\|)"
    r"|(?P<small>^(?:-\#|>>>)[ ])"
    r"|(?P<end>\n)",
    re.DOTALL | re.MULTILINE,
)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def read_message(name: str, text: str, *, named: Mapping[str, str], source: Source) -> Document | None:
    """Make a document of a message; None if nothing of it can be read.

    `named` has the names of the people (`@1`), roles (`@&2`) and channels (`#3`) that are mentioned, by their numbers.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": markdown.MAX_NESTING}).enable("strikethrough").disable(_OTHERWISE)
    page = markdown.page(parser.parse(_common(text, named)))
    return Document(name, page.text, source, tuple(page.blocks)) if page.text else None


def _common(text: str, named: Mapping[str, str]) -> str:
    """Write a message as CommonMark that shows the same."""
    return _SPECIAL.sub(lambda found: _written(found, named), text)


def _written(found: re.Match[str], named: Mapping[str, str]) -> str:
    match found.lastgroup:
        case "block":
            words = found["block"].strip("\n")
            written = f"\n```\n{words}\n```\n"
        case "number":
            key = found["mention"].replace("!", "") + found["number"]
            written = _plain(key[0] + named.get(key, UNKNOWN))
        case "emoji" | "command":
            written = _plain(found[found.lastgroup])
        case "moment":
            written = _plain(_moment(int(found["moment"]), otherwise=found[0]))
        case "spoiler":
            written = _plain(SPOILER)
        case "small":
            written = ""
        case "end":
            written = "  \n"  # a line of a message is a line, which CommonMark has only after two blanks
        case _:  # an escaped character, or code in a line
            written = found[0]
    return written


def _plain(words: str) -> str:
    """Write words so that nothing of them is markup."""
    return _PUNCTUATION.sub(r"\\\1", words)


def _moment(seconds: int, *, otherwise: str) -> str:
    """Write a moment, which Discord shows in the time of whoever reads, in that of Greenwich."""
    try:
        return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return otherwise
