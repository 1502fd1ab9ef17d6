"""Changes of what a library holds: each one transaction, and visible to the next question."""

import asyncio
import dataclasses
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot import apart, desk_reports, reports
from bot.amounts import counted
from bot.errors import BadDescription, NotAllowed
from bot.handlers import describing, removing
from bot.handlers.changed_answers import Planned, would_break
from bot.handlers.libraries import Libraries
from bot.handlers.permission import may_decide
from bot.reply import Reply
from bot.requests import SourceAdd, SourceEdit, SourcePreview, SourceRemove, SourceRestore
from bot.store import Origin, Original, Told
from bot.words import Words
from retrieval import Description, Document, Skipped, UnreadableSource, contents, descriptions

log = logging.getLogger("bot.handlers")

READERS = ThreadPoolExecutor(2, thread_name_prefix="reading")
"""What waits for files to be read. It is apart, so that files which take long hold up each other and no question."""


async def change(request: SourceAdd | SourceEdit | SourceRemove | SourceRestore, libraries: Libraries) -> Reply:
    """Do what a moderator wants; raise NotAllowed for anybody else."""
    match request:
        case SourceAdd():
            may_decide(request.asker, request.library, action=Words("add documents"))
            return await _add(request, libraries)
        case SourceEdit():
            return await describing.edit(request, libraries)
        case SourceRemove():
            return await removing.remove(request, libraries)
        case SourceRestore():
            return await removing.restore(request, libraries)


async def _add(request: SourceAdd, libraries: Libraries) -> Reply:
    origin, documents, skipped = await read_file(request)
    if request.given.title and len(documents) > 1:
        raise BadDescription(
            Words("The file holds {}, which cannot all be called “{}”. Leave the title out.").format(
                counted(len(documents), "document"), request.given.title
            )
        )
    describing.check(request.given)
    told = Told(libraries.store, request.library)
    documents, now = await told.put_over(documents, given=request.given)
    read = await asyncio.to_thread(reports.described, documents)
    planned = Planned(request.library, added=documents)
    broken = await would_break(libraries, planned)
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        made = await changing.add(documents, origin=origin)
        await told.write(now, connection=changing.connection)
    await libraries.changed(request.library, changing.made)
    log.info("%s added %d documents from %s", request.asker.name, len(made), request.name)
    changed = reports.changed(made, skipped=skipped)
    return desk_reports.warned(dataclasses.replace(changed, parts=(*changed.parts, *read)), broken)


async def read_file(request: SourceAdd | SourcePreview) -> tuple[Origin, list[Document], list[Skipped]]:
    """Read the documents of a file; raise UnreadableSource if it holds none, NotAllowed for a path from elsewhere."""
    if isinstance(request.data, Path) and not request.asker.operator:
        raise NotAllowed("name a file of this machine", operator=True)
    return await asyncio.get_running_loop().run_in_executor(READERS, _read, request)


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
