"""What is asked about documents, quotes and the past of answers, and how documents change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.requests.scope import SHARED, Asker
from retrieval import Description


@dataclass(frozen=True, slots=True)
class SourceList:
    """List the documents."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceShow:
    """Show what is known of a document, a passage, an answer or a quote, and what became of it.

    The id is `document`, `document@revision:start-end`, an answer's (for moderators), or `answer:number`.
    """

    asker: Asker
    id: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceOriginal:
    """Give the file that a document was read from."""

    asker: Asker
    document: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceText:
    """Give a document's canonical text, exactly."""

    asker: Asker
    document: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceAdd:
    """Add the documents of a file to a library, or replace those of the same id; for moderators.

    `data` is what the file holds, or where it is: a path is opened by the bot, so only a terminal may send one. What is
    `given` of its documents wins over what is written down in it and beside it.
    """

    asker: Asker
    name: str
    data: bytes | Path = field(repr=False)
    library: str = SHARED[0]
    given: Description = field(default_factory=Description)


@dataclass(frozen=True, slots=True)
class SourceFetch:
    """Add the document that stands at a web address to a library, or replace what was read there; for moderators.

    What is `given` of it wins over what the page says, now and whenever it is fetched again.
    """

    asker: Asker
    address: str
    library: str = SHARED[0]
    given: Description = field(default_factory=Description)


@dataclass(frozen=True, slots=True)
class SourceRefresh:
    """Fetch documents from their web addresses again, one or all of a library; for moderators.

    What would change is told, and which past answers with it; with `apply` it is changed, and told.
    """

    asker: Asker
    document: str | None = None
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED
    apply: bool = False


@dataclass(frozen=True, slots=True)
class SourcePreview:
    """Tell what adding a file would change, sentence by sentence, and which past answers; for moderators.

    `data` is as for SourceAdd; nothing is changed.
    """

    asker: Asker
    name: str
    data: bytes | Path = field(repr=False)
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceEdit:
    """Tell anew what is known of a document: what is `given` wins, also when its file is read again; for moderators."""

    asker: Asker
    id: str
    given: Description
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class SourceRemove:
    """Remove a document from a library; its words stay for citations; for moderators.

    Unless that is `confirmed`, nothing is removed, and it is told what would be lost.
    """

    asker: Asker
    id: str
    library: str = SHARED[0]
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SourceRestore:
    """Bring a document back that was removed in the last 30 days; for moderators."""

    asker: Asker
    id: str
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class SourceReceipt:
    """Give the receipt of an answer, by its id, as a file; for moderators, since it shows the question."""

    asker: Asker
    id: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Verify:
    """Tell whether words stand in the documents, exactly; the text may say where they are said to stand.

    That is a passage id in brackets at the end, or a title after a dash.
    """

    asker: Asker
    text: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Why:
    """Tell why an answer (by its id, for moderators) or the answer to a question quotes what it quotes."""

    asker: Asker
    what: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Replay:
    """Ask again what a receipt, or the answer of this id, was asked; for moderators, since it shows the question."""

    asker: Asker
    receipt: str | Mapping[str, Any]
    libraries: tuple[str, ...] = SHARED
