"""Reply: what the bot says, in parts that each front end shows in its own way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from retrieval import Source

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of the bot."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, exactly; `numbers` are those of its sources.

    `matches` are the ranges of `text` that the question has too. `opens` and `closes` are False where a sentence was
    cut, which is shown as `[…]`.
    """

    text: str
    numbers: tuple[int, ...] = ()
    matches: tuple[Range, ...] = ()
    opens: bool = True
    closes: bool = True


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where the quotes of these numbers stand; `lead_in` is the line that introduces their list."""

    numbers: tuple[int, ...]
    source: Source
    section: str | None = None
    lead_in: str = ""
    page: int | None = None
    link: str | None = None
    based_on: Source | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Names, each with a few words about it."""

    entries: tuple[tuple[str, str], ...]


class Mentions(str):
    """Channels as Discord writes them, which it shows by their names: made of numbers, never of words from outside."""

    __slots__ = ()

    @classmethod
    def of(cls, channels: Iterable[int]) -> Self:
        """Mention channels by their ids."""
        return cls(" ".join(f"<#{channel:d}>" for channel in channels))


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A whole text, exactly; `name` is that of the file in which it may be sent."""

    text: str
    name: str = "text.txt"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file, exactly; `alt` tells those who cannot see what is in it, if it is a picture."""

    name: str
    content: bytes = field(repr=False)
    alt: str = ""


Part = Paragraph | Quoted | SourceLine | Listing | Verbatim | Attached


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to one request: for a reader in parts, for a program as a JSON object.

    `failed` says that the bot could not do its work, which a command tells by its exit status; `told` is what is said
    to others because of the request, where a front end can reach them.
    """

    parts: tuple[Part, ...]
    data: Mapping[str, object] = field(default_factory=dict)
    failed: bool = False
    told: "Reply | None" = None
