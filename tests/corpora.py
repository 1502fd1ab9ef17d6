"""Small libraries for the tests of retrieval: documents laid out from lines, and hypothesis strategies for them."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
from hypothesis import strategies as st

from retrieval import Block, Document, Index, Kind, Source
from retrieval.levels import SETTINGS
from retrieval.model import Floats
from retrieval.scoring import Scorer
from retrieval.segment import Segment

# Sentences that repeat over documents, say the same of different numbers, introduce lists, and fill the limits.
LINES = (
    "# The hall",
    "# The river",
    "The hall opens at nine in the morning. The key hangs at the door.",
    "The hall opens at nine in the morning.",
    "The rent of the hall is 50 euros a month for every club.",
    "The rent of the hall is 60 euros a month for every club.",
    "Anna Weir keeps the key. She lives by the river, at the old mill. Ask her for the key of the mill too.",
    "Every club brings to the hall:",
    "- the key",
    "- a lamp for the river path",
    "- the rent in coins",
    "The river floods the mill in May 2021, and the clubs met in the hall all summer. " * 2,
    "The key of the hall was lost and found and lost again by every club on the river" + ", and again" * 25 + ".",
    "—",
)
QUESTIONS = (
    "When does the hall open?",
    "What is the rent of the hall in euros a month?",
    "Who keeps the key of the mill?",
    "What does every club bring to the hall?",
    "Was the key lost again?",
    "river",
    "Did Zorblatt flood the hall?",
    "what is it",
    "?",
)

libraries = st.lists(st.lists(st.sampled_from(LINES), max_size=6), max_size=3).map(
    lambda many: [lay_out(f"d{n}", *lines, date=dt.date(2020 + n % 2, 1, 1)) for n, lines in enumerate(many)]
)
questions = st.one_of(
    st.sampled_from(QUESTIONS),
    st.lists(st.sampled_from(sorted(set(" ".join(LINES).split()))), max_size=6).map(" ".join),
)


def lay_out(name: str, *lines: str, title: str = "", date: dt.date | None = None) -> Document:
    """Make a document with a block for each line: `# ` marks a heading, `- ` an item; a line ending in `:` leads in."""
    blocks: list[Block] = []
    text, lead_in = "", ""
    section: tuple[str, ...] = ()
    for line in lines:
        kind = {"# ": Kind.HEADING, "- ": Kind.ITEM}.get(line[:2], Kind.PARAGRAPH)
        words = line.removeprefix("# ").removeprefix("- ").strip()
        if kind is Kind.HEADING:
            section = (words,)
        lead_in = lead_in if kind is Kind.ITEM else words if words.endswith(":") else ""
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(words), section, lead_in if kind is Kind.ITEM else ""))
        text += words
    return Document(name, text, Source(title or f"Notes {name}", date=date), tuple(blocks))


def index_of(*texts: str) -> Index:
    """Index one document of one paragraph for each text, in order: d0, d1, ..."""
    return Index.build(lay_out(f"d{number}", *filter(None, [text])) for number, text in enumerate(texts))


def plain_scores(index: Index, weights: Mapping[str, float]) -> Floats:
    """Score every passage as the contract says: the weighted sum over the fields of its own unit's score."""
    total = np.zeros(len(index.passages))
    for name, settings in SETTINGS.items():
        total += settings.weight * field_scores(index, name, weights)
    return total


def only(index: Index) -> Segment:
    """Give the one segment of an index that was built at once."""
    (part,) = index.parts
    return part.segment


def field_scores(index: Index, name: str, weights: Mapping[str, float]) -> Floats:
    """Give each passage the score that its unit of one field has, in an index that was built at once."""
    segment, settings = only(index), SETTINGS[name]
    numbers = {segment.vocabulary[term]: weight for term, weight in weights.items()}
    scorer = Scorer.alone(segment.fields[name], numbers, k1=settings.k1, b=settings.b)
    return scorer.scores()[segment.units[name]]
