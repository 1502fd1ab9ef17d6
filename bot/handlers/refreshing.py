"""Refreshing: documents fetched from their addresses again; what is worse than before replaces nothing."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot import address_reports
from bot.address_reports import Looked
from bot.desk_reports import Changed
from bot.errors import NotFetched, UnknownSource
from bot.handlers.changed_answers import LOOKED_AT, Planned, quoting_changed, would_break, would_change
from bot.handlers.fetching_pages import read_page
from bot.handlers.libraries import Libraries
from bot.handlers.permission import may_decide
from bot.handlers.previewing import differing
from bot.handlers.spoiled import spoiled
from bot.nearest import nearest
from bot.pages import Fetch, document_id, is_address
from bot.reply import Reply
from bot.requests import SourceRefresh
from bot.store import Address, Addresses, Origin, Reading, Told, keep_address
from bot.words import Words
from retrieval import Description, Document, UnreadableSource

log = logging.getLogger("bot.handlers")

TOGETHER = 4
"""Addresses that are asked at once: some of a hundred may each take half a minute, and their pages are held."""


@dataclass(frozen=True, slots=True)
class _New:
    """What stands at an address today, and with what was told of it is to take the place of what was there."""

    document: Document
    origin: Origin
    reading: Reading


@dataclass(slots=True)
class _Refreshed:
    """What was found so far: at every address, and of what has changed the documents and the golden answers lost."""

    looked: list[Looked] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    golden: list[Changed] = field(default_factory=list)


async def refresh(request: SourceRefresh, libraries: Libraries, fetch: Fetch) -> Reply:
    """Fetch documents again and tell what is different, or change it; raise NotAllowed or UnknownSource."""
    may_decide(request.asker, request.library, action=Words("fetch documents again"))
    wanted = await _wanted(request, libraries)
    if not wanted:
        return address_reports.none()
    found = _Refreshed()
    for start in range(0, len(wanted), TOGETHER):
        group = wanted[start : start + TOGETHER]
        together = await asyncio.gather(*(_look(each, libraries, fetch) for each in group))
        found.looked += [looked for looked, _ in together]
        news = [(looked.address, new) for looked, new in together if new]
        found.documents += [new.document for _, new in news]
        if request.apply and news:
            found.golden += await _apply(news, request, libraries)
    if not request.apply:
        return await _preview(found, request, libraries)
    quoting = await _quoting(found.documents, request, libraries)
    return address_reports.applied(found.looked, quoting, golden=found.golden)


async def _wanted(request: SourceRefresh, libraries: Libraries) -> list[Address]:
    every = await Addresses(libraries.store).of(request.library)
    if request.document is None:
        return every
    name = document_id(request.document) if is_address(request.document) else request.document
    wanted = [each for each in every if each.document == name]
    if not wanted:
        alike = nearest(name, [each.document for each in every])
        raise UnknownSource(Words("document {} that was read from a web address").format(name), nearest=alike)
    return wanted


async def _look(address: Address, libraries: Libraries, fetch: Fetch) -> tuple[Looked, _New | None]:
    """Look at an address; what is new there is given, and nothing is changed but what is known of the address."""
    addresses = Addresses(libraries.store)
    before = await libraries.store.document(address.document, libraries=[address.library])
    try:
        fetched = await fetch(address.url, address.known)
        if fetched.data is None or before is None:  # it is as it was, or was removed at this moment
            await addresses.checked(address, fetched.known)
            return Looked(address), None
        (origin, read, _), content = await read_page(fetched, address=address.url)
    except NotFetched as error:
        return await _failed(address, error.reason, libraries)
    except UnreadableSource as error:
        return await _failed(address, error.reason, libraries)
    [now], _ = await Told(libraries.store, address.library).put_over(read, given=Description())
    if address.content == content or _alike(before, now):
        await addresses.checked(address, fetched.known)
        return Looked(address), None
    if worse := await asyncio.to_thread(spoiled, before, now):
        return await _failed(address, worse, libraries)
    [differs] = await asyncio.to_thread(differing, [now], {before.id: before})
    return Looked(address, differs, reworded=before.revision != now.revision), _New(
        now, origin, Reading(address.url, content, fetched.known)
    )


def _alike(before: Document, now: Document) -> bool:
    return (before.revision, before.source) == (now.revision, now.source)


async def _failed(address: Address, problem: str, libraries: Libraries) -> tuple[Looked, None]:
    failures = await Addresses(libraries.store).failed(address, problem)
    log.warning("%s stays as it was: %s: %s", address.document, address.url, problem)
    return Looked(address, problem=problem, failures=failures), None


async def _apply(news: Sequence[tuple[Address, _New]], request: SourceRefresh, libraries: Libraries) -> list[Changed]:
    """Put what is new into the library, and give the golden answers that are lost with it."""
    broken = await would_break(libraries, Planned(request.library, added=[new.document for _, new in news]))
    async with libraries.store.changing(library=request.library, by=request.asker.name) as changing:
        for address, new in news:
            await changing.add([new.document], origin=new.origin)
            await keep_address(changing, address.document, new.reading)
    await libraries.changed(request.library, changing.made)
    log.info("%s fetched %d changed documents of %s again", request.asker.name, len(news), request.library)
    return broken


async def _preview(found: _Refreshed, request: SourceRefresh, libraries: Libraries) -> Reply:
    planned = Planned(request.library, added=found.documents)
    would = await would_change(libraries, planned, names=request.libraries) if found.documents else []
    golden = await would_break(libraries, planned) if found.documents else []
    return address_reports.preview(found.looked, would, golden=golden, most=LOOKED_AT)


async def _quoting(documents: Sequence[Document], request: SourceRefresh, libraries: Libraries) -> list[Changed]:
    """List the last answers that quote words which have changed in these documents."""
    names = tuple(f"{document.id}@" for document in documents)
    every = await quoting_changed(libraries, names=request.libraries) if names else []
    return [each for each in every if any(passage.startswith(names) for passage in each.gone)]
