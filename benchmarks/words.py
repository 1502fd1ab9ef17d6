"""List the words of general English, which are no slips of the pen even where a library does not hold them.

    python -m benchmarks.words TEXT_FILE

Counts the lower-case words of a large text (one sentence a line; .xz is unpacked) and writes those that are frequent
enough to be spelled right to `retrieval/data/english.txt`, one a line, in order.
"""

import argparse
import collections
import io
import lzma
import pathlib
import re

TARGET = pathlib.Path(__file__).parent.parent / "retrieval" / "data" / "english.txt"
LEAST_COUNT = 12
"""In a million sentences; the commonest misspellings stay below it."""
SHORTEST = 4
_WORD = re.compile(r"\b[a-z]+\b")


def main() -> None:
    """Count the words and write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=pathlib.Path)
    chosen = parser.parse_args()

    packed = chosen.text.suffix == ".xz"
    with lzma.open(chosen.text) if packed else chosen.text.open("rb") as file, io.TextIOWrapper(file, "utf-8") as lines:
        counts = collections.Counter(word for line in lines for word in _WORD.findall(line))
    words = sorted(word for word, count in counts.items() if count >= LEAST_COUNT and len(word) >= SHORTEST)
    TARGET.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words of {len(counts)} in {TARGET}")


if __name__ == "__main__":
    main()
