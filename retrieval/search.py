"""The first search: the best passages by the weighted sum of their units' scores, without looking at every passage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.fields import Flags, Numbers, Positions
from retrieval.model import Floats
from retrieval.scoring import Scorer, nth_highest


@dataclass(frozen=True, slots=True)
class Level:
    """Fields that have the same units, asked one question, and the weights of these fields in the sum.

    Passage p belongs to the unit `units[p]`; the passages of unit u are those from `starts[u]` to `starts[u + 1]`. The
    last field holds every word that the others hold.
    """

    fields: tuple[Scorer, ...]
    weights: tuple[float, ...]
    units: Numbers
    starts: Positions


@dataclass(frozen=True, slots=True)
class Group:
    """Units of one level that hold a word: each one's scores on all levels, and its passages from first to end.

    `alike` says how many of these passages hold no word themselves, nor does a smaller unit around them: they have
    the scores of the unit.
    """

    units: Numbers
    table: Floats
    totals: Floats
    first: Positions
    end: Positions
    alike: Positions


def search(
    levels: Sequence[Level], *, limit: int, prior: Floats | None = None, gone: Flags | None = None
) -> tuple[Positions, Floats]:
    """Find the best passages, ties by position: their positions, and a row of scores for each, a column a field.

    The units of each level lie within those of the next, which hold every word that they hold. `prior` is what the
    units of the last level gain if they hold a word, `gone` tells which of them are not to be found. A passage without
    a word of the question scores what its paragraph or document gives it: such passages are told apart only where
    that is enough.
    """
    groups = _groups(levels, prior=prior, gone=gone)
    chances = np.concatenate([np.repeat(group.totals, np.minimum(group.alike, limit)) for group in groups])
    least = nth_highest(chances, limit)
    found = [_passages(group, least, inner) for group, inner in zip(groups, [*groups[1:], None], strict=True)]
    positions, totals, table = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((positions, -totals))[:limit]
    return positions[order], table[order]


def best(scores: Floats, *, limit: int) -> Positions:
    """Order the positions of the highest positive scores, highest first, ties by position."""
    found: Positions = np.flatnonzero(scores > 0)
    if len(found) > limit > 0:
        found = found[scores[found] >= nth_highest(scores[found], limit)]
    order: Positions = found[np.argsort(-scores[found], kind="stable")][:limit]
    return order


def weighted(table: Floats, weights: Sequence[float]) -> Floats:
    """Add the levels, one by one: a matrix product rounds equal rows differently by their place."""
    total = np.zeros(len(table))
    for scores, weight in zip(table.T, weights, strict=True):
        total += weight * scores
    return total


def _groups(levels: Sequence[Level], *, prior: Floats | None, gone: Flags | None) -> list[Group]:
    """Score the units that hold a word, the largest units first, since the smaller ones lie within them."""
    factors = [weight for level in levels for weight in level.weights]
    ends = np.cumsum([len(level.fields) for level in levels]).tolist()
    groups: list[Group] = []
    for level, column in zip(reversed(levels), reversed(ends), strict=True):
        units, scores = level.fields[-1].touched()
        first, end = level.starts[units], level.starts[units + 1]
        largest = units if level is levels[-1] else levels[-1].units[first]
        if gone is not None:
            there = ~gone[largest]
            units, scores, largest = units[there], scores[there], largest[there]
            first, end = first[there], end[there]
        table = np.zeros((len(units), len(factors)))
        if groups:
            outer = np.searchsorted(groups[-1].first, first, side="right") - 1
            table[:] = groups[-1].table[outer]
            taken = np.bincount(outer, weights=end - first, minlength=len(groups[-1].units))
            groups[-1].alike[:] -= taken.astype(np.int64)
        table[:, column - 1] = scores
        for place, field in enumerate(level.fields[:-1], start=column - len(level.fields)):
            table[:, place] = field.scores_of(units)
        totals = weighted(table, factors)
        if prior is not None:
            totals += prior[largest]
        groups.append(Group(units, table, totals, first, end, end - first))
    return groups


def _passages(group: Group, least: float, inner: Group | None) -> tuple[Positions, Floats, Floats]:
    """List the passages of a group that score enough and have no word in a smaller unit, their scores beside them."""
    enough = np.flatnonzero((group.totals >= least) & (group.alike > 0))
    sizes = (group.end - group.first)[enough]
    owners = np.repeat(enough, sizes)
    positions = group.first[owners] + np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    if inner is not None and len(inner.units):
        held = np.searchsorted(inner.first, positions, side="right") - 1
        alone = (held < 0) | (positions >= inner.end[held])
        positions, owners = positions[alone], owners[alone]
    return positions, group.totals[owners], group.table[owners]
