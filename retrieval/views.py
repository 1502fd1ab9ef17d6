"""What the parts of an index hold together: passages by their positions, documents by their ids."""

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from retrieval.documents import Document, Passage
from retrieval.parts import Part


@dataclass(frozen=True, slots=True)
class PlacedPassages(Sequence[Passage]):
    """The passages of several parts by their positions; `ends` has the position after the last of each part."""

    parts: tuple[Part, ...]
    ends: Sequence[int]

    def __len__(self) -> int:
        """Count the passages, those of documents that are gone too."""
        return self.ends[-1]

    @overload
    def __getitem__(self, place: int) -> Passage: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, place: int | slice) -> Passage | tuple[Passage, ...]:
        """Make the passage at a position, or those of a slice."""
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        part = self.parts[bisect.bisect_right(self.ends, place)]
        return part.segment.passages[place - part.first]


@dataclass(frozen=True, slots=True)
class NamedDocuments(Mapping[str, Document]):
    """The documents of several parts that are there, by their ids, in the order of the library."""

    parts: tuple[Part, ...]

    def __getitem__(self, name: str) -> Document:
        """Give the document of an id; of several, that of the first library."""
        for part in self.parts:
            if name in part.numbers:
                return part.segment.documents[part.numbers[name]]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        placed = {
            name: (part.rank, int(part.segment.order[number]))
            for part in reversed(self.parts)
            for name, number in part.numbers.items()
        }
        return iter(sorted(placed, key=lambda name: placed[name]))

    def __len__(self) -> int:
        """Count the ids."""
        return len({name for part in self.parts for name in part.numbers})
