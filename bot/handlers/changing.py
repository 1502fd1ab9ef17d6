"""Changes of what a library holds: each one transaction, and visible to the next question."""

import asyncio
import dataclasses
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot import apart, desk_reports, reports
from bot.amounts import counted
from bot.errors import BadDescription, NotAllowed, UnknownSource
from bot.handlers.changed_answers import Planned, would_break
from bot.handlers.libraries import Libraries
from bot.handlers.permission import may_decide
from bot.nearest import nearest
from bot.reply import Reply
from bot.requests import SourceAdd, SourcePreview, SourceRemove
from bot.store import Origin, Original
from bot.words import Words
from retrieval import Description, Document, Skipped, UnreadableSource, contents, descriptions

log = logging.getLogger("bot.handlers")

READERS = ThreadPoolExecutor(2, thread_name_prefix="reading")
"""What waits for files to be read. It is apart, so that files which take long hold up each other and no question."""


async def change(request: SourceAdd | SourceRemove, libraries: Libraries) -> Reply:
    """Do what a moderator wants; raise NotAllowed for anybody else."""
    match request:
        case SourceAdd():
            may_decide(request.asker, request.library, action=Words("add documents"))
            return await _add(request, libraries)
        case SourceRemove():
            may_decide(request.asker, request.library, action=Words("remove documents"))
            return await _remove(request, libraries)


async def _add(request: SourceAdd, libraries: Libraries) -> Reply:
    origin, documents, skipped = await read_file(request)
    documents = _with(documents, request.given)
    read = await asyncio.to_thread(reports.described, documents)
    planned = Planned(request.library, added=documents)
    broken = await would_break(libraries, planned)
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        made = await changing.add(documents, origin=origin)
    await libraries.changed(request.library, changing.made)
    log.info("%s added %d documents from %s", request.asker.name, len(made), request.name)
    changed = reports.changed(made, skipped=skipped)
    return desk_reports.warned(dataclasses.replace(changed, parts=(*changed.parts, *read)), broken)


async def _remove(request: SourceRemove, libraries: Libraries) -> Reply:
    planned = Planned(request.library, removed=(request.id,))
    broken = await would_break(libraries, planned)
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        removed = await changing.remove(request.id)
    if removed is None:
        alike = nearest(request.id, await libraries.store.ids([request.library]))
        raise UnknownSource(Words("document {}").format(request.id), nearest=alike)
    await libraries.changed(request.library, changing.made)
    log.info("%s removed %s", request.asker.name, request.id)
    return desk_reports.warned(reports.changed([removed]), broken)


async def read_file(request: SourceAdd | SourcePreview) -> tuple[Origin, list[Document], list[Skipped]]:
    """Read the documents of a file; raise UnreadableSource if it holds none, NotAllowed for a path from elsewhere."""
    if isinstance(request.data, Path) and not request.asker.operator:
        raise NotAllowed("name a file of this machine", operator=True)
    return await asyncio.get_running_loop().run_in_executor(READERS, _read, request)


def _with(documents: list[Document], given: Description) -> list[Document]:
    """Put what was given over what was read; raise BadDescription for a title of several documents."""
    if given.title and len(documents) > 1:
        raise BadDescription(
            Words("The file holds {}, which cannot all be called “{}”. Leave the title out.").format(
                counted(len(documents), "document"), given.title
            )
        )
    return [given.apply(document) for document in documents]


def _read(request: SourceAdd | SourcePreview) -> tuple[Origin, list[Document], list[Skipped]]:
    data, described = request.data, dict[str, Description]()
    if isinstance(data, Path):
        described, data = descriptions(data), contents(data, given=data)
    outcomes = apart.parse(request.name, data)
    documents = [
        described.get(outcome.id, Description()).apply(outcome) for outcome in outcomes if isinstance(outcome, Document)
    ]
    skipped = [outcome for outcome in outcomes if isinstance(outcome, Skipped)]
    if not documents:
        first = skipped[0] if skipped else Skipped(request.name, "it holds no document")
        raise UnreadableSource(first.name, first.reason)
    return Origin(Original(data)), documents, skipped
