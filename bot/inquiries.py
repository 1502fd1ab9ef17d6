"""The sentences about answers and quotes that are looked into: verified, explained, followed; and their replies."""

from dataclasses import dataclass

from bot import contract
from bot.amounts import counted
from bot.citations import cite
from bot.replies import QUOTED, quoted, sources
from bot.reply import Listing, Paragraph, Part, Reply
from bot.words import Words
from retrieval import Difference, Quote

EXACT = Words("Exact: these words stand, word for word, in {}.")
EXACT_AT_LEAST = Words("Exact: these words stand, word for word, in at least {}.")
DIFFERS = Words("It differs: the nearest words are these, and they are not the same.")
DIFFERENCES = Words("Given, and what stands there instead:")
NOTHING = Words("(nothing)")
NOWHERE = Words("Nowhere: these words do not stand in any document here, nor do words much like them.")
ELIDED = Words("An ellipsis is never taken for missing words: what it leaves out has to be there too.")
SAID_RIGHT = Words("They stand where they are said to stand, in {}.")
SAID_WRONG = Words("They do not stand where they are said to stand, in {}.")
SAID_UNKNOWN = Words("They are said to stand in {}, which is no document or passage here.")
CONTRACT = Words(
    "What counts as the same: blanks and line ends of any kind and number, quotation marks of one kind, hyphens and "
    "dashes, and invisible characters. Everything else has to be the same: the case and accents of each letter, each "
    "digit, each mark. No part of a word matches."
)
MOST_SHOWN = 3
"""Places of the same words that are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class Said:
    """Where words are said to stand, whether that is `known` here, and whether they do."""

    source: str
    known: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of words that were verified.

    `quotes` are where they stand, or if they are not `exact` the one that is nearest, with its `differences`. `elided`
    says that the words hold an ellipsis.
    """

    words: str
    quotes: tuple[Quote, ...]
    exact: bool
    differences: tuple[Difference, ...]
    elided: bool

    @property
    def outcome(self) -> str:
        """The verdict in a word."""
        return "exact" if self.exact else "differs" if self.quotes else "nowhere"


def verified(verdict: Verdict, *, said: Said | None, most: int) -> Reply:
    """Say whether words stand in the documents; `most` places of them were looked for, and no more."""
    citations = cite(verdict.quotes[:MOST_SHOWN])
    parts: list[Part] = [Paragraph(_opening(verdict, most=most)), *map(quoted, citations), *sources(citations)]
    if verdict.quotes:
        parts.append(Listing(tuple((f"[{each.number}]", each.quote.id) for each in citations)))
    if verdict.differences:
        shown = tuple((each.given or NOTHING, each.stands or NOTHING) for each in verdict.differences)
        parts += [Paragraph(DIFFERENCES), Listing(shown)]
    if verdict.elided and not verdict.exact:
        parts.append(Paragraph(ELIDED))
    if said:
        parts.append(Paragraph(_placed(said)))
    parts.append(Paragraph(CONTRACT))
    return Reply(tuple(parts), _data(verdict, said=said))


def _opening(verdict: Verdict, *, most: int) -> Words:
    if verdict.exact:
        form = EXACT_AT_LEAST if len(verdict.quotes) >= most else EXACT
        return form.format(counted(len(verdict.quotes), "place"))
    return DIFFERS if verdict.quotes else NOWHERE


def _placed(said: Said) -> Words:
    form = SAID_RIGHT if said.stands else SAID_WRONG if said.known else SAID_UNKNOWN
    return form.format(QUOTED.format(said.source))


def _data(verdict: Verdict, *, said: Said | None) -> contract.Json:
    return {
        "text": verdict.words,
        "verdict": verdict.outcome,
        "quotes": [contract.placed(citation) for citation in cite(verdict.quotes)],
        "differences": [{"given": each.given, "stands": each.stands} for each in verdict.differences],
        "said": said and {"source": said.source, "known": said.known, "stands": said.stands},
    }
