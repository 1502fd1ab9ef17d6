"""The re-ranker: a linear model over what the candidates hold of a question."""

import functools
import json
from dataclasses import dataclass
from importlib import resources

import numpy as np

from retrieval.evidence import Evidence, gather
from retrieval.fields import Flags, Positions
from retrieval.index import SETTINGS, Hit, Index
from retrieval.kinds import Offer, QuestionKind, kind_of
from retrieval.model import Floats

FEATURES = (
    *(f"{name}_score" for name in SETTINGS),
    "near_title_coverage",
    "paragraph_coverage",
    "paragraph_title_coverage",
    "missing",
    "names_coverage",
    "alike_coverage",
    "alike_paragraph_coverage",
    "alike_near_coverage",
    "alike_local_coverage",
    "share_of_paragraph",
    "rarest",
    "title_share",
    "relative_score",
    "matched",
    "length",
    "who_names",
    "when_date",
    "how_many_number",
    "where_place",
)
"""Every feature by name, in the order of the columns of `features`; docs/quality.md says what each brings."""

_ANSWERS = ((QuestionKind.WHEN, "date"), (QuestionKind.HOW_MANY, "number"), (QuestionKind.WHERE, "place"))
_MANY_NAMES = 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates' features (a row each), their scores, and their rows from the best to the worst."""

    evidence: Evidence
    table: Floats
    scores: Floats
    order: Positions

    def hits(self, *, limit: int) -> list[Hit]:
        """Give the best candidates; the scores of two differ by the logarithm of their odds to hold the answer."""
        passages, candidates = self.evidence.index.passages, self.evidence.candidates
        rows = self.order[:limit]
        return [Hit(passages[candidates[row]], float(self.scores[row]), int(candidates[row])) for row in rows]


def rank(question: str, index: Index, *, limit: int = 10) -> list[Hit]:
    """Find the passages for a question and order them by the model, best first, ties in the order of the library."""
    return order(gather(question, index)).hits(limit=limit)


def order(evidence: Evidence) -> Ranking:
    """Order the candidates by the model."""
    table = features(evidence)
    scores = table @ _weights()
    return Ranking(evidence, table, scores, np.lexsort((evidence.candidates, -scores)))


def features(evidence: Evidence) -> Floats:
    """Compute the FEATURES of every candidate: a row each, a column a feature, all near 0 to 1."""
    if not len(evidence.candidates):
        return np.zeros((0, len(FEATURES)))
    columns = [*_scores(evidence), *_coverage(evidence), *_shape(evidence), *_answer_types(evidence)]
    return np.stack(columns, axis=1)


@functools.cache
def _weights() -> Floats:
    """Read the weights that `python -m benchmarks.train` made."""
    stored = json.loads(resources.files("retrieval").joinpath("data/ranking.json").read_text("utf-8"))
    return np.array([stored["weights"][name] for name in FEATURES], np.float64)


def _scores(evidence: Evidence) -> list[Floats]:
    """Give each field's score relative to the most that the question could reach."""
    return [evidence.scores[:, column] / evidence.idf().sum() for column in range(len(SETTINGS))]


def _coverage(evidence: Evidence) -> list[Floats]:
    """Give the shares of the question's weight that the candidate, its neighbours, paragraph and title hold."""
    idf, names = evidence.idf(), evidence.names()
    sentence, paragraph, title = (evidence.holds(name) for name in ("sentence", "paragraph", "title"))
    before = evidence.holds("sentence", offset=-1)
    alike = evidence.alike("sentence")
    alike_near = np.maximum(
        alike, np.maximum(evidence.alike("sentence", offset=-1), evidence.alike("sentence", offset=1))
    )
    around = paragraph | title
    local = evidence.local_idf()
    return [
        _share(sentence | before | title, idf),
        _share(paragraph, idf),
        _share(around, idf),
        (~around * idf).max(axis=1) / idf.max(),
        _share(around, idf * names),
        _share(alike, idf),
        _share(evidence.alike("paragraph"), idf),
        _share(alike_near, idf),
        _share(alike, local),
        _share(sentence & paragraph, paragraph * idf),
        around[:, int(np.argmax(idf))].astype(np.float64),
    ]


def _shape(evidence: Evidence) -> list[Floats]:
    """Give what the candidate is by itself and among the others."""
    index, candidates = evidence.index, evidence.candidates
    titles = np.array(index.fields["title"].model.doc_len, np.float64)[index.units["title"][candidates]]
    lengths = np.array(index.fields["sentence"].model.doc_len, np.float64)[candidates]
    first = evidence.first_scores()
    return [
        evidence.holds("title").sum(axis=1) / np.maximum(titles, 1),
        first / first.max(),
        np.log1p(evidence.holds("sentence").sum(axis=1)),
        np.log1p(lengths),
    ]


def _answer_types(evidence: Evidence) -> list[Floats]:
    """Tell whether the candidate holds the kind of answer that the question asks for; 0 for other questions."""
    kind = kind_of(evidence.question)
    offers = evidence.index.offers[evidence.candidates]
    asked_names = evidence.holds("sentence") @ evidence.names().astype(np.float64)
    new_names = np.clip(offers[:, Offer._fields.index("names")] - asked_names, 0, _MANY_NAMES) / _MANY_NAMES
    return [
        new_names * (kind is QuestionKind.WHO),
        *(offers[:, Offer._fields.index(offer)] * (kind is asked) for asked, offer in _ANSWERS),
    ]


def _share(held: Flags | Floats, weights: Floats) -> Floats:
    """Give the share of the weights (one for each word, or a table of them) that is held; 0 where there are none."""
    total = np.broadcast_to(weights, held.shape).sum(axis=1)
    shares: Floats = (held * weights).sum(axis=1) / np.where(total > 0, total, 1)
    return shares
