"""Spoiled: whether what stands at an address today is worse than what was read there before, and may not replace it.

How the limits were found is told in docs/decisions/0015-formats.md.
"""

import re
from collections import Counter

from bot.words import Words
from retrieval import Document

KEPT = 0.5
"""The share of the words of before that must still be there: of all of them by number, and of the distinct ones."""
FEW = 200
"""Words up to which a page can be nothing but the notice that something is wrong."""
OPENING = 200
"""Characters at the start in which such a notice says so."""

LOST = Words("it has lost most of its words: {} of {} are left")
OTHERS = Words("it has become another page: {} of its {} different words are left")
ERROR = Words("it has become a page that tells of an error")

_WORD = re.compile(r"\w+")
_NOTICE = re.compile(
    r"""^\W* [45]\d\d \b | \b (?: error \s+ [45]\d\d
    | not \s+ (?: be \s+ )? found | no \s+ longer \s+ (?: available | exists )
    | access \s+ denied | forbidden | unauthori[sz]ed | too \s+ many \s+ requests
    | internal \s+ server \s+ error | bad \s+ gateway | unavailable | under \s+ maintenance
    | just \s+ a \s+ moment | are \s+ you \s+ (?: a \s+ robot | human ) | you \s+ are \s+ human
    | enable \s+ (?: javascript | cookies ) | (?: sign | log ) \s+ in \s+ to | for \s+ sale
    | nicht \s+ (?: gefunden | verfügbar ) | zugriff \s+ verweigert | wartungsarbeiten
    | introuvable | acc[eè]s \s+ refus[eé] | en \s+ maintenance | indisponible
    | no \s+ (?: se \s+ ha \s+ )? encontrad[oa] | acceso \s+ denegado | en \s+ mantenimiento
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


def spoiled(before: Document, now: Document) -> Words | None:
    """Say why a document must not take the place of the one before, None if it may."""
    old, new = _words(before), _words(now)
    if new.total() <= FEW and _is_notice(now) and not _is_notice(before):
        return ERROR
    if new.total() < KEPT * old.total():
        return LOST.format(new.total(), old.total())
    left = len(old.keys() & new.keys())
    if left < KEPT * len(old):
        return OTHERS.format(left, len(old))
    return None


def _words(document: Document) -> Counter[str]:
    return Counter(_WORD.findall(document.text.casefold()))


def _is_notice(document: Document) -> bool:
    """Tell whether a page begins as those do that tell of an error."""
    return any(_NOTICE.search(text) for text in (document.source.title, document.text[:OPENING]))
