"""Members' messages: quoted while moderators want it and their authors let them, and gone when these do not."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import repl
from bot.errors import BotError, CannotQuote, NotAllowed, TakenBack, UnknownSource
from bot.index_cache import IndexCache
from bot.posts import MOST_CHANNELS, Channel, Post, Why
from bot.reply import Listing, Paragraph, Reply
from bot.requests import (
    Ask,
    Asker,
    Audit,
    ChangedAnswers,
    ChannelAdd,
    ChannelList,
    ChannelRemove,
    Context,
    MessageAllow,
    MessageKeep,
    MessageList,
    MessagesSeen,
    MessageWithdraw,
    More,
    PinQuote,
    Posted,
    Replay,
    Request,
    Rulings,
    Search,
    SourceList,
    SourceRemove,
    SourceShow,
    SourceText,
    Undo,
    Verify,
    in_place,
)
from bot.requests import Why as Explain
from tests.desk import QUESTION, Desk, opened_desk
from tests.library import OPERATOR
from tests.posts import ALICE, BOATS, BOB, BOT, CHANNEL, LIBRARIES, LIBRARY, MODERATOR, MUTE, RULES, SPOT, link, post

AUTHOR = Asker(str(ALICE))
NAME = f"channel-{CHANNEL}/1"
BOAT = f"channel-{CHANNEL}/2"
WHEN = "How long does a mute last?"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Give a bot whose shared library has other rules."""
    async with opened_desk(None) as opened:
        yield opened


