"""Choices: the settings of a place as they are typed, read into what they are made of, and written again."""

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from bot.errors import BadPreference
from bot.preferences import LONGEST_SPAN, MOST_REQUESTS, NUMBER, ONE_OF, WRONGLY, Preferences
from bot.words import LANGUAGES, Words

ALL, ANY, NONE, USUAL, YES, NO = "all", "any", "none", "usual", "yes", "no"
"""What is typed for a setting that is not to be chosen any more, and for what is or is not wanted."""
CHANNEL = Words("the number or the mention of a channel, or none")
CHANNELS = Words("the numbers or the mentions of channels with commas between, or all")
YES_OR_NO = Words("yes or no")
PERCENT = Words("a number of percent from {} to {}, or usual")

_CHANNEL = re.compile(r"(?:<#)?(\d{1,20})>?")


def read(typed: Iterable[str]) -> Mapping[str, Any]:
    """Read choices such as `language=de`; give values of Preferences by their names, or raise BadPreference."""
    changes: dict[str, Any] = {}
    for choice in typed:
        name, _, value = choice.partition("=")
        if name not in _TYPED:
            raise BadPreference(name, expected=ONE_OF.format(", ".join(f"{known}=" for known in _TYPED)))
        changes[_NAMED.get(name, name)] = value_of(name, value)
    return changes


def value_of(name: str, typed: str) -> object:
    """Read what was typed for one setting; raise BadPreference where it cannot be that."""
    reads, expected = _TYPED[name]
    try:
        return reads(typed.strip())
    except (KeyError, ValueError) as error:
        raise BadPreference(name, expected=expected) from error


def written(chosen: Preferences) -> Mapping[str, str]:
    """Write every setting as it would be typed."""
    switches = {"private_by_default": chosen.private, "private_refusals": chosen.private_refusals}
    return {
        "moderators": str(chosen.moderators or NONE),
        "channels": ",".join(map(str, chosen.channels)) or ALL,
        **{name: YES if on else NO for name, on in (switches | {"mentions": chosen.mentions}).items()},
        "requests": str(chosen.requests),
        "seconds": str(chosen.seconds),
        "wrongly": USUAL if chosen.wrongly is None else f"{100 * chosen.wrongly:g}",
        "language": chosen.language or ANY,
    }


def _channel(typed: str) -> int | None:
    if typed == NONE:
        return None
    (channel,) = _channels(typed)
    return channel


def _channels(typed: str) -> tuple[int, ...]:
    """Read the channels of `<#1>, <#2>`; none for all of them."""
    if typed == ALL:
        return ()
    found = [_CHANNEL.fullmatch(each) for each in re.split(r"[,\s]+|(?<=>)(?=<)", typed) if each]
    if not found or not all(found):
        raise ValueError(typed)
    return tuple(int(each[1]) for each in found if each)


def _percent(typed: str) -> float | None:
    return None if typed == USUAL else float(typed.removesuffix("%").replace(",", ".")) / 100


def _language(typed: str) -> str | None:
    return None if typed == ANY else typed


_SWITCH = {YES: True, NO: False}.__getitem__
_NAMED = {"private_by_default": "private"}
"""The settings that are typed otherwise than they are called in Preferences."""
_TYPED: Mapping[str, tuple[Callable[[str], object], str]] = MappingProxyType(
    {
        "moderators": (_channel, CHANNEL),
        "channels": (_channels, CHANNELS),
        "private_by_default": (_SWITCH, YES_OR_NO),
        "private_refusals": (_SWITCH, YES_OR_NO),
        "mentions": (_SWITCH, YES_OR_NO),
        "requests": (int, NUMBER.format(1, MOST_REQUESTS)),
        "seconds": (int, NUMBER.format(1, LONGEST_SPAN)),
        "wrongly": (_percent, PERCENT.format(100 * WRONGLY[0], 100 * WRONGLY[1])),
        "language": (_language, ONE_OF.format(", ".join((ANY, *LANGUAGES)))),
    }
)
NAMES = tuple(_TYPED)
