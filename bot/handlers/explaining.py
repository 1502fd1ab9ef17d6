"""Explaining: why an answer quotes what it quotes, as moderators see it."""

import asyncio
import functools
import re

from bot import explanations
from bot.handlers import quotable
from bot.handlers.libraries import Libraries
from bot.handlers.permission import visible
from bot.handlers.receipts import ask_again, find, serving
from bot.handlers.rulings import given, rules
from bot.handlers.sources import unknown
from bot.reply import Reply
from bot.requests import Ask, Why
from bot.words import Words
from retrieval import Place, explain

_ANSWER = re.compile(r"[0-9a-f]{12}")


async def why(request: Why, libraries: Libraries) -> Reply:
    """Explain an answer that was given, as it would be given today, or the answer to a question."""
    asked, revision = Ask(request.asker, request.what, libraries=request.libraries), None
    if _ANSWER.fullmatch(request.what):
        among = visible(request.asker, request.libraries, action=Words("see what was asked"))
        kept = await find(libraries.store, request.what, among=among)
        asked, revision = ask_again(kept, request.asker), kept["library"]
    served = await serving(asked, libraries)
    if served is None:
        raise await unknown(str(asked.source), libraries, names=asked.libraries)
    ruled = await rules(libraries.store, asked.libraries)
    reached = await given(asked, served, ruled)
    shown = [(each.document.id, each.start, each.end) for one in reached.quotes for each in (one, *one.also)]
    work = functools.partial(
        explain, asked.question, served.index, history=asked.history, aliases=ruled.aliases, shown=shown
    )
    found = await asyncio.to_thread(work)
    quotes = []
    for one in (found.best, found.runner_up):
        if one:
            document = served.index.document(one.hit.position)
            quotes.append(Place(document, one.hit.passage.start, one.hit.passage.end).quote)
    quotes = await quotable.shown(quotes, libraries, names=asked.libraries)
    today = revision is None or revision == served.revision
    return explanations.explained(found, quotes, pinned=reached.pinned, threshold=served.threshold, today=today)
