"""Replies: what is said to a question, in which order, and the JSON object beside it."""

import datetime as dt
import re
from typing import Any, cast

import pytest

from bot import replies
from bot.amounts import counted
from bot.contract import with_qid
from bot.reply import Paragraph, Part, Quoted, Reply, SourceLine
from retrieval import Answer, NoAnswer, QuestionKind, Quote, Reason, Source
from tests.library import SOURCE, document, letter, quote

KEYS = ["question", "id", "outcome", "confidence", "quotes", "nearest", "missing_terms", "reason", "elapsed_ms"]
OTHER = document("other.md", "Karim Khan is the prosecutor. Graham was angry.", Source("Other"), based_on=SOURCE)


def _answer(*quotes: Quote, kind: QuestionKind = QuestionKind.WHO, **more: Any) -> Answer:  # noqa: ANN401 - the fields of an Answer
    return Answer("Who is the prosecutor?", kind, 0.75, quotes, **more)


def _refusal(reason: Reason = Reason.UNSURE, *nearest: Quote, missing: tuple[str, ...] = ()) -> NoAnswer:
    return NoAnswer("Who is Zork?", QuestionKind.WHO, 0.125, reason, nearest, missing)


def _answered(answer: Answer) -> Reply:
    return replies.answered(answer, elapsed_ms=1.5)


def _refused(refusal: NoAnswer, *, empty: bool = False) -> Reply:
    return replies.refused(refusal, empty=empty, elapsed_ms=1.5)


def _paragraphs(reply: Reply) -> list[str]:
    return [part.text for part in reply.parts if isinstance(part, Paragraph)]


def _shapes(parts: tuple[Part, ...]) -> list[str]:
    return [type(part).__name__ for part in parts]


def _source(quoted: Quote) -> str:
    [line] = [part for part in _answered(_answer(quoted)).parts if isinstance(part, SourceLine)]
    return replies.cited(line)


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_kind_of_question_has_one_short_lead_in_that_states_nothing(kind: QuestionKind) -> None:
    lead_in = _paragraphs(_answered(_answer(quote(letter(), "Karim Khan"), kind=kind)))

    assert len(lead_in) == 1
    assert re.fullmatch(r"(Asked [a-z ]+, t|T)he documents say:", lead_in[0])


def test_an_answer_is_its_lead_in_then_its_quotes_then_their_sources() -> None:
    reply = _answered(_answer(quote(letter(), "Karim Khan is the prosecutor."), quote(OTHER, "Graham was angry.")))

    assert _shapes(reply.parts) == ["Paragraph", "Quoted", "Quoted", "SourceLine", "SourceLine"]
    assert [part.text for part in reply.parts if isinstance(part, Quoted)] == [
        "Karim Khan is the prosecutor.",
        "Graham was angry.",
    ]


def test_matches_count_from_the_beginning_of_the_quote() -> None:
    quoted = quote(letter(), "He spoke in May.")

    [shown] = [part for part in _answered(_answer(quoted)).parts if isinstance(part, Quoted)]

    assert [shown.text[start:end] for start, end in shown.matches] == ["He"]


def test_documents_that_say_the_same_share_one_quote_with_all_their_numbers() -> None:
    same = quote(OTHER, "Karim Khan is the prosecutor.")
    first = Quote(letter(), quote(letter(), "Karim Khan is the prosecutor.").passages, 3.0, also=(same,))

    reply = _answered(_answer(first, quote(OTHER, "Graham was angry.")))

    assert [part.numbers for part in reply.parts if isinstance(part, Quoted)] == [(1, 2), (3,)]
    assert [number for part in reply.parts if isinstance(part, SourceLine) for number in part.numbers] == [1, 2, 3]
    quotes = cast("list[dict[str, Any]]", reply.data["quotes"])
    assert [(one["number"], [also["number"] for also in one.get("also", [])]) for one in quotes] == [(1, [2]), (3, [])]


def test_sources_that_differ_are_announced_before_the_first_of_them() -> None:
    quotes = [quote(letter(), words) for words in ("Karim Khan", "He spoke in May.", "J Street")]

    reply = _answered(_answer(*quotes, differing=(1, 2)))

    assert _shapes(reply.parts)[:5] == ["Paragraph", "Quoted", "Paragraph", "Quoted", "Quoted"]
    assert _paragraphs(reply)[1] == "The sources differ here; the newest comes first."
    assert reply.data["differing"] == [2, 3]


def test_corrections_come_first() -> None:
    reply = _answered(_answer(quote(letter(), "Karim Khan"), corrections=(("sanctons", "sanctions"),)))

    assert _paragraphs(reply)[0] == "Read sanctons as sanctions."
    assert reply.data["corrections"] == [["sanctons", "sanctions"]]


def test_a_source_is_named_with_all_that_is_known_of_it() -> None:
    quoted = quote(letter(), "Karim Khan", section=("Part 1", "Threats"), page=3)

    assert _source(quoted) == "Joint letter, Human Rights Now, 22 May 2024, section “Part 1 > Threats”, page 3"


def test_a_list_item_is_placed_by_the_line_before_its_list() -> None:
    quoted = quote(OTHER, "Graham", lead_in="Sincerely,")

    assert _source(quoted) == "Other, in the list after “Sincerely,”"


