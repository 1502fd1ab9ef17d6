"""Amounts and dates in words."""

import datetime as dt
from collections.abc import Iterable

from bot.words import Joined, Noun, Words

NOUNS = {
    "character": Noun("{} character", "{} characters"),
    "document": Noun("{} document", "{} documents"),
    "finding": Noun("{} finding", "{} findings"),
    "section": Noun("{} section", "{} sections"),
    "passage": Noun("{} passage", "{} passages"),
    "place": Noun("{} place", "{} places"),
    "quote": Noun("{} quote", "{} quotes"),
    "answer": Noun("{} answer", "{} answers"),
    "golden answer": Noun("{} golden answer", "{} golden answers"),
    "message": Noun("{} message", "{} messages"),
    "time": Noun("{} time", "{} times"),
    "question": Noun("{} question", "{} questions"),
    "group": Noun("{} group", "{} groups"),
    "day": Noun("{} day", "{} days"),
}
DATES = (
    Words("{} January {}"),
    Words("{} February {}"),
    Words("{} March {}"),
    Words("{} April {}"),
    Words("{} May {}"),
    Words("{} June {}"),
    Words("{} July {}"),
    Words("{} August {}"),
    Words("{} September {}"),
    Words("{} October {}"),
    Words("{} November {}"),
    Words("{} December {}"),
)
EITHER = Words("{} or {}")


def counted(number: int, noun: str) -> Words:
    """Put a number before its noun: 1 document, 2 documents, 10,000 documents."""
    return NOUNS[noun].counted(number)


def dated(date: dt.date) -> Words:
    """Write a day: 3 April 2023."""
    return DATES[date.month - 1].format(date.day, date.year)


def either(words: Iterable[str]) -> str:
    """Put an or before the last of some words: a, b or c."""
    *others, last = words
    return EITHER.format(Joined.of(others, between=", "), last) if others else last
