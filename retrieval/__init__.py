"""Sentence retrieval over a community's documents: values in, values out.

No Discord, no database, no environment, no event loop.

    documents = read(Path("seeds"))
    index = Index.build(documents)
    found = answer("How many states are party to the Rome Statute?", index)
"""

from retrieval.answering import Answer, NoAnswer, Reason, answer
from retrieval.caching import open_segment, write_segment
from retrieval.calibration import calibrate
from retrieval.comparing import Revised, compare
from retrieval.documents import Block, Document, Kind, Passage, Source, revision_of
from retrieval.errors import InvalidDocument, QuoteMismatch, RetrievalError, UnreadableSource, UnusableCache
from retrieval.evaluation import GoldQuestion, read_gold
from retrieval.explaining import Explained, Explanation, FeatureShare, TermShare, explain
from retrieval.index import Hit, Index
from retrieval.kinds import QuestionKind
from retrieval.matching import Difference, Match, Place, elided, match, stands
from retrieval.passages import split
from retrieval.quoting import Quote, verify
from retrieval.ranking import rank
from retrieval.reading import (
    Description,
    Skipped,
    contents,
    descriptions,
    files,
    is_risky,
    name_of,
    parse,
    read,
    read_message,
    scan,
    share_of,
)
from retrieval.report import Report, evaluate
from retrieval.segment import Segment
from retrieval.terms import asked_words, fold, gist

__all__ = [
    "Answer",
    "Block",
    "Description",
    "Difference",
    "Document",
    "Explained",
    "Explanation",
    "FeatureShare",
    "GoldQuestion",
    "Hit",
    "Index",
    "InvalidDocument",
    "Kind",
    "Match",
    "NoAnswer",
    "Passage",
    "Place",
    "QuestionKind",
    "Quote",
    "QuoteMismatch",
    "Reason",
    "Report",
    "RetrievalError",
    "Revised",
    "Segment",
    "Skipped",
    "Source",
    "TermShare",
    "UnreadableSource",
    "UnusableCache",
    "answer",
    "asked_words",
    "calibrate",
    "compare",
    "contents",
    "descriptions",
    "elided",
    "evaluate",
    "explain",
    "files",
    "fold",
    "gist",
    "is_risky",
    "match",
    "name_of",
    "open_segment",
    "parse",
    "rank",
    "read",
    "read_gold",
    "read_message",
    "revision_of",
    "scan",
    "share_of",
    "split",
    "stands",
    "verify",
    "write_segment",
]
