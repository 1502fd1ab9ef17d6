"""Ruling: moderators pin passages, accept aliases and keep golden answers, and take each back."""

import dataclasses
import re

from bot import desk_reports, reports
from bot.claims import PASSAGE
from bot.errors import BadRuling, UnknownSource
from bot.handlers.changed_answers import broken_golden
from bot.handlers.libraries import Libraries, Names
from bot.handlers.permission import may_decide, moderators_only
from bot.handlers.quotable import shown, whole, without_words
from bot.handlers.removing import check_in_time
from bot.handlers.rulings import ALIAS, GOLDEN, KINDS, PIN, SUPERSEDED, Pin
from bot.handlers.showing import fate, place_of
from bot.reply import Reply
from bot.requests import SHARED, Accept, Keep, PinQuote, Revoke, Rulings, Supersede, Undo
from bot.store import History, Ledger, Ruling, Told
from bot.words import Words
from retrieval import fold, gist

_NUMBER = re.compile(r"#?(?P<document>[Dd]?)(?P<number>\d{1,12})")
_QUOTE = re.compile(r"(?P<answer>[0-9a-f]{12}):(?P<number>\d{1,2})")


async def pin(request: PinQuote, libraries: Libraries) -> Reply:
    """Tie questions to a passage, which is quoted first from then on."""
    may_decide(request.asker, request.library, action=Words("pin passages"))
    questions = [question.strip() for question in request.questions if gist(question)]
    if not questions:
        raise BadRuling(Words("A pin needs a question: /pin PASSAGE QUESTION."))
    named = PASSAGE.fullmatch(await _passage(request, libraries))
    if named is None:
        raise UnknownSource(Words("passage {}").format(request.passage))
    place = await place_of(named, libraries, names=request.libraries)
    if not whole(place.document):
        title = place.document.source.title
        raise BadRuling(Words("“{}” may not be quoted as a whole, so nothing of it can be pinned.").format(title))
    became = await fate(place, libraries, names=request.libraries)
    if became.today is None or (became.status != "same" and became.still is None):
        raise BadRuling(Words("These words stand in no document today, so they cannot be pinned."))
    body = {"questions": questions, "document": place.document.id, "words": place.text, "passage": place.id}
    number = await Ledger(libraries.store).rule(request.library, PIN, body=body, by=request.asker.name)
    return desk_reports.ruled(number, PIN, body)


async def _passage(request: PinQuote, libraries: Libraries) -> str:
    """Give the passage id that is meant, which may be named as a quote of an answer."""
    if not (quote := _QUOTE.fullmatch(request.passage)):
        return request.passage
    kept = await Ledger(libraries.store).receipt(quote["answer"], among=request.libraries)
    quotes = (*kept.body["quotes"], *kept.body["nearest"]) if kept else ()
    if not 0 < int(quote["number"]) <= len(quotes):
        raise UnknownSource(Words("quote {}").format(request.passage))
    passage: str = quotes[int(quote["number"]) - 1]["passage"]
    return passage


async def accept(request: Accept, libraries: Libraries) -> Reply:
    """Let two words count as the same."""
    may_decide(request.asker, request.library, action=Words("accept aliases"))
    word, means = (fold(each.strip()) if each.strip() else "" for each in (request.word, request.means))
    if not word or not means or word == means or any(" " in each or len(gist(each)) != 1 for each in (word, means)):
        raise BadRuling(Words("An alias is two single words: /alias ban = suspension."))
    body = {"word": word, "means": means}
    number = await Ledger(libraries.store).rule(request.library, ALIAS, body=body, by=request.asker.name)
    return desk_reports.ruled(number, ALIAS, body)


async def keep(request: Keep, libraries: Libraries) -> Reply:
    """Mark an answer as golden: it must stay."""
    may_decide(request.asker, request.library, action=Words("keep golden answers"))
    kept = await Ledger(libraries.store).receipt(request.answer, among=request.libraries)
    if kept is None or not kept.body["quotes"]:
        raise UnknownSource(Words("answer {}").format(request.answer))
    known = ("question", "history", "libraries", "quotes")
    body = {"answer": request.answer, **{name: kept.body[name] for name in known}, "source": kept.body.get("source")}
    number = await Ledger(libraries.store).rule(request.library, GOLDEN, body=body, by=request.asker.name)
    return desk_reports.ruled(number, GOLDEN, body)


