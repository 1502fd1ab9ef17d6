"""Warm readers: a process that has everything imported, and forks one of its own for each file that it is given."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from bot.apart.written import PATIENCE, Files

IDLE = 60
"""Seconds after which a reader that nobody needs ends, and gives back its 100 MB."""
STATUS = 4
"""Bytes in which a reader tells the status of the process that has read a file."""


class Ended(Exception):
    """A reader that is not there any more."""


class Reader:
    """A process that waits for files. Whatever happens to the one that reads a file, nothing of it stays."""

    def __init__(self, environment: Mapping[str, str], *, idle: int = IDLE) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
                [sys.executable, "-B", "-m", "bot.apart.worker", str(theirs.fileno()), str(idle)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # to be ended together with what it has forked
            )

    def read(self, suffix: str, files: Files) -> int:
        """Let a file of this suffix be read, and give the exit status; negative for a signal.

        Raises Ended if the reader is not there any more, TimeoutError after PATIENCE.
        """
        self._socket.settimeout(PATIENCE)
        try:
            socket.send_fds(self._socket, [suffix.encode()], [file.fileno() for file in files])
            said = self._socket.recv(STATUS, socket.MSG_WAITALL)
        except TimeoutError:
            raise
        except OSError as error:
            raise Ended from error
        if len(said) < STATUS:
            raise Ended
        return int.from_bytes(said, "big", signed=True)

    def end(self) -> None:
        """End it, and what it has forked."""
        self._socket.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Readers:
    """The readers that wait for files, as many as were ever needed at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._waiting: list[Reader] = []
        self._lock = threading.Lock()

    def read(self, name: str, files: Files) -> int:
        """Let a file be read by a reader that waits, or by a new one.

        Raises TimeoutError after PATIENCE, and OSError or Ended where none can be started.
        """
        suffix = Path(name).suffix.lower()
        while reader := self._taken():
            with suppress(Ended):
                return self._read(reader, suffix, files)
        return self._read(Reader(self._environment), suffix, files)

    def end(self) -> None:
        """End those that wait."""
        while reader := self._taken():
            reader.end()

    def _read(self, reader: Reader, suffix: str, files: Files) -> int:
        try:
            status = reader.read(suffix, files)
        except BaseException:
            reader.end()
            raise
        with self._lock:
            self._waiting.append(reader)
        return status

    def _taken(self) -> Reader | None:
        with self._lock:
            return self._waiting.pop() if self._waiting else None


def rewound(file: BinaryIO) -> bytes:
    """Give all that was written into a file."""
    file.seek(0)
    return file.read()
