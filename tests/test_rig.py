"""The real process, over real connections, against a fake Discord that checks all requests; skipped without it."""

import asyncio
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "tests" / "transcripts" / "library"
QUESTION = "Who is the harbour master?"

# The fake leaves a file of its own to the garbage collector.
pytestmark = [pytest.mark.rig, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


@pytest.fixture
def fake(evaluation: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - it is no part of the project, and has no types
    """Give the fake Discord: the package `rig` of the evaluation data."""
    if not (evaluation / "rig").is_dir():
        pytest.skip("needs the fake Discord: rig/ in the folder of evaluation data")
    pytest.importorskip("jsonschema", reason="the fake Discord needs jsonschema")
    monkeypatch.syspath_prepend(str(evaluation))
    monkeypatch.setenv("RIG_OPENAPI", str(evaluation / "discord" / "openapi.json"))
    return importlib.import_module("rig")


@pytest.fixture
async def rig(fake: Any, tmp_path: Path) -> AsyncIterator[Any]:  # noqa: ANN401 - the same
    """Give the fake Discord with the bot connected to it."""
    environment = {"VERBATIM_CORPUS": str(LIBRARY), "PYTHONPATH": str(ROOT), "VERBATIM_DATA": str(tmp_path / "data")}
    running = fake.Rig(["-m", "bot", "run"], cwd=tmp_path, env=environment, log=str(tmp_path / "log"))
    async with running as started:
        yield started


async def test_every_command_is_acknowledged_by_deferring_and_breaks_no_rule_of_discord(rig: Any) -> None:  # noqa: ANN401 - the same
    alice, moderator = rig.user("alice"), rig.user("mo", permissions=1 << 5)
    replies = [
        await alice.slash("ask", question=QUESTION),
        await alice.slash("ask", question="Who?", source="nowhere", settle=0.5),
        await alice.slash("search", words="harbour"),
        await alice.slash("source text", document="minutes.md"),
        await rig.user("bob").slash("source list"),
        await moderator.slash("settings show"),
        await rig.user("carl", guild=None, install="user").slash("ask", question=QUESTION),
    ]
    said = await rig.user("dora").say(QUESTION, mention=True)
    german = await rig.user("eva", locale="de").slash("ask", question=QUESTION)
    picks = await alice.autocomplete("ask", "source", "harbour")

    assert [reply.ack for reply in replies] == ["deferred"] * len(replies)
    assert all(reply.ok and reply.text() for reply in replies)
    assert max(reply.ack_ms for reply in replies) < 1500
    assert [reply.ephemeral for reply in replies if reply.message] == [False, True, True, True, True, False]
    assert "Ingrid Solberg" in replies[0].text()
    assert "There is no document nowhere" in replies[1].text()
    assert replies[3].attachments[0]["filename"] == "text.txt"
    assert "5 in 20 seconds" in replies[5].text()
    assert "Ingrid Solberg" in said.text()
    assert "Auf die Frage wer sagen die Dokumente" in german.text()
    assert [choice["value"] for choice in picks.choices] == ["harbour-rules.md"]
    assert rig.discord.violations == []
    assert rig.discord.unhandled == []


async def test_it_answers_after_a_dropped_connection_and_ends_with_0_when_told_to_stop(rig: Any) -> None:  # noqa: ANN401 - the same
    rig.discord.ready.clear()
    rig.discord.gateway_drop()
    await rig.wait_ready()

    reply = await rig.user("alice").slash("ask", question=QUESTION)

    assert reply.ok
    assert "Ingrid Solberg" in reply.text()
    assert await rig.stop_bot() == 0


async def test_what_is_being_answered_when_told_to_stop_is_still_answered(rig: Any) -> None:  # noqa: ANN401 - the same
    rig.discord.fault("POST */callback", delay=0.5)
    asked = asyncio.create_task(rig.user("alice").slash("ask", question=QUESTION))
    while not rig.calls("POST", "/callback"):  # noqa: ASYNC110 - the fake has no event for what is still under way
        await asyncio.sleep(0.01)

    rig.proc.send_signal(signal.SIGTERM)
    reply = await asked

    assert reply.ok
    assert "Ingrid Solberg" in reply.text()
    assert await rig.proc.wait() == 0


async def test_a_restart_tells_discord_no_commands_that_it_knows(rig: Any) -> None:  # noqa: ANN401 - the same
    assert await rig.restart_bot() == 0

    assert len(rig.calls("PUT", "/commands")) == 1


async def test_every_button_menu_and_form_breaks_no_rule_of_discord(rig: Any) -> None:  # noqa: ANN401 - the same
    alice, moderator = rig.user("alice"), rig.user("mo", permissions=1 << 5)
    await moderator.slash("setup", requests=100, seconds=1)
    answer = await alice.slash("ask", question=QUESTION)
    pressed = [
        await alice.click(answer.message, label=label) for label in ("Context", "More", "Helpful", "Ask a person")
    ]
    hidden = await alice.click(answer.message, label="Keep private")
    shared = await alice.click(hidden.message, label="Share")
    await alice.click(shared.message, label="Delete")
    form = await alice.slash("ask")
    asked = await alice.submit(form, question=QUESTION)
    bob = rig.user("bob")
    await bob.say(QUESTION, mention=True)
    said = next(message for message in rig.discord.messages.values() if message["author"]["id"] == bob.id)
    found = await alice.context_menu("Answer with sources", said)
    picked = await alice.select(found.message, [found.components[-1]["components"][0]["options"][0]["value"]])
    checked = await alice.context_menu("Check this quote", said)

    assert all(reply.ok for reply in (*pressed, hidden, shared, asked, picked, checked))
    assert (hidden.ephemeral, shared.ephemeral) == (True, False)
    assert "Ingrid Solberg" in asked.text()
    assert rig.discord.violations == []
    assert rig.discord.unhandled == []


@pytest.mark.parametrize("trouble", ["reconnect", "invalid", "429", "500"])
async def test_it_answers_through_trouble(rig: Any, trouble: str) -> None:  # noqa: ANN401 - the same
    match trouble:
        case "reconnect":
            rig.discord.ready.clear()
            await rig.discord.gateway_reconnect()
        case "invalid":
            rig.discord.ready.clear()
            await rig.discord.gateway_invalid()
            await rig.wait_ready()
        case "429":
            rig.discord.fault("POST */callback", status=429, retry_after=0.3)
        case _:
            rig.discord.fault("POST */callback", status=500)

    reply = await rig.user("alice").slash("ask", question=QUESTION)

    assert reply.ok
    assert "Ingrid Solberg" in reply.text()
    assert rig.discord.violations == []


async def test_a_flood_of_questions_is_acknowledged_in_time_and_answered(rig: Any) -> None:  # noqa: ANN401 - the same
    people = [rig.user(f"member {number}") for number in range(300)]

    load = await rig.load(lambda number: people[number].slash("ask", question=QUESTION), n=300, rate=50)

    print(load)  # noqa: T201 - the figures of docs/discord.md
    assert load["ok"] == 300
    assert load["late"] == 0


async def test_a_wrong_token_is_told_in_one_plain_line(fake: Any, tmp_path: Path) -> None:  # noqa: ANN401 - the same
    async with fake.Rig(None) as started:
        environment = {**os.environ, **started.bot_env(), "DISCORD_TOKEN": "wrong"}
        environment["PYTHONPATH"] = os.pathsep.join([environment["PYTHONPATH"], str(ROOT)])
        command = [sys.executable, "-m", "bot", "run", "--corpus", str(LIBRARY)]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        _, told = await process.communicate()

    assert process.returncode == 1
    assert told.decode().splitlines()[-1].startswith("Error: Discord does not let the bot in: it does not know")
    assert "Traceback" not in told.decode()
    assert "wrong" not in told.decode()