@pytest.fixture
async def filed(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give the same with a data directory, where receipts are kept, and indexes in files."""
    async with opened_desk(tmp_path / "data", cache=IndexCache(tmp_path / "data" / "indexes")) as opened:
        yield opened


async def see(desk: Desk, *posts: Post, span: tuple[int, int] | None = (0, 100)) -> dict[str, Any]:
    """Look at messages as a front end does."""
    seen = await desk.data(MessagesSeen(BOT, SPOT, posts, span, LIBRARY, LIBRARIES))
    await desk.libraries.settled()
    return seen


async def ask(desk: Desk, question: str = QUESTION) -> dict[str, Any]:
    """Ask as a member of the server."""
    answered = await desk.data(Ask(AUTHOR, question, libraries=LIBRARIES))
    await desk.receipts.settled()
    return answered


async def held(desk: Desk) -> list[str]:
    """Name the documents of the server's library."""
    return await desk.store.ids([LIBRARY])


async def written(desk: Desk) -> str:
    """Give everything that stands in the database."""
    async with desk.store.engine.connect() as connection:
        tables = (await connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'"))).scalars()
        rows = [(await connection.execute(sa.text(f'SELECT * FROM "{name}"'))).all() for name in tables]  # noqa: S608 - names of tables
    return repr(rows)


def _files_with(words: bytes, folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and words in file.read_bytes()]


def _said(reply: Reply) -> str:
    texts = [part.text for part in reply.parts if isinstance(part, Paragraph)]
    return "\n".join([*texts, *(str(part.entries) for part in reply.parts if isinstance(part, Listing))])


async def test_a_message_is_quoted_with_its_author_and_its_link(desk: Desk) -> None:
    await see(desk, post(1, f"**{MUTE}**"), post(2, BOATS))

    [quote] = (await ask(desk, WHEN))["quotes"]

    assert quote["text"] == MUTE
    assert quote["document"]["publisher"] == "Alice"
    assert quote["document"]["url"] == link(1)
    assert quote["link"].startswith(link(1))


async def test_only_the_server_sees_its_messages(desk: Desk) -> None:
    await see(desk, post(1, MUTE))

    assert MUTE not in str((await desk.respond(Ask(AUTHOR, WHEN))).data)
    assert MUTE not in str((await desk.respond(Ask(AUTHOR, WHEN, libraries=("shared", "guild-12")))).data)
    with pytest.raises(UnknownSource):
        await desk.respond(SourceText(AUTHOR, NAME))


async def test_what_nothing_speaks_for_is_not_kept(desk: Desk) -> None:
    seen = await see(desk, post(1, MUTE, why=None), post(2, "||hidden||"), dataclasses.replace(post(3, "")))

    assert seen["added"] == [BOAT]
    assert await held(desk) == [BOAT]


async def test_looking_again_changes_nothing(desk: Desk) -> None:
    both = post(1, MUTE), post(2, BOATS, author=BOB)
    await see(desk, *both)
    before = await written(desk)

    assert await see(desk, *both) == {"added": [], "replaced": [], "dropped": [], "erased": [], "full": False}
    assert await written(desk) == before


async def test_a_message_that_is_unpinned_goes_and_its_words_stay_for_citations(desk: Desk) -> None:
    await see(desk, post(1, MUTE), post(2, BOATS, why=Why.CHOSEN))
    [quote] = (await ask(desk, WHEN))["quotes"]

    assert (await see(desk, post(1, MUTE, why=None), span=None))["dropped"] == [NAME]

    assert await held(desk) == [BOAT]
    assert (await desk.data(SourceShow(AUTHOR, quote["passage"], LIBRARIES)))["status"] == "removed"
    assert (await see(desk, post(1, MUTE), span=None))["added"] == [NAME]


async def test_what_a_moderator_has_chosen_stays_without_a_pin(desk: Desk) -> None:
    await see(desk, post(1, MUTE))
    kept = await desk.respond(MessageKeep(MODERATOR, SPOT, post(1, MUTE, why=Why.CHOSEN), LIBRARY))

    assert kept.told
    assert link(1) in _said(kept.told)
    assert kept.data["channel"] == CHANNEL
    await see(desk, post(1, MUTE, why=None))
    assert await held(desk) == [NAME]


async def test_what_a_moderator_has_removed_comes_back_only_when_one_chooses_it(desk: Desk) -> None:
    await see(desk, post(1, MUTE))
    await desk.respond(SourceRemove(MODERATOR, NAME, LIBRARY, confirmed=True))

    await see(desk, post(1, MUTE))
    assert await held(desk) == []
    await see(desk, post(1, f"{MUTE} Ask them.", edited=5))
    assert await held(desk) == []

    await desk.respond(MessageKeep(MODERATOR, SPOT, post(1, f"{MUTE} Ask them.", why=Why.CHOSEN, edited=5), LIBRARY))
    assert await held(desk) == [NAME]


async def test_an_edit_replaces_the_words_and_erases_the_old_ones(filed: Desk) -> None:
    await see(filed, post(1, MUTE), post(2, BOATS, why=Why.CHOSEN))
    answered = await ask(filed, WHEN)
    await filed.respond(Posted(AUTHOR, answered["id"], CHANNEL, 77, LIBRARIES))

    seen = await see(filed, post(1, "A mute lasts nine weeks.", edited=1_700_000_000_000), span=None)

    assert (seen["replaced"], seen["messages"]) == ([NAME], [(CHANNEL, 77)])
    assert (await ask(filed, "How many weeks does a mute last?"))["quotes"][0]["text"].endswith("nine weeks.")
    assert "the helpers tell you" not in await written(filed)
    with pytest.raises(TakenBack, match="14 November 2023"):
        await filed.respond(SourceShow(AUTHOR, answered["quotes"][0]["passage"], LIBRARIES))


async def test_an_older_look_that_comes_later_does_not_bring_old_words_back(desk: Desk) -> None:
    await see(desk, post(1, MUTE, edited=9))

    assert (await see(desk, post(1, "Old words.", edited=8)))["replaced"] == []
    assert (await see(desk, post(1, "Old words.")))["replaced"] == []


async def test_an_edit_that_cannot_be_read_takes_the_message_away(desk: Desk) -> None:
    await see(desk, post(1, MUTE))

    unreadable = dataclasses.replace(post(1, MUTE, edited=9), document=None)
    assert (await see(desk, unreadable))["erased"] == [NAME]

    assert "the helpers tell you" not in await written(desk)


async def test_a_message_that_is_gone_from_discord_is_erased_and_what_was_not_looked_at_stays(desk: Desk) -> None:
    await see(desk, post(1, MUTE), post(50, BOATS))

    assert (await see(desk, span=(40, 60)))["erased"] == [f"channel-{CHANNEL}/50"]
    assert (await see(desk, span=None))["erased"] == []

    assert await held(desk) == [NAME]


async def test_whoever_wrote_a_message_takes_it_back_and_nobody_else_does(filed: Desk) -> None:
    await see(filed, post(1, MUTE), post(2, BOATS, why=Why.CHOSEN))
    answered = await ask(filed, WHEN)
    await filed.respond(Posted(AUTHOR, answered["id"], CHANNEL, 77, LIBRARIES))

    await filed.respond(MessageWithdraw(Asker(str(BOB)), 1, LIBRARY, LIBRARIES))
    assert await held(filed) == [NAME, BOAT]

    taken = await filed.respond(MessageWithdraw(AUTHOR, 1, LIBRARY, LIBRARIES))
    assert taken.data == {"withdrawn": [NAME], "messages": [(CHANNEL, 77)]}
    assert taken.told
    assert MUTE not in _said(taken.told)
    assert await held(filed) == [BOAT]
    with pytest.raises(TakenBack):
        await filed.respond(SourceShow(AUTHOR, NAME, LIBRARIES))
    shown = await filed.data(SourceShow(MODERATOR, answered["id"], LIBRARIES))
    assert {"passage": answered["quotes"][0]["passage"], "text": None, "status": "withdrawn"} in shown["passages"]
    assert (await see(filed, post(1, MUTE), span=None))["added"] == []
    with pytest.raises(CannotQuote, match="does not want it quoted"):
        await filed.respond(MessageKeep(MODERATOR, SPOT, post(1, MUTE, why=Why.CHOSEN), LIBRARY))


async def test_a_moderator_takes_a_message_back_for_its_author_even_after_it_was_removed(desk: Desk) -> None:
    await see(desk, post(1, MUTE))
    await desk.respond(SourceRemove(MODERATOR, NAME, LIBRARY, confirmed=True))

    assert (await desk.data(MessageWithdraw(MODERATOR, 1, LIBRARY, LIBRARIES)))["withdrawn"] == [NAME]

    assert "the helpers tell you" not in await written(desk)


async def test_whoever_wants_nothing_quoted_is_quoted_again_only_when_they_say_so(desk: Desk) -> None:
    await see(desk, post(1, MUTE), post(2, BOATS, author=BOB), post(3, "Alice was here too."))
    assert len((await desk.data(MessageList(AUTHOR, library=LIBRARY)))["messages"]) == 2

    taken = await desk.data(MessageWithdraw(AUTHOR, None, LIBRARY, LIBRARIES))

    assert len(taken["withdrawn"]) == 2
    assert await held(desk) == [BOAT]
    assert (await desk.data(MessageList(AUTHOR, library=LIBRARY)))["messages"] == []
    assert (await see(desk, post(4, "Alice again."), span=None))["added"] == []
    with pytest.raises(CannotQuote):
        await desk.respond(MessageKeep(MODERATOR, SPOT, post(5, "And again.", why=Why.CHOSEN), LIBRARY))
    await desk.respond(MessageAllow(AUTHOR, LIBRARY))
    assert (await see(desk, post(4, "Alice again."), span=None))["added"] == [f"channel-{CHANNEL}/4"]


async def test_words_that_were_taken_back_are_in_no_reply_and_nowhere_on_the_disk(filed: Desk, tmp_path: Path) -> None:
    words = "Wombats guard the zeppelin at quarter past seven."
    others = [post(number, f"Boat {number} needs a permit from the harbour office.") for number in range(2, 20)]
    await see(filed, post(1, words), *others)
    answered = await ask(filed, "What do wombats guard?")
    passage = answered["quotes"][0]["passage"]
    await filed.respond(PinQuote(MODERATOR, passage, ("Where is the zeppelin?",), LIBRARY, LIBRARIES))
    await ask(filed, "Where is the zeppelin?")
    await filed.libraries.settled()
    assert _files_with(b"quarter past", tmp_path)

    await filed.respond(MessageWithdraw(AUTHOR, 1, LIBRARY, LIBRARIES))
    await filed.libraries.settled()

    number = (await filed.data(Audit(MODERATOR, LIBRARY)))["deeds"][0]["number"]
    wanted: list[Request] = [
        Ask(AUTHOR, "Where is the zeplin?", libraries=LIBRARIES),
        Search(AUTHOR, "wombat guards", libraries=LIBRARIES),
        Ask(AUTHOR, "Which zeppelin do wombats protect at seven?", source=NAME, libraries=LIBRARIES),
        Verify(AUTHOR, "“They guard a blimp” — " + passage, LIBRARIES),
        SourceShow(AUTHOR, NAME, LIBRARIES),
        SourceShow(AUTHOR, passage, LIBRARIES),
        SourceShow(MODERATOR, answered["id"], LIBRARIES),
        SourceShow(MODERATOR, f"{answered['id']}:1", LIBRARIES),
        SourceText(AUTHOR, NAME, LIBRARIES),
        SourceList(AUTHOR, LIBRARIES),
        Context(AUTHOR, answered["id"], LIBRARIES),
        More(AUTHOR, answered["id"], 1, LIBRARIES),
        Explain(MODERATOR, answered["id"], LIBRARIES),
        Replay(MODERATOR, answered["id"], LIBRARIES),
        ChangedAnswers(MODERATOR, LIBRARIES),
        Rulings(MODERATOR, LIBRARY, LIBRARIES),
        Audit(MODERATOR, LIBRARY),
        Undo(MODERATOR, str(number), LIBRARY),
        MessageList(MODERATOR, everybody=True, library=LIBRARY),
    ]
    for request in wanted:
        try:
            told = repr(await filed.respond(request))
        except BotError as error:
            told = str(error)
        for word in ("quarter past", "at quarter", "guard the zeppelin at"):
            assert word not in told, request
    assert "quarter past" not in await written(filed)
    await filed.receipts.settled()
    assert _files_with(b"quarter past", tmp_path) == []


@settings(max_examples=4)  # each makes a bot
@given(kept=st.lists(st.text("bcdfgh", min_size=7, max_size=9), min_size=3, max_size=6, unique=True), data=st.data())
def test_whatever_is_taken_back_no_reply_has_its_words(kept: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(len(kept))), min_size=1))
    asyncio.run(_nothing_shows(kept, gone))


