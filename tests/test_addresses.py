"""Addresses: documents from the web, fetched again, and never worse than they were."""

import dataclasses
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.errors import BadDescription, NotAllowed, NotFetched, UnknownSource
from bot.handlers import fetching_pages
from bot.handlers.spoiled import spoiled
from bot.pages import Fetched, Known, bare, document_id, file_name
from bot.reply import Paragraph
from bot.requests import Asker, Audit, SourceFetch, SourceRefresh, SourceRemove, Undo, guild_library
from bot.store import Addresses
from retrieval import Description, Source, UnreadableSource
from tests import made_files
from tests.desk import Desk, opened_desk
from tests.library import ANYBODY, MODERATOR, OPERATOR, document
from tests.web import Page, Site, opened_site, rules

REFRESH = SourceRefresh(OPERATOR)
APPLY = SourceRefresh(OPERATOR, apply=True)
GUILD = guild_library(7)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Serve a page of rules."""
    async with opened_site() as opened:
        opened.pages["/rules"] = Page(rules(), etag='"1"')
        yield opened


@pytest.fixture
async def desk(site: Site, tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a bot that may fetch from the site."""
    async with opened_desk(tmp_path / "data", fetch=site.fetcher().fetch) as opened:
        await opened.respond(SourceRemove(OPERATOR, "rules.md", confirmed=True))
        yield opened


async def _only(data: dict[str, Any]) -> dict[str, Any]:
    [one] = data["addresses"]
    return dict(one)


async def test_a_page_is_added_under_its_address_and_cited_with_it(desk: Desk, site: Site) -> None:
    added = await desk.data(SourceFetch(OPERATOR, site.at("/rules#fees")))
    answered = await desk.ask()

    assert [each["id"] for each in added["changes"]] == [site.id("/rules")]
    [quote] = answered["quotes"]
    assert quote["document"]["url"] == site.at("/rules")
    assert quote["document"]["title"] == "Rules of the hall"
    assert quote["text"] == "A suspension lasts three days."


async def test_what_was_given_wins_over_the_page_now_and_later(desk: Desk, site: Site) -> None:
    given_title = Description(title="House rules", licence="CC BY 4.0", share=0.5)
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules"), given=given_title))
    site.pages["/rules"] = Page(rules("five"))
    await desk.respond(APPLY)

    kept = await desk.store.document(site.id("/rules"), libraries=["shared"])

    assert kept is not None
    assert "five days" in kept.text
    assert kept.source == Source("House rules", None, None, site.at("/rules"), "CC BY 4.0", 0.5)


async def test_of_a_page_that_may_not_be_quoted_no_sentence_is_told_when_it_changes(desk: Desk, site: Site) -> None:
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules"), given=Description(share=0.0)))
    site.pages["/rules"] = Page(rules("five"))

    told, made = await desk.respond(REFRESH), await desk.respond(APPLY)

    assert "days" not in str(told) + str(made)
    assert Paragraph(f"{site.id('/rules')} has changed.") in made.parts


async def test_a_page_that_has_another_title_alone_says_the_same_words(desk: Desk, site: Site) -> None:
    site.pages["/rules"] = Page(f"---\ntitle: Old\n---\n{rules()}")
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))
    site.pages["/rules"] = Page(f"---\ntitle: New\n---\n{rules()}")

    made = await desk.respond(APPLY)

    assert "its words are the same" in str(made)
    kept = await desk.store.document(site.id("/rules"), libraries=["shared"])
    assert kept is not None
    assert kept.source.title == "New"


async def test_only_moderators_have_addresses_fetched_and_nothing_is_asked_before_that(desk: Desk, site: Site) -> None:
    for request in (
        SourceFetch(ANYBODY, site.at("/rules")),
        SourceFetch(MODERATOR, site.at("/rules")),
        SourceRefresh(ANYBODY),
        SourceRefresh(MODERATOR, apply=True),
    ):
        with pytest.raises(NotAllowed):
            await desk.respond(request)

    assert site.asked == []


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (Page(status=500, body=rules()), NotFetched),
        (Page(body=b"\x89PNG", type="image/png"), NotFetched),
        (Page(body=b"%PDF-1.4 nonsense", type="application/pdf"), UnreadableSource),
        (Page(body=" "), UnreadableSource),
        (Page(to="http://127.0.0.2/"), NotFetched),
        (Page(to="http://169.254.169.254/latest/meta-data/"), NotFetched),
    ],
)
async def test_what_cannot_be_fetched_or_read_is_told_and_nothing_is_stored(
    desk: Desk, site: Site, page: Page, error: type[Exception]
) -> None:
    site.pages["/rules"] = page
    before = await desk.store.ids(["shared"])

    with pytest.raises(error):
        await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))

    assert await desk.store.ids(["shared"]) == before
    assert await Addresses(desk.store).of("shared") == []


