"""Changes of what a library holds: each one transaction, and visible to the next question."""

import asyncio
import logging
from pathlib import Path

from bot import desk_reports, reports
from bot.errors import NotAllowed, UnknownSource
from bot.handlers.changed_answers import Planned, would_break
from bot.handlers.libraries import Libraries
from bot.nearest import nearest
from bot.reply import Reply
from bot.requests import SourceAdd, SourcePreview, SourceRemove
from bot.store import Origin, Original
from bot.words import Words
from retrieval import Document, Skipped, UnreadableSource, contents, parse

log = logging.getLogger("bot.handlers")


async def change(request: SourceAdd | SourceRemove, libraries: Libraries) -> Reply:
    """Do what a moderator wants; raise NotAllowed for anybody else."""
    match request:
        case SourceAdd():
            _allow(request, Words("add documents"))
            return await _add(request, libraries)
        case SourceRemove():
            _allow(request, Words("remove documents"))
            return await _remove(request, libraries)


def _allow(request: SourceAdd | SourceRemove, action: str) -> None:
    if not request.asker.moderator:
        raise NotAllowed(action)


async def _add(request: SourceAdd, libraries: Libraries) -> Reply:
    origin, documents, skipped = await asyncio.to_thread(read_file, request)
    planned = Planned(request.library, added=documents)
    broken = await would_break(libraries, planned)
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        made = await changing.add(documents, origin=origin)
    await libraries.changed(request.library)
    log.info("%s added %d documents from %s", request.asker.name, len(made), request.name)
    return desk_reports.warned(reports.changed(made, skipped=skipped), broken)


async def _remove(request: SourceRemove, libraries: Libraries) -> Reply:
    planned = Planned(request.library, removed=(request.id,))
    broken = await would_break(libraries, planned)
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        removed = await changing.remove(request.id)
    if removed is None:
        alike = nearest(request.id, await libraries.store.ids([request.library]))
        raise UnknownSource(Words("document {}").format(request.id), nearest=alike)
    await libraries.changed(request.library)
    log.info("%s removed %s", request.asker.name, request.id)
    return desk_reports.warned(reports.changed([removed]), broken)


def read_file(request: SourceAdd | SourcePreview) -> tuple[Origin, list[Document], list[Skipped]]:
    """Read the documents of a file; raise UnreadableSource if it holds none."""
    data = request.data
    if isinstance(data, Path):
        data = contents(data, given=data)
    outcomes = list(parse(request.name, data))
    documents = [outcome for outcome in outcomes if isinstance(outcome, Document)]
    skipped = [outcome for outcome in outcomes if isinstance(outcome, Skipped)]
    if not documents:
        first = skipped[0] if skipped else Skipped(request.name, "it holds no document")
        raise UnreadableSource(first.name, first.reason)
    return Origin(Original(data)), documents, skipped
