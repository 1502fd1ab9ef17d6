"""What a question asks for, and what a passage offers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import QuestionKind
from retrieval.kinds import Offer, is_quantity, kind_of, offer_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who is the prosecutor?", "who"),
        ("whose warrant was it", "who"),
        ("By whom was it signed?", "who"),
        ("When was it signed?", "when"),
        ("What year was it signed?", "when"),
        ("In which century?", "when"),
        ("How many people who signed it are lawyers?", "how many"),
        ("How much does it cost?", "how many"),
        ("what is the number of members", "how many"),
        ("What percentage agreed?", "how many"),
        ("What were the total costs?", "how many"),
        ("Where is the court?", "where"),
        ("Which country signed first?", "where"),
        ("Did the US sign?", "yes or no"),
        ("Is it old?", "yes or no"),
        ("  IS it\n old?", "yes or no"),
        ("List the members.", "list"),
        ("What are the four rules?", "list"),
        ("which were all the main points", "list"),
        ("Why did they sign?", "why"),
        ("What caused the flood?", "why"),
        ("What are the reasons for it?", "why"),
        ("What is a warrant?", "what"),
        ("Tell me about it; it did rain.", "what"),
        ("Whole milk", "what"),
        ("Somewhere over there", "what"),
        ("", "what"),
        ("?", "what"),
    ],
)
def test_a_question_asks_for(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@given(st.text(max_size=40))
def test_every_question_has_one_kind_whatever_its_case_and_blanks(question: str) -> None:
    assert kind_of(question) in QuestionKind
    assert kind_of(f"  {question}\n") == kind_of(question)


@given(st.sampled_from(["who", "When is", "how many", "where", "did it", "why", "list", "what"]))
def test_case_does_not_matter(start: str) -> None:
    assert kind_of(start.upper()) == kind_of(start.lower())


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("It was signed on 23 May.", {"date", "number", "names"}),
        ("It was signed in May 2024", {"date", "number", "place", "names"}),
        ("They met on Friday.", {"date", "names"}),
        ("in the 1990s", {"date", "number"}),
        ("the last century", {"date"}),
        ("You may enter.", set()),
        ("He has 3 cats.", {"number"}),
        ("Several came twice.", {"number"}),
        ("Someone ate alone.", set()),
        ("It stands near the Hague.", {"place", "names"}),
        ("Karim Khan spoke.", {"names"}),
        ("Nobody spoke. Everybody left.", set()),
        ("", set()),
    ],
)
def test_a_passage_offers(text: str, offers: set[str]) -> None:
    assert {name for name, value in offer_of(text)._asdict().items() if value} == offers


@pytest.mark.parametrize(
    ("text", "names"), [("Karim Khan met J Street.", 3), ("Karim met him. Then Anna left.", 1), ("it", 0)]
)
def test_names_are_capitalised_words_that_begin_no_sentence(text: str, names: int) -> None:
    assert offer_of(text).names == names


@given(st.text(max_size=60))
def test_any_text_offers_flags_and_a_count(text: str) -> None:
    *flags, names = offer_of(text)

    assert {type(flag) for flag in flags} == {bool}
    assert names >= 0
    assert len(Offer._fields) == 4


@pytest.mark.parametrize("word", ["5", "5th", "35500", "2024", "three", "million", "may", "December", "monday", "half"])
def test_a_number_or_part_of_a_date_is_a_quantity(word: str) -> None:
    assert is_quantity(word)


@pytest.mark.parametrize("word", ["", "court", "someone", "maybe", "threefold", "day", "x5"])
def test_another_word_is_no_quantity(word: str) -> None:
    assert not is_quantity(word)


_DATED = re.compile(r"\b(?:1\d{3}|20\d{2})s?\b|\bcentury\b|\bmay\.?\s+\d|\d\s+may\b|\bsunday\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d|\b(?:one|hundreds?|per ?cent)\b", re.IGNORECASE)
_PIECES = (
    "Sun",
    "day",
    "May",
    " ",
    "1",
    "20",
    "4",
    "one",
    "Hundred",
    "s",
    ".",
    "-",
    "century",
    "per",
    "cent",
    "É",
    "of",
)


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_what_is_ruled_out_first_changes_no_offer(text: str) -> None:
    offer = offer_of(text)
    assert (offer.date, offer.number) == (bool(_DATED.search(text)), bool(_NUMBERED.search(text)))
