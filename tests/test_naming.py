"""Naming: whatever the core and the store name has words that can be said in other languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import naming
from bot.words import Words, said
from retrieval import RetrievalError, UnreadableSource
from retrieval.ranking import FEATURES

ROOT = Path(__file__).parent.parent
SENT = ["decoding", "docx", "html", "markdown", "pdf", "text"]
"""The readers of what moderators send."""


def _reasons() -> Iterator[str]:
    """Give every reason that is written down in the readers, its gaps filled."""
    for name in SENT:
        tree = ast.parse((ROOT / "retrieval" / "reading" / f"{name}.py").read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "UnreadableSource":
                reason = call.args[1]
                parts = reason.values if isinstance(reason, ast.JoinedStr) else [reason]
                written = [str(each.value) if isinstance(each, ast.Constant) else "7" for each in parts]
                if written != ["7"]:
                    yield "".join(written)


def test_every_feature_has_a_name() -> None:
    assert set(naming.FEATURES) == set(FEATURES)


@pytest.mark.parametrize("reason", sorted(set(_reasons())))
def test_every_reason_why_a_file_cannot_be_read_can_be_said_in_other_languages(reason: str) -> None:
    words = naming.unreadable(reason)

    assert words == reason
    assert said(words, "de") != reason


def test_what_is_told_of_a_reason_stays_as_it_is() -> None:
    words = naming.unreadable("12.5 MiB, more than the 10 MiB that are read")

    assert said(words, "de") == "12.5 MiB, mehr als die 10 MiB, die gelesen werden"
    assert naming.unreadable("something else") == "something else"


def test_a_complaint_of_the_core_names_the_file_and_the_reason() -> None:
    words = naming.failure(UnreadableSource("a.pdf", "empty"))

    assert isinstance(words, Words)
    assert (words, said(words, "fr")) == ("a.pdf: empty", "a.pdf: vide")
    assert naming.failure(RetrievalError("what else there is")) == "what else there is"
