"""The bot on Discord, in a simulation of it: each command, mentions, permissions, errors, and the same replies."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import discord
import discord.http
import pytest
import simcord

from bot import markdown, replies
from bot.discord_app import Client, create
from bot.discord_app.commands import offered
from bot.discord_app.cooldowns import REQUESTS, SPAN, Cooldowns
from bot.discord_app.running import log_in, patiently, watch
from bot.errors import Unreachable
from bot.reply import Reply
from bot.requests import Ask, Request
from bot.settings import Secret
from tests.discord_bot import DEFERRED, SOURCES, V2, Discord, behind, peopled, recording, text
from tests.library import Bot, opened_bot

QUESTION = "Who is the prosecutor?"
pytestmark = pytest.mark.simcord(shard_count=1)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """Give a bot that holds the documents."""
    async with opened_bot() as opened:
        yield opened


@pytest.fixture
def made() -> list[tuple[Request, Reply]]:
    """Collect what the bot was asked and replied."""
    return []


@pytest.fixture
def simcord_bot(bot: Bot, made: list[tuple[Request, Reply]], tmp_path: Path) -> Client:
    """Give simcord the client."""
    return create(behind(recording(bot.respond, made)), told_to=tmp_path / "told")


@pytest.fixture
def on(simcord_env: simcord.Env, simcord_bot: Client, made: list[tuple[Request, Reply]]) -> Discord:
    """Give the bot on a simulated Discord."""
    return peopled(simcord_env, simcord_bot, made)


async def test_a_question_is_acknowledged_at_once_and_answered_for_all(on: Discord) -> None:
    result = await on.member.slash(on.channel, "ask", question=QUESTION)

    assert on.acknowledgements == [DEFERRED]
    assert not result.ephemeral
    assert result.response
    assert "> Karim Khan is the **prosecutor**" in text(result.response)
    assert "[1] Joint letter, Human Rights Now" in text(result.response)
    assert result.response.flags.value & V2


async def test_a_private_answer_is_seen_by_the_asker_alone(on: Discord) -> None:
    result = await on.member.slash(on.channel, "ask", question=QUESTION, private=True)

    assert on.acknowledgements == [DEFERRED]
    assert result.ephemeral
    assert isinstance(on.made[0][0], Ask)
    assert on.made[0][0].private


async def test_a_question_to_one_document_is_answered_from_it_alone(on: Discord) -> None:
    result = await on.member.slash(on.channel, "ask", question=QUESTION, source="weather.md")

    assert result.response
    assert "No answer" in text(result.response)


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("search", {"words": "potatoes"}, "> Boil the potatoes for twenty minutes. [1]"),
        ("source list", {}, "**letter.txt** Joint letter"),
        ("source show", {"id": "letter.txt"}, "**publisher** Human Rights Now"),
        ("source text", {"document": "letter.txt"}, replies.ATTACHED),
        ("source verify", {"text": "Karim Khan was the prosecutor."}, "**was** is"),
        ("about", {}, "3 documents"),
        ("help", {}, r"**\/ask QUESTION** answer a question with quotes"),
    ],
)
async def test_a_command_is_answered_privately(on: Discord, command: str, options: dict[str, str], said: str) -> None:
    result = await on.member.slash(on.channel, command, **options)

    assert on.acknowledgements == [DEFERRED]
    assert result.ephemeral
    assert result.response
    assert said in text(result.response)


async def test_a_text_is_attached_exactly(on: Discord) -> None:
    result = await on.member.slash(on.channel, "source text", document="letter.txt")

    assert result.response
    [file] = result.response.attachments
    assert file.filename == "text.txt"


async def test_an_error_is_told_to_the_asker_alone_though_the_answer_would_be_for_all(on: Discord) -> None:
    before = len(on.channel.history())

    result = await on.member.slash(on.channel, "ask", question=QUESTION, source="leter.txt")

    assert result.response is None
    [told] = result.followups
    assert told.ephemeral
    assert "Do you mean letter.txt" in text(told)
    assert len([each for each in on.channel.history() if not each.flags.ephemeral]) == before


async def test_damage_is_told_to_the_asker_alone_and_nothing_is_quoted(on: Discord, bot: Bot) -> None:
    await bot.damage()

    result = await on.member.slash(on.channel, "ask", question=QUESTION)

    assert result.response is None
    assert "is damaged, so nothing is shown" in text(result.followups[0])


async def test_a_bug_is_logged_and_told_in_words(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(request: Request) -> Reply:
        raise ZeroDivisionError(type(request).__name__)

    async with simcord.run(create(behind(broken)), shard_count=1) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        member = guild.add_member(env.create_user("alice"))
        result = await member.slash(channel, "ask", question=QUESTION)

    assert [text(told) for told in result.followups] == [markdown.escape(replies.FAILED)]
    assert result.followups[0].ephemeral
    assert "ZeroDivisionError: Ask" in caplog.text


async def test_whoever_asks_too_often_is_told_privately_how_long_to_wait(on: Discord) -> None:
    for _ in range(REQUESTS):
        await on.member.slash(on.channel, "help")

    result = await on.member.slash(on.channel, "ask", question=QUESTION)
    other = await on.moderator.slash(on.channel, "help")

    assert result.ephemeral
    assert result.response
    assert text(result.response).startswith("That was quick. Ask again in ")
    assert len(on.made) == REQUESTS + 1
    assert other.response


def test_a_cooldown_passes_and_people_are_forgotten() -> None:
    now = [0.0]
    cooldowns = Cooldowns(clock=lambda: now[0])
    assert [cooldowns.take(1) for _ in range(REQUESTS + 1)] == [0] * REQUESTS + [SPAN]

    now[0] = SPAN
    assert cooldowns.take(1) == 0
    for person in range(20_000):
        now[0] += SPAN
        cooldowns.take(person)
    assert len(cooldowns.asked) <= 10_000


async def test_a_mention_asks(on: Discord) -> None:
    assert on.client.user
    await on.member.send(on.channel, f"<@{on.client.user.id}> {QUESTION}")

    assert "> Karim Khan is the **prosecutor**" in on.last
    asked = on.made[0][0]
    assert isinstance(asked, Ask)
    assert (asked.asker.name, asked.question, asked.history) == (str(on.member.id), QUESTION, ())


async def test_a_reply_to_the_bot_asks(on: Discord) -> None:
    assert on.client.user
    await on.member.send(on.channel, f"<@{on.client.user.id}> What is a zork?")

    await on.member.send(on.channel, f"<@{on.client.user.id}> {QUESTION}", reply_to=on.channel.last_message)

    assert "Karim Khan" in on.last


async def test_a_mention_alone_gets_help(on: Discord) -> None:
    assert on.client.user
    await on.member.send(on.channel, f"<@{on.client.user.id}>")

    assert "ask QUESTION" in on.last


async def test_what_members_say_to_each_other_is_left_alone(on: Discord) -> None:
    await on.member.send(on.channel, QUESTION)

    assert on.made == []


async def test_a_message_to_the_bot_alone_asks(on: Discord) -> None:
    await on.member.send_dm(QUESTION)

    assert [type(request) for request, _ in on.made] == [Ask]


async def test_sources_are_completed_by_id_and_title(on: Discord) -> None:
    choices = await on.member.autocomplete(on.channel, "ask", "source", "joint")

    assert choices == [{"name": "Joint letter (letter.txt)", "value": "letter.txt"}]


def test_choices_keep_the_limits_of_discord() -> None:
    sources = {f"{number:03}{'x' * number}.md": "T" * 200 for number in range(200)}

    choices = offered("", sources)

    assert len(choices) == 25
    assert all(len(choice.name) <= 100 and len(choice.value) <= 100 for choice in choices)
    assert offered("wether", SOURCES)[0].value == "weather.md"


async def test_discord_is_told_the_commands_only_when_they_change(bot: Bot, tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        client = create(behind(bot.respond), told_to=tmp_path / "told")
        async with simcord.run(client, strict_sync=False, shard_count=1) as env:
            told.append(any(entry.method == "PUT" for entry in env.http_requests))

    assert told == [True, False]


def test_no_privileged_intent_is_asked_for() -> None:
    async def nothing(request: Request) -> Reply:
        raise NotImplementedError(request)

    intents = create(behind(nothing)).intents

    assert not any((intents.message_content, intents.members, intents.presences))


async def test_nobody_is_ever_mentioned(on: Discord) -> None:
    await on.member.slash(on.channel, "ask", question="@everyone Who is <@1>?")

    sent = [entry.json for entry in on.env.http_requests if entry.json and "components" in str(entry.json)]
    assert all("'parse': []" in str(each) for each in sent if "allowed_mentions" in str(each))
    assert any("allowed_mentions" in str(each) for each in sent)


async def test_a_connection_that_never_comes_ends_the_run(bot: Bot) -> None:
    client = create(behind(bot.respond))

    with pytest.raises(Unreachable, match="no connection"):
        await watch(client, patience=0.01)


async def test_a_discord_that_is_not_there_at_first_is_tried_again_but_not_for_ever() -> None:
    failures = [ConnectionResetError(), aiohttp.ClientConnectionError()]

    async def attempt() -> None:
        if failures:
            raise failures.pop()

    await patiently(attempt, delays=(0, 0, 0))
    failures += [TimeoutError()] * 9
    with pytest.raises(Unreachable, match="3 attempts failed"):
        await patiently(attempt, delays=(0, 0, 0))


async def test_a_login_that_fails_can_be_tried_again(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api")  # the discard port: nobody answers there
    client = create(behind(bot.respond))

    with pytest.raises(Unreachable, match="2 attempts failed"):
        await patiently(lambda: log_in(client, Secret("x")), delays=(0, 0))

    await client.http.close()


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "discord")
