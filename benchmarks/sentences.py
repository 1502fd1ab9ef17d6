"""Measures `retrieval.sentences`: golden rules, boundary F1 and speed.

    python -m benchmarks.sentences FOLDER [LINES_FILE]

FOLDER holds `golden_rules.jsonl` and `ud_ewt_dev.jsonl`, each line with a `text` and its `sentences` as offsets.
Texts are first cut at blank lines, as the readers of documents cut blocks. LINES_FILE holds one sentence a line:
some lines are joined by blanks and cut again, a silver standard on more kinds of prose. They are taken from the ends of
the stretches whose beginnings `benchmarks.train_punkt` trains on.
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.train_punkt import SAMPLES, paragraphs
from retrieval.sentences import sentences

RULES = 48
"""The golden rules; the lines after them are stress lists, and not counted."""
JOINED = 10
"""Lines joined into one text."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the ranges of its sentences."""

    text: str
    ranges: list[tuple[int, int]]


def examples(path: Path) -> list[Example]:
    """Read annotated texts."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [Example(row["text"], [(start, end) for start, end in row["sentences"]]) for row in rows]


def joined(path: Path) -> list[Example]:
    """Join neighbouring lines, each of them a sentence."""
    lines = paragraphs(path)
    ends = (len(lines) * number // SAMPLES for number in range(1, SAMPLES + 1))
    return [_join([line.strip() for line in lines[end - JOINED : end]]) for end in ends]


def _join(lines: list[str]) -> Example:
    ranges = []
    position = 0
    for line in lines:
        ranges.append((position, position + len(line)))
        position += len(line) + 1
    return Example(" ".join(lines), ranges)


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text at blank lines."""
    start = 0
    for gap in _BLANK_LINES.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def found(text: str) -> list[tuple[int, int]]:
    """Find the sentences of each block of a text."""
    return [
        (block + start, block + end)
        for block, block_end in blocks(text)
        for start, end in sentences(text[block:block_end])
    ]


def boundary_f1(gold: list[Example]) -> float:
    """Compare the ends of sentences as sets."""
    right = both = 0
    for example in gold:
        expected, actual = ({end for _, end in ranges} for ranges in (example.ranges, found(example.text)))
        right += len(expected & actual)
        both += len(expected) + len(actual)
    return 2 * right / both


def megabytes_per_second(gold: list[Example]) -> float:
    """Time one pass over texts (processor time of one core, nothing known beforehand but the loaded parameters)."""
    sentences("Load what Corp. Smith needs.")
    begun = time.process_time()
    for example in gold:
        found(example.text)
    return sum(len(example.text.encode()) for example in gold) / 1e6 / (time.process_time() - begun)


def main(folder: Path, lines: Path | None) -> None:
    """Print the table."""
    treebank = examples(folder / "ud_ewt_dev.jsonl")
    golden = examples(folder / "golden_rules.jsonl")[:RULES]
    silver = joined(lines) if lines else []
    speed = megabytes_per_second(silver or treebank)
    print(f"golden rules   {sum(found(rule.text) == rule.ranges for rule in golden)} of {len(golden)}")
    print(f"ud_ewt_dev F1  {boundary_f1(treebank):.4f}")
    if silver:
        print(f"joined F1      {boundary_f1(silver):.4f}")
    print(f"speed          {speed:.1f} MB/s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
