"""Small documents for tests, made by hand, and a bot that holds some."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from bot.handlers import Libraries, Receipts, Respond, responder
from bot.requests import Asker
from bot.store import Store
from retrieval import Block, Document, Kind, Passage, Quote, Source

LETTER = "Karim Khan is the prosecutor. He spoke in May.\n\nSincerely,\n\nJ Street\n\nHuman Rights Now"
ANYBODY = Asker("somebody")
MODERATOR = Asker("somebody", moderator=True)
OPERATOR = Asker("somebody", moderator=True, operator=True)
SOURCE = Source("Joint letter", "Human Rights Now", dt.date(2024, 5, 22), "https://example.org/letter")


def document(name: str, text: str, source: Source | None = None, *, based_on: Source | None = None) -> Document:
    """Make a document whose paragraphs stand between blank lines."""
    blocks: list[Block] = []
    position = 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            start = position + len(paragraph) - len(paragraph.lstrip())
            blocks.append(Block(Kind.PARAGRAPH, start, position + len(paragraph.rstrip())))
        position += len(paragraph) + 2
    return Document(name, text, source or Source(name), tuple(blocks), based_on)


def letter() -> Document:
    """Make the letter, which everything is known of."""
    return document("letter.txt", LETTER, SOURCE)


def quote(of: Document, words: str, **known: object) -> Quote:
    """Quote words where they first stand; what is known of the passage, such as its page, is passed on."""
    start = of.text.index(words)
    passage = Passage(of.id, of.revision, start, start + len(words), Kind.PARAGRAPH, 0, **known)  # type: ignore[arg-type] # by name, for brevity
    return Quote(of, (passage,), score=2.5, matches=((start, start + len(words.split(maxsplit=1)[0])),))


@dataclass
class Bot:
    """A bot that holds some documents."""

    store: Store
    respond: Respond

    async def damage(self) -> None:
        """Flip a character of the letter behind the store's back."""
        async with self.store.engine.begin() as connection:
            await connection.execute(sa.text("UPDATE revisions SET text = replace(text, 'Karim Khan', 'Karim Khat')"))


@asynccontextmanager
async def opened_bot() -> AsyncIterator[Bot]:
    """Open a bot with the letter and two documents on other things."""
    documents = (
        letter(),
        document("weather.md", "It rained in Bergen on Monday. The umbrellas were sold out by noon."),
        document("cooking.md", "Boil the potatoes for twenty minutes. Add salt and butter before serving."),
    )
    async with Store.open(None) as store:
        await store.add(documents, library="shared")
        receipts = Receipts(store)
        yield Bot(store, responder(Libraries(store), receipts))
        await receipts.settled()
