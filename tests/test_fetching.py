"""Fetching: pages from a real server on loopback; whatever leads elsewhere than the policy allows is refused."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.errors import NotFetched
from bot.fetching import Fetcher, Known, Policy
from tests.web import ALLOWED, Names


class Server:
    """A server on 127.0.0.1 that counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.robots = ""
        self.port = 0

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        """Give the address of a page."""
        return f"http://{host}:{self.port}{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer as the path wants."""
        self.asked.append(request.path)
        pages: dict[str, Callable[[], web.StreamResponse]] = {
            "/robots.txt": lambda: web.Response(text=self.robots),
            "/page": lambda: web.Response(text="Boats leave.", headers={"ETag": '"1"', "Last-Modified": "today"}),
            "/moved": lambda: web.Response(status=302, headers={"Location": "/page"}),
            "/loop": lambda: web.Response(status=302, headers={"Location": "/loop"}),
            "/to-loopback": lambda: web.Response(status=302, headers={"Location": self.at("/page", "127.0.0.2")}),
            "/to-metadata": lambda: web.Response(status=302, headers={"Location": "http://169.254.169.254/"}),
            "/to-file": lambda: web.Response(status=302, headers={"Location": "file:///etc/passwd"}),
            "/large": lambda: web.Response(body=bytes(11 * 2**20)),
            "/bomb": lambda: web.Response(
                body=gzip.compress(bytes(64 * 2**20), 1), headers={"Content-Encoding": "gzip"}
            ),
        }
        if request.path == "/page" and request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        if request.path == "/slow":
            response = web.StreamResponse()
            await response.prepare(request)
            while True:
                await response.write(b"a")
                await asyncio.sleep(0.01)
        return pages.get(request.path, lambda: web.Response(status=404))()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """Start the server."""
    served = Server()
    app = web.Application()
    app.router.add_get("/{path:.*}", served.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    served.port = runner.addresses[0][1]
    yield served
    await runner.cleanup()


def fetcher(server: Server, *turns: list[str]) -> Fetcher:
    """Make a fetcher that may ask this server alone; names lead where the turns say."""
    return Fetcher(Policy((ALLOWED,), (server.port,)), names=Names(*turns) if turns else None)


async def test_a_page_is_fetched_and_not_again_while_it_is_as_it_was(server: Server) -> None:
    first = await fetcher(server).fetch(server.at("/moved"))
    again = await fetcher(server).fetch(server.at("/page"), first.known)

    assert (first.data, first.url, first.type) == (b"Boats leave.", server.at("/page"), "text/plain")
    assert first.known == Known('"1"', "today")
    assert again.data is None
    assert again.known == first.known


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/to-loopback", "private network"),
        ("/to-metadata", "ports 80 and 443|private network"),
        ("/to-file", "begins with http"),
        ("/loop", "redirects more than 5 times"),
        ("/large", "larger than"),
        ("/bomb", "larger than"),
        ("/gone", "the server answers 404"),
    ],
)
async def test_what_leads_astray_or_is_too_large_is_refused(server: Server, path: str, reason: str) -> None:
    with pytest.raises(NotFetched, match=reason):
        await fetcher(server).fetch(server.at(path))

    assert "/page" not in server.asked


async def test_a_body_that_comes_for_ever_is_given_up(server: Server) -> None:
    with pytest.raises(NotFetched, match="longer than"):
        await fetcher(server).fetch(server.at("/slow"), seconds=0.3)


async def test_a_name_that_leads_elsewhere_at_its_second_look_up_is_refused(server: Server) -> None:
    rebinding = fetcher(server, ["127.0.0.1"], ["127.0.0.2"])

    with pytest.raises(NotFetched, match="private network"):
        await rebinding.fetch(server.at("/page", "rebinding.example"))

    assert server.asked == ["/robots.txt"]


async def test_a_name_with_one_private_address_among_others_is_refused(server: Server) -> None:
    with pytest.raises(NotFetched, match="private network"):
        await fetcher(server, ["127.0.0.1", "10.0.0.1"]).fetch(server.at("/page", "mixed.example"))

    assert server.asked == []


async def test_what_robots_txt_forbids_is_left_alone(server: Server) -> None:
    server.robots = "User-agent: *\nDisallow: /page\n"

    with pytest.raises(NotFetched, match=r"robots\.txt"):
        await fetcher(server).fetch(server.at("/moved"))

    assert "/page" not in server.asked


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),  # noqa: S104 - none of them is bound to
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "no address"),
    ],
)
def test_no_address_of_a_private_network_may_be_connected_to(address: str) -> None:
    assert not Policy().allows(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111"])
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert Policy().allows(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://a.example/", "begins with http"),
        ("", "begins with http"),
        ("http://a.example:22/", "ports 80 and 443"),
        ("http://u:p@a.example/", "without a user"),
        ("http://[::1]/", "private network"),
        ("http://2130706433/", "no name and no usual number|private network"),
        ("http://127.1/", "no name and no usual number|private network"),
        ("http://0x7f.1/", "private network"),
        ("http://localhost/", "private network"),
    ],
)
async def test_no_address_but_that_of_a_public_page_is_asked(url: str, reason: str) -> None:
    with pytest.raises(NotFetched, match=reason):
        await Fetcher(names=Names(["127.0.0.1"])).fetch(url)
