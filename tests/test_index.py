"""The index and its first search, as the ranking contract has them."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Document, Hit, Index, Passage, Source, split
from retrieval.levels import SETTINGS
from retrieval.model import BM25, Floats
from retrieval.search import best
from retrieval.terms import forms, question_tokens, terms
from tests.corpora import index_of, lay_out, libraries, only, plain_scores, questions

ASKED = (
    "How many organisations signed the letter to Biden?",
    "What did the Assembly of States Parties say about U.S. sanctions?",
    "Khan",
    "when is the court in The Hague threatened by Lindsey Graham",
)


def described(document: Document) -> str:
    known = [document.source, *([document.based_on] if document.based_on else [])]
    return " ".join(
        f"{source.title} {source.publisher or ''} {source.date.strftime('%d %B %Y') if source.date else ''}"
        for source in known
    )


def units(documents: list[Document]) -> dict[str, list[tuple[list[str], int]]]:
    """Take each field's units (their terms, and how many passages each has) from the documents, by hand."""
    found: dict[str, list[tuple[list[str], int]]] = {name: [] for name in ("sentence", "paragraph", "title", "text")}
    for document in documents:
        passages = split(document)
        blocks = list(dict.fromkeys(passage.block for passage in passages))
        paragraphs = []
        for block in blocks:
            inside = [passage for passage in passages if passage.block == block]
            sentences = [terms(document.text[passage.start : passage.end]) for passage in inside]
            headings = terms(" ".join([*inside[0].section, inside[0].lead_in]))
            found["sentence"] += [(sentence, 1) for sentence in sentences]
            paragraphs.append([*headings, *chain.from_iterable(sentences)])
            found["paragraph"].append((paragraphs[-1], len(inside)))
        title = terms(described(document))
        found["title"].append((title, len(passages)))
        found["text"].append(([*title, *chain.from_iterable(paragraphs)], len(passages)))
    return found


def by_hand(documents: list[Document], question: str) -> Floats:
    """Sum rank-bm25's scores of each passage's units, weighted."""
    query = list(dict.fromkeys(token.term for token in question_tokens(question)))
    total = np.zeros(sum(len(split(document)) for document in documents))
    for name, field in units(documents).items():
        model = BM25([words for words, _ in field], k1=SETTINGS[name].k1, b=SETTINGS[name].b)
        total += SETTINGS[name].weight * np.repeat(model.get_scores(query), [size for _, size in field])
    return total


def found(index: Index, question: str, *, limit: int = 10_000) -> list[tuple[str, float]]:
    return [(hit.passage.id, hit.score) for hit in index.search(question, limit=limit)]


@pytest.mark.parametrize("question", ASKED)
def test_a_hits_score_is_the_weighted_sum_of_its_fields(
    starter: list[Document], starter_index: Index, question: str
) -> None:
    expected = by_hand(starter, question)

    hits = starter_index.search(question, limit=10_000)

    assert len(hits) == (expected > 0).sum() > 5
    assert [hit.score for hit in hits] == pytest.approx([expected[hit.position] for hit in hits], rel=1e-12)
    assert [hit.position for hit in hits][:20] == best(expected.round(9), limit=20).tolist()


@given(libraries, questions)
def test_any_score_is_the_weighted_sum_of_its_fields(library: list[Document], question: str) -> None:
    index = Index.build(library)

    assert plain_scores(index, index.weights(question)) == pytest.approx(by_hand(library, question), rel=1e-12)


@given(libraries, questions)
def test_every_hit_has_a_word_in_common_with_the_question(library: list[Document], question: str) -> None:
    asked = {token.term for token in question_tokens(question)}
    held = [asked & {*words} for field in [units(library)["text"]] for words, size in field for _ in range(size)]
    index = Index.build(library)

    positions = {hit.position for hit in index.search(question, limit=10_000)}

    assert positions == {position for position, words in enumerate(held) if words}


@given(libraries, questions)
def test_hits_are_the_librarys_passages_best_first_ties_in_its_order(library: list[Document], question: str) -> None:
    passages = [passage for document in library for passage in split(document)]
    index = Index.build(library)

    hits = index.search(question, limit=10_000)

    assert list(index.passages) == passages
    assert [hit.passage for hit in hits] == [passages[hit.position] for hit in hits]
    assert [(-hit.score, hit.position) for hit in hits] == sorted((-hit.score, hit.position) for hit in hits)
    assert len({hit.position for hit in hits}) == len(hits)


@given(libraries, questions, st.integers(0, 12), st.integers(0, 12))
def test_the_first_of_more_hits_are_the_fewer(library: list[Document], question: str, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    index = Index.build(library)

    assert found(index, question, limit=more)[:fewer] == found(index, question, limit=fewer)


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, -1.0]), max_size=20), st.integers(0, 25))
def test_the_best_are_the_highest_above_0_with_ties_by_position(scores: list[float], limit: int) -> None:
    ordered = sorted((number for number, score in enumerate(scores) if score > 0), key=lambda n: (-scores[n], n))

    assert best(np.array(scores), limit=limit).tolist() == ordered[:limit]


@given(libraries, questions)
def test_the_same_library_and_question_give_the_same_hits(library: list[Document], question: str) -> None:
    assert found(Index.build(library), question) == found(Index.build(list(library)), question)


@given(libraries, questions, st.randoms(use_true_random=False))
def test_the_order_of_the_questions_words_changes_no_hit(
    library: list[Document], question: str, random: object
) -> None:
    words = question.split()
    random.shuffle(words)  # type: ignore[attr-defined] # hypothesis types it as random.Random only where it is read
    index = Index.build(library)

    assert dict(found(index, " ".join(words))) == pytest.approx(dict(found(index, question)), rel=1e-12)


