"""The sentences about documents that are fetched from the web again, and the replies made of them."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from bot import contract, desk_reports
from bot.amounts import counted
from bot.desk_reports import MOST_SHOWN, Changed, Differing
from bot.provenance import differences
from bot.reply import Listing, Paragraph, Part, Reply
from bot.store import Address
from bot.words import Noun, Words

NO_ADDRESSES = Words("No document here was read from a web address. /source add takes one.")
LOOKED = Words("{} looked at: {} changed, {} as before, {} in a state that is not taken over.")
NOT_YET = Words("Nothing is changed yet. To change it: {}.")
APPLY = Words("/source refresh with apply")
HAS_CHANGED = Words("{} has changed, as it was and as it is now:")
REWORDED = Words("{} has changed.")
TOLD_OTHERWISE = Words("{} has changed in what is told of it, its words are the same.")
NOT_TAKEN = Words("Not taken over, so the words of before stay; /source add takes a page as it is now:")
AGAIN = Words("{} ({})")
QUOTING = Words("Quoting words that have changed: {}. /supersede marks one:")
POSTED = Words("{} was fetched from {} again and has changed: {}.")
POSTED_FAILURE = Words("{} could not be fetched from {} again: {}. The words of before stay.")
POSTED_QUOTING = Words("Quoting words that have changed: {}. /changed lists them.")
_ADDRESS = Noun("{} address", "{} addresses")
_TIME = Noun("{} time in a row", "{} times in a row")
_DIFFERENCE = Noun("{} difference", "{} differences")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found at an address: what would become or became of the document, or what is wrong (`problem`).

    `failures` counts how often in a row something was; `reworded` tells whether its words are others, which `differing`
    does not show of a document that may not be quoted as a whole.
    """

    address: Address
    differing: Differing | None = None
    problem: str | None = None
    failures: int = 0
    reworded: bool = False


def none() -> Reply:
    """Say that there is nothing to look at."""
    return Reply((Paragraph(NO_ADDRESSES),), {"applied": False, "addresses": []})


def preview(every: Sequence[Looked], would: Sequence[Changed], *, golden: Sequence[Changed], most: int) -> Reply:
    """Say what would be different with what stands at some addresses today."""
    changed = _changed(every)
    parts: list[Part] = [_summary(every), *_problems(every)]
    data = _data(every, applied=False)
    if changed:
        told = desk_reports.preview(changed, would, golden=golden, most=most)
        parts += [*told.parts, Paragraph(NOT_YET.format(APPLY))]
        data |= {name: told.data[name] for name in ("would_change", "golden_broken")}
    return Reply(tuple(parts), data)


def applied(every: Sequence[Looked], quoting: Sequence[Changed], *, golden: Sequence[Changed]) -> Reply:
    """Say what has become of documents, and which answers quote what their pages say no more."""
    parts: list[Part] = [_summary(every), *_problems(every)]
    for looked in every:
        if looked.differing is None:
            continue
        entries = desk_reports.sentences(looked.differing.revised)
        said = HAS_CHANGED if entries else REWORDED if looked.reworded else TOLD_OTHERWISE
        parts.append(Paragraph(said.format(looked.differing.document)))
        parts += [Listing(entries[:MOST_SHOWN])] if entries else []
    if quoting:
        parts.append(Paragraph(QUOTING.format(counted(len(quoting), "answer"))))
        parts.append(Listing(tuple((each.answer, f"“{each.question}”") for each in quoting)))
    data = _data(every, applied=True) | {"changed": [desk_reports.written(each) for each in quoting]}
    reply = desk_reports.warned(Reply(tuple(parts), data), golden)
    return dataclasses.replace(reply, told=_told(every, quoting))


def _told(every: Sequence[Looked], quoting: Sequence[Changed]) -> Reply | None:
    """Say in a line or two what moderators need to hear who did not ask: what changed, and what fails since now."""
    said: list[Part] = []
    for each in every:
        if each.differing:
            found = _DIFFERENCE.counted(max(len(each.differing.revised), 1))
            said.append(Paragraph(POSTED.format(each.address.document, each.address.url, found)))
        elif each.problem and each.failures == 1:
            said.append(Paragraph(POSTED_FAILURE.format(each.address.document, each.address.url, each.problem)))
    if said and quoting:
        said.append(Paragraph(POSTED_QUOTING.format(counted(len(quoting), "answer"))))
    return Reply(tuple(said)) if said else None


def _summary(every: Sequence[Looked]) -> Paragraph:
    wrong = sum(each.problem is not None for each in every)
    changed = len(_changed(every))
    return Paragraph(LOOKED.format(_ADDRESS.counted(len(every)), changed, len(every) - changed - wrong, wrong))


def _problems(every: Sequence[Looked]) -> list[Part]:
    wrong = [(each, each.problem) for each in every if each.problem]
    entries = tuple(
        (each.address.url, AGAIN.format(problem, _TIME.counted(each.failures)) if each.failures > 1 else problem)
        for each, problem in wrong
    )
    return [Paragraph(NOT_TAKEN), Listing(entries)] if entries else []


def _changed(every: Sequence[Looked]) -> list[Differing]:
    return [each.differing for each in every if each.differing]


def _data(every: Sequence[Looked], *, applied: bool) -> contract.Json:
    return {
        "applied": applied and any(each.differing for each in every),
        "addresses": [
            {
                "document": each.address.document,
                "url": each.address.url,
                "outcome": "changed" if each.differing else "failed" if each.problem else "unchanged",
                "revised": differences(each.differing.revised) if each.differing else [],
                "problem": each.problem,
                "failures": each.failures,
            }
            for each in every
        ],
    }
