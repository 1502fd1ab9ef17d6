"""The sentences about what moderators decide and look after, and the replies made of them."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import contract
from bot.provenance import day, differences
from bot.replies import counted
from bot.reply import Attached, Listing, Paragraph, Part, Reply
from bot.store import Deed, Ruling
from retrieval import Revised

RULED = {
    "pin": "Pinned, as number {}: these words are quoted first when this is asked.",
    "alias": "Accepted, as number {}: these words count as the same.",
    "golden answer": "Kept, as number {}: whoever would change this answer is warned.",
}
REVOKED = "Number {} is taken back: {}."
NO_RULINGS = "Nothing is pinned, no alias is accepted, and no answer is kept."
STALE = "holds no more: {}"
NO_CHANGED = "Of the last {} answers, none quotes words that have changed."
CHANGED = "{} of the last {} quote words that have changed:"
WOULD_CHANGE = "{} of the last {} would change:"
NO_WOULD_CHANGE = "None of the last {} answers would change."
GOLDEN_HOLDS = "{} kept, each given as it was."
GOLDEN_LOST = "{} of {} not given as they were:"
GOLDEN_GONE = "Warning: {} given no more. /audit and /source show tell what changed:"
DIFFERING = {
    "added": "{} would be new.",
    "replaced": "{} would change, as it is and as it would be:",
    "unchanged": "{} would stay the same.",
}
NONE = "(nothing)"
GOLDEN_BROKEN = "Warning: {} would not be given any more:"
NOTHING = "no answer"
GAPS = "{} without an answer that helped, in {}; {} answered by now."
NO_GAPS = "No question is without an answer."
ALONE = "{}"
TOGETHER = "“{}”"
EDIT = "nearest to edit: {}"
NOWHERE = "nothing is near"
MISSING = "not in any document: {}"
PROPOSALS = "Aliases that might help (accept one with /alias):"
PROPOSED = "“{asked}” found nothing, “{answered}” was answered"
STATS = "In {days}: {answered} answered, {refused} refused."
NO_STATS = "Nothing was asked in {}."
TIMES = "It took {median:.0f} ms in the median, and less than {slow:.0f} ms for 95 of 100."
SOURCES = "Sources quoted, and in how many answers:"
ALT = "Questions by day, {first} to {last}: {answered} answered, {refused} refused; at most {most} in a day."
NO_PICTURE = "There is no picture: {}"
NO_DEEDS = "Nothing was done here yet."
BY = "{} by {}"
SOMEBODY = "the bot"
MOST_SHOWN = 15
CSV_HEAD = ("word", "questions", "times", "last asked", "nearest document", "nearest section", "missing words")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula where a table is opened: such a cell is written as text."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer that is, or would be, another: what it quoted (`was`), what of that is `gone`, what is quoted `now`."""

    answer: str
    question: str
    was: tuple[str, ...]
    gone: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differing:
    """What would become of a document, and of its sentences."""

    document: str
    action: str
    revised: tuple[Revised, ...] = ()


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


def ruled(number: int, kind: str, body: Mapping[str, Any]) -> Reply:
    """Say what was decided."""
    parts = (Paragraph(RULED[kind].format(number)), Listing(((f"{number}", _told(kind, body)),)))
    return Reply(parts, {"number": number, "kind": kind, **body})


def revoked(ruling: Ruling) -> Reply:
    """Say what was taken back."""
    told = f"{ruling.kind}, {_told(ruling.kind, ruling.body)}"
    return Reply((Paragraph(REVOKED.format(ruling.number, told)),), {"number": ruling.number, "kind": ruling.kind})


def rulings(every: Sequence[Ruling], *, stale: set[int]) -> Reply:
    """List what was decided; of the `stale` ones, by number, nothing comes any more."""
    entries = []
    for ruling in every:
        told = f"{ruling.kind}, {_told(ruling.kind, ruling.body)}"
        entries.append((f"{ruling.number}", STALE.format(told) if ruling.number in stale else told))
    data = [
        {
            "number": ruling.number,
            "kind": ruling.kind,
            **ruling.body,
            "by": ruling.made_by,
            "at": ruling.made_at.isoformat(),
            "holds": ruling.number not in stale,
        }
        for ruling in every
    ]
    return Reply((Listing(tuple(entries)) if entries else Paragraph(NO_RULINGS),), {"rulings": data})


def changed_answers(every: Sequence[Changed], *, looked_at: int) -> Reply:
    """List past answers that quote words which have changed since."""
    if not every:
        return Reply((Paragraph(NO_CHANGED.format(looked_at)),), {"changed": []})
    entries = tuple((each.answer, f"“{each.question}”: {', '.join(each.gone)}") for each in every)
    parts = (Paragraph(CHANGED.format(counted(len(every), "answer"), looked_at)), Listing(entries))
    return Reply(parts, {"changed": [_written(each) for each in every]})


