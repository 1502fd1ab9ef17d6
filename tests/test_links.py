"""Links: text fragments lead a browser to the quoted words."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import EXACT, directive, link
from retrieval import Source
from tests.library import document, quote

WORDS = st.lists(st.sampled_from(["the", "court", "co-operates", "a,b", "&", "§ 5", "Über", "said"]), min_size=1)
LINES = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)
TEXTS = LINES.map("\n".join)


def _terms(written: str) -> tuple[str, str, str]:
    """Read a directive as a browser does: its prefix, start and end."""
    terms = written.split(",")
    prefix = terms.pop(0)[:-1] if terms[0].endswith("-") else ""
    start, end = (*terms, "")[:2]
    return unquote(prefix), unquote(start), unquote(end)


def _plain(words: str) -> str:
    return " ".join(words.split())


def test_a_short_quote_is_linked_whole() -> None:
    page = document("a.md", "Before. Who said so? Khan did.", Source("A", url="https://example.org/a"))

    assert link(quote(page, "Who said so?")) == "https://example.org/a#:~:text=Who%20said%20so%3F"


@pytest.mark.parametrize("address", [None, "", "javascript:alert(1)", "file:///etc/passwd"])
def test_a_document_that_is_on_no_page_of_the_web_has_no_link(address: str | None) -> None:
    page = document("a.md", "Who said so?", Source("A", url=address))

    assert link(quote(page, "Who said so?")) is None


def test_what_may_not_stand_in_an_address_is_encoded_once() -> None:
    page = document("a.md", "Words.", Source("A", url="https://example.org/a b%20c/\x1bü?d=[e]"))

    assert link(quote(page, "Words")) == "https://example.org/a%20b%20c/%1B%C3%BC?d=[e]#:~:text=Words"


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        ("https://example.org/a#part-2", "https://example.org/a#part-2:~:text=Words"),
        ("https://example.org/a#part-2:~:text=old", "https://example.org/a#part-2:~:text=Words"),
        ("https://example.org/a?b=c#", "https://example.org/a?b=c#:~:text=Words"),
    ],
)
def test_a_fragment_of_the_address_is_kept_but_not_its_directive(address: str, begins: str) -> None:
    page = document("a.md", "Words.", Source("A", url=address))

    assert link(quote(page, "Words")) == begins


def test_what_the_syntax_uses_is_encoded() -> None:
    assert directive("co-operates, A&B", 0, 16) == "co%2Doperates%2C%20A%26B"


def test_a_long_quote_is_linked_by_its_first_and_last_words() -> None:
    text = " ".join(f"word{n}" for n in range(100))

    assert directive(text, 0, len(text)) == "word0%20word1%20word2%20word3,word96%20word97%20word98%20word99"


def test_a_quote_over_two_lines_is_linked_by_its_first_and_last_words() -> None:
    assert directive("One.\nTwo three.", 0, 15) == "One.,Two%20three."


def test_a_start_grows_until_it_stands_nowhere_before_the_quote() -> None:
    text = "The court of the world.\n\nThe court of the people and so on.\nIt ended."

    assert directive(text, 25, len(text)).startswith("The%20court%20of%20the%20people,")


def test_words_that_stand_before_the_quote_too_get_a_prefix() -> None:
    text = "Yes, they said.\n\nDid they come? Yes, they said."

    written = directive(text, len(text) - 15, len(text))

    assert _terms(written) == ("Did they come?", "Yes, they said.", "")


def test_one_word_longer_than_the_limit_is_linked_whole() -> None:
    word = "x" * (EXACT + 1)

    assert directive(word, 0, len(word)) == word


@given(text=TEXTS, data=st.data())
def test_the_decoded_words_stand_at_the_ends_of_the_quote(text: str, data: st.DataObject) -> None:
    starts = [0, *(position + 1 for position, letter in enumerate(text) if letter.isspace())]
    start = data.draw(st.sampled_from(starts))
    ends = [position for position, letter in enumerate(text + " ") if letter.isspace() and position > start]
    end = data.draw(st.sampled_from(ends))

    prefix, first, last = _terms(directive(text, start, end))

    quoted = _plain(text[start:end])
    assert quoted.startswith(first)
    assert quoted.endswith(last or first)
    assert _plain(text[:start]).endswith(prefix)
    assert last or first == quoted


@given(text=TEXTS, data=st.data())
def test_no_word_of_a_start_or_end_is_over_a_line_end(text: str, data: st.DataObject) -> None:
    start = data.draw(st.sampled_from([0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]))

    for term in _terms(directive(text, start, len(text))):
        assert any(term in _plain(line) for line in text.split("\n"))
