"""What is quoted: exact slices within the limits, apart from each other, lists whole, twins cited together."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from itertools import pairwise, takewhile

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval import Document, Hit, Index, InvalidDocument, Kind, Passage, Quote, QuoteMismatch, split, verify
from retrieval.agreement import Statement
from retrieval.passages import MAX_PASSAGE
from retrieval.quoting import LONGEST_ODDS, MAX_CHARACTERS, MAX_QUOTES, Choice, choose, nearest
from retrieval.terms import forms, terms
from tests.corpora import LINES, lay_out, libraries

LONG = " and the key hangs at the door of the old mill by the river" * 7


@st.composite
def choices(draw: st.DrawFn) -> tuple[Index, list[Hit], Choice]:
    """Draw a library, hits in it in any order with falling scores, and what is chosen of them."""
    index = Index.build(draw(libraries))
    order = draw(st.permutations(range(len(index.passages))))
    steps = draw(st.lists(st.sampled_from([0.0, 0.5, 3.0]), min_size=len(order), max_size=len(order)))
    found = [
        Hit(index.passages[position], 9 - sum(steps[: rank + 1]), position) for rank, position in enumerate(order)
    ][:20]
    return index, found, choose(found, index, question_terms={"key", "hall", "50"})


def says(text: str) -> Statement:
    return Statement.of(forms(text))


def hits(index: Index, *positions: int, step: float = 0.1) -> list[Hit]:
    return [Hit(index.passages[position], 9 - step * rank, position) for rank, position in enumerate(positions)]


def chosen(documents: Sequence[Document], *positions: int, step: float = 0.1) -> list[str]:
    index = Index.build(documents)
    choice = choose(hits(index, *positions, step=step), index, question_terms=())
    return [quote.text for quote in choice.quotes]


def list_after(index: Index, position: int) -> list[Passage]:
    """Give the list that a passage introduces."""
    passage = index.passages[position]
    if not index.documents[passage.document].text[passage.start : passage.end].endswith(":"):
        return []
    following = index.passages[position + 1 :]
    return list(takewhile(lambda other: other.lead_in and other.document == passage.document, following))


@given(choices())
def test_every_quote_is_a_slice_of_its_stored_document(drawn: tuple[Index, list[Hit], Choice]) -> None:
    index, _, choice = drawn

    for first in choice.quotes:
        for quote in (first, *first.also):
            stored = index.documents[quote.document.id].text
            verify(quote, stored)
            assert quote.text == stored[quote.start : quote.end]
            assert quote.id == f"{quote.document.id}@{quote.document.revision}:{quote.start}-{quote.end}"


@given(choices())
def test_an_answer_keeps_its_limits(drawn: tuple[Index, list[Hit], Choice]) -> None:
    _, found, choice = drawn

    assert len(choice.quotes) <= MAX_QUOTES
    assert sum(len(quote.text) for quote in choice.quotes) <= MAX_CHARACTERS
    assert bool(choice.quotes) == bool(found)


@given(choices())
def test_quotes_never_overlap(drawn: tuple[Index, list[Hit], Choice]) -> None:
    _, _, choice = drawn
    places = sorted((quote.document.id, quote.start, quote.end) for quote in choice.quotes)

    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(places))


@given(choices())
def test_the_best_hit_is_always_quoted(drawn: tuple[Index, list[Hit], Choice]) -> None:
    _, found, choice = drawn
    assume(found)
    best = found[0].passage

    assert any(best in quote.passages for quote in choice.quotes)
    assert choice.differing or best in choice.quotes[0].passages


@given(choices())
def test_each_quote_holds_a_hit_that_is_likely_beside_the_best(drawn: tuple[Index, list[Hit], Choice]) -> None:
    _, found, choice = drawn
    likely = {hit.passage: hit.score for hit in found if hit.score > found[0].score - LONGEST_ODDS}
    others = choice.quotes[len(choice.differing) :]

    assert all(quote.score in {likely.get(passage) for passage in quote.passages} for quote in others)
    assert all(one.score >= other.score for one, other in pairwise(others))


@given(choices())
def test_twins_say_the_same_in_other_documents(drawn: tuple[Index, list[Hit], Choice]) -> None:
    _, _, choice = drawn

    for quote in choice.quotes:
        holders = [quote.document.id, *(twin.document.id for twin in quote.also)]
        assert len(set(holders)) == len(holders)
        if quote.also:
            assert [forms(twin.text) for twin in quote.also] == [forms(quote.text)] * len(quote.also)


@given(choices())
def test_a_list_is_quoted_whole_or_not_at_all_after_its_introduction(drawn: tuple[Index, list[Hit], Choice]) -> None:
    index, _, choice = drawn

    for quote in choice.quotes:
        for passage, following in pairwise(quote.passages):
            items = list_after(index, index.passages.index(passage))
            if following in items:
                assert set(items) <= set(quote.passages)


@given(choices())
def test_matches_are_the_questions_words_in_the_quote(drawn: tuple[Index, list[Hit], Choice]) -> None:
    _, _, choice = drawn

    for quote in choice.quotes:
        found = [quote.document.text[start:end] for start, end in quote.matches]
        assert [term for word in found for term in terms(word)] == [
            term for term in terms(quote.text) if term in {"key", "hall", "50"}
        ]
        assert all(quote.start <= start < end <= quote.end for start, end in quote.matches)


@given(choices())
def test_the_same_hits_give_the_same_choice(drawn: tuple[Index, list[Hit], Choice]) -> None:
    index, found, choice = drawn

    assert choose(found, index, question_terms={"key", "hall", "50"}) == choice


def test_nothing_is_chosen_of_no_hits() -> None:
    assert choose([], Index.build([]), question_terms=()) == Choice(())


def test_a_hit_comes_with_its_neighbours_in_the_paragraph() -> None:
    paragraph = "The hall is old. It opens at nine. The key hangs outside. Ask Anna."

    assert chosen([lay_out("d", "Other.", paragraph, "Another.")], 2) == [
        "The hall is old. It opens at nine. The key hangs outside."
    ]


def test_a_neighbour_for_which_there_is_no_room_is_left_out() -> None:
    long = "It opens at nine" + LONG * 2 + "."

    assert len(long) < MAX_CHARACTERS < len(long) + 60
    assert chosen([lay_out("d", f"The hall is old{LONG}. {long} Ask Anna.")], 1) == [f"{long} Ask Anna."]


def test_the_next_passage_comes_before_the_previous_where_there_is_room_for_one() -> None:
    long = LONG + " and by the old forest road"
    paragraph = f"Old{long}. It opens at nine. New{long}."

    assert len(paragraph) > MAX_CHARACTERS
    assert chosen([lay_out("d", paragraph)], 1) == [f"It opens at nine. New{long}."]


def test_passages_that_touch_become_one_quote_at_the_place_of_the_better() -> None:
    document = lay_out("d", "The hall is old.", "It opens at nine.", "The key hangs outside.", "Ask Anna.")

    assert chosen([document], 2, 0, 1) == ["The hall is old.\n\nIt opens at nine.\n\nThe key hangs outside."]


def test_a_whole_list_is_joined_with_what_stands_before_and_after_it() -> None:
    document = lay_out("d", "The hall is old.", "Every club brings:", "- the key", "- a lamp", "Ask Anna.")

    assert chosen([document], 0, 1) == ["The hall is old.\n\nEvery club brings:\n\nthe key\n\na lamp"]
    assert chosen([document], 1, 4) == ["Every club brings:\n\nthe key\n\na lamp\n\nAsk Anna."]


def test_the_blanks_within_a_quote_count() -> None:
    def chosen_of(length: int) -> list[str]:
        return chosen([lay_out("d", "One" + "!" * (length - 3), "Two.")], 0, 1)

    assert len(chosen_of(MAX_CHARACTERS - 6)[0]) == MAX_CHARACTERS
    assert len(chosen_of(MAX_CHARACTERS - 5)[0]) == MAX_CHARACTERS - 5


def test_quotes_of_two_documents_share_the_limit_and_no_blanks() -> None:
    def chosen_of(length: int) -> list[str]:
        return chosen([lay_out("d", "One" + "!" * (length - 3)), lay_out("e", "Two.")], 0, 1)

    assert len(chosen_of(MAX_CHARACTERS - 4)) == 2
    assert len(chosen_of(MAX_CHARACTERS - 3)) == 1


def test_pieces_of_a_sentence_that_was_cut_make_a_quote_again() -> None:
    document = lay_out("d", "x" * (MAX_PASSAGE + 100))
    pieces = split(document)

    assert [piece.start for piece in pieces] == [0, MAX_PASSAGE]
    assert Quote(document, tuple(pieces), 1.0).text == document.text


def test_passages_with_another_between_stay_apart() -> None:
    document = lay_out("d", "The hall is old.", "It opens at nine.", "The key hangs outside.")

    assert chosen([document], 0, 1) == ["The hall is old.\n\nIt opens at nine."]
    assert chosen([document], 0, 2) == ["The hall is old.", "The key hangs outside."]


def test_the_first_and_the_last_passage_of_a_library_have_neighbours_too() -> None:
    assert chosen([lay_out("d", "The hall is old. It opens at nine.")], 0) == ["The hall is old. It opens at nine."]
    assert chosen([lay_out("d", "The hall is old. It opens at nine.")], 1) == ["The hall is old. It opens at nine."]


@pytest.mark.parametrize("more", [0, 1])
def test_the_limit_may_be_reached_and_not_passed(more: int) -> None:
    def filled(length: int) -> str:
        return f"{('The key of the hall ' * 50)[: length - 2].strip():x<{length - 1}}."

    two = [lay_out("a", filled(500)), lay_out("b", "Other" + filled(MAX_CHARACTERS - 505 + more))]
    paragraph = lay_out("c", f"{filled(500)} Ask {filled(MAX_CHARACTERS - 505 + more)}")
    listed = lay_out("d", "Bring:", f"- {filled(MAX_CHARACTERS - 8 + more)}"[: 2 + MAX_CHARACTERS])

    assert len(chosen(two, 0, 1)) == 2 - more
    assert len(chosen([paragraph], 0)[0]) == (500 if more else MAX_CHARACTERS)
    assert len(chosen([listed], 0)[0]) == (6 if more else MAX_CHARACTERS)


def test_the_longest_passage_fits_into_an_answer() -> None:
    assert MAX_PASSAGE == MAX_CHARACTERS == 900


def test_passages_of_two_sections_stay_apart() -> None:
    document = lay_out("d", "# One", "The hall is old.", "# Two", "It opens at nine.")

    assert chosen([document], 0, 1) == ["The hall is old.", "It opens at nine."]


def test_passages_of_two_documents_stay_apart() -> None:
    assert chosen([lay_out("d", "The hall is old."), lay_out("e", "It opens at nine.")], 0, 1) == [
        "The hall is old.",
        "It opens at nine.",
    ]


def test_a_hit_too_unlikely_beside_the_best_is_not_quoted() -> None:
    documents = [lay_out("d", "The hall is old."), lay_out("e", "It opens at nine.")]

    assert len(chosen(documents, 0, 1, step=LONGEST_ODDS - 0.1)) == 2
    assert chosen(documents, 0, 1, step=LONGEST_ODDS) == ["The hall is old."]


def test_a_hit_that_does_not_fit_leaves_its_place_to_one_that_does() -> None:
    documents = [lay_out("a", f"One{LONG}."), lay_out("b", f"Two{LONG}{LONG}."), lay_out("c", "Three.")]

    assert chosen(documents, 0, 1, 2) == [f"One{LONG}.", "Three."]


def test_an_introduction_comes_with_its_whole_list() -> None:
    document = lay_out("d", "Every club brings:", "- the key", "- a lamp", "- coins", "The hall is old.")

    assert chosen([document], 0) == ["Every club brings:\n\nthe key\n\na lamp\n\ncoins"]


def test_a_list_of_the_next_document_is_not_taken_in() -> None:
    one, two = lay_out("d", "Every club brings:"), lay_out("e", "- the key")
    items = tuple(dataclasses.replace(block, lead_in="Bring:") for block in two.blocks)

    assert chosen([one, dataclasses.replace(two, blocks=items)], 0) == ["Every club brings:"]


def test_a_list_too_long_to_quote_is_not_begun_after_its_introduction() -> None:
    document = lay_out("d", "Every club brings:", *(f"- {n} keys" + " of the hall" * 20 for n in range(4)))

    assert chosen([document], 0)[0] == "Every club brings:"
    for order in ((0, 1), (1, 0), (0, 2, 1)):
        assert not [text for text in chosen([document], *order) if text.startswith("Every club brings:\n")]


def test_an_item_alone_is_quoted_alone() -> None:
    document = lay_out("d", "Every club brings:", "- the key", "- a lamp")

    assert chosen([document], 2) == ["a lamp"]


def test_what_another_document_says_word_for_word_is_cited_with_it() -> None:
    index = Index.build([lay_out("a", "The hall opens at nine."), lay_out("b", "The HALL opens at nine!")])

    (quote,) = choose(hits(index, 1, 0), index, question_terms={"hall"}).quotes

    assert (quote.document.id, quote.text) == ("b", "The HALL opens at nine!")
    assert [(twin.document.id, twin.text) for twin in quote.also] == [("a", "The hall opens at nine.")]
    assert [twin.document.text[slice(*twin.matches[0])] for twin in quote.also] == ["hall"]


def test_a_document_that_repeats_itself_is_not_its_own_twin() -> None:
    index = Index.build([lay_out("a", "It opens at nine.", "# Two", "It opens at nine.", "It opens at nine.")])

    (quote,) = choose(hits(index, 0, 1, 2), index, question_terms=()).quotes

    assert quote.also == ()


def test_a_passage_with_twins_stays_without_its_neighbours() -> None:
    one = lay_out("a", "The fee is due. The hall opens at nine. Ask Anna.")

    assert chosen([one, lay_out("b", "The hall opens at nine.")], 1, 3) == ["The hall opens at nine."]


@pytest.mark.parametrize("sentences", [("The fee is due.", "The hall opens."), ("The hall opens.", "The fee is due.")])
def test_a_passage_does_not_grow_into_one_with_twins(sentences: tuple[str, str]) -> None:
    one, other = lay_out("a", " ".join(sentences)), lay_out("b", "The hall opens.")

    assert set(chosen([one, other], 0, 1, 2)) == set(sentences)
    assert chosen([one], 0) == [" ".join(sentences)]


def test_twins_elsewhere_keep_no_passage_from_its_neighbours() -> None:
    documents = [lay_out("a", "The fee is due. The hall opens."), lay_out("b", "Ask Anna."), lay_out("c", "Ask Anna.")]

    assert chosen(documents, 0, 2, 3) == ["The fee is due. The hall opens.", "Ask Anna."]


def test_a_list_with_an_item_that_has_twins_is_quoted_once() -> None:
    one = lay_out("a", "Every club brings:", "- the key", "- a lamp")

    assert chosen([one, lay_out("b", "A lamp.")], 0, 2, 3) == ["Every club brings:\n\nthe key\n\na lamp"]


RENTS = {year: f"The rent of the hall is {year - 1970} euros a month for every club." for year in range(2020, 2025)}


def rents(*years: int, tail: str = "") -> list[Document]:
    return [lay_out(str(year), RENTS[year].removesuffix(".") + tail + ".", date=dt.date(year, 1, 1)) for year in years]


def test_passages_that_differ_in_a_number_are_quoted_newest_first() -> None:
    index = Index.build([*rents(2021, 2020, 2022), lay_out("x", "Ask Anna.")])

    choice = choose(hits(index, 0, 3, 1, 2), index, question_terms=())

    assert [quote.text for quote in choice.quotes] == [RENTS[2022], RENTS[2021], RENTS[2020]]
    assert choice.differing == (0, 1, 2)


@given(st.permutations(sorted(RENTS)), st.permutations(range(5)), st.sampled_from([0, 60, 300]))
def test_the_best_of_those_that_differ_is_shown_and_dates_fall(years: list[int], order: list[int], more: int) -> None:
    index = Index.build(rents(*years, tail=LONG[:more]))

    choice = choose(hits(index, *order), index, question_terms=())

    shown = [choice.quotes[position] for position in choice.differing]
    dates = [int(quote.document.id) for quote in shown]
    assert choice.differing == tuple(range(len(shown)))
    assert len(shown) == (2 if more == 300 else 3)
    assert dates == sorted(dates, reverse=True)
    assert years[order[0]] in dates


def test_a_document_without_a_date_counts_as_the_oldest() -> None:
    index = Index.build([lay_out("x", RENTS[2024]), *rents(2020)])

    assert chosen(list(index.documents.values()), 0, 1) == [RENTS[2020], RENTS[2024]]


def test_of_too_many_that_differ_the_best_is_among_those_quoted() -> None:
    index = Index.build(rents(2020, 2021, 2022, 2023))

    choice = choose(hits(index, 0, 1, 2, 3), index, question_terms=())

    assert [quote.text for quote in choice.quotes] == [RENTS[2022], RENTS[2021], RENTS[2020]]


def test_only_quotes_that_differ_are_said_to_differ() -> None:
    index = Index.build([*rents(2020, 2021, 2022, tail=LONG[:300]), lay_out("x", "Ask Anna.")])

    choice = choose(hits(index, 0, 1, 2, 3), index, question_terms=())

    assert [quote.document.id for quote in choice.quotes] == ["2021", "2020", "x"]
    assert choice.differing == (0, 1)


def test_one_passage_alone_does_not_differ() -> None:
    index = Index.build(rents(2020, 2021, tail=LONG + " too" * 10))

    choice = choose(hits(index, 0, 1), index, question_terms=())

    assert [quote.document.id for quote in choice.quotes] == ["2020"]
    assert choice.differing == ()


def test_nothing_too_unlikely_is_quoted_beside_differing_passages() -> None:
    index = Index.build([*rents(2020, 2021), lay_out("x", "Ask Anna.")])
    found = [*hits(index, 0, 1), Hit(index.passages[2], 9 - LONGEST_ODDS, 2)]

    assert [quote.document.id for quote in choose(found, index, question_terms=()).quotes] == ["2021", "2020"]


def test_passages_of_one_document_do_not_differ() -> None:
    index = Index.build([lay_out("d", RENTS[2020], "# Two", RENTS[2021])])

    assert choose(hits(index, 0, 1), index, question_terms=()).differing == ()


@given(libraries, st.data())
def test_the_nearest_are_hits_as_they_are_in_their_order_within_the_limits(
    library: list[Document], data: st.DataObject
) -> None:
    index = Index.build(library)
    found = hits(index, *data.draw(st.permutations(range(len(index.passages)))))

    quotes = nearest(found, index, question_terms=())

    alone: list[tuple[Passage, ...]] = [(hit.passage,) for hit in found]
    places = [alone.index(quote.passages) for quote in quotes]
    assert places == sorted(places)
    assert [quote.score for quote in quotes] == [found[place].score for place in places]
    assert len(quotes) <= MAX_QUOTES
    assert sum(len(quote.text) for quote in quotes) <= MAX_CHARACTERS


def test_the_nearest_that_say_the_same_are_one() -> None:
    index = Index.build([lay_out("a", "Ask Anna."), lay_out("b", "Ask Anna."), lay_out("c", "Ask Bert.")])

    quotes = nearest(hits(index, 0, 1, 2), index, question_terms=())

    assert [(quote.document.id, [twin.document.id for twin in quote.also]) for quote in quotes] == [
        ("a", ["b"]),
        ("c", []),
    ]


MILL = lay_out("mill", "It is old. It is slow.", "Mind the gap.", "It turns.")


def test_a_quote_is_the_slice_from_its_first_passage_to_its_last() -> None:
    first, second, third, _ = split(MILL)

    quote = Quote(MILL, (first, second, third), 1.0)

    assert quote.text == MILL.text[quote.start : quote.end] == "It is old. It is slow.\n\nMind the gap."


def test_a_quote_needs_a_passage() -> None:
    with pytest.raises(InvalidDocument, match="needs a passage"):
        Quote(MILL, (), 1.0)


@pytest.mark.parametrize("picked", [(0, 2), (1, 0), (0, 0), (0, 1, 3), (0, 1, 1)])
def test_passages_that_do_not_follow_each_other_make_no_quote(picked: tuple[int, ...]) -> None:
    passages = split(MILL)

    with pytest.raises(InvalidDocument, match="do not touch"):
        Quote(MILL, tuple(passages[number] for number in picked), 1.0)


@pytest.mark.parametrize(("start", "end"), [(5, 2), (3, 3), (-4, 2), (0, len(MILL.text) + 1)])
def test_a_passage_that_is_empty_or_outside_the_text_makes_no_quote(start: int, end: int) -> None:
    with pytest.raises(InvalidDocument, match="empty or outside the text"):
        Quote(MILL, (Passage("mill", MILL.revision, start, end, Kind.PARAGRAPH, 0),), 1.0)


@pytest.mark.parametrize("change", [{"document": "other"}, {"revision": "0" * 16}])
def test_a_passage_of_another_document_or_revision_makes_no_quote(change: dict[str, str]) -> None:
    first, second, *_ = split(MILL)
    changed = Passage(
        change.get("document", second.document),
        change.get("revision", second.revision),
        second.start,
        second.end,
        Kind.PARAGRAPH,
        0,
    )

    with pytest.raises(InvalidDocument, match="another revision"):
        Quote(MILL, (first, changed), 1.0)


def test_the_text_as_it_was_indexed_is_verified() -> None:
    verify(Quote(MILL, (split(MILL)[0],), 1.0), MILL.text)


@given(st.integers(0, len(MILL.text) - 1), st.characters(codec="utf-8"))
def test_any_other_character_anywhere_is_a_mismatch(place: int, char: str) -> None:
    assume(MILL.text[place] != char)
    quote = Quote(MILL, (split(MILL)[0],), 1.0)

    with pytest.raises(QuoteMismatch, match="mill: stored text has revision"):
        verify(quote, MILL.text[:place] + char + MILL.text[place + 1 :])


@given(st.integers(0, len(MILL.text)), st.sampled_from([" ", "\u200b", "\r", "x", ""]), st.integers(0, 2))
def test_a_character_more_or_less_is_a_mismatch(place: int, more: str, fewer: int) -> None:
    stored = MILL.text[:place] + more + MILL.text[place + fewer :]
    assume(stored != MILL.text)

    with pytest.raises(QuoteMismatch) as raised:
        verify(Quote(MILL, (split(MILL)[0],), 1.0), stored)

    assert raised.value.document == "mill"


def test_the_drawn_lines_hold_lists_twins_and_differences() -> None:
    index = Index.build([lay_out("a", *LINES), lay_out("b", *LINES)])

    assert any(list_after(index, position) for position in range(len(index.passages)))