async def supersede(request: Supersede, libraries: Libraries) -> Reply:
    """Mark an answer as superseded, and tell so where it was given, its quotes as they were."""
    may_decide(request.asker, request.library, action=Words("mark answers as superseded"))
    ledger = Ledger(libraries.store)
    kept = await ledger.receipt(request.answer, among=request.libraries)
    if kept is None:
        raise UnknownSource(Words("answer {}").format(request.answer))
    named = filter(None, (PASSAGE.fullmatch(each["passage"]) for each in kept.body["quotes"]))
    quotes = [(await place_of(passage, libraries, names=request.libraries)).quote for passage in named]
    quotes = await shown(quotes, libraries, names=request.libraries)
    body = {"answer": request.answer, "question": kept.body["question"]}
    number = await ledger.rule(request.library, SUPERSEDED, body=body, by=request.asker.name)
    messages = await ledger.posted(request.answer, libraries=request.libraries)
    return desk_reports.superseded(number, body, quotes, messages=messages)


async def tell(request: Rulings, libraries: Libraries) -> Reply:
    """List what was ruled for a library, and what of it holds no more."""
    moderators_only(request.asker, Words("see what was ruled"))
    every = await Ledger(libraries.store).rulings([request.library], *KINDS)
    broken = {each.answer for each in await broken_golden(libraries, names=(request.library,))}
    index = await libraries.index(request.libraries)
    stale = {
        ruling.number
        for ruling in every
        if (ruling.kind == PIN and Pin.of(ruling).place(index) is None)
        or (ruling.kind == GOLDEN and ruling.body["answer"] in broken)
    }
    told = [await _without_words(ruling, libraries, names=request.libraries) for ruling in every]
    return desk_reports.rulings(told, stale=stale)


async def revoke(request: Revoke, libraries: Libraries) -> Reply:
    """Take a ruling back."""
    may_decide(request.asker, request.library, action=Words("take rulings back"))
    ruling = await Ledger(libraries.store).revoke(request.number, library=request.library, by=request.asker.name)
    if ruling is None:
        raise BadRuling(Words("There is no ruling {} here. Look at the list: /rulings.").format(request.number))
    return desk_reports.revoked(await _without_words(ruling, libraries, names=(request.library, *SHARED)))


async def undo(request: Undo, libraries: Libraries) -> Reply:
    """Undo what the audit list has under a number, as far as that can be."""
    may_decide(request.asker, request.library, action=Words("undo what was done"))
    found = _NUMBER.fullmatch(request.number.strip())
    if found is None:
        raise BadRuling(Words("A number of the audit list is expected: /undo 3 or /undo D3."))
    number = int(found["number"])
    if found["document"]:
        return await _undo_document(number, request, libraries)
    ledger = Ledger(libraries.store)
    deed = await ledger.deed(number, library=request.library)
    if deed is None:
        raise BadRuling(Words("There is no number {} in the audit list here.").format(number))
    verb, _, kind = deed.action.partition(" ")
    if kind not in KINDS or verb not in ("added", "removed"):
        raise BadRuling(Words("“{}” cannot be undone here.").format(deed.action))
    if verb == "removed":
        again = await ledger.rule(request.library, kind, body=deed.detail["body"], by=request.asker.name)
        body = await without_words(deed.detail["body"], libraries, names=(request.library, *SHARED))
        return desk_reports.ruled(again, kind, body)
    return await revoke(Revoke(request.asker, deed.detail["number"], request.library), libraries)


async def _without_words(ruling: Ruling, libraries: Libraries, *, names: Names) -> Ruling:
    return dataclasses.replace(ruling, body=await without_words(ruling.body, libraries, names=names))


async def _undo_document(number: int, request: Undo, libraries: Libraries) -> Reply:
    past = History(libraries.store)
    for removal in await past.removals(request.library):
        if removal.number == number:
            check_in_time(removal)
    change = await past.undo(number, library=request.library, by=request.asker.name)
    if change is None:
        raise BadRuling(
            Words(
                "D{} cannot be undone: there is no such change here, the document has changed again since, or what "
                "was before is not known."
            ).format(number)
        )
    if document := await libraries.store.document(change.document, libraries=[request.library]):
        await Told(libraries.store, request.library).follow(document)
    await libraries.changed(request.library)
    return reports.changed([change])
