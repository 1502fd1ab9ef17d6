"""Fetching pages: the document that stands at a web address, read like a file and kept with where it stands."""

import asyncio
import dataclasses

from bot.errors import BadDescription, NotFetched
from bot.handlers.changing import READERS, Read, put, read_bytes
from bot.handlers.libraries import Libraries
from bot.handlers.permission import may_decide
from bot.pages import Fetch, Fetched, Known, bare, document_id, file_name
from bot.reply import Reply
from bot.requests import SourceFetch
from bot.store import Addresses, Changing, Reading, content_of, keep_address
from bot.words import Words
from retrieval import Description

MOST = 100
"""Addresses of a server's library: each is asked again every day."""


async def add(request: SourceFetch, libraries: Libraries, fetch: Fetch) -> Reply:
    """Add the document that stands at an address; raise NotFetched or UnreadableSource where there is none."""
    may_decide(request.asker, request.library, action=Words("add documents"))
    address = bare(request.address)
    await _room(request, document_id(address), libraries)
    fetched = await fetch(address, Known())
    read, content = await read_page(fetched, address=address)

    async def also(changing: Changing) -> None:
        await keep_address(changing, document_id(address), Reading(address, content, fetched.known))

    return await put(read, request, libraries, also=also)


async def read_page(fetched: Fetched, *, address: str) -> tuple[Read, str]:
    """Read the document that a page is, and name what it says; raise NotFetched or UnreadableSource if it is none.

    It is named by its address, and cited with it whatever the page itself says that it is.
    """
    if fetched.data is None:
        raise NotFetched(address, Words("the server answers {}").format(304))
    name = document_id(address)
    file, data = file_name(fetched, document=name), fetched.data

    def read() -> tuple[Read, str]:
        origin, documents, skipped = read_bytes(file, data)
        [document] = documents  # of the formats of pages, none holds several
        document = Description(url=address).apply(dataclasses.replace(document, id=name))
        return (origin, [document], skipped), content_of(document)

    return await asyncio.get_running_loop().run_in_executor(READERS, read)


async def _room(request: SourceFetch, document: str, libraries: Libraries) -> None:
    known = {each.document for each in await Addresses(libraries.store).of(request.library)}
    if len(known) >= MOST and document not in known and not request.asker.operator:
        raise BadDescription(
            Words("At most {} addresses are looked after. Remove a document that is not needed first.").format(MOST)
        )
