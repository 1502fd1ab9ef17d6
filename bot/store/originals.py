"""The bytes that documents were read from: small ones in the database, large ones in files beside it."""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import StoreError

LARGE = 2**20
"""Bytes above which a file beside the database holds an original: SQLite reads larger ones slower than files."""
FOLDER_NAME = "originals"


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a file, named by their SHA-256 in hexadecimal."""

    data: bytes = field(repr=False)
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        """Name it."""
        object.__setattr__(self, "hash", sha256(self.data))


def sha256(data: bytes) -> str:
    """Name bytes by their SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def damage(name: str, data: bytes | None, *, folder: Path | None) -> str | None:
    """Say what is wrong with an original, which is in a file of the folder unless it is given; None if nothing is."""
    if data is not None:
        found = sha256(data)
    elif folder is None:
        return "its bytes are missing"
    else:
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            return f"its file cannot be read: {error.strerror}"
    return None if found == name else f"its bytes have SHA-256 {found}"


def write(original: Original, folder: Path) -> None:
    """Write an original into its folder so that, after a crash, it is there as a whole or not at all.

    Raises StoreError if it cannot be written.
    """
    try:
        _write(original, folder)
    except OSError as error:
        raise StoreError(folder, f"an original cannot be written: {error.strerror}.") from error


def _write(original: Original, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    unfinished = folder / f"{original.hash}.{os.getpid()}.part"
    try:
        with unfinished.open("wb") as file:
            file.write(original.data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / original.hash)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(folder)


def _sync(folder: Path) -> None:
    """Make the names in a folder last; where folders cannot be opened, as on Windows, the system sees to it."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
