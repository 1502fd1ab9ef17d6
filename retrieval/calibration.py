"""The threshold of a library: how sure an answer must be so that few questions without an answer get one.

A fixed threshold does not carry from library to library, and operators have no labelled questions. So the library is
asked questions that nothing can answer, each made of halves of two general questions on different subjects ("When was
the Bohemian in the middle of a lease"): their words are as common or rare as those of real questions, and how high
their confidence gets by chance is what the threshold has to clear.
"""

import functools
import itertools
import math
from collections.abc import Sequence
from importlib import resources
from statistics import NormalDist, fmean, stdev

from retrieval.confidence import confidence
from retrieval.evidence import gather
from retrieval.index import Index
from retrieval.query import understand
from retrieval.ranking import order

WRONGLY_ANSWERED = 0.05
"""The share of foreign questions that may be answered: one in twenty."""
LEAST_CONFIDENCE = 0.5
"""What an answer needs even where foreign questions score far lower: to be more likely right than wrong."""

_STRIDE = 73
"""How far apart the two questions of a pair stand: prime to their number, and never on one subject."""
_ASKED = 110
"""How many are asked: enough for the fit, and a tenth of a second in a small library."""
_SUREST = 0.005
"""Log-odds beyond this are cut, or questions that find nothing would widen the fit on the harmless side."""


def calibrate(
    index: Index, *, wrongly: float = WRONGLY_ANSWERED, answerable: Sequence[str] = (), foreign: Sequence[str] = ()
) -> float:
    """Give the least confidence with which a library should answer, 0 to 1.

    `wrongly` is the share of foreign questions that may be answered. The log-odds of the made questions are fitted
    with a normal distribution, whose quantile is steadier than that of so few. An operator's own questions sharpen
    it: `foreign` ones count as the made ones do; of `answerable` ones the threshold keeps all but that same share.
    """
    if not len(index):
        return LEAST_CONFIDENCE
    noise = [_log_odds(question, index) for question in itertools.chain(impossible_questions(), foreign)]
    cleared = fmean(noise) + stdev(noise) * NormalDist().inv_cdf(1 - wrongly)
    least = LEAST_CONFIDENCE * min(1.0, WRONGLY_ANSWERED / wrongly)
    threshold = max(1 / (1 + math.exp(-cleared)), least)
    if answerable:
        sure = sorted(_confidence(question, index) for question in answerable)
        threshold = min(threshold, sure[int(wrongly * len(sure))])
    return threshold


@functools.cache
def impossible_questions() -> tuple[str, ...]:
    """Give questions that no library can answer, always the same."""
    lines = resources.files("retrieval").joinpath("data/foreign.txt").read_text("utf-8").splitlines()
    general = [line.rstrip("?").split() for line in lines if not line.startswith("#")]
    spread = range(0, len(general), max(len(general) // _ASKED, 1))
    return tuple(_joined(general[i], general[(i + _STRIDE) % len(general)]) for i in spread)


def _joined(first: Sequence[str], second: Sequence[str]) -> str:
    """Join the first half of one question and the second half of another."""
    return " ".join((*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]))


def _confidence(question: str, index: Index) -> float:
    return confidence(order(gather(understand(question, index), index)))


def _log_odds(question: str, index: Index) -> float:
    sure = min(max(_confidence(question, index), _SUREST), 1 - _SUREST)
    return math.log(sure / (1 - sure))
