"""Links that open a document's page at the quoted words, as text fragments.

The syntax is that of https://wicg.github.io/scroll-to-text-fragment/: `#:~:text=[prefix-,]start[,end][,-suffix]`.
A browser marks the first place that matches, so the words are chosen to match first where the quote stands.
"""

import re
from urllib.parse import quote as percent_encoded

from retrieval import Quote, Source

EXACT = 300
"""Characters up to which a quote on one line is given whole: the specification's advice for what is quoted exactly."""
FEWEST_WORDS = 4
"""Words that a start, an end or a prefix begins with, before it grows until it is unique."""

_KEPT = "%:/?#[]@!$&'()*+,;="
"""What may stand in an address as it is (RFC 3986), escapes that were made already among it."""

_WORD = re.compile(r"\S+")


def page(source: Source) -> str | None:
    """Give the address of a document's page, percent-encoded, None if that is on no page of the web."""
    url = source.url or ""
    return percent_encoded(url, safe=_KEPT) if url.startswith(("https://", "http://")) else None


def link(quote: Quote) -> str | None:
    """Give the address of the quoted words on the page of their document, None if that is on no page of the web."""
    whole = page(quote.document.source)
    if whole is None:
        return None
    address, _, fragment = whole.partition("#")
    kept = fragment.split(":~:")[0]
    return f"{address}#{kept}:~:text={directive(quote.document.text, quote.start, quote.end)}"


def directive(text: str, start: int, end: int) -> str:
    """Give the words by which a browser finds `[start, end)` of a text, percent-encoded."""
    whole = text[start:end]
    if len(whole) <= EXACT and "\n" not in whole:
        first, last = end, None
    else:
        first, last = _first_words(text, start, end), _last_words(text, start, end)
        if last < first:  # one long word, or the same few words at both ends
            first, last = end, None
    prefix = _prefix(text, start, first)
    terms = [f"{_encoded(prefix)}-"] if prefix else []
    terms.append(_encoded(text[start:first]))
    if last is not None:
        terms.append(_encoded(text[last:end]))
    return ",".join(terms)


def _first_words(text: str, start: int, end: int) -> int:
    """Give where the words end that begin a quote: on its first line, and found nowhere before if that can be."""
    line_end = min(end, _line_end(text, start))
    ends = [match.end() for match in _WORD.finditer(text, start, line_end)][FEWEST_WORDS - 1 :] or [line_end]
    return next((stop for stop in ends if _place(text, start, stop) == start), ends[0])


def _last_words(text: str, start: int, end: int) -> int:
    """Give where the words start that end a quote: on its last line, and found nowhere else in it if that can be."""
    line_start = max(start, text.rfind("\n", 0, end) + 1)
    starts = [match.start() for match in _WORD.finditer(text, line_start, end)][-FEWEST_WORDS::-1] or [line_start]
    return next((begin for begin in starts if _place(text, begin, end, after=start) == begin), starts[0])


def _prefix(text: str, start: int, first: int) -> str:
    """Give the words before a start that a browser would find too early, as many as tell it from the others."""
    if _place(text, start, first) == start:
        return ""
    before = text[:start].rstrip()
    line_start = before.rfind("\n") + 1
    begins = [match.start() for match in _WORD.finditer(before, line_start)][-FEWEST_WORDS::-1] or [line_start]
    unique = (begin for begin in begins if _place(text, begin, first) == begin)
    return before[next(unique, begins[-1]) :]


def _place(text: str, start: int, end: int, *, after: int = 0) -> int:
    """Find where a browser would first see the words of `[start, end)`: it heeds neither case nor kinds of blanks."""
    words = r"\s+".join(map(re.escape, text[start:end].split()))
    found = re.compile(words, re.IGNORECASE).search(text, after)
    return found.start() if found else start


def _line_end(text: str, start: int) -> int:
    found = text.find("\n", start)
    return len(text) if found < 0 else found


def _encoded(words: str) -> str:
    """Encode what is not unreserved (RFC 3986), and `-`, which the syntax of the directive uses; blanks become one."""
    return percent_encoded(" ".join(words.split()), safe="").replace("-", "%2D")
