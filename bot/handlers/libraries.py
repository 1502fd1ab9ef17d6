"""The indexes that serve questions, and the reading back of what is quoted from them."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from bot.store import Store
from retrieval import Document, Index, Quote, QuoteMismatch, calibrate, verify

Names = tuple[str, ...]
Build = Callable[[Sequence[Document]], Index]
Calibrate = Callable[[Index], float]
REMEMBERED = 16
"""Documents whose own index is kept; asking one document is rare, and making its index is quick."""


class Libraries:
    """The index of each set of libraries that is asked, and its threshold, made when they are first wanted."""

    def __init__(self, store: Store, *, build: Build = Index.build, calibrate: Calibrate = calibrate) -> None:
        self.store = store
        self._build = build
        self._calibrate = calibrate
        self._indexes: dict[Names, Index] = {}
        self._thresholds: dict[Names, float] = {}
        self._alone: dict[tuple[Names, str], tuple[Index, float]] = {}

    async def index(self, names: Names) -> Index:
        """Give the index of these libraries together."""
        if names not in self._indexes:
            self._indexes[names] = self._build(await self.store.documents(names))
        return self._indexes[names]

    async def threshold(self, names: Names) -> float:
        """Give the least confidence with which these libraries together should answer."""
        if names not in self._thresholds:
            self._thresholds[names] = self._calibrate(await self.index(names))
        return self._thresholds[names]

    async def alone(self, document: str, *, names: Names) -> tuple[Index, float] | None:
        """Give the index and the threshold of one document of these libraries, None if they have no such document."""
        known = (names, document)
        if known not in self._alone:
            found = await self.store.document(document, libraries=names)
            if found is None:
                return None
            self._alone[known] = await asyncio.to_thread(self._made, found)
            if len(self._alone) > REMEMBERED:
                del self._alone[next(iter(self._alone))]
        return self._alone[known]

    def _made(self, document: Document) -> tuple[Index, float]:
        index = self._build([document])
        return index, self._calibrate(index)

    async def read_back(self, quotes: Iterable[Quote], *, names: Names) -> None:
        """Compare quotes, and those that say the same, with what is stored; raise QuoteMismatch at the first unlike."""
        texts: dict[str, str] = {}
        for quote in (each for one in quotes for each in (one, *one.also)):
            if quote.document.id not in texts:
                texts[quote.document.id] = await self.stored(quote.document, names=names)
            verify(quote, texts[quote.document.id])

    async def stored(self, document: Document, *, names: Names) -> str:
        """Give the stored text of a document's revision; raise QuoteMismatch if that revision was never stored."""
        text = await self.store.text(document.id, document.revision, libraries=names)
        if text is None:  # read from a text that was damaged already, and so got the name of another revision
            recorded = await self.store.revisions(document.id, libraries=names)
            raise QuoteMismatch(document.id, expected=" or ".join(recorded) or "none", found=document.revision)
        return text
