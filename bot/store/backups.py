"""Backups: everything of a data directory in one tar file, taken while the bot serves, and put back.

A tar, since any system can open it, and since an original may be larger than the largest value that SQLite can hold.
"""

import contextlib
import hashlib
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.store.database import meaning
from bot.store.originals import FOLDER_NAME
from bot.store.store import FILE_NAME

_ORIGINAL = re.compile(rf"{FOLDER_NAME}/(?P<hash>[0-9a-f]{{64}})")


def backup(directory: Path, file: Path) -> None:
    """Write a data directory, as it is at one moment, into a new file; raise StoreError if that cannot be."""
    database = directory / FILE_NAME
    if not database.is_file():
        raise StoreError(directory, "there is nothing to back up. Name the data directory with --data.")
    if file.exists():
        raise StoreError(file, "is there already. Choose another name, or move it away.")
    with _told(file), tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as work:
        copy, unfinished = Path(work, FILE_NAME), Path(work, "backup.tar")
        apart = _copied(database, copy)
        with unfinished.open("wb") as written:
            with tarfile.open(fileobj=written, mode="w") as archive:
                for name in apart:
                    archive.add(directory / FOLDER_NAME / name, f"{FOLDER_NAME}/{name}")
                archive.add(copy, FILE_NAME)
            written.flush()
            os.fsync(written.fileno())
        unfinished.replace(file)


def restore(file: Path, directory: Path) -> None:
    """Put a backup into an empty data directory; raise StoreError, with nothing written, if that cannot be."""
    if directory.is_dir() and any(directory.iterdir()):
        raise StoreError(directory, "is not empty. Choose an empty data directory, so that nothing is overwritten.")
    with _told(file):
        directory.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.absolute().parent, prefix=".restore-") as work:
            restored = Path(work, "data")
            restored.mkdir(mode=0o755)
            _extract(file, restored)
            _look_through(file, restored / FILE_NAME)
            with contextlib.suppress(FileNotFoundError):
                directory.rmdir()
            restored.replace(directory)


def _copied(database: Path, copy: Path) -> list[str]:
    """Copy a database that others may be writing, and name the originals that lie beside it."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)  # at once: page by page it would begin anew with every write
        target.execute("PRAGMA journal_mode = DELETE")  # all in the one file
        tables = target.execute("SELECT 1 FROM sqlite_master WHERE name = 'originals'").fetchone()
        wanted = "SELECT hash FROM originals WHERE data IS NULL ORDER BY hash" if tables else "SELECT 1 LIMIT 0"
        return [name for (name,) in target.execute(wanted)]


def _extract(file: Path, directory: Path) -> None:
    (directory / FOLDER_NAME).mkdir()
    with tarfile.open(file) as archive:
        for member in archive:
            original = _ORIGINAL.fullmatch(member.name)
            data = archive.extractfile(member) if original or member.name == FILE_NAME else None
            if data is None:  # no path that a tar may hold is ever followed
                raise StoreError(file, f"holds {member.name!a}, so this is no backup of Verbatim.")
            with (directory / member.name).open("wb") as written:
                shutil.copyfileobj(data, written, 2**20)
                written.flush()
                os.fsync(written.fileno())
            if original and _hash(directory / member.name) != original["hash"]:
                raise StoreError(file, f"its {member.name} is damaged. Take another backup.")


def _look_through(file: Path, database: Path) -> None:
    if not database.is_file():
        raise StoreError(file, "holds no database, so this is no backup of Verbatim.")
    with closing(sqlite3.connect(database)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise StoreError(file, "its database is damaged. Take another backup.")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except tarfile.TarError as error:
        raise StoreError(file, f"this is no backup of Verbatim, or a damaged one ({error}).") from error
    except OSError as error:
        raise StoreError(error.filename or file, f"{error.strerror}.") from error
    except sqlite3.Error as error:
        raise StoreError(file, meaning(error)) from error
