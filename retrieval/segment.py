"""Segment: some documents of a library, cut into passages and indexed once and for all; an index has one or several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.columns import Passages
from retrieval.documents import Document
from retrieval.errors import InvalidDocument
from retrieval.fields import Field, Numbers, Positions
from retrieval.gathering import Gathered, Units
from retrieval.kinds import Offer
from retrieval.levels import SETTINGS
from retrieval.relatives import Relatives
from retrieval.spelling import Speller
from retrieval.terms import stem
from retrieval.wording import Wording


@dataclass(frozen=True, eq=False)
class Segment:
    """Documents in the order of their library, all their passages, and one inverted index for each field.

    `order[d]` is the place of document d in its library, `revisions[d]` its id and revision. `starts[name][u]` is the
    first passage of unit u of field `name`, `offers[p]` what kinds of answer passage p can give (the columns of
    `kinds.Offer`), `wording` the words of every passage, `related` what `relatives` gives where it is known already.
    """

    documents: Sequence[Document]
    revisions: Sequence[tuple[str, str]]
    order: Positions
    passages: Passages
    vocabulary: Mapping[str, int]
    fields: Mapping[str, Field]
    starts: Mapping[str, Positions]
    offers: NDArray[np.int16]
    wording: Wording
    related: Relatives | None = None

    @classmethod
    def build(cls, documents: Sequence[Document], *, order: Sequence[int], workers: int = 1) -> Self:
        """Cut the documents into passages and index them; raise InvalidDocument where two have one id.

        With several `workers`, as many new processes read the documents; the segment is the same.
        """
        known: set[str] = set()
        for document in documents:
            if document.id in known:
                raise InvalidDocument(f"two documents of one library have the id {document.id}")
            known.add(document.id)
        gathered = Gathered.of(documents) if workers == 1 else Gathered.of_parallel(documents, workers=workers)
        vocabulary: dict[str, int] = {}
        terms = np.array([vocabulary.setdefault(stem(form), len(vocabulary)) for form in gathered.forms], np.int32)
        units: dict[str, Units] = {name: getattr(gathered, name) for name in SETTINGS}
        words = gathered.sentence
        bounds = np.concatenate(([0], np.cumsum(words.lengths, dtype=np.int64)))
        return cls(
            documents=documents,
            revisions=[(document.id, document.revision) for document in documents],
            order=np.array(order, np.int64),
            passages=gathered.passages,
            vocabulary=vocabulary,
            fields=MappingProxyType({name: _field(units[name], terms, len(vocabulary)) for name in SETTINGS}),
            starts=MappingProxyType({name: units[name].starts() for name in SETTINGS}),
            offers=np.array(gathered.offers, np.int16).reshape(-1, len(Offer._fields)),
            wording=Wording(tuple(gathered.forms), np.array(words.words, np.int32), bounds),
        )

    def __len__(self) -> int:
        """Count the passages."""
        return len(self.passages)

    @cached_property
    def nbytes(self) -> int:
        """About how many bytes of memory it takes when all of it is used, without the documents' texts."""
        fields = [array for field in self.fields.values() for array in (field.offsets, field.units, field.pairs)]
        return sum(array.nbytes for array in (*fields, self.wording.numbers, self.wording.bounds)) + 80 * len(self)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The place of each document in `documents`, by its id."""
        return {name: number for number, (name, _) in enumerate(self.revisions)}

    @cached_property
    def units(self) -> Mapping[str, Numbers]:
        """Each passage's unit of every field."""
        found = {name: _owners(starts) for name, starts in self.starts.items() if name != "title"}
        return MappingProxyType(found | {"title": found["text"]})

    @cached_property
    def terms(self) -> Sequence[str]:
        """The vocabulary's words by their numbers."""
        return list(self.vocabulary)

    @cached_property
    def forms(self) -> Mapping[str, int]:
        """The numbers of the words in `wording.forms`."""
        return {form: number for number, form in enumerate(self.wording.forms)}

    @cached_property
    def sizes(self) -> Mapping[str, tuple[int, int]]:
        """How many units each field has, and how many words all of them have."""
        return {name: (len(field), int(field.lengths.sum(dtype=np.int64))) for name, field in self.fields.items()}

    @cached_property
    def relatives(self) -> Relatives:
        """The related forms of the vocabulary's words; a third of what it takes to build a small segment."""
        return self.related or Relatives.build(self.vocabulary)

    @cached_property
    def speller(self) -> Speller:
        """The words that passages hold, to be spelled."""
        return Speller.build(self.wording.counts())

    def span(self, document: int, field: str) -> tuple[int, int]:
        """Give the first unit of a document in a field, and the one after its last."""
        if field in ("title", "text"):
            return document, document + 1
        first, end = self.starts["text"][document : document + 2].tolist()
        if field == "sentence":
            return first, end
        starts = self.starts["paragraph"]
        return int(starts.searchsorted(first)), int(starts.searchsorted(end))


def _owners(starts: Positions) -> Numbers:
    return np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))


def _field(units: Units, terms: Numbers, vocabulary: int) -> Field:
    """Index a field whose words are numbers of forms; `terms` has the term of each form."""
    numbers = terms[np.frombuffer(units.words, np.int32)] if units.words else terms[:0]
    return Field.count(numbers, np.array(units.lengths, np.int64), vocabulary=vocabulary)
