"""Rulings: what moderators have decided about answers, and what that does to them."""

import asyncio
import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.handlers.libraries import Names, Served
from bot.requests import Ask
from bot.store import Ledger, Ruling, Store
from retrieval import Answer, Index, NoAnswer, Place, Quote, answer, gist, stands

PIN, ALIAS, GOLDEN, SUPERSEDED = "pin", "alias", "golden answer", "superseded answer"
KINDS = (PIN, ALIAS, GOLDEN, SUPERSEDED)

MOST_QUOTES = 3
MOST_CHARACTERS = 900
"""What an answer shows with what is pinned: as much as one without."""


@dataclass(frozen=True, slots=True)
class Pin:
    """Words of a document that are quoted first for some questions."""

    number: int
    questions: tuple[str, ...]
    document: str
    words: str

    @classmethod
    def of(cls, ruling: Ruling) -> "Pin":
        """Read it from what was ruled."""
        body = ruling.body
        return cls(ruling.number, tuple(body["questions"]), body["document"], body["words"])

    def fits(self, question: str) -> bool:
        """Tell whether a question asks for the same as one of the pin's."""
        return gist(question) in {gist(each) for each in self.questions}

    def place(self, index: Index) -> Place | None:
        """Find the words where they stand today; None where their document is gone or has them no more."""
        document = index.documents.get(self.document)
        found = stands(self.words, document.text) if document else None
        return Place(document, *found) if document and found else None


@dataclass(frozen=True, slots=True)
class Rules:
    """The pins of some libraries, and their aliases: folded words, and for each those that count as the same."""

    pins: tuple[Pin, ...] = ()
    aliases: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)

    @classmethod
    def of(cls, rulings: Iterable[Ruling]) -> "Rules":
        """Read what was ruled."""
        every = list(rulings)
        aliases: dict[str, list[str]] = {}
        for ruling in every:
            if ruling.kind == ALIAS:
                word, means = ruling.body["word"], ruling.body["means"]
                aliases.setdefault(word, []).append(means)
                aliases.setdefault(means, []).append(word)
        return cls(tuple(Pin.of(ruling) for ruling in every if ruling.kind == PIN), aliases)


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a question; the first `pinned` quotes are there because moderators want them to be."""

    outcome: Answer | NoAnswer
    pinned: int = 0

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """What is quoted, as an answer or as nearest."""
        return self.outcome.quotes if isinstance(self.outcome, Answer) else self.outcome.nearest

    def showing(self, quotes: Sequence[Quote]) -> "Given":
        """Give the same with other quotes, as they may be shown."""
        if isinstance(self.outcome, Answer):
            return dataclasses.replace(self, outcome=dataclasses.replace(self.outcome, quotes=tuple(quotes)))
        return dataclasses.replace(self, outcome=dataclasses.replace(self.outcome, nearest=tuple(quotes)))

    @property
    def answered(self) -> tuple[Quote, ...]:
        """What is quoted as an answer; nothing where there is none."""
        return self.outcome.quotes if isinstance(self.outcome, Answer) else ()


async def rules(store: Store, libraries: Names) -> Rules:
    """Read the pins and aliases of some libraries."""
    return Rules.of(await Ledger(store).rulings(libraries, PIN, ALIAS))


async def given(request: Ask, served: Served, ruled: Rules) -> Given:
    """Answer a question from what serves, by the rules of its libraries."""
    return await asyncio.to_thread(functools.partial(_given, request, served, ruled))


def _given(request: Ask, served: Served, ruled: Rules) -> Given:
    outcome = answer(
        request.question, served.index, history=request.history, threshold=served.threshold, aliases=ruled.aliases
    )
    places = [pin.place(served.index) for pin in ruled.pins if pin.fits(request.question)]
    pinned = _fitting([place.quote for place in places if place])
    return Given(_with(outcome, pinned), len(pinned)) if pinned else Given(outcome)


def _with(outcome: Answer | NoAnswer, pinned: Sequence[Quote]) -> Answer:
    """Put pinned quotes before those of an answer that say something else, as far as there is room."""
    quotes = outcome.quotes if isinstance(outcome, Answer) else ()
    others = [quote for quote in quotes if not any(_overlap(quote, pin) for pin in pinned)]
    return Answer(
        outcome.question,
        outcome.kind,
        outcome.confidence,
        tuple(_fitting([*pinned, *others])),
        corrections=outcome.corrections,
        aliased=outcome.aliased,
    )


def _fitting(quotes: Sequence[Quote]) -> list[Quote]:
    """Take the first quotes that fit together; the very first always."""
    taken: list[Quote] = []
    for quote in quotes[:MOST_QUOTES]:
        if not taken or sum(len(each.text) for each in (*taken, quote)) <= MOST_CHARACTERS:
            taken.append(quote)
    return taken


def _overlap(one: Quote, other: Quote) -> bool:
    same = (one.document.id, one.document.revision) == (other.document.id, other.document.revision)
    return same and one.start < other.end and other.start < one.end
