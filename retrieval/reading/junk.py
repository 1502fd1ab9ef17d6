"""Lines that web pages leave behind and no reader wants: known only where they fill a whole line."""

import re

# Any one of them three times or more; dashes of every length and the lines of box drawing are among them.
RULER = re.compile(r"\s*([-_=*~#+\u2013-\u2015\u2022\u2500\u2550\u00b7])(?:\s*\1){2,}\s*")
LEFTOVERS = frozenset(
    {
        # what stands for a picture that is not there
        "image not found or type unknown",
        "image not found",
        "image unavailable",
        "image: null",
        "image",
        # links for keyboards and screen readers
        "skip to main content",
        "skip to content",
        "skip to navigation",
        "back to top",
        # links whose target is lost
        "click here",
        "read more",
        "continue reading",
        "print this page",
        # what was still to come when the page was saved
        "loading...",
        "loading\N{HORIZONTAL ELLIPSIS}",
        "please wait...",
        "please wait\N{HORIZONTAL ELLIPSIS}",
        "advertisement",
    }
)
ALT_TEXTS = frozenset({"", "photo", "picture", "img", "logo", "icon", "banner", "thumbnail", "avatar", "null"})
FILE_NAME = re.compile(r"\S+\.[A-Za-z]{3,4}")
AROUND = " \t[](){}<>!:\u00ab\u00bb\u2190\u2191\u2192"
"""Brackets and arrows that such links are dressed with."""


def is_ruler(line: str) -> bool:
    """Whether a line is drawn and not written: `---`, `* * *`, `______`."""
    return RULER.fullmatch(line) is not None


def is_junk(line: str) -> bool:
    """Whether a line, taken as a whole, is a ruler or a leftover."""
    return _plain(line) in LEFTOVERS or is_ruler(line)


def is_alt_text(text: str) -> bool:
    """Whether the text of an image tells something of it: not a file's name, nor `image`."""
    return _plain(text) not in ALT_TEXTS | LEFTOVERS and FILE_NAME.fullmatch(text.strip()) is None


def _plain(line: str) -> str:
    return " ".join(line.strip(AROUND).casefold().split())
