"""When two passages say the same of different numbers or dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.agreement import LEAST_WORDS, Statement
from retrieval.kinds import IN_DIGITS
from retrieval.terms import STOP_WORDS, forms, stem

texts = st.lists(
    st.sampled_from(["rent", "hall", "club", "euros", "month", "the", "is", "May", "50", "60", "two", "river"]),
    max_size=9,
).map(" ".join)


def said(text: str) -> Statement:
    return Statement.of(forms(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The rent of the hall is 50 euros a month for clubs.", "The rent of the hall is 60 euros a month for clubs."),
        ("The hall rents for 50 euros each month to clubs.", "Each month clubs rent the hall for 60 euros."),
        ("The club meets in the large hall on Monday.", "The club meets in the large hall on Friday."),
        ("Three judges signed the long joint letter.", "Five judges signed the long joint letter."),
        ("Rent, hall, club, euros: 50.", "Rent, hall, club, euros: 50 and 60."),
        ("Clubs pay the rent of the hall by 3 May.", "Clubs pay the rent of the hall by 3 April."),
        ("Clubs pay the rent of the hall by March 3.", "Clubs pay the rent of the hall by April 3."),
        ("a1 rent hall club euros river mill 5", "rent hall club euros river mill path door coin 6"),
    ],
)
def test_the_same_with_other_numbers_differs(one: str, other: str) -> None:
    assert said(one).differs(said(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The rent of the hall is 50 euros for clubs.", "The rent of the hall is 50 euros for clubs!"),
        ("The rent of the hall is 1,000 euros for clubs.", "The rent of the hall is 1000 euros for clubs."),
        ("The letter of the clubs is of 23 May.", "The letter of the clubs is of May 23rd."),
        ("The rent of the hall is low for clubs here.", "The rent of the hall is 60 euros for clubs here."),
        ("The rent of the old hall is low for clubs.", "The rent of the old hall is 60 for clubs."),
        ("The rent is 50.", "The rent is 60."),
        ("Clubs may rent the old hall for 60 euros.", "Clubs rent the old hall for 60 euros."),
        ("Clubs march to the old hall with 60 flags.", "Clubs go to the old hall with 60 flags."),
        ("The river flooded the mill in 2020.", "Clubs rent the hall for 60 euros each month."),
        ("Rent hall club euros river mill key lamp 5", "Rent hall club euros door path coin fee 6"),
        ("", ""),
    ],
)
def test_what_is_equal_incomparable_or_without_numbers_does_not_differ(one: str, other: str) -> None:
    assert not said(one).differs(said(other))


@given(texts, texts)
def test_differing_goes_both_ways(one: str, other: str) -> None:
    assert said(one).differs(said(other)) == said(other).differs(said(one))


@given(texts)
def test_nothing_differs_from_itself(text: str) -> None:
    assert not said(text).differs(said(text))


@given(texts, texts)
def test_what_differs_has_most_words_in_common_and_other_quantities(one: str, other: str) -> None:
    first, second = said(one), said(other)

    if first.differs(second):
        assert len(first.subjects & second.subjects) >= LEAST_WORDS
        assert first.quantities != second.quantities


@given(texts)
def test_every_word_is_a_subject_a_quantity_or_a_stop_word(text: str) -> None:
    statement = said(text)

    for form in forms(text):
        quantity = IN_DIGITS.get(form, form) in statement.quantities
        assert stem(form) in statement.subjects or quantity or form in STOP_WORDS


@pytest.mark.parametrize(
    "said_otherwise", ["Members may bring two guests to our dinner.", "Members bring 2 guests to our dinner."]
)
def test_the_same_number_in_other_words_does_not_differ(said_otherwise: str) -> None:
    assert not said("Members bring two guests to our dinner.").differs(said(said_otherwise))
