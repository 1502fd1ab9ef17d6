"""An index in several segments: however its documents came, it is the one that was built of them at once."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import Document, Index, InvalidDocument, answer, rank
from retrieval.index import Hit
from retrieval.query import understand
from tests.corpora import LINES, lay_out, libraries, questions

Change = tuple[str, list[str] | None]

names = st.sampled_from(["d0", "d1", "d2", "d3"])
lines = st.lists(st.sampled_from(LINES), max_size=4)
changes = st.lists(st.tuples(names, st.none() | lines), max_size=8)
histories = st.lists(questions, max_size=2)


def document(name: str, lines: list[str]) -> Document:
    return lay_out(name, *lines, date=dt.date(2020 + len(lines) % 2, 1, 1))


def changed(library: list[Document], changes: list[Change], *, step: Callable[[Index], Index]) -> tuple[Index, Index]:
    """Give the index after some changes one by one, and that of what is then there, built at once."""
    index, there = Index.build(library), {one.id: one for one in library}
    for name, lines in changes:
        if lines is None:
            there.pop(name, None)
            index = step(index.updated(removed=[name]))
        else:
            there[name] = document(name, lines)
            index = step(index.updated([there[name]]))
    return index, Index.build(there.values())


def told(hits: list[Hit]) -> list[tuple[str, float]]:
    return [(hit.passage.id, hit.score) for hit in hits]


@pytest.mark.parametrize(
    "step", [lambda index: index, Index.compacted, Index.purged], ids=["as it is", "compacted", "purged"]
)
@given(library=libraries, changes=changes, question=questions, history=histories)
def test_what_was_changed_step_by_step_answers_as_what_is_built_at_once(
    step: Callable[[Index], Index], library: list[Document], changes: list[Change], question: str, history: list[str]
) -> None:
    index, anew = changed(library, changes, step=step)

    assert told(index.search(question, limit=50)) == told(anew.search(question, limit=50))
    assert told(rank(question, index, limit=50, history=history)) == told(
        rank(question, anew, limit=50, history=history)
    )
    assert answer(question, index, history=history, threshold=0.3) == answer(
        question, anew, history=history, threshold=0.3
    )
    assert understand(question, index, history=history) == understand(question, anew, history=history)
    assert len(index) == len(anew)
    assert list(index.documents.items()) == list(anew.documents.items())
    assert index.revisions() == anew.revisions()


@given(libraries, changes, questions)
def test_libraries_that_are_joined_answer_as_one_that_holds_them_in_order(
    library: list[Document], changes: list[Change], question: str
) -> None:
    index, anew = changed(library, changes, step=lambda index: index)
    guild = [document(f"guild {number}", lines or []) for number, (_, lines) in enumerate(changes)]
    together = Index.build([*anew.documents.values(), *guild])

    joined = Index.joined([index, Index.build(guild)])

    assert told(joined.search(question, limit=50)) == told(together.search(question, limit=50))
    assert answer(question, joined, threshold=0.3) == answer(question, together, threshold=0.3)
    assert answer(question, Index.joined([index]), threshold=0.3) == answer(question, anew, threshold=0.3)


@given(libraries, changes)
def test_compacting_ends_and_leaves_few_segments(library: list[Document], changes: list[Change]) -> None:
    index, _ = changed(library, changes, step=Index.compacted)

    assert index.settled
    assert index.compacted() is index
    assert len(index.parts) <= 3


def test_two_libraries_may_have_documents_of_one_name_each_quoted_as_its_own() -> None:
    shared = Index.build([lay_out("rules", "The mill turns at nine.")])
    guild = Index.build([lay_out("rules", "The mill turns at ten on Sunday.")])

    found = answer("When does the mill turn on Sunday?", Index.joined([shared, guild]), threshold=0)

    assert {quote.text for quote in getattr(found, "quotes", ())} <= {
        "The mill turns at nine.", "The mill turns at ten on Sunday.",
    }  # fmt: skip


def test_two_documents_of_one_name_in_one_library_are_refused() -> None:
    with pytest.raises(InvalidDocument, match=r"two documents .* have the id d"):
        Index.build([lay_out("d", "The mill."), lay_out("d", "The hall.")])


def test_an_index_that_loses_everything_finds_nothing_and_can_grow_again() -> None:
    index = Index.build([lay_out("d", "The mill turns.")]).updated(removed=["d", "never there"])

    assert index.search("mill") == []
    assert answer("Does the mill turn?", index).confidence == 0
    assert not index.documents
    assert [hit.passage.document for hit in index.updated([lay_out("e", "The mill turns.")]).search("mill")] == ["e"]
