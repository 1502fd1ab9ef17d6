"""The sentences that explain an answer: what gave it its place, in parts that add up; and the reply made of them."""

from collections.abc import Iterator, Sequence

from bot import contract, naming
from bot.citations import Citation, cite
from bot.replies import quoted, sources
from bot.reply import Listing, Paragraph, Part, Reply
from bot.words import Words
from retrieval import Explained, Explanation, FeatureShare, Quote, TermShare

SINCE = Words("The documents have changed since this answer was given; this is how it would be reached today.")
ASKED = Words("“{question}” was understood as: {words}.")
CORRECTED = Words("{} was read as {}.")
ALIASED = Words("{} also counts as {}: an alias of the moderators.")
ORIGINS = {
    "word": Words("a word of the question"),
    "relative": Words("a form related to an unknown word"),
    "alias": Words("by an alias of the moderators"),
    "earlier": Words("a word of an earlier question"),
}
SHARE = Words("{} ({})")
SURE = Words("Confidence {confidence:.3f}; from {threshold:.3f} on there is an answer.")
PINNED = Words("The moderators have pinned the first quotes shown; this is what ranks highest without them.")
BEST = Words("The best passage, by rank number {place}:")
RUNNER_UP = Words("The runner-up, the best passage that was not shown, by rank number {place}:")
NO_RUNNER_UP = Words("There is no runner-up: no other passage holds a word of the question.")
NOTHING = Words("No passage holds any word of the question.")
FIRST = Words("Its score in the first search is {score:.3f}, the sum of what each term gives:")
PRIOR = Words("the document, by the earlier questions")
FINAL = Words("Its final score is {score:.3f}, the sum of each feature's value times its weight:")
NO_WORD = Words("nothing")
DIGITS = 6
"""Decimals of the parts, so that they still add up."""


def explained(found: Explanation, quotes: Sequence[Quote], *, pinned: int, threshold: float, today: bool) -> Reply:
    """Explain an answer: `quotes` are its best passage and the runner-up, as far as there are any.

    `today` says that the documents are those that the answer was given from.
    """
    parts: list[Part] = [*_understood(found, threshold=threshold)]
    if not today:
        parts.insert(0, Paragraph(SINCE))
    if pinned:
        parts.append(Paragraph(PINNED))
    citations = cite(quotes)
    shown = [each for each in (found.best, found.runner_up) if each]
    for lead_in, each, citation in zip((BEST, RUNNER_UP), shown, citations, strict=False):
        parts += [Paragraph(lead_in.format(place=each.place)), *_passage(each, citation)]
    if not shown:
        parts.append(Paragraph(NOTHING))
    elif len(shown) == 1:
        parts.append(Paragraph(NO_RUNNER_UP))
    parts += sources(citations)
    written = [_written(each, citation) for each, citation in zip(shown, citations, strict=True)]
    return Reply(
        tuple(parts),
        {
            "question": found.query.question,
            "confidence": round(found.confidence, DIGITS),
            "threshold": round(threshold, DIGITS),
            "same_library": today,
            "pinned": pinned,
            "corrections": [list(pair) for pair in found.query.corrections],
            "aliases": [list(pair) for pair in found.query.aliased],
            "best": written[0] if written else None,
            "runner_up": written[1] if len(written) > 1 else None,
        },
    )


def _understood(found: Explanation, *, threshold: float) -> Iterator[Part]:
    words = ", ".join(word.surface for word in found.query.words)
    yield Paragraph(ASKED.format(question=found.query.question, words=words or NO_WORD))
    aliased = dict(found.query.aliased)
    for word, read in found.query.corrections:
        if aliased.get(word) != read:
            yield Paragraph(CORRECTED.format(word, read))
    for word, alias in found.query.aliased:
        yield Paragraph(ALIASED.format(word, alias))
    yield Paragraph(SURE.format(confidence=found.confidence, threshold=threshold))


def _passage(each: Explained, citation: Citation) -> Iterator[Part]:
    yield quoted(citation)
    yield Paragraph(FIRST.format(score=each.first))
    terms = [(f"“{share.term}”", _told(share)) for share in each.terms]
    if each.prior:
        terms.append((PRIOR, f"{each.prior:.3f}"))
    yield Listing(tuple(terms))
    yield Paragraph(FINAL.format(score=each.hit.score))
    yield Listing(tuple((naming.FEATURES[share.name], _product(share)) for share in each.features if share.total))


def _told(share: TermShare) -> str:
    fields = " + ".join(f"{name} {value:.3f}" for name, value in share.fields.items() if value)
    parts = f"{share.total:.3f}" + (f" = {fields}" if fields else "")
    return SHARE.format(parts, ORIGINS[share.origin])


def _product(share: FeatureShare) -> str:
    return f"{share.total:+.3f} = {share.value:.3f} x {share.weight:+.3f}"


def _written(each: Explained, citation: Citation) -> contract.Json:
    return {
        **contract.placed(citation),
        "place": each.place,
        "score": round(each.hit.score, DIGITS),
        "first_score": round(each.first, DIGITS),
        "prior": round(each.prior, DIGITS),
        "terms": [
            {
                "term": share.term,
                "origin": share.origin,
                "weight": round(share.weight, DIGITS),
                **{name: round(value, DIGITS) for name, value in share.fields.items()},
            }
            for share in each.terms
        ],
        "features": [
            {"name": share.name, "value": round(share.value, DIGITS), "weight": round(share.weight, DIGITS)}
            for share in each.features
        ],
    }
