"""The terminal is the bot: at the prompt and on Discord, every request is the same and gets the same reply.

Each case is done twice, from the same start: typed at the prompt, as on that server, and done on a simulated Discord.
"""

import dataclasses
import io
import re
import typing
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot import requests, terminal
from bot.discord_app import Behind, Client, create
from bot.errors import BotError
from bot.handlers import Libraries, Receipts, Respond, responder
from bot.markdown import message
from bot.preferences import Preferences
from bot.repl import Session
from bot.reply import Attached, Paragraph, Reply
from bot.requests import Asker, Request, guild_library
from bot.store import Desk, Store
from bot.words import Words
from tests.discord_bot import Discord, labels, peopled, recording, text
from tests.library import OPERATOR, document, letter

pytestmark = pytest.mark.simcord(shard_count=1, settle_timeout=60.0)

ANSWERED = "Who is the prosecutor?"
MILL = "Which mill of Khan turns by the river?"
RULES = b"# Rules\n\nA suspension lasts three days. Dogs may enter the hall."
DISCORD_ONLY = {
    requests.Posted: "notes in which message an answer was given, and a prompt gives it in none",
    requests.ChannelAdd: "names a channel, and there are channels on Discord alone",
    requests.ChannelRemove: "the same",
    requests.MessageKeep: "names a message, and there are messages on Discord alone",
    requests.MessageList: "the same",
    requests.MessageWithdraw: "the same: a message's own author takes it back",
    requests.MessageAllow: "the same",
    requests.MessagesSeen: "tells the bot what its client sees in a channel; nobody asks for it",
}
"""What only Discord's front end asks, and why."""
PROMPT_ONLY = {requests.Check: "looks into everything that is stored, of all servers: it is for whoever runs the bot"}
"""What is only asked at a terminal, and why."""

Act = Callable[[Discord, Mapping[str, str]], Awaitable[simcord.InteractionResult]]


@dataclass(frozen=True)
class Case:
    """A request as it is typed and as it is made on Discord; `before` is typed by a moderator on both sides.

    `same_words` is False where Discord says a little more; `kept` says that it needs a data directory. What changes
    something is done from the start twice.
    """

    typed: str
    act: Act
    before: tuple[str, ...] = ()
    same_words: bool = True
    kept: bool = False
    changes: bool = False


def slash(command: str, /, **options: object) -> Act:
    """Give a slash command."""

    async def act(on: Discord, names: Mapping[str, str]) -> simcord.InteractionResult:
        given = {key: value.format_map(names) if isinstance(value, str) else value for key, value in options.items()}
        return await on.moderator.slash(on.channel, command, **given)

    return act


def press(*path: str, question: str = ANSWERED) -> Act:
    """Ask, and press one button after the other."""

    async def act(on: Discord, _: Mapping[str, str]) -> simcord.InteractionResult:
        result = await on.moderator.slash(on.channel, "ask", question=question)
        for label in path:
            assert result.response
            assert label in labels(result.response)
            result = await on.moderator.click(result.response, label=label)
        return result

    return act


async def cite(on: Discord, names: Mapping[str, str]) -> simcord.InteractionResult:
    """Pick a passage for a message."""
    asked = await on.moderator.send(on.channel, ANSWERED)
    found = await on.moderator.context_menu(on.channel, "Answer with sources", asked)
    assert found.response
    return await on.moderator.select(found.response, [names["passage"]])


async def edit(on: Discord, _: Mapping[str, str]) -> simcord.InteractionResult:
    """Fill in the form that tells what a document is."""
    form = await on.moderator.slash(on.channel, "source edit", document="rules.md")
    return await on.moderator.submit_modal(form, {"title": "House rules", "quotes": "yes"})


async def remove(on: Discord, _: Mapping[str, str]) -> simcord.InteractionResult:
    """Remove a document, and confirm it."""
    asked = await on.moderator.slash(on.channel, "source remove", document="rules.md")
    assert asked.response
    return await on.moderator.click(asked.response, label="Remove")


