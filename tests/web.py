"""A web site on loopback, whose pages tests change, and a server of names that is made to deceive."""

import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.fetching import Fetcher, Policy

ALLOWED = ipaddress.ip_network("127.0.0.1/32")
SENTENCES = (
    "A suspension lasts {days} days.",
    "Dogs may enter the hall on a lead, and cats may not.",
    "Seats are given by lot on the morning of each meeting.",
    "Whoever speaks stands up and waits until the chair has called.",
)


def rules(days: str = "three") -> str:
    """Give a page of rules in Markdown, which is read in no process of its own."""
    return "\n\n".join(["# Rules of the hall", *(sentence.format(days=days) for sentence in SENTENCES)])


class Names(AbstractResolver):
    """Gives the addresses of each look-up in turn, as a server of names does that is made to deceive."""

    def __init__(self, *turns: list[str]) -> None:
        self.turns = list(turns)

    async def resolve(  # noqa: D102 - as it is in the base class
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        del family
        found = self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]
        return [
            ResolveResult(hostname=host, host=each, port=port, family=socket.AF_INET, proto=0, flags=0)
            for each in found
        ]

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Page:
    """What a site answers at a path."""

    body: str | bytes = ""
    status: int = 200
    type: str = "text/markdown"
    etag: str | None = None
    to: str | None = None


@dataclass
class Site:
    """A site on 127.0.0.1: what it answers, what it was asked, and how often it sent a whole page."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: int = 0
    port: int = 0

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        """Give the address of a page."""
        return f"http://{host}:{self.port}{path}"

    def id(self, path: str) -> str:
        """Name the document that a page is."""
        return f"127.0.0.1:{self.port}{path}"

    def fetcher(self, *turns: list[str]) -> Fetcher:
        """Make a fetcher that may ask this site alone; names lead where the turns say."""
        return Fetcher(Policy((ALLOWED,), (self.port,)), names=Names(*turns) if turns else None)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer as the page of the path wants."""
        self.asked.append(request.path)
        page = self.pages.get(request.path, Page("Nothing here.", 404, "text/plain"))
        if page.to:
            return web.Response(status=302, headers={"Location": page.to})
        if page.etag and request.headers.get("If-None-Match") == page.etag:
            return web.Response(status=304)
        self.sent += request.path in self.pages
        body = page.body.encode() if isinstance(page.body, str) else page.body
        headers = {"ETag": page.etag} if page.etag else {}
        return web.Response(body=body, status=page.status, content_type=page.type, headers=headers)


@asynccontextmanager
async def opened_site() -> AsyncIterator[Site]:
    """Serve a site that has no pages yet."""
    site = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        site.port = runner.addresses[0][1]
        yield site
    finally:
        await runner.cleanup()
