"""Measure the whole index, all fields, at size: build, memory, the first search, and an answer from end to end.

    python -m benchmarks.whole FOLDER [--passages N] [--workers N]

FOLDER is that of `benchmarks.engines`. The sentences, four a paragraph and a hundred a document, make a library.
"""

import argparse
import json
import lzma
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.engines import peak, pin
from retrieval import Block, Document, Index, Kind, Source, answer
from retrieval.evaluation import read_gold

IN_PARAGRAPH, IN_DOCUMENT = 4, 100
QUESTIONS = 200


def main() -> None:
    """Build, ask, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args()
    gold = read_gold((chosen.folder / "squad2" / "questions.jsonl").read_text("utf-8").splitlines())
    asked = [one.question for one in gold[:: len(gold) // QUESTIONS][:QUESTIONS]]
    library = list(documents(chosen.folder / "million.txt.xz", chosen.passages))
    read = peak()
    started = time.perf_counter()
    index = Index.build(library, workers=chosen.workers)
    built = time.perf_counter() - started
    print(f"sentences {chosen.passages:,}, passages {len(index):,}, documents {len(library):,}")
    print(f"build {built:.1f} s, peak {peak():.0f} MB, of that {read:.0f} MB before: texts and documents")
    pin()
    print(f"kept {json.dumps(sizes(index))} MB")
    print("search p50 / p95 ms:", quantiles(index.search, asked))
    print("answer p50 / p95 ms:", quantiles(lambda question: answer(question, index), asked))


def documents(path: Path, sentences: int) -> Iterator[Document]:
    """Make documents of the first sentences."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rest = filter(None, map(str.strip, islice(lines, sentences)))
        for number, lines_of in enumerate(iter(lambda: list(islice(rest, IN_DOCUMENT)), [])):
            text, blocks = "", []
            for place in range(0, len(lines_of), IN_PARAGRAPH):
                paragraph = " ".join(lines_of[place : place + IN_PARAGRAPH])
                blocks.append(Block(Kind.PARAGRAPH, len(text), len(text) + len(paragraph)))
                text += paragraph + "\n\n"
            yield Document(f"d{number}", text, Source(lines_of[0]), tuple(blocks))


def sizes(index: Index) -> dict[str, int]:
    """Give the megabytes of what is kept in arrays."""
    (part,) = index.parts
    segment = part.segment
    found = {
        name: sum(getattr(field, array).nbytes for array in ("units", "pairs", "offsets", "lengths"))
        for name, field in segment.fields.items()
    }
    found["owners"] = sum(units.nbytes for units in segment.units.values())
    found["wording"] = segment.wording.numbers.nbytes + segment.wording.bounds.nbytes
    found["relatives"] = segment.relatives.terms.nbytes + segment.relatives.offsets.nbytes
    found["offers"] = segment.offers.nbytes
    return {name: round(size / 1e6) for name, size in found.items()}


def quantiles(work: Callable[[str], object], questions: list[str]) -> str:
    """Time every question, after ten to warm up."""
    times = []
    for question in [*questions[:10], *questions]:
        started = time.perf_counter()
        work(question)
        times.append((time.perf_counter() - started) * 1000)
    return " / ".join(f"{value:.2f}" for value in np.quantile(times[10:], [0.5, 0.95]))


if __name__ == "__main__":
    main()
