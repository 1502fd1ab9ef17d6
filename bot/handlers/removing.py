"""Removing documents, once whoever wants it has confirmed it, and bringing them back for thirty days."""

import datetime as dt
import logging

from bot import desk_reports, keeping_reports, reports
from bot.errors import BadRuling, UnknownSource
from bot.handlers.changed_answers import Planned, would_break
from bot.handlers.libraries import Libraries
from bot.handlers.permission import may_decide
from bot.handlers.sources import unknown
from bot.nearest import nearest
from bot.reply import Reply
from bot.requests import SourceRemove, SourceRestore
from bot.store import History, Ledger, Removal
from bot.words import Words

log = logging.getLogger("bot.handlers")

RESTORABLE = dt.timedelta(days=30)
"""How long a removal can be undone: as long as somebody is likely to notice what is missing."""


async def remove(request: SourceRemove, libraries: Libraries) -> Reply:
    """Remove a document if that is confirmed, else ask, and tell what would be lost."""
    may_decide(request.asker, request.library, action=Words("remove documents"))
    planned = Planned(request.library, removed=(request.id,))
    if not request.confirmed:
        document = await libraries.store.document(request.id, libraries=[request.library])
        if document is None:
            raise await unknown(request.id, libraries, names=(request.library,))
        quoted_in = await Ledger(libraries.store).quoting(f"{request.id}@", libraries=[request.library])
        asked = keeping_reports.confirm(document, quoted_in=len(quoted_in))
        return desk_reports.warned(asked, await would_break(libraries, planned))
    broken = await would_break(libraries, planned)
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        removed = await changing.remove(request.id)
    if removed is None:
        raise await unknown(request.id, libraries, names=(request.library,))
    await libraries.changed(request.library, changing.made)
    log.info("%s removed %s", request.asker.name, request.id)
    [removal] = await History(libraries.store).removals(request.library, document=request.id)
    return desk_reports.warned(keeping_reports.removed(removed, removal, until=removal.at + RESTORABLE), broken)


async def restore(request: SourceRestore, libraries: Libraries) -> Reply:
    """Bring a removed document back as it was."""
    may_decide(request.asker, request.library, action=Words("restore documents"))
    past = History(libraries.store)
    found = await past.removals(request.library, document=request.id)
    if not found:
        if await libraries.store.document(request.id, libraries=[request.library]):
            raise BadRuling(Words("{} is in the library: there is nothing to restore.").format(request.id))
        removals = await past.removals(request.library)
        alike = nearest(request.id, [each.document for each in removals])
        raise UnknownSource(Words("removed document {}").format(request.id), nearest=alike)
    check_in_time(found[0])
    change = await past.undo(found[0].number, library=request.library, by=request.asker.name)
    if change is None:
        raise BadRuling(Words("What {} was before is not known any more. Add its file again.").format(request.id))
    await libraries.changed(request.library)
    log.info("%s restored %s", request.asker.name, request.id)
    return reports.changed([change])


def check_in_time(removal: Removal) -> None:
    """Raise BadRuling where a document was removed too long ago."""
    if dt.datetime.now(dt.UTC) - removal.at > RESTORABLE:
        raise BadRuling(keeping_reports.too_late(removal, days=RESTORABLE.days))
