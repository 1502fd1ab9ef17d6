"""The check: everything that is stored is compared with what it should be."""

from collections.abc import Iterable, Iterator

from bot import replies
from bot.errors import NotAllowed, StoreError
from bot.handlers.libraries import Libraries
from bot.reply import Reply
from bot.requests import Check
from bot.store import Kept
from bot.words import Words
from retrieval import Document, revision_of, split

Finding = tuple[str, str]


async def check(request: Check, libraries: Libraries) -> Reply:
    """Look for damage in the database, every text and original, every passage of today's documents, and the indexes.

    Only the files of an index are mended: they are removed, to be made anew.
    """
    if not request.asker.operator:
        raise NotAllowed(Words("run check"), operator=True)
    store = libraries.store
    damage = [("database", line) for line in await store.damage()]
    damage += _altered(await store.kept())
    damage += [(f"original {name}", wrong) async for name, wrong in store.damaged_originals()]
    documents: list[Document] = []
    try:
        documents = await store.documents(await store.libraries())
    except StoreError as error:
        damage.append(("documents", str(error)))
    passages = 0
    for document in documents:
        for passage in split(document):
            passages += 1
            if not 0 <= passage.start < passage.end <= len(document.text):
                damage.append((passage.id, f"reaches outside its text of {len(document.text)} characters"))
    if not damage:  # an index of damaged texts is another one anyway
        for library in await store.libraries():
            damage += [(f"index of {library}", wrong) for wrong in await libraries.unsound(library)]
    return replies.checked(damage, documents=len(documents), passages=passages)


def _altered(texts: Iterable[Kept]) -> Iterator[Finding]:
    for kept in texts:
        found = revision_of(kept.text)
        if found != kept.revision:
            yield f"{kept.document} ({kept.library})", f"its text has revision {found}, expected {kept.revision}"