CASES = {
    requests.About: Case("/about", slash("about")),
    requests.Accept: Case("/alias boss = prosecutor", slash("alias", word="boss", means="prosecutor"), changes=True),
    requests.Again: Case("/again", press("Keep private"), (ANSWERED,)),
    requests.Answers: Case("/answers", slash("answers"), (ANSWERED,)),
    requests.Ask: Case(ANSWERED, slash("ask", question=ANSWERED)),
    requests.AskPerson: Case("/person", press("Ask a person"), ("/setup moderators=404", ANSWERED), changes=True),
    requests.Audit: Case("/audit", slash("audit"), ("/alias boss = prosecutor", "/setup language=en")),
    requests.ChangedAnswers: Case("/changed", slash("changed"), (ANSWERED,)),
    requests.ChannelList: Case("/source channel list", slash("source channel list")),
    requests.Cite: Case("/cite {passage}", cite, same_words=False),  # Discord says for whom it was picked
    requests.Context: Case("/context", press("Context"), (ANSWERED,)),
    requests.Feedback: Case("/unhelpful", press("Not helpful"), (ANSWERED,)),
    requests.Gaps: Case("/gaps", slash("gaps"), ("What is a zork?", "Where is the zork?")),
    requests.Help: Case("/help", slash("help")),
    requests.Keep: Case("/golden {answer}", slash("golden", answer="{answer}"), (ANSWERED,), changes=True),
    requests.More: Case("/more", press("More", "More", question=MILL), (MILL, "/more")),
    requests.PinQuote: Case(
        "/pin {passage} When? | At what time?",
        slash("pin", passage="{passage}", question="When? | At what time?"),
        changes=True,
    ),
    requests.Replay: Case("/source replay {answer}", slash("source replay", answer="{answer}"), (ANSWERED,)),
    requests.Revoke: Case("/revoke 1", slash("revoke", number=1), ("/alias boss = prosecutor",), changes=True),
    requests.Rulings: Case("/rulings", slash("rulings"), ("/alias boss = prosecutor",)),
    requests.Search: Case("/search mill river", slash("search", words="mill river")),
    requests.SettingsChange: Case(
        "/setup requests=3 wrongly=2 language=fr",
        slash("setup", requests=3, wrongly=2.0, language="fr"),
        same_words=False,  # Discord goes on in French
    ),
    requests.SettingsShow: Case("/settings show", slash("settings show"), ("/setup seconds=60",)),
    requests.SourceAdd: Case("/source add {file}", slash("source add", file=("rules.md", RULES)), changes=True),
    requests.SourceFetch: Case(
        "/source add https://example.org/rules", slash("source add", address="https://example.org/rules")
    ),  # both are told that this bot fetches nothing
    requests.SourceList: Case("/source list", slash("source list")),
    requests.SourceOriginal: Case(
        "/source original rules.md", slash("source original", document="rules.md"), ("/source add {file}",), kept=True
    ),
    requests.SourcePreview: Case("/source preview {file}", slash("source preview", file=("rules.md", RULES))),
    requests.SourceReceipt: Case("/source receipt {answer}", slash("source receipt", answer="{answer}"), (ANSWERED,)),
    requests.SourceEdit: Case("/source edit rules.md title=House rules", edit, ("/source add {file}",), changes=True),
    requests.SourceRefresh: Case("/source refresh", slash("source refresh")),
    requests.SourceRemove: Case("/source remove rules.md yes", remove, ("/source add {file}",), changes=True),
    requests.SourceRestore: Case(
        "/source restore rules.md",
        slash("source restore", document="rules.md"),
        ("/source add {file}", "/source remove rules.md yes"),
        changes=True,
    ),
    requests.SourceShow: Case("/source show letter.txt", slash("source show", id="letter.txt")),
    requests.SourceText: Case("/source text letter.txt", slash("source text", document="letter.txt")),
    requests.Stats: Case("/stats 7", slash("stats", days=7)),
    requests.Supersede: Case("/supersede {answer}", slash("supersede", answer="{answer}"), (ANSWERED,), changes=True),
    requests.Undelivered: Case("/person", press("Ask a person"), ("/setup moderators=404", ANSWERED), changes=True),
    requests.Undo: Case("/undo 1", slash("undo", number="1"), ("/alias boss = prosecutor",), changes=True),
    requests.Verify: Case("/source verify He spoke in June.", slash("source verify", text="He spoke in June.")),
    requests.Why: Case("/source why " + ANSWERED, slash("source why", what=ANSWERED)),
}
"""Every other request, made in both ways."""


def _every(union: Any) -> Iterator[type]:  # noqa: ANN401 - unions have no public type
    for each in typing.get_args(union) or (union,):
        if typing.get_args(each):
            yield from _every(each)
        else:
            yield each


def test_every_request_has_a_case_or_a_reason() -> None:
    assert set(_every(Request)) == set(CASES) | set(DISCORD_ONLY) | set(PROMPT_ONLY)
    assert not set(CASES) & {*DISCORD_ONLY, *PROMPT_ONLY}


def _noting(respond: Respond, made: list[tuple[Request, Reply]]) -> Respond:
    """Note what a call was asked and replied; an error of ours too, as a reply that says it."""

    async def noted(request: Request) -> Reply:
        try:
            return await recording(respond, made)(request)
        except BotError as error:
            made.append((request, Reply((Paragraph(error.words),))))
            raise

    return noted


class Turned:
    """A call that is turned from one store to another."""

    def __init__(self) -> None:
        self.to: Respond | None = None
        self.store: Store | None = None

    async def respond(self, request: Request) -> Reply:
        """Answer."""
        assert self.to
        return await self.to(request)

    async def titles(self, libraries: tuple[str, ...]) -> Mapping[str, str]:
        """Give the documents that can be named."""
        assert self.store
        return await self.store.titles(libraries)

    async def preferences(self, library: str) -> Preferences:
        """Give what was chosen."""
        assert self.store
        return await Desk(self.store).preferences(library)


@pytest.fixture
def turned() -> Turned:
    """Give the call that Discord's front end makes."""
    return Turned()


@pytest.fixture
def simcord_bot(turned: Turned) -> Client:
    """Give simcord the client."""
    return create(Behind(turned.respond, turned.titles, turned.preferences))