async def _nothing_shows(kept: list[str], gone: set[int]) -> None:
    """Keep messages with one word each that no other has, take some back, and look for their words everywhere."""
    async with opened_desk(None) as desk:
        await see(desk, *(post(number, f"The {word} opens at nine.") for number, word in enumerate(kept)))
        for number in gone:
            await desk.respond(MessageWithdraw(AUTHOR, number, LIBRARY, LIBRARIES))
        await desk.libraries.settled()
        words = [kept[number] for number in gone]
        asked: list[Request] = [
            Ask(AUTHOR, "When does the thing open?", libraries=LIBRARIES),
            SourceList(AUTHOR, LIBRARIES),
        ]
        near = [f"When does the {word[:-1]} open?" for word in words]
        asked += [Ask(AUTHOR, question, libraries=LIBRARIES) for question in near]
        asked += [Verify(AUTHOR, f"The {word[:-1]} opens at nine.", LIBRARIES) for word in words]
        for request in asked:
            told = repr(await desk.respond(request))
            assert not [word for word in words if word in told and word not in str(request)]
        assert not [word for word in words if f"The {word} opens" in await written(desk)]


async def test_moderators_choose_channels_and_everybody_sees_which(desk: Desk) -> None:
    added = await desk.respond(ChannelAdd(MODERATOR, Channel(CHANNEL, "rules", 9, "Staff"), library=LIBRARY))
    await see(desk, post(1, MUTE), post(2, BOATS, why=Why.CHOSEN))

    assert added.told
    assert "those with the role Staff" in _said(added.told)
    [listed] = (await desk.data(ChannelList(AUTHOR, LIBRARIES)))["channels"]
    assert listed == {"library": LIBRARY, "id": CHANNEL, "name": "rules", "role": 9, "kept": 2}
    assert f"{LIBRARY}: #rules" in _said(await desk.respond(ChannelList(OPERATOR)))
    assert "No channel is quoted from" in _said(await desk.respond(ChannelList(AUTHOR)))

    assert (await desk.data(ChannelRemove(MODERATOR, RULES, LIBRARY)))["documents"] == [NAME]
    assert await held(desk) == [BOAT]
    with pytest.raises(CannotQuote, match="#rules is not quoted from"):
        await desk.respond(ChannelRemove(MODERATOR, RULES, LIBRARY))
    await desk.respond(ChannelAdd(MODERATOR, RULES, library=LIBRARY))
    assert (await see(desk, post(1, MUTE)))["added"] == [NAME]


