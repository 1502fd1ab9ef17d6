"""Matching: words that stand in a document are found wherever they stand, and nothing else passes for them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Difference, Document, Index, elided, match, stands
from tests.library import LETTER, document, letter

RULES = "Members may not sell seats. The fee is 35,500 kroner - no more.\n\nIt’s “final”, says the café's board."
INDEX = Index.build([letter(), document("rules.md", RULES)])


@pytest.mark.parametrize(
    "words",
    [
        "Members may not sell seats.",
        "  Members\n may  not\u00a0sell seats ",
        "sell seats. The fee is 35,500 kroner – no more.",
        'It\'s "final"',
        "the caf\u00e9's board",
        "the cafe\u0301’s board",
        "Mem\u00adbers may not",
        "no more. It's",
    ],
)
def test_what_the_contract_folds_is_the_same(words: str) -> None:
    [place] = match(words, INDEX).places

    assert place.document.id == "rules.md"
    assert place.text == RULES[place.start : place.end]


@pytest.mark.parametrize(
    "words",
    [
        "members may not sell seats.",
        "Members may not sell seat",
        "embers may not",
        "The fee is 35500 kroner",
        "the cafe's board",
        "Members ... sell seats.",
        "Members … seats.",
        "Members [...] seats.",
        "Its “final”",
        "Members may not, sell seats",
    ],
)
def test_what_the_contract_does_not_fold_is_not_the_same(words: str) -> None:
    assert match(words, INDEX).places == ()


def test_a_difference_is_shown_word_by_word() -> None:
    found = match("Members may never sell seats.", INDEX)

    assert found.nearest
    assert found.nearest.text == "Members may not sell seats."
    assert found.differences == (Difference("never", "not"),)


def test_a_name_that_was_put_in_place_of_another_is_shown() -> None:
    found = match("Bob is the prosecutor.", INDEX)

    assert found.nearest
    assert found.nearest.text == "Karim Khan is the prosecutor."
    assert found.differences == (Difference("Bob", "Karim Khan"),)


def test_what_an_ellipsis_leaves_out_is_a_difference() -> None:
    found = match("Members … sell seats.", INDEX)

    assert elided("Members … sell seats.")
    assert found.differences == (Difference("…", "may not"),)


def test_what_is_unlike_everything_stands_nowhere() -> None:
    for words in ("The umbrellas were sold out by noon.", "", " ", "?", "zork"):
        found = match(words, INDEX)
        assert (found.places, found.nearest, found.differences) == ((), None, ())


def test_hidden_characters_of_a_document_do_not_count() -> None:
    hidden = Index.build([document("a.md", "The proto\u00adcol is se\u200bcret.")])

    assert match("The protocol is secret.", hidden).places
    assert not match("The proto", hidden).places
    assert not match("The protocol is se", hidden).places


def test_every_place_is_given_in_the_order_of_the_library() -> None:
    index = Index.build([document("b.md", "A rule. A rule."), document("a.md", "A rule. The rulers.")])

    assert [(place.document.id, place.start) for place in match("rule", index).places] == [
        ("b.md", 2),
        ("b.md", 10),
        ("a.md", 2),
    ]


def test_words_are_looked_for_in_a_text() -> None:
    assert stands("Karim  Khan", LETTER) == (0, 10)
    assert stands("Karim Khat", LETTER) is None


@given(st.data(), st.sampled_from([letter(), document("rules.md", RULES)]))
def test_whatever_stands_between_two_ends_of_words_is_found_there(data: st.DataObject, of: Document) -> None:
    words = [*re.finditer(r"\w+", of.text)]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first].start(), words[last].end()

    if any(unicodedata.combining(each) for each in of.text[end : end + 1]):
        return
    places = match(of.text[start:end], INDEX).places

    assert (of.id, start, end) in [(place.document.id, place.start, place.end) for place in places]


@given(st.text(st.sampled_from('ab C1.…\n-–“"é\u0301\u00ad'), max_size=30))
def test_an_exact_place_has_the_same_letters_and_digits(words: str) -> None:
    text = "a b C1 – “é” ab. a … b\n\nab-C é1"

    for place in match(words, Index.build([document("a.md", text)])).places:
        kept = [character for character in unicodedata.normalize("NFC", words) if character.isalnum()]
        assert [each for each in unicodedata.normalize("NFC", place.text) if each.isalnum()] == kept


def test_a_text_that_hides_very_much_is_looked_through_all_the_same() -> None:
    index = Index.build([document("a.md", "A rule" + "\u200b" * 20_000 + " is a rule.")])

    assert match("A rule is a rule.", index).places
    assert not match("A rule or no rule", index).places
