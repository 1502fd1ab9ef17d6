"""Every sentence that the bot says, and the replies made of them. It states nothing itself: documents are quoted."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from bot import __version__, contract
from bot.amounts import counted, dated, either
from bot.citations import Citation, cite
from bot.errors import DamagedText
from bot.reply import Listing, Paragraph, Part, Quoted, Reply, SourceLine, Verbatim
from bot.words import Joined, Words
from retrieval import Answer, Document, NoAnswer, QuestionKind, Quote, Reason, Source

LEAD_INS = {
    QuestionKind.WHO: Words("Asked who, the documents say:"),
    QuestionKind.WHEN: Words("Asked when, the documents say:"),
    QuestionKind.HOW_MANY: Words("Asked for a number, the documents say:"),
    QuestionKind.WHERE: Words("Asked where, the documents say:"),
    QuestionKind.YES_NO: Words("Asked whether it is so, the documents say:"),
    QuestionKind.LIST: Words("Asked for a list, the documents say:"),
    QuestionKind.WHY: Words("Asked why, the documents say:"),
    QuestionKind.WHAT: Words("The documents say:"),
}
DIFFERING = Words("The sources differ here; the newest comes first.")
PINNED = Words("Pinned by the moderators:")
CORRECTED = Words("Read {} as {}.")

REASONS = {
    Reason.NO_MATCH: Words("No answer: no passage holds any word of the question."),
    Reason.UNKNOWN_NAME: Words("No answer: the question names something that no document names."),
    Reason.UNSURE: Words("No answer: no passage is likely enough to answer the question."),
}
MISSING = Words("Not in any document: {}.")
NEAREST = Words("The nearest passages, which may not be about this:")
NEXT = Words("Ask in the words of the documents, look at the source list, or ask a moderator to add a document.")
EMPTY = Words("There are no documents yet. Ask a moderator to add one.")
NOTHING_FOUND = Words("No passage holds any word of the question.")

BASED_ON = Words("based on: {}")
SOUND = Words("No damage found: {} and the database are sound.")
UNSOUND = Words("Damage found, {}:")

ABOUT = Words(
    "Verbatim {version} answers only with exact quotes of its documents. Here it has {documents} and {passages}. "
    "It uses no language model, and nothing that is asked leaves the machine it runs on."
)

STATE = Words("state of the documents")
COST = Words("cost of a question")
NOTHING = Words("nothing")
USUAL_TIME = Words("median time of an answer, in 30 days")
MILLISECONDS = Words("{} ms")

FILE = Words("{} ({:,} bytes) is not shown here: the same command of `python -m bot` writes it into a file or a pipe.")
ATTACHED = Words("The whole text is attached.")
SHORTENED = Words("This was too long to show; all of it is attached.")
SHORTENED_ALONE = Words("This was too long to show, and to attach.")
TOO_LARGE = Words("There is no text, or it is too large to attach.")
OPEN = Words("open")
QUOTED = Words("“{}”")
HOLDING = Words("{} with {}")
SECTION = Words("section “{}”")
IN_LIST = Words("in the list after “{}”")
PAGE = Words("page {}")
KNOWN = {
    "id": Words("id"),
    "title": Words("title"),
    "publisher": Words("publisher"),
    "date": Words("date"),
    "address": Words("address"),
    "based on": Words("based on"),
    "licence": Words("licence"),
    "quotes": Words("quotes"),
    "revision": Words("revision"),
    "size": Words("size"),
}
NOT_SHOWN = Words("{} No words of this document may be shown here. This is the document:")
NOT_TODAY = Words("{} No more words of this document may be shown today. This is the document:")
NO_QUOTES = Words("none: its title and address are shown, and no words of it")
SHARE = Words("{} of its characters a day; beyond that, its title and address")
WITHDRAWN = Words("This is told to you alone.")
FAILED = Words("Something went wrong, it was logged.")
NOT_RECEIVED = Words("{} could not be fetched from Discord. Add it again.")
FILE_TOO_LARGE = Words("{} is larger than the {} MiB that are read.")


def answered(answer: Answer, *, elapsed_ms: float, pinned: int = 0) -> Reply:
    """Say what the documents say; the moderators want the first `pinned` quotes to be there."""
    citations = cite(answer.quotes)
    differing = {citations[position].number for position in answer.differing}
    said: list[Part] = [*_corrections(answer.corrections)]
    if pinned:
        said += [Paragraph(PINNED), *map(quoted, citations[:pinned])]
    if citations[pinned:]:
        said.append(Paragraph(LEAD_INS[answer.kind]))
    for citation in citations[pinned:]:
        if citation.number == min(differing, default=None):
            said.append(Paragraph(DIFFERING))
        said.append(quoted(citation))
    data = contract.answered(answer, elapsed_ms=elapsed_ms)
    if pinned:
        data["pinned"] = [citation.number for citation in citations[:pinned]]
    return Reply((*said, *sources(citations)), data)


def refused(refusal: NoAnswer, *, empty: bool, elapsed_ms: float) -> Reply:
    """Say that there is no answer and why; `empty` says that there are no documents at all."""
    missing = refusal.missing_terms if refusal.nearest else ()
    sentences = [EMPTY] if empty else [REASONS[refusal.reason]]
    if missing:
        sentences.append(MISSING.format(either(QUOTED.format(term) for term in missing)))
    reason = Joined.of(sentences, between=" ")
    citations = cite(refusal.nearest)
    said: list[Part] = [*_corrections(refusal.corrections), Paragraph(reason)]
    if citations:
        said += [Paragraph(NEAREST), *map(quoted, citations), *sources(citations)]
    if not empty:
        said.append(Paragraph(NEXT))
    return Reply(tuple(said), contract.refused(refusal, reason=str(reason), elapsed_ms=elapsed_ms))


def found(question: str, quotes: Sequence[Quote], *, elapsed_ms: float) -> Reply:
    """Say which passages rank highest."""
    data = contract.found(question, quotes, elapsed_ms=elapsed_ms)
    return Reply(one_by_one(cite(quotes)) or (Paragraph(NOTHING_FOUND),), data)


def withheld(question: str, *, document: str, elapsed_ms: float) -> Reply:
    """Say that nothing is shown, since the text to quote is damaged."""
    reason = DamagedText(document).words
    data = contract.withheld(question, reason=str(reason), elapsed_ms=elapsed_ms)
    return Reply((Paragraph(reason),), data, failed=True)


def listed(documents: Sequence[Document]) -> Reply:
    """Say what the documents are."""
    entries = tuple((document.id, _described(document.source)) for document in documents)
    parts: Part = Listing(entries) if entries else Paragraph(EMPTY)
    return Reply((parts,), {"documents": [contract.described(document) for document in documents]})


def shown(document: Document, *, passages: int) -> Reply:
    """Say what is known of a document."""
    source = document.source
    known = {
        "id": document.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": _date(source),
        "address": source.url,
        "licence": source.licence,
        "quotes": quotable(source),
        "based on": document.based_on and _described(document.based_on),
        "revision": document.revision,
        "size": Joined.of((counted(len(document.text), "character"), counted(passages, "passage")), between=", "),
    }
    data: contract.Json = {
        "document": contract.described(document),
        "based_on": document.based_on and contract.sourced(document.based_on),
        "characters": len(document.text),
        "passages": passages,
    }
    return Reply((Listing(tuple((KNOWN[name], value) for name, value in known.items() if value)),), data)


def text(document: Document) -> Reply:
    """Give a whole text."""
    data: contract.Json = {"document": contract.described(document), "text": document.text}
    return Reply((Verbatim(document.text),), data)


def checked(damage: Sequence[tuple[str, str]], *, documents: int, passages: int) -> Reply:
    """Say what is damaged, each thing and how; `documents` and `passages` were looked at."""
    looked_at = HOLDING.format(counted(documents, "document"), counted(passages, "passage"))
    findings = [{"where": where, "what": what} for where, what in damage]
    data: contract.Json = {"findings": findings, "documents": documents, "passages": passages}
    if damage:
        places = UNSOUND.format(counted(len(damage), "finding"))
        return Reply((Paragraph(places), Listing(tuple(damage))), data, failed=True)
    return Reply((Paragraph(SOUND.format(looked_at)),), data)


def about(*, documents: int, passages: int, revision: str, median_ms: float | None) -> Reply:
    """Say what this bot is and holds, in which state, and how long answers took of late (None: there were none)."""
    words = ABOUT.format(
        version=__version__, documents=counted(documents, "document"), passages=counted(passages, "passage")
    )
    data = {"version": __version__, "documents": documents, "passages": passages}
    known = [(STATE, revision[:16]), (COST, NOTHING)]
    if median_ms is not None:
        known.append((USUAL_TIME, MILLISECONDS.format(f"{median_ms:.0f}")))
    return Reply((Paragraph(words), Listing(tuple(known))), data | {"library": revision, "median_ms": median_ms})


def cited(line: SourceLine) -> Words:
    """Name a source, its licence and the place in it in words, without its number and link."""
    place: list[str] = [line.source.licence] if line.source.licence else []
    place += [SECTION.format(line.section)] if line.section else []
    if line.lead_in:
        place.append(IN_LIST.format(line.lead_in))
    if line.page is not None:
        place.append(PAGE.format(line.page))
    return Joined.of((_described(line.source), *place), between=", ")


def quotable(source: Source) -> str | None:
    """Say how much of a document may be quoted, unless it is all."""
    if source.share >= 1:
        return None
    return SHARE.format(f"{source.share:.3%}".replace(".000", "")) if source.share else NO_QUOTES


def numbered(numbers: Iterable[int]) -> str:
    """Write the numbers of sources: [1] [2]."""
    return " ".join(f"[{number}]" for number in numbers)


def based_on(source: Source) -> Words:
    """Name what a source is based on, without its address."""
    return BASED_ON.format(_described(source))


def _corrections(corrections: Iterable[tuple[str, str]]) -> Iterator[Part]:
    for typed, read in corrections:
        yield Paragraph(CORRECTED.format(typed, read))


def quoted(citation: Citation) -> Quoted | Paragraph:
    """Show a quote with its numbers, or say that its words may not be shown."""
    quote = citation.quote
    if citation.withheld:
        form = NOT_TODAY if quote.document.source.share else NOT_SHOWN
        return Paragraph(form.format(numbered(citation.numbers)))
    return Quoted(
        text=quote.text,
        numbers=citation.numbers,
        matches=tuple((start - quote.start, end - quote.start) for start, end in quote.matches),
        opens=quote.passages[0].opens,
        closes=quote.passages[-1].closes,
    )


def one_by_one(citations: Iterable[Citation]) -> tuple[Part, ...]:
    """Show quotes, each with its source under it."""
    return tuple(part for citation in citations for part in (quoted(citation), *sources([citation])))


def sources(citations: Iterable[Citation]) -> list[SourceLine]:
    """Say where the quotes stand; those that stand in one place share a line."""
    lines: dict[SourceLine, SourceLine] = {}
    for line in _placed(citations):
        place = dataclasses.replace(line, numbers=())
        known = lines.get(place, place)
        lines[place] = dataclasses.replace(known, numbers=(*known.numbers, *line.numbers))
    return list(lines.values())


def _placed(citations: Iterable[Citation]) -> Iterator[SourceLine]:
    for citation in (every for one in citations for every in one.each):
        document, passage = citation.quote.document, citation.quote.passages[0]
        # The document's own title, where a text begins with it, was said already.
        under_title = passage.section[:1] == (document.source.title,)
        yield SourceLine(
            numbers=(citation.number,),
            source=document.source,
            section=" > ".join(passage.section[under_title:]) or None,
            lead_in=passage.lead_in,
            page=passage.page,
            link=citation.link,
            based_on=document.based_on,
        )


def _described(source: Source) -> Words:
    return Joined.of(filter(None, (source.title, source.publisher, _date(source))), between=", ")


def _date(source: Source) -> Words | None:
    return dated(source.date) if source.date else None
