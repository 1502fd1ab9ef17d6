"""A bot with a data directory, for tests of what moderators look after."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bot.handlers import Libraries, Receipts, Respond, responder
from bot.index_cache import IndexCache
from bot.pages import Fetch, nowhere
from bot.requests import Ask, Request, SourceAdd
from bot.store import Store
from tests.library import ANYBODY, OPERATOR

BEFORE = b"# Rules\n\nA suspension lasts three days. Dogs may enter the hall. Seats are given by lot."
AFTER = b"# Rules\n\nA suspension lasts five days. Dogs may enter the hall. Seats are given by lot."
BOATS = b"# Boats\n\nThe harbour has forty boats. Boats have sails. Every boat needs a permit."
QUESTION = "How long does a suspension last?"


@dataclass
class Desk:
    """A bot, and what of it tests look at."""

    store: Store
    libraries: Libraries
    respond: Respond
    receipts: Receipts

    async def ask(self, question: str = QUESTION) -> dict[str, Any]:
        """Ask as a member does."""
        return await self.data(Ask(ANYBODY, question))

    async def data(self, request: Request) -> dict[str, Any]:
        """Make a request, and give what a program gets."""
        return cast("dict[str, Any]", (await self.respond(request)).data)

    async def change(self, text: bytes = AFTER, name: str = "rules.md") -> dict[str, Any]:
        """Add or replace a document, as a moderator does."""
        return await self.data(SourceAdd(OPERATOR, name, text))


@asynccontextmanager
async def opened_desk(
    folder: Path | None, *, cache: IndexCache | None = None, fetch: Fetch = nowhere
) -> AsyncIterator[Desk]:
    """Open a bot that holds rules and something about boats; without a folder, in memory."""
    async with Store.open(folder) as store:
        receipts, libraries = Receipts(store), Libraries(store, cache=cache)
        desk = Desk(store, libraries, responder(libraries, receipts, fetch), receipts)
        await desk.change(BEFORE)
        await desk.change(BOATS, "boats.md")
        yield desk
        await receipts.settled()
        await libraries.settled()
