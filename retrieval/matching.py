"""Matching: whether words stand in documents exactly, what stands there instead, and the contract of what is the same.

Blanks of any kind and number are one blank, the quotation marks of one kind are one mark, and so are hyphens and
dashes; invisible characters do not count. Everything else must be the same: the case and the accents of every letter,
every digit, every mark. Words begin and end where words of the document do. Nothing stands for missing words.
"""

import difflib
import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.documents import Document, Passage, passage_id
from retrieval.index import Index
from retrieval.quoting import Quote

LOOKED_AT = 10
"""Passages among which the nearest stretch is looked for where words stand nowhere exactly."""
ALIKE = 0.6
"""The share of words in common, of 1, from which a stretch is what was probably meant: three of five."""
_NEAR = 3
"""Words by which a stretch may be longer or shorter than the passage that it is rounded to."""

_LONG = 500
"""Characters from which a text spans several passages, each of which the first search finds."""
_HIDDEN = 8
"""More invisible characters than anybody puts in one place."""
_BLANK, _INVISIBLE = r"\s", "\u00ad\u200b-\u200d\u2060\ufeff"
_GAP = rf"[{_BLANK}{_INVISIBLE}]+"
_SAME = ("'‘’‚‛`´", '"“”„‟«»', "-‐‑‒–—―−")  # noqa: RUF001 - these are the characters that count as one
_CLASSES = {mark: f"[{re.escape(marks)}]" for marks in _SAME for mark in marks}
_FOLDED = str.maketrans({mark: marks[0] for marks in _SAME for mark in marks})
_DROPPED = re.compile(rf"[{_INVISIBLE}]")
_ELLIPSIS = re.compile(r"\[\s*(?:…|\.{3})\s*\]|…|\.{3}")
_WORD = re.compile(rf"[\w{_INVISIBLE}]+(?:['’][\w{_INVISIBLE}]+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the slice `[start, end)` of a document's text."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as they stand there."""
        return self.document.text[self.start : self.end]

    @property
    def id(self) -> str:
        """The passage id of the slice."""
        return passage_id(self.document.id, self.document.revision, self.start, self.end)

    @property
    def quote(self) -> Quote:
        """The slice as a quote, with the section and page of the block it begins in."""
        document = self.document
        number = next(place for place, each in enumerate(document.blocks) if self.start < each.end)
        block = document.blocks[number]
        passage = Passage(
            document.id,
            document.revision,
            self.start,
            self.end,
            block.kind,
            number,
            section=block.section,
            page=block.page,
        )
        return Quote(document, (passage,), score=0.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that were given, and those that stand there instead; either may be none."""

    given: str
    stands: str


@dataclass(frozen=True, slots=True)
class Match:
    """What became of words that were looked for.

    `places` are those where they stand exactly, in the order of the library; without any, `nearest` is the stretch that
    is most like them and `differences` what is different there, in order. All are empty where the words stand nowhere.
    """

    places: tuple[Place, ...] = ()
    nearest: Place | None = None
    differences: tuple[Difference, ...] = ()


def match(words: str, index: Index, *, limit: int = 20) -> Match:
    """Look for words in the documents of an index: where they stand exactly, or what is nearest to them.

    At most `limit` places are looked for.
    """
    if not words.strip():
        return Match()
    places = tuple(itertools.islice(_exact(words, _documents(index)), limit))
    return Match(places) if places else _nearest(words.strip(), index)


def stands(words: str, text: str) -> tuple[int, int] | None:
    """Give where words first stand in a text by the matching contract, None if they do not."""
    return next(iter(_ranges(_Pattern.of(words), text)), None)


def elided(words: str) -> bool:
    """Tell whether words hold an ellipsis, which stands for nothing here."""
    return bool(_ELLIPSIS.search(words))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """How some words may be written; `rare` is the longest piece of them that every writing holds."""

    plain: re.Pattern[str]
    tolerant: re.Pattern[str]
    rare: str

    @classmethod
    @functools.lru_cache(maxsize=16)
    def of(cls, words: str) -> "_Pattern":
        pieces = [*_pieces(_DROPPED.sub("", unicodedata.normalize("NFC", words.strip())))]
        literal = "".join(piece if len(piece) == 1 else "\0" for piece in pieces)
        # A document may hide soft hyphens and the like between any two characters; a gap takes them in itself.
        hidden = rf"[{_INVISIBLE}]*"
        written = [piece if len(piece) > 1 else re.escape(piece) for piece in pieces]
        rare = max(literal.split("\0"), key=len)
        return cls(
            re.compile("".join(written)),
            re.compile(hidden.join(written).replace(f"{hidden}{_GAP}{hidden}", _GAP)),
            rare,
        )


def _pieces(words: str) -> Iterator[str]:
    """Yield each character as it is, or, where it may be written in several ways, the expression for them."""
    for run in re.findall(rf"{_BLANK}+|\S", words):
        if run.isspace():
            yield _GAP
        elif run in _CLASSES:
            yield _CLASSES[run]
        elif (apart := unicodedata.normalize("NFD", run)) != run:
            yield f"(?:{run}|{apart})"
        else:
            yield run


def _documents(index: Index) -> Iterator[Document]:
    """Yield every document in order, also one whose id another library has given to another document."""
    listed = [
        (part.rank, int(part.segment.order[number]), part.segment.documents, number)
        for part in index.parts
        for number in part.numbers.values()
    ]
    for _, _, documents, number in sorted(listed, key=lambda each: each[:2]):
        yield documents[number]


def _exact(words: str, documents: Iterable[Document]) -> Iterator[Place]:
    pattern = _Pattern.of(words)
    for document in documents:
        for start, end in _ranges(pattern, document.text):
            yield Place(document, start, end)


def _ranges(pattern: _Pattern, text: str) -> Iterator[tuple[int, int]]:
    hidden = _DROPPED.search(text) is not None
    if not hidden and pattern.rare not in text:
        return
    expression = pattern.tolerant if hidden else pattern.plain
    found = expression.search(text)
    while found:
        if _whole(text, found.start(), found.end()):
            yield found.span()
            found = expression.search(text, found.end())
        else:
            found = expression.search(text, found.start() + 1)


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether no word of the text is cut at either end, nor an accent from its letter."""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, place: int) -> bool:
    """Tell whether a place is inside a word, or between a letter and its accent, whatever is hidden there."""
    before = _DROPPED.sub("", text[max(place - _HIDDEN, 0) : place])[-1:]
    after = _DROPPED.sub("", text[place : place + _HIDDEN])[:1]
    return bool(before and after) and (unicodedata.combining(after) > 0 or (before.isalnum() and after.isalnum()))


def _nearest(words: str, index: Index) -> Match:
    """Compare with the passages that the first search finds, and what stands around them."""
    nearest: Place | None = None
    most = ALIKE
    compared: list[Place] = []
    for hit in index.search(words, limit=LOOKED_AT):
        document, around = index.document(hit.position), (hit.passage.start, hit.passage.end)
        if len(words) > _LONG and any(_holds(place, document, around) for place in compared):
            continue  # what stands around a sentence of a long text was compared with that sentence
        place, likeness = _aligned(words, document, around=around)
        compared.append(place)
        if likeness > most or (likeness == most and nearest is None):
            nearest, most = place, likeness
    return Match(nearest=nearest, differences=tuple(_differences(words, nearest.text))) if nearest else Match()


def _holds(place: Place, document: Document, around: tuple[int, int]) -> bool:
    return place.document is document and place.start <= around[0] and around[1] <= place.end


def _aligned(words: str, document: Document, *, around: tuple[int, int]) -> tuple[Place, float]:
    """Give the stretch of a document near a passage that is most like some words, and how like it is, 0 to 1."""
    first = document.text.rfind("\n", 0, max(around[0] - len(words), 0)) + 1
    there = [*_WORD.finditer(document.text, first, around[1] + len(words))]
    given, found = _tokens(words), [_token(token.group()) for token in there]
    common = (Counter(given) & Counter(found)).total()
    # A ratio is twice what is in common over what both are long, so at least so much has to be. In long texts words
    # that stand everywhere anchor nothing (difflib's autojunk): looking at each of their places would take seconds.
    if common * (2 - ALIKE) < ALIKE * len(given):
        return Place(document, *around), 0.0
    blocks = difflib.SequenceMatcher(None, given, found).get_matching_blocks()[:-1]
    if not blocks:
        return Place(document, *around), 0.0
    begin, end = _stretch(blocks, given=len(given), found=len(found))
    likeness = difflib.SequenceMatcher(None, given, found[begin:end]).ratio()
    # At a bound of the passage, it takes in what is left of it: a name of two words for one of one word.
    begin, end = _snapped(there, begin, end, around=around)
    return Place(document, there[begin].start(), there[end - 1].end()), likeness


def _stretch(blocks: Sequence[difflib.Match], *, given: int, found: int) -> tuple[int, int]:
    """Give the words there from the densest run of common ones, with as many around as were given around them."""
    middle = max(range(len(blocks)), key=lambda number: blocks[number].size)
    first = last = middle
    while first and _adjoining(blocks[first - 1], blocks[first], given):
        first -= 1
    while last + 1 < len(blocks) and _adjoining(blocks[last], blocks[last + 1], given):
        last += 1
    begin = max(blocks[first].b - blocks[first].a, 0)
    left = given - blocks[last].a - blocks[last].size
    return begin, min(blocks[last].b + blocks[last].size + left, found)


def _adjoining(one: difflib.Match, other: difflib.Match, given: int) -> bool:
    """Tell whether two runs of common words belong together: not more stands between them than was given in all."""
    return other.b - one.b - one.size <= max(given // 2, 3)


def _snapped(there: Sequence[re.Match[str]], begin: int, end: int, *, around: tuple[int, int]) -> tuple[int, int]:
    opens = next((number for number, token in enumerate(there) if token.start() >= around[0]), begin)
    closes = sum(token.start() < around[1] for token in there)
    return (opens if 0 < abs(begin - opens) <= _NEAR else begin), (closes if 0 < abs(closes - end) <= _NEAR else end)


def _differences(words: str, text: str) -> Iterator[Difference]:
    """Yield what is different, word by word."""
    given, there = [*_WORD.finditer(words)], [*_WORD.finditer(text)]
    compared = difflib.SequenceMatcher(
        None, [_token(one.group()) for one in given], [_token(one.group()) for one in there], autojunk=False
    )
    for tag, from_given, to_given, from_there, to_there in compared.get_opcodes():
        if tag != "equal":
            yield Difference(_between(words, given[from_given:to_given]), _between(text, there[from_there:to_there]))


def _between(text: str, tokens: Sequence[re.Match[str]]) -> str:
    return text[tokens[0].start() : tokens[-1].end()] if tokens else ""


def _tokens(words: str) -> list[str]:
    return [_token(token) for token in _WORD.findall(words)]


def _token(word: str) -> str:
    return _DROPPED.sub("", unicodedata.normalize("NFC", word)).translate(_FOLDED)
