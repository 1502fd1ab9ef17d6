"""Bytes to text: which encoding a file is in."""

import codecs
import logging
import re

from charset_normalizer import from_bytes

from retrieval.errors import UnreadableSource

log = logging.getLogger(__package__)

# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
COMMONEST = "cp1252"
"""Windows' encoding of western languages: where it is plausible at all, it is likelier than any other."""
REPLACEMENT = "\ufffd"
DAMAGED = 0.1
"""Bad bytes for each good character beyond ASCII, up to which a text is damaged UTF-8 and not another encoding:
text in a one-byte encoding hardly ever holds a well-formed sequence of UTF-8."""


def decode(name: str, data: bytes) -> str:
    """Give the text of a file, with LF at line ends; raise UnreadableSource if it is none."""
    text = _decode(name, data)
    if "\0" in text:
        raise UnreadableSource(name, "binary, not text")
    if not text.strip():
        raise UnreadableSource(name, "empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_storable(text: str) -> bool:
    """Whether a text can be written as UTF-8, which half of a surrogate pair cannot."""
    return not re.search("[\ud800-\udfff]", text)


def is_name(text: str) -> bool:
    """Whether a text can name a document: something to be seen, stored, and shown on one line."""
    return bool(text.strip()) and is_storable(text) and not re.search("[\0-\x1f\x7f]", text)


def _decode(name: str, data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _marked(name, data, encoding)
    if b"\0" in data:
        raise UnreadableSource(name, "binary, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged(name, data) or _guessed(name, data)


def _marked(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(name, f"begins as {encoding} but is not: {error.reason}") from error


def _damaged(name: str, data: bytes) -> str:
    """Give the text if it is UTF-8 with some bad bytes, shown as U+FFFD; else nothing."""
    text = data.decode("utf-8", "replace")
    bad = text.count(REPLACEMENT)
    if bad > DAMAGED * (sum(not letter.isascii() for letter in text) - bad):
        return ""
    log.warning("%s: %d damaged places in its UTF-8 are shown as %s", name, bad, REPLACEMENT)
    return text


def _guessed(name: str, data: bytes) -> str:
    matches = from_bytes(data)
    best = next((match for match in matches if COMMONEST in match.could_be_from_charset), matches.best())
    if best is None:
        raise UnreadableSource(name, "binary, or in an encoding that is not known")
    log.info("%s: read as %s", name, best.encoding)
    return str(best)
