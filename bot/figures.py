"""The sentences about what is open, counted and done, and the replies made of them."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import contract, naming
from bot.amounts import counted, dated
from bot.desk_reports import told
from bot.provenance import day
from bot.reply import Attached, Listing, Paragraph, Part, Reply
from bot.store import Deed, KeptReceipt
from bot.words import Joined, Words

GAPS = Words("{} without an answer that helped, in {}; {} answered by now.")
NO_GAPS = Words("No question is without an answer.")
ALONE = "{}"
TOGETHER = Words("“{}”")
EDIT = Words("nearest to edit: {}")
NOWHERE = Words("nothing is near")
MISSING = Words("not in any document: {}")
PROPOSALS = Words("Aliases that might help (accept one with /alias):")
PROPOSED = Words("“{asked}” found nothing, “{answered}” was answered")
STATS = Words("In {days}: {answered} answered, {refused} refused.")
NO_STATS = Words("Nothing was asked in {}.")
TIMES = Words("It took {median:.0f} ms in the median, and less than {slow:.0f} ms for 95 of 100.")
SOURCES = Words("Sources quoted, and in how many answers:")
ALT = Words("Questions by day, {first} to {last}: {answered} answered, {refused} refused; at most {most} in a day.")
NO_PICTURE = Words("There is no picture, since matplotlib is not installed: pip install 'verbatim[plot]'.")
ASKED = {"Answer": Words("“{}”, answered on {}"), "NoAnswer": Words("“{}”, not answered on {}")}
NO_ANSWERS = Words("Nothing was asked here yet.")
NO_DEEDS = Words("Nothing was done here yet.")
BY = Words("{} by {}")
SOMEBODY = Words("the bot")
CSV_HEAD = ("word", "questions", "times", "last asked", "nearest document", "nearest section", "missing words")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula where a table is opened: such a cell is written as text."""
MOST_SHOWN = 15
"""Groups, sources and aliases that are shown; the JSON has all of them."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions without an answer that share a `word` (None: one question alone), and where to write one."""

    word: str | None
    questions: tuple[str, ...]
    times: int
    last: dt.datetime
    document: str | None
    section: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An alias that may help: a question with `word` found nothing, one with `means` in its place was answered."""

    word: str
    means: str
    asked: str
    answered: str


@dataclass(frozen=True, slots=True)
class Day:
    """How many questions were answered and refused on a day."""

    date: dt.date
    answered: int
    refused: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was asked: day by day, which documents were quoted how often, and milliseconds for an answer."""

    days: tuple[Day, ...]
    sources: tuple[tuple[str, int], ...]
    median_ms: float | None
    slow_ms: float | None

    @property
    def answered(self) -> int:
        """How many questions were answered."""
        return sum(each.answered for each in self.days)

    @property
    def refused(self) -> int:
        """How many questions were refused."""
        return sum(each.refused for each in self.days)


def gaps(every: Sequence[Gap], proposals: Sequence[Proposal], *, resolved: int, as_csv: bool) -> Reply:
    """List the questions that the documents leave open."""
    data: contract.Json = {
        "gaps": [
            {
                "word": gap.word,
                "questions": list(gap.questions),
                "times": gap.times,
                "last_asked": gap.last.isoformat(),
                "document": gap.document,
                "section": gap.section or None,
                "missing": list(gap.missing),
            }
            for gap in every
        ],
        "proposals": [
            {"word": each.word, "means": each.means, "asked": each.asked, "answered": each.answered}
            for each in proposals
        ],
        "resolved": resolved,
    }
    questions = sum(len(gap.questions) for gap in every)
    groups = counted(len(every), "group")
    said = GAPS.format(counted(questions, "question"), groups, resolved) if every else NO_GAPS
    parts: list[Part] = [Paragraph(said)]
    if as_csv:
        return Reply((*parts, Attached("gaps.csv", _csv(every))), data)
    if every:
        parts.append(Listing(tuple(_gap(gap) for gap in every[:MOST_SHOWN])))
    if proposals:
        entries = tuple(
            (f"{each.word} = {each.means}", PROPOSED.format(asked=each.asked, answered=each.answered))
            for each in proposals
        )
        parts += [Paragraph(PROPOSALS), Listing(entries)]
    return Reply(tuple(parts), data)


