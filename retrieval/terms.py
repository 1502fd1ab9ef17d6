"""Text to index terms: the one place that decides when two words count as the same word."""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex
from nltk.stem.snowball import SnowballStemmer

VERSION = 1
"""Stored with every index; an index made by another version is refused and rebuilt."""

_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_ACCENTS = "\u0300-\u036f"
_POINTS = "\u05b0-\u05c7\u064b-\u065f\u0670"
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"

_PHRASES = {
    "united states": "us",
    "united states of america": "us",
    "usa": "us",
    "united kingdom": "uk",
    "united nations": "un",
    "european union": "eu",
}
"""Names that everybody also writes as initials; both are one term."""
_INITIALS = frozenset(_PHRASES.values())

# In this order: the phrases, dotted abbreviations (U.S., e.g.), numbers (35,500 and 3.8), one character of a script
# that does not part its words, words with inner apostrophes. An underscore parts words, as in identifiers. The vowel
# signs of a script belong to its words: `regex` counts them among \w, `re` does not.
_TOKEN = regex.compile(
    rf"""
      (?i:\bunited\s+(?:states(?:\s+of\s+america)?|kingdom|nations)|european\s+union)\b(?:['’]s\b)?
    | (?:\p{{L}}\.){{2,}}(?:['’]s\b|\p{{L}}\b(?!['’]))?
    | \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\w)
    | \d+(?:\.\d+)+(?!\w)
    | [{_CJK}]
    | [\p{{L}}\p{{N}}](?:[^\W_{_CJK}]|[\p{{No}}{_INVISIBLE}])*(?:['’][\p{{L}}\p{{N}}]+)*
    """,
    regex.VERBOSE,
)
# The same for plain text, which most is: `re` is twice as fast, but knows no scripts.
_PLAIN_TOKEN = re.compile(
    r"""
      (?=[uUeE])(?i:\bunited\s+(?:states(?:\s+of\s+america)?|kingdom|nations)|european\s+union)\b(?:'s\b)?
    | (?:[A-Za-z]\.){2,}(?:'s\b|[A-Za-z]\b(?!'))?
    | [0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?!\w)
    | [0-9]+(?:\.[0-9]+)+(?!\w)
    | [A-Za-z0-9]+(?:'[A-Za-z0-9]+)*
    """,
    re.VERBOSE | re.ASCII,
)
_DROPPED = re.compile(rf"[{_INVISIBLE}{_ACCENTS}{_POINTS}]")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_PLURAL_INITIALS = re.compile(r"[A-Z]{2,}s")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)'(?=\w{2})")

_QUESTION_WORDS = "how kind sort what whats when where wheres which who whom whos whose why"
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
        if form := fold(match.group()):
            yield Token(match.group(), stem(form), match.start(), match.end())


def surfaces(text: str) -> list[str]:
    """List the words of a text in order as they stand there, every word counted; `fold` makes nothing of some."""
    found: list[str] = (_PLAIN_TOKEN if text.isascii() else _TOKEN).findall(text)
    return found


def forms(text: str) -> list[str]:
    """List the words of a text in order, folded and not stemmed, every word counted."""
    return [form for surface in surfaces(text) if (form := fold(surface))]


def terms(text: str) -> list[str]:
    """List the index terms of a text in order, every word counted."""
    return [stem(form) for form in forms(text)]


def question_tokens(question: str) -> list[Token]:
    """List a question's words without those that only ask; all of them if nothing else is left.

    In a question that is all in capitals, capitals make no names.
    """
    every = list(tokens(question))
    shouted = question.isupper()
    said = [token.surface.lower() if shouted else token.surface for token in every]
    return [token for token, word in zip(every, said, strict=True) if not is_stop_word(word)] or every


def asked_words(question: str) -> dict[str, str]:
    """Give what a question asks for: its distinct terms, and the folded word that each was made of."""
    return {token.term: fold(token.surface) for token in question_tokens(question)}


def gist(question: str) -> tuple[str, ...]:
    """List the distinct terms of what a question asks for, in the order of the alphabet: the same for rephrasings.

    >>> gist("How long is a ban?"), gist("the length of bans")
    (('ban', 'long'), ('ban', 'length'))
    """
    return tuple(sorted(asked_words(question)))


def is_stop_word(surface: str) -> bool:
    """Tell whether a word only says how something is asked; US, IT or IDs in capitals are names."""
    folded = fold(surface)
    if folded not in STOP_WORDS or (folded in _INITIALS and surface.casefold() != folded):
        return False
    return len(folded) < 2 or not (surface.isupper() or _PLURAL_INITIALS.fullmatch(surface))


@functools.lru_cache(maxsize=1 << 17)
def fold(surface: str) -> str:
    """Fold case, accents, compatibility forms, possessives, ordinals and separators of one word.

    >>> fold("Khan’s"), fold("35,500"), fold("U.S."), fold("d’Ivoire"), fold("22nd"), fold("NGOs")
    ('khan', '35500', 'us', 'ivoire', '22', 'ngo')
    """
    if _PLURAL_INITIALS.fullmatch(surface):
        return surface[:-1].casefold()
    word = _DROPPED.sub("", unicodedata.normalize("NFKD", surface)).casefold().replace("’", "'")
    if word[0].isdigit():
        ordinal = _ORDINAL.fullmatch(word)
        return ordinal.group(1) if ordinal else word.replace(",", "").removesuffix("'s")
    word = _ELISION.sub("", word).removesuffix("'s")
    word = word.replace("'", "").replace(".", "")
    word = " ".join(word.split())
    return _PHRASES.get(word, word)


@functools.lru_cache(maxsize=1 << 17)
def stem(form: str) -> str:
    """Give the index term of a folded word: its English Snowball stem, or itself if it is not of plain letters."""
    return _stemmer().stem(form) if form.isascii() and form.isalpha() else form


@functools.cache
def _stemmer() -> SnowballStemmer:
    return SnowballStemmer("english")
