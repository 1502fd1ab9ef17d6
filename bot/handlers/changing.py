"""Changes of what a library holds: each one transaction, and visible to the next question."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
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
from bot.requests import SourceAdd, SourceEdit, SourceFetch, SourcePreview, SourceRemove, SourceRestore
from bot.store import Changing, Origin, Original, Told
from bot.words import Words
from retrieval import Description, Document, Skipped, UnreadableSource, contents, descriptions

log = logging.getLogger("bot.handlers")

READERS = ThreadPoolExecutor(2, thread_name_prefix="reading")
"""What waits for files to be read. It is apart, so that files which take long hold up each other and no question."""
Read = tuple[Origin, list[Document], list[Skipped]]
"""What was read, from which bytes, and what of it could not be."""
Also = Callable[[Changing], Awaitable[None]]
"""Something that is done within the transaction of a change."""


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
    return await put(await read_file(request), request, libraries)


async def put(read: Read, request: SourceAdd | SourceFetch, libraries: Libraries, *, also: Also | None = None) -> Reply:
    """Put what was read into a library, and say what that was; what is done `also` counts together with it or not."""
    origin, documents, skipped = read
    if request.given.title and len(documents) > 1:
        raise BadDescription(
            Words("The file holds {}, which cannot all be called “{}”. Leave the title out.").format(
                counted(len(documents), "document"), request.given.title
            )
        )
    describing.check(request.given)
    told = Told(libraries.store, request.library)
    documents, now = await told.put_over(documents, given=request.given)
    said = await asyncio.to_thread(reports.described, documents)
    planned = Planned(request.library, added=documents)
    broken = await would_break(libraries, planned)
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        made = await changing.add(documents, origin=origin)
        await told.write(now, connection=changing.connection)
        if also:
            await also(changing)
    await libraries.changed(request.library, changing.made)
    log.info("%s added %d documents to %s", request.asker.name, len(made), request.library)
    return desk_reports.warned(reports.changed(made, skipped=skipped, read=said), broken)


async def read_file(request: SourceAdd | SourcePreview) -> Read:
    """Read the documents of a file; raise UnreadableSource if it holds none, NotAllowed for a path from elsewhere."""
    if isinstance(request.data, Path) and not request.asker.operator:
        raise NotAllowed("name a file of this machine", operator=True)
    return await asyncio.get_running_loop().run_in_executor(READERS, _read, request)


def _read(request: SourceAdd | SourcePreview) -> Read:
    data, described = request.data, dict[str, Description]()
    if isinstance(data, Path):
        described, data = descriptions(data), contents(data, given=data)
    origin, documents, skipped = read_bytes(request.name, data)
    return origin, [described.get(each.id, Description()).apply(each) for each in documents], skipped


def read_bytes(name: str, data: bytes) -> Read:
    """Read the documents of what a file of this name holds, which takes a while; raise UnreadableSource for none."""
    outcomes = apart.parse(name, data)
    documents = [outcome for outcome in outcomes if isinstance(outcome, Document)]
    skipped = [outcome for outcome in outcomes if isinstance(outcome, Skipped)]
    if not documents:
        first = skipped[0] if skipped else Skipped(name, "it holds no document")
        raise UnreadableSource(first.name, first.reason)
    return Origin(Original(data)), documents, skipped
