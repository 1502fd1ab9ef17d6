"""How often one person may ask: so many requests in a span of time, the rest has to wait."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

REQUESTS = 5
SPAN = 20
"""Seconds in which one person may make REQUESTS: more than anyone reads, few enough that nobody holds up others."""
CROWD = 10_000
"""People that are remembered before those who have not asked for a while are forgotten."""


@dataclass(slots=True)
class Cooldowns:
    """When each person last asked."""

    clock: Callable[[], float] = time.monotonic
    asked: dict[int, list[float]] = field(default_factory=dict)

    def take(self, person: int, *, requests: int = REQUESTS, span: int = SPAN) -> int:
        """Count a request and give 0, or give the seconds until the next one is taken."""
        now = self.clock()
        if len(self.asked) >= CROWD:
            self.asked = {each: times for each, times in self.asked.items() if now - times[-1] < span}
        times = [each for each in self.asked.get(person, ()) if now - each < span]
        if len(times) >= requests:
            return math.ceil(times[-requests] + span - now)
        self.asked[person] = [*times, now]
        return 0