@asynccontextmanager
async def _opened(folder: Path | None) -> AsyncIterator[tuple[Store, Respond]]:
    async with Store.open(folder) as store:
        mills = " ".join(f"The mill of Khan number {n} turns by the river." for n in range(12))
        await store.add([letter(), document("mills.md", mills)], library="shared")
        receipts, libraries = Receipts(store), Libraries(store)
        yield store, responder(libraries, receipts)
        await receipts.settled()
        await libraries.settled()


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)
async def test_the_prompt_and_discord_make_the_same_request_and_get_the_same_reply(
    kind: type, turned: Turned, simcord_env: simcord.Env, simcord_bot: Client, tmp_path: Path
) -> None:
    case, on = CASES[kind], peopled(simcord_env, simcord_bot, [])
    operator = "{file}" in "".join((*case.before, case.typed))  # who alone may name a file of the machine
    place, asker = (
        ("shared", guild_library(on.guild.id)),
        Asker(str(on.moderator.id), moderator=True, operator=operator, called="mo"),
    )
    (tmp_path / "rules.md").write_bytes(RULES)
    names = {"file": str(tmp_path / "rules.md"), "passage": f"letter.txt@{letter().revision}:0-29", "answer": ""}

    at_prompt: list[tuple[Request, Reply]] = []
    on_discord: list[tuple[Request, Reply]] = []
    folders = (tmp_path / "prompt", tmp_path / "discord") if case.kept else (None, None)
    async with AsyncExitStack() as stack:
        store, respond = await stack.enter_async_context(_opened(folders[0]))
        session = await _begun(case, respond, (place, asker), names)
        session.on.file, session.respond = io.StringIO(), _noting(respond, at_prompt)
        await session.enter(case.typed.format_map(names))
        if case.changes:
            store, respond = await stack.enter_async_context(_opened(folders[1]))
            await _begun(case, respond, (place, asker), names)
        turned.to, turned.store = _noting(respond, on_discord), store
        result = await case.act(on, names)

    assert kind in [type(request) for request, _ in at_prompt]
    same = on_discord[-len(at_prompt) :]
    assert [_bare(request) for request, _ in same] == [_bare(request) for request, _ in at_prompt]
    for (_, typed), (_, given) in zip(at_prompt, same, strict=True):
        assert _timeless(given.parts) == _timeless(typed.parts)
        assert _timeless(given.data) == _timeless(typed.data)
        assert _timeless(given.told) == _timeless(typed.told)
    # What is shown is what that reply says, in the way of each.
    assert session.on.file.getvalue() == _printed(at_prompt[-1][1])
    if case.same_words:
        seen = result.response or result.followups[0]
        assert text(seen) == message(same[-1][1], language="en").text


async def _begun(case: Case, respond: Respond, where: tuple[tuple[str, ...], Asker], names: dict[str, str]) -> Session:
    """Type what comes before."""
    place, asker = where
    console = terminal.console(io.StringIO(), plain=True)
    session = Session(respond, asker, console, remembers=False, libraries=place)
    for line in case.before:
        await session.enter(line.format_map(names))
        names["answer"] = session.before.answer or ""
    return session


def _printed(reply: Reply) -> str:
    console = terminal.console(shown := io.StringIO(), plain=True)
    terminal.show(reply, console)
    console.print()
    return shown.getvalue()


def _bare(request: Request) -> object:
    """Give a request without what differs by right: a file is named at the prompt, what it holds is sent on Discord."""
    request = dataclasses.replace(request, asker=dataclasses.replace(request.asker, operator=False))
    if isinstance(request, requests.SourceAdd | requests.SourcePreview):
        data = request.data
        return dataclasses.replace(request, data=data.read_bytes() if isinstance(data, Path) else data)
    return request


TIMES = {"until", "elapsed_ms", "at", "last_asked", "median_ms", "slow_ms"}


def _timeless(value: Any) -> Any:  # noqa: ANN401 - whatever replies are made of
    """Leave out how long something took and when it was."""
    match value:
        case Attached(name, _, alt) if name.endswith(".png"):
            return name, alt
        case str():
            return re.sub(r"\d\d:\d\d|[\d.]+ ms", "", value)
        case Mapping():
            return {key: _timeless(each) for key, each in value.items() if key not in TIMES}
        case list() | tuple():
            return [_timeless(each) for each in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return [_timeless(getattr(value, field.name)) for field in dataclasses.fields(value)]
        case _:
            return value


def test_what_leaves_times_out_keeps_the_rest() -> None:
    assert _timeless({"at": 1, "is": [Words("at 12:30"), 2]}) == {"is": ["at ", 2]}


async def test_what_is_for_channels_is_told_at_the_prompt() -> None:
    async with _opened(None) as (_, respond):
        session = Session(respond, OPERATOR, terminal.console(shown := io.StringIO(), plain=True))
        for line in ("/source channel add general", "/source channel remove general", "/source withdraw all"):
            await session.enter(line)

    assert " ".join(shown.getvalue().split()).count("are those of a server on Discord") == 3
