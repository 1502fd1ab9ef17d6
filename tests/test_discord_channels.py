"""Channels on Discord: what moderators let be quoted, and what becomes of it when messages change or go."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.discord_app import Client, create
from bot.preferences import Preferences
from bot.requests import SettingsChange, guild_library
from tests.desk import Desk, opened_desk
from tests.discord_bot import behind, text
from tests.posts import MODERATOR

pytestmark = pytest.mark.simcord(shard_count=1, settle_timeout=60.0)
UNREADABLE = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)

MUTE = "A mute lasts two hours, and the helpers tell you why."
HARBOUR = "The harbour master opens the gate at six."
QUESTION = "How long does a mute last?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot with rules."""
    async with opened_desk(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def chosen() -> dict[str, Preferences]:
    """Give what servers have chosen."""
    return {"another": Preferences()}


@pytest.fixture
def simcord_bot(desk: Desk, chosen: dict[str, Preferences]) -> Client:
    """Give simcord the client."""
    client = create(behind(desk.respond, {}, chosen))
    client.following.pause = 0.0
    return client


@dataclass
class Server:
    """A server with rules, a moderator, a helper and a member."""

    env: simcord.Env
    client: Client
    desk: Desk

    def __post_init__(self) -> None:
        """Make it."""
        self.guild = self.env.create_guild()
        self.channel = self.guild.create_text_channel("rules")
        self.managers = self.guild.create_role(
            "moderators", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
        )
        self.helpers = self.guild.create_role("helpers")
        self.member = self.guild.add_member(self.env.create_user("alice"))
        self.helper = self.guild.add_member(self.env.create_user("bob"), roles=[self.helpers])
        self.moderator = self.guild.add_member(self.env.create_user("mo"), roles=[self.managers])

    async def give(self, who: simcord.MemberActor, command: str, /, **options: object) -> str:
        """Give a command, and what its giver is told."""
        self.client.answering.cooldowns.asked.clear()
        return self.told(await who.slash(self.channel, command, **options))

    async def menu(self, who: simcord.MemberActor, name: str, message: Any) -> str:  # noqa: ANN401 - simcord's
        """Choose something on a message."""
        self.client.answering.cooldowns.asked.clear()
        return self.told(await who.context_menu(self.channel, name, message))

    @staticmethod
    def told(result: simcord.InteractionResult) -> str:
        """Give what a command has told."""
        return text(result.response).replace("\\", "") if result.response else ""

    async def held(self) -> list[str]:
        """Give the texts that the server's library holds, when nothing is left to look at."""
        await self.client.following.settled()
        await self.desk.libraries.settled()
        return [document.text for document in await self.desk.store.documents([guild_library(self.guild.id)])]


@pytest.fixture
def server(simcord_env: simcord.Env, simcord_bot: Client, desk: Desk) -> Server:
    """Give a server with people."""
    return Server(simcord_env, simcord_bot, desk)


async def test_pins_and_posts_of_staff_are_quoted_with_their_links(server: Server) -> None:
    pinned = await server.member.send(server.channel, f"**{MUTE}** Ask {server.helper.mention} <:wave:12345>")
    await server.moderator.set_pinned(pinned, pinned=True)
    await server.moderator.send(server.channel, HARBOUR)
    await server.member.send(server.channel, "I had pancakes today.")

    told = await server.give(server.moderator, "source channel add", channel=server.channel)

    assert told.startswith("From now on #rules is quoted from")
    assert await server.held() == [f"{MUTE} Ask @bob :wave:", HARBOUR]
    announced = text(server.channel.history()[-1]).replace("\\", "")
    assert "Whoever wrote one can take it back" in announced
    answered = await server.member.slash(server.channel, "ask", question=QUESTION)
    assert f"https://discord.com/channels/{server.guild.id}/{server.channel.id}/{pinned.id}" in str(
        answered.response and text(answered.response)
    )
    listed = await server.give(server.member, "source channel list")
    assert listed == "**#rules** pinned messages, and posts of those who may manage messages there; 2 messages kept"


async def _followed(server: Server) -> discord.Message:
    """Let a channel be quoted whose staff are the helpers, with one message of theirs."""
    message = await server.helper.send(server.channel, MUTE)
    await _follow_helpers(server)
    assert await server.held() == [MUTE]
    return message


async def _follow_helpers(server: Server) -> None:
    await server.give(server.moderator, "source channel add", channel=server.channel, role=server.helpers)


async def test_what_staff_write_and_pin_later_is_quoted_and_what_is_unpinned_is_not(server: Server) -> None:
    await _followed(server)
    await server.helper.send(server.channel, HARBOUR)
    by_member = await server.member.send(server.channel, "Read the poster by the stairs.")
    assert await server.held() == [MUTE, HARBOUR]

    await server.moderator.set_pinned(by_member, pinned=True)
    assert await server.held() == [MUTE, HARBOUR, "Read the poster by the stairs."]

    await server.moderator.set_pinned(by_member, pinned=False)
    assert await server.held() == [MUTE, HARBOUR]


async def test_what_is_unpinned_long_after_is_let_go_without_asking_for_every_message(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = await server.member.send(server.channel, HARBOUR)
    await server.moderator.set_pinned(pinned, pinned=True)
    await _follow_helpers(server)
    for number in range(6):
        await server.helper.send(server.channel, f"Boat {number} is painted in May.")
    assert len(await server.held()) == 7
    monkeypatch.setattr("bot.discord_app.looking.PAGE", 2)
    before = len(server.env.http_requests)

    await server.moderator.set_pinned(pinned, pinned=False)

    assert HARBOUR not in await server.held()
    later = list(server.env.http_requests)[before:]
    alone = [entry.path for entry in later if entry.method == "GET" and entry.path.endswith(f"/messages/{pinned.id}")]
    assert (len(alone), len(later)) == (1, 4)  # it and its author, the pins, and the last page


async def test_an_edit_changes_what_is_quoted_and_a_deletion_erases_it(server: Server) -> None:
    message = await _followed(server)
    await server.member.slash(server.channel, "ask", question=QUESTION)
    await server.desk.receipts.settled()

    await server.helper.edit(message, "A mute lasts nine weeks.")
    assert await server.held() == ["A mute lasts nine weeks."]

    await server.helper.delete(message)
    assert await server.held() == []
    assert await server.desk.store.revisions(f"channel-{server.channel.id}/{message.id}", libraries=["guild"]) == []


async def test_answers_that_were_given_for_all_do_not_keep_words_that_are_taken_back(server: Server) -> None:
    message = await server.member.send(server.channel, MUTE)
    await server.moderator.set_pinned(message, pinned=True)
    await server.helper.send(server.channel, HARBOUR)
    await server.give(server.moderator, "source channel add", channel=server.channel, role=server.helpers)
    assert len(await server.held()) == 2
    answered = await server.member.slash(server.channel, "ask", question=QUESTION)
    assert answered.response
    shown = answered.response.id
    asked = await server.moderator.send(server.channel, QUESTION)
    offered = await server.helper.context_menu(server.channel, "Answer with sources", asked)
    menu = offered.response
    assert menu
    [passage] = [value for value in _values(menu) if value.startswith(f"channel-{server.channel.id}/{message.id}@")]
    await server.helper.select(menu, [passage])
    picked = server.channel.history()[-1]
    assert "helpers tell you why" in text(picked).replace("\\", "").replace("*", "")
    await server.desk.receipts.settled()

    assert (await server.give(server.member, "source withdraw")).startswith("These messages are quoted from")
    assert "it is not yours" in await server.give(server.helper, "source withdraw", message=str(message.id))
    link = f"https://discord.com/channels/{server.guild.id}/{server.channel.id}/{message.id}"
    told = await server.give(server.member, "source withdraw", message=link)

    assert told.startswith("Taken back: 1 message.")
    assert await server.held() == [HARBOUR]
    marked = [text(each) for each in server.channel.history() if each.id in (shown, picked.id)]
    assert len(marked) == 2
    for words in marked:
        assert "helpers tell you why" not in words.replace("\\", "").replace("*", "")
        assert "Whoever wrote that has changed it or taken it back" in words


async def test_what_moderators_were_asked_is_taken_out_too_in_the_language_of_the_server(
    server: Server, chosen: dict[str, Preferences]
) -> None:
    message = await _followed(server)
    await server.helper.send(server.channel, HARBOUR)
    assert len(await server.held()) == 2
    office, library = server.guild.create_text_channel("office"), guild_library(server.guild.id)
    chosen[library] = Preferences(moderators=office.id, language="de")
    await server.desk.respond(SettingsChange(MODERATOR, {"moderators": office.id}, library))
    answered = await server.member.slash(server.channel, "ask", question=QUESTION)
    assert answered.response
    await server.desk.receipts.settled()
    await server.member.click(answered.response, label="Einen Menschen fragen")
    assert office.last_message
    assert "helpers tell you why" in text(office.last_message).replace("*", "")

    await server.helper.delete(message)
    await server.held()

    assert text(office.last_message).startswith("Hier stand eine Antwort")


def _values(message: Any) -> list[str]:  # noqa: ANN401 - simcord's messages are discord.py's, not quite
    """Give what can be picked in a message."""
    rows = [each if isinstance(each, dict) else each.to_dict() for each in message.components]
    items = [item for row in rows for item in row.get("components", ())]
    return [option["value"] for item in items for option in item.get("options", ())]


async def test_a_moderator_quotes_one_message_without_any_intent_and_its_author_withdraws_it(server: Server) -> None:
    message = await server.member.send(server.channel, MUTE)

    assert "Only moderators may choose" in await server.menu(server.helper, "Quote this message", message)
    assert await server.menu(server.moderator, "Quote this message", message) == (
        "This message is quoted from now on, with its link."
    )
    assert "A moderator lets answers quote a message" in text(server.channel.history()[-1])
    assert await server.held() == [MUTE]

    assert "Taken back" in await server.menu(server.member, "Withdraw my message", message)
    assert await server.held() == []
    assert "does not want it quoted" in await server.menu(server.moderator, "Quote this message", message)


@pytest.mark.simcord(shard_count=1, settle_timeout=60.0, approved_intents=UNREADABLE)
async def test_where_discord_keeps_words_back_a_channel_is_refused_and_an_edit_takes_a_message_away(
    server: Server,
) -> None:
    message = await server.member.send(server.channel, MUTE)

    told = await server.give(server.moderator, "source channel add", channel=server.channel)
    assert "Message Content Intent" in told
    assert "Quote this message" in told
    await server.menu(server.moderator, "Quote this message", message)
    assert await server.held() == [MUTE]

    await server.member.edit(message, HARBOUR)
    assert await server.held() == []


async def test_a_channel_that_the_bot_may_not_read_is_refused(server: Server) -> None:
    hidden = server.guild.create_text_channel(
        "hidden",
        overwrites={
            server.guild.default_role: discord.PermissionOverwrite(view_channel=False),
            server.managers: discord.PermissionOverwrite(view_channel=True),
        },
    )

    assert "does not show this bot" in await server.give(server.moderator, "source channel add", channel=hidden)


async def _thread(server: Server, forum: simcord.ChannelHandle, title: str, words: str) -> Any:  # noqa: ANN401 - simcord's
    """Open a thread in a forum as the helper."""
    backend = server.env.backend
    thread = backend.create_thread(forum.id, title, server.helper.id, broadcast=False)
    backend.announce_thread_create(thread)
    backend.create_message(thread.id, server.helper.id, words)
    await server.env.settle()
    return thread


async def test_threads_of_a_forum_are_quoted_by_their_titles_and_go_with_it(server: Server) -> None:
    forum = server.guild.create_forum_channel("help")
    thread = await _thread(server, forum, "Opening hours", HARBOUR)

    told = await server.give(server.moderator, "source channel add", channel=forum, role=server.helpers)
    assert "#help is quoted from" in told
    assert await server.held() == [HARBOUR]
    [document] = await server.desk.store.documents([guild_library(server.guild.id)])
    assert document.source.title == "#help: Opening hours"
    assert document.source.url
    assert f"/{thread.id}/" in document.source.url
    other = await _thread(server, forum, "Boats", "Boats are painted in May.")
    assert len(await server.held()) == 2

    server.env.backend.delete_channel(other.id)
    await server.env.settle()
    assert await server.held() == [HARBOUR]
    server.env.backend.delete_channel(forum.id)
    await server.env.settle()
    assert await server.held() == []
    assert "No channel is quoted from" in await server.give(server.member, "source channel list")


async def test_what_happened_while_the_bot_was_away_is_found_when_it_comes_back(server: Server) -> None:
    gone = await _followed(server)
    chosen = await server.member.send(server.channel, "Bring your own cup.")
    await server.menu(server.moderator, "Quote this message", chosen)
    assert len(await server.held()) == 2
    backend = server.env.backend
    for message in (gone, chosen):
        del backend.messages[server.channel.id][message.id]  # behind the bot's back
    await server.helper.send(server.channel, HARBOUR)

    await server.client.following.start(server.client.guilds)

    assert await server.held() == [HARBOUR]


async def test_messages_that_are_deleted_together_are_erased_and_others_stay(server: Server) -> None:
    first = await _followed(server)
    second = await server.helper.send(server.channel, HARBOUR)
    await server.helper.send(server.channel, "Boats are painted in May.")
    assert len(await server.held()) == 3

    server.env.backend.bulk_delete_messages(server.channel.id, [first.id, second.id])
    await server.env.settle()

    assert await server.held() == ["Boats are painted in May."]


async def test_what_bots_and_discord_write_is_not_quoted(server: Server) -> None:
    await _followed(server)
    hook = server.guild.create_webhook(server.channel)

    message = await hook.send("The build is green.")
    server.env.backend.set_pinned(server.channel.id, message.id, pinned=True)
    await server.env.settle()

    assert await server.held() == [MUTE]
    server.client.answering.cooldowns.asked.clear()
    assert "no words" in await server.menu(server.moderator, "Quote this message", message)


async def test_a_channel_that_is_removed_or_deleted_is_quoted_no_more(server: Server) -> None:
    await _followed(server)
    told = await server.give(server.moderator, "source channel remove", channel=server.channel)
    assert told.startswith("#rules is not quoted from any more. 1 message went")
    assert await server.held() == []
    await server.helper.send(server.channel, HARBOUR)
    assert await server.held() == []


async def test_whoever_wants_nothing_quoted_says_so_and_may_change_their_mind(server: Server) -> None:
    await _followed(server)

    assert "until you say /source withdraw allow" in await server.give(server.helper, "source withdraw", message="all")
    assert await server.held() == []
    await server.helper.send(server.channel, HARBOUR)
    assert await server.held() == []
    await server.give(server.helper, "source withdraw", message="allow")
    await server.helper.send(server.channel, "Boats are painted in May.")
    assert await server.held() == [HARBOUR, "Boats are painted in May."]
    assert "That is no message" in await server.give(server.helper, "source withdraw", message="that one")


def test_channels_are_offered_of_the_kinds_that_discord_lists(simcord_bot: Client) -> None:
    source = simcord_bot.tree.get_command("source")

    assert isinstance(source, discord.app_commands.Group)
    [group] = [each for each in source.to_dict(simcord_bot.tree)["options"] if each["name"] == "channel"]
    offered = [option.get("channel_types") for each in group["options"] for option in each["options"]]
    assert [types for types in offered if types] == [[0, 5, 15], [0, 5, 15]]
