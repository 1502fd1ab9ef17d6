"""Explaining: why a passage ranks where it does, in parts that add up to its scores, beside the next best one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.confidence import confidence
from retrieval.evidence import HISTORY_WEIGHT, gather
from retrieval.index import Hit, Index
from retrieval.levels import SETTINGS
from retrieval.query import NO_ALIASES, Aliases, Query, understand
from retrieval.ranking import FEATURES, Ranking, order, weights_of_features


@dataclass(frozen=True, slots=True)
class TermShare:
    """What a term gives to a passage's score in the first search: `fields` has each field's part, weighted.

    `weight` is what the term counts for; `origin` says why it is searched for, in a word: the question's own `word`, a
    `relative` of an unknown word, an `alias`, or an `earlier` question.
    """

    term: str
    origin: str
    weight: float
    fields: Mapping[str, float]

    @property
    def total(self) -> float:
        """The sum over the fields."""
        return sum(self.fields.values())


@dataclass(frozen=True, slots=True)
class FeatureShare:
    """What a feature gives to a passage's score in the re-ranker: its value times its weight."""

    name: str
    value: float
    weight: float

    @property
    def total(self) -> float:
        """The product."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Explained:
    """A candidate's two scores and what they are made of.

    `first` is the sum of `terms` and of `prior`, which its document gains by earlier questions; the score of `hit` is
    the sum of `features`. `place` is its rank, from 1.
    """

    hit: Hit
    place: int
    first: float
    prior: float
    terms: tuple[TermShare, ...]
    features: tuple[FeatureShare, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the best passage is the best: it and the runner-up, and what was understood.

    `confidence` is the estimated probability that the library holds the answer. Both passages are None where there are
    no candidates; there may be no runner-up.
    """

    query: Query
    confidence: float
    best: Explained | None = None
    runner_up: Explained | None = None


def explain(
    question: str,
    index: Index,
    *,
    history: Sequence[str] = (),
    aliases: Aliases = NO_ALIASES,
    shown: Collection[tuple[str, int, int]] = (),
) -> Explanation:
    """Explain the best passage for a question and the runner-up.

    That is the best one that stands in none of the slices (document, start, end) that were `shown`.
    """
    ranking = order(gather(understand(question, index, history=history, aliases=aliases), index))
    query, sure = ranking.evidence.query, confidence(ranking)
    hits = ranking.hits(limit=len(ranking.order))
    if not hits:
        return Explanation(query, sure)
    others = (place for place, hit in enumerate(hits) if place and not _within(hit, shown))
    second = next(others, None)
    return Explanation(
        query,
        sure,
        _explained(ranking, 0, hits[0]),
        None if second is None else _explained(ranking, second, hits[second]),
    )


def _within(hit: Hit, shown: Collection[tuple[str, int, int]]) -> bool:
    passage = hit.passage
    return any(
        passage.document == document and start <= passage.start and passage.end <= end for document, start, end in shown
    )


def _explained(ranking: Ranking, place: int, hit: Hit) -> Explained:
    row, evidence = int(ranking.order[place]), ranking.evidence
    terms = tuple(_terms(evidence.query, evidence.index, hit.position))
    values = ranking.table[row].tolist()
    weights = weights_of_features().tolist()
    return Explained(
        hit=hit,
        place=place + 1,
        first=float(evidence.first_scores[row] + evidence.prior[row]),
        prior=float(evidence.prior[row]),
        terms=tuple(sorted(terms, key=lambda share: -share.total)),
        features=tuple(sorted(map(FeatureShare, FEATURES, values, weights), key=lambda share: -abs(share.total))),
    )


def _terms(query: Query, index: Index, position: int) -> Iterator[TermShare]:
    """Yield what each term gives: it is searched for alone, and the score of the passage read off."""
    earlier = {term: HISTORY_WEIGHT * weight for term, weight in query.earlier.items() if term not in query.weights}
    for term, weight in {**query.weights, **earlier}.items():
        positions, table = index.found({term: weight}, limit=len(index))
        rows = table[positions == position]
        scores = rows[0].tolist() if len(rows) else [0.0] * len(SETTINGS)
        fields = {
            name: settings.weight * score for (name, settings), score in zip(SETTINGS.items(), scores, strict=True)
        }
        yield TermShare(term, query.origin(term), weight, fields)
