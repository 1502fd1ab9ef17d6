"""What can be asked of the bot, by whom, and of which libraries: the values that every front end makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.preferences import Preferences

SHARED = ("shared",)
"""The library that everybody may ask, alone; only the operator changes it."""


def guild_library(guild: int) -> str:
    """Name the library of one Discord server."""
    return f"guild-{guild}"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who makes a request; the front end vouches for the rest.

    A `moderator` may change the library of the place that a request comes from; the `operator`, who runs the bot,
    may look into everything.
    """

    name: str
    moderator: bool = False
    operator: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a question; `history` holds the earlier questions of the same conversation, oldest first.

    `private` says that only the asker will see the reply; `source` is the id of the one document to answer from.
    """

    asker: Asker
    question: str
    history: tuple[str, ...] = ()
    private: bool = False
    source: str | None = None
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Search:
    """Rank the passages for a question, and answer nothing."""

    asker: Asker
    question: str
    limit: int = 10
    history: tuple[str, ...] = ()
    libraries: tuple[str, ...] = SHARED


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
class Verify:
    """Tell whether words stand in the documents, exactly; the text may say where they are said to stand.

    That is a passage id in brackets at the end, or a title after a dash.
    """

    asker: Asker
    text: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceAdd:
    """Add the documents of a file to a library, or replace those of the same id; for moderators.

    `data` is what the file holds, or where it is: a path is opened by the bot, so only a terminal may send one.
    """

    asker: Asker
    name: str
    data: bytes | Path = field(repr=False)
    library: str = SHARED[0]


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
class SourceRemove:
    """Remove a document from a library; its words stay for citations; for moderators."""

    asker: Asker
    id: str
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class Replay:
    """Ask again what a receipt, or the answer of this id, was asked; for moderators, since it shows the question."""

    asker: Asker
    receipt: str | Mapping[str, Any]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SourceReceipt:
    """Give the receipt of an answer, by its id, as a file; for moderators, since it shows the question."""

    asker: Asker
    id: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Why:
    """Tell why an answer (by its id, for moderators) or the answer to a question quotes what it quotes."""

    asker: Asker
    what: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Check:
    """Look for damage in everything that is stored; for moderators."""

    asker: Asker


@dataclass(frozen=True, slots=True)
class Help:
    """Tell what can be asked."""

    asker: Asker


@dataclass(frozen=True, slots=True)
class About:
    """Tell what this bot is, and how much the libraries hold."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class PinQuote:
    """Quote a passage first whenever one of these questions is asked; for moderators.

    The passage is named by its id, or as a quote of an answer: `answer:number`.
    """

    asker: Asker
    passage: str
    questions: tuple[str, ...]
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Accept:
    """Let two words count as the same in questions; for moderators."""

    asker: Asker
    word: str
    means: str
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class Keep:
    """Mark an answer as golden, so that whoever would change it is warned; for moderators."""

    asker: Asker
    answer: str
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Rulings:
    """List pins, aliases and golden answers; for moderators."""

    asker: Asker
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Revoke:
    """Take a pin, an alias or a golden answer back; for moderators."""

    asker: Asker
    number: int
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class ChangedAnswers:
    """List the last answers that quote words which have changed since; for moderators."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Posted:
    """Note that an answer was given in a message that everybody sees, by the ids of its channel and of itself."""

    asker: Asker
    answer: str
    channel: int
    message: int
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Supersede:
    """Mark an answer as superseded, in the list and in the messages in which it was given; for moderators."""

    asker: Asker
    answer: str
    library: str = SHARED[0]
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Answers:
    """List the last answers with their ids, by which other commands name them; for moderators."""

    asker: Asker
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Gaps:
    """List the questions without an answer, grouped, with what is nearest to each group; for moderators."""

    asker: Asker
    csv: bool = False
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Stats:
    """Count what was asked and answered in the last days, with a picture; for moderators."""

    asker: Asker
    days: int = 30
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Audit:
    """List what moderators did, the last first; for moderators."""

    asker: Asker
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class Undo:
    """Undo what the audit list has under a number (D and a number: a document's), where that can be; for moderators."""

    asker: Asker
    number: str
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class Context:
    """Show the quotes of an answer with what stands before and after them."""

    asker: Asker
    answer: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class More:
    """Show what else the documents hold on an answer's question: its next passages, a page at a time, from 1."""

    asker: Asker
    answer: str
    page: int = 1
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Again:
    """Give an answer once more, so that others see it or that they do not."""

    asker: Asker
    answer: str
    private: bool
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Feedback:
    """Say whether an answer helped."""

    asker: Asker
    answer: str
    helpful: bool
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Pass an answer's question on to the moderators of a place, once."""

    asker: Asker
    answer: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class Cite:
    """Show a passage by its id, with its source, for others to read."""

    asker: Asker
    passage: str
    libraries: tuple[str, ...] = SHARED


@dataclass(frozen=True, slots=True)
class SettingsShow:
    """Tell what the moderators of a library have chosen; for moderators."""

    asker: Asker
    library: str = SHARED[0]


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """Choose how the bot behaves in the place of a library; for moderators."""

    asker: Asker
    chosen: Preferences
    library: str = SHARED[0]


Inquiry = Posted | Replay | SourceOriginal | SourceReceipt | SourceShow | Verify | Why
"""What is asked about answers, quotes and their past."""

Ruling = Accept | Keep | PinQuote | Revoke | Rulings | Supersede | Undo
"""What moderators decide."""

Desk = Ruling | Answers | Audit | ChangedAnswers | Gaps | SourcePreview | Stats
"""What moderators decide, and look after."""

FollowUp = Context | More | Again | Feedback | AskPerson
"""What is asked about an answer that was just given."""

Settings = SettingsShow | SettingsChange
"""What is chosen for a server."""

Request = (
    About
    | Ask
    | Check
    | Cite
    | Desk
    | FollowUp
    | Help
    | Inquiry
    | Search
    | Settings
    | SourceAdd
    | SourceList
    | SourceRemove
    | SourceText
)


def is_private(request: Request) -> bool:
    """Tell whether only the asker will see the reply: always, unless it is an answer that is not to be private."""
    return request.private if isinstance(request, Ask | Again) else True
