"""Which addresses may be fetched, decided again for each redirect and bound to the connection that is made."""

import ipaddress
import socket
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.errors import NotFetched
from bot.words import Words

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PRIVATE = Words("it leads into a private network")
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""Addresses of IPv6 that lead to the IPv4 address in their last bits."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be fetched: networks besides the public ones, and ports besides 80 and 443, that are allowed."""

    networks: tuple[Network, ...] = ()
    ports: tuple[int, ...] = ()

    def check(self, url: URL) -> None:
        """Raise NotFetched for an address that may not be asked, whatever its name leads to."""
        if url.scheme not in {"http", "https"} or not url.host:
            raise NotFetched(url, Words("an address that begins with http:// or https:// is expected"))
        if url.user or url.password:
            raise NotFetched(url, Words("an address without a user and a password is expected"))
        if url.port not in {80, 443, *self.ports}:
            raise NotFetched(url, Words("only the ports 80 and 443 are asked"))
        try:
            literal = ipaddress.ip_address(url.host.partition("%")[0])
        except ValueError as error:
            # What aiohttp takes for a number it does not resolve: `2130706433` would be 127.0.0.1, and never checked.
            if ":" in url.host or url.host.replace(".", "").isdigit():
                raise NotFetched(url, Words("its host is no name and no usual number")) from error
            return  # a name: what it leads to is checked where the connection is made
        if not self.allows(str(literal)):
            raise NotFetched(url, PRIVATE)

    def allows(self, host: str) -> bool:
        """Tell whether a connection to an IP address may be made."""
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        inner = _inner(address)
        if any(address in network for network in self.networks if network.version == address.version):
            return True
        return all(each.is_global and not each.is_multicast and not each.is_reserved for each in (address, *inner))


def _inner(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, ...]:
    """Give the addresses of IPv4 that one of IPv6 stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _TRANSLATED):
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(each for each in inner if each)


class Guarded(AbstractResolver):
    """Gives the connector only addresses that may be connected to: what is checked is what is connected to."""

    def __init__(self, policy: Policy, names: AbstractResolver | None = None) -> None:
        self._policy = policy
        self._names = names or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Resolve a name; raise an OSError if any of its addresses may not be connected to."""
        found = await self._names.resolve(host, port, family)
        # All of them: a name that leads to one private address among public ones is made to.
        if not found or not all(self._policy.allows(each["host"]) for each in found):
            raise OSError(None, PRIVATE)
        return found

    async def close(self) -> None:
        """Close what resolves."""
        await self._names.close()


def connector(policy: Policy, names: AbstractResolver | None = None) -> aiohttp.TCPConnector:
    """Make a connector that connects to nothing else, and remembers no name: each connection is checked anew."""
    return aiohttp.TCPConnector(resolver=Guarded(policy, names), use_dns_cache=False, force_close=True)