@given(libraries, questions)
def test_asking_twice_in_one_question_changes_nothing(library: list[Document], question: str) -> None:
    index = Index.build(library)

    assert found(index, f"{question} {question}") == found(index, question)


@given(libraries, questions)
def test_a_document_without_the_questions_words_is_no_hit_and_hides_none(
    library: list[Document], question: str
) -> None:
    more = Index.build([*library, lay_out("zebra", "Xylophones zigzag quietly.", title="Zebra")])

    assert {name for name, _ in found(more, question)} == {name for name, _ in found(Index.build(library), question)}


@given(libraries, questions)
def test_words_that_no_document_holds_change_nothing(library: list[Document], question: str) -> None:
    index = Index.build(library)

    if len(question_tokens(question)) == len(question_tokens(f"{question} qqqzzz")) - 1:
        assert found(index, f"{question} qqqzzz") == found(index, question)


@given(st.integers(1, 70), st.integers(1, 80))
def test_equal_passages_come_in_the_order_of_the_library(copies: int, limit: int) -> None:
    index = Index.build(
        lay_out(f"d{number:02}", "Karim Khan is the prosecutor.", title="Same") for number in range(copies)
    )

    hits = index.search("Who is the prosecutor Khan?", limit=limit)

    assert [hit.position for hit in hits] == list(range(min(copies, limit)))
    assert len({hit.score for hit in hits}) == 1


@pytest.mark.parametrize("question", ["", "?", " \n", "\u200b", "qqqzzz"])
def test_a_question_without_known_words_has_no_hits(starter_index: Index, question: str) -> None:
    assert starter_index.search(question) == []


def test_a_library_without_documents_or_words_finds_nothing() -> None:
    for index in (Index.build([]), index_of(""), index_of("—"), index_of("", "")):
        assert index.search("What is it?") == []


def test_at_most_ten_hits_are_given_unless_more_are_asked_for(starter_index: Index) -> None:
    assert len(starter_index.search("ICC")) == 10
    assert len(starter_index.search("ICC", limit=11)) == 11
    assert starter_index.search("ICC", limit=0) == []


def test_titles_publishers_dates_headings_and_lead_ins_are_found() -> None:
    document = lay_out("d", "# Opening", "Every club brings:", "- keys", title="Rules", date=dt.date(2024, 5, 3))
    known = dataclasses.replace(
        document,
        source=dataclasses.replace(document.source, publisher="Hallkeepers"),
        based_on=Source("Ancient customs", "Elders", dt.date(1999, 12, 1)),
    )
    index = Index.build([known])

    for word in ("rules", "hallkeepers", "May", "2024", "ancient", "elders", "december", "1999", "opening"):
        assert len(index.search(word)) == 2, word
    best_hit, other = index.search("club keys")
    assert known.text[best_hit.passage.start : best_hit.passage.end] == "keys"
    assert best_hit.score > other.score


def test_a_passage_with_the_words_stands_above_one_beside_them() -> None:
    first, second = index_of("It is old. The mill turns. Ask Anna.").search("mill", limit=2)

    assert first.position == 1
    assert first.score > second.score


def test_only_what_a_library_holds_counts_in_its_scores() -> None:
    alone = Index.build([lay_out("a", "The mill turns.")])

    Index.build([lay_out("b", "The mill, the mill, the mill.")])

    assert found(alone, "mill") == found(Index.build([lay_out("a", "The mill turns.")]), "mill")


@given(libraries)
def test_each_field_has_its_units_in_order_and_each_passage_one_of_each(library: list[Document]) -> None:
    index = Index.build(library)

    segment = only(index)

    assert set(segment.fields) == set(segment.units) == set(SETTINGS)
    for name, field in units(library).items():
        sizes = [size for _, size in field]
        assert segment.units[name].tolist() == [number for number, size in enumerate(sizes) for _ in range(size)]
        assert segment.fields[name].lengths.tolist() == [len(words) for words, _ in field]


@given(libraries)
def test_what_is_kept_of_each_passage_is_its_own(library: list[Document]) -> None:
    index = Index.build(library)

    segment = only(index)

    assert len(segment.offers) == len(index.passages) == len(index)
    assert [index.words(position) for position in range(len(index.passages))] == list(words(index.passages, index))
    assert list(segment.vocabulary.values()) == list(range(len(segment.vocabulary)))
    assert [len(segment.relatives.sizes)] == [len(segment.vocabulary)]


def words(passages: Sequence[Passage], index: Index) -> Iterator[list[str]]:
    for passage in passages:
        yield forms(index.documents[passage.document].text[passage.start : passage.end])


def test_weights_are_of_distinct_known_words() -> None:
    index = index_of("The mill turns.")

    assert index.weights("mill mills milling qqqzzz") == {"mill": 1.0}


def test_hits_are_values(starter_index: Index) -> None:
    hit, again = starter_index.search("Khan", limit=1) + starter_index.search("Khan", limit=1)

    assert hit == again == Hit(hit.passage, hit.score, hit.position)
    assert isinstance(hit.score, float)
    assert isinstance(hit.position, int)


def test_several_processes_build_the_same_index(starter: list[Document], starter_index: Index) -> None:
    built = Index.build(starter, workers=2)

    assert list(built.passages) == list(starter_index.passages)
    one, other = only(built), only(starter_index)
    assert one.vocabulary == other.vocabulary
    assert one.wording.forms == other.wording.forms
    assert (one.offers == other.offers).all()
    for name, field in one.fields.items():
        assert field.units.tolist() == other.fields[name].units.tolist()
        assert field.pairs.tolist() == other.fields[name].pairs.tolist()
        assert one.units[name].tolist() == other.units[name].tolist()
    assert built.search("Who is the prosecutor?") == starter_index.search("Who is the prosecutor?")
