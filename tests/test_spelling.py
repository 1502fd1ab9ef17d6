"""Slips of the pen: what is read as another word, and what is left alone."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from retrieval.spelling import SHORTEST, Speller, english, meant

COUNTS = {
    "prosecutor": 5,
    "palestine": 3,
    "khan": 9,
    "khat": 1,
    "lindsey": 2,
    "geneva": 2,
    "ngo": 4,
    "2024": 7,
    "москва": 2,
}
words = st.text("abxyz", min_size=1, max_size=9)
libraries = st.dictionaries(words, st.integers(1, 3), max_size=12)


def nearest(word: str, counts: Mapping[str, int]) -> str | None:
    return meant(word, [Speller.build(counts)], count=lambda form: counts.get(form, 0))


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("prosecuter", "prosecutor"),
        ("prosecutr", "prosecutor"),
        ("prossecutor", "prosecutor"),
        ("porsecutor", "prosecutor"),
        ("prosecutroz", "prosecutor"),
        ("palestien", "palestine"),
        ("lindzay", "lindsey"),
        ("genevva", "geneva"),
        ("khaan", "khan"),
        ("khna", "khan"),
        ("khax", "khan"),
        ("москвб", "москва"),
    ],
)
def test_a_slip_is_read_as_the_word_that_was_meant(slip: str, right: str) -> None:
    assert nearest(slip, COUNTS) == right


@pytest.mark.parametrize(
    "word",
    [
        "prosecutor",  # known to the library
        "prosecute",  # general English
        "throne",  # the same
        "ng",  # too short
        "ngp",
        "",
        "rosecutor",  # another first letter
        "khxy",  # two edits of a short word
        "ginova",  # and of one of six letters
        "prosxcxtxr",  # three of a long one
        "2025",  # no letters
        "khan5",
        "zzzz",  # no word with its initial
    ],
)
def test_a_word_that_is_right_or_near_nothing_is_left_alone(word: str) -> None:
    assert nearest(word, COUNTS) is None


def test_of_words_equally_near_the_most_frequent_is_meant_and_then_the_first_by_letters() -> None:
    assert nearest("khaz", {"khat": 1, "khan": 9}) == "khan"
    assert nearest("khaz", {"khat": 9, "khan": 1}) == "khat"
    assert nearest("khaz", {"khat": 1, "khan": 1}) == "khan"


def test_a_nearer_word_is_meant_before_a_more_frequent_one() -> None:
    assert nearest("prosecutorr", {"prosecutor": 1, "prosecuters": 99}) == "prosecutor"


def test_numbers_are_never_meant() -> None:
    assert nearest("ktwenty", {"k2024": 5, "2024": 5}) is None


@given(words, libraries)
def test_what_is_meant_is_the_nearest_known_word_with_the_same_initial(word: str, counts: dict[str, int]) -> None:
    limit = 1 if len(word) < 7 else 2
    near = {known: OSA.distance(word, known) for known in counts if known[0] == word[0]}
    allowed = {known: distance for known, distance in near.items() if distance <= limit}
    right = word in counts or word in english() or len(word) < SHORTEST

    meant = nearest(word, counts)

    if right or not allowed:
        assert meant is None
    else:
        assert meant == min(allowed, key=lambda known: (allowed[known], -counts[known], known))


def test_general_english_is_in_small_letters_and_holds_inflected_words() -> None:
    assert len(english()) > 10_000
    assert {"prosecutors", "threatened", "letters", "which"} <= english()
    assert all(word == word.lower() for word in english())
