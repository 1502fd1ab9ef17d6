"""Rankings from real Lucene, and what it takes to equal them."""

from typing import TypedDict

import numpy as np

from retrieval.model import Floats
from retrieval.search import best

TOLERANCE = 2e-6
"""Relative: Lucene computes in float32, whose steps are 1.2e-7 apart, over the few terms of a question."""


class Ranked(TypedDict):
    """A document of the collection: its place is its id."""

    id: int
    guild: int
    terms: list[str]


class Case(TypedDict):
    """A question, the guilds whose documents may be found (None: all), and the first ten (id, score)."""

    terms: list[str]
    guilds: list[int] | None
    top10: list[tuple[int, float]]


class Golden(TypedDict):
    """The collection, the parameters and the cases."""

    k1: float
    b: float
    docs: list[Ranked]
    cases: list[Case]


def assert_ranked_as_by_lucene(scores: Floats, case: Case, golden: Golden) -> None:
    """Assert that the best ten among the case's guilds are Lucene's, in its order, with its scores."""
    allowed = np.array([case["guilds"] is None or document["guild"] in case["guilds"] for document in golden["docs"]])
    found = best(np.where(allowed, scores, 0), limit=10)

    assert found.tolist() == [number for number, _ in case["top10"]]
    theirs = np.array([score for _, score in case["top10"]], np.float32)
    np.testing.assert_allclose(scores[found].astype(np.float32), theirs, rtol=TOLERANCE, atol=0)
