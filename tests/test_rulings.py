"""Rulings: what moderators pin, accept and keep holds in every answer until they take it back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import BadRuling, NotAllowed, UnknownSource
from bot.handlers.changed_answers import Planned, broken_golden, would_break, would_change
from bot.reply import Paragraph, Quoted
from bot.requests import (
    Accept,
    Answers,
    Ask,
    Audit,
    ChangedAnswers,
    Keep,
    PinQuote,
    Replay,
    Request,
    Revoke,
    Rulings,
    SourcePreview,
    SourceRemove,
    Supersede,
    Undo,
    Why,
)
from bot.store import History, Ledger
from tests.desk import AFTER, BEFORE, QUESTION, Desk, opened_desk
from tests.library import ANYBODY, MODERATOR, OPERATOR, document

SHARED = ("shared",)
BAN = "How long does a ban last?"
PERMIT = "What does every boat need?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Give a bot with rules."""
    async with opened_desk(tmp_path) as opened:
        yield opened


async def _pin(desk: Desk, *questions: str) -> int:
    quote = (await desk.ask(PERMIT))["id"]
    number: int = (await desk.data(PinQuote(OPERATOR, f"{quote}:1", questions)))["number"]
    return number


async def test_a_pinned_passage_is_quoted_first_for_the_question_and_its_rephrasings(desk: Desk) -> None:
    await _pin(desk, "Where may I moor?", "Mooring, where?")

    for question in ("Where may I moor?", "where can we moor", "Mooring where"):
        reply = await desk.respond(Ask(ANYBODY, question))
        assert reply.data["outcome"] == "answer"
        assert reply.data["pinned"] == [1]
        assert Paragraph("Pinned by the moderators:") in reply.parts
    assert "pinned" not in await desk.ask("Where may dogs moor?")


async def test_other_quotes_follow_a_pinned_one_and_none_comes_twice(desk: Desk) -> None:
    await _pin(desk, QUESTION)

    asked = await desk.ask()

    assert [quote["document"]["id"] for quote in asked["quotes"]] == ["boats.md", "rules.md"]
    assert asked["pinned"] == [1]


async def test_a_pin_holds_as_long_as_its_words_stand(desk: Desk) -> None:
    await _pin(desk, "Where may I moor?")
    await desk.change(
        b"# Boats\n\nAll is new. The harbour has forty boats. Boats have sails. Every boat needs a permit.", "boats.md"
    )
    assert (await desk.ask("Where may I moor?"))["pinned"] == [1]

    await desk.change(b"Nothing is left.", "boats.md")

    assert "pinned" not in await desk.ask("Where may I moor?")
    [ruling] = (await desk.data(Rulings(OPERATOR)))["rulings"]
    assert not ruling["holds"]


async def test_a_pinned_answer_replays_and_a_pin_taken_back_is_a_difference(desk: Desk) -> None:
    number = await _pin(desk, "Where may I moor?")
    name = (await desk.ask("Where may I moor?"))["id"]
    assert (await desk.data(Replay(OPERATOR, name)))["identical"]

    await desk.respond(Revoke(OPERATOR, number))

    replayed = await desk.data(Replay(OPERATOR, name))
    assert "pinned" in {each["what"] for each in replayed["different"]}


async def test_an_alias_answers_what_its_word_answers_and_why_shows_it(desk: Desk) -> None:
    assert (await desk.ask(BAN))["outcome"] == "no_answer"

    await desk.respond(Accept(OPERATOR, "Ban", "suspension"))

    asked = await desk.ask(BAN)
    assert asked["quotes"][0]["text"].startswith("A suspension lasts three days.")
    assert asked["corrections"] == [["ban", "suspension"]]
    assert (await desk.data(Replay(OPERATOR, asked["id"])))["identical"]
    assert (await desk.data(Why(OPERATOR, asked["id"])))["aliases"] == [["ban", "suspension"]]


@pytest.mark.parametrize(("word", "means"), [("ban", "ban"), ("", "ban"), ("two words", "ban"), ("?", "ban")])
async def test_an_alias_is_two_single_words(desk: Desk, word: str, means: str) -> None:
    with pytest.raises(BadRuling, match="two single words"):
        await desk.respond(Accept(OPERATOR, word, means))


async def test_whoever_breaks_a_golden_answer_is_warned(desk: Desk) -> None:
    answer = (await desk.ask())["id"]
    await desk.respond(Keep(OPERATOR, answer))
    assert await broken_golden(desk.libraries, names=SHARED) == []
    planned = Planned("shared", added=[document("rules.md", "All is new.")])
    [broken] = await would_break(desk.libraries, planned)
    assert broken.answer == answer

    changed = await desk.change()

    assert [each["answer"] for each in changed["golden_broken"]] == [answer]
    assert "golden_broken" not in await desk.change(b"The moon.", "moon.md")


