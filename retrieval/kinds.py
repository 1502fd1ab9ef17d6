"""What kind of answer a question asks for, and which kinds a passage can give."""

import enum
import re
from typing import NamedTuple


class QuestionKind(enum.StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    HOW_MANY = "how many"
    WHERE = "where"
    YES_NO = "yes or no"
    LIST = "list"
    WHY = "why"
    WHAT = "what"


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
IN_DIGITS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
}  # fmt: skip
"""The number words that are as common as their digits."""
_SMALL_NUMBER = (
    rf"(?:{'|'.join(IN_DIGITS)}|hundreds?|thousands?|[mb]illion|dozens?|half|third|quarter|per ?cent|both|several"
    r"|single|once|twice|double)"
)
_MEASURE = r"(?:percent\w*|number|amount|share|total|price|cost)"
_SPOT = r"(?:city|country|place|state|location|region|continent|town|area|river)"
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|should|will|would)"

# The first that matches decides: "how many people who ..." asks for a number.
_ASKED = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (QuestionKind.HOW_MANY, r"\bhow (?:many|much|often|long|far|old|large|big|tall|high|fast)\b"),
        (QuestionKind.HOW_MANY, rf"\b(?:what|which) (?:(?:is|was|are|were) )?(?:the )?{_MEASURE}\b"),
        (QuestionKind.WHEN, r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b"),
        (
            QuestionKind.WHY,
            r"\bwhy\b|\bwhat (?:causes?|caused)\b|\b(?:what|which) (?:is |are |was |were )?(?:the )?reasons?\b",
        ),
        (QuestionKind.WHO, r"\bwho(?:m|se|s)?\b"),
        (QuestionKind.WHERE, rf"\bwhere\b|\b(?:what|which) {_SPOT}\b"),
        (QuestionKind.LIST, r"^(?:list|name|enumerate)\b|^(?:what|which) (?:are|were) (?:all )?the (?:\w+ )*?\w+s\b"),
        (QuestionKind.YES_NO, rf"^{_AUXILIARY}\b"),
    )
)

_DIGIT = re.compile(r"\d")
_DATED = re.compile(rf"\b(?:1\d{{3}}|20\d{{2}})s?\b|\b{_MONTH}\.?\s+\d|\d\s+{_MONTH}\b")
_UNDATED = re.compile(rf"\bcentury\b|\b{_DAY}\b")
_IN_WORDS = re.compile(rf"\b(?=[bdefhmnopqst]){_SMALL_NUMBER}\b")
_QUANTITY = re.compile(rf"\d.*|{_SMALL_NUMBER}|{_MONTH}|{_DAY}", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|at|near|from|to|of|through|across|into|between|along) (?:the )?[A-Z]")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w'’.-]*")


class Offer(NamedTuple):
    """What a passage holds that could answer a question: counts and flags as numbers."""

    date: bool
    number: bool
    place: bool
    names: int


def kind_of(question: str) -> QuestionKind:
    """Tell what a question asks for from its words alone.

    >>> kind_of("How many states are party?").value, kind_of("Did J Street sign?").value
    ('how many', 'yes or no')
    """
    asked = " ".join(question.lower().split())
    return next((kind for kind, pattern in _ASKED if pattern.search(asked)), QuestionKind.WHAT)


def offer_of(text: str) -> Offer:
    """Tell what a passage holds; `names` counts its capitalised words after the first."""
    # Every passage of a library is looked at: what is cheap to rule out is ruled out first.
    small = text.lower()
    digit = bool(_DIGIT.search(small))
    named = "day" in small or "century" in small
    return Offer(
        date=bool((digit and _DATED.search(small)) or (named and _UNDATED.search(small))),
        number=digit or bool(_IN_WORDS.search(small)),
        place=bool(_PLACE.search(text)),
        names=len(_NAME.findall(text)),
    )


def is_quantity(word: str) -> bool:
    """Tell whether a word is a number or a part of a date."""
    return bool(_QUANTITY.fullmatch(word))
