"""The process that reads a file, started, fed and judged by what becomes of it."""

import functools
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.apart.warm import Ended, Readers, rewound
from bot.apart.written import PATIENCE, SECONDS, TOO_MUCH_MEMORY, Files, outcome_of
from bot.errors import StoreError
from retrieval import Document, Skipped, is_risky
from retrieval import parse as parse_here

log = logging.getLogger(__name__)

_KEPT = ("LANG", "PATH", "SYSTEMROOT", "TMPDIR")
"""What of the environment is passed on. The bot's token is not."""
LARGE = 2**20
"""Bytes from which a text is read apart too: Markdown of nothing but lists takes 9 s a MiB. The documents of a file in
JSON lines are many, and each of them is small."""
_ROOT = Path(__file__).parent.parent.parent
_TOO_LONG = {-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}
_LAST = 2000
"""Characters of its errors that are logged."""


def _environment() -> dict[str, str]:
    kept = {each: os.environ[each] for each in _KEPT if each in os.environ}
    return kept | {"PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1"}


READERS = Readers(_environment())
"""What reads files where the system can fork; elsewhere a process is started for each."""


def parse(name: str, data: bytes) -> list[Document | Skipped]:
    """Read the bytes of a file as `retrieval.parse` does, in a process of its own if its format is a risky one.

    So are large texts, which may be made to take minutes. A process that needs too much time or memory, or dies, skips
    the file. Raises StoreError if none can be started.
    """
    large = len(data) > LARGE and not name.lower().endswith(".jsonl")
    return parse_apart(name, data) if large or is_risky(name) else list(parse_here(name, data))


def parse_apart(name: str, data: bytes) -> list[Document | Skipped]:
    """Read the bytes of a file of any format in a process of its own."""
    try:
        if hasattr(os, "fork"):
            return _judged(name, data, functools.partial(READERS.read, name))
        return judged(name, data, ["-m", "bot.apart.worker"])
    except (OSError, Ended) as error:
        raise StoreError(name, f"no process can be started to read it: {error}.") from error


def judged(name: str, data: bytes, does: Sequence[str]) -> list[Document | Skipped]:
    """Give a file to a new process, Python with these arguments, and tell what comes of it."""
    return _judged(name, data, functools.partial(_started, does))


def _judged(name: str, data: bytes, run: Callable[[Files], int]) -> list[Document | Skipped]:
    """Let a process run that takes a file and gives outcomes, and tell what comes of it."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as errors:
        given.write(json.dumps(name).encode() + b"\n" + data)
        given.flush()
        given.seek(0)
        try:
            status = run((given, said, errors))
        except (subprocess.TimeoutExpired, TimeoutError):
            return [Skipped(name, _too_long())]
        lines = rewound(said).splitlines()
        failure = rewound(errors).decode("utf-8", "replace")[-_LAST:]
    if status:
        log.warning("%s: the process that read it ended with %d: %s", name, status, failure)
        return [Skipped(name, _reason(status))]
    try:
        return [outcome_of(json.loads(line)) for line in lines]
    except (ValueError, TypeError, LookupError) as error:  # nothing that it says is believed
        log.warning("%s: what the process that read it said is no document: %s", name, error)
        return [Skipped(name, _reason(status))]


def _started(does: Sequence[str], files: Files) -> int:
    given, said, errors = files
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own code
        [sys.executable, "-B", *does],
        env=_environment(),
        stdin=given,
        stdout=said,
        stderr=errors,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode


def _reason(status: int) -> str:
    if status in _TOO_LONG:
        return _too_long()
    if status == TOO_MUCH_MEMORY:
        return "reading it takes too much memory; it is made to, or too large"
    return "damaged, or made to do harm: the process that read it failed"


def _too_long() -> str:
    return f"reading it takes more than {SECONDS} seconds; it is made to, or too large"