async def test_removing_what_a_golden_answer_quotes_warns_too(desk: Desk) -> None:
    await desk.respond(Keep(OPERATOR, (await desk.ask())["id"]))

    reply = await desk.respond(SourceRemove(OPERATOR, "rules.md", confirmed=True))

    assert any("Warning: 1 golden answer" in part.text for part in reply.parts if isinstance(part, Paragraph))


async def test_a_preview_tells_what_would_change_and_changes_nothing(desk: Desk) -> None:
    answer = (await desk.ask())["id"]
    await desk.ask(PERMIT)

    told = await desk.data(SourcePreview(OPERATOR, "rules.md", AFTER))

    assert [each["answer"] for each in told["would_change"]] == [answer]
    [changed] = told["documents"]
    assert (changed["id"], changed["action"]) == ("rules.md", "replaced")
    assert changed["revised"] == [{"was": ["A suspension lasts three days."], "is": ["A suspension lasts five days."]}]
    assert (await desk.data(Replay(OPERATOR, answer)))["identical"]


async def test_after_a_change_the_answers_that_quote_changed_words_are_listed(desk: Desk) -> None:
    answer = (await desk.ask())["id"]
    await desk.ask(PERMIT)
    assert (await desk.data(ChangedAnswers(OPERATOR)))["changed"] == []

    await desk.change()

    [changed] = (await desk.data(ChangedAnswers(OPERATOR)))["changed"]
    assert (changed["answer"], changed["question"]) == (answer, QUESTION)
    await desk.change(BEFORE)
    assert (await desk.data(ChangedAnswers(OPERATOR)))["changed"] == []


async def test_an_answer_that_is_marked_as_superseded_is_done_with(desk: Desk) -> None:
    answer = (await desk.ask())["id"]
    await Ledger(desk.store).note_posted(answer, (7, 70), libraries=SHARED)
    await desk.change()

    marked = await desk.respond(Supersede(OPERATOR, answer))

    assert marked.data["messages"] == [[7, 70]]
    assert marked.told
    [notice, quote, *_] = marked.told.parts
    assert isinstance(notice, Paragraph)
    assert notice.text.startswith(f"Superseded: the documents have changed since “{QUESTION}” was answered.")
    assert isinstance(quote, Quoted)
    assert quote.text.startswith("A suspension lasts three days.")
    assert (await desk.data(ChangedAnswers(OPERATOR)))["changed"] == []
    [ruling] = (await desk.data(Rulings(OPERATOR)))["rulings"]
    assert ruling["kind"] == "superseded answer"


async def test_a_document_that_brings_an_answer_would_change_a_refusal(desk: Desk) -> None:
    refused = (await desk.ask("When does the moon rise?"))["id"]
    await desk.receipts.settled()
    planned = Planned("shared", added=[document("moon.md", "The moon rises at nine in the evening.")])

    [changed] = await would_change(desk.libraries, planned, names=SHARED)

    assert (changed.answer, changed.was) == (refused, ())
    assert changed.now


async def test_everything_is_in_the_audit_list_and_can_be_undone_and_undone_again(desk: Desk) -> None:
    await desk.respond(Accept(OPERATOR, "ban", "suspension"))
    [accepted, *_] = (await desk.data(Audit(OPERATOR)))["deeds"]
    assert (accepted["action"], accepted["actor"]) == ("added alias", OPERATOR.name)

    await desk.respond(Undo(OPERATOR, accepted["number"]))
    assert (await desk.data(Rulings(OPERATOR)))["rulings"] == []
    [undone, *_] = (await desk.data(Audit(OPERATOR)))["deeds"]
    assert undone["action"] == "removed alias"

    await desk.respond(Undo(OPERATOR, undone["number"]))
    [ruling] = (await desk.data(Rulings(OPERATOR)))["rulings"]
    assert (ruling["word"], ruling["means"]) == ("ban", "suspension")
    actions = [deed["action"] for deed in (await desk.data(Audit(OPERATOR)))["deeds"]]
    assert actions == ["added alias", "removed alias", "added alias", "added document", "added document"]


@pytest.mark.parametrize(
    "request_",
    [
        PinQuote(ANYBODY, "rules.md@0123456789abcdef:0-5", ("Who?",)),
        Accept(ANYBODY, "ban", "suspension"),
        Keep(ANYBODY, "0123456789ab"),
        Answers(ANYBODY),
        Supersede(ANYBODY, "0123456789ab"),
        Rulings(ANYBODY),
        Revoke(ANYBODY, 1),
        Undo(ANYBODY, "1"),
        Audit(ANYBODY),
        ChangedAnswers(ANYBODY),
        SourcePreview(ANYBODY, "rules.md", AFTER),
    ],
    ids=lambda request: type(request).__name__,
)
async def test_only_moderators_decide(desk: Desk, request_: Request) -> None:
    with pytest.raises(NotAllowed):
        await desk.respond(request_)


