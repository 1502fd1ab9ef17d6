"""A segment in a file: arrays that are mapped into memory, and texts that are read where they are asked for.

The file is a cache, never the truth: whoever opens one gets exactly the segment that was written, or UnusableCache. It
begins with a line that names the format, the length of a header, and the header's checksum; the header, JSON, says
where each array stands and has the checksum of all that follows. Checksums are XXH3's 128 bits, which a mapped gigabyte
costs a tenth of a second.
"""

import contextlib
import mmap
import os
import struct
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Generic, TypeVar, overload

import msgspec
import numpy as np
import xxhash
from numpy.typing import NDArray

from retrieval.columns import Context, Passages
from retrieval.documents import Document
from retrieval.errors import UnusableCache
from retrieval.fields import Field, Positions
from retrieval.levels import SETTINGS
from retrieval.relatives import Relatives
from retrieval.segment import Segment
from retrieval.terms import VERSION
from retrieval.wording import Wording

_MAGIC = b"verbatim index 1\n"
_ALIGNED = 64
_READ = 2**20
"""Bytes that are read at once to compare checksums: what is only read, and not mapped, is not held."""
_REMEMBERED = 64
"""Texts that are kept once they are made: those of a question's candidates, for the next one like it."""

_Value = TypeVar("_Value")
_COLUMNS = ("context", "start", "end", "block", "page", "flags")
_FIELD = ("offsets", "units", "pairs", "table", "lengths")


