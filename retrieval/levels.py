"""The fields of an index: how each is scored and weighs in the first search, and which have the same units."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class FieldSettings:
    """How a field is scored, and its weight in the sum that is a hit's first score."""

    k1: float
    b: float
    weight: float


SETTINGS: Mapping[str, FieldSettings] = MappingProxyType(
    {
        # Sentences are short and alike in length, so frequency and length say little; k1 .4 to .6 and b .1 to .6
        # score alike. Longer units take the usual 1.2 and .75. Weights: docs/quality.md.
        "sentence": FieldSettings(0.4, 0.4, 1.0),
        "paragraph": FieldSettings(1.2, 0.75, 0.7),
        "title": FieldSettings(1.2, 0.75, 0.3),
        "text": FieldSettings(1.2, 0.75, 0.1),
    }
)


FACTORS = tuple(settings.weight for settings in SETTINGS.values())
LEVELS = (("sentence",), ("paragraph",), ("title", "text"))
"""The fields that have the same units, in the order of SETTINGS: from small units to large ones that hold them."""