def answers(every: Sequence[KeptReceipt]) -> Reply:
    """List what was asked, the last first, by the ids of the answers."""
    entries = tuple(
        (each.answer, ASKED[each.body["outcome"]].format(each.body["question"], day(each.last))) for each in every
    )
    data = [
        {
            "id": each.answer,
            "question": each.body["question"],
            "outcome": "answer" if each.body["outcome"] == "Answer" else "no_answer",
            "last_asked": each.last.isoformat(),
            "times": max(each.times, 1),
        }
        for each in every
    ]
    return Reply((Listing(entries) if entries else Paragraph(NO_ANSWERS),), {"answers": data})


def stats(figures: Figures, *, picture: bytes | None) -> Reply:
    """Tell the figures, with a picture if there is one."""
    days = counted(len(figures.days), "day")
    parts: list[Part] = []
    if figures.median_ms is None or figures.slow_ms is None:
        parts.append(Paragraph(NO_STATS.format(days)))
    else:
        parts.append(Paragraph(STATS.format(days=days, answered=figures.answered, refused=figures.refused)))
        parts.append(Paragraph(TIMES.format(median=figures.median_ms, slow=figures.slow_ms)))
    if figures.sources:
        shown = figures.sources[:MOST_SHOWN]
        parts += [Paragraph(SOURCES), Listing(tuple((name, f"{number}") for name, number in shown))]
    if figures.median_ms is not None and picture is None:
        parts.append(Paragraph(NO_PICTURE))
    if picture:
        parts.append(Attached("stats.png", picture, alt=_alt(figures)))
    data: contract.Json = {
        "answered": figures.answered,
        "refused": figures.refused,
        "median_ms": figures.median_ms,
        "slow_ms": figures.slow_ms,
        "sources": dict(figures.sources),
        "days": [
            {"date": each.date.isoformat(), "answered": each.answered, "refused": each.refused} for each in figures.days
        ],
    }
    return Reply(tuple(parts), data)


def audit(deeds: Sequence[Deed]) -> Reply:
    """List what was done, the last first; what has a number can be undone by it."""
    entries = []
    for deed in deeds:
        name = Joined.of((f"{deed.name}", day(deed.at)), between=" ")
        what = ", ".join(f"{value}" for value in _flat(deed.detail))
        entries.append(
            (
                name,
                Joined.of(
                    (BY.format(naming.DEEDS.get(deed.action, deed.action), deed.actor or SOMEBODY), what), between=": "
                ),
            )
        )
    data = [
        {
            "number": deed.name,
            "actor": deed.actor,
            "action": deed.action,
            "detail": dict(deed.detail),
            "at": deed.at.isoformat(),
        }
        for deed in deeds
    ]
    return Reply((Listing(tuple(entries)) if entries else Paragraph(NO_DEEDS),), {"deeds": data})


def _flat(detail: Mapping[str, Any]) -> list[object]:
    body = detail.get("body")
    if isinstance(body, dict):
        return [told(str(detail.get("kind")), body)]
    return [f"{name} {value}" for name, value in detail.items()]


def _gap(gap: Gap) -> tuple[str, str]:
    name = TOGETHER.format(gap.word) if gap.word else ALONE.format(gap.questions[0])
    line: list[str] = [counted(gap.times, "time")]
    if gap.word:
        line.append(" / ".join(gap.questions))
    place = " > ".join(filter(None, (gap.document, gap.section)))
    line.append(EDIT.format(place) if place else NOWHERE)
    if gap.missing:
        line.append(MISSING.format(", ".join(gap.missing)))
    return name, Joined.of(line, between="; ")


def _csv(every: Sequence[Gap]) -> bytes:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(CSV_HEAD)
    for gap in every:
        row = (
            gap.word or "",
            " / ".join(gap.questions),
            f"{gap.times}",
            gap.last.date().isoformat(),
            gap.document or "",
            gap.section,
            ", ".join(gap.missing),
        )
        table.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row)
    return written.getvalue().encode("utf-8-sig")


def _alt(figures: Figures) -> str:
    first, last = figures.days[0].date, figures.days[-1].date
    most = max(each.answered + each.refused for each in figures.days)
    return ALT.format(
        first=dated(first), last=dated(last), answered=figures.answered, refused=figures.refused, most=most
    )
