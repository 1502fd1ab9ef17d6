"""BM25 engines under one interface: build from lines of terms, save to a folder, open it, and give the best ten."""
# pyright: reportMissingImports=false
# The peers are a dependency group of their own (`bench`), which only the measuring needs.

import pickle
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.fields import Field
from retrieval.model import BM25
from retrieval.scoring import Scorer
from retrieval.search import best

K1, B = 1.2, 0.75
"""Tantivy's and FTS5's own, which cannot be changed."""
BEST = 10
ARRAYS = ("offsets", "units", "pairs", "table", "lengths")

Ask = Callable[[Sequence[str]], Any]
Places = Callable[[Any], list[int]]
"""Takes what `Ask` gave, outside the measured time, to the places of the lines."""
Opened = tuple[Ask, Places]


def build_definition(lines: Iterable[str], folder: Path) -> None:
    """Fit rank-bm25's subclass and pickle it."""
    (folder / "model").write_bytes(pickle.dumps(BM25([line.split() for line in lines], k1=K1, b=B)))


def open_definition(folder: Path) -> Opened:
    """Unpickle it; it has no search but its scores."""
    model = pickle.loads((folder / "model").read_bytes())  # noqa: S301 # written by ourselves just now
    return lambda terms: best(model.get_scores(terms), limit=BEST), lambda found: found.tolist()


def build_ours(lines: Iterable[str], folder: Path) -> None:
    """Number the terms and count them; keep the arrays as they are."""
    numbers: dict[str, int] = {}
    flat, lengths = array("i"), array("q")
    for line in lines:
        terms = line.split()
        flat.extend([numbers.setdefault(term, len(numbers)) for term in terms])
        lengths.append(len(terms))
    words, sizes = np.frombuffer(flat, np.int32), np.frombuffer(lengths, np.int64)
    field = Field.count(words, sizes, vocabulary=len(numbers))
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(field, name))
    (folder / "terms.txt").write_text("\n".join(numbers), "utf-8")


def open_ours(folder: Path) -> Opened:
    """Map the arrays into memory."""
    field = Field(*(np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in ARRAYS))
    model = field.model(k1=K1, b=B)
    parts = field.parts(model)
    numbers = {term: number for number, term in enumerate((folder / "terms.txt").read_text("utf-8").split("\n"))}

    def ask(terms: Sequence[str]) -> Any:  # noqa: ANN401 - each engine has its own
        known = [numbers[term] for term in dict.fromkeys(terms) if term in numbers]
        factors = {term: model.term_weight(len(field.holders(term))) for term in known}
        return Scorer(field, parts, factors).best(limit=BEST)[0]

    return ask, lambda found: found.tolist()


def build_bm25s(lines: Iterable[str], folder: Path) -> None:
    """Score every posting eagerly into a sparse matrix."""
    import bm25s  # noqa: PLC0415 - no engine shall hold the memory of another

    engine = bm25s.BM25(method="lucene", k1=K1, b=B)
    engine.index([line.split() for line in lines], show_progress=False)
    engine.save(str(folder))


def open_bm25s(folder: Path) -> Opened:
    """Load the matrix."""
    import bm25s  # noqa: PLC0415 - no engine shall hold the memory of another

    engine = bm25s.BM25.load(str(folder))

    def ask(terms: Sequence[str]) -> Any:  # noqa: ANN401 - each engine has its own
        known = [term for term in terms if term in engine.vocab_dict]
        return engine.retrieve([known], k=BEST, show_progress=False)[0][0] if known else np.zeros(0, np.int64)

    return ask, lambda found: found.tolist()


def build_tantivy(lines: Iterable[str], folder: Path) -> None:
    """Write one merged segment with one thread."""
    import tantivy  # noqa: PLC0415 - no engine shall hold the memory of another

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    schema.add_unsigned_field("place", stored=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    writer = index.writer(128_000_000, num_threads=1)
    for place, line in enumerate(lines):
        writer.add_document(tantivy.Document(text=line, place=place))
    writer.commit()
    writer.wait_merging_threads()


def open_tantivy(folder: Path) -> Opened:
    """Open the segments; looking up the places of the best lines is not measured."""
    import tantivy  # noqa: PLC0415 - no engine shall hold the memory of another

    index = tantivy.Index.open(str(folder))
    schema, searcher = index.schema, index.searcher()

    def ask(terms: Sequence[str]) -> Any:  # noqa: ANN401 - each engine has its own
        wanted = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term)) for term in terms]
        return searcher.search(tantivy.Query.boolean_query(wanted), BEST).hits

    return ask, lambda found: [searcher.doc(address)["place"][0] for _, address in found]


def build_fts5(lines: Iterable[str], folder: Path) -> None:
    """Fill a table without contents."""
    with sqlite3.connect(folder / "fts.db") as database:
        tokens = "unicode61 remove_diacritics 0 categories ''L* N* Co M*'' tokenchars ''.''"
        database.execute(f"CREATE VIRTUAL TABLE lines USING fts5(text, content='', tokenize='{tokens}')")
        rows = ((place, line) for place, line in enumerate(lines))
        database.executemany("INSERT INTO lines(rowid, text) VALUES (?, ?)", rows)
        database.execute("INSERT INTO lines(lines) VALUES ('optimize')")


def open_fts5(folder: Path) -> Opened:
    """Open the table."""
    database = sqlite3.connect(folder / "fts.db")
    statement = f"SELECT rowid FROM lines WHERE lines MATCH ? ORDER BY rank LIMIT {BEST}"  # noqa: S608 # a constant

    def ask(terms: Sequence[str]) -> Any:  # noqa: ANN401 - each engine has its own
        return database.execute(statement, (" OR ".join(f'"{term}"' for term in terms),)).fetchall()

    return ask, lambda found: [place for (place,) in found]


ENGINES: dict[str, tuple[Callable[[Iterable[str], Path], None], Callable[[Path], Opened]]] = {
    "rank-bm25": (build_definition, open_definition),
    "bm25s": (build_bm25s, open_bm25s),
    "tantivy": (build_tantivy, open_tantivy),
    "fts5": (build_fts5, open_fts5),
    "ours": (build_ours, open_ours),
}
