"""The prompt: a line is a question or a command, and becomes the same request that every front end makes."""

import contextlib
import io
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document as Line
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot import commands, typed
from bot.errors import BotError
from bot.handlers import Respond, respond_alone
from bot.nearest import nearest
from bot.reply import Paragraph, Reply
from bot.requests import (
    SHARED,
    About,
    Again,
    Answers,
    Ask,
    Asker,
    AskPerson,
    Audit,
    ChangedAnswers,
    ChannelList,
    Check,
    Cite,
    Context,
    Feedback,
    Help,
    Keep,
    Replay,
    Request,
    Rulings,
    Search,
    SettingsShow,
    SourceList,
    SourceOriginal,
    SourcePreview,
    SourceReceipt,
    SourceRestore,
    SourceShow,
    SourceText,
    Supersede,
    Undo,
    Verify,
    Why,
    in_place,
)
from bot.terminal import Console, console, show
from retrieval import RetrievalError

PROMPT = "> "
QUIT = "/quit"
REMEMBERED = 10
"""Earlier questions that go with a new one; what was asked longer ago is another conversation."""

_COMMANDS: Mapping[str, Callable[[Asker, str], Request]] = MappingProxyType(
    {
        "/ask": Ask,
        "/search": Search,
        "/source list": lambda asker, _: SourceList(asker),
        "/source show": SourceShow,
        "/source original": SourceOriginal,
        "/source text": SourceText,
        "/source verify": Verify,
        "/source why": Why,
        "/source receipt": SourceReceipt,
        "/source replay": Replay,
        "/source preview": lambda asker, path: SourcePreview(asker, Path(path).name, Path(path).expanduser()),
        "/source add": typed.add,
        "/source edit": typed.edit,
        "/source refresh": typed.refresh,
        "/source remove": typed.remove,
        "/source restore": SourceRestore,
        "/source channel add": typed.only_on_discord,
        "/source channel remove": typed.only_on_discord,
        "/source channel list": lambda asker, _: ChannelList(asker),
        "/source withdraw": typed.withdrawal,
        "/pin": typed.pin,
        "/alias": typed.alias,
        "/answers": lambda asker, _: Answers(asker),
        "/golden": Keep,
        "/rulings": lambda asker, _: Rulings(asker),
        "/revoke": typed.revoke,
        "/changed": lambda asker, _: ChangedAnswers(asker),
        "/supersede": Supersede,
        "/gaps": typed.gaps,
        "/stats": typed.stats,
        "/audit": lambda asker, _: Audit(asker),
        "/undo": Undo,
        "/context": Context,
        "/more": typed.more,
        "/again": lambda asker, answer: Again(asker, answer, private=True),
        "/helpful": lambda asker, answer: Feedback(asker, answer, helpful=True),
        "/unhelpful": lambda asker, answer: Feedback(asker, answer, helpful=False),
        "/person": AskPerson,
        "/cite": Cite,
        "/settings show": lambda asker, _: SettingsShow(asker),
        "/setup": typed.setup,
        "/check": lambda asker, _: Check(asker),
        "/about": lambda asker, _: About(asker),
        "/help": lambda asker, _: Help(asker),
    }
)
_USAGES = dict(zip(commands.DOES, (usage for usage, _ in commands.COMMANDS), strict=True))
_ABOUT_AN_ANSWER = "[ANSWER]"
"""What a command takes that is about the answer before, unless it names another."""
_TAKE_ID = (
    "/source show ",
    "/source original ",
    "/source text ",
    "/source edit ",
    "/source remove ",
    "/source refresh ",
)
NAMES = (*_COMMANDS, QUIT)


@dataclass(frozen=True, slots=True)
class Library:
    """What is open: to be told at the start, and completed while typing."""

    documents: tuple[str, ...]
    passages: int


@dataclass(slots=True)
class Before:
    """What a line may go on with: the earlier questions, oldest first, the last answer, and the next page after it."""

    questions: tuple[str, ...] = ()
    answer: str | None = None
    page: int = 1

    def heed(self, reply: Reply) -> None:
        """Note which answer a reply is, or is about."""
        data = reply.data
        if "outcome" in data or "last" in data:
            self.answer, self.page = str(data["id"]), int(str(data.get("page", 0))) + 1


