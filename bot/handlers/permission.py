"""Permission: who may do what, checked here whatever a front end lets through."""

from collections.abc import Sequence

from bot.errors import NotAllowed
from bot.requests import Asker


def moderators_only(asker: Asker, action: str) -> None:
    """Raise NotAllowed unless a moderator asks."""
    if not asker.moderator:
        raise NotAllowed(action)


def visible(asker: Asker, libraries: Sequence[str], *, action: str) -> Sequence[str]:
    """Give the libraries whose receipts somebody may see: those of the place; raise NotAllowed for members."""
    moderators_only(asker, action)
    return libraries