def test_a_section_does_not_repeat_the_title() -> None:
    assert _source(quote(OTHER, "Graham", section=("Other", "Anger"))) == "Other, section “Anger”"
    assert _source(quote(OTHER, "Graham", section=("Other",))) == "Other"


def test_what_a_document_is_based_on_is_named() -> None:
    [line] = [part for part in _answered(_answer(quote(OTHER, "Graham"))).parts if isinstance(part, SourceLine)]

    assert line.based_on == SOURCE
    assert replies.based_on(SOURCE) == "based on: Joint letter, Human Rights Now, 22 May 2024"


def test_a_sentence_that_was_cut_is_marked_where_it_was() -> None:
    [shown] = [
        part
        for part in _answered(_answer(quote(OTHER, "is the", opens=False, closes=False))).parts
        if isinstance(part, Quoted)
    ]

    assert (shown.opens, shown.closes) == (False, False)


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_says_why_in_a_sentence_and_what_to_do(reason: Reason) -> None:
    reply = _refused(_refusal(reason))

    assert re.fullmatch(r"No answer: [a-z ]+\.", _paragraphs(reply)[0])
    assert reply.data["reason"] == _paragraphs(reply)[0]
    assert _paragraphs(reply)[-1] == replies.NEXT


def test_a_refusal_names_what_is_missing_and_shows_the_nearest_passages_as_no_more() -> None:
    reply = _refused(_refusal(Reason.UNSURE, quote(letter(), "Karim Khan"), missing=("Zork", "Flurb")))

    assert _paragraphs(reply)[0].endswith("Not in any document: “Zork” or “Flurb”.")
    assert _shapes(reply.parts) == ["Paragraph", "Paragraph", "Quoted", "SourceLine", "Paragraph"]
    assert _paragraphs(reply)[1] == "The nearest passages, which may not be about this:"
    assert reply.data["missing_terms"] == ["Zork", "Flurb"]
    assert reply.data["quotes"] == []
    assert len(cast("list[object]", reply.data["nearest"])) == 1


def test_an_empty_library_says_that_it_is() -> None:
    assert _paragraphs(_refused(_refusal(Reason.NO_MATCH), empty=True)) == [replies.EMPTY]


def test_an_answer_and_a_refusal_have_the_same_keys_in_the_same_order() -> None:
    answered, refused = _answered(_answer(quote(letter(), "Karim Khan"))), _refused(_refusal())
    withheld = replies.withheld("Who?", document="letter.txt", elapsed_ms=1.5)

    assert list(answered.data) == list(refused.data) == list(withheld.data) == KEYS


def test_a_quote_is_written_with_its_place_and_its_document() -> None:
    [written] = cast("list[object]", _answered(_answer(quote(letter(), "He spoke in May.", page=2))).data["quotes"])

    assert written == {
        "number": 1,
        "text": "He spoke in May.",
        "document": {
            "id": "letter.txt",
            "title": "Joint letter",
            "publisher": "Human Rights Now",
            "date": "2024-05-22",
            "url": "https://example.org/letter",
            "revision": letter().revision,
        },
        "start": 30,
        "end": 46,
        "section": None,
        "page": 2,
        "passage": f"letter.txt@{letter().revision}:30-46",
        "score": 2.5,
        "link": "https://example.org/letter#:~:text=He%20spoke%20in%20May.",
    }


def test_the_id_of_an_answer_depends_on_what_is_quoted_and_on_nothing_else() -> None:
    first, second = (quote(letter(), words) for words in ("Karim Khan", "He spoke in May."))

    same = replies.answered(_answer(first), elapsed_ms=99).data["id"]

    assert same == _answered(_answer(first)).data["id"]
    assert len({same, _answered(_answer(second)).data["id"], _answered(_answer(first, second)).data["id"]}) == 3


def test_the_id_of_a_batch_stands_beside_its_question() -> None:
    data = with_qid(_refused(_refusal()).data, "q7")

    assert list(data)[:2] == ["question", "qid"]
    assert {key: data[key] for key in KEYS} == _refused(_refusal()).data


def test_a_damaged_text_is_told_and_nothing_of_it_shown() -> None:
    reply = replies.withheld("Who?", document="letter.txt", elapsed_ms=1.5)

    assert reply.failed
    assert re.search(r"letter\.txt is damaged.*run check", _paragraphs(reply)[0])
    assert reply.data["reason"] == _paragraphs(reply)[0]


def test_numbers_are_counted_in_words_that_fit() -> None:
    assert counted(1, "document") == "1 document"
    assert counted(0, "document") == "0 documents"
    assert counted(12345, "passage") == "12,345 passages"


def test_days_are_written_without_a_leading_nought() -> None:
    early = document("a.md", "Words.", Source("A", date=dt.date(2024, 5, 2)))

    assert _source(quote(early, "Words.")) == "A, 2 May 2024"


def test_quotes_from_one_place_share_a_line_and_others_have_their_own() -> None:
    here, there = quote(OTHER, "Graham was angry."), quote(OTHER, "Karim Khan is the prosecutor.")

    reply = _answered(_answer(here, quote(letter(), "Karim Khan is the prosecutor."), there))

    assert [part.numbers for part in reply.parts if isinstance(part, SourceLine)] == [(1, 3), (2,)]
