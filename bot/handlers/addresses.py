"""Addresses: what is asked about documents on the web."""

from bot.handlers import fetching_pages, refreshing
from bot.handlers.libraries import Libraries
from bot.pages import Fetch
from bot.reply import Reply
from bot.requests import OfAddresses, SourceFetch, SourceRefresh


async def of_addresses(request: OfAddresses, libraries: Libraries, fetch: Fetch) -> Reply:
    """Add a document from its address, or look whether it is still the same; raise NotAllowed for members."""
    match request:
        case SourceFetch():
            return await fetching_pages.add(request, libraries, fetch)
        case SourceRefresh():
            return await refreshing.refresh(request, libraries, fetch)
