"""What can be pressed, picked and filled in on Discord, and what a server's moderators choose."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot import asides, controls
from bot.discord_app import Behind, Client, create
from bot.markdown import escape
from bot.preferences import Preferences
from bot.reply import Reply
from bot.requests import About, Ask, Request, SettingsShow, guild_library
from bot.store import Desk, Store
from tests.discord_bot import Discord, handled, labels, peopled, text
from tests.library import document, letter

QUESTION = "Who is the prosecutor?"
PUBLIC = ["Context", "More", "Helpful", "Not helpful", "Ask a person", "Keep private", "Delete"]
PRIVATE = ["Context", "More", "Helpful", "Not helpful", "Ask a person", "Share"]

pytestmark = pytest.mark.simcord(shard_count=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Give a data directory with the letter and a story about mills."""
    async with Store.open(tmp_path) as opened:
        mills = " ".join(f"The mill of Khan number {n} turns by the river." for n in range(12))
        await opened.add([letter(), document("mills.md", mills)], library="shared")
        yield opened


@pytest.fixture
def made() -> list[tuple[Request, Reply]]:
    """Collect what the bot was asked and replied."""
    return []


@pytest.fixture
async def behind(store: Store, made: list[tuple[Request, Reply]]) -> AsyncIterator[Behind]:
    """Put the real handlers behind the front end."""
    async with handled(store, made) as real:
        yield real


@pytest.fixture
def simcord_bot(behind: Behind) -> Client:
    """Give simcord the client."""
    return create(behind)


@pytest.fixture
def on(simcord_env: simcord.Env, simcord_bot: Client, made: list[tuple[Request, Reply]]) -> Discord:
    """Give the bot on a simulated Discord."""
    return peopled(simcord_env, simcord_bot, made)


def library(on: Discord) -> str:
    return guild_library(on.guild.id)


