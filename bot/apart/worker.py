"""The process that reads one file: its name as JSON and its bytes come in, outcomes go out, a line of JSON each."""

import json
import sys
from contextlib import suppress
from pathlib import Path

from bot.apart.written import MEMORY, SECONDS, TOO_MUCH_MEMORY, written
from retrieval import parse

OUTPUT = 256 * 2**20
"""Bytes that may be written: more than any document that is read can fill."""


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
    main()
