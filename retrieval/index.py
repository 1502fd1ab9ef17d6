"""The index of one library: its passages, and the first search over them under the ranking contract."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

import numpy as np

from retrieval.documents import Document, Passage
from retrieval.fields import Field, Numbers
from retrieval.kinds import Offer, offer_of
from retrieval.model import Floats
from retrieval.passages import split
from retrieval.relatives import Relatives
from retrieval.search import Level, best, search, weighted
from retrieval.spelling import Speller
from retrieval.terms import forms, question_tokens, stem
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

    `units[name][p]` is the unit of field `name` that passage p belongs to, `offers[p]` what kinds of answer it can
    give (the columns of `kinds.Offer`), `relatives` the related forms of the vocabulary's words, `speller` the
    words to be spelled, `wording` the words of every passage.
    """

    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]
    vocabulary: Mapping[str, int]
    fields: Mapping[str, Field]
    units: Mapping[str, Numbers]
    offers: Floats
    relatives: Relatives
    speller: Speller
    wording: Wording

    @classmethod
    def build(cls, documents: Iterable[Document]) -> Self:
        """Cut the documents into passages and index them. No documents make an index that finds nothing."""
        library = {document.id: document for document in documents}
        passages: list[Passage] = []
        offers: list[Offer] = []
        numbers: dict[str, int] = {}
        sentences: list[list[str]] = []
        units: dict[str, list[list[int]]] = {name: [] for name in SETTINGS}
        sizes: dict[str, list[int]] = {name: [] for name in SETTINGS}
        for document in library.values():
            found = split(document)
            passages += found
            offers += [offer_of(document.text[passage.start : passage.end]) for passage in found]
            for name, unit, size in _units(document, found):
                terms = map(stem, unit)
                units[name].append([numbers.setdefault(term, len(numbers)) for term in terms])
                if name == "sentence":
                    sentences.append(unit)
                sizes[name].append(size)
        wording = Wording.build(sentences)
        return cls(
            documents=library,
            passages=tuple(passages),
            vocabulary=numbers,
            fields={
                name: Field.build(units[name], vocabulary=len(numbers), k1=settings.k1, b=settings.b)
                for name, settings in SETTINGS.items()
            },
            units={name: np.repeat(np.arange(len(sizes[name]), dtype=np.int32), sizes[name]) for name in SETTINGS},
            offers=np.array(offers, np.float64).reshape(-1, len(Offer._fields)),
            relatives=Relatives.build(numbers),
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
            )
            for names in LEVELS
        ]

    def scores(self, weights: Mapping[int, float]) -> Floats:
        """Score every passage: the weighted sum over the fields of the passage's own unit's score."""
        total = np.zeros(len(self.passages))
        for name, settings in SETTINGS.items():
            total += settings.weight * self.fields[name].scores(weights)[self.units[name]]
        return total

    def hits(self, scores: Floats, *, limit: int) -> list[Hit]:
        """Take the best of all passages that score above 0."""
        return [Hit(self.passages[p], float(scores[p]), int(p)) for p in best(scores, limit=limit)]


def _units(document: Document, passages: Sequence[Passage]) -> Iterator[tuple[str, list[str], int]]:
    """Yield each unit of a document as its field, its words, and how many passages in a row belong to it."""
    words: list[str] = []
    for _, together in itertools.groupby(passages, key=lambda passage: passage.block):
        sentences = [(passage, forms(document.text[passage.start : passage.end])) for passage in together]
        first = sentences[0][0]
        paragraph = forms(" ".join((*first.section, first.lead_in)))
        for _, sentence in sentences:
            yield "sentence", sentence, 1
            paragraph += sentence
        yield "paragraph", paragraph, len(sentences)
        words += paragraph
    title = forms(" ".join(_described(document)))
    yield "title", title, len(passages)
    yield "text", title + words, len(passages)


def _described(document: Document) -> Iterator[str]:
    """Yield what is known of a document, as a reader would write it."""
    for source in (document.source, document.based_on):
        if source:
            yield source.title
            yield source.publisher or ""
            yield f"{source.date:%d %B %Y}" if source.date else ""
