"""Batches: files of JSON lines, one question each, `{"qid": …, "question": …, "history": […]}`.

A file is read whole before anything is asked, so that a bad line costs no answers.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.errors import BadBatch


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a batch; `qid` is None where the line names none."""

    question: str
    qid: str | int | None = None
    history: tuple[str, ...] = ()


def read(name: str, lines: Iterable[bytes]) -> list[Question]:
    """Read a batch, blank lines apart; raise BadBatch for the first line that holds no question."""
    return list(_read(name, lines))


def _read(name: str, lines: Iterable[bytes]) -> Iterator[Question]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                fields = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BadBatch(name, number, expected="a JSON object") from error
            yield _question(name, number, fields)


def _question(name: str, number: int, fields: object) -> Question:
    if not isinstance(fields, dict):
        raise BadBatch(name, number, expected="a JSON object")
    question, qid, history = fields.get("question"), fields.get("qid"), fields.get("history") or []
    if not isinstance(question, str):
        raise BadBatch(name, number, expected='a text as "question"')
    if not (qid is None or isinstance(qid, str | int)):
        raise BadBatch(name, number, expected='a text or a number as "qid"')
    if not (isinstance(history, list) and all(isinstance(earlier, str) for earlier in history)):
        raise BadBatch(name, number, expected='a list of texts as "history"')
    return Question(question, qid, tuple(history))
