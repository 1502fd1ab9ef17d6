"""Previewing: what adding a file would change, before it does."""

import asyncio
from collections.abc import Mapping, Sequence

from bot import desk_reports
from bot.desk_reports import Differing
from bot.handlers.changed_answers import LOOKED_AT, Planned, would_break, would_change
from bot.handlers.changing import read_file
from bot.handlers.libraries import Libraries
from bot.handlers.permission import may_decide
from bot.handlers.quotable import whole
from bot.reply import Reply
from bot.requests import SourcePreview
from bot.store import Told
from bot.words import Words
from retrieval import Description, Document, compare


async def preview(request: SourcePreview, libraries: Libraries) -> Reply:
    """Tell what would be different with the documents of a file; nothing is changed."""
    may_decide(request.asker, request.library, action=Words("add documents"))
    _, documents, _ = await read_file(request)
    documents, _ = await Told(libraries.store, request.library).put_over(documents, given=Description())
    known = {document.id: document for document in await libraries.store.documents([request.library])}
    found = await asyncio.to_thread(differing, documents, known)
    planned = Planned(request.library, added=documents)
    every = await would_change(libraries, planned, names=request.libraries)
    golden = await would_break(libraries, planned)
    return desk_reports.preview(found, every, golden=golden, most=LOOKED_AT)


def differing(documents: Sequence[Document], known: Mapping[str, Document]) -> list[Differing]:
    """Tell what would become of each document, and of its sentences where all of them may be shown."""
    found = []
    for document in documents:
        before = known.get(document.id)
        if before is None:
            found.append(Differing(document.id, "added"))
        elif before.revision == document.revision:
            found.append(Differing(document.id, "unchanged"))
        else:
            readable = whole(before) and whole(document)
            found.append(Differing(document.id, "replaced", compare(before, document) if readable else ()))
    return found