class Stored(Sequence[_Value], Generic[_Value]):
    """Values as JSON, end to end in one array of bytes; each is made when it is asked for."""

    def __init__(self, data: NDArray[np.uint8], bounds: Positions, kind: Any) -> None:  # noqa: ANN401 - a type
        self._data = data
        self._bounds = bounds
        self._decode = msgspec.json.Decoder(kind).decode
        self._made: OrderedDict[int, _Value] = OrderedDict()

    def __len__(self) -> int:
        """Count the values."""
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, place: int) -> _Value: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_Value]: ...
    def __getitem__(self, place: int | slice) -> _Value | Sequence[_Value]:
        """Make the value at a place."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        made = self._made.get(place)
        if made is None:
            made = self._decode(self._data[self._bounds[place] : self._bounds[place + 1]].tobytes())
            self._made[place] = made
            if len(self._made) > _REMEMBERED:
                with contextlib.suppress(KeyError):  # another thread was faster
                    self._made.popitem(last=False)
        return made


def write_segment(segment: Segment, path: Path) -> None:
    """Write a segment so that, whatever happens meanwhile, it is there as a whole or not at all. Raises OSError."""
    arrays = dict(_arrays(segment))
    placed: dict[str, tuple[str, tuple[int, ...], int]] = {}
    total = 0
    for name, array in arrays.items():
        placed[name] = (array.dtype.str, array.shape, total)
        total += -(-array.nbytes // _ALIGNED) * _ALIGNED
    checksum = xxhash.xxh3_128()
    for array in arrays.values():
        checksum.update(_padded(array))
    header = msgspec.json.encode({"terms": VERSION, "arrays": placed, "size": total, "checksum": checksum.hexdigest()})
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(_prefix(header))
            for array in arrays.values():
                file.write(_padded(array))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def open_segment(path: Path) -> Segment:
    """Map a segment that was written into memory; raise UnusableCache if it is not whole or of another version.

    Raises FileNotFoundError where there is none.
    """
    with path.open("rb") as file:
        try:
            header, start = _header(file)
            _compare(file, header)
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            arrays = {
                name: np.frombuffer(data, dtype, count=int(np.prod(shape)), offset=start + first).reshape(shape)
                for name, (dtype, shape, first) in header["arrays"].items()
            }
            return _segment(arrays)
        except (msgspec.MsgspecError, OSError, ValueError, KeyError, TypeError, struct.error) as error:
            raise UnusableCache(str(path), f"it is damaged ({error})") from error


def _header(file: BinaryIO) -> tuple[dict[str, Any], int]:
    """Read the header and where the arrays begin."""
    if file.read(len(_MAGIC)) != _MAGIC:
        raise UnusableCache(file.name, "it is of another version, or no index")
    size, checksum = struct.unpack("<Q16s", file.read(24))
    written = file.read(min(size, os.fstat(file.fileno()).st_size))
    if xxhash.xxh3_128_digest(written) != checksum:
        raise UnusableCache(file.name, "its header is damaged")
    header = msgspec.json.decode(written, type=dict[str, Any])
    if header["terms"] != VERSION:
        raise UnusableCache(file.name, f"it was made with terms {header['terms']}, and these are {VERSION}")
    start = len(_prefix(written))
    file.seek(start)
    return header, start


def _compare(file: BinaryIO, header: Mapping[str, Any]) -> None:
    checksum = xxhash.xxh3_128()
    size = 0
    while data := file.read(_READ):
        checksum.update(data)
        size += len(data)
    if size != header["size"]:
        raise UnusableCache(file.name, f"it has {size} bytes of {header['size']}")
    if checksum.hexdigest() != header["checksum"]:
        raise UnusableCache(file.name, "its bytes are not those that were written")


def _prefix(header: bytes) -> bytes:
    """Give all that stands before the arrays."""
    prefix = _MAGIC + struct.pack("<Q16s", len(header), xxhash.xxh3_128_digest(header)) + header
    return prefix + b" " * (-len(prefix) % _ALIGNED)


def _padded(array: NDArray[Any]) -> bytes:
    data = np.ascontiguousarray(array).tobytes()
    return data + b"\0" * (-len(data) % _ALIGNED)


def _arrays(segment: Segment) -> Iterable[tuple[str, NDArray[Any]]]:
    yield from _texts("documents", (msgspec.json.encode(document) for document in segment.documents))
    yield from _texts("contexts", map(msgspec.json.encode, segment.passages.contexts))
    yield "revisions", _bytes(msgspec.json.encode(segment.revisions))
    yield "order", segment.order
    for name in _COLUMNS:
        yield f"passages.{name}", getattr(segment.passages, name)
    yield "vocabulary", _bytes("\n".join(segment.vocabulary).encode())
    for field in SETTINGS:
        for name in _FIELD:
            yield f"{field}.{name}", getattr(segment.fields[field], name)
        yield f"{field}.starts", segment.starts[field]
    yield "offers", segment.offers
    relatives = segment.relatives
    yield "relatives.grams", _bytes("\n".join(relatives.grams).encode())
    for name in ("offsets", "terms", "sizes"):
        yield f"relatives.{name}", getattr(relatives, name)
    yield "wording.forms", _bytes("\n".join(segment.wording.forms).encode())
    yield "wording.numbers", segment.wording.numbers
    yield "wording.bounds", segment.wording.bounds


def _segment(arrays: Mapping[str, NDArray[Any]]) -> Segment:
    contexts: Sequence[Context] = Stored(arrays["contexts"], arrays["contexts.bounds"], Context)
    grams = _numbers(arrays["relatives.grams"])
    return Segment(
        documents=Stored(arrays["documents"], arrays["documents.bounds"], Document),
        revisions=msgspec.json.decode(arrays["revisions"].tobytes(), type=list[tuple[str, str]]),
        order=arrays["order"],
        passages=Passages(contexts, *(arrays[f"passages.{name}"] for name in _COLUMNS)),
        vocabulary=_numbers(arrays["vocabulary"]),
        fields=MappingProxyType({field: Field(*(arrays[f"{field}.{name}"] for name in _FIELD)) for field in SETTINGS}),
        starts=MappingProxyType({field: arrays[f"{field}.starts"] for field in SETTINGS}),
        offers=arrays["offers"],
        wording=Wording(_words(arrays["wording.forms"]), arrays["wording.numbers"], arrays["wording.bounds"]),
        related=Relatives(grams, *(arrays[f"relatives.{name}"] for name in ("offsets", "terms", "sizes"))),
    )


def _texts(name: str, texts: Iterable[bytes]) -> Iterable[tuple[str, NDArray[Any]]]:
    every = list(texts)
    yield name, _bytes(b"".join(every))
    yield f"{name}.bounds", np.cumsum([0, *map(len, every)], dtype=np.int64)


def _bytes(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)


def _words(data: NDArray[np.uint8]) -> list[str]:
    return data.tobytes().decode().split("\n") if len(data) else []


def _numbers(data: NDArray[np.uint8]) -> dict[str, int]:
    return {word: number for number, word in enumerate(_words(data))}
