"""What the best hits of the first search hold of a question's words: the tables that ranking and confidence read.

A table has a row for each candidate and a column for each distinct word of the question.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.fields import Flags, Positions
from retrieval.index import Index
from retrieval.levels import FACTORS
from retrieval.model import Floats
from retrieval.parts import Part, Places
from retrieval.query import Query
from retrieval.search import weighted

HISTORY_WEIGHT = 0.2
"""What a word of the last question weighs beside one of this question."""
DOCUMENT_PRIOR = 4.0
"""What the document that the earlier questions fit best gains, in the first search and in the log-odds."""
CANDIDATES = 60
"""How many hits of the first search are looked at; more change nothing within the first five."""

_Value = TypeVar("_Value", bound=np.generic)


@dataclass(frozen=True)
class Evidence:
    """The candidate passages of a query and what they hold; each table is made when it is first read.

    `scores` are those of the first search: a row for each candidate, a column for each field of SETTINGS. `prior` is
    what each candidate's document gains by the earlier questions.
    """

    query: Query
    index: Index
    candidates: Positions
    scores: Floats
    prior: Floats

    @cached_property
    def first_scores(self) -> Floats:
        """The first search's score of each candidate."""
        return weighted(self.scores, FACTORS)

    @cached_property
    def idf(self) -> Floats:
        """The inverse document frequency of each word among sentences; an unknown word has the highest."""
        return np.array([self.index.idf("sentence", word.term) for word in self.query.words])

    @cached_property
    def attainable(self) -> float:
        """The most that a field's score can reach, if every word has the weight that it has among sentences."""
        return float(self.idf @ np.array(self.query.counts))

    @cached_property
    def local_idf(self) -> Floats:
        """Each word's inverse document frequency among the sentences of the candidate's own document."""
        first, end = self.documents
        columns = []
        for word in self.query.words:
            held = self._places.gathered(functools.partial(_held_within, word.term))
            columns.append(np.log(1 + (end - first - held + 0.5) / (held + 0.5)))
        return _columns(columns)

    @property
    def sentence(self) -> Flags:
        """Whether the candidate itself holds the word."""
        held: Flags = self._sentences[0]
        return held

    @property
    def before(self) -> Flags:
        """Whether the passage before the candidate, in its document, holds the word."""
        held: Flags = self._sentences[1]
        return held

    @cached_property
    def paragraph(self) -> Flags:
        """Whether the candidate's paragraph holds the word, its headings counted."""
        return self._held("paragraph", self._places)

    @cached_property
    def title(self) -> Flags:
        """Whether what is known of the candidate's document (title, publisher, date) holds the word."""
        return self._held("title", self._places)

    @property
    def alike(self) -> Floats:
        """How like the word (0 to 1, itself 1) the most alike word form in the candidate is."""
        likeness: Floats = self._alike_sentences[0]
        return likeness

    @cached_property
    def alike_near(self) -> Floats:
        """The same in the candidate and the passages before and after it."""
        most: Floats = self._alike_sentences.max(axis=0)
        return most

    @cached_property
    def alike_paragraph(self) -> Floats:
        """The same in the candidate's paragraph."""
        return self._most_alike("paragraph", self._places, self.paragraph)

    @cached_property
    def forms(self) -> list[list[str]]:
        """The candidates' own words in order, folded and not stemmed."""
        return [self.index.words(candidate) for candidate in self.candidates.tolist()]

    @cached_property
    def offers(self) -> NDArray[np.int16]:
        """What each candidate offers (the columns of `kinds.Offer`)."""
        return self._places.gathered(lambda part, places: part.segment.offers[places])

    @cached_property
    def begins(self) -> Flags:
        """Whether the candidate begins its paragraph."""
        starts = self._places.gathered(_paragraph_start, "paragraph")
        begins: Flags = starts == self.candidates
        return begins

    @cached_property
    def documents(self) -> tuple[Positions, Positions]:
        """The first position and the end of each candidate's document."""
        spans = self._places.gathered(_document_span, "text")
        return spans[:, 0], spans[:, 1]

    @cached_property
    def order(self) -> Positions:
        """Each candidate's place among all in the order of the library, which decides between equals."""
        order = np.lexsort(self.index.order(self.candidates))
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        return places

    @cached_property
    def _places(self) -> Places:
        return self.index.places(self.candidates)

    @cached_property
    def _around(self) -> Positions:
        """Three rows: each candidate, the passage before it, and the one after it; -1 outside its document."""
        first, end = self.documents
        before, after = self.candidates - 1, self.candidates + 1
        return np.stack([self.candidates, np.where(before < first, -1, before), np.where(after < end, after, -1)])

    @cached_property
    def _sentences(self) -> Flags:
        return self._held("sentence", self._near).reshape(*self._around.shape, -1)

    @cached_property
    def _near(self) -> Places:
        return self.index.places(self._around.ravel())

    @cached_property
    def _alike_sentences(self) -> Floats:
        flat = self._sentences.reshape(self._around.size, -1)
        return self._most_alike("sentence", self._near, flat).reshape(self._sentences.shape)

    def _held(self, field: str, places: Places) -> Flags:
        also = self.query.also or [()] * len(self.query.words)
        return _columns(
            functools.reduce(np.logical_or, [places.held(field, term) for term in (word.term, *others)])
            for word, others in zip(self.query.words, also, strict=True)
        )

    def _most_alike(self, field: str, places: Places, held: Flags) -> Floats:
        return np.maximum(held.astype(np.float64), places.highest(field, self.query.relatives))


def gather(query: Query, index: Index) -> Evidence:
    """Search, and keep the best CANDIDATES.

    The words of earlier questions help at a fraction of the weight, and favour the documents that they fit.
    """
    weights = {number: HISTORY_WEIGHT * weight for number, weight in query.earlier.items()} | dict(query.weights)
    prior = _prior(query, index)
    candidates, scores = index.found(weights, limit=CANDIDATES, prior=prior)
    gained = np.zeros(len(candidates))
    if prior is not None:
        of = dict(zip(index.parts, prior, strict=True))
        gained = index.places(candidates).gathered(lambda part, documents: of[part][documents], "text")
    return Evidence(query, index, candidates, scores, gained)


def _prior(query: Query, index: Index) -> list[Floats] | None:
    """Give what each document gains by the earlier questions, part by part, up to DOCUMENT_PRIOR; None without any."""
    if not query.earlier:
        return None
    fits = index.fits(query.earlier, ("title", "text"))
    most = max((part.max(initial=0) for part in fits), default=0)
    return [DOCUMENT_PRIOR * part / most for part in fits] if most else None


def _paragraph_start(part: Part, paragraphs: Positions) -> Positions:
    return part.first + part.segment.starts["paragraph"][paragraphs]


def _document_span(part: Part, documents: Positions) -> Positions:
    starts = part.segment.starts["text"]
    return part.first + np.stack([starts[documents], starts[documents + 1]], axis=1)


def _held_within(term: str, part: Part, places: Positions) -> Positions:
    """Count the sentences that hold a term in the document around each place."""
    holders = part.segment.fields["sentence"].holders(part.segment.vocabulary.get(term))
    documents = part.segment.units["text"][places]
    starts = part.segment.starts["text"]
    return holders.searchsorted(starts[documents + 1]) - holders.searchsorted(starts[documents])


def _columns(columns: Iterable[NDArray[_Value]]) -> NDArray[_Value]:
    return np.stack(list(columns), axis=1)
