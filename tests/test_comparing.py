"""Comparing: what is told to be different is, and the rest is the same."""

from hypothesis import given
from hypothesis import strategies as st

from retrieval import Revised, compare
from tests.library import document


def test_a_sentence_that_was_written_anew_is_told_with_what_it_was() -> None:
    old = document("a.md", "A ban lasts three days. Dogs may enter.")
    new = document("a.md", "A ban lasts five days. Dogs may enter. Cats may not.")

    assert compare(old, new) == (
        Revised((0, 23), (0, 22), ("A ban lasts three days.",), ("A ban lasts five days.",)),
        Revised((39, 39), (39, 52), (), ("Cats may not.",)),
    )


PARAGRAPHS = st.lists(st.sampled_from(["A rule.", "Another rule.", "No dogs. No cats."]), min_size=1, max_size=5)


@given(PARAGRAPHS, PARAGRAPHS)
def test_with_every_difference_made_one_text_says_what_the_other_says(before: list[str], after: list[str]) -> None:
    old, new = document("a.md", "\n\n".join(before)), document("a.md", "\n\n".join(after))

    text = old.text
    for each in reversed(compare(old, new)):
        text = f"{text[: each.old[0]]} {new.text[slice(*each.new)]} {text[each.old[1] :]}"

    assert text.split() == new.text.split()
