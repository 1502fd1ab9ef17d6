"""What may become of a document, as the store reports it and the replies tell it."""

import enum
from dataclasses import dataclass


class Action(enum.StrEnum):
    """What became of a document."""

    ADDED = "added"
    REPLACED = "replaced"
    REMOVED = "removed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """A document, by its id and revision, and what became of it."""

    document: str
    revision: str
    action: Action
