"""The measures, each against an example worked by hand and, where it is simple, against its definition."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Kind, Passage, Quote, UnreadableSource, split
from retrieval.evaluation import (
    GoldQuestion,
    area_under_roc,
    discounted_gain,
    first_right,
    hit_rate,
    holds_answer,
    mean_reciprocal_rank,
    precision_at_recall,
    quotes_answer,
    read_gold,
)
from tests.corpora import lay_out

scores = st.lists(st.integers(0, 6).map(float), min_size=1, max_size=12)
ranks = st.lists(st.none() | st.integers(1, 12), min_size=1, max_size=12)


def test_a_gold_question_is_read_from_a_line() -> None:
    row = {
        "qid": 7,
        "question": "Who?",
        "answers": ["Khan"],
        "doc_ids": ["a", "b"],
        "spans": [{"doc_id": "a", "start": 3, "end": 7, "text": "Khan"}],
        "history": ["What?", "When?"],
    }

    (gold,) = read_gold(["\n", json.dumps(row) + "\n", "  "])

    assert gold == GoldQuestion("7", "Who?", True, ("Khan",), ("a", "b"), (("a", 3, 7),), ("What?", "When?"))  # noqa: FBT003 # in order


def test_documents_stand_above_doc_ids_and_what_is_left_out_is_empty() -> None:
    rows = ['{"qid": "1", "question": "Who?", "documents": ["a"], "doc_ids": ["b"]}']
    rows += ['{"qid": "2", "question": "Why?", "answerable": false}']

    first, second = read_gold(rows)

    assert (first.answerable, first.documents) == (True, ("a",))
    assert second == GoldQuestion("2", "Why?", answerable=False)


def test_of_turns_only_what_the_user_asked_is_history() -> None:
    turns = [{"role": "user", "text": "Who?"}, {"role": "bot", "text": "Khan."}, "When?"]

    (gold,) = read_gold([json.dumps({"qid": "1", "question": "Why?", "history": turns})])

    assert gold.history == ("Who?", "When?")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '"text"',
        "{}",
        '{"qid": "1"}',
        '{"question": "Who?"}',
        '{"qid": "1", "question": "Who?", "spans": [{"doc_id": "a"}]}',
        '{"qid": "1", "question": "Who?", "answers": 7}',
        '{"qid": "1", "question": "Who?", "history": [{"text": "When?"}]}',
    ],
)
def test_a_line_that_is_no_gold_question_is_named(line: str) -> None:
    with pytest.raises(UnreadableSource, match=r"^dev\.jsonl:3: not a gold question") as raised:
        read_gold(['{"qid": "1", "question": "Who?"}', "", line], name="dev.jsonl")

    assert raised.value.name == "dev.jsonl:3"


def gold(*answers: str, documents: tuple[str, ...] = (), spans: tuple[tuple[str, int, int], ...] = ()) -> GoldQuestion:
    return GoldQuestion("1", "Who?", answerable=True, answers=answers, documents=documents, spans=spans)


@pytest.mark.parametrize(
    ("span", "holds"),
    [
        (("a", 12, 15), True),
        (("a", 5, 11), True),
        (("a", 19, 25), True),
        (("a", 0, 99), True),
        (("a", 0, 10), False),
        (("a", 20, 25), False),
        (("b", 12, 15), False),
    ],
)
def test_a_passage_holds_an_answer_that_it_overlaps(span: tuple[str, int, int], *, holds: bool) -> None:
    passage = Passage("a", "0" * 16, 10, 20, Kind.PARAGRAPH, 0)

    assert holds_answer(gold(spans=(("c", 10, 20), span)), passage) == holds
    assert not holds_answer(gold(), passage)


def quote(name: str, text: str, *also: Quote) -> Quote:
    document = lay_out(name, text)
    return Quote(document, tuple(split(document)), 1.0, also=also)


def test_an_answer_is_quoted_where_its_words_stand_in_a_right_document() -> None:
    shown = [quote("a", "Nothing."), quote("b", "Karim\n  KHAN spoke.")]

    assert quotes_answer(gold("Graham", "karim khan", documents=("b",)), shown)
    assert not quotes_answer(gold("karim khan", documents=("a",)), shown)
    assert not quotes_answer(gold("Graham", documents=("a", "b")), shown)
    assert not quotes_answer(gold("karim khan", documents=("b",)), [])


def test_an_answer_of_a_second_citation_counts() -> None:
    shown = [quote("a", "Khan spoke.", quote("b", "Khan, spoke."))]

    assert quotes_answer(gold("khan", documents=("b",)), shown)


def test_the_first_right_rank_counts_from_1() -> None:
    assert first_right([False, True, True]) == 2
    assert first_right([True]) == 1
    assert first_right([False]) is None
    assert first_right([]) is None


def test_the_hit_rate_is_the_share_within_the_first() -> None:
    assert hit_rate([1, 3, None, 4], within=3) == 0.5
    assert hit_rate([1, 3, None, 4], within=1) == 0.25


@given(ranks, st.integers(1, 12))
def test_the_hit_rate_grows_with_how_many_are_looked_at(found: list[int | None], within: int) -> None:
    assert 0 <= hit_rate(found, within=within) <= hit_rate(found, within=within + 1) <= 1


def test_the_reciprocal_rank_is_0_beyond_the_first() -> None:
    assert mean_reciprocal_rank([1, 2, 4, None], within=3) == (1 + 1 / 2) / 4


@given(ranks, st.integers(1, 12))
def test_the_reciprocal_rank_is_at_most_the_hit_rate(found: list[int | None], within: int) -> None:
    assert 0 <= mean_reciprocal_rank(found, within=within) <= hit_rate(found, within=within)


def test_the_discounted_gain_of_an_example() -> None:
    grades = {"a": 3.0, "b": 2.0, "c": 1.0}

    found = discounted_gain(["b", "x", "a"], grades, within=3)

    assert found == pytest.approx((2 + 3 / 2) / (3 + 2 / math.log2(3) + 1 / 2))
    assert discounted_gain(["a", "b", "c", "x"], grades, within=4) == 1
    assert discounted_gain(["x", "a"], grades, within=1) == 0
    assert discounted_gain([], grades, within=3) == 0
    assert discounted_gain(["a"], {}, within=3) == 0


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3).map(float)),
    st.permutations("abcdefgh"),
    st.integers(1, 9),
)
def test_the_discounted_gain_is_that_of_its_definition(
    grades: dict[str, float], ranked: list[str], within: int
) -> None:
    gained = sum(grades.get(name, 0) / math.log2(n + 2) for n, name in enumerate(ranked) if n < within)
    most = sum(grade / math.log2(n + 2) for n, grade in enumerate(sorted(grades.values())[::-1]) if n < within)

    assert discounted_gain(ranked, grades, within=within) == pytest.approx(gained / most if most else 0)
    assert discounted_gain(ranked, grades, within=within) <= 1 + 1e-12


def test_the_area_under_roc_of_an_example() -> None:
    assert area_under_roc([0.9, 0.4], [0.4, 0.1]) == (1 + 1 + 0.5 + 1) / 4


@given(scores, scores)
def test_the_area_under_roc_counts_the_pairs_in_the_right_order(positive: list[float], negative: list[float]) -> None:
    pairs = [(1.0 if one > other else 0.5 if one == other else 0.0) for one in positive for other in negative]

    assert area_under_roc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))
    assert area_under_roc(positive, negative) == pytest.approx(1 - area_under_roc(negative, positive))


def test_the_precision_at_recall_of_an_example() -> None:
    positive, negative = [0.9, 0.8, 0.7, 0.2], [0.75, 0.3, 0.1, 0.1, 0.1]

    assert precision_at_recall(positive, negative, recall=0.75) == pytest.approx(0.75 / (0.75 + 1 / 5))
    assert precision_at_recall(positive, negative, recall=0.5) == 1.0
    assert precision_at_recall(positive, negative, recall=1.0) == pytest.approx(1 / (1 + 2 / 5))


@given(scores, scores, st.sampled_from([0.5, 0.75, 0.9, 0.95, 1.0]))
def test_the_precision_is_that_of_the_highest_threshold_that_keeps_the_recall(
    positive: list[float], negative: list[float], recall: float
) -> None:
    def kept(values: list[float], threshold: float) -> float:
        return sum(value >= threshold for value in values) / len(values)

    highest = max(value for value in positive if kept(positive, value) >= recall)

    expected = kept(positive, highest) / (kept(positive, highest) + kept(negative, highest))
    assert precision_at_recall(positive, negative, recall=recall) == pytest.approx(expected)
