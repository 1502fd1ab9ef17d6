"""Replies in the language of whoever reads them: the bot's own words are translated, those of documents never."""

from dataclasses import dataclass

from bot import replies
from bot.reply import Attached, Listing, Paragraph, Part, Quoted, SourceLine, Verbatim
from bot.words import said


@dataclass(frozen=True, slots=True)
class Sourced:
    """The line of a source, worded; `opens` is what its link is called."""

    numbers: tuple[int, ...]
    words: str
    link: str | None
    opens: str
    based_on: "Sourced | None" = None


Spoken = Paragraph | Quoted | Sourced | Listing | Verbatim | Attached
"""A part that needs no more words."""


def spoken(part: Part, language: str) -> Spoken:
    """Word a part of a reply in a language."""
    match part:
        case Paragraph(text):
            return Paragraph(said(text, language))
        case Listing(entries):
            return Listing(tuple((said(name, language), said(words, language)) for name, words in entries))
        case SourceLine():
            return _sourced(part, language)
        case Attached(name, content, alt):
            return Attached(name, content, said(alt, language))
        case _:
            return part


def _sourced(line: SourceLine, language: str) -> Sourced:
    opens = said(replies.OPEN, language)
    source, below = line.based_on, None
    if source:
        below = Sourced((), said(replies.based_on(source), language), source.url, opens)
    return Sourced(line.numbers, said(replies.cited(line), language), line.link, opens, below)
