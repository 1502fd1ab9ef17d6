"""Say how far one field's search is from the time that reading its postings alone would take.

    python -m benchmarks.bandwidth FOLDER [--passages N]

FOLDER is that of `benchmarks.engines`. A posting takes four bytes for its unit and one or two for its pair; the
bandwidth is that of adding up a large array on the same core.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.engines import KINDS, pin, prepare
from benchmarks.peers import ARRAYS, ENGINES
from retrieval.fields import Field

MEASURED = 200_000_000
"""Bytes that are read to measure the bandwidth: far more than caches hold."""


def main() -> None:
    """Print both times for each kind of question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "ours").mkdir()
        prepare(chosen.folder, work, passages=chosen.passages)
        with (work / "lines.txt").open(encoding="utf-8") as lines:
            ENGINES["ours"][0](map(str.strip, lines), work / "ours")
        pin()
        rate = bandwidth()
        field = Field(*(np.load(work / "ours" / f"{array}.npy") for array in ARRAYS))
        numbers = {term: number for number, term in enumerate((work / "ours" / "terms.txt").read_text().split("\n"))}
        ask, _ = ENGINES["ours"][1](work / "ours")
        questions = json.loads((work / "questions.json").read_text("utf-8"))
        print(f"bandwidth {rate / 1e9:.1f} GB/s")
        for kind in KINDS:
            size = 4 + field.pairs.itemsize
            touched = [sum(len(field.holders(numbers.get(term))) for term in asked) * size for asked in questions[kind]]
            times = []
            for asked in questions[kind]:
                started = time.perf_counter()
                ask(asked)
                times.append(time.perf_counter() - started)
            least = float(np.median(touched)) / rate
            took = float(np.median(times))
            print(f"{kind}: reading {least * 1e3:.3f} ms, search {took * 1e3:.3f} ms, {took / least:.1f} x")


def bandwidth() -> float:
    """Measure how many bytes a second this core reads."""
    data = np.ones(MEASURED // 8)
    best = min(_timed(data) for _ in range(5))
    return MEASURED / best


def _timed(data: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    started = time.perf_counter()
    data.sum()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
