"""Verifying: exact, different or nowhere, and whether words stand where they are said to stand."""

import io
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest

from bot.claims import Claim, readings
from bot.errors import DamagedText, TooLong
from bot.repl import Session
from bot.reply import Listing, Paragraph, Reply
from bot.requests import Verify
from bot.terminal import console
from tests.library import ANYBODY, Bot, document, letter, opened_bot

WORDS = "Karim Khan is the prosecutor."
PASSAGE = f"letter.txt@{letter().revision}:0-29"


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """Give a bot that holds the documents."""
    async with opened_bot() as opened:
        yield opened


async def _verified(bot: Bot, text: str) -> tuple[dict[str, Any], str]:
    reply = await bot.respond(Verify(ANYBODY, text))
    return cast("dict[str, Any]", reply.data), _said(reply)


def _said(reply: Reply) -> str:
    return "\n".join(part.text for part in reply.parts if isinstance(part, Paragraph))


async def test_words_that_stand_there_are_exact_with_their_passage_and_source(bot: Bot) -> None:
    data, said = await _verified(bot, WORDS)

    assert data["verdict"] == "exact"
    assert [quote["passage"] for quote in data["quotes"]] == [PASSAGE]
    assert data["quotes"][0]["link"].startswith("https://example.org/letter#")
    assert "Exact: these words stand, word for word, in 1 place." in said
    assert "What counts as the same" in said


async def test_words_that_differ_are_shown_with_what_stands_there(bot: Bot) -> None:
    reply = await bot.respond(Verify(ANYBODY, "Karim Khan was the prosecutor."))

    assert reply.data["verdict"] == "differs"
    assert Listing((("was", "is"),)) in reply.parts


async def test_words_that_stand_nowhere_are_told_so(bot: Bot) -> None:
    data, said = await _verified(bot, "The mayor owns seven yachts.")

    assert (data["verdict"], data["quotes"]) == ("nowhere", [])
    assert said.startswith("Nowhere")


async def test_an_ellipsis_is_never_taken_for_words(bot: Bot) -> None:
    data, said = await _verified(bot, "Karim Khan … the prosecutor.")

    assert data["verdict"] == "differs"
    assert "An ellipsis is never taken for missing words" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"“{WORDS}” — Joint letter", {"source": "Joint letter", "known": True, "stands": True}),
        (f"{WORDS} – Joint letter, Human Rights Now, 22 May 2024", {"known": True, "stands": True}),
        (
            f"> {WORDS} [1]\n\n[1] Joint letter, Human Rights Now\nhttps://example.org/a",
            {"known": True, "stands": True},
        ),
        (f"{WORDS}\n- weather.md", {"source": "weather.md", "known": True, "stands": False}),
        (f"{WORDS} — The Times", {"source": "The Times", "known": False, "stands": False}),
        (f"{WORDS} ({PASSAGE})", {"source": PASSAGE, "known": True, "stands": True}),
        (f"He spoke in May. ({PASSAGE})", {"source": PASSAGE, "known": True, "stands": False}),
        (WORDS, None),
    ],
)
async def test_where_words_are_said_to_stand_is_checked_apart(bot: Bot, text: str, said: dict[str, Any] | None) -> None:
    data, _ = await _verified(bot, text)

    assert data["verdict"] == "exact"
    assert data["said"] is None if said is None else said.items() <= data["said"].items()


async def test_a_dash_that_the_document_has_too_is_no_source(bot: Bot) -> None:
    await bot.store.add([document("tides.md", "Low tide — weather permitting — is at noon.")], library="shared")

    data, _ = await _verified(bot, "Low tide — weather permitting")

    assert (data["verdict"], data["said"]) == ("exact", None)


async def test_a_passage_that_has_changed_since_still_has_its_words(bot: Bot) -> None:
    await bot.store.add([document("letter.txt", "All is new.")], library="shared")

    data, said = await _verified(bot, f"{WORDS} ({PASSAGE})")

    assert data["verdict"] == "nowhere"
    assert data["said"] == {"source": PASSAGE, "known": True, "stands": True}
    assert "They stand where they are said to stand" in said


async def test_nothing_of_another_library_is_verified(bot: Bot) -> None:
    secret = document("secret.md", "Nobody else may read this.")
    await bot.store.add([secret], library="guild-1")

    for text in ("Nobody else may read this.", f"Nobody else may read this. (secret.md@{secret.revision}:0-26)"):
        data, _ = await _verified(bot, text)
        assert data["verdict"] == "nowhere"
        assert not (data["said"] and data["said"]["known"])


async def test_nothing_that_is_damaged_is_called_exact(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    await _verified(bot, WORDS)
    await bot.damage()

    with pytest.raises(DamagedText, match="so nothing is shown"):
        await _verified(bot, WORDS)

    assert letter().revision in caplog.text


async def test_a_text_that_is_too_long_is_refused_with_both_lengths(bot: Bot) -> None:
    with pytest.raises(TooLong, match="4,001 characters; at most 4,000"):
        await _verified(bot, "x" * 4001)


async def test_a_rumour_is_verified_at_the_prompt(bot: Bot) -> None:
    shown = io.StringIO()

    await Session(bot.respond, ANYBODY, console(shown, plain=True)).enter(
        "/source verify Karim Khan is not the prosecutor. — Joint letter"
    )

    assert "It differs" in shown.getvalue()
    assert "not  (nothing)" in shown.getvalue()
    assert "Karim Khan is the prosecutor." in shown.getvalue()


def test_a_text_is_read_literally_first() -> None:
    read = [*readings("> “So it is.” [1] — The book")]

    assert read[0] == Claim("> “So it is.” [1] — The book")
    assert Claim("So it is.", "The book") in read
