"""Stories at the prompt: a rule changes after it was quoted, a rumour is verified, a gap becomes a document."""

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.repl import Session
from bot.requests import Asker
from bot.terminal import console
from tests import made_files
from tests.conftest import STARTER
from tests.desk import AFTER, QUESTION, Desk, opened_desk
from tests.library import ANYBODY, OPERATOR
from tests.web import Page, Site, opened_site, rules


class Prompt:
    """A session of a moderator, of which each line gives what it shows."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder

    async def enter(self, line: str) -> str:
        """Type a line, and read what it shows, in one line."""
        shown = io.StringIO()
        await Session(self.desk.respond, OPERATOR, console(shown, plain=True)).enter(line)
        await self.desk.receipts.settled()
        return " ".join(shown.getvalue().replace("│", " ").split())

    def file(self, name: str, content: bytes) -> Path:
        """Write a file to be added."""
        path = self.folder / name
        path.write_bytes(content)
        return path


@pytest.fixture
async def prompt(tmp_path: Path) -> AsyncIterator[Prompt]:
    """Give the prompt of a bot with rules."""
    async with opened_desk(tmp_path / "data") as opened:
        yield Prompt(opened, tmp_path)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Serve pages, of which one leads to a trap."""
    async with opened_site() as opened:
        opened.pages["/rules"] = Page(rules())
        opened.pages["/trap"] = Page(to="http://127.0.0.2/admin")
        yield opened


async def test_a_rule_page_changes_and_an_old_answer_is_looked_up(prompt: Prompt) -> None:
    assert "A suspension lasts three days." in await prompt.enter(QUESTION)
    [answer] = re.findall(r"[0-9a-f]{12}", await prompt.enter("/answers"))
    await prompt.enter(f"/golden {answer}")
    rules = prompt.file("rules.md", AFTER)

    preview = await prompt.enter(f"/source preview {rules}")
    assert "A suspension lasts three days." in preview
    assert "A suspension lasts five days." in preview
    assert f"Warning: 1 golden answer would not be given any more: {answer}" in preview
    assert "Warning" in await prompt.enter(f"/source add {rules}")

    assert answer in await prompt.enter("/changed")
    looked_up = await prompt.enter(f"/source show {answer}")
    assert "A suspension lasts three days." in looked_up
    assert "its document has changed (on " in looked_up
    quote = await prompt.enter(f"/source show {answer}:1")
    assert "What stands in their place today: A suspension lasts five days." in quote
    assert "was answered from something else" in await prompt.enter(f"/source replay {answer}")


async def test_a_rumour_is_verified(prompt: Prompt) -> None:
    rumour = await prompt.enter("/source verify “A suspension lasts thirty days.” — rules.md")
    assert rumour.startswith("It differs")
    assert "thirty three" in rumour
    assert "They do not stand where they are said to stand" in rumour

    truth = await prompt.enter("/source verify “A suspension lasts three days.” — rules.md")
    assert truth.startswith("Exact")
    assert "They stand where they are said to stand" in truth
    assert (await prompt.enter("/source verify The mayor owns a yacht.")).startswith("Nowhere")


async def test_a_gap_becomes_a_document_and_the_gap_closes(prompt: Prompt) -> None:
    assert "No answer" in await prompt.enter("When does the moon rise?")
    assert "When does the moon rise?" in await prompt.enter("/gaps")
    moon = prompt.file("moon.md", b"# Moon\n\nThe moon rises at nine in the evening.")

    assert "1 answer of the last 200 would change" in await prompt.enter(f"/source preview {moon}")
    await prompt.enter(f"/source add {moon}")

    assert await prompt.enter("/gaps") == "No question is without an answer."
    assert "The moon rises at nine in the evening." in await prompt.enter("When does the moon rise?")


async def test_what_was_decided_is_listed_and_undone(prompt: Prompt) -> None:
    assert "Accepted, as number 1" in await prompt.enter("/alias ban = suspension")
    assert "Read ban as suspension." in await prompt.enter("How long does a ban last?")
    assert "ban = suspension" in await prompt.enter("/rulings")
    assert "1 " in await prompt.enter("/audit")

    assert "taken back" in await prompt.enter("/undo 1")

    assert "No answer" in await prompt.enter("How long does a ban last?")
    assert "That is no alias" in await prompt.enter("/alias ban suspension")
    assert "A number of the audit list is expected" in await prompt.enter("/undo it")
    assert "That is no pin" in await prompt.enter("/pin this Where?")


