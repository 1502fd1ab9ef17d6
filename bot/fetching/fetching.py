"""A page fetched: its redirects followed one by one, robots.txt respected, no more bytes and seconds than allowed."""

import asyncio
from urllib.robotparser import RobotFileParser

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot import __version__
from bot.errors import NotFetched
from bot.fetching.policy import Policy, connector
from bot.pages import Fetched, Known
from bot.words import Words

LARGEST = 10 * 2**20
"""Bytes of a page, unpacked."""
SECONDS = 30.0
"""For a page with all its redirects, however slowly its bytes come."""
REDIRECTS = 5
ROBOTS = 500 * 1024
"""Bytes of a robots.txt that are read, as RFC 9309 has it."""
AGENT = f"Verbatim/{__version__}"
_MOVED = {301, 302, 303, 307, 308}


class Fetcher:
    """Fetches pages. `names` resolves the names of hosts; the system does if there is none."""

    def __init__(self, policy: Policy | None = None, *, names: AbstractResolver | None = None) -> None:
        self._policy = policy or Policy()
        self._names = names

    async def fetch(self, address: str, known: Known | None = None, *, seconds: float = SECONDS) -> Fetched:
        """Fetch a page, unless it is as it was; raise NotFetched where that may not be or does not succeed."""
        try:
            url = URL(address)
        except ValueError as error:
            raise NotFetched(address, Words("it is no web address")) from error
        try:
            async with asyncio.timeout(seconds), self._session() as session:
                return await self._follow(session, url, known or Known())
        except TimeoutError as error:
            raise NotFetched(address, Words("it took longer than {:.0f} seconds").format(seconds)) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NotFetched(address, _plain(error)) from error

    def _session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=connector(self._policy, self._names),
            headers={"User-Agent": AGENT},
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,  # a proxy would connect where it likes
        )

    async def _follow(self, session: aiohttp.ClientSession, url: URL, known: Known) -> Fetched:
        said = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        headers = {name: value for name, value in said.items() if value}
        for _ in range(REDIRECTS + 1):
            self._policy.check(url)
            if not await self._welcome(session, url):
                raise NotFetched(url, Words("its robots.txt asks programs to leave it alone"))
            async with session.get(url, headers=headers, allow_redirects=False) as response:
                if response.status in _MOVED and (target := response.headers.get("Location")):
                    url = response.url.join(URL(target))
                    continue
                if response.status == 304:
                    return Fetched(str(url), None, "", known)
                if response.status != 200:
                    raise NotFetched(url, Words("the server answers {}").format(response.status))
                data = await _read(response, LARGEST)
                now = Known(response.headers.get("ETag"), response.headers.get("Last-Modified"))
                return Fetched(str(url), data, response.content_type, now)
        raise NotFetched(url, Words("it redirects more than {} times").format(REDIRECTS))

    async def _welcome(self, session: aiohttp.ClientSession, url: URL) -> bool:
        """Tell whether robots.txt lets us fetch it; one that is not there lets everybody, as RFC 9309 has it."""
        async with session.get(url.origin() / "robots.txt", allow_redirects=False) as response:
            if response.status >= 500:
                return False
            if response.status != 200:
                return True
            rules = RobotFileParser()
            rules.parse((await _read(response, ROBOTS)).decode("utf-8", "replace").splitlines())
            return rules.can_fetch(AGENT, str(url))


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """Read a body as it is unpacked, and stop where it becomes too large."""
    found = bytearray()
    async for chunk in response.content.iter_chunked(1 << 16):
        found += chunk
        if len(found) > most:
            raise NotFetched(response.url, Words("it is larger than {} KiB").format(most // 2**10))
    return bytes(found)


def _plain(error: Exception) -> str:
    """Say what went wrong; words of ours stay as they are, so that they can be said in other languages."""
    inner = error.__cause__ or error
    reason = getattr(inner, "strerror", None) or inner
    if isinstance(reason, Words):
        return reason
    said = " ".join(str(reason).split())[:200] or type(error).__name__
    return Words("it cannot be reached ({})").format(said)
