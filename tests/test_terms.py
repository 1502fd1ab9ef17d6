"""Terms: when two words count as the same word, and which words of a question say what it is about."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval import Document
from retrieval.terms import STOP_WORDS, Token, fold, forms, is_stop_word, question_tokens, stem, surfaces, terms, tokens

# Characters that words are made of and that have surprised: accents apart and joined, invisible ones, apostrophes,
# digits of other scripts, ligatures, letters that fold to blanks or to several letters.
ODD = "aZé’'.,-_ \n\u0301\u200b\u00ad\ufeffß\u0130ﬁ½²٣Ωж日한アﷺ\u037a0172sthdUSN"
texts = st.text(st.sampled_from(ODD) | st.characters(codec="utf-8"), max_size=40)
words = st.from_regex(r"[A-Za-z]{1,12}", fullmatch=True)


@pytest.mark.parametrize(
    ("surface", "form"),
    [
        ("Khan", "khan"),
        ("KHAN", "khan"),
        ("Khan's", "khan"),
        ("Khan’s", "khan"),
        ("O’Neill’s", "oneill"),
        ("don’t", "dont"),
        ("DON'T", "dont"),
        ("it'll", "itll"),
        ("that’ll", "thatll"),
        ("must've", "mustve"),
        ("rock'n'roll", "rocknroll"),
        ("d’Ivoire", "ivoire"),
        ("L’Oréal", "oreal"),
        ("qu'il", "il"),
        ("35,500", "35500"),
        ("1,234,567.89", "1234567.89"),
        ("3.8", "3.8"),
        ("1.2.3", "1.2.3"),
        ("22nd", "22"),
        ("1st", "1"),
        ("3RD", "3"),
        ("11th", "11"),
        ("1990's", "1990"),
        ("1990s", "1990s"),
        ("U.S.", "us"),
        ("u.s.a.", "us"),
        ("USA", "us"),
        ("U.S.'s", "us"),
        ("United States’s", "us"),
        ("e.g.", "eg"),
        ("United States", "us"),
        ("united\n  states of America", "us"),
        ("UNITED KINGDOM", "uk"),
        ("United Nations", "un"),
        ("European Union", "eu"),
        ("NGOs", "ngo"),
        ("NGO’s", "ngo"),
        ("IDs", "id"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("naïve", "naive"),
        ("Straße", "strasse"),
        ("ﬁnance", "finance"),
        ("\uff46\uff55\uff4c\uff4c", "full"),
        ("\u0130stanbul", "istanbul"),
        ("co\u00adoperate", "cooperate"),
        ("zero\u200bwidth", "zerowidth"),
        ("word\ufeff", "word"),
        ("Москва", "москва"),
        ("x²", "x2"),
        ("٣", "٣"),
    ],
)
def test_a_word_is_one_token_of_one_form(surface: str, form: str) -> None:
    assert forms(surface) == [form]
    assert fold(surface) == form


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("", []),
        (" \n\t", []),
        ("?!… — “”", []),
        ("___", []),
        ("\u0301", []),
        ("\u037a", []),
        ("\u200b\ufeff", []),
        ("snake_case_name", ["snake", "case", "name"]),
        ("mother-in-law", ["mother", "in", "law"]),
        ("‘quoted’ 'quoted'", ["quoted", "quoted"]),
        ("the dogs’ bowl", ["the", "dogs", "bowl"]),
        ("2024-05-23", ["2024", "05", "23"]),
        ("£1,000.50!", ["1,000.50"]),
        ("1,00", ["1", "00"]),
        ("12,5000", ["12", "5000"]),
        ("1,000km", ["1", "000km"]),
        ("ends in 2024.", ["ends", "in", "2024"]),
        ("the U.S. said", ["the", "U.S.", "said"]),
        ("in the U.S.A today", ["in", "the", "U.S.A", "today"]),
        ("J.R.R.Tolkien", ["J.R.R.", "Tolkien"]),
        ("Mr. A. Smith", ["Mr", "A", "Smith"]),
        ("the united states’ view", ["the", "united states", "view"]),
        ("disunited states", ["disunited", "states"]),
        ("United statesman", ["United", "statesman"]),
        ("日本語", ["日", "本", "語"]),
        ("東京2020大会", ["東", "京", "2020", "大", "会"]),
        ("Tokyo東京", ["Tokyo", "東", "京"]),
        ("한국", ["한", "국"]),
        ("カナ", ["カ", "ナ"]),
        ("a\u200bb", ["a\u200bb"]),
        ("\u200bword", ["word"]),
        ("mail@example.org", ["mail", "example", "org"]),
    ],
)
def test_a_text_is_parted_into_these_words(text: str, surfaces: list[str]) -> None:
    assert [token.surface for token in tokens(text)] == surfaces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sanctions", "sanctioned"),
        ("U.S. government", "United States governments"),
        ("the 22nd of May", "the 22 of May"),
        ("35,500 people", "35500 people"),
        ("Khan’s warrants", "KHAN warrant"),
        ("co\u200boperation", "cooperation"),
        ("resume\u0301s", "résumés"),
    ],
)
def test_two_ways_to_write_a_thing_have_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(("one", "other"), [("3.8", "38"), ("1st", "2nd"), ("court", "courage"), ("5", "55")])
def test_different_things_have_different_terms(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_a_token_stands_at_its_place() -> None:
    assert list(tokens("The U.S. sanctions")) == [
        Token("The", "the", 0, 3),
        Token("U.S.", "us", 4, 8),
        Token("sanctions", "sanction", 9, 18),
    ]


@given(texts)
@example("\u037a")
@example("ﷺ")
@example("1st's 1ststs d'l'abc NGOSs it'll've")
def test_tokens_are_slices_in_order_and_no_term_is_empty(text: str) -> None:
    found = list(tokens(text))

    assert all(text[token.start : token.end] == token.surface and token.surface for token in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(token.term and fold(token.surface) for token in found)


@given(texts)
def test_terms_are_those_of_the_tokens(text: str) -> None:
    assert terms(text) == [token.term for token in tokens(text)] == [stem(form) for form in forms(text)]


@given(texts)
def test_no_letter_or_digit_is_in_no_token_but_the_one_that_is_an_accent(text: str) -> None:
    held = {n for token in tokens(text) for n in range(token.start, token.end)}

    assert not [char for n, char in enumerate(text) if n not in held and char.isalnum() and char != "\u037a"]


@given(words)
def test_folding_a_folded_word_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_folding_any_word_of_the_starter_library_again_changes_nothing(starter: list[Document]) -> None:
    every = {form for document in starter for form in forms(document.text)}

    assert len(every) > 500
    assert [form for form in every if fold(form) != form] == []


@given(words, words)
def test_words_apart_have_the_same_terms_as_words_alone(one: str, other: str) -> None:
    phrase = re.compile(r"united (states|kingdom|nations)|european union", re.IGNORECASE)
    if not phrase.search(f"{one} {other}"):
        assert terms(f"{one} {other}") == terms(one) + terms(other)


@given(words)
def test_case_changes_no_term_but_that_of_plural_initials(word: str) -> None:
    if not re.fullmatch("[A-Z]{2,}s", word):
        assert terms(word) == terms(word.lower()) == terms(word.upper())


def test_only_words_of_plain_letters_are_stemmed() -> None:
    assert [stem(form) for form in ("decisions", "москвы", "1990s", "2runs")] == ["decis", "москвы", "1990s", "2runs"]


@pytest.mark.parametrize(
    "word", ["who", "Who", "What", "is", "the", "don’t", "Don't", "It’s", "it", "us", "a", "A", "I"]
)
def test_a_word_that_only_asks_is_a_stop_word(word: str) -> None:
    assert is_stop_word(word)


@pytest.mark.parametrize("name", ["US", "IT", "WHO", "U.S.", "May", "may", "IDs", "Khan", "not-a-word", "7"])
def test_a_name_is_no_stop_word(name: str) -> None:
    assert not is_stop_word(name)


def test_stop_words_are_written_as_they_are_looked_up() -> None:
    assert [word for word in STOP_WORDS if fold(word) != word] == []


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Who is the prosecutor of the ICC?", ["prosecutor", "ICC"]),
        ("Did the US and the WHO sign in May?", ["US", "WHO", "sign", "May"]),
        ("How do we do IT?", ["IT"]),
        ("What can I tell them about it?", ["What", "can", "I", "tell", "them", "about", "it"]),
        ("To be or not to be", ["To", "be", "or", "not", "to", "be"]),
        ("", []),
        ("?!", []),
    ],
)
def test_a_question_keeps_what_it_is_about_or_else_everything(question: str, kept: list[str]) -> None:
    assert [token.surface for token in question_tokens(question)] == kept


@given(texts)
def test_a_question_keeps_some_of_its_words_if_it_has_any(question: str) -> None:
    every, kept = list(tokens(question)), question_tokens(question)

    assert [token for token in every if token in kept] == kept
    assert bool(kept) == bool(every)


def test_a_shouted_question_loses_the_words_that_only_ask() -> None:
    assert [token.surface for token in question_tokens("WHO IS THE PROSECUTOR?")] == ["PROSECUTOR"]


@pytest.mark.parametrize("word", ["हिन्दी", "العَرَبِيَّة", "বাংলা", "தமிழ்"])
def test_a_word_with_vowel_signs_is_one_token(word: str) -> None:
    assert [token.surface for token in tokens(word)] == [word]


@pytest.mark.parametrize("name", ["the United States", "the USA", "the usa", "the U.S.", "the u.s.", "the US"])
def test_a_name_that_is_spelled_as_a_stop_word_is_asked_for(name: str) -> None:
    assert [token.term for token in question_tokens(f"Is {name} a party?")] == ["us", "parti"]


def test_who_asks_about_us_asks_about_nobody() -> None:
    assert [token.term for token in question_tokens("Who can tell us about the party?")] == ["parti"]


PIECES = ("united", "States", " ", "kingdom", "of", "america", "'s", "'", "u", "S", ".", ",", "1", "234", "\x1c")


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text(st.characters(codec="ascii")))
def test_plain_text_has_the_words_that_any_text_has(text: str) -> None:
    assert surfaces(text) == [token.surface for token in tokens(text)]
