"""Batches: every good line is a question, a bad one is told before anything is asked."""

import json

import pytest

from bot.batch import Question, read
from bot.errors import BadBatch


def _lines(*fields: object) -> list[bytes]:
    return [json.dumps(each).encode() + b"\n" for each in fields]


def test_questions_keep_their_order_their_ids_and_their_history() -> None:
    lines = _lines(
        {"qid": "a", "question": "Who?", "answers": ["not looked at"]},
        {"question": "When?", "qid": 2, "history": ["Who?"]},
        {"question": "Where?", "history": None},
    )

    assert read("batch", lines) == [Question("Who?", "a"), Question("When?", 2, ("Who?",)), Question("Where?")]


def test_blank_lines_and_a_byte_order_mark_are_passed_over() -> None:
    assert read("batch", [b'\xef\xbb\xbf{"question": "Who?"}\n', b"  \n", b""]) == [Question("Who?")]


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (b"Who?\n", "a JSON object"),
        (b"\xff\n", "a JSON object"),
        (b"[" * 100_000, "a JSON object"),
        (b'["Who?"]\n', "a JSON object"),
        (b'{"qid": 1}\n', 'a text as "question"'),
        (b'{"question": "Who?", "qid": [1]}\n', 'a text or a number as "qid"'),
        (b'{"question": "Who?", "history": "What?"}\n', 'a list of texts as "history"'),
        (b'{"question": "Who?", "history": [1]}\n', 'a list of texts as "history"'),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_what_is_expected(bad: bytes, expected: str) -> None:
    with pytest.raises(BadBatch, match=f"^batch.jsonl, line 3: {expected} is expected. Nothing was asked.$"):
        read("batch.jsonl", [*_lines({"question": "Who?"}), b"\n", bad])
