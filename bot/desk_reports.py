"""The sentences about what moderators decide and look after, and the replies made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import contract
from bot.amounts import counted
from bot.citations import cite
from bot.provenance import differences
from bot.replies import quoted, sources
from bot.reply import Listing, Paragraph, Part, Reply
from bot.store import Ruling
from bot.words import Joined, Words
from retrieval import Quote, Revised

RULED = {
    "pin": Words("Pinned, as number {}: these words are quoted first when this is asked."),
    "alias": Words("Accepted, as number {}: these words count as the same."),
    "golden answer": Words("Kept, as number {}: whoever would change this answer is warned."),
}
MARKED = Words("Marked as superseded, as number {}; it was given in {} that everybody sees.")
SUPERSEDED = Words("Superseded: the documents have changed since “{}” was answered. Ask again. This is what they said:")
REVOKED = Words("Number {} is taken back: {}.")
KINDS = {
    "pin": Words("pin"),
    "alias": Words("alias"),
    "golden answer": Words("golden answer"),
    "superseded answer": Words("superseded answer"),
}
NO_RULINGS = Words("Nothing is pinned, no alias is accepted, and no answer is kept.")
STALE = Words("holds no more: {}")
NO_CHANGED = Words("Of the last {} answers, none quotes words that have changed.")
CHANGED = Words("{} of the last {} quote words that have changed:")
WOULD_CHANGE = Words("{} of the last {} would change:")
NO_WOULD_CHANGE = Words("None of the last {} answers would change.")
GOLDEN_HOLDS = Words("{} kept, each given as it was.")
GOLDEN_LOST = Words("{} of {} not given as they were:")
GOLDEN_GONE = Words("Warning: {} given no more. /audit and /source show tell what changed:")
DIFFERING = {
    "added": Words("{} would be new."),
    "replaced": Words("{} would change, as it is and as it would be:"),
    "unchanged": Words("{} would stay the same."),
}
NONE = Words("(nothing)")
GOLDEN_BROKEN = Words("Warning: {} would not be given any more:")
NOTHING = Words("no answer")
MOST_SHOWN = 15


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


def ruled(number: int, kind: str, body: Mapping[str, Any]) -> Reply:
    """Say what was decided."""
    parts = (Paragraph(RULED[kind].format(number)), Listing(((f"{number}", told(kind, body)),)))
    return Reply(parts, {"number": number, "kind": kind, **body})


def superseded(
    number: int, body: Mapping[str, Any], quotes: Sequence[Quote], *, messages: Sequence[tuple[int, int]]
) -> Reply:
    """Say that an answer is marked as superseded; what is told shows it so, in the messages in which it was given."""
    told_there: list[Part] = [Paragraph(SUPERSEDED.format(body["question"]))]
    citations = cite(quotes)
    told_there += [*map(quoted, citations), *sources(citations)]
    said = Paragraph(MARKED.format(number, counted(len(messages), "message")))
    data: contract.Json = {"number": number, **body, "messages": [list(each) for each in messages]}
    return Reply((said,), data, told=Reply(tuple(told_there)))


def revoked(ruling: Ruling) -> Reply:
    """Say what was taken back."""
    line = Joined.of((KINDS[ruling.kind], told(ruling.kind, ruling.body)), between=", ")
    return Reply((Paragraph(REVOKED.format(ruling.number, line)),), {"number": ruling.number, "kind": ruling.kind})


def rulings(every: Sequence[Ruling], *, stale: set[int]) -> Reply:
    """List what was decided; of the `stale` ones, by number, nothing comes any more."""
    entries = []
    for ruling in every:
        line = Joined.of((KINDS[ruling.kind], told(ruling.kind, ruling.body)), between=", ")
        entries.append((f"{ruling.number}", STALE.format(line) if ruling.number in stale else line))
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
    return Reply(parts, {"changed": [written(each) for each in every]})


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
    broken: contract.Json = {"golden_broken": [written(each) for each in golden]}
    return Reply((*said, *reply.parts), {**reply.data, **broken}, failed=reply.failed)


def golden(broken: Sequence[Changed], *, total: int) -> Reply:
    """Say whether every golden answer is given still."""
    data: contract.Json = {"golden": total, "golden_broken": [written(each) for each in broken]}
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
        if entries := sentences(each.revised):
            parts.append(Listing(entries[:MOST_SHOWN]))
    parts += consequences(every, golden, looked_at=most)
    data: contract.Json = {
        "documents": [
            {"id": each.document, "action": each.action, "revised": differences(each.revised)} for each in differing
        ],
        "would_change": [written(each) for each in every],
        "golden_broken": [written(each) for each in golden],
    }
    return Reply(tuple(parts), data)


def sentences(revised: Sequence[Revised]) -> tuple[tuple[str, str], ...]:
    """Put sentences as they were beside what they are."""
    return tuple((" ".join(each.was) or NONE, " ".join(each.now) or NONE) for each in revised)


def told(kind: str, body: Mapping[str, Any]) -> str:
    """Say in a line what was decided."""
    if kind == "alias":
        return f"{body['word']} = {body['means']}"
    if kind == "pin":
        asked = " | ".join(body["questions"])
        return f"{asked}: “{body['words']}” ({body['passage']})"
    return f"“{body['question']}” ({body['answer']})"


def written(each: Changed) -> contract.Json:
    """Give a changed answer as JSON holds it."""
    return {
        "answer": each.answer,
        "question": each.question,
        "was": list(each.was),
        "gone": list(each.gone),
        "now": list(each.now),
    }
