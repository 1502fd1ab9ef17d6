"""From a question to an answer or to silence with its reason."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Answer, Document, Index, NoAnswer, Quote, Reason, answer, verify
from retrieval.kinds import kind_of
from retrieval.quoting import MAX_CHARACTERS, MAX_QUOTES
from tests.corpora import index_of, lay_out, libraries, questions

WORDS = ["".join(letters) for letters in itertools.product("bcdfghjklm", "aeiou", "npqrstvwxz", "aeiou", "bdgkm")]
LIBRARY = index_of(
    "The hall opens at nine in the morning. The key hangs at the door.",
    "Anna Weir keeps the key of the old mill by the river.",
    "The rent of the hall is 50 euros a month for every club.",
)


def quotes_of(found: Answer | NoAnswer) -> Sequence[Quote]:
    return found.quotes if isinstance(found, Answer) else found.nearest


def answered(question: str, index: Index = LIBRARY, *, history: Sequence[str] = ()) -> Answer:
    found = answer(question, index, history=history, threshold=0)
    assert isinstance(found, Answer)
    return found


def refused(question: str, index: Index = LIBRARY) -> NoAnswer:
    found = answer(question, index, threshold=1)
    assert isinstance(found, NoAnswer)
    return found


@given(libraries, questions, st.sampled_from([0.0, 0.5, 1.0]))
def test_whatever_is_quoted_stands_in_the_documents(library: list[Document], question: str, threshold: float) -> None:
    index = Index.build(library)
    texts = {document.id: document.text for document in library}

    for first in quotes_of(answer(question, index, threshold=threshold)):
        for quote in (first, *first.also):
            verify(quote, texts[quote.document.id])
            assert quote.text == texts[quote.document.id][quote.start : quote.end]
            assert quote.text.strip() == quote.text


@given(libraries, questions)
def test_an_answer_has_quotes_within_the_limits_and_a_refusal_no_more_than_those(
    library: list[Document], question: str
) -> None:
    found = answer(question, Index.build(library), threshold=0)

    if isinstance(found, Answer):
        assert 1 <= len(found.quotes) <= MAX_QUOTES
        assert sum(len(quote.text) for quote in found.quotes) <= MAX_CHARACTERS
        assert all(0 <= position < len(found.quotes) for position in found.differing)
        assert len(found.differing) != 1
    else:
        assert found.reason is Reason.NO_MATCH
        assert found.nearest == ()


@given(libraries, questions, st.floats(0, 1))
def test_the_threshold_decides(library: list[Document], question: str, threshold: float) -> None:
    found = answer(question, Index.build(library), threshold=threshold)

    assert 0 <= found.confidence <= 1
    if isinstance(found, Answer):
        assert found.confidence >= threshold
    else:
        assert found.confidence < threshold or found.reason is Reason.NO_MATCH
        assert len(found.nearest) <= MAX_QUOTES


def test_a_confidence_that_just_reaches_the_threshold_answers() -> None:
    sure = answered("Who keeps the key of the mill?").confidence

    assert isinstance(answer("Who keeps the key of the mill?", LIBRARY, threshold=sure), Answer)


@given(libraries, questions)
def test_the_same_question_and_library_give_the_same_answer(library: list[Document], question: str) -> None:
    assert answer(question, Index.build(library)) == answer(question, Index.build(list(library)))


@given(libraries, questions, st.lists(st.sampled_from(["", "?", "zorblatt", " \n"]), max_size=3))
def test_a_history_that_says_nothing_changes_nothing(
    library: list[Document], question: str, history: list[str]
) -> None:
    index = Index.build(library)

    assert answer(question, index, history=history) == answer(question, index)


@given(libraries, questions, st.lists(questions, max_size=3))
def test_any_history_gives_an_answer_from_the_documents(
    library: list[Document], question: str, history: list[str]
) -> None:
    found = answer(question, Index.build(library), history=history, threshold=0)

    assert found.question == question
    assert {quote.document.id for quote in quotes_of(found)} <= {document.id for document in library}


@given(libraries, st.text(max_size=80))
def test_any_text_can_be_asked(library: list[Document], question: str) -> None:
    found = answer(question, Index.build(library))

    assert found.question == question
    assert found.kind == kind_of(question)


def test_an_answer_quotes_the_passage_that_answers() -> None:
    found = answered("Who keeps the key of the mill?")

    assert found.quotes[0].text == "Anna Weir keeps the key of the old mill by the river."
    assert [found.quotes[0].document.text[slice(*match)] for match in found.quotes[0].matches] == [
        "keeps",
        "key",
        "mill",
    ]
    assert found.kind == "who"


def test_an_empty_library_answers_nothing() -> None:
    found = answer("Who keeps the key?", Index.build([]), threshold=0)

    assert found == NoAnswer("Who keeps the key?", found.kind, 0.0, Reason.NO_MATCH, (), ("keeps", "key"))


@pytest.mark.parametrize("question", ["", " \n\t", "?!", "…", "\u200b", "\u0301"])
def test_a_question_without_words_matches_nothing_whatever_was_asked_before(question: str) -> None:
    for history in ((), ("Who keeps the key of the mill?",)):
        found = answer(question, LIBRARY, history=history, threshold=0)

        assert isinstance(found, NoAnswer)
        assert (found.reason, found.nearest, found.missing_terms) == (Reason.NO_MATCH, (), ())


def test_a_question_of_only_stop_words_is_searched_for_them() -> None:
    index = index_of("To be, or not to be.", "The mill turns.")

    assert answered("To be or not to be?", index).quotes[0].document.id == "d0"


def test_a_question_of_unknown_words_alone_matches_nothing() -> None:
    found = refused("Zorblatt qqqzzz?")

    assert found.reason is Reason.NO_MATCH
    assert found.confidence == 0
    assert found.missing_terms == ("Zorblatt", "qqqzzz")


def test_a_name_that_no_document_names_is_the_reason_and_is_told() -> None:
    found = refused("Does Zorblatt keep the key?")

    assert found.reason is Reason.UNKNOWN_NAME
    assert found.missing_terms == ("Zorblatt",)
    assert "key" in found.nearest[0].text


def test_a_number_that_no_document_holds_is_a_name_too() -> None:
    assert refused("Was the rent of the hall 75 euros?").reason is Reason.UNKNOWN_NAME


def test_a_refusal_without_unknown_names_is_unsure_and_shows_the_nearest() -> None:
    found = refused("Who keeps the xylophone at the hall?")

    assert found.reason is Reason.UNSURE
    assert found.missing_terms == ("xylophone",)
    assert 1 <= len(found.nearest) <= MAX_QUOTES


def test_a_word_is_missing_once_as_it_was_first_written() -> None:
    assert refused("Zorblatt and zorblatt's key").missing_terms == ("Zorblatt",)


def test_a_correction_is_told_and_its_word_is_not_missing() -> None:
    for found in (answered("Who keeps the kye of the rivre mill?"), refused("Who keeps the kye of the rivre mill?")):
        assert found.corrections == (("rivre", "river"),)
    assert refused("Who keeps the kye of the rivre mill?").missing_terms == ("kye",)
    assert answered("Where is the rivre?").quotes[0].document.id == "d1"


def test_history_helps_a_follow_up() -> None:
    index = Index.build(
        [
            lay_out("river", "The Aller is a river.", "It is 211 km long.", title="The Aller"),
            lay_out("road", "The Weller is a road.", "It is 35 km long.", title="The Weller"),
        ]
    )

    for name in ("river", "road"):
        assert answered("How long is it?", index, history=[f"What {name} is it?"]).quotes[0].document.id == name


@pytest.mark.parametrize("begin", ["", "Who keeps the key of the mill? "])
def test_a_question_of_ten_thousand_words_is_answered(begin: str) -> None:
    found = answer(begin + " ".join(WORDS), LIBRARY)

    assert len(WORDS) > 10_000
    assert len(found.question.split()) >= len(WORDS)
    assert isinstance(found, NoAnswer)
    assert len(found.missing_terms) == len(WORDS)


def test_a_word_repeated_ten_thousand_times_makes_no_answer_surer() -> None:
    once, often = answered("key"), answered("key " * 10_000)

    assert often.confidence == pytest.approx(once.confidence, abs=0.01)


def test_passages_that_differ_are_told_newest_first() -> None:
    rent = "The rent of the hall is {} euros a month for every club."
    index = index_of(rent.format(50), rent.format(60))

    found = answered("What is the rent of the hall?", index)

    assert found.differing == (0, 1)


def test_a_reason_reads_as_a_sentence_for_people() -> None:
    assert all(reason.value and reason.value[0].islower() and not reason.value.endswith(".") for reason in Reason)