def shown(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """Give the message that a command was answered with."""
    assert result.response
    return result.response


def said(result: Any) -> str:  # noqa: ANN401 - simcord's results
    shown = [result.response, *result.followups]
    return "\n".join(text(each) for each in shown if each is not None)


async def test_an_answer_has_its_buttons_by_who_sees_it(on: Discord) -> None:
    public = await on.member.slash(on.channel, "ask", question=QUESTION)
    private = await on.member.slash(on.channel, "ask", question=QUESTION, private=True)

    assert labels(shown(public)) == PUBLIC
    assert labels(shown(private)) == PRIVATE


async def test_context_shows_what_stands_around_the_quotes_to_whoever_presses(on: Discord) -> None:
    answer = await on.member.slash(on.channel, "ask", question=QUESTION)

    result = await on.moderator.click(shown(answer), label="Context")

    assert result.ephemeral
    assert "Sincerely" in said(result)
    assert "**Karim** **Khan** **is** **the** **prosecutor.**" in said(result)


async def test_more_pages_through_what_ranks_next(on: Discord) -> None:
    answer = await on.member.slash(on.channel, "ask", question="Which mill of Khan turns by the river?")

    first = await on.member.click(shown(answer), label="More")
    second = await on.member.click(shown(first), label="More")

    assert first.ephemeral
    assert said(first).startswith(escape(asides.FURTHER))
    assert "The mill of Khan" in said(first)
    assert said(second) != said(first)


@pytest.mark.parametrize(("label", "words"), [("Helpful", asides.THANKED), ("Not helpful", asides.NOTED)])
async def test_an_opinion_is_noted_and_can_change(on: Discord, store: Store, label: str, words: str) -> None:
    answer = await on.member.slash(on.channel, "ask", question=QUESTION)

    for pressed in ("Helpful", "Not helpful"):
        await on.member.click(shown(answer), label=pressed)
    result = await on.member.click(shown(answer), label=label)

    assert said(result) == escape(words)
    async with store.engine.connect() as connection:
        rows = (await connection.exec_driver_sql("SELECT library, asker, helpful FROM feedback")).all()
    assert [tuple(row) for row in rows] == [(library(on), str(on.member.id), label == "Helpful")]


async def test_a_private_answer_can_be_shared_and_a_public_one_taken_back(on: Discord) -> None:
    private = await on.member.slash(on.channel, "ask", question=QUESTION, private=True)

    shared = await on.member.click(shown(private), label="Share")
    assert not shared.ephemeral
    assert "Karim Khan" in said(shared)
    assert labels(shown(shared)) == PUBLIC

    posted = shown(shared).id
    hidden = await on.member.click(shown(shared), label="Keep private")
    assert hidden.ephemeral
    assert "Karim Khan" in said(hidden)
    assert posted not in [message.id for message in on.channel.history()]


async def test_only_the_asker_takes_an_answer_back_and_moderators_delete_it_too(on: Discord) -> None:
    answer = await on.moderator.slash(on.channel, "ask", question=QUESTION)
    for label in ("Keep private", "Delete"):
        refused = await on.member.click(shown(answer), label=label)
        assert said(refused) == escape(controls.NOT_YOURS)
        assert shown(answer).id in [message.id for message in on.channel.history()]

    other = await on.member.slash(on.channel, "ask", question=QUESTION)
    posted = shown(other).id
    await on.moderator.click(shown(other), label="Delete")

    assert posted not in [message.id for message in on.channel.history()]


async def test_a_person_is_asked_once_in_the_channel_that_was_chosen(on: Discord) -> None:
    answer = await on.member.slash(on.channel, "ask", question=QUESTION)
    nobody = await on.member.click(shown(answer), label="Ask a person")
    assert "/setup" in said(nobody).replace("\\", "")
    desk = on.guild.create_text_channel("moderators")
    await on.moderator.slash(on.channel, "setup", moderators=desk)

    results = [await on.member.click(shown(answer), label="Ask a person") for _ in range(2)]

    assert [said(result) for result in results] == [escape(asides.REFERRED), escape(asides.REFERRED_BEFORE)]
    [told] = desk.history()
    assert "A question for the moderators, from alice" in text(told)
    assert "Karim Khan is the **prosecutor**" in text(told)


async def test_buttons_work_after_a_restart(behind: Behind) -> None:
    client = create(behind)
    async with simcord.run(client, shard_count=1) as env:
        before = peopled(env, client, [])
        answer = await before.member.slash(before.channel, "ask", question=QUESTION)
        assert answer.response
        assert not client._connection._view_store._synced_message_views  # noqa: SLF001 - nothing is kept for a button
        result = await before.member.click(shown(answer), label="Context")

    assert "Sincerely" in said(result)


async def test_a_button_of_an_answer_that_is_not_known_says_so(on: Discord, store: Store) -> None:
    answer = await on.member.slash(on.channel, "ask", question=QUESTION)
    await on.member.click(shown(answer), label="Context")
    async with store.engine.begin() as connection:
        await connection.exec_driver_sql("DELETE FROM receipts")

    result = await on.member.click(shown(answer), label="Context")

    assert said(result) == "This answer is not known any more. Ask again."


async def test_a_long_question_is_asked_in_a_form(on: Discord) -> None:
    shown = await on.member.slash(on.channel, "ask", private=True)
    result = await on.member.submit_modal(shown, {"question": f"{QUESTION}\nAnd when did he speak?"})

    assert result.ephemeral
    asked = on.made[-1][0]
    assert isinstance(asked, Ask)
    assert asked.question.endswith("speak?")
    assert asked.private


async def test_a_message_is_answered_with_the_passage_that_was_picked(on: Discord) -> None:
    message = await on.moderator.send(on.channel, QUESTION)

    found = await on.member.context_menu(on.channel, controls.MENU_ANSWER, message)
    assert found.ephemeral
    passages = on.made[-1][1].data["hits"]
    assert isinstance(passages, list)
    await on.member.select(shown(found), [passages[0]["passage"]])

    posted = on.channel.last_message
    assert text(posted).startswith(r"From the documents, for alice\:")
    assert "Karim Khan is the prosecutor" in text(posted)


async def test_a_quote_is_checked_where_it_was_said(on: Discord) -> None:
    message = await on.moderator.send(on.channel, "Karim Khan is the president.")

    result = await on.member.context_menu(on.channel, controls.MENU_CHECK, message)

    assert result.ephemeral
    assert "president" in said(result)
    assert "prosecutor" in said(result)


async def test_moderators_choose_and_what_they_choose_holds(on: Discord) -> None:
    changed = await on.moderator.slash(on.channel, "setup", private_by_default=True, mentions=False, language="de")
    assert changed.ephemeral

    answer = await on.member.slash(on.channel, "ask", question=QUESTION)
    assert on.client.user
    await on.member.send(on.channel, f"<@{on.client.user.id}> {QUESTION}")

    assert answer.ephemeral
    assert [type(request) for request, _ in on.made].count(Ask) == 1
    assert not (await on.member.slash(on.channel, "ask", question=QUESTION, private=False)).ephemeral


async def test_setup_opens_a_form_that_shows_what_is_chosen_and_changes_what_is_changed(
    on: Discord, store: Store
) -> None:
    desk = on.guild.create_text_channel("moderators")
    await on.moderator.slash(on.channel, "setup", moderators=desk, private_refusals=True, language="fr", wrongly=2.0)
    before = await Desk(store).preferences(library(on))

    form = await on.moderator.slash(on.channel, "setup")
    as_shown: dict[str, Any] = {"moderators": [desk], "switches": ["private_refusals", "mentions"], "language": ["fr"]}
    unchanged = await on.moderator.submit_modal(form, as_shown | {"limits": "requests=5 seconds=20 wrongly=2"})
    assert unchanged.ephemeral
    assert await Desk(store).preferences(library(on)) == before
    assert isinstance(on.made[-1][0], SettingsShow)

    form = await on.moderator.slash(on.channel, "setup")
    filled = as_shown | {
        "switches": ["private"],
        "language": ["de"],
        "limits": "requests=9 wrongly=usual",
        "channels": [on.channel],
    }
    changed = await on.moderator.submit_modal(form, filled)

    assert "Deutsch" in said(changed)
    assert await Desk(store).preferences(library(on)) == Preferences(
        moderators=desk.id, channels=(on.channel.id,), private=True, mentions=False, requests=9, language="de"
    )


async def test_a_limit_that_cannot_be_is_told_and_nothing_changes(on: Discord, store: Store) -> None:
    form = await on.moderator.slash(on.channel, "setup")

    result = await on.moderator.submit_modal(form, {"limits": "requests=many", "language": ["any"]})

    assert "a number from 1 to 100 is expected" in said(result)
    assert await Desk(store).preferences(library(on)) == Preferences()


async def test_in_channels_that_were_not_chosen_answers_are_private(on: Discord) -> None:
    other = on.guild.create_text_channel("other")
    await on.moderator.slash(on.channel, "setup", channels=f"<#{on.channel.id}>")

    here = await on.member.slash(on.channel, "ask", question=QUESTION)
    there = await on.member.slash(other, "ask", question=QUESTION)

    assert (here.ephemeral, there.ephemeral) == (False, True)


async def test_refusals_are_private_where_that_was_chosen(on: Discord) -> None:
    await on.moderator.slash(on.channel, "setup", private_refusals=True)

    result = await on.member.slash(on.channel, "ask", question="What is a zork?")

    assert result.response is None
    assert result.followups[0].ephemeral
    assert "No answer" in said(result)


async def test_channels_that_were_chosen_are_shown_by_their_names(on: Discord) -> None:
    await on.moderator.slash(on.channel, "setup", moderators=on.channel, channels=f"<#{on.channel.id}>")

    shown = await on.moderator.slash(on.channel, "settings show")

    assert said(shown).count(f"<#{on.channel.id}>") == 2


async def test_about_tells_the_state_of_the_documents_the_cost_and_the_usual_time(on: Discord) -> None:
    before = await on.member.slash(on.channel, "about")
    await on.member.slash(on.channel, "ask", question=QUESTION)
    after = await on.member.slash(on.channel, "about")

    assert "**cost of a question** nothing" in said(after)
    assert "median time" in said(after)
    assert "median time" not in said(before)
    first, second = (reply.data for request, reply in on.made if isinstance(request, About))
    assert first["library"] == second["library"]
    assert str(first["library"])[:16] in said(before)


async def test_settings_are_for_moderators(on: Discord, store: Store) -> None:
    assert {"setup", "settings show"}.isdisjoint(on.member.available_commands(on.channel))
    await on.moderator.slash(on.channel, "setup", requests=3, seconds=60, wrongly=1.0)

    shown = await on.moderator.slash(on.channel, "settings show")

    assert "3 in 60 seconds" in said(shown)
    assert await Desk(store).preferences(library(on)) == Preferences(requests=3, seconds=60, wrongly=0.01)


async def test_one_server_never_sees_anothers_documents(on: Discord, store: Store) -> None:
    secret = document("secret.md", "The zork of the other server is a secret prosecutor.")
    await store.add([secret], library=guild_library(7))

    answer = await on.member.slash(on.channel, "ask", question="What is the zork of the other server?")
    found = await on.member.slash(on.channel, "search", words="zork secret")
    listed = await on.member.slash(on.channel, "source list")
    offered = await on.member.autocomplete(on.channel, "ask", "source", "secret")
    shown = await on.member.slash(on.channel, "source show", id="secret.md")

    for result in (answer, found, listed, shown):
        assert "secret prosecutor" not in said(result)
    assert "secret" not in said(listed)
    assert offered == []


async def test_a_servers_own_documents_are_asked_beside_the_shared_ones(on: Discord, store: Store) -> None:
    await store.add([document("rules.md", "The zork of this server is called Anna.")], library=library(on))

    answer = await on.member.slash(on.channel, "ask", question="What is the zork of this server called?")

    assert "Anna" in said(answer)
