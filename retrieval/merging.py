"""Merging segments: their documents in the order of the library, without those that are gone, as if built at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import overload

import numpy as np

from retrieval.columns import Passages
from retrieval.documents import Document
from retrieval.fields import Field, Flags, Numbers, Positions, ranges
from retrieval.levels import SETTINGS
from retrieval.segment import Segment
from retrieval.wording import Wording

_GONE = -1


@dataclass(frozen=True, slots=True)
class Chosen(Sequence[Document]):
    """Documents of several segments in one order; each is made where it is asked for."""

    sources: tuple[Sequence[Document], ...]
    places: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        """Count the documents."""
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> Document: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Document]: ...
    def __getitem__(self, place: int | slice) -> Document | Sequence[Document]:
        """Make the document at a place."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        source, number = self.places[place]
        return self.sources[source][number]


def merged(parts: Sequence[tuple[Segment, Flags | None]]) -> Segment:
    """Make one segment of several, each with the documents of it that are gone (None: none)."""
    segments = [segment for segment, _ in parts]
    order = np.concatenate([segment.order for segment in segments])
    gone = [np.zeros(len(segment.documents), np.bool_) if one is None else one for segment, one in parts]
    kept = np.flatnonzero(~np.concatenate(gone))
    chosen = kept[np.argsort(order[kept], kind="stable")]
    owners = np.concatenate([np.full(len(segment.documents), n) for n, segment in enumerate(segments)])
    firsts = np.cumsum([0, *(len(segment.documents) for segment in segments)])
    places = [(int(owners[d]), int(d - firsts[owners[d]])) for d in chosen.tolist()]
    terms, vocabulary = _numbered([segment.vocabulary for segment in segments])
    units = {name: _units(segments, places, name) for name in SETTINGS}
    fields = {name: _field(segments, terms, units[name], name=name, vocabulary=len(vocabulary)) for name in SETTINGS}
    held = np.diff(fields["text"].offsets) > 0
    if not held.all():  # words that only documents held that are gone
        vocabulary = {term: number for number, term in enumerate(np.array([*vocabulary], object)[held].tolist())}
        fields = {name: _without(field, held) for name, field in fields.items()}
    passages = units["sentence"]
    sources = tuple(segment.documents for segment in segments)
    return Segment(
        documents=Chosen(sources, tuple(places)),
        revisions=[segments[source].revisions[number] for source, number in places],
        order=order[chosen],
        passages=Passages.joined([segment.passages for segment in segments]).taken(passages),
        vocabulary=vocabulary,
        fields=MappingProxyType(fields),
        starts=MappingProxyType({name: _starts(segments, units[name], name) for name in SETTINGS}),
        offers=np.concatenate([segment.offers for segment in segments])[passages],
        wording=_wording(segments, passages),
    )


def _numbered(vocabularies: Iterable[Iterable[str]]) -> tuple[list[Numbers], dict[str, int]]:
    """Number the words of several vocabularies: for each the new numbers of its words, and all of them."""
    known: dict[str, int] = {}
    numbers = [np.array([known.setdefault(word, len(known)) for word in words], np.int32) for words in vocabularies]
    return numbers, known


def _units(segments: Sequence[Segment], places: Iterable[tuple[int, int]], field: str) -> Positions:
    """List the units of a field in their new order, numbered through all segments."""
    firsts = np.cumsum([0, *(len(segment.fields[field]) for segment in segments)])
    spans = [(firsts[source], *segments[source].span(number, field)) for source, number in places]
    flat = np.array(spans, np.int64).reshape(-1, 3)
    return ranges(flat[:, 0] + flat[:, 1], flat[:, 0] + flat[:, 2])


def _field(
    segments: Sequence[Segment], terms: Sequence[Numbers], units: Positions, *, name: str, vocabulary: int
) -> Field:
    """Join the postings of a field whose units get a new order; `terms` has the new numbers of each segment's terms."""
    fields = [segment.fields[name] for segment in segments]
    lengths = np.concatenate([field.lengths for field in fields]).astype(np.int64)
    renumbered = np.full(len(lengths), _GONE)
    renumbered[units] = np.arange(len(units))
    firsts = np.cumsum([0, *map(len, fields)]).tolist()
    found = [_postings(*each, renumbered) for each in zip(fields, terms, firsts[:-1], strict=True)]
    keys, frequencies = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(keys, kind="stable")
    holding, holders = np.divmod(keys[order], max(len(lengths), 1))
    return Field.of(holding, holders, frequencies[order], lengths=lengths[units], vocabulary=vocabulary)


def _postings(field: Field, terms: Numbers, first: int, renumbered: Positions) -> tuple[Positions, Numbers]:
    """Give a key, term and then unit as they are numbered now, and the frequency of each posting that is kept."""
    units = renumbered[field.units + np.int64(first)]
    kept = units != _GONE
    holding = np.repeat(terms, np.diff(field.offsets)).astype(np.int64)
    return (holding * max(len(renumbered), 1) + units)[kept], field.frequencies()[kept]


def _without(field: Field, held: Flags) -> Field:
    """Leave out the terms that nothing holds."""
    offsets = np.concatenate([field.offsets[:1], field.offsets[1:][held]])
    return Field(offsets, field.units, field.pairs, field.table, field.lengths)


def _starts(segments: Sequence[Segment], units: Positions, field: str) -> Positions:
    sizes = np.concatenate([np.diff(segment.starts[field]) for segment in segments])[units]
    return np.concatenate(([0], np.cumsum(sizes)))


def _wording(segments: Sequence[Segment], passages: Positions) -> Wording:
    """Put the passages' words in the new order; forms that stand in no passage are left out."""
    numbers, forms = _numbered([segment.wording.forms for segment in segments])
    words = np.concatenate([new[segment.wording.numbers] for new, segment in zip(numbers, segments, strict=True)])
    bounds = [segment.wording.bounds for segment in segments]
    starts = np.cumsum([0, *(int(each[-1]) for each in bounds)]).tolist()
    first = np.concatenate([each[:-1] + start for each, start in zip(bounds, starts, strict=False)])[passages]
    end = np.concatenate([each[1:] + start for each, start in zip(bounds, starts, strict=False)])[passages]
    kept = words[ranges(first, end)]
    used, renumbered = np.unique(kept, return_inverse=True)
    spelled = np.array([*forms], object)[used].tolist()
    return Wording(spelled, renumbered.astype(np.int32), np.concatenate(([0], np.cumsum(end - first))))
