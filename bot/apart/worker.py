"""The process that reads one file: its name as JSON and its bytes come in, outcomes go out, a line of JSON each.

With the number of a socket and seconds after it, it waits for files instead, and forks a process for each.
"""

import json
import os
import select
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from bot.apart.written import MEMORY, SECONDS, TOO_MUCH_MEMORY, written
from retrieval import parse

OUTPUT = 256 * 2**20
"""Bytes that may be written: more than any document that is read can fill."""
OWN = b"<html><body><article><h1>Warm</h1><p>These are words of our own.</p></article></body></html>"
"""An article, short, so that all that trafilatura tries is loaded; to what reads other formats it is damaged."""


def main() -> None:
    """Read the file from standard input; exit with TOO_MUCH_MEMORY where that is the reason that it cannot be."""
    _limit()
    name = json.loads(sys.stdin.buffer.readline())
    try:
        for outcome in parse(name, sys.stdin.buffer.read()):
            sys.stdout.buffer.write(json.dumps(written(outcome)).encode() + b"\n")
        sys.stdout.buffer.flush()
    except MemoryError:
        sys.exit(TOO_MUCH_MEMORY)


def serve(requests: socket.socket, *, idle: float) -> None:
    """Wait for files and have each read by a process of its own, until nobody has needed that for so many seconds."""
    warm: set[str] = set()
    while select.select([requests], [], [], idle)[0]:
        message, files, _, _ = socket.recv_fds(requests, 64, 3)
        if not message:
            return
        suffix = message.decode()
        if suffix not in warm:  # what reads the format is imported once, by reading something of our own
            list(parse(f"warm{suffix}", OWN))
            warm.add(suffix)
        child = os.fork()
        if child == 0:
            requests.close()
            _read_alone(files)
        for file in files:
            os.close(file)
        _, ended = os.waitpid(child, 0)
        requests.sendall(os.waitstatus_to_exitcode(ended).to_bytes(4, "big", signed=True))


def _read_alone(files: list[int]) -> NoReturn:
    """Read a file as a process that was started for it would, and end."""
    status = 1
    try:
        for stream, file in enumerate(files):
            os.dup2(file, stream)
        main()
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:  # noqa: BLE001 - whatever it is, the process ends, and its errors are read
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _limit() -> None:
    """Take no more than is allowed beyond what the start took; where the system knows no limits, there are none."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not there on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(OSError):  # Linux tells what a process has; elsewhere its start is left out
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
            limit = pages * resource.getpagesize() + MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(socket.socket(fileno=int(sys.argv[1])), idle=float(sys.argv[2]))
    else:
        main()
