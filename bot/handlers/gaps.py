"""Gaps: the questions that the documents leave open, grouped by what they are about, asked again today."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot import figures
from bot.figures import Gap, Proposal
from bot.handlers.changed_answers import NOBODY
from bot.handlers.libraries import Libraries, Names
from bot.handlers.permission import moderators_only
from bot.handlers.receipts import ask_again, serving
from bot.handlers.rulings import Given, given, rules
from bot.reply import Reply
from bot.requests import Gaps
from bot.store import Desk, KeptReceipt, Ledger
from bot.words import Words
from retrieval import Answer, Index, asked_words, gist

LOOKED_AT = 300
"""Receipts that are looked at, the last asked first; those without an answer are asked again."""
MOST_PROPOSED = 5


@dataclass(frozen=True, slots=True)
class _Open:
    """A question that is still without an answer that helped, how often it was asked, and what is nearest today."""

    kept: KeptReceipt
    times: int
    words: Mapping[str, str]
    reached: Given


async def tell(request: Gaps, libraries: Libraries) -> Reply:
    """List the gaps, for moderators."""
    moderators_only(request.asker, Words("see what was asked"))
    every = await Ledger(libraries.store).receipts(request.libraries, limit=LOOKED_AT)
    index = await libraries.index(request.libraries)
    found, resolved = await _open(every, libraries, names=request.libraries)
    groups = [_gap(word, members) for word, members in _grouped(found, index)]
    answered = [kept.body["question"] for kept in every if kept.body["outcome"] == "Answer"]
    proposals = list(_proposals(found, answered, index))[:MOST_PROPOSED]
    return figures.gaps(groups, proposals, resolved=resolved, as_csv=request.csv)


async def _open(every: Sequence[KeptReceipt], libraries: Libraries, *, names: Names) -> tuple[list[_Open], int]:
    """Ask again what had no answer, or one that did not help: what is open still, and how much is resolved."""
    ruled = await rules(libraries.store, names)
    found: dict[tuple[str, ...], _Open] = {}
    resolved: set[tuple[str, ...]] = set()
    unhelpful = await Desk(libraries.store).unhelpful(names[-1])
    for kept in every:
        if kept.body["outcome"] == "Answer" and kept.answer not in unhelpful:
            continue
        asked = ask_again(kept.body, NOBODY)
        served = await serving(asked, libraries)
        key = gist(asked.question)
        if served is None or key in resolved:
            continue
        reached = await given(asked, served, ruled)
        if _helps(reached, kept):
            resolved.add(key)
            found.pop(key, None)
            continue
        before = found[key].times if key in found else 0
        first = found[key].kept if key in found else kept
        found[key] = _Open(first, before + max(kept.times, 1), asked_words(asked.question), reached)
    return list(found.values()), len(resolved)


def _helps(reached: Given, kept: KeptReceipt) -> bool:
    """Tell whether there is an answer today, and another one than that which did not help."""
    if not isinstance(reached.outcome, Answer):
        return False
    return {quote.id for quote in reached.quotes} != {each["passage"] for each in kept.body["quotes"]}


def _grouped(found: Sequence[_Open], index: Index) -> Iterator[tuple[str | None, list[_Open]]]:
    """Put questions together that share a rare word, the rarest first; the largest groups first."""
    holders = Counter(term for each in found for term in each.words)
    shared = [term for term, number in holders.items() if number > 1]
    left = list(found)
    groups: list[tuple[str | None, list[_Open]]] = []
    for term in sorted(shared, key=lambda term: (-index.idf("sentence", term), term)):
        members = [each for each in left if term in each.words]
        if len(members) > 1:
            groups.append((members[0].words[term], members))
            left = [each for each in left if each not in members]
    groups += [(None, [each]) for each in left]
    yield from sorted(groups, key=lambda group: -sum(each.times for each in group[1]))


def _gap(word: str | None, members: Sequence[_Open]) -> Gap:
    """Tell of a group: what is asked, how often, and the section that is nearest to its most frequent question."""
    ordered = sorted(members, key=lambda each: -each.times)
    nearest = ordered[0].reached.quotes[:1]
    quote = nearest[0] if nearest else None
    return Gap(
        word=word,
        questions=tuple(each.kept.body["question"] for each in ordered),
        times=sum(each.times for each in ordered),
        last=max(each.kept.last for each in ordered),
        document=quote.document.id if quote else None,
        section=" > ".join(quote.passages[0].section) if quote and quote.document.source.share else "",
        missing=tuple(dict.fromkeys(word for each in ordered for word in _missing(each))),
    )


def _missing(each: _Open) -> tuple[str, ...]:
    outcome = each.reached.outcome
    return () if isinstance(outcome, Answer) else outcome.missing_terms


def _proposals(found: Sequence[_Open], answered: Sequence[str], index: Index) -> Iterator[Proposal]:
    """Propose aliases: a word that no document holds, for the one word that an answered question has in its place."""
    known = [(question, asked_words(question)) for question in answered]
    proposed: set[tuple[str, str]] = set()
    for each in found:
        for question, words in known:
            mine, theirs = each.words.keys() - words.keys(), words.keys() - each.words.keys()
            if len(mine) != 1 or len(theirs) != 1 or len(words) < 2:
                continue
            [term], [other] = mine, theirs
            pair = each.words[term], words[other]
            if not index.knows(term) and index.knows(other) and pair not in proposed:
                proposed.add(pair)
                yield Proposal(*pair, asked=each.kept.body["question"], answered=question)