def test_ingesting_and_eval_tell_of_golden_answers_that_are_lost(tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        told = CliRunner().invoke(main, [*words, "--data", str(tmp_path / "data")])
        return told.exit_code, " ".join(told.stdout.split())

    _, asked = run("ask", "--json", "When was the letter to Biden made public?")
    assert run("golden", json.loads(asked)["id"])[0] == 0
    assert run("eval", "--golden") == (0, "1 golden answer kept, each given as it was.")
    page = tmp_path / "rights-groups-urge-biden.md"
    page.write_text(
        (STARTER / page.name).read_text("utf-8").replace("made public on Thursday", "made public on Friday")
    )

    assert "Warning: 1 golden answer given no more." in run("ingest", str(page))[1]
    status, told = run("eval", "--golden")
    assert (status, told.startswith("1 of 1 golden answer not given as they were:")) == (1, True)


async def test_a_pdf_of_a_hundred_pages_is_added_while_twenty_members_ask(prompt: Prompt) -> None:
    pages = [[f"# Chapter {page}", f"Berth {page} is kept for boat {page}."] for page in range(1, 101)]
    file = prompt.file("handbook.pdf", made_files.pdf(pages))
    said: list[str] = []

    async def entered(who: Asker, line: str) -> str:
        shown = io.StringIO()
        await Session(prompt.desk.respond, who, console(shown, plain=True)).enter(line)
        return shown.getvalue()

    async def member() -> None:
        while not adding.done():
            said.append(await entered(ANYBODY, QUESTION))
            await asyncio.wait([adding], timeout=0.5)

    adding = asyncio.ensure_future(entered(OPERATOR, f"/source add {file}"))
    await asyncio.gather(*(member() for _ in range(20)))

    added = await adding
    assert "Added handbook.pdf." in added
    assert "101 sections" in added or "100 sections" in added
    assert len(said) >= 20
    assert all("A suspension lasts three days." in each for each in said)
    assert "Berth 77 is kept for boat 77." in await prompt.enter("Which boat is berth 77 kept for?")


@pytest.mark.parametrize(
    ("address", "turns", "reason"),
    [
        ("/trap", (), "http://127.0.0.2/admin is not fetched: it leads into a private network."),
        ("rebinding.example/rules", (["127.0.0.1"], ["127.0.0.2"]), "it leads into a private network."),
        ("rebinding.example/rules", (["127.0.0.1", "10.0.0.1"],), "it leads into a private network."),
    ],
)
async def test_a_poisoned_address_is_refused_and_nothing_is_stored(
    site: Site, tmp_path: Path, address: str, turns: tuple[list[str], ...], reason: str
) -> None:
    host, _, path = address.partition("/")
    async with opened_desk(tmp_path / "data", fetch=site.fetcher(*turns).fetch) as desk:
        prompt = Prompt(desk, tmp_path)
        before = await desk.store.ids(["shared"])

        said = await prompt.enter(f"/source add {site.at(f'/{path}', host or '127.0.0.1')}")

        assert reason in said
        assert await desk.store.ids(["shared"]) == before
        assert "No document here was read from a web address." in await prompt.enter("/source refresh")
    assert "/rules" not in site.asked


async def test_a_page_changes_is_refreshed_and_an_old_answer_is_looked_up(site: Site, tmp_path: Path) -> None:
    async with opened_desk(tmp_path / "data", fetch=site.fetcher().fetch) as desk:
        prompt = Prompt(desk, tmp_path)
        await prompt.enter("/source remove rules.md yes")
        added = await prompt.enter(f"/source add {site.at('/rules')}")
        assert "Rules of the hall" in added
        assert "A suspension lasts three days." in await prompt.enter(QUESTION)
        [answer] = re.findall(r"[0-9a-f]{12}", await prompt.enter("/answers"))

        site.pages["/rules"] = Page(rules("five"))
        told = await prompt.enter("/source refresh")
        assert "1 address looked at: 1 changed" in told
        assert "A suspension lasts five days." in told
        assert answer in told
        assert "Nothing is changed yet." in told
        assert "A suspension lasts three days." in await prompt.enter(QUESTION)

        made = await prompt.enter(f"/source refresh {site.id('/rules')} apply")
        assert "has changed, as it was and as it is now" in made
        assert "Quoting words that have changed: 1 answer." in made
        assert "A suspension lasts five days." in await prompt.enter(QUESTION)
        quote = await prompt.enter(f"/source show {answer}:1")
        assert "A suspension lasts three days." in quote
        assert "What stands in their place today: A suspension lasts five days." in quote


async def test_a_page_turns_into_an_error_page_and_the_good_one_stays(site: Site, tmp_path: Path) -> None:
    async with opened_desk(tmp_path / "data", fetch=site.fetcher().fetch) as desk:
        prompt = Prompt(desk, tmp_path)
        await prompt.enter("/source remove rules.md yes")
        await prompt.enter(f"/source add {site.at('/rules')}")

        site.pages["/rules"] = Page("# 404\n\nThis page could not be found.")
        said = await prompt.enter("/source refresh apply")

        assert f"{site.at('/rules')} it has become a page that tells of an error" in said
        assert "the words of before stay" in said
        assert "A suspension lasts three days." in await prompt.enter(QUESTION)
