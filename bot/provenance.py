"""The sentences about where words come from and what became of them, and the replies made of them."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import contract
from bot.amounts import counted, dated
from bot.citations import cite
from bot.replies import quoted, shown, sources
from bot.reply import Attached, Listing, Paragraph, Part, Quoted, Reply
from bot.store import Event, KeptReceipt
from bot.words import Words
from retrieval import Document, Place, Quote, Revised

SAME = Words("These words stand in the document as it is today.")
CHANGED = Words("The document has changed since{on}: these are its words in revision {old}, today it is at {new}.")
STILL = Words("These words still stand in it, as {passage}.")
INSTEAD = Words("What stands in their place today:")
GONE = Words("Nothing stands in their place today.")
REMOVED = Words("The document has been removed since{on}: these are its words in revision {old}.")
ON = Words(" (on {})")
AROUND = Words("In its section:")
SECTION = Words("Section “{}”.")
QUOTED = Words("{} here quoted it: {}.")
NEVER_QUOTED = Words("No answer here quoted it.")
REVISIONS = Words("What became of it:")
REVISED = Words("What its last revision changed, as it was and as it is:")
NOTHING = Words("(nothing)")
MORE = Words("… and {} more.")
ANSWER = Words("“{question}” was last asked on {date}, {times}; it was {outcome}.")
OUTCOMES = {
    "Answer": Words("answered with these words"),
    "NoAnswer": Words("not answered; these passages were nearest"),
}
STATUSES = {
    "same": Words("as it was quoted"),
    "changed": Words("its document has changed{on}"),
    "removed": Words("its document has been removed{on}"),
}
BY = Words("{} by {}")
REVISION = Words("{}, revision {}")
ACTIONS = {"added": Words("added"), "replaced": Words("replaced"), "removed": Words("removed")}
ORIGINAL = Words("{}, {} bytes, as it was added.")
MOST_SHOWN = 10
"""Differences, answers and changes that are shown; the JSON has all of them."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a slice of an older revision: its `status` today, and when that came about.

    `still` is where the same words stand today; `instead` what stands in their place.
    """

    status: str
    at: dt.datetime | None = None
    still: Place | None = None
    instead: tuple[str, ...] = ()
    today: Document | None = None

    @property
    def on(self) -> str:
        """The date in brackets, if it is known."""
        return ON.format(day(self.at)) if self.at else ""


def day(moment: dt.datetime) -> Words:
    """Write the day of a moment."""
    return dated(moment)


def passage(quote: Quote, *, fate: Fate, around: tuple[str, str], quoted_in: Sequence[KeptReceipt]) -> Reply:
    """Say what words a passage id leads to, where they stand, and what became of them."""
    [citation] = cite([quote])
    section = citation.section
    parts: list[Part] = [quoted(citation), *sources([citation])] if citation.withheld else [Quoted(quote.text)]
    parts += _fate(quote, fate)
    if section:
        parts.append(Paragraph(SECTION.format(section)))
    if any(around):
        before, after = around
        whole = " ".join(filter(None, (before, quote.text, after)))
        parts += [Paragraph(AROUND), Quoted(whole)]
    parts.append(Paragraph(_quoted_in(quoted_in)))
    return Reply(
        tuple(parts),
        {
            "passage": quote.id,
            "text": quote.text,
            "status": fate.status,
            "changed_at": fate.at and fate.at.isoformat(),
            "stands_at": fate.still and fate.still.id,
            "instead": list(fate.instead),
            "section": section,
            "before": around[0],
            "after": around[1],
            "quoted_in": [each.answer for each in quoted_in],
        },
    )


def document(
    told: Document,
    *,
    passages: int,
    events: Sequence[Event],
    revised: Sequence[Revised],
    quoted_in: Sequence[KeptReceipt],
) -> Reply:
    """Say what is known of a document, what became of it, and where it was quoted."""
    known = shown(told, passages=passages)
    parts = list(known.parts)
    if events:
        parts += [Paragraph(REVISIONS), Listing(tuple(_event(each) for each in events[-MOST_SHOWN:]))]
    if revised:
        entries = tuple((" ".join(each.was) or NOTHING, " ".join(each.now) or NOTHING) for each in revised)
        parts += [Paragraph(REVISED), Listing(entries[:MOST_SHOWN])]
        if len(entries) > MOST_SHOWN:
            parts.append(Paragraph(MORE.format(len(entries) - MOST_SHOWN)))
    parts.append(Paragraph(_quoted_in(quoted_in)))
    history = [
        {"action": each.action, "revision": each.revision, "by": each.by or None, "at": each.at.isoformat()}
        for each in events
    ]
    data = {
        **known.data,
        "history": history,
        "revised": differences(revised),
        "quoted_in": [each.answer for each in quoted_in],
    }
    return Reply(tuple(parts), data)


def differences(revised: Sequence[Revised]) -> list[contract.Json]:
    """Write what is different between two revisions."""
    return [{"was": list(each.was), "is": list(each.now)} for each in revised]


def answer(
    name: str, kept: KeptReceipt, places: Sequence[tuple[Quote, Fate]], *, gone: Mapping[str, str] | None = None
) -> Reply:
    """Say what was asked and answered, and what has become of what was quoted.

    `gone` are the passages whose words were taken back, and what is said in their place.
    """
    body: Mapping[str, Any] = kept.body
    times = counted(max(kept.times, 1), "time")
    asked = ANSWER.format(
        question=body["question"], date=day(kept.last), times=times, outcome=OUTCOMES[body["outcome"]]
    )
    citations = cite([quote for quote, _ in places])
    parts: list[Part] = [Paragraph(asked), *map(quoted, citations), *sources(citations)]
    statuses = [STATUSES[fate.status].format(on=fate.on) for _, fate in places]
    if places:
        parts.append(Listing(tuple((quote.id, told) for (quote, _), told in zip(places, statuses, strict=True))))
    parts += map(Paragraph, (gone or {}).values())
    told = [{"passage": quote.id, "text": quote.text, "status": fate.status} for quote, fate in places]
    data: contract.Json = {
        "id": name,
        "question": body["question"],
        "outcome": "answer" if body["outcome"] == "Answer" else "no_answer",
        "last_asked": kept.last.isoformat(),
        "times": max(kept.times, 1),
        "passages": told + [{"passage": passage, "text": None, "status": "withdrawn"} for passage in gone or {}],
    }
    return Reply(tuple(parts), data)


def original(name: str, content: bytes) -> Reply:
    """Give the file that a document was read from."""
    said = ORIGINAL.format(name, f"{len(content):,}")
    return Reply(
        (Paragraph(said), Attached(name.rsplit("/", 1)[-1], content)), {"document": name, "bytes": len(content)}
    )


def _fate(quote: Quote, fate: Fate) -> Iterator[Part]:
    revision = quote.document.revision
    if fate.status == "same":
        yield Paragraph(SAME)
    elif fate.today is None:
        yield Paragraph(REMOVED.format(on=fate.on, old=revision))
    else:
        yield Paragraph(CHANGED.format(on=fate.on, old=revision, new=fate.today.revision))
        if fate.still:
            yield Paragraph(STILL.format(passage=fate.still.id))
        elif fate.instead:
            yield Paragraph(INSTEAD)
            yield Quoted(" ".join(fate.instead))
        elif quote.document.source.share >= 1:
            yield Paragraph(GONE)


def _event(event: Event) -> tuple[str, str]:
    action = ACTIONS[event.action]
    if event.by:
        action = BY.format(action, event.by)
    return day(event.at), REVISION.format(action, event.revision)


def _quoted_in(kept: Sequence[KeptReceipt]) -> str:
    if not kept:
        return NEVER_QUOTED
    names = ", ".join(each.answer for each in kept[:MOST_SHOWN])
    return QUOTED.format(counted(len(kept), "answer"), names)
