"""Explaining: the parts of a score add up to it, for whatever question, and the runner-up is one that was not shown."""

from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotAllowed
from bot.reply import Paragraph
from bot.requests import Why
from retrieval import Document, Index, answer, explain, rank
from tests.library import ANYBODY, Bot, document, opened_bot

WORDS = ["letter", "Biden", "court", "prosecutor", "how", "many", "who", "members", "of", "Khan", "palestien", "zork"]


@given(
    question=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join),
    history=st.sampled_from([(), ("Who signed the letter?",)]),
)
@settings(max_examples=20)
def test_the_parts_add_up_to_both_scores(question: str, history: tuple[str, ...], starter_index: Index) -> None:
    found = explain(question, starter_index, history=history)

    for each in filter(None, (found.best, found.runner_up)):
        assert sum(share.total for share in each.terms) + each.prior == pytest.approx(each.first)
        assert sum(share.total for share in each.features) == pytest.approx(each.hit.score)


def test_the_best_is_what_ranks_highest_and_the_runner_up_was_not_shown(starter_index: Index) -> None:
    question = "When was the letter to Biden made public?"
    shown = [(quote.document.id, quote.start, quote.end) for quote in answer(question, starter_index).quotes]  # type: ignore[union-attr] # it is answered

    found = explain(question, starter_index, shown=shown)

    assert found.best
    assert found.best.hit == rank(question, starter_index, limit=1)[0]
    assert found.runner_up
    assert not any(
        found.runner_up.hit.passage.document == name and start <= found.runner_up.hit.passage.start < end
        for name, start, end in shown
    )


def test_a_question_without_candidates_has_nothing_to_explain() -> None:
    found = explain("zork", Index.build([document("a.md", "Words.")]))

    assert (found.best, found.runner_up, found.confidence) == (None, None, 0.0)


def _library() -> list[Document]:
    return [
        document("rules.md", "A suspension lasts three days. Members vote in May. Seats are given by lot."),
        document("other.md", "A ban of dogs is not planned. The harbour opens at noon."),
    ]


def test_an_alias_that_no_document_holds_is_read_as_what_it_means() -> None:
    index = Index.build(_library()[:1])

    found = answer("How long is a ban?", index, threshold=0.0, aliases={"ban": ["suspension"]})

    assert found.corrections == (("ban", "suspension"),)
    assert found.aliased == (("ban", "suspension"),)
    assert found.quotes[0].text.startswith("A suspension lasts three days.")  # type: ignore[union-attr] # from a threshold of 0 on all is answered


def test_an_alias_counts_beside_a_word_that_is_known() -> None:
    index = Index.build(_library())

    [first, *_] = answer("How long does a ban last?", index, threshold=0.0, aliases={"ban": ["suspension"]}).quotes  # type: ignore[union-attr] # the same
    found = explain("How long does a ban last?", index, aliases={"ban": ["suspension"]})

    assert first.document.id == "rules.md"
    assert found.best
    assert {"alias", "word"} <= {share.origin for share in found.best.terms}
    assert found.query.aliased == (("ban", "suspension"),)


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """Give a bot that holds the documents."""
    async with opened_bot() as opened:
        yield opened


async def test_why_shows_the_passage_its_scores_and_the_runner_up(bot: Bot) -> None:
    reply = await bot.respond(Why(ANYBODY, "Who is the prosecutor?"))

    best = cast("dict[str, Any]", reply.data["best"])
    features = sum(each["value"] * each["weight"] for each in best["features"])
    assert best["text"] == "Karim Khan is the prosecutor."
    assert features == pytest.approx(best["score"], abs=1e-4)
    said = "\n".join(part.text for part in reply.parts if isinstance(part, Paragraph))
    assert "Its final score is" in said
    assert "Its score in the first search is" in said


async def test_why_of_an_answer_is_for_moderators_since_it_shows_the_question(bot: Bot) -> None:
    with pytest.raises(NotAllowed):
        await bot.respond(Why(ANYBODY, "87d84b484795"))
