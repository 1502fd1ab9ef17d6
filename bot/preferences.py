"""What a server's moderators have chosen: how the bot behaves in one place, each choice with its bounds."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.errors import BadPreference
from bot.words import LANGUAGES, Words

MOST_REQUESTS = 100
LONGEST_SPAN = 3600
NUMBER = Words("a number from {} to {}")
SHARE = Words("a share from {} to {}")
ONE_OF = Words("one of {}")
WRONGLY = (0.001, 0.5)


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices of one server; what is None or empty was not chosen.

    `moderators` is the channel that questions for a person go to, `channels` those where the bot answers (none:
    everywhere). `requests` may be made by one person in `seconds`. `wrongly` is the share of foreign questions that
    may be answered, `language` that of the bot's own words: where it is None, Discord's of whoever asks.
    """

    moderators: int | None = None
    channels: tuple[int, ...] = ()
    private: bool = False
    private_refusals: bool = False
    mentions: bool = True
    requests: int = 5
    seconds: int = 20
    wrongly: float | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        """Check the bounds; raise BadPreference."""
        if not 1 <= self.requests <= MOST_REQUESTS:
            raise BadPreference("requests", expected=NUMBER.format(1, MOST_REQUESTS))
        if not 1 <= self.seconds <= LONGEST_SPAN:
            raise BadPreference("seconds", expected=NUMBER.format(1, LONGEST_SPAN))
        if self.wrongly is not None and not WRONGLY[0] <= self.wrongly <= WRONGLY[1]:
            raise BadPreference("wrongly", expected=SHARE.format(*WRONGLY))
        if self.language is not None and self.language not in LANGUAGES:
            raise BadPreference("language", expected=ONE_OF.format(", ".join(LANGUAGES)))

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Make them of what `written` gave; what this version does not know is passed over."""
        known = {field.name for field in dataclasses.fields(cls)}
        values: dict[str, Any] = {name: value for name, value in stored.items() if name in known}
        values["channels"] = tuple(values.get("channels", ()))
        return cls(**values)

    def written(self) -> dict[str, Any]:
        """Give them as JSON holds them."""
        return dataclasses.asdict(self) | {"channels": list(self.channels)}

    def answers_in(self, *channels: int | None) -> bool:
        """Tell whether the bot answers in a channel, or in a thread of one."""
        return not self.channels or any(channel in self.channels for channel in channels)
