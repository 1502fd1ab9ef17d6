"""The re-ranker: a linear model over what the candidates hold of a question."""

import functools
import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from retrieval.evidence import Evidence, gather
from retrieval.fields import Flags, Positions
from retrieval.index import Hit, Index
from retrieval.kinds import Offer, QuestionKind, is_quantity, kind_of
from retrieval.levels import SETTINGS
from retrieval.model import Floats
from retrieval.query import understand
from retrieval.terms import fold, stem

FEATURES = (
    "sentence_score",
    "paragraph_score",
    "text_score",
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
    "pronoun_before",
    "exact_coverage",
    "pairs",
    "length",
    "begins_paragraph",
    "what_length",
    "who_names",
    "where_place",
    "when_date",
    "how_many_number",
    "how_many_counted",
)
"""Every feature by name, in the order of the columns of `features`; docs/quality.md says what each brings."""

_MANY_NAMES = 3
_COUNTED = re.compile(r"\bhow (?:many|much) (\w+)")
_NEAR_BEFORE = 3
"""How many words before what is counted its number may stand: "121 human rights organisations"."""
_PRONOUNS = frozenset(["he", "she", "it", "they", "this", "these", "his", "her", "its", "their", "such"])


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates' features (a row each), their scores, and their rows from the best to the worst."""

    evidence: Evidence
    table: Floats
    scores: Floats
    order: Positions

    def hits(self, *, limit: int) -> list[Hit]:
        """Give the best candidates; the scores of two differ by the logarithm of their odds to hold the answer."""
        passages, rows = self.evidence.index.passages, self.order[:limit]
        positions, scores = self.evidence.candidates[rows].tolist(), self.scores[rows].tolist()
        return [Hit(passages[place], score, place) for place, score in zip(positions, scores, strict=True)]


def rank(question: str, index: Index, *, limit: int = 10, history: Sequence[str] = ()) -> list[Hit]:
    """Find the passages for a question and order them by the model, best first, ties in the order of the library.

    `history` holds the earlier questions of the same thread, oldest first.
    """
    return order(gather(understand(question, index, history=history), index)).hits(limit=limit)


def order(evidence: Evidence) -> Ranking:
    """Order the candidates by the model."""
    table = features(evidence)
    scores = (table * weights_of_features()).sum(
        axis=1
    )  # a matrix product rounds equal rows differently by their place
    return Ranking(evidence, table, scores, np.lexsort((evidence.order, -scores)))


def features(evidence: Evidence) -> Floats:
    """Compute the FEATURES of every candidate: a row each, a column a feature, all near 0 to 1."""
    if not len(evidence.candidates):
        return np.zeros((0, len(FEATURES)))
    columns = [*_scores(evidence), *_coverage(evidence), *_words(evidence), *_shape(evidence), *_answer_types(evidence)]
    return np.stack(columns, axis=1)


@functools.cache
def weights_of_features() -> Floats:
    """Read the weights that `python -m benchmarks.train` made."""
    stored = json.loads(resources.files("retrieval").joinpath("data/ranking.json").read_text("utf-8"))
    return np.array([stored["weights"][name] for name in FEATURES], np.float64)


def _scores(evidence: Evidence) -> list[Floats]:
    """Give the scores of the fields, the title's apart, relative to the most that the question could reach."""
    fields = zip(SETTINGS, evidence.scores.T, strict=True)
    return [scores / evidence.attainable for name, scores in fields if name != "title"]


def _coverage(evidence: Evidence) -> list[Floats]:
    """Give the shares of the question's weight that the candidate, its neighbours, paragraph and title hold."""
    idf, names = evidence.idf, evidence.query.names()
    around = evidence.paragraph | evidence.title
    unheld = np.where(evidence.sentence, 0, idf)
    return [
        _share(evidence.sentence | evidence.before | evidence.title, idf),
        _share(evidence.paragraph, idf),
        _share(around, idf),
        np.where(around, 0, idf).max(axis=1) / idf.max(),
        _share(around, idf * names),
        _share(evidence.alike, idf),
        _share(evidence.alike_paragraph, idf),
        _share(evidence.alike_near, idf),
        _share(evidence.alike, evidence.local_idf),
        _share(evidence.sentence & evidence.paragraph, evidence.paragraph * idf),
        around[:, int(np.argmax(idf))].astype(np.float64),
        _opens_with_pronoun(evidence) * _share(evidence.before, unheld),
    ]


def _words(evidence: Evidence) -> list[Floats]:
    """Compare the words as they are spelled, slips mended: the share that stands, and the pairs that stand together."""
    meant = dict(evidence.query.corrections)
    spelled = [meant.get(word.surface, fold(word.surface)) for word in evidence.query.words]
    asked = set(itertools.pairwise(spelled))
    pairs = [len(asked & set(itertools.pairwise(words))) for words in evidence.forms]
    exact = np.array([[form in words for form in spelled] for words in map(set, evidence.forms)])
    return [_share(exact, evidence.idf), np.array(pairs) / max(len(asked), 1)]


def _opens_with_pronoun(evidence: Evidence) -> Floats:
    """Tell whether the candidate speaks of what stands before it."""
    return np.array([bool(words) and words[0] in _PRONOUNS for words in evidence.forms], np.float64)


def _shape(evidence: Evidence) -> list[Floats]:
    """Give what the candidate is by itself: its length, whether it begins a paragraph."""
    length = np.log1p([len(words) for words in evidence.forms])
    asks_what = kind_of(evidence.query.question) is QuestionKind.WHAT
    return [length, evidence.begins.astype(np.float64), length * asks_what]


def _answer_types(evidence: Evidence) -> list[Floats]:
    """Tell whether the candidate holds the kind of answer that the question asks for; 0 for other questions."""
    kind = kind_of(evidence.query.question)
    offers = dict(zip(Offer._fields, evidence.offers.T, strict=True))
    asked_names = (evidence.sentence & evidence.query.names()).sum(axis=1)
    new_names = np.clip(offers["names"] - asked_names, 0, _MANY_NAMES) / _MANY_NAMES
    return [
        new_names * (kind is QuestionKind.WHO),
        offers["place"] * (kind is QuestionKind.WHERE),
        offers["date"] * (kind is QuestionKind.WHEN),
        offers["number"] * (kind is QuestionKind.HOW_MANY),
        _counted(evidence) * (kind is QuestionKind.HOW_MANY),
    ]


def _counted(evidence: Evidence) -> Floats:
    """Tell whether the candidate gives a number of what the question counts."""
    asked = _COUNTED.search(evidence.query.question.lower())
    if not asked:
        return np.zeros(len(evidence.candidates))
    counted = stem(fold(asked.group(1)))
    return np.array([_gives_number_of(counted, words) for words in evidence.forms], np.float64)


def _gives_number_of(counted: str, words: Sequence[str]) -> bool:
    return any(
        stem(word) == counted and any(map(is_quantity, words[max(place - _NEAR_BEFORE, 0) : place]))
        for place, word in enumerate(words)
    )


def _share(held: Flags | Floats, weights: Floats) -> Floats:
    """Give the share of the weights (one for each word, or a table of them) that is held; 0 where there are none."""
    total = np.broadcast_to(weights, held.shape).sum(axis=1)
    shares: Floats = (held * weights).sum(axis=1) / np.where(total > 0, total, 1)
    return shares
