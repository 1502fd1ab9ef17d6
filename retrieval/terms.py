"""Text to index terms: the one place that decides when two words count as the same word."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from nltk.stem.snowball import SnowballStemmer

VERSION = 1
"""Stored with every index; an index made by another version is refused and rebuilt."""

_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"

# In this order: dotted abbreviations (U.S., e.g.), numbers (35,500 and 3.8), one character of a script that does
# not part its words, words with inner apostrophes. An underscore parts words, as in identifiers.
_TOKEN = re.compile(
    rf"""
      (?:[^\W\d_]\.){{2,}}(?:[^\W\d_]\b(?!['’]))?
    | \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\w])
    | \d+(?:\.\d+)+(?![\w])
    | [{_CJK}]
    | [^\W_](?:[^\W_{_CJK}]|[{_MARKS}{_INVISIBLE}])*(?:['’][^\W_]+)*
    """,
    re.VERBOSE,
)
_DROPPED = re.compile(rf"[{_INVISIBLE}{_MARKS}]")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu)'(?=\w{2})")

_QUESTION_WORDS = "how what whats when where wheres which who whom whos whose why"
_FUNCTION_WORDS = """
    a about after again all also am an and any anybody anyone are arent as at be because been being both but by can
    cannot cant could couldnt did didnt do does doesnt doing dont during each either else ever every for from get
    gets getting give given go goes got had has hasnt have havent having he her here hers him his i id if ill im in
    into is isnt it its itself ive just know let lets like many me mine much must my neither no nor not of off on
    or our ours out own please really say says shall she should shouldnt so some somebody someone something such
    tell than that thats the their theirs them themselves then there theres these they theyre this those through to
    too up upon us very was wasnt we were werent will with without wont would wouldnt you your yours yourself
"""
STOP_WORDS = frozenset(f"{_QUESTION_WORDS} {_FUNCTION_WORDS}".split())
"""Words that say how something is asked, not what; dropped from questions, kept in passages."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it stands in a text, at `[start, end)`, and its index term."""

    surface: str
    term: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in order."""
    for match in _TOKEN.finditer(text):
        surface = match.group()
        if term := _term(surface):
            yield Token(surface, term, match.start(), match.end())


def terms(text: str) -> list[str]:
    """List the index terms of a text in order, every word counted."""
    return [term for surface in _TOKEN.findall(text) if (term := _term(surface))]


def question_tokens(question: str) -> list[Token]:
    """List a question's words without those that only ask; all of them if nothing else is left."""
    every = list(tokens(question))
    return [token for token in every if not is_stop_word(token.surface)] or every


def is_stop_word(surface: str) -> bool:
    """Tell whether a word only says how something is asked; US, IT or WHO in capitals are names."""
    folded = fold(surface)
    if folded not in STOP_WORDS:
        return False
    return len(folded) < 2 or not surface.isupper()


@functools.lru_cache(maxsize=1 << 17)
def fold(surface: str) -> str:
    """Fold case, accents, compatibility forms, possessives, ordinals and separators of one word.

    >>> fold("Khan’s"), fold("35,500"), fold("U.S."), fold("d’Ivoire"), fold("22nd")
    ('khan', '35500', 'us', 'ivoire', '22')
    """
    word = _DROPPED.sub("", unicodedata.normalize("NFKD", surface)).casefold().replace("’", "'")
    if word[0].isdigit():
        ordinal = _ORDINAL.fullmatch(word)
        return ordinal.group(1) if ordinal else word.replace(",", "").removesuffix("'s")
    word = _ELISION.sub("", word).removesuffix("'s")
    return word.replace("'", "").replace(".", "")


@functools.lru_cache(maxsize=1 << 17)
def _term(surface: str) -> str:
    word = fold(surface)
    return _stemmer().stem(word) if word.isascii() and word.isalpha() else word


@functools.cache
def _stemmer() -> SnowballStemmer:
    return SnowballStemmer("english")