async def test_a_web_page_is_read_without_what_stands_around_it_whatever_address_it_claims(
    desk: Desk, site: Site
) -> None:
    site.pages["/harbour"] = Page(made_files.HTML, type="text/html")

    await desk.respond(SourceFetch(OPERATOR, site.at("/harbour")))

    kept = await desk.store.document(site.id("/harbour"), libraries=["shared"])
    assert kept is not None
    assert "Copyright" not in kept.text
    assert kept.source.publisher == "Harbour Club"
    assert kept.source.url == site.at("/harbour")


async def test_a_page_that_is_as_it_was_costs_nothing(desk: Desk, site: Site) -> None:
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))
    deeds = await desk.data(Audit(OPERATOR))

    looked = await desk.data(APPLY)

    assert (await _only(looked))["outcome"] == "unchanged"
    assert looked["applied"] is False
    assert site.sent == 1
    assert await desk.data(Audit(OPERATOR)) == deeds


async def test_a_change_is_told_first_with_the_answers_that_it_alters_and_made_when_it_is_wanted(
    desk: Desk, site: Site
) -> None:
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))
    answer = (await desk.ask())["id"]
    await desk.receipts.settled()
    site.pages["/rules"] = Page(rules("five"), etag='"2"')

    told = await desk.data(REFRESH)
    still = await desk.ask()
    made = await desk.data(APPLY)
    now = await desk.ask()

    assert (await _only(told))["revised"] == [
        {"was": ["A suspension lasts three days."], "is": ["A suspension lasts five days."]}
    ]
    assert [each["answer"] for each in told["would_change"]] == [answer]
    assert told["applied"] is False
    assert still["quotes"][0]["text"] == "A suspension lasts three days."
    assert made["applied"] is True
    assert [each["answer"] for each in made["changed"]] == [answer]
    assert now["quotes"][0]["text"] == "A suspension lasts five days."
    assert (await _only(await desk.data(APPLY)))["outcome"] == "unchanged"


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (Page(status=404, body=rules("five")), "the server answers 404"),
        (Page(body=" "), "empty"),
        (Page(body="# Page not found\n\nLook elsewhere."), "it has become a page that tells of an error"),
        (Page(body=rules("five")[:80]), "it has lost most of its words"),
        (Page(body=b"GIF89a", type="image/gif"), "it is image/gif"),
    ],
)
async def test_what_is_worse_than_before_replaces_nothing_and_is_kept_and_told(
    desk: Desk, site: Site, page: Page, problem: str
) -> None:
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))
    good, site.pages["/rules"] = site.pages["/rules"], page

    first, second = await desk.respond(APPLY), await desk.respond(APPLY)
    [kept] = await Addresses(desk.store).of("shared")

    assert first.told
    assert second.told is None  # once is enough
    assert problem in (await _only(dict(first.data)))["problem"]
    assert (kept.failures, problem in (kept.problem or "")) == (2, True)
    assert (await desk.ask())["quotes"][0]["text"] == "A suspension lasts three days."

    site.pages["/rules"] = good
    await desk.respond(APPLY)
    [mended] = await Addresses(desk.store).of("shared")
    assert (mended.failures, mended.problem) == (0, None)


async def test_what_a_moderator_has_undone_does_not_come_back_by_itself(desk: Desk, site: Site) -> None:
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))
    site.pages["/rules"] = Page(rules("five"))
    await desk.respond(APPLY)
    [change, *_] = (await desk.data(Audit(OPERATOR)))["deeds"]
    await desk.respond(Undo(OPERATOR, change["number"]))

    assert (await _only(await desk.data(APPLY)))["outcome"] == "unchanged"
    assert (await desk.ask())["quotes"][0]["text"] == "A suspension lasts three days."


async def test_a_document_that_was_removed_is_not_fetched_again(desk: Desk, site: Site) -> None:
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))
    await desk.respond(SourceRemove(OPERATOR, site.id("/rules"), confirmed=True))

    assert (await desk.data(APPLY))["addresses"] == []
    with pytest.raises(UnknownSource, match="web address"):
        await desk.respond(dataclasses.replace(APPLY, document=site.id("/rules")))
    assert await desk.store.document(site.id("/rules"), libraries=["shared"]) is None


async def test_one_document_is_fetched_again_by_its_id_or_its_address(desk: Desk, site: Site) -> None:
    site.pages["/fees"] = Page("Members pay ten euros.", type="text/plain")
    await desk.respond(SourceFetch(OPERATOR, site.at("/rules")))
    await desk.respond(SourceFetch(OPERATOR, site.at("/fees")))

    for named in (site.id("/fees"), site.at("/fees/")):
        looked = await _only(await desk.data(dataclasses.replace(REFRESH, document=named)))
        assert looked["document"] == site.id("/fees")


