"""Who asks, and the names of the libraries that may be asked."""

from dataclasses import dataclass, field

SHARED = ("shared",)
"""The library that everybody may ask, alone; only the operator changes it."""

_GUILD = "guild-"


def guild_library(guild: int | str) -> str:
    """Name the library of one Discord server."""
    return f"{_GUILD}{guild}"


def guild_of(library: str) -> str:
    """Give the number of the Discord server whose library this is; of any other library its name."""
    return library.removeprefix(_GUILD)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who makes a request; the front end vouches for the rest.

    A `moderator` may change the library of the place that a request comes from; the `operator`, who runs the bot,
    may look into everything. `called` is what others in that place call them.
    """

    name: str
    moderator: bool = False
    operator: bool = False
    called: str = field(default="", compare=False)
