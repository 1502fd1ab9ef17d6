"""Passages kept as columns of numbers, 25 bytes each, and made when they are asked for."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self, overload

import numpy as np
from numpy.typing import NDArray

from retrieval.documents import Kind, Passage
from retrieval.fields import Numbers, Positions

_KINDS = tuple(Kind)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_NO_PAGE = -1

Context = tuple[str, str, tuple[str, ...], str]
"""What the passages of one section of a document share: document, revision, section, lead-in."""


@dataclass(frozen=True, slots=True)
class Passages(Sequence[Passage]):
    """A sequence of passages: `contexts[context[p]]` and the p-th number of every other column make passage p.

    `flags` holds the kind, and in two bits whether the passage opens and closes its sentence.
    """

    contexts: Sequence[Context]
    context: Numbers
    start: Numbers
    end: Numbers
    block: Numbers
    page: Numbers
    flags: NDArray[np.uint8]

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Self:
        """Keep passages, taken one by one."""
        contexts: dict[Context, int] = {}
        context, start, end, block, page = (array("i") for _ in range(5))
        flags = array("B")
        for passage in passages:
            shared = (passage.document, passage.revision, passage.section, passage.lead_in)
            context.append(contexts.setdefault(shared, len(contexts)))
            start.append(passage.start)
            end.append(passage.end)
            block.append(passage.block)
            page.append(_NO_PAGE if passage.page is None else passage.page)
            flags.append(_NUMBERS[passage.kind] << 2 | passage.opens << 1 | passage.closes)
        numbers = {"context": context, "start": start, "end": end, "block": block, "page": page}
        columns = {name: np.array(column, np.int32) for name, column in numbers.items()}
        return cls(tuple(contexts), **columns, flags=np.array(flags, np.uint8))

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Join sequences of passages in order."""
        if not parts:
            return cls.of(())
        firsts = np.cumsum([0, *(len(part.contexts) for part in parts[:-1])])
        context = [part.context + first for part, first in zip(parts, firsts.tolist(), strict=True)]
        columns = {
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in ("start", "end", "block", "page", "flags")
        }
        contexts = tuple(shared for part in parts for shared in part.contexts)
        return cls(contexts, np.concatenate(context).astype(np.int32), **columns)

    def taken(self, places: Positions) -> Self:
        """Take the passages at some places, in their order."""
        used, context = np.unique(self.context[places], return_inverse=True)
        return type(self)(
            tuple(self.contexts[number] for number in used.tolist()),
            context.astype(np.int32),
            self.start[places],
            self.end[places],
            self.block[places],
            self.page[places],
            self.flags[places],
        )

    def __len__(self) -> int:
        """Count the passages."""
        return len(self.flags)

    @overload
    def __getitem__(self, place: int) -> Passage: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, place: int | slice) -> Passage | tuple[Passage, ...]:
        """Make the passage at a place, or those of a slice."""
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        document, revision, section, lead_in = self.contexts[int(self.context[place])]
        flags, page = int(self.flags[place]), int(self.page[place])
        return Passage(
            document=document,
            revision=revision,
            start=int(self.start[place]),
            end=int(self.end[place]),
            kind=_KINDS[flags >> 2],
            block=int(self.block[place]),
            section=section,
            lead_in=lead_in,
            page=None if page == _NO_PAGE else page,
            opens=bool(flags & 2),
            closes=bool(flags & 1),
        )
