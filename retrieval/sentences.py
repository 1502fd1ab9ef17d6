"""Sentence boundaries: nltk's Punkt, with parameters of our own and the rules of `retrieval.boundaries`."""

import functools
import json
import re
from collections.abc import Iterator
from importlib import resources

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from retrieval.boundaries import Stop, judge, stop_at, stops


def sentences(text: str) -> list[tuple[int, int]]:
    """Find the sentences of one block of text, as half-open character ranges.

    They are in order, trimmed of blanks, and together cover every character that is not blank. The end of a line is
    a blank like any other.
    """
    found = []
    for start, end in _pieces(text):
        piece = text[start:end]
        words = piece.strip()
        if words:
            first = start + len(piece) - len(piece.lstrip())
            found.append((first, first + len(words)))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for item, item_end in _items(text):
        start = item
        for match in stops(text, item, item_end):
            if match["mark"] is None or _ends(stop_at(match, start)):
                yield start, match.end()
                start = match.end()
        yield start, item_end


def _items(text: str) -> Iterator[tuple[int, int]]:
    """Cut a list whose items were run together ("1) Cut 2) Glue") before its markers; any other text is one item."""
    start = 0
    first = _FIRST_MARKER.match(text)
    if first:
        count, shape = first["count"], first["shape"]
        for marker in _MARKER.finditer(text, first.end()):
            if marker["shape"] == shape and marker["count"] == _successor(count):
                yield start, marker.start("count")
                start, count = marker.start("count"), marker["count"]
    yield start, len(text)


def _successor(count: str) -> str:
    return str(int(count) + 1) if count.isdecimal() else chr(ord(count) + 1)


_FIRST_MARKER = re.compile(r"\s*(?P<count>[1a])(?P<shape>\.\)|[.)])\s")
# What refers to a number does not mark an item: "see step 2. Then", "greater than 2. It".
_REFERRING = "step part section chapter version figure table rule option level page line of to in than is by or and at"
_MARKER = re.compile(
    "".join(rf"(?<!\b{word})" for word in _REFERRING.split())
    + r"\s(?P<count>[1-9]\d{0,2}|[a-z])(?P<shape>\.\)|[.)])(?=\s+[“\"]?[A-Z])"
)


def _ends(stop: Stop) -> bool:
    opinion = judge(stop)
    return _punkt_ends(_type(stop), stop.next or stop.opening) if opinion is None else opinion


def _type(stop: Stop) -> str:
    """Stand for a word by one that Punkt treats alike: the fewer words there are, the more answers are known."""
    word = stop.word.lower().replace("’", "'")
    if word[:1].isalnum():
        word = word.rpartition("-")[2]  # as Punkt has it: D-Calif. is an abbreviation
    is_known = word in _parameters().abbrev_types
    if is_known and "'" not in word:  # Punkt would take Dep't apart
        return word
    if is_known or len(stop.mark) > 1 or _INITIALS.fullmatch(word):
        return "etc"
    return "1" if _NUMBER.fullmatch(word) else "word"


_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")  # also letters with inner full stops, which no list can hold
_NUMBER = re.compile(r"[.,]?\d[\d,.]*")


@functools.lru_cache(maxsize=1 << 14)
def _punkt_ends(word: str, following: str) -> bool:
    """Ask Punkt whether the full stop after a word ends a sentence."""
    return bool(_punkt().text_contains_sentbreak(f"{word}. {following}"))


@functools.cache
def _punkt() -> PunktSentenceTokenizer:
    return PunktSentenceTokenizer(_parameters())


@functools.cache
def _parameters() -> PunktParameters:
    data = json.loads(resources.files("retrieval").joinpath("data", "punkt.json").read_text("utf-8"))
    parameters = PunktParameters()
    parameters.abbrev_types = set(data["abbreviations"])
    parameters.collocations = set(map(tuple, data["collocations"]))
    parameters.sent_starters = set(data["sentence_starters"])
    for word in data["ordinary_words"]:
        parameters.add_ortho_context(word, _SEEN_SMALL)
    return parameters


_SEEN_SMALL = 1 << 5  # nltk's _ORTHO_MID_LC: seen in small letters within a sentence
