"""Files and folders: which files are read, under which ids, and what `sources.toml` says of them."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from retrieval.documents import Document
from retrieval.errors import UnreadableSource
from retrieval.reading.decoding import is_name
from retrieval.reading.description import Description, catalogue
from retrieval.reading.formats import FORMATS, check_size, format_of, parse
from retrieval.reading.skipped import Skipped

log = logging.getLogger(__package__)

CATALOGUE = "sources.toml"


def read(path: Path) -> list[Document]:
    """Read a file, or every file in a folder and below; what is skipped is logged, one warning each.

    Raises UnreadableSource if there is nothing there that can be read.
    """
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for found in scan(path):
        if isinstance(found, Document):
            documents.append(found)
        else:
            skipped.append(found)
            log.warning("skipped %s: %s", found.name, found.reason)
    if not documents:
        raise UnreadableSource(str(path.absolute()), _why_nothing(path, skipped))
    return documents


def scan(path: Path, *, track: Callable[[list[Path]], Iterable[Path]] = iter) -> Iterator[Document | Skipped]:
    """Read as `read` does, one document after the other; `track` may watch the files go by, as a progress bar does.

    Raises UnreadableSource if there is no such file or folder.
    """
    found = files(path)
    described = descriptions(path)
    taken: set[str] = set()
    for file in track(found):
        for outcome in _read_file(file, given=path):
            if isinstance(outcome, Document) and outcome.id in taken:
                yield Skipped(name_of(file, given=path), f"the id {outcome.id!r} is already taken by another document")
            elif isinstance(outcome, Document):
                taken.add(outcome.id)
                yield described.get(outcome.id, Description()).apply(outcome)
            else:
                yield outcome


def files(path: Path) -> list[Path]:
    """List the files that `scan` looks at, in its order; those it cannot read are among them.

    Hidden files and folders are left out, and `sources.toml`. Raises UnreadableSource if nothing is there.
    """
    if path.is_dir():
        return sorted(_below(path), key=lambda file: _name(file, path))
    if not path.exists():
        raise UnreadableSource(str(path.absolute()), "no such file or folder; name one that exists")
    return [path]


def _below(root: Path) -> Iterator[Path]:
    """Walk a folder; links to folders, and folders that cannot be opened, are listed so that they can be told."""
    closed: list[Path] = []
    for folder, subfolders, names in os.walk(root, onerror=lambda error: closed.append(Path(error.filename))):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        links = [name for name in subfolders if Path(folder, name).is_symlink()]
        here = [name for name in names if not name.startswith(".") and Path(folder, name) != root / CATALOGUE]
        yield from (Path(folder, name) for name in (*links, *here))
    yield from closed


def contents(file: Path, *, given: Path) -> bytes:
    """Give the bytes of one of the `files` of a path; raise UnreadableSource if it cannot or may not be read."""
    name = name_of(file, given=given)
    try:
        if file != given and not _is_inside(file, given):
            raise UnreadableSource(name, "a link that leads out of the folder")
        return _bytes(file, name)
    except OSError as error:
        raise UnreadableSource(name, f"cannot be read: {error.strerror}") from error


def name_of(file: Path, *, given: Path) -> str:
    """Name a file as its documents are named: by its way from the folder that was given."""
    return _name(file, _root(given))


def descriptions(path: Path) -> dict[str, Description]:
    """Read what `sources.toml`, in a folder or beside a file, says of each document."""
    return _described(_root(path))


def _root(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _read_file(file: Path, *, given: Path) -> Iterator[Document | Skipped]:
    try:
        data = contents(file, given=given)
    except UnreadableSource as error:
        yield Skipped(error.name, error.reason)
    else:
        yield from parse(name_of(file, given=given), data)


def _is_inside(file: Path, root: Path) -> bool:
    """Whether a file is no link, or one to something in the folder."""
    try:
        return not file.is_symlink() or file.resolve(strict=True).is_relative_to(root.resolve())
    except RuntimeError:  # a link to itself, until Python 3.13 made an OSError of it
        return False


def _bytes(file: Path, name: str) -> bytes:
    """Give a file's bytes, once it is known to be one that may be read."""
    if not is_name(name):
        raise UnreadableSource(ascii(name), "its name holds what is no text; rename it")
    if file.is_dir():
        raise UnreadableSource(name, "a link to a folder" if file.is_symlink() else "a folder that cannot be opened")
    found = format_of(name)
    if file.exists() and not file.is_file():
        raise UnreadableSource(name, "not a regular file")
    check_size(name, file.stat().st_size, found)
    return file.read_bytes()


def _described(root: Path) -> dict[str, Description]:
    file = root / CATALOGUE
    try:
        return catalogue(file.read_bytes(), where=str(file))
    except FileNotFoundError:
        return {}
    except OSError as error:
        log.warning("%s: ignored, it cannot be read: %s", file, error.strerror)
        return {}


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def _why_nothing(path: Path, skipped: list[Skipped]) -> str:
    """Say why nothing was read, and what to do."""
    known = " ".join(FORMATS)
    if not skipped:
        return f"an empty folder; put files in it ({known})"
    if path.is_dir():
        first = f"{skipped[0].name}: {skipped[0].reason}"
        return f"none of what is in it can be read ({len(skipped)} skipped, first {first}); put files in it ({known})"
    return f"{skipped[0].reason}; name a file that can be read ({known})"
