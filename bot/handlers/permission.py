"""Permission: who may do what, checked here whatever a front end lets through."""

from collections.abc import Sequence

from bot.errors import NotAllowed
from bot.requests import SHARED, Asker
from bot.words import Words


def moderators_only(asker: Asker, action: str) -> None:
    """Raise NotAllowed unless a moderator asks."""
    if not asker.moderator:
        raise NotAllowed(action)


def may_decide(asker: Asker, library: str, *, action: str) -> None:
    """Raise NotAllowed unless a moderator of a server decides for it, or whoever runs the bot for all."""
    moderators_only(asker, action)
    if library in SHARED and not asker.operator:
        raise NotAllowed(Words("{} for everybody").format(action), operator=True)


def visible(asker: Asker, libraries: Sequence[str], *, action: str) -> Sequence[str] | None:
    """Give the libraries whose receipts somebody may see: those of the place, for the operator any (None).

    Raises NotAllowed for members.
    """
    moderators_only(asker, action)
    return None if asker.operator else libraries
