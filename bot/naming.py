"""What the core and the store name in English, in words that the bot can say in other languages."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.words import Joined, Words
from retrieval import RetrievalError, UnreadableSource

FEATURES: Mapping[str, Words] = MappingProxyType(
    {
        "sentence_score": Words("score of the sentence"),
        "paragraph_score": Words("score of the paragraph"),
        "text_score": Words("score of the whole text"),
        "near_title_coverage": Words("words found nearby and in titles"),
        "paragraph_coverage": Words("words found in the paragraph"),
        "paragraph_title_coverage": Words("words found in the paragraph and titles"),
        "missing": Words("words not found"),
        "names_coverage": Words("names found"),
        "alike_coverage": Words("related words found"),
        "alike_paragraph_coverage": Words("related words found in the paragraph"),
        "alike_near_coverage": Words("related words found nearby"),
        "alike_local_coverage": Words("related words found nearby and in titles"),
        "share_of_paragraph": Words("share of the paragraph's words"),
        "rarest": Words("rarest word found"),
        "pronoun_before": Words("begins with a pronoun"),
        "exact_coverage": Words("words found as they were asked"),
        "pairs": Words("words side by side"),
        "length": Words("length"),
        "begins_paragraph": Words("begins a paragraph"),
        "what_length": Words("length, asked what"),
        "who_names": Words("names, asked who"),
        "where_place": Words("a place, asked where"),
        "when_date": Words("a date, asked when"),
        "how_many_number": Words("a number, asked how many"),
        "how_many_counted": Words("what is counted, asked how many"),
    }
)
"""The features of the re-ranker, by the names that docs/quality.md explains."""

DEEDS: Mapping[str, Words] = MappingProxyType(
    {
        "added pin": Words("added a pin"),
        "removed pin": Words("removed a pin"),
        "added alias": Words("added an alias"),
        "removed alias": Words("removed an alias"),
        "added golden answer": Words("added a golden answer"),
        "removed golden answer": Words("removed a golden answer"),
        "added superseded answer": Words("marked an answer as superseded"),
        "removed superseded answer": Words("took back that an answer is superseded"),
        "added document": Words("added a document"),
        "replaced document": Words("replaced a document"),
        "removed document": Words("removed a document"),
        "added channel": Words("added a channel"),
        "removed channel": Words("removed a channel"),
        "chose settings": Words("chose settings"),
    }
)
"""What moderators do, as it is written down."""

UNREADABLE = (
    Words("empty"),
    Words("empty: it holds no text"),
    Words("empty: it holds no text but running headers"),
    Words("empty: nothing is left of it without its markup"),
    Words("no text is found in it"),
    Words("it holds no document"),
    Words("binary, not text"),
    Words("binary, or in an encoding that is not known"),
    Words("begins as {} but is not: {}"),
    Words("no Word document (.docx), or a damaged one"),
    Words("no Word document, or a damaged one: {}"),
    Words("unpacked it is larger than the {} MiB that are read"),
    Words("a table has more than the {} rows that are read"),
    Words("{} MiB, more than the {} MiB that are read"),
    Words("{} pages, more than the {} that are read"),
    Words("larger than {} bytes"),
    Words("unknown format, known are {}"),
    Words("scanned: its pages are pictures without text. Run text recognition (OCR) first"),
    Words("protected by a password; save it without one"),
    Words("no PDF, or a damaged one"),
    Words("a page of it is damaged"),
    Words("not JSON in UTF-8: {}"),
    Words("not a JSON object"),
    Words("doc_id holds control characters"),
    Words("{} is missing"),
    Words("{} is no string"),
    Words("{} is empty"),
    Words("{} holds half of a surrogate pair, which is no Unicode text"),
    Words("the id {} is already taken by another document"),
    Words("cannot be read: {}"),
    Words("the process that read it, or one beside it, died"),
    Words("reading it takes too much memory; it is made to, or too large"),
    Words("reading it takes more than {} seconds; it is made to, or too large"),
    Words("damaged, or made to do harm: the process that read it failed"),
)
"""Why what is sent as a file cannot be read; with what is told of it in the gaps."""

_PATTERNS = [(form, re.compile(r"(.+?)".join(map(re.escape, form.split("{}"))), re.DOTALL)) for form in UNREADABLE]


def unreadable(reason: str) -> str:
    """Give the reason why a file cannot be read as words of the bot, where it is one of those above."""
    for form, pattern in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return form.format(*found.groups()) if found.groups() else form
    return reason


def failure(error: RetrievalError) -> str:
    """Say what the core complains of."""
    if isinstance(error, UnreadableSource):
        return Joined.of((error.name, unreadable(error.reason)), between=": ")
    return str(error)
