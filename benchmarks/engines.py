"""Measure BM25 engines on sentences, side by side: every table in docs/performance.md.

    python -m benchmarks.engines FOLDER [--passages N] [--patience S] [--only ENGINE …] [--json FILE]

FOLDER holds `million.txt.xz`, a sentence a line, and `squad2/questions.jsonl`. Every engine gets the same terms, runs
in processes of its own, one to build and one to answer, and on one core; of slow engines fewer questions are timed.
"""

import argparse
import json
import lzma
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers import BEST, ENGINES, Opened
from retrieval.evaluation import read_gold
from retrieval.terms import question_tokens, terms

QUESTIONS = 500
WARM_UP = 20
KINDS = ("dropped", "kept")

Row = dict[str, Any]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--patience", type=float, default=20.0, help="seconds for one kind of question and one engine")
    parser.add_argument("--only", nargs="+", choices=ENGINES, default=ENGINES, help="not all engines, but these")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        prepare(chosen.folder, Path(work), passages=chosen.passages)
        rows = measure(Path(work), engines=chosen.only, patience=chosen.patience)
    show(rows, passages=chosen.passages)
    if chosen.json:
        chosen.json.write_text(json.dumps(rows), "utf-8")


def measure(work: Path, *, engines: Iterable[str], patience: float) -> dict[str, Row]:
    """Build and ask the engines."""
    rows: dict[str, Row] = {}
    for name in engines:
        (work / name).mkdir()
        built = _apart("build", name, work)
        asked = _apart("ask", name, work, patience)
        size = sum(file.stat().st_size for file in (work / name).rglob("*") if file.is_file())
        rows[name] = {**built, **asked, "disk MB": size / 1e6}
        print(name, {key: value for key, value in rows[name].items() if key != "found"}, file=sys.stderr)
    return rows


def prepare(folder: Path, work: Path, *, passages: int) -> None:
    """Write the terms of every sentence, a line each, and those of the questions, without and with question words."""
    with (
        lzma.open(folder / "million.txt.xz", "rt", encoding="utf-8") as lines,
        (work / "lines.txt").open("w", encoding="utf-8") as file,
        multiprocessing.Pool() as pool,
    ):
        file.writelines(pool.imap(_line, islice(lines, passages), chunksize=2000))
    gold = read_gold((folder / "squad2" / "questions.jsonl").read_text("utf-8").splitlines())
    asked = [one.question for one in gold[:: len(gold) // QUESTIONS][:QUESTIONS]]
    dropped = [list(dict.fromkeys(token.term for token in question_tokens(question))) for question in asked]
    kept = [list(dict.fromkeys(terms(question))) for question in asked]
    (work / "questions.json").write_text(json.dumps({"dropped": dropped, "kept": kept}), "utf-8")


def _line(sentence: str) -> str:
    return " ".join(terms(sentence)) + "\n"


def _apart(step: str, name: str, work: Path, *more: float) -> Row:
    """Run a step in a process of its own, on one core."""
    call = f"{step}{(name, str(work), *more)!r}"
    command = [sys.executable, "-c", f"from benchmarks.engines import {step}; {call}"]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603 # our own code
    found: Row = json.loads(done.stdout.splitlines()[-1])
    return found


def build(name: str, work: str) -> None:
    """Build one engine's index, and print the seconds and the peak of memory."""
    pin()
    with (Path(work) / "lines.txt").open(encoding="utf-8") as lines:
        started = time.perf_counter()
        ENGINES[name][0](map(str.strip, lines), Path(work) / name)
    print(json.dumps({"build s": time.perf_counter() - started, "build MB": peak()}))


def ask(name: str, work: str, patience: float) -> None:
    """Ask one engine every question, and print times in milliseconds, memory, and what it found."""
    pin()
    started = time.perf_counter()
    engine = ENGINES[name][1](Path(work) / name)
    row: Row = {"load s": time.perf_counter() - started, "found": {}}
    questions = json.loads((Path(work) / "questions.json").read_text("utf-8"))
    for kind in KINDS:
        times, row["found"][kind] = _timed(engine, questions[kind], patience)
        p50, p95 = np.quantile(times, [0.5, 0.95]).tolist()
        row |= {f"{kind} p50": p50, f"{kind} p95": p95, f"{kind} n": len(times)}
    print(json.dumps({**row, "serve MB": peak()}))


def _timed(engine: Opened, questions: Sequence[list[str]], patience: float) -> tuple[list[float], list[list[int]]]:
    """Ask until patience ends, after a short warming up; give the milliseconds and the places found."""
    asked, places = engine
    begun = time.perf_counter()
    for question in questions[:WARM_UP]:
        asked(question)
        if time.perf_counter() - begun > patience / WARM_UP:
            break
    times, found = [], []
    for question in questions:
        started = time.perf_counter()
        hits = asked(question)
        times.append((time.perf_counter() - started) * 1000)
        found.append(places(hits))
        if time.perf_counter() - begun > patience:
            break
    return times, found


def pin() -> None:
    """Stay on one core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def peak() -> float:
    """Give the most memory, in MB, that this process has had at once; what getrusage says counts its parent's too."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    return int(status["VmHWM"].split()[0]) / 1000


def same(rows: dict[str, Row], name: str, kind: str) -> float:
    """Give the share of questions whose best are those of rank-bm25's subclass, in the same order."""
    pairs: Sequence[tuple[list[int], list[int]]] = list(
        zip(rows["rank-bm25"]["found"][kind], rows[name]["found"][kind], strict=False)
    )
    return sum(ours == theirs for ours, theirs in pairs) / len(pairs)


def show(rows: dict[str, Row], *, passages: int) -> None:
    """Print a table in Markdown; a ratio is ours against the engine's, below 1 where ours takes less time."""
    print(f"\n### {passages:,} passages\n")
    titles = [f"{kind} p50 / p95 ms (n) | ours against it | same top {BEST}" for kind in KINDS]
    print(f"| engine | {' | '.join(titles)} | build s | build MB | disk MB | load s | serve MB |")
    print("| --- | " + "--- | " * 11)
    for name, row in rows.items():
        cells = []
        for kind in KINDS:
            p50, p95 = row[f"{kind} p50"], row[f"{kind} p95"]
            ratios = [rows["ours"][f"{kind} {level}"] / row[f"{kind} {level}"] for level in ("p50", "p95")]
            cells += [f"{p50:.3g} / {p95:.3g} ({row[f'{kind} n']})", " / ".join(f"{ratio:.2g}" for ratio in ratios)]
            cells.append(f"{same(rows, name, kind):.1%}")
        cells += [f"{row[key]:.1f}" for key in ("build s", "build MB", "disk MB", "load s", "serve MB")]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