@dataclass(slots=True)
class Session:
    """One conversation: who asks, whom, where the replies are shown, which libraries, and what was said so far."""

    respond: Respond
    asker: Asker
    on: Console
    remembers: bool = True
    libraries: tuple[str, ...] = SHARED
    before: Before = field(default_factory=Before)

    async def enter(self, line: str) -> None:
        """Do what a line says, and show what comes of it."""
        match read(line, asker=self.asker, before=self.before):
            case str(words):
                self._say(words)
            case request:
                await self._reply(in_place(request, self.libraries))
                if isinstance(request, Ask) and self.remembers:
                    self.before.questions = (*self.before.questions, request.question)[-REMEMBERED:]
        self.on.print()

    async def _reply(self, request: Request) -> None:
        try:
            reply = await respond_alone(request, self.respond)
        except (BotError, RetrievalError) as error:
            self._say(str(error))
        else:
            show(reply, self.on)
            self.before.heed(reply)
            if "confirm" in reply.data:
                self._say(commands.CONFIRM.format(reply.data["confirm"]))

    def _say(self, words: str) -> None:
        show(Reply((Paragraph(words),)), self.on)


async def run(respond: Respond, library: Library, asker: Asker, *, libraries: tuple[str, ...] = SHARED) -> None:
    """Converse with whoever is at the terminal, or answer the lines of standard input if that is none."""
    interactive = sys.stdin.isatty()
    # The lines of a file are questions side by side; what a person types is a conversation.
    session = Session(respond, asker, console(sys.stdout, plain=not interactive), interactive, libraries)
    if interactive:
        session.on.print(commands.greeting(documents=len(library.documents), passages=library.passages))
    async for line in prompted(library) if interactive else piped():
        if line.strip() == QUIT:
            return
        if line.strip():
            await session.enter(line.strip())


def read(line: str, *, asker: Asker, before: Before) -> Request | str:
    """Make the request that a line asks for, or else say what is wrong with it."""
    if not line.startswith("/"):
        return Ask(asker, line, before.questions)
    command = next((name for name in _COMMANDS if line == name or line.startswith(f"{name} ")), None)
    if command is None:
        return commands.unknown_command(line, nearest=nearest(line, NAMES), every=NAMES)
    rest = line.removeprefix(command).strip()
    usage = _USAGES[command]
    if not rest and usage.endswith(_ABOUT_AN_ANSWER):
        if before.answer is None:
            return commands.no_answer_yet(usage)
        rest = f"{before.answer} {before.page}" if command == "/more" else before.answer
    if not rest and usage != command:
        return commands.usage(usage)
    try:
        return Ask(asker, rest, before.questions) if command == "/ask" else _COMMANDS[command](asker, rest)
    except BotError as error:
        return str(error)


async def prompted(library: Library) -> AsyncIterator[str]:
    """Yield what is typed: Ctrl-C clears a line, Ctrl-D ends."""
    prompt = PromptSession[str](history=_history(), completer=Commands(library.documents))
    while True:
        try:
            yield await prompt.prompt_async(PROMPT)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


async def piped() -> AsyncIterator[str]:
    """Yield the lines of standard input."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for line in sys.stdin:
        yield line


class Commands(Completer):
    """Completes commands, and the ids of documents after the commands that take one."""

    def __init__(self, documents: Iterable[str]) -> None:
        self._documents = tuple(documents)

    def get_completions(self, document: Line, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield what goes on as what was typed does, in any case of its letters."""
        del complete_event
        typed, offered = document.text_before_cursor, NAMES
        for command in _TAKE_ID:
            if typed.startswith(command):
                typed, offered = typed.removeprefix(command), self._documents
        for name in offered if document.text.startswith("/") else ():
            if name.casefold().startswith(typed.casefold()):
                yield Completion(name, start_position=-len(typed))


class _LastingHistory(FileHistory):
    """What was typed, in a file of the user's; a file that cannot be used is none of the user's worries."""

    def load_history_strings(self) -> Iterable[str]:
        with contextlib.suppress(OSError):
            return list(super().load_history_strings())
        return []

    def store_string(self, string: str) -> None:
        with contextlib.suppress(OSError):
            Path(os.fsdecode(self.filename)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            super().store_string(string)


def _history() -> History:
    """Keep the history where the XDG Base Directory Specification wants what a program should remember."""
    try:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    except RuntimeError:  # a user without a home
        return InMemoryHistory()
    return _LastingHistory(state / "verbatim" / "history")
