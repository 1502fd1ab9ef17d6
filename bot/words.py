"""Words: what the bot says, in English, and what it takes to say the same in the language of whoever reads it.

A reply is in English wherever it goes; the front end that has readers of other languages asks for their words.
"""

import functools
from collections.abc import Iterable
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Self

LANGUAGES = {"en": "English", "es": "Español", "fr": "Français", "de": "Deutsch"}
"""The languages of what the bot says itself, each by its own name; quotes are never translated."""
ENGLISH = "en"
_THOUSANDS = {"es": ".", "fr": "\N{NARROW NO-BREAK SPACE}", "de": "."}
"""What stands between thousands in place of a comma."""


class Words(str):
    """A sentence, or the form of one, in English: a plain string that can be said in other languages.

    What is not made of such strings, as the name of a document, is said as it is.
    """

    __slots__ = ("_form", "_named", "_values")
    _form: str
    _values: tuple[object, ...]
    _named: dict[str, object]

    def __new__(cls, words: str) -> Self:
        """Take words as they stand in the catalogues of other languages."""
        made = super().__new__(cls, words)
        made._form, made._values, made._named = words, (), {}
        return made

    def format(self, *values: object, **named: object) -> "Words":
        """Fill the form in; what it is filled with is said in the same language as the form."""
        made = Words(super().format(*values, **named))
        made._form, made._values, made._named = self._form, values, named
        return made

    def said(self, language: str) -> str:
        """Give these words in a language; in English where the language has none for them."""
        form = self._translated(language)
        if not self._values and not self._named:
            return form
        values = (_filled(value, language) for value in self._values)
        return form.format(*values, **{name: _filled(value, language) for name, value in self._named.items()})

    def _translated(self, language: str) -> str:
        # An empty message would give the head of the catalogue.
        return catalogue(language).gettext(self._form) if self._form else ""


class Counted(Words):
    """A number with what it counts; made of a `Noun`."""

    __slots__ = ("_noun", "_number")
    _noun: "Noun"
    _number: int

    @classmethod
    def of(cls, noun: "Noun", number: int) -> Self:
        """Put a number before a noun."""
        made = cls((noun.one if number == 1 else noun.many).format(f"{number:,}"))
        made._noun, made._number = noun, number
        return made

    def said(self, language: str) -> str:
        """Give the number as the language writes it, with the form of the noun that it asks for."""
        form = catalogue(language).ngettext(self._noun.one, self._noun.many, self._number)
        return form.format(f"{self._number:,}".replace(",", _THOUSANDS.get(language, ",")))


class Noun:
    """What can be counted, with the place of the number: for one, and for every other number in English."""

    def __init__(self, one: str, many: str) -> None:
        self.one, self.many = one, many

    def counted(self, number: int) -> Counted:
        """Put a number before it: 1 document, 2 documents, 10,000 documents."""
        return Counted.of(self, number)


class Joined(Words):
    """Words one after the other."""

    __slots__ = ("_between", "_parts")
    _between: str
    _parts: tuple[str, ...]

    @classmethod
    def of(cls, parts: Iterable[str], *, between: str) -> Self:
        """Join words; what stands between them is said like them."""
        kept = tuple(parts)
        made = cls(between.join(kept))
        made._between, made._parts = between, kept
        return made

    def said(self, language: str) -> str:
        """Give all of them in a language."""
        return said(self._between, language).join(said(part, language) for part in self._parts)


def said(words: str, language: str) -> str:
    """Give words of the bot in a language, and any other words as they are."""
    return words.said(language) if isinstance(words, Words) else words


def _filled(value: object, language: str) -> object:
    return said(value, language) if isinstance(value, str) else value


def spoken(locale: str) -> str:
    """Give the language of the bot's words for a locale, such as fr or es-419: English where it has no other.

    >>> spoken("es-419"), spoken("pt-BR")
    ('es', 'en')
    """
    language = locale.replace("_", "-").partition("-")[0].casefold()
    return language if language in LANGUAGES else ENGLISH


@functools.cache
def catalogue(language: str) -> NullTranslations:
    """Give the catalogue of a language, one without any words for English."""
    if language == ENGLISH or language not in LANGUAGES:
        return NullTranslations()
    with (files("bot") / "languages" / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)
