"""Related word forms, by shared 4-grams."""

from hypothesis import given
from hypothesis import strategies as st

from retrieval.relatives import GRAM, LEAST_ALIKE, Relatives

VOCABULARY = ["decis", "decid", "sanction", "court", "us", "a", "mill", "москва"]
words = st.text("abcd", min_size=1, max_size=9)
vocabularies = st.lists(words, unique=True, max_size=20)


def alike(word: str, other: str) -> float:
    """Give the Dice coefficient of the 4-grams, by its definition."""
    one, two = ({f"^{w}"[i : i + GRAM] for i in range(max(1, len(w) + 2 - GRAM))} for w in (word, other))
    return 2 * len(one & two) / (len(one) + len(two))


def related(word: str, vocabulary: list[str]) -> dict[str, float]:
    return {vocabulary[number]: likeness for number, likeness in Relatives.build(vocabulary).of(word).items()}


def test_forms_of_a_word_are_related_and_other_words_are_not() -> None:
    assert set(related("decisive", VOCABULARY)) == {"decis", "decid"}
    assert set(related("sanctioning", VOCABULARY)) == {"sanction"}
    assert related("xylophone", VOCABULARY) == {}


def test_a_word_is_most_like_itself() -> None:
    assert related("москва", VOCABULARY) == {"москва": 1.0}
    assert related("decis", VOCABULARY)["decis"] == 1.0


def test_a_word_shorter_than_a_gram_is_related_to_nothing() -> None:
    assert related("us", VOCABULARY) == related("", VOCABULARY) == related("mil", VOCABULARY) == {}


def test_without_a_vocabulary_nothing_is_related() -> None:
    assert related("decision", []) == {}


@given(words.filter(lambda word: len(word) >= GRAM), vocabularies)
def test_the_related_are_those_that_are_alike_enough(word: str, vocabulary: list[str]) -> None:
    expected = {other: alike(word, other) for other in vocabulary if alike(word, other) >= LEAST_ALIKE}

    assert related(word, vocabulary) == expected


@given(words, vocabularies)
def test_likeness_is_between_the_least_and_1(word: str, vocabulary: list[str]) -> None:
    assert all(LEAST_ALIKE <= likeness <= 1 for likeness in related(word, vocabulary).values())
