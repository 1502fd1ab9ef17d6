"""How likely it is that the library holds the answer: a logistic model over what the best candidates hold."""

import functools
import json
from importlib import resources

import numpy as np

from retrieval.evidence import Evidence
from retrieval.levels import SETTINGS
from retrieval.model import Floats
from retrieval.ranking import FEATURES, Ranking

SIGNS = ("attainable", "sentence_score", "best_coverage", "names_coverage", "unknown_names", "agreement")
"""Every sign by name, in the order of `signs`; docs/quality.md says what each brings."""

THRESHOLD = 0.5
"""The least confidence that answers, where questions with and without an answer are equally frequent."""

_NAMELESS = 0.5
"""The coverage of names where a question has none: neither sign."""


def confidence(ranking: Ranking) -> float:
    """Estimate the probability, 0 to 1, that a question has its answer in the library; 0 where nothing matches."""
    if not len(ranking.evidence.candidates):
        return 0.0
    weights, constant = _model()
    return float(1 / (1 + np.exp(-(signs(ranking) @ weights + constant))))


def signs(ranking: Ranking) -> Floats:
    """Compute the SIGNS of a question with at least one candidate, all near 0 to 1."""
    evidence, top = ranking.evidence, ranking.order[0]
    best = dict(zip(FEATURES, ranking.table[top], strict=True))
    attainable = evidence.attainable * sum(settings.weight for settings in SETTINGS.values())
    return np.array(
        [
            evidence.first_scores[top] / attainable,
            best["sentence_score"],
            ranking.table[:, FEATURES.index("paragraph_title_coverage")].max(),
            best["names_coverage"] if evidence.query.names().any() else _NAMELESS,
            _unknown_names(evidence),
            _agreement(ranking),
        ]
    )


def _agreement(ranking: Ranking) -> float:
    """Give the share of all candidates' chances that speaks with the best: in its document, or in the same words.

    Where nothing answers, single words are scattered over documents; where documents repeat each other, they agree.
    Others' agreement counts as far as the words in common are what was asked.
    """
    evidence, top = ranking.evidence, ranking.order[0]
    chances = np.exp(ranking.scores - ranking.scores[top])
    documents, _ = evidence.documents
    same = documents == documents[top]
    agreeing = ~same & (evidence.sentence | ~evidence.sentence[top]).all(axis=1)
    held = evidence.idf @ evidence.sentence[top] / evidence.idf.sum()
    return float((chances[same].sum() + held * chances[agreeing].sum()) / chances.sum())


def _unknown_names(evidence: Evidence) -> float:
    """Give the share of the question's weight in names and numbers that stand nowhere in the library."""
    unknown = evidence.query.unknown() & evidence.query.names()
    return float(evidence.idf[unknown].sum() / evidence.idf.sum())


@functools.cache
def _model() -> tuple[Floats, float]:
    """Read the weights that `python -m benchmarks.train_confidence` made."""
    stored = json.loads(resources.files("retrieval").joinpath("data/confidence.json").read_text("utf-8"))
    return np.array([stored["weights"][name] for name in SIGNS], np.float64), float(stored["constant"])
