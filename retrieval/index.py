"""The index of one library: its passages, and the first search over them under the ranking contract."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.columns import Passages
from retrieval.documents import Document, Passage
from retrieval.fields import Field, Numbers, Positions
from retrieval.gathering import Gathered, Units
from retrieval.kinds import Offer
from retrieval.relatives import Relatives
from retrieval.search import Level, search, weighted
from retrieval.spelling import Speller
from retrieval.terms import question_tokens, stem
from retrieval.wording import Wording


@dataclass(frozen=True, slots=True)
class FieldSettings:
    """How a field is scored, and its weight in the sum that is a hit's first score."""

    k1: float
    b: float
    weight: float


SETTINGS: Mapping[str, FieldSettings] = MappingProxyType(
    {
        # Sentences are short and alike in length, so frequency and length say little; k1 .4 to .6 and b .1 to .6
        # score alike. Longer units take the usual 1.2 and .75. Weights: docs/quality.md.
        "sentence": FieldSettings(0.4, 0.4, 1.0),
        "paragraph": FieldSettings(1.2, 0.75, 0.7),
        "title": FieldSettings(1.2, 0.75, 0.3),
        "text": FieldSettings(1.2, 0.75, 0.1),
    }
)


FACTORS = tuple(settings.weight for settings in SETTINGS.values())
LEVELS = (("sentence",), ("paragraph",), ("title", "text"))
"""The fields that have the same units, in the order of SETTINGS: from small units to large ones that hold them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and its score for a question; `position` is the passage's place in the library."""

    passage: Passage
    score: float
    position: int


@dataclass(frozen=True, slots=True)
class Index:
    """All passages of one library, in order, and one inverted index for each field.

    `units[name][p]` is the unit of field `name` that passage p belongs to, `starts[name][u]` the first passage of unit
    u, `offers[p]` what kinds of answer passage p can give (the columns of `kinds.Offer`), `relatives` the related
    forms of the vocabulary's words, `speller` the words to be spelled, `wording` the words of every passage.
    """

    documents: Mapping[str, Document]
    passages: Passages
    vocabulary: Mapping[str, int]
    fields: Mapping[str, Field]
    units: Mapping[str, Numbers]
    starts: Mapping[str, Positions]
    offers: NDArray[np.int16]
    relatives: Relatives
    speller: Speller
    wording: Wording

    @classmethod
    def build(cls, documents: Iterable[Document], *, workers: int = 1) -> Self:
        """Cut the documents into passages and index them. No documents make an index that finds nothing.

        With several `workers`, as many new processes read the documents; the index is the same. Each takes half a
        second to start, so it is for large libraries, and for a script with `if __name__ == "__main__":`.
        """
        library = {document.id: document for document in documents}
        texts = list(library.values())
        gathered = Gathered.of(texts) if workers == 1 else Gathered.of_parallel(texts, workers=workers)
        vocabulary: dict[str, int] = {}
        terms = np.array([vocabulary.setdefault(stem(form), len(vocabulary)) for form in gathered.forms], np.int32)
        units: dict[str, Units] = {name: getattr(gathered, name) for name in SETTINGS}
        words = gathered.sentence
        bounds = np.concatenate(([0], np.cumsum(words.lengths, dtype=np.int64)))
        wording = Wording(tuple(gathered.forms), np.array(words.words, np.int32), bounds)
        return cls(
            documents=library,
            passages=gathered.passages,
            vocabulary=vocabulary,
            fields={name: _field(units[name], terms, len(vocabulary), SETTINGS[name]) for name in SETTINGS},
            units={name: units[name].owners() for name in SETTINGS},
            starts={name: units[name].starts() for name in SETTINGS},
            offers=np.array(gathered.offers, np.int16).reshape(-1, len(Offer._fields)),
            relatives=Relatives.build(vocabulary),
            speller=Speller.build(wording.counts()),
            wording=wording,
        )

    def search(self, question: str, *, limit: int = 10) -> list[Hit]:
        """Find the best passages for a question, best first, ties in the order of the library."""
        positions, table = search(self.levels(), self.weights(question), limit=limit)
        totals = weighted(table, FACTORS)
        return [Hit(self.passages[p], score, p) for p, score in zip(positions.tolist(), totals.tolist(), strict=True)]

    def weights(self, question: str) -> dict[int, float]:
        """Give each distinct term of a question that the library knows the weight 1."""
        found = (self.vocabulary.get(token.term) for token in question_tokens(question))
        return dict.fromkeys((term for term in found if term is not None), 1.0)

    def levels(self) -> list[Level]:
        """Give the fields by the size of their units, as `search.search` takes them."""
        return [
            Level(
                tuple(self.fields[name] for name in names),
                tuple(SETTINGS[name].weight for name in names),
                self.units[names[0]],
                self.starts[names[0]],
            )
            for names in LEVELS
        ]


def _field(units: Units, terms: Numbers, vocabulary: int, settings: FieldSettings) -> Field:
    """Index a field whose words are numbers of forms; `terms` has the term of each form."""
    numbers = terms[np.frombuffer(units.words, np.int32)] if units.words else terms[:0]
    lengths = np.array(units.lengths, np.int64)
    return Field.count(numbers, lengths, vocabulary=vocabulary, settings=(settings.k1, settings.b))
