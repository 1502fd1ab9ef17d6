"""The sentences about what was done with documents and receipts, and the replies made of them."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot import contract, naming, replies
from bot.amounts import counted, dated
from bot.changes import Action, Change
from bot.reply import Listing, Paragraph, Part, Quoted, Reply, Verbatim
from bot.words import Joined, Words
from retrieval import Document, Skipped, split

CHANGES = {
    Action.ADDED: Words("Added {}."),
    Action.REPLACED: Words("Replaced {}."),
    Action.REMOVED: Words("Removed {}. Its words can still be read through citations."),
    Action.UNCHANGED: Words("{} is the same as before."),
}
CHANGED_MANY = Words("{} added, {} replaced, {} unchanged.")
SKIPPED = Words("{} skipped:")
DESCRIBED = 3
"""Documents of a file that are described; of more, only what became of them is told."""
SAMPLE = 300
"""Characters of a sample."""
INGESTED = Words("{} added, {} replaced, {} unchanged, {} failed, in {:.1f} seconds.")

BACKED_UP = Words("{} is backed up in {}.")
RESTORED = Words("{} is restored in {}.")
IDENTICAL = Words("“{}” gets the identical answer.")
NOW = Words("{}, now {}")
NONE = Words("none")
DIFFERENT = Words("“{}” was answered from something else, or otherwise:")


def changed(changes: Sequence[Change], *, skipped: Sequence[Skipped] = (), read: Sequence[Part] = ()) -> Reply:
    """Say what became of documents, what of their file could not be read, and what was `read`, see `described`."""
    said: list[Part] = []
    if len(changes) == 1:
        said.append(Paragraph(CHANGES[changes[0].action].format(changes[0].document)))
    else:
        tally = Counter(change.action for change in changes)
        many = CHANGED_MANY.format(tally[Action.ADDED], tally[Action.REPLACED], tally[Action.UNCHANGED])
        said.append(Paragraph(many))
    if skipped:
        entries = tuple((each.name, naming.unreadable(each.reason)) for each in skipped)
        said += [Paragraph(SKIPPED.format(counted(len(skipped), "document"))), Listing(entries)]
    made = [{"id": each.document, "revision": each.revision, "action": each.action.value} for each in changes]
    return Reply((*said, *read), {"changes": made, "skipped": contract.skipped(skipped)})


def described(documents: Sequence[Document]) -> list[Part]:
    """Say what was read: what each document is, how much it holds, and its first words."""
    said: list[Part] = []
    for document in documents[:DESCRIBED]:
        passages = split(document)
        sections = {passage.section for passage in passages}
        source = document.source
        known = {
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date and dated(source.date),
            "licence": source.licence,
            "quotes": replies.quotable(source),
            "size": Joined.of((counted(len(passages), "passage"), counted(len(sections), "section")), between=", "),
        }
        said.append(Listing(tuple((replies.KNOWN[name], value) for name, value in known.items() if value)))
        for first in passages[:1] if source.share >= 1 else ():
            words = document.text[first.start : first.end]
            said.append(Quoted(words[:SAMPLE], closes=first.closes and len(words) <= SAMPLE))
    return said


def ingested(tally: Mapping[Action, int], failures: Sequence[Skipped], *, seconds: float) -> Reply:
    """Say what became of the documents of many files."""
    counts = {action: tally.get(action, 0) for action in (Action.ADDED, Action.REPLACED, Action.UNCHANGED)}
    said: list[Part] = [Paragraph(INGESTED.format(*counts.values(), len(failures), seconds))]
    if failures:
        said.append(Listing(tuple((each.name, naming.unreadable(each.reason)) for each in failures)))
    data: contract.Json = {action.value: count for action, count in counts.items()}
    data |= {"failed": contract.skipped(failures), "elapsed_ms": round(seconds * 1000, 1)}
    return Reply(tuple(said), data, failed=bool(failures))


def receipt(answer: str, kept: Mapping[str, Any]) -> Reply:
    """Give a receipt as a file that can be replayed."""
    written = json.dumps({"receipt": dict(kept)}, ensure_ascii=False, indent=1)
    return Reply((Verbatim(f"{written}\n", name=f"receipt-{answer}.json"),), {"receipt": dict(kept)})


def replayed(kept: Mapping[str, Any], different: Sequence[tuple[str, object, object]]) -> Reply:
    """Say whether an answer is the same today; `different` are what differs, as it was and as it is."""
    data: contract.Json = {
        "receipt": dict(kept),
        "identical": not different,
        "different": [{"what": what, "was": was, "is": now} for what, was, now in different],
    }
    if not different:
        return Reply((Paragraph(IDENTICAL.format(kept["question"])),), data)
    entries = tuple((what, NOW.format(_told(was), _told(now))) for what, was, now in different)
    return Reply((Paragraph(DIFFERENT.format(kept["question"])), Listing(entries)), data)


def _told(value: object) -> str:
    match value:
        case list():
            return ", ".join(str(one["passage"]) for one in value) or NONE
        case float():
            return f"{value:.6f}"
        case _:
            return str(value)
