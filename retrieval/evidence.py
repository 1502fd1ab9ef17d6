"""What the best hits of the first search hold of a question's words: the tables that ranking and confidence read.

A table has a row for each candidate and a column for each distinct word of the question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.fields import Flags, Numbers, Positions
from retrieval.index import FACTORS, Index
from retrieval.model import Floats
from retrieval.query import Query
from retrieval.search import search, weighted

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
        return np.array([self.index.fields["sentence"].idf(number) for number in self.query.numbers])

    @cached_property
    def attainable(self) -> float:
        """The most that a field's score can reach, if every word has the weight that it has among sentences."""
        return float(self.idf @ np.array(self.query.counts))

    @cached_property
    def local_idf(self) -> Floats:
        """Each word's inverse document frequency among the sentences of the candidate's own document."""
        first, end = self._documents
        sizes = end - first
        columns = []
        for number in self.query.numbers:
            holders = self.index.fields["sentence"].holders(number)
            held = np.searchsorted(holders, end) - np.searchsorted(holders, first)
            columns.append(np.log(1 + (sizes - held + 0.5) / (held + 0.5)))
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
        return self._held("paragraph", self.index.units["paragraph"][self.candidates])

    @cached_property
    def title(self) -> Flags:
        """Whether what is known of the candidate's document (title, publisher, date) holds the word."""
        return self._held("title", self.index.units["title"][self.candidates])

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
        return self._most_alike("paragraph", self.index.units["paragraph"][self.candidates], self.paragraph)

    @cached_property
    def forms(self) -> list[list[str]]:
        """The candidates' own words in order, folded and not stemmed."""
        return [self.index.wording.of(candidate) for candidate in self.candidates.tolist()]

    @cached_property
    def _documents(self) -> tuple[Positions, Positions]:
        """The first position and the end of each candidate's document."""
        owners = self.index.units["text"]
        documents = owners[self.candidates]
        return np.searchsorted(owners, documents), np.searchsorted(owners, documents, side="right")

    @cached_property
    def _around(self) -> Positions:
        """Three rows: each candidate, the passage before it, and the one after it; -1 outside its document."""
        first, end = self._documents
        before, after = self.candidates - 1, self.candidates + 1
        return np.stack([self.candidates, np.where(before < first, -1, before), np.where(after < end, after, -1)])

    @cached_property
    def _sentences(self) -> Flags:
        return self._held("sentence", self._around.ravel()).reshape(*self._around.shape, -1)

    @cached_property
    def _alike_sentences(self) -> Floats:
        flat = self._sentences.reshape(self._around.size, -1)
        return self._most_alike("sentence", self._around.ravel(), flat).reshape(self._sentences.shape)

    def _held(self, field: str, units: Positions | Numbers) -> Flags:
        return _columns(self.index.fields[field].holds(number, units) for number in self.query.numbers)

    def _most_alike(self, field: str, units: Positions | Numbers, held: Flags) -> Floats:
        table = held.astype(np.float64)
        for column, relatives in enumerate(self.query.relatives):
            for form, likeness in relatives.items():
                found = likeness * self.index.fields[field].holds(form, units)
                table[:, column] = np.maximum(table[:, column], found)
        return table


def gather(query: Query, index: Index) -> Evidence:
    """Search, and keep the best CANDIDATES.

    The words of earlier questions help at a fraction of the weight, and favour the documents that they fit.
    """
    weights = {number: HISTORY_WEIGHT * weight for number, weight in query.earlier.items()} | dict(query.weights)
    prior = _prior(query, index)
    candidates, scores = search(index.levels(), weights, limit=CANDIDATES, prior=prior)
    gained = np.zeros(len(candidates)) if prior is None else prior[index.units["text"][candidates]]
    return Evidence(query, index, candidates, scores, gained)


def _prior(query: Query, index: Index) -> Floats | None:
    """Give what each document gains by the earlier questions, up to DOCUMENT_PRIOR; None where there were none."""
    if not query.earlier:
        return None
    fits = index.fields["title"].scores(query.earlier) + index.fields["text"].scores(query.earlier)
    fits[np.setdiff1d(np.arange(len(fits)), index.units["text"])] = 0  # a document without passages fits nothing
    most = fits.max(initial=0)
    return DOCUMENT_PRIOR * fits / most if most else None


def _columns(columns: Iterable[NDArray[_Value]]) -> NDArray[_Value]:
    return np.stack(list(columns), axis=1)
