"""A run of the bot: connected with patience, ended with courtesy, and over when Discord is lost for good."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import discord

from bot.discord_app.client import Client
from bot.errors import Refused, Unreachable
from bot.settings import Secret

log = logging.getLogger(__name__)

DELAYS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Seconds between attempts to connect: a minute, enough for a machine that starts before its network."""
PATIENCE = 300.0
"""Seconds without a connection after which the process ends, for whatever started it to try afresh."""
GRACE = 10.0
"""Seconds that unfinished answers get when the bot is told to stop: what Docker gives before it kills."""

UNREACHABLE = (OSError, aiohttp.ClientError, asyncio.TimeoutError, discord.DiscordServerError, discord.GatewayNotFound)


async def run(client: Client, token: Secret) -> None:
    """Answer until SIGTERM or SIGINT; raise Refused or Unreachable where Discord does not let that be."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with client:
        stopping = asyncio.create_task(stop.wait())
        working = (_connected(client, token), watch(client), client.following.daily())
        ends = {*map(asyncio.create_task, working), stopping}
        try:
            done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            client.following.stop()
            await client.answering.finish(seconds=GRACE)
            for task in ends:
                task.cancel()
    log.info("stopped")


async def watch(client: Client, *, patience: float = PATIENCE) -> None:
    """Raise Unreachable once no connection, or not every one, has been open for so many seconds."""
    clock = asyncio.get_running_loop().time
    open_at = clock()
    while clock() - open_at < patience:
        await asyncio.sleep(min(5.0, patience))
        if client.shards and not any(shard.is_closed() for shard in client.shards.values()):
            open_at = clock()
    raise Unreachable(f"there was no connection for {patience:.0f} seconds")


async def _connected(client: Client, token: Secret) -> None:
    try:
        await patiently(lambda: log_in(client, token))
        await patiently(lambda: _connect(client))
    except discord.LoginFailure as error:
        raise Refused("it does not know DISCORD_TOKEN") from error
    except discord.PrivilegedIntentsRequired as error:
        raise Refused("it wants a privileged intent to be enabled") from error
    except (discord.ConnectionClosed, discord.HTTPException) as error:
        raise Refused(str(error)) from error
    raise Unreachable("the connection was closed")


async def log_in(client: Client, token: Secret) -> None:
    """Log in, whatever an attempt before this one came to."""
    await client.http.close()  # what an attempt before this one has left open
    client.http.connector = discord.utils.MISSING  # closed with it; discord.py makes another only where there is none
    await client.login(token.value)


async def _connect(client: Client) -> None:
    if client.is_closed():  # lost after it was connected, and past mending: a client cannot be opened again
        raise Unreachable("the connection was closed")
    await client.connect()


async def patiently(attempt: Callable[[], Awaitable[None]], *, delays: Sequence[float] = DELAYS) -> None:
    """Try, and try again after each of these delays in seconds while Discord cannot be reached; raise Unreachable."""
    for delay in delays:
        try:
            return await attempt()
        except UNREACHABLE as error:
            log.warning("Discord cannot be reached (%r), trying again in %.0f s", error, delay)
        await asyncio.sleep(delay)
    raise Unreachable(f"{len(delays)} attempts failed")
