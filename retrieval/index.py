"""The index of one library, or of several that are asked together: its segments, and the first search over them."""

import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from retrieval.documents import Document, Passage
from retrieval.fields import Flags, Positions
from retrieval.levels import FACTORS, LEVELS, SETTINGS
from retrieval.merging import merged
from retrieval.model import BM25, Floats
from retrieval.parts import Part, Places
from retrieval.scoring import Scorer
from retrieval.search import Level, search, weighted
from retrieval.segment import Segment
from retrieval.spelling import meant
from retrieval.terms import question_tokens
from retrieval.views import NamedDocuments, PlacedPassages

_SMALLER = 8
"""A segment is merged with the smaller ones once they hold an eighth of its passages together."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its score for a question; `position` is the passage's place in the index."""

    passage: Passage
    score: float
    position: int


@dataclass(frozen=True)
class Index:
    """Segments that are asked together, as if their documents had been indexed at once.

    Every statistic is of the documents that are there, and of no others: whether they came at once or one after the
    other changes no score. The positions of passages are of this index alone; ties go by the order of the library,
    and between libraries by the order in which they were joined.
    """

    parts: tuple[Part, ...]

    @classmethod
    def build(cls, documents: Iterable[Document], *, workers: int = 1) -> Self:
        """Cut the documents into passages and index them. No documents make an index that finds nothing.

        Raises InvalidDocument where two documents have one id. With several `workers`, as many new processes read the
        documents; the index is the same. Each takes half a second to start, so it is for large libraries, and for a
        script with `if __name__ == "__main__":`.
        """
        library = list(documents)
        return cls.of([Segment.build(library, order=range(len(library)), workers=workers)])

    @classmethod
    def of(cls, segments: Iterable[Segment], *, gone: Iterable[Flags | None] = ()) -> Self:
        """Make the index of one library from its segments, and which documents of each are no longer there."""
        given = list(segments)
        without = [*gone] or [None] * len(given)
        return cls._of([Part(segment, gone=missing) for segment, missing in zip(given, without, strict=True)])

    @classmethod
    def joined(cls, libraries: Sequence[Self]) -> Self:
        """Join the indexes of several libraries, each with its own documents, which are then asked together."""
        return cls._of([part.ranked(rank) for rank, one in enumerate(libraries) for part in one.parts if part.numbers])

    @classmethod
    def _of(cls, parts: Iterable[Part]) -> Self:
        placed: list[Part] = []
        first = 0
        for part in parts:
            placed.append(part.placed(first))
            first += len(part.segment)
        return cls(tuple(placed))

    def updated(self, added: Iterable[Document] = (), *, removed: Collection[str] = (), workers: int = 1) -> Self:
        """Give the index with some documents more or less; one of an id that is there replaces it in its place.

        Takes the time that the new documents need, not that of the library; see `compacted`.
        """
        new = list(added)
        order = [self._order(document.id) for document in new]
        last = max((int(part.segment.order.max(initial=-1)) for part in self.parts), default=-1)
        for place, known in enumerate(order):
            if known is None:
                last += 1
                order[place] = last
        leaving = {document.id for document in new} | set(removed)
        parts = [part.without(leaving) for part in self.parts]
        if new:
            by_order = sorted(zip([place or 0 for place in order], new, strict=True), key=lambda pair: pair[0])
            places = [place for place, _ in by_order]
            parts.append(Part(Segment.build([document for _, document in by_order], order=places, workers=workers)))
        return self._of(part for part in parts if part.numbers)

    def compacted(self) -> Self:
        """Give the same index with fewer segments: small ones become one, and what is gone is let go.

        Takes time in proportion to what is merged; each passage is merged a logarithmic number of times.
        """
        index = self
        while chosen := index._mergeable():  # what became one may be large enough for the next
            one = Part(merged([(part.segment, part.gone) for part in chosen]))
            index = self._of([*(part for part in index.parts if part not in chosen), one])
        return index

    def purged(self) -> Self:
        """Give the same index, compacted, with nothing left of what is gone, however little that is."""
        parts = [part if part.gone is None else Part(merged([(part.segment, part.gone)])) for part in self.parts]
        return self._of(parts).compacted()

    @property
    def settled(self) -> bool:
        """Whether `compacted` would change nothing."""
        return not self._mergeable()

    def _mergeable(self) -> list[Part]:
        chosen: list[Part] = []
        together = 0
        for part in sorted(self.parts, key=lambda part: part.live):
            if not chosen or part.wasteful or part.live <= _SMALLER * max(together, 1):
                chosen.append(part)
                together += part.live
        return chosen if len(chosen) > 1 or any(part.wasteful for part in chosen) else []

    def __len__(self) -> int:
        """Count the passages that are there."""
        return sum(part.live for part in self.parts)

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """The passages by their positions; those of documents that are no longer there are among them."""
        return PlacedPassages(self.parts, self._ends)

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by their ids, in order; where two libraries have one id, that of the first."""
        return NamedDocuments(self.parts)

    def revisions(self) -> list[tuple[str, str]]:
        """List the ids and revisions of the documents, in order."""
        listed = [
            (part.rank, int(part.segment.order[number]), part.segment.revisions[number])
            for part in self.parts
            for number in part.numbers.values()
        ]
        return [revision for _, _, revision in sorted(listed)]

    def document(self, position: int) -> Document:
        """Give the document of the passage at a position."""
        part = self._part(position)
        return part.segment.documents[int(part.segment.units["text"][position - part.first])]

    def together(self, one: int, other: int) -> bool:
        """Tell whether the passages at two positions are of one document; none is at a position outside the index."""
        if not (0 <= one < self._ends[-1] and 0 <= other < self._ends[-1]):
            return False
        part, same = self._part(one), self._part(other)
        owners = part.segment.units["text"]
        return part is same and bool(owners[one - part.first] == owners[other - part.first])

    def words(self, position: int) -> list[str]:
        """List the words of the passage at a position, as they are spelled, folded."""
        part = self._part(position)
        return part.segment.wording.of(position - part.first)

    def places(self, positions: Positions) -> Places:
        """Find the parts that hold some positions; a position below 0 is none."""
        return Places.of(self.parts, positions)

    def search(self, question: str, *, limit: int = 10) -> list[Hit]:
        """Find the best passages for a question, best first, ties in the order of the library."""
        positions, table = self.found(self.weights(question), limit=limit)
        totals = weighted(table, FACTORS)
        passages = self.passages
        return [Hit(passages[p], score, p) for p, score in zip(positions.tolist(), totals.tolist(), strict=True)]

    def found(
        self, weights: Mapping[str, float], *, limit: int, prior: Sequence[Floats] | None = None
    ) -> tuple[Positions, Floats]:
        """Search for weighted terms: the positions of the best, and for each its score in every field.

        `prior` is what the documents of each part gain if they hold a word.
        """
        gains: Sequence[Floats | None] = prior or [None] * len(self.parts)
        found = [
            search(levels, limit=limit, prior=gain, gone=part.gone)
            for part, levels, gain in zip(self.parts, self._asked(weights), gains, strict=True)
        ]
        if len(found) == 1:
            return found[0]
        placed = [part.first + places for part, (places, _) in zip(self.parts, found, strict=True)]
        positions = np.concatenate([np.zeros(0, np.int64), *placed])
        table = np.concatenate([np.zeros((0, len(FACTORS))), *(rows for _, rows in found)])
        totals = weighted(table, FACTORS)
        if prior is not None:
            of = dict(zip(self.parts, prior, strict=True))
            totals += self.places(positions).gathered(lambda part, documents: of[part][documents], "text")
        order = np.lexsort((*self.order(positions), -totals))[:limit]
        return positions[order], table[order]

    def order(self, positions: Positions) -> tuple[Positions, ...]:
        """Give keys, the last one first in weight, that put positions in the order of the library."""
        if len(self.parts) == 1:
            return (positions,)
        places = self.places(positions)
        documents = places.gathered(lambda part, numbers: part.segment.order[numbers], "text")
        return positions, documents, places.gathered(lambda part, numbers: np.full(len(numbers), part.rank), "text")

    def fits(self, weights: Mapping[str, float], fields: Collection[str]) -> list[Floats]:
        """Score every document by some fields of documents, part by part; what is gone or empty scores 0."""
        fits = []
        for part, levels in zip(self.parts, self._asked(weights), strict=True):
            scorers = dict(zip(LEVELS[-1], levels[-1].fields, strict=True))
            total = sum((scorers[name].scores() for name in fields), np.zeros(len(part.segment.documents)))
            total[part.empty] = 0
            fits.append(total)
        return fits

    def weights(self, question: str) -> dict[str, float]:
        """Give each distinct term of a question that the library knows the weight 1."""
        distinct = dict.fromkeys(token.term for token in question_tokens(question))
        return {term: 1.0 for term in distinct if self.knows(term)}

    def knows(self, term: str) -> bool:
        """Tell whether a document holds a term."""
        return any(part.knows(term) for part in self.parts)

    def idf(self, field: str, term: str) -> float:
        """Give a term's inverse document frequency in a field; a term that no unit holds has the highest."""
        return self._models[field].term_weight(sum(part.frequency(field, term) for part in self.parts))

    def relatives(self, word: str) -> dict[str, float]:
        """Give the related terms of a word (a term itself) and how alike they are, in the order of the alphabet."""
        found: dict[str, float] = {}
        for part in self.parts:
            terms = part.segment.terms
            for number, alike in part.segment.relatives.of(word).items():
                if part.knows(terms[number]):
                    found[terms[number]] = alike
        return dict(sorted(found.items()))

    def meant(self, word: str) -> str | None:
        """Give the word of the library that was probably meant; None where the word is right or nothing is near."""
        return meant(word, [part.segment.speller for part in self.parts], count=self._count)

    def _count(self, form: str) -> int:
        return sum(part.count(form) for part in self.parts)

    def _asked(self, weights: Mapping[str, float]) -> list[list[Level]]:
        """Ask every part for weighted terms: its fields by the size of their units, as `search.search` takes them."""
        idf = {name: {term: weight * self.idf(name, term) for term, weight in weights.items()} for name in SETTINGS}
        return [
            [
                Level(
                    tuple(Scorer(part.segment.fields[name], worths[name], part.factors(idf[name])) for name in names),
                    tuple(SETTINGS[name].weight for name in names),
                    part.segment.units[names[0]],
                    part.segment.starts[names[0]],
                )
                for names in LEVELS
            ]
            for part, worths in zip(self.parts, self._worths, strict=True)
        ]

    @cached_property
    def _models(self) -> dict[str, BM25]:
        """The model of each field, with the statistics of all documents that are there."""
        sizes = {name: np.sum([part.size(name) for part in self.parts] or [(0, 0)], axis=0) for name in SETTINGS}
        return {
            name: BM25.from_statistics(int(size[0]), total=int(size[1]), k1=SETTINGS[name].k1, b=SETTINGS[name].b)
            for name, size in sizes.items()
        }

    @cached_property
    def _worths(self) -> list[dict[str, Floats]]:
        """What each row of the fields' tables is worth, part by part."""
        return [
            {name: part.segment.fields[name].parts(model) for name, model in self._models.items()}
            for part in self.parts
        ]

    def _part(self, position: int) -> Part:
        if not 0 <= position < self._ends[-1]:
            raise IndexError(position)
        return self.parts[bisect.bisect_right(self._ends, position)]

    @cached_property
    def _ends(self) -> list[int]:
        """The position after the last of each part; 0 where there is none."""
        return [part.first + len(part.segment) for part in self.parts] or [0]

    def _order(self, document: str) -> int | None:
        places = [part.segment.order[part.numbers[document]] for part in self.parts if document in part.numbers]
        return int(places[0]) if places else None