async def test_a_forum_is_told_nothing_and_a_channel_that_cannot_be_read_is_not_added(desk: Desk) -> None:
    assert (await desk.respond(ChannelAdd(MODERATOR, RULES, threaded=True, library=LIBRARY))).told is None
    with pytest.raises(CannotQuote, match="Message Content Intent"):
        await desk.respond(ChannelAdd(MODERATOR, Channel(23, "secret"), readable=False, library=LIBRARY))
    for number in range(1, MOST_CHANNELS):
        await desk.respond(ChannelAdd(MODERATOR, Channel(100 + number, "more"), library=LIBRARY))
    with pytest.raises(CannotQuote, match="At most 25 channels"):
        await desk.respond(ChannelAdd(MODERATOR, Channel(99, "one too many"), library=LIBRARY))
    await desk.respond(ChannelAdd(MODERATOR, RULES, library=LIBRARY))


async def test_a_moderator_is_told_where_not_everybody_can_see_what_will_be_quoted(desk: Desk) -> None:
    added = await desk.respond(ChannelAdd(MODERATOR, RULES, hidden=True, library=LIBRARY))
    kept = await desk.respond(MessageKeep(MODERATOR, SPOT, post(1, MUTE, why=Why.CHOSEN), LIBRARY, hidden=True))

    assert "Not everybody here can see that channel" in _said(added)
    assert "Not everybody here can see that channel" in _said(kept)


