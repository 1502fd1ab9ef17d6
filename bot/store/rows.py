"""Documents to rows and back."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from retrieval import Block, Document, Kind, Source

Row = dict[str, Any]


def revision_row(document: Document, *, library: str, now: dt.datetime) -> Row:
    """Give the row of a document's text."""
    # Block by block, since one call that writes thousands would let no other thread run meanwhile.
    blocks = ", ".join(json.dumps(_written_block(block)) for block in document.blocks)
    return {
        "library": library,
        "document": document.id,
        "hash": document.revision,
        "text": document.text,
        "blocks": f"[{blocks}]",
        "added_at": now,
    }


def document_row(document: Document, *, library: str, now: dt.datetime) -> Row:
    """Give the row of what is known of a document."""
    return {
        "library": library,
        "id": document.id,
        "title": document.source.title,
        "publisher": document.source.publisher,
        "date": document.source.date,
        "url": document.source.url,
        "licence": document.source.licence,
        "share": document.source.share,
        "based_on": document.based_on and _written_source(document.based_on),
        "revision": document.revision,
        "added_at": now,
    }


def document_of(row: RowMapping) -> Document:
    """Make a document of its joined rows; raise a ValueError where they hold none."""
    return Document(
        id=row["id"],
        text=row["text"],
        source=source_of(row),
        blocks=blocks_of(row["blocks"]),
        based_on=source_as_described(row["based_on"]) if row["based_on"] else None,
    )


def source_of(row: RowMapping) -> Source:
    """Make a source of a document's row."""
    return Source(row["title"], row["publisher"], row["date"], row["url"], row["licence"], row["share"])


def blocks_of(written: str) -> tuple[Block, ...]:
    """Read the blocks of a document's row."""
    return tuple(_read_block(*block) for block in json.loads(written))


def described(row: RowMapping) -> Row:
    """Write what a document's row knows of it as JSON, its text apart."""
    date = row["date"].isoformat() if row["date"] else None
    named = {
        name: row[name]
        for name in ("revision", "title", "publisher", "url", "licence", "share", "based_on", "original")
    }
    return {**named, "date": date}


def document_as_described(name: str, known: Mapping[str, Any], *, text: str, blocks: str) -> Document:
    """Make a document of what `described` wrote and its text."""
    based_on = source_as_described(known["based_on"]) if known["based_on"] else None
    return Document(name, text, source_as_described(known), blocks_of(blocks), based_on)


def _written_block(block: Block) -> list[object]:
    return [block.kind.value, block.start, block.end, block.section, block.lead_in, block.page]


def _read_block(*written: Any) -> Block:  # noqa: ANN401 - JSON, in the order of _written_block
    kind, start, end, section, lead_in, page = written
    return Block(Kind(kind), start, end, tuple(section), lead_in, page)


def _written_source(source: Source) -> Row:
    date = source.date.isoformat() if source.date else None
    known = {"title": source.title, "publisher": source.publisher, "date": date, "url": source.url}
    return {**known, "licence": source.licence, "share": source.share}


def source_as_described(written: Mapping[str, Any]) -> Source:
    """Make a source of what was written of it."""
    date = dt.date.fromisoformat(written["date"]) if written["date"] else None
    # Older rows have neither a licence nor a share.
    licence, share = written.get("licence"), written.get("share", 1.0)
    return Source(written["title"], written["publisher"], date, written["url"], licence, share)
