"""Passages kept as columns of numbers, 30 bytes each, and made when they are asked for."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self, overload

from retrieval.documents import Kind, Passage

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

    contexts: tuple[Context, ...]
    context: "array[int]"
    start: "array[int]"
    end: "array[int]"
    block: "array[int]"
    page: "array[int]"
    flags: "array[int]"

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
        return cls(tuple(contexts), context, start, end, block, page, flags)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Join sequences of passages in order."""
        contexts: list[Context] = []
        whole = cls.of(())
        for part in parts:
            whole.context.extend([number + len(contexts) for number in part.context])
            contexts += part.contexts
            for name in ("start", "end", "block", "page", "flags"):
                getattr(whole, name).extend(getattr(part, name))
        return cls(tuple(contexts), whole.context, whole.start, whole.end, whole.block, whole.page, whole.flags)

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
        document, revision, section, lead_in = self.contexts[self.context[place]]
        flags, page = self.flags[place], self.page[place]
        return Passage(
            document=document,
            revision=revision,
            start=self.start[place],
            end=self.end[place],
            kind=_KINDS[flags >> 2],
            block=self.block[place],
            section=section,
            lead_in=lead_in,
            page=None if page == _NO_PAGE else page,
            opens=bool(flags & 2),
            closes=bool(flags & 1),
        )
