"""Judgements on a line of plain text: whether it opens a list item, closes a sentence, goes on, reads as a heading."""

import re
from collections.abc import Sequence

MAX_HEADING = 100
"""Characters of a line that may still be a heading."""
MIN_WRAP = 40
"""Characters: nobody wraps prose in narrower columns, while lists are often of short lines."""
WIDE = 70
"""Characters: in a list this wide, a long entry may have been wrapped and left one word on the next line."""

BULLET = re.compile(
    r"[\u2022\u2023\u25aa\u25ab\u25e6\u25cf\u25cb\u25a0\u25a1\u25b8\u25ba\u27a2\u2713\u2714\u00b7]\s*(?=\S)"
)
MARKER = re.compile(
    r"(?:[-*+\u2013\u2014]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,5})\)|(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{2,5})\.)\s+"
    r"(?![A-Za-z] ?\.)\S"  # no initials: `j. k. berg`
)
ENUMERATOR = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.\s")
DAY_AND_YEAR = re.compile(r"\b\d{1,2}(?:[a-z]{2})?\b.*\b\d{4}\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")

QUOTES = "\"'\u00bb\u2019\u201d"
SENTENCE_ENDS = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f")
CLAUSE_ENDS = (*SENTENCE_ENDS, ":", ";", ",")
CONNECTOR = re.compile(
    r"(?:.*\s)?(?:&|an?|and|at|by|das|del?|der|des|die?|du|el?|en|et|for|from|f\u00fcr|in|l[aeo]s?|of|on|or|para|pour"
    r"|the|to|und|von|with|y)"
)
"""A line that ends with a word after which no name ends, in the languages that mix in lists of names."""
NO_HEADING_ENDS = (".", "!", "\u2026", "\u3002", "\uff01", ":", ";", ",", *QUOTES)
"""How lines end that are said or go on; a question may stand over its answer."""
NO_HEADINGS = ("by ", "dear ", "re: ", "cc: ", "www.")
"""How bylines, salutations, subjects and addresses begin."""


def is_bullet(line: str) -> bool:
    """Whether a line begins with a sign that is used for nothing but list items."""
    return BULLET.match(line) is not None


def is_marked(line: str) -> bool:
    """Whether a line begins as list items do, though prose may too: `- `, `1. `, `(a) `."""
    return MARKER.match(line) is not None


def is_enumerated(line: str) -> bool:
    """Whether a line begins with a number as headings do: `2. `, `2.1. `."""
    return ENUMERATOR.match(line) is not None


def ends_sentence(text: str) -> bool:
    """Whether the last character, quotes and brackets apart, closes a sentence."""
    return text.rstrip(QUOTES + ")]").endswith(SENTENCE_ENDS)


def ends_clause(text: str) -> bool:
    """Whether the last character, quotes apart, closes a sentence or a part of one."""
    return text.rstrip(QUOTES).endswith(CLAUSE_ENDS)


def is_heading_like(line: str) -> bool:
    """Whether a line, standing alone, reads as a heading: short, begun and not closed, no date, no address."""
    if len(line) > MAX_HEADING or not line[0].isalnum() or line[0].islower() or line.endswith(NO_HEADING_ENDS):
        return False
    if line.casefold().startswith(NO_HEADINGS) or "@" in line or "://" in line:
        return False
    if DAY_AND_YEAR.search(line) or ("," in line and any(letter.isdigit() for letter in line)):
        return False
    return any(letter.isalpha() for letter in line)


def is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line had no room on this one."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def goes_on(line: str, following: str, width: int) -> bool:
    """Whether an entry of a list, the widest of which is `width`, plainly goes on in the following line."""
    if "\t" in line + following or "|" in line + following or line.endswith((*SENTENCE_ENDS, ":", ";")):
        return False
    if is_open(line) or line.endswith(("-", "\u2013", "\u2014", "/")) or CONNECTOR.fullmatch(line):
        return True
    if line.endswith(")"):
        return False
    if following[0].islower():
        return is_full(line, following, round(0.6 * width)) and not _is_brand(following)
    if line.endswith(","):
        return is_full(line, following, round(0.6 * width))
    return _is_tail(following) and width >= WIDE and is_full(line, following, round(0.85 * width))


def is_open(text: str) -> bool:
    """Whether a bracket was opened and not closed."""
    return text.count("(") > text.count(")")


def usual_width(widths: Sequence[int]) -> int:
    """Give the width that only one line in ten exceeds, so that a long address does not count; 0 without lines."""
    return sorted(widths)[len(widths) - 1 - len(widths) // 10] if widths else 0


def _is_tail(line: str) -> bool:
    """Whether a line is one word, not counting brackets: what wrapping leaves of a long name."""
    return len(re.sub(r"\(.*\)", "", line).split()) == 1


def _is_brand(line: str) -> bool:
    """Whether the first word is a name that begins in lower case: `iPhone`."""
    return not line.split(maxsplit=1)[0].islower()
