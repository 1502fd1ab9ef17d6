"""How often one person may ask: so many requests in a span of time, the rest has to wait."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

REQUESTS = 5
SPAN = 20.0
"""Seconds in which one person may make REQUESTS: more than anyone reads, few enough that nobody holds up others."""
CROWD = 10_000
"""People that are remembered before those who have not asked for a while are forgotten."""


@dataclass(slots=True)
class Cooldowns:
    """When each person last asked."""

    clock: Callable[[], float] = time.monotonic
    asked: dict[int, deque[float]] = field(default_factory=dict)

    def take(self, person: int) -> int:
        """Count a request and give 0, or give the seconds until the next one is taken."""
        now = self.clock()
        if len(self.asked) >= CROWD:
            self.asked = {each: times for each, times in self.asked.items() if now - times[-1] < SPAN}
        times = self.asked.setdefault(person, deque(maxlen=REQUESTS))
        if len(times) == REQUESTS and (left := times[0] + SPAN - now) > 0:
            return math.ceil(left)
        times.append(now)
        return 0
