"""What the process that reads and the one that waits for it tell each other: outcomes as JSON, and limits."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, BinaryIO

from retrieval import Block, Document, Kind, Skipped, Source

Files = tuple[BinaryIO, BinaryIO, BinaryIO]
"""What a process that reads takes as standard input, output and errors."""
SECONDS = 10
"""Of the processor, for reading one file: a PDF of 5,000 pages takes as long on a slow machine."""
PATIENCE = 60.0
"""Seconds on the clock, start included: the limit of SECONDS counts the processor's time, which others take away."""
MEMORY = 512 * 2**20
"""Bytes that reading one file may take."""
TOO_MUCH_MEMORY = 3
"""The exit status that says so."""


def written(outcome: Document | Skipped) -> dict[str, object]:
    """Write a document, or what was skipped."""
    match outcome:
        case Skipped():
            return {"skipped": [outcome.name, outcome.reason]}
        case Document():
            return {
                "id": outcome.id,
                "text": outcome.text,
                "source": _source(outcome.source),
                "based_on": outcome.based_on and _source(outcome.based_on),
                "blocks": [
                    [block.kind.value, block.start, block.end, block.section, block.lead_in, block.page]
                    for block in outcome.blocks
                ],
            }


def outcome_of(fields: Mapping[str, Any]) -> Document | Skipped:
    """Read what was written; raise an InvalidDocument where that breaks the invariants of a document."""
    if "skipped" in fields:
        return Skipped(*fields["skipped"])
    return Document(
        fields["id"],
        fields["text"],
        _source_of(fields["source"]),
        tuple(
            Block(Kind(kind), start, end, tuple(section), lead_in, page)
            for kind, start, end, section, lead_in, page in fields["blocks"]
        ),
        fields["based_on"] and _source_of(fields["based_on"]),
    )


def _source(source: Source) -> list[object]:
    date = source.date.isoformat() if source.date else None
    return [source.title, source.publisher, date, source.url, source.licence, source.share]


def _source_of(fields: list[Any]) -> Source:
    title, publisher, date, url, licence, share = fields
    return Source(title or "", publisher, dt.date.fromisoformat(date) if date else None, url, licence, float(share))
