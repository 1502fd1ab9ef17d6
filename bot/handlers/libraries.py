"""What answers the questions to some libraries together, and the reading back of what is quoted from them."""

import asyncio
import dataclasses
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn, TypeVar

from bot.handlers.holding import Build, Held, Holding
from bot.index_cache import IndexCache
from bot.settings import CAUTION
from bot.store import Made, Store
from retrieval import Document, Index, Quote, QuoteMismatch, calibrate, verify

Names = tuple[str, ...]
Calibrate = Callable[[Index, float | None], float]
"""Finds the threshold of an index for the share of foreign questions that may be answered (None: the usual)."""
Asked = tuple[Names, float | None]
_Key = TypeVar("_Key")
REMEMBERED = 256
"""Sets of libraries, and documents asked alone, that are remembered: those of a busy hour."""


@dataclass(frozen=True, eq=False)
class Served:
    """What answers the questions to some libraries: their index, and the least confidence of an answer from it."""

    index: Index
    threshold: float
    held: tuple[Held, ...]

    @cached_property
    def revision(self) -> str:
        """What the libraries hold, as a SHA-256: the same wherever they hold the same documents in the same order."""
        return _combined(self.held)


class Libraries:
    """What serves each set of libraries that is asked, with the statistics of these libraries and of no others.

    After a change the old threshold holds until the new one is found, a moment later. `cautious` names what decides a
    threshold besides the documents: those that are kept in files are only taken where it is the same.
    """

    def __init__(
        self,
        store: Store,
        *,
        build: Build = Index.build,
        calibrate: Calibrate = lambda index, wrongly: calibrate(index, wrongly=wrongly or CAUTION.wrongly_answered),
        cautious: str = "",
        cache: IndexCache | None = None,
    ) -> None:
        self.store = store
        self._calibrate = calibrate
        self._cautious = cautious
        self._cache = cache
        self._holding = Holding(store, build=build, cache=cache)
        self._served: OrderedDict[Asked, Served] = OrderedDict()
        self._alone: OrderedDict[tuple[str, str], Served] = OrderedDict()
        self._thresholds = cache.thresholds() if cache else {}

    async def served(self, names: Names, *, wrongly: float | None = None) -> Served:
        """Give what serves these libraries together; `wrongly` is the share of foreign questions to be answered."""
        asked = (names, wrongly)
        held = tuple(await self._holding.held(names))
        known = self._served.get(asked)
        if known is None:
            index = await asyncio.to_thread(_joined, held)
            served = Served(index, await self._threshold(index, held, wrongly), held)
        elif known.held == held:
            served = known
        else:
            served = Served(_joined(held), known.threshold, held)
            self._holding.tasks.start(("calibrate", asked), lambda: self._calibrated(asked))
        self._served[asked] = served
        _remember(self._served, asked)
        return served

    async def changed(self, library: str, made: Made | None = None) -> None:
        """Let the next question see what was changed in a library; `made`, where it is known, need not be read."""
        await self._holding.follow(library, made)

    async def purge(self, library: str) -> None:
        """Let nothing of what is gone from a library stay in its index, nor in the files of that, some time soon."""
        await self._holding.purge(library)

    async def settled(self) -> None:
        """Wait until the work that follows a change is done: thresholds found, small segments merged, files written."""
        await self._holding.tasks.settled()

    async def unsound(self, library: str) -> list[str]:
        """Tell what is wrong with the index of a library; files of it that cannot be used are removed."""
        found = []
        if self._cache and (reason := await asyncio.to_thread(self._cache.repair, library)):
            found.append(f"its files could not be used and were removed, so that they are made anew: {reason}")
        (held,) = await self._holding.held([library])
        if held.index.revisions() != await self.store.current(library):
            found.append("it does not hold the documents that are stored; start the bot anew")
        return found

    async def index(self, names: Names) -> Index:
        """Give the index of these libraries together."""
        return (await self.served(names)).index

    async def threshold(self, names: Names) -> float:
        """Give the least confidence with which these libraries together should answer."""
        return (await self.served(names)).threshold

    async def _calibrated(self, asked: Asked) -> None:
        """Find the threshold of what serves some libraries now."""
        while served := self._served.get(asked):
            threshold = await self._threshold(served.index, served.held, asked[1])
            if self._served.get(asked) is served:
                if threshold != served.threshold:
                    self._served[asked] = dataclasses.replace(served, threshold=threshold)
                return

    async def _threshold(self, index: Index, held: tuple[Held, ...], wrongly: float | None = None) -> float:
        key = f"{self._cautious} {wrongly or ''} {await asyncio.to_thread(_combined, held)}"
        if key not in self._thresholds:
            self._thresholds[key] = await asyncio.to_thread(self._calibrate, index, wrongly)
            if self._cache:
                await asyncio.to_thread(self._cache.keep_thresholds, dict(self._thresholds))
        return self._thresholds[key]

    async def alone(self, document: str, *, names: Names) -> Served | None:
        """Give what serves one document of these libraries, None if they have no such document."""
        found = (await self.served(names)).index.documents.get(document)
        if found is None:
            return None
        known = (document, found.revision)
        if known not in self._alone or self._alone[known].index.documents[document] != found:
            index = await asyncio.to_thread(Index.build, [found])
            held = (Held(index, None),)
            self._alone[known] = Served(index, await self._threshold(index, held), held)
        _remember(self._alone, known)
        return self._alone[known]

    async def read_back(self, quotes: Iterable[Quote], *, names: Names) -> None:
        """Compare quotes, and those that say the same, with what is stored; raise QuoteMismatch at the first unlike."""
        every = [each for one in quotes for each in (one, *one.also)]
        documents = {(each.document.id, each.document.revision): each.document for each in every}
        texts = await self.store.texts(documents.keys(), libraries=names) if every else {}
        for named, document in documents.items():
            if named not in texts:
                await self._never_stored(document, names=names)
        for each in every:
            verify(each, texts[each.document.id, each.document.revision])

    async def stored(self, document: Document, *, names: Names) -> str:
        """Give the stored text of a document's revision; raise QuoteMismatch if that revision was never stored."""
        text = await self.store.text(document.id, document.revision, libraries=names)
        if text is None:
            await self._never_stored(document, names=names)
        return text

    async def _never_stored(self, document: Document, *, names: Names) -> NoReturn:
        """Raise QuoteMismatch: it was read from a text that was damaged already, and got another revision's name."""
        recorded = await self.store.revisions(document.id, libraries=names)
        raise QuoteMismatch(document.id, expected=" or ".join(recorded) or "none", found=document.revision)


def _joined(held: tuple[Held, ...]) -> Index:
    return held[0].index if len(held) == 1 else Index.joined([one.index for one in held])


def _combined(held: tuple[Held, ...]) -> str:
    """Name what some libraries hold; one that holds nothing changes nothing."""
    named = [one.revision for one in held if one.index.documents]
    return named[0] if len(named) == 1 else hashlib.sha256("\n".join(named).encode()).hexdigest()


def _remember(known: OrderedDict[_Key, Served], key: _Key) -> None:
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)
