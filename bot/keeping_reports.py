"""The sentences about documents that are removed, brought back or described anew, and the replies made of them."""

import datetime as dt

from bot import contract, reports
from bot.amounts import counted, dated
from bot.changes import Change
from bot.reply import Paragraph, Reply
from bot.store import Removal
from bot.words import Words
from retrieval import Document

CONFIRM = Words(
    "Remove “{}” ({})? Nothing is removed yet. It was quoted in {} here. For 30 days it can be brought back."
)
RESTORABLE = Words("Until {} it can be brought back: /source restore {}")
TOO_LATE = Words(
    "{} was removed on {}, more than {} ago, so it cannot be brought back. Add its file again: /source add."
)


def confirm(document: Document, *, quoted_in: int) -> Reply:
    """Ask whether a document is to be removed; so many answers have quoted it."""
    said = CONFIRM.format(document.source.title, document.id, counted(quoted_in, "answer"))
    return Reply((Paragraph(said),), {"confirm": document.id, "quoted_in": quoted_in, "changes": [], "skipped": []})


def removed(change: Change, removal: Removal, *, until: dt.datetime) -> Reply:
    """Say that a document is removed, and how long it can be brought back."""
    said = reports.changed([change])
    restorable = Paragraph(RESTORABLE.format(dated(until), change.document))
    data: contract.Json = {**said.data, "undo": f"D{removal.number}", "until": until.isoformat()}
    return Reply((*said.parts, restorable), data)


def too_late(removal: Removal, *, days: int) -> Words:
    """Say that a document was removed too long ago."""
    return TOO_LATE.format(removal.document, dated(removal.at), counted(days, "day"))
