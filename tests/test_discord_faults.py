"""What breaks on Discord, and what whoever asked sees of it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import discord
import pytest
import simcord

from bot import asides, replies
from bot.discord_app import Client, create
from bot.discord_app.places import Behind
from bot.errors import StoreError
from bot.markdown import escape
from bot.preferences import Preferences
from bot.store import Store
from tests.discord_bot import DEFERRED, Discord, handled, peopled, text
from tests.library import document, letter

QUESTION = "Who is the prosecutor?"
ANSWER = "Karim Khan is the **prosecutor**"
CALLBACK = "/interactions/*/callback"
ORIGINAL = "/webhooks/*/messages/@original"
UNKNOWN_INTERACTION, ACKNOWLEDGED, UNKNOWN_MESSAGE, BAD_TOKEN = 10062, 40060, 10008, 50027
DISK = "the disk reported an error."

pytestmark = pytest.mark.simcord(shard_count=1)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """Give a store with the letter."""
    async with Store.open(None) as opened:
        await opened.add([letter(), document("weather.md", "It rained in Bergen on Monday.")], library="shared")
        yield opened


@pytest.fixture
async def real(store: Store) -> AsyncIterator[Behind]:
    """Put the real handlers behind the front end."""
    async with handled(store, []) as behind:
        yield behind


@pytest.fixture
def simcord_bot(real: Behind) -> Client:
    """Give simcord the client."""
    return create(real)


@pytest.fixture
def on(simcord_env: simcord.Env, simcord_bot: Client) -> Discord:
    """Give the bot on a simulated Discord."""
    return peopled(simcord_env, simcord_bot, [])


def fail(on: Discord, method: str, path: str, code: int) -> None:
    """Let the next such call fail as Discord lets it."""
    on.env.inject_error(method, path, status=404 if code < 40000 else 400, code=code, message="injected")


def said(result: Any) -> list[str]:  # noqa: ANN401 - simcord's results
    """Give what is seen of a command: the reply and what follows it."""
    return [text(each) for each in (result.response, *result.followups) if each is not None]


async def answered(on: Discord) -> simcord.ResponseMessage:
    """Ask, and give the message that answers."""
    result = await on.member.slash(on.channel, "ask", question=QUESTION)
    assert result.response
    return result.response


async def test_a_command_that_came_too_late_is_given_up_and_the_next_is_answered(
    on: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    fail(on, "POST", CALLBACK, UNKNOWN_INTERACTION)

    late = await on.member.slash(on.channel, "ask", question=QUESTION)
    form = await on.member.slash(on.channel, "help")

    assert said(late) == []
    assert "not acknowledged in time" in caplog.text
    assert "Traceback" not in caplog.text
    assert said(form)


async def test_a_form_and_a_button_that_came_too_late_are_given_up(
    on: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await answered(on)
    for act in ("form", "delete", "context"):
        fail(on, "POST", CALLBACK, UNKNOWN_INTERACTION)
        if act == "form":
            result = await on.member.slash(on.channel, "ask")
        else:
            result = await on.member.click(answer, label=act.capitalize())
        assert said(result) == []

    assert caplog.text.count("not acknowledged in time") == 3
    assert "Traceback" not in caplog.text
    assert answer.id in [message.id for message in on.channel.history()]


@contextmanager
def acknowledged_before(on: Discord) -> Iterator[None]:
    """Let Discord have acknowledged what discord.py believes it has not, as after a 5xx for a call that worked."""

    async def acknowledge(interaction: discord.Interaction[discord.Client]) -> bool:
        await discord.InteractionResponse(interaction).defer(thinking=True)
        return True

    tree = on.client.tree
    tree.interaction_check, usual = acknowledge, tree.interaction_check  # type: ignore[method-assign]
    yield
    tree.interaction_check = usual  # type: ignore[method-assign]


async def test_a_command_that_was_acknowledged_before_is_answered_all_the_same(on: Discord) -> None:
    with acknowledged_before(on):
        result = await on.member.slash(on.channel, "ask", question=QUESTION)

    assert on.acknowledgements == [DEFERRED, DEFERRED]
    [seen] = said(result)
    assert ANSWER in seen


async def test_an_error_is_told_though_the_command_was_acknowledged_before(on: Discord) -> None:
    with acknowledged_before(on):
        result = await on.member.slash(on.channel, "ask", question=QUESTION, source="leter.txt")

    [seen] = said(result)
    assert "Do you mean letter.txt" in seen
    assert result.followups[0].ephemeral


async def test_where_the_waiting_message_is_gone_the_answer_is_told_to_the_asker(on: Discord) -> None:
    fail(on, "PATCH", ORIGINAL, UNKNOWN_MESSAGE)

    result = await on.member.slash(on.channel, "ask", question=QUESTION)

    assert any(ANSWER in seen for seen in said(result))


async def test_an_answer_that_discord_does_not_take_is_told_in_words(
    on: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await answered(on)
    fail(on, "PATCH", ORIGINAL, 50035)

    result = await on.member.click(answer, label="Context")

    assert escape(replies.FAILED) in said(result)
    assert "an answer could not be shown" in caplog.text


async def test_an_answer_whose_time_is_over_disturbs_nobody(on: Discord, caplog: pytest.LogCaptureFixture) -> None:
    for method, path in (("PATCH", ORIGINAL), ("POST", "/webhooks/*")):
        fail(on, method, path, BAD_TOKEN)

    await on.member.slash(on.channel, "ask", question=QUESTION)

    assert "an error could not be told" in caplog.text
    assert ANSWER in said(await on.member.slash(on.channel, "ask", question=QUESTION))[0]


async def test_buttons_work_after_a_restart_between_answer_and_press(on: Discord, real: Behind) -> None:
    answer = await answered(on)

    await on.env.restart_bot(create(real))
    context = await on.member.click(answer, label="Context")
    deleted = await on.member.click(answer, label="Delete")

    assert "Sincerely" in said(context)[0]
    assert deleted.acknowledged
    assert answer.id not in [message.id for message in on.channel.history()]


@pytest.mark.parametrize("fault", ["closed", "gone"])
async def test_moderators_who_cannot_be_reached_are_not_said_to_be_asked(on: Discord, fault: str) -> None:
    assert on.client.user
    closed = {on.client.user: discord.PermissionOverwrite(send_messages=False)} if fault == "closed" else {}
    desk = on.guild.create_text_channel("moderators", overwrites=closed)  # type: ignore[arg-type] # dict is invariant
    await on.moderator.slash(on.channel, "setup", moderators=desk)
    if fault == "gone":
        channel = await on.client.fetch_channel(desk.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.delete()
    answer = await answered(on)

    first = await on.member.click(answer, label="Ask a person")
    other = on.guild.create_text_channel("desk")
    await on.moderator.slash(on.channel, "setup", moderators=other)
    second = await on.member.click(answer, label="Ask a person")

    assert said(first) == [escape(asides.NOT_DELIVERED)]
    assert said(second) == [escape(asides.REFERRED)]
    assert ANSWER in text(other.last_message)


async def test_a_reply_to_a_deleted_message_is_posted_beside_it(on: Discord) -> None:
    asked = await on.moderator.send(on.channel, QUESTION)
    found = await on.member.context_menu(on.channel, "Answer with sources", asked)
    assert found.response
    await on.moderator.delete(asked)

    await on.member.select(found.response, [f"letter.txt@{letter().revision}:0-29"])

    assert text(on.channel.last_message).startswith(r"From the documents, for alice\:")


async def test_a_database_that_fails_is_told_to_whoever_gives_a_command_or_presses(
    caplog: pytest.LogCaptureFixture, real: Behind
) -> None:
    broken = [False]

    async def preferences(library: str) -> Preferences:
        if broken[0]:
            raise StoreError("verbatim.db", DISK)
        return await real.preferences(library)

    client = create(Behind(real.respond, real.titles, preferences))
    async with simcord.run(client, shard_count=1) as env:
        on = peopled(env, client, [])
        answer = await answered(on)
        broken[0] = True
        results = [
            await on.member.slash(on.channel, "ask", question=QUESTION),
            await on.member.slash(on.channel, "help"),
            await on.member.click(answer, label="Context"),
        ]
        simcord.assert_error(env, StoreError)

    assert [said(result) for result in results] == [[escape(f"verbatim.db: {DISK}")]] * 3
    assert all(result.ephemeral for result in results)
    assert caplog.text.count(DISK) >= 3