async def test_at_most_so_many_messages_are_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.seeing.MOST_POSTS", 2)

    seen = await see(desk, post(1, MUTE), post(2, BOATS), post(3, "One more."))

    assert (len(seen["added"]), seen["full"]) == (2, True)
    with pytest.raises(CannotQuote, match="No more messages are kept here"):
        await desk.respond(MessageKeep(MODERATOR, SPOT, post(4, "Another.", why=Why.CHOSEN), LIBRARY))


@pytest.mark.parametrize(
    "request_",
    [
        ChannelAdd(AUTHOR, RULES, library=LIBRARY),
        ChannelRemove(AUTHOR, RULES, LIBRARY),
        MessageKeep(AUTHOR, SPOT, post(1, MUTE), LIBRARY),
        MessagesSeen(AUTHOR, SPOT, (), (0, 100), LIBRARY),
        MessageList(AUTHOR, everybody=True, library=LIBRARY),
        ChannelAdd(MODERATOR, RULES),
    ],
)
async def test_only_moderators_choose_what_is_quoted_and_only_in_their_server(desk: Desk, request_: Request) -> None:
    with pytest.raises(NotAllowed):
        await desk.respond(request_)


async def test_a_message_without_words_cannot_be_chosen(desk: Desk) -> None:
    with pytest.raises(CannotQuote, match="no words"):
        await desk.respond(MessageKeep(MODERATOR, SPOT, post(1, "", why=Why.CHOSEN), LIBRARY))


@pytest.mark.parametrize("line", ["/source channel add #rules", "/source channel remove #rules"])
def test_the_prompt_says_that_channels_are_of_servers(line: str) -> None:
    told = repl.read(line, asker=OPERATOR, before=repl.Before())

    assert isinstance(told, str)
    assert told.startswith("Channels are those of a server on Discord")
    assert repl.read("/source channel list", asker=OPERATOR, before=repl.Before()) == ChannelList(OPERATOR)


async def test_whoever_runs_the_bot_takes_a_message_back_for_its_author_at_a_prompt_of_the_server(desk: Desk) -> None:
    await see(desk, post(1, MUTE), post(2, BOATS))
    withdrawal = repl.read(f"/source withdraw {link(1)}", asker=OPERATOR, before=repl.Before())

    assert withdrawal == MessageWithdraw(OPERATOR, 1)
    assert isinstance(withdrawal, MessageWithdraw)
    with pytest.raises(CannotQuote, match="those of a server on Discord"):
        await desk.respond(withdrawal)
    assert (await desk.data(in_place(withdrawal, LIBRARIES)))["withdrawn"] == [NAME]
    assert "That is no message" in str(repl.read("/source withdraw that", asker=OPERATOR, before=repl.Before()))


async def test_at_a_terminal_nobody_has_written_a_message(desk: Desk) -> None:
    assert "No message of yours" in _said(await desk.respond(MessageList(OPERATOR)))
