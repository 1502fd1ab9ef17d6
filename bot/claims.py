"""Claims: what somebody says that a document says, taken apart into the words and where they are said to stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PASSAGE = re.compile(r"(?P<document>.+)@(?P<revision>[0-9a-f]{16}):(?P<start>\d{1,12})-(?P<end>\d{1,12})", re.DOTALL)
"""A passage id. A document's id may hold any character, so the pattern is read from its end."""

_BARS = re.compile(r"^[^\S\n]*[>│][^\S\n]?", re.MULTILINE)
_NUMBERS = re.compile(r"[^\S\n]*(?:\\?\[\d+\\?\])+[^\S\n]*$", re.MULTILINE)
_MARKS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“"}
# A source begins after a dash, at the end of the words or on a line of its own, or on a line after its number.
_SOURCE = re.compile(r"(?:\s[—–―]|\n\s*-|\n\s*\[\d+\])[^\S\n]*(?P<source>[^\n]+?)\s*(?:\n\s*https?://\S+\s*)?$")
_IN_BRACKETS = re.compile(r"\s*[(\[](?P<source>\S+@[0-9a-f]{16}:\d+-\d+)[)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words, and the passage id or the title that they are said to stand under, if any is named."""

    words: str
    source: str | None = None


def readings(text: str) -> Iterator[Claim]:
    """Yield what a text may claim, the most literal reading first: as it is, then without what was put around it."""
    text = text.strip()
    yield Claim(text)
    for bare in dict.fromkeys((text, _BARS.sub("", text).strip())):
        found = _IN_BRACKETS.search(bare) or _SOURCE.search(bare)
        source = found["source"].strip("()[] ") if found else None
        said = bare[: found.start()].strip() if found else bare
        for words in dict.fromkeys((said, _NUMBERS.sub("", said).strip())):
            yield Claim(words, source)
            if len(words) > 2 and _MARKS.get(words[0]) == words[-1]:
                yield Claim(words[1:-1].strip(), source)