async def test_a_server_has_addresses_of_its_own_and_not_too_many(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching_pages, "MOST", 1)
    site.pages["/fees"] = Page("Members pay ten euros.", type="text/plain")
    await desk.respond(SourceFetch(MODERATOR, site.at("/rules"), GUILD))

    await desk.respond(SourceFetch(MODERATOR, site.at("/rules"), GUILD))
    with pytest.raises(BadDescription, match="At most 1 addresses"):
        await desk.respond(SourceFetch(MODERATOR, site.at("/fees"), GUILD))

    assert await desk.store.ids([GUILD]) == [site.id("/rules")]
    assert await Addresses(desk.store).of("shared") == []


async def test_where_nothing_may_be_fetched_that_is_said() -> None:
    async with opened_desk(None) as desk:
        with pytest.raises(NotFetched, match="this bot fetches nothing"):
            await desk.respond(SourceFetch(Asker("mo", moderator=True), "https://a.example/", GUILD))


@pytest.mark.parametrize("words", ["rules.md", "ftp://a.example/", "https://", "https://a b.example/", "http://[/"])
def test_what_is_no_web_address_is_refused(words: str) -> None:
    with pytest.raises(NotFetched, match="expected"):
        bare(words)


@pytest.mark.parametrize(
    "address", ["https://a.example/b", "HTTP://A.example/b/", "https://a.example:443/b#c", " https://a.example/b "]
)
def test_a_document_has_one_name_however_its_address_is_written(address: str) -> None:
    assert document_id(address) == "a.example/b"


@given(st.text(max_size=300))
def test_no_address_gives_a_name_that_is_too_long_or_has_blanks(words: str) -> None:
    try:
        name = document_id(f"https://{words}")
    except NotFetched:
        return
    assert name
    assert len(name) < 220
    assert not any(character.isspace() for character in name)


@pytest.mark.parametrize(
    ("type_", "path", "name"),
    [
        ("text/html", "/a", "a.html"),
        ("text/html", "/a.pdf", "a.html"),
        ("application/pdf", "/a.pdf", "a.pdf"),
        ("text/plain", "/a.md", "a.md"),
        ("text/plain", "/a", "a.txt"),
        ("application/octet-stream", "/a.docx", "a.docx"),
    ],
)
def test_the_format_is_what_the_server_says_and_else_what_the_name_says(type_: str, path: str, name: str) -> None:
    fetched = Fetched(f"https://a.example{path}", b"", type_, Known())
    assert file_name(fetched, document="a") == name


SEVERAL = "\n\n".join(f"Rule {number} says that members of the club pay {number} euros." for number in range(30))


@pytest.mark.parametrize(
    ("text", "worse"),
    [
        (SEVERAL, False),
        (SEVERAL.replace("euros", "pounds"), False),
        (SEVERAL + "\n\n" + SEVERAL.replace("euros", "cents"), False),
        (SEVERAL[: len(SEVERAL) * 6 // 10].strip(), False),
        (SEVERAL[: len(SEVERAL) * 4 // 10].strip(), True),
        ("\n\n".join("Buy this domain, it is cheap and it is good." for _ in range(40)), True),
        ("Error 503. Try again later.", True),
        ("Just a moment. Checking your browser.", True),
    ],
)
def test_a_page_may_change_but_not_lose_most_of_its_words(*, text: str, worse: bool) -> None:
    assert (spoiled(document("a", SEVERAL), document("a", text)) is not None) is worse


def test_a_page_that_tells_of_errors_may_go_on_to() -> None:
    before = document("a", "Access denied: what to do.\n\nAsk the harbour master for a key.")
    after = document("a", "Access denied: what to do.\n\nAsk the harbour master for a new key.")
    assert spoiled(before, after) is None


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://localhost/", "https://169.254.169.254/latest"])
def test_the_bot_as_it_is_fetches_nothing_from_private_networks(address: str, tmp_path: Path) -> None:
    data = ("--data", str(tmp_path))
    refused = CliRunner().invoke(main, ["source", "add", address, *data])
    listed = CliRunner().invoke(main, ["source", "refresh", "--json", *data])

    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines()[-1].endswith(f"{address} is not fetched: it leads into a private network.")
    assert json.loads(listed.stdout)["addresses"] == []


def test_a_file_that_is_not_there_is_no_address() -> None:
    assert CliRunner().invoke(main, ["source", "add", "nowhere.md"]).exit_code == 2
