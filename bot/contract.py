"""The machine-readable contract: answers and hits as JSON objects, field by field as `docs/json.md` lists them."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from bot.citations import Citation, cite
from retrieval import Answer, Document, NoAnswer, Quote, Skipped, Source

Json = dict[str, object]

ID_LENGTH = 12
"""Hexadecimal digits of an answer's id."""
DIGITS = 6
"""Decimals of scores and confidences, so that the same answer is written the same on every machine."""


def answered(answer: Answer, *, elapsed_ms: float) -> Json:
    """Write an answer."""
    citations = cite(answer.quotes)
    data = _outcome(answer.question, "answer", [citation.quote.id for citation in citations])
    data |= {
        "confidence": round(answer.confidence, DIGITS),
        "quotes": [_quoted(citation) for citation in citations],
        "elapsed_ms": elapsed_ms,
    }
    if answer.differing:
        data["differing"] = [citations[position].number for position in answer.differing]
    return data | _corrected(answer.corrections)


def refused(refusal: NoAnswer, *, reason: str, elapsed_ms: float) -> Json:
    """Write a refusal to answer; `reason` is the sentence that a person is told."""
    data = _outcome(refusal.question, "no_answer", [quote.id for quote in refusal.nearest])
    data |= {
        "confidence": round(refusal.confidence, DIGITS),
        "nearest": [_quoted(citation) for citation in cite(refusal.nearest)],
        "missing_terms": list(refusal.missing_terms),
        "reason": reason,
        "elapsed_ms": elapsed_ms,
    }
    return data | _corrected(refusal.corrections)


def withheld(question: str, *, reason: str, elapsed_ms: float) -> Json:
    """Write that nothing is shown because stored text is damaged."""
    return _outcome(question, "no_answer", []) | {"reason": reason, "elapsed_ms": elapsed_ms}


def found(question: str, quotes: Sequence[Quote], *, elapsed_ms: float) -> Json:
    """Write ranked passages."""
    hits = [placed(citation) for citation in cite(quotes)]
    return {"question": question, "hits": hits, "elapsed_ms": elapsed_ms}


def described(document: Document) -> Json:
    """Write what is known of a document."""
    return {"id": document.id, **sourced(document.source), "revision": document.revision}


def sourced(source: Source) -> Json:
    """Write where a text comes from."""
    date = source.date.isoformat() if source.date else None
    known: Json = {"title": source.title, "publisher": source.publisher, "date": date, "url": source.url}
    if source.licence:
        known["licence"] = source.licence
    if source.share < 1:
        known["share"] = source.share
    return known


def skipped(every: Sequence[Skipped]) -> list[Json]:
    """Write what was not read."""
    return [{"name": each.name, "reason": each.reason} for each in every]


def with_qid(data: Mapping[str, object], qid: object) -> Json:
    """Put the id that a batch gave its question beside the question."""
    return {"question": data["question"], "qid": qid, **data}


def _outcome(question: str, outcome: str, passages: Sequence[str]) -> Json:
    """Begin an object with every key; its id names this outcome of this question, the same wherever it is asked."""
    identity = json.dumps([question, outcome, passages])
    return {
        "question": question,
        "id": hashlib.sha256(identity.encode()).hexdigest()[:ID_LENGTH],
        "outcome": outcome,
        "confidence": 0.0,
        "quotes": [],
        "nearest": [],
        "missing_terms": [],
        "reason": "",
        "elapsed_ms": 0.0,
    }


def _quoted(citation: Citation) -> Json:
    data: Json = {"number": citation.number, **placed(citation)}
    if citation.also:
        data["also"] = [_quoted(other) for other in citation.also]
    return data


def placed(citation: Citation) -> Json:
    """Write a quote and where it stands, without its number."""
    quote = citation.quote
    data: Json = {
        "text": quote.text,
        "document": described(quote.document),
        "start": quote.start,
        "end": quote.end,
        "section": citation.section,
        "page": quote.passages[0].page,
        "passage": quote.id,
        "score": round(quote.score, DIGITS),
        "link": citation.link,
    }
    return data | ({"withheld": True} if citation.withheld else {})


def _corrected(corrections: Sequence[tuple[str, str]]) -> Json:
    return {"corrections": [list(pair) for pair in corrections]} if corrections else {}
