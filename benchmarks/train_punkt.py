"""Makes `retrieval/data/punkt.json`: Punkt's parameters for English, from a list of abbreviations and a training run.

    python -m benchmarks.train_punkt TEXT_FILE...

A text file is plain, or compressed as `.xz`, or `.jsonl` with a `text` in each line. Evenly spaced samples of the
files are trained on one by one, and only what several samples teach is kept: so no single kind of prose (statutes,
reference manuals) imposes its habits. The same files always give the same bytes.
"""

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from nltk.tokenize.punkt import PunktParameters, PunktTrainer

OUTPUT = Path(__file__).parent.parent / "retrieval" / "data" / "punkt.json"
ABBREVIATIONS = Path(__file__).with_name("abbreviations.txt")

FORMAT = 1
SAMPLES = 300
SAMPLE_LENGTH = 120_000
"""Characters of a sample: about a thousand sentences, enough for Punkt's statistics to speak."""

MIN_VOTES = 3
"""Samples that must teach an abbreviation or a collocation."""
MIN_STARTER_VOTES = 10
"""Samples that must teach a sentence starter: fewer would let in the habits of one reference manual."""
MIN_PERIODS = 4
"""How many times more often a learned abbreviation stands with its full stop than without."""
MIN_LOWERCASE = 10
"""Occurrences in lower case that make a word an ordinary one."""
MAX_CAPITALISED = 0.1
"""The share of capitals inside sentences above which a word is (also) a name: Bush, Court, March."""

MID_UPPER = 1 << 2
INITIAL_UPPER = 1 << 1
LOWER = (1 << 4, 1 << 5, 1 << 6)
"""Punkt's flags of orthographic context: where a word was seen in which case (`nltk.tokenize.punkt._ORTHO_MAP`)."""


class CountingParameters(PunktParameters):  # type: ignore[misc]  # nltk has no types
    """Parameters that remember how often each orthographic context was seen, not only that it was."""

    def __init__(self) -> None:
        super().__init__()
        self.contexts: Counter[tuple[str, int]] = Counter()

    def add_ortho_context(self, typ: str, flag: int) -> None:
        """Record that a word was seen in a context."""
        super().add_ortho_context(typ, flag)
        self.contexts[typ, flag] += 1


class CountingTrainer(PunktTrainer):  # type: ignore[misc]  # nltk has no types
    """A trainer whose counts can be added to those of other samples; its collocations begin with any abbreviation."""

    INCLUDE_ABBREV_COLLOCS = True

    def __init__(self, text: str) -> None:
        super().__init__()
        self._params = self.learned = CountingParameters()
        self.train(text)

    @property
    def types(self) -> Counter[str]:
        """Occurrences of each word type, a final full stop included in the type."""
        return Counter(self._type_fdist)


@dataclass(slots=True)
class Votes:
    """What the samples taught: how many of them taught each thing, and the sums of their counts."""

    abbreviations: Counter[str] = field(default_factory=Counter)
    collocations: Counter[tuple[str, str]] = field(default_factory=Counter)
    starters: Counter[str] = field(default_factory=Counter)
    contexts: Counter[tuple[str, int]] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)

    def add(self, sample: str) -> None:
        """Train on one sample and count its votes."""
        trainer = CountingTrainer(sample)
        learned = trainer.learned
        self.abbreviations.update(learned.abbrev_types)
        self.collocations.update(learned.collocations)
        self.starters.update(learned.sent_starters)
        self.contexts.update(learned.contexts)
        self.types.update(trainer.types)

    def learned_abbreviations(self) -> set[str]:
        """Abbreviations of two letters or more that hardly ever stand without a full stop."""
        return {
            word
            for word, votes in self.abbreviations.items()
            if votes >= MIN_VOTES
            and len(word) > 1
            and word.replace(".", "").isalpha()
            and self.types[word + "."] >= MIN_PERIODS * self.types[word]
        }

    def learned_starters(self) -> set[str]:
        """Words that often begin a sentence."""
        return {word for word, votes in self.starters.items() if votes >= MIN_STARTER_VOTES and word.isalpha()}

    def learned_collocations(self, abbreviations: set[str]) -> set[tuple[str, str]]:
        """An abbreviation and a word that often follows it in one sentence (U.S. Navy)."""
        return {
            (first, second)
            for (first, second), votes in self.collocations.items()
            if votes >= MIN_VOTES and first in abbreviations and second.isalpha()
        }

    def ordinary_words(self) -> set[str]:
        """Words that are capitalised only where a sentence begins."""
        return {word for word, _ in self.contexts if len(word) > 1 and word.isalpha() and self._is_ordinary(word)} | {
            "a"
        }

    def _is_ordinary(self, word: str) -> bool:
        lower = sum(self.contexts[word, flag] for flag in LOWER)
        inside = self.contexts[word, MID_UPPER]
        begins = self.contexts[word, INITIAL_UPPER]
        return begins > 0 and lower >= MIN_LOWERCASE and inside <= MAX_CAPITALISED * (inside + lower)


def listed_abbreviations() -> set[str]:
    """Read the abbreviations that are known beforehand, without their full stops."""
    lines = ABBREVIATIONS.read_text("utf-8").splitlines()
    return {word for line in lines for word in line.partition("#")[0].split()}


def open_text(path: Path) -> TextIO:
    """Open a plain or compressed text."""
    return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")


def paragraphs(path: Path) -> list[str]:
    """Read the lines of a text file, or the texts of a `.jsonl` file."""
    with open_text(path) as file:
        return [json.loads(line)["text"] if path.suffix == ".jsonl" else line.rstrip("\n") for line in file]


def samples(texts: list[str]) -> Iterator[str]:
    """Cut evenly spaced samples; a short file is one sample or a few."""
    count = max(1, min(SAMPLES, sum(map(len, texts)) // SAMPLE_LENGTH))
    for number in range(count):
        taken, length = [], 0
        for text in texts[number * len(texts) // count : (number + 1) * len(texts) // count]:
            if length >= SAMPLE_LENGTH:
                break
            taken.append(text)
            length += len(text)
        yield "\n".join(taken)


def train(paths: list[Path]) -> dict[str, object]:
    """Train on the files and give the parameters in the form that `retrieval.sentences` reads."""
    votes = Votes()
    for path in paths:
        for sample in samples(paragraphs(path)):
            votes.add(sample)
    abbreviations = listed_abbreviations() | votes.learned_abbreviations()
    return {
        "format": FORMAT,
        "abbreviations": sorted(abbreviations),
        "collocations": sorted(votes.learned_collocations(abbreviations)),
        "sentence_starters": sorted(votes.learned_starters()),
        "ordinary_words": sorted(votes.ordinary_words()),
    }


def main(arguments: list[str]) -> None:
    """Train on the files named and write the data file."""
    parameters = train([Path(name) for name in arguments])
    OUTPUT.write_text(json.dumps(parameters, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(f"{OUTPUT}: {OUTPUT.stat().st_size} bytes", {name: len(str(value)) for name, value in parameters.items()})


if __name__ == "__main__":
    main(sys.argv[1:])
