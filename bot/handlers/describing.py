"""Describing: what is known of a document is told anew: title, date, licence, how much of it may be quoted."""

import asyncio
import logging

from bot import desk_reports, reports
from bot.errors import BadDescription
from bot.handlers.changed_answers import Planned, would_break
from bot.handlers.libraries import Libraries
from bot.handlers.permission import may_decide
from bot.handlers.sources import unknown
from bot.reply import Reply
from bot.requests import SourceEdit
from bot.store import History, Told
from bot.words import Words
from retrieval import Description

log = logging.getLogger("bot.handlers")


def check(given: Description) -> None:
    """Raise BadDescription for what is no text."""
    try:
        "".join(filter(None, (given.title, given.publisher, given.url, given.licence))).encode()
    except UnicodeEncodeError as error:
        raise BadDescription(Words("What is told of a document has to be text.")) from error


async def edit(request: SourceEdit, libraries: Libraries) -> Reply:
    """Put what is given over what is known of a document; that lasts when its file is read again."""
    may_decide(request.asker, request.library, action=Words("describe documents"))
    if request.given == Description():
        raise BadDescription(Words("Nothing was told of {}, so nothing is changed.").format(request.id))
    check(request.given)
    before = await libraries.store.document(request.id, libraries=[request.library])
    if before is None:
        raise await unknown(request.id, libraries, names=(request.library,))
    told = Told(libraries.store, request.library)
    [document], now = await told.put_over([before], given=request.given)
    broken = await would_break(libraries, Planned(request.library, added=[document]))
    events = await History(libraries.store).events(request.id, libraries=[request.library])
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        made = await changing.put_back(document, original=events[-1].original if events else None)
        await told.write(now, connection=changing.connection)
    await libraries.changed(request.library, changing.made)
    log.info("%s described %s", request.asker.name, request.id)
    read = await asyncio.to_thread(reports.described, [document])
    return desk_reports.warned(reports.changed([made], read=read), broken)
