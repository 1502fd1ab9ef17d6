"""What a type checker makes of the public names; checked by mypy and pyright, never run."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import assert_type

from retrieval import (
    Answer,
    Document,
    Hit,
    Index,
    NoAnswer,
    Passage,
    QuestionKind,
    Quote,
    Reason,
    answer,
    rank,
    read,
    revision_of,
    split,
    verify,
)


def from_a_folder_to_an_answer(folder: Path) -> str:
    """Follow the example of the package's documentation."""
    documents = assert_type(read(folder), list[Document])
    index = assert_type(Index.build(documents), Index)
    assert_type(index.documents, Mapping[str, Document])
    assert_type(index.passages, Sequence[Passage])
    found = assert_type(answer("Who?", index, history=["What?"], threshold=0.5), Answer | NoAnswer)
    match found:
        case Answer():
            assert_type(found.quotes, tuple[Quote, ...])
            assert_type(found.differing, tuple[int, ...])
            return assert_type(found.quotes[0].text, str)
        case NoAnswer():
            assert_type(found.reason, Reason)
            assert_type(found.missing_terms, tuple[str, ...])
            return found.reason.value


def the_parts(document: Document, index: Index, found: Answer | NoAnswer) -> None:
    """Follow each public function."""
    passages = assert_type(split(document), list[Passage])
    assert_type(passages[0].id, str)
    assert_type(passages[0].page, int | None)
    assert_type(document.source.date, dt.date | None)
    assert_type(revision_of(document.text), str)
    (hit, *_) = assert_type(index.search("Who?", limit=3), list[Hit])
    assert_type(rank("Who?", index, limit=3), list[Hit])
    assert_type(hit.score, float)
    quote = Quote(document, tuple(passages), hit.score)
    assert_type(quote.matches, tuple[tuple[int, int], ...])
    assert_type(quote.also, tuple[Quote, ...])
    verify(quote, document.text)
    assert_type(found.kind, QuestionKind)