def consequences(every: Sequence[Changed], golden: Sequence[Changed], *, looked_at: int) -> list[Part]:
    """Say which past answers a change would alter, and which golden ones it would break."""
    parts: list[Part] = []
    if golden:
        parts.append(Paragraph(GOLDEN_BROKEN.format(counted(len(golden), "golden answer"))))
        parts.append(Listing(tuple((each.answer, f"“{each.question}”") for each in golden)))
    if not every:
        return [*parts, Paragraph(NO_WOULD_CHANGE.format(looked_at))]
    entries = tuple(
        (each.answer, f"“{each.question}”: {', '.join(each.was) or NOTHING} → {', '.join(each.now) or NOTHING}")
        for each in every[:MOST_SHOWN]
    )
    return [*parts, Paragraph(WOULD_CHANGE.format(counted(len(every), "answer"), looked_at)), Listing(entries)]


def warned(reply: Reply, golden: Sequence[Changed]) -> Reply:
    """Add to a reply which golden answers are not given any more, if there are any."""
    if not golden:
        return reply
    entries = tuple((each.answer, f"“{each.question}”") for each in golden)
    said = (Paragraph(GOLDEN_GONE.format(counted(len(golden), "golden answer"))), Listing(entries))
    broken: contract.Json = {"golden_broken": [_written(each) for each in golden]}
    return Reply((*said, *reply.parts), {**reply.data, **broken}, failed=reply.failed)


def golden(broken: Sequence[Changed], *, total: int) -> Reply:
    """Say whether every golden answer is given still."""
    data: contract.Json = {"golden": total, "golden_broken": [_written(each) for each in broken]}
    if not broken:
        return Reply((Paragraph(GOLDEN_HOLDS.format(counted(total, "golden answer"))),), data)
    entries = tuple((each.answer, f"“{each.question}”") for each in broken)
    said = Paragraph(GOLDEN_LOST.format(len(broken), counted(total, "golden answer")))
    return Reply((said, Listing(entries)), data, failed=True)


def preview(differing: Sequence[Differing], every: Sequence[Changed], *, golden: Sequence[Changed], most: int) -> Reply:
    """Say what a change would be like, without making it."""
    parts: list[Part] = []
    for each in differing:
        parts.append(Paragraph(DIFFERING[each.action].format(each.document)))
        entries = tuple((" ".join(one.was) or NONE, " ".join(one.now) or NONE) for one in each.revised)
        if entries:
            parts.append(Listing(entries[:MOST_SHOWN]))
    parts += consequences(every, golden, looked_at=most)
    data: contract.Json = {
        "documents": [
            {"id": each.document, "action": each.action, "revised": differences(each.revised)} for each in differing
        ],
        "would_change": [_written(each) for each in every],
        "golden_broken": [_written(each) for each in golden],
    }
    return Reply(tuple(parts), data)


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


def stats(figures: Figures, *, picture: bytes | None, missing: str = "") -> Reply:
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
    if missing:
        parts.append(Paragraph(NO_PICTURE.format(missing)))
    if picture and figures.median_ms is not None:
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
        name = f"{deed.number or ''} {day(deed.at)}".strip()
        what = ", ".join(f"{value}" for value in _flat(deed.detail))
        entries.append((name, f"{BY.format(deed.action, deed.actor or SOMEBODY)}: {what}"))
    data = [
        {
            "number": deed.number,
            "actor": deed.actor,
            "action": deed.action,
            "detail": dict(deed.detail),
            "at": deed.at.isoformat(),
        }
        for deed in deeds
    ]
    return Reply((Listing(tuple(entries)) if entries else Paragraph(NO_DEEDS),), {"deeds": data})


def _told(kind: str, body: Mapping[str, Any]) -> str:
    if kind == "alias":
        return f"{body['word']} = {body['means']}"
    if kind == "pin":
        asked = " | ".join(body["questions"])
        return f"{asked}: “{body['words']}” ({body['passage']})"
    return f"“{body['question']}” ({body['answer']})"


def _flat(detail: Mapping[str, Any]) -> list[object]:
    body = detail.get("body")
    if isinstance(body, dict):
        return [_told(str(detail.get("kind")), body)]
    return [f"{name} {value}" for name, value in detail.items()]


def _written(each: Changed) -> contract.Json:
    return {
        "answer": each.answer,
        "question": each.question,
        "was": list(each.was),
        "gone": list(each.gone),
        "now": list(each.now),
    }


def _gap(gap: Gap) -> tuple[str, str]:
    name = TOGETHER.format(gap.word) if gap.word else ALONE.format(gap.questions[0])
    told = [counted(gap.times, "time")]
    if gap.word:
        told.append(" / ".join(gap.questions))
    place = " > ".join(filter(None, (gap.document, gap.section)))
    told.append(EDIT.format(place) if place else NOWHERE)
    if gap.missing:
        told.append(MISSING.format(", ".join(gap.missing)))
    return name, "; ".join(told)


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
        first=f"{first.day} {first:%B %Y}",
        last=f"{last.day} {last:%B %Y}",
        answered=figures.answered,
        refused=figures.refused,
        most=most,
    )
