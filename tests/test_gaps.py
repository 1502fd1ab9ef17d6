"""Gaps and figures: what is open is listed until a document answers it, and what was asked is counted."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import NotAllowed
from bot.markdown import message
from bot.reply import Attached
from bot.requests import Accept, Answers, Ask, Asker, Feedback, Gaps, Request, Stats
from tests.desk import QUESTION, Desk, opened_desk
from tests.library import ANYBODY, OPERATOR

MOON = "When does the moon rise?"
MOONS = "Who walked on the moon?"
LAMP = "Which lamp shines brightest?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot with rules."""
    async with opened_desk(tmp_path) as opened:
        yield opened


async def test_gaps_are_grouped_by_shared_rare_words_and_counted(desk: Desk) -> None:
    for question in (MOON, MOON, MOONS, LAMP, QUESTION):
        await desk.ask(question)

    first, second = (await desk.data(Gaps(OPERATOR)))["gaps"]

    assert (first["word"], first["times"], first["questions"]) == ("moon", 3, [MOON, MOONS])
    assert (second["word"], second["times"], second["questions"]) == (None, 1, [LAMP])
    assert "moon" in first["missing"]


async def test_a_gap_names_the_section_that_is_nearest_to_edit(desk: Desk) -> None:
    await desk.ask("Which boats may enter Neverland on Sundays?")

    [gap] = (await desk.data(Gaps(OPERATOR)))["gaps"]

    assert (gap["document"], gap["section"]) in [("boats.md", "Boats"), ("rules.md", "Rules")]


async def test_a_gap_becomes_a_document_and_the_gap_closes(desk: Desk) -> None:
    await desk.ask(MOON)
    assert len((await desk.data(Gaps(OPERATOR)))["gaps"]) == 1

    await desk.change(b"# Moon\n\nThe moon rises at nine in the evening.", "moon.md")

    told = await desk.data(Gaps(OPERATOR))
    assert (told["gaps"], told["resolved"]) == ([], 1)
    assert (await desk.ask(MOON))["outcome"] == "answer"
    assert (await desk.data(Gaps(OPERATOR)))["gaps"] == []


async def test_an_alias_is_proposed_where_another_word_in_its_place_was_answered(desk: Desk) -> None:
    await desk.ask(QUESTION)
    await desk.ask("How long does a ban last?")

    [proposal] = (await desk.data(Gaps(OPERATOR)))["proposals"]

    assert (proposal["word"], proposal["means"]) == ("ban", "suspension")
    await desk.respond(Accept(OPERATOR, proposal["word"], proposal["means"]))
    assert (await desk.data(Gaps(OPERATOR)))["gaps"] == []


async def test_gaps_are_given_as_a_table_in_which_nothing_is_a_formula(desk: Desk) -> None:
    await desk.ask("=HYPERLINK(moonbeam)?")

    [_, table] = (await desk.respond(Gaps(OPERATOR, csv=True))).parts

    assert isinstance(table, Attached)
    head, row = csv.reader(io.StringIO(table.content.decode("utf-8-sig")))
    assert head[1] == "questions"
    assert row[1] == "'=HYPERLINK(moonbeam)?"


async def test_what_other_places_ask_is_no_gap_here(desk: Desk) -> None:
    for libraries in (("shared", "guild-1"), ("shared",)):
        await desk.respond(Ask(ANYBODY, MOON, libraries=libraries))
    await desk.receipts.settled()

    for libraries, number in ((("shared", "guild-1"), 1), (("shared", "guild-2"), 0), (("shared",), 1)):
        assert len((await desk.data(Gaps(OPERATOR, libraries=libraries)))["gaps"]) == number
        assert len((await desk.data(Answers(OPERATOR, libraries)))["answers"]) == number


async def test_figures_count_what_was_asked_answered_and_quoted_and_come_with_a_picture(desk: Desk) -> None:
    for question in (QUESTION, QUESTION, MOON):
        await desk.ask(question)

    reply = await desk.respond(Stats(OPERATOR, 7))

    data = reply.data
    assert (data["answered"], data["refused"]) == (2, 1)
    assert data["sources"] == {"rules.md": 2}
    assert isinstance(data["median_ms"], float)
    days = data["days"]
    assert isinstance(days, list)
    assert len(days) == 7
    assert (days[-1]["answered"], days[-1]["refused"]) == (2, 1)
    file = message(reply).file
    assert file
    assert file.content.startswith(b"\x89PNG")
    assert file.alt.endswith("2 answered, 1 refused; at most 3 in a day.")


async def test_where_nothing_was_asked_that_is_said(desk: Desk) -> None:
    reply = await desk.respond(Stats(OPERATOR, 1))

    assert reply.data["answered"] == 0
    assert not any(isinstance(part, Attached) for part in reply.parts)


@pytest.mark.parametrize("request_", [Gaps(ANYBODY), Stats(ANYBODY)], ids=["gaps", "stats"])
async def test_what_was_asked_is_for_moderators(desk: Desk, request_: Request) -> None:
    with pytest.raises(NotAllowed):
        await desk.respond(request_)


async def test_an_answer_that_did_not_help_is_a_gap_until_another_one_is_given(desk: Desk) -> None:
    answered = await desk.ask(QUESTION)
    opinions = [
        Feedback(Asker(name), answered["id"], helpful) for name, helpful in [("a", False), ("b", True), ("c", False)]
    ]
    for opinion in opinions[:2]:
        await desk.respond(opinion)
    assert (await desk.data(Gaps(OPERATOR)))["gaps"] == []

    await desk.respond(opinions[2])

    [gap] = (await desk.data(Gaps(OPERATOR)))["gaps"]
    assert gap["questions"] == [QUESTION]