@pytest.mark.parametrize(
    "request_",
    [
        PinQuote(OPERATOR, "rules.md@0123456789abcdef:0-5", ("Who?",)),
        PinQuote(OPERATOR, "0123456789ab:1", ("Who is it?",)),
        PinQuote(OPERATOR, "0123456789ab:1", ("?",)),
        Keep(OPERATOR, "0123456789ab"),
        Supersede(OPERATOR, "0123456789ab"),
        Revoke(OPERATOR, 1),
        Undo(OPERATOR, "1"),
    ],
    ids=lambda request: type(request).__name__,
)
async def test_what_is_not_there_is_told(desk: Desk, request_: Request) -> None:
    with pytest.raises((BadRuling, UnknownSource)):
        await desk.respond(request_)


@pytest.mark.parametrize(
    "request_",
    [
        Accept(MODERATOR, "ban", "suspension"),
        SourcePreview(MODERATOR, "rules.md", AFTER),
        Keep(MODERATOR, "0123456789ab"),
        Revoke(MODERATOR, 1),
        Undo(MODERATOR, "D1"),
        Supersede(MODERATOR, "0123456789ab"),
        PinQuote(MODERATOR, "0123456789ab:1", ("Who is it?",)),
    ],
    ids=lambda request: type(request).__name__,
)
async def test_the_moderators_of_one_server_do_not_decide_for_everybody(desk: Desk, request_: Request) -> None:
    with pytest.raises(NotAllowed, match=r"Only whoever runs the bot may .* for everybody"):
        await desk.respond(request_)


async def test_a_ruling_of_one_library_is_none_of_another(desk: Desk) -> None:
    number = (await desk.data(Accept(OPERATOR, "ban", "suspension", library="guild-1")))["number"]

    here = await desk.data(Ask(ANYBODY, BAN, libraries=("shared", "guild-1")))
    there = await desk.data(Ask(ANYBODY, BAN, libraries=("shared", "guild-2")))

    assert (here["outcome"], there["outcome"]) == ("answer", "no_answer")
    assert (await desk.data(Rulings(OPERATOR, "guild-2", ("shared", "guild-2"))))["rulings"] == []
    with pytest.raises(BadRuling):
        await desk.respond(Revoke(OPERATOR, number, library="guild-2"))


async def test_a_document_that_was_removed_replaced_or_added_is_put_back(desk: Desk) -> None:
    before = await desk.store.document("rules.md", libraries=SHARED)
    answer = (await desk.ask())["id"]

    for change in (desk.change(), desk.respond(SourceRemove(OPERATOR, "rules.md", confirmed=True))):
        await change
        assert not (await desk.data(Replay(OPERATOR, answer)))["identical"]
        [last, *_] = (await desk.data(Audit(OPERATOR)))["deeds"]
        await desk.respond(Undo(OPERATOR, last["number"]))
        assert await desk.store.document("rules.md", libraries=SHARED) == before
        assert await History(desk.store).original("rules.md", libraries=SHARED) == BEFORE
    await desk.change(b"The moon.", "moon.md")
    [last, *_] = (await desk.data(Audit(OPERATOR)))["deeds"]
    await desk.respond(Undo(OPERATOR, last["number"]))
    assert await desk.store.document("moon.md", libraries=SHARED) is None


async def test_what_has_changed_again_since_is_not_undone(desk: Desk) -> None:
    await desk.change()
    [first, *_] = (await desk.data(Audit(OPERATOR)))["deeds"]
    await desk.change(b"All is new.")

    with pytest.raises(BadRuling, match="has changed again since"):
        await desk.respond(Undo(OPERATOR, first["number"]))
    with pytest.raises(BadRuling, match="no such change here"):
        await desk.respond(Undo(OPERATOR, first["number"], library="guild-1"))


async def test_a_change_of_what_is_shared_warns_of_golden_answers_in_servers(desk: Desk) -> None:
    names = ("shared", "guild-1")
    asked = await desk.data(Ask(ANYBODY, QUESTION, libraries=names))
    await desk.respond(Keep(MODERATOR, asked["id"], "guild-1", names))

    changed = await desk.change()

    assert [each["answer"] for each in changed["golden_broken"]] == [asked["id"]]
    [ruling] = (await desk.data(Rulings(MODERATOR, "guild-1", names)))["rulings"]
    assert not ruling["holds"]
