"""What the readers make of damaged files: thousands, each read with the limits of the bot, none of which may be met.

python -m benchmarks.damaged [seconds] [seed]

Sound files of every format are damaged at random, inside their packing too: bytes changed, taken out, repeated, put in
from elsewhere. A reader may refuse what it gets, and has to say so; it may not fail, need 10 seconds of the processor,
or need 512 MiB. The exit status is 1 if one does, and the file is kept.
"""

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

from bot.apart.reading import READERS, parse_apart
from retrieval import Skipped
from tests import made_files

SOUND = {
    ".html": made_files.HTML.encode(),
    ".docx": made_files.word(),
    ".pdf": made_files.pdf([["# Boats", "Boats leave before noon."], ["Fees are paid in cash."]], title="Rules"),
    ".md": b"---\ntitle: Rules\nshare: 10%\n---\n# Rules\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n> so\n",
    ".txt": b"RULES\n\n1. Boats leave before noon.\n2. Fees are paid in cash.\n\nSincerely,\nThe harbour master\n",
    ".jsonl": b'{"doc_id": "a", "title": "A", "text": "Boats leave before noon.", "date": "2024-05-31"}\n' * 3,
}
MARKS = (b"<", b">", b"/", b"[[[[", b"obj", b"stream", b"\x00", b"\xff\xfe", b"&#0;", b"- ", b"> ")
FAILED = ("the process that read it failed", "takes more than", "takes too much memory")


def damaged(chance: random.Random, data: bytes) -> bytes:
    """Damage bytes in up to eight places."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(changed) + 1)
        end = min(len(changed), start + chance.choice((0, 1, 1, 2, 8, 200)))
        changed[start:end] = _instead(chance, bytes(changed), bytes(changed[start:end]))
    return bytes(changed)


def _instead(chance: random.Random, whole: bytes, stretch: bytes) -> bytes:
    """Give what takes the place of a stretch: noise, the stretch many times, a piece from the head, numbers, marks."""
    match chance.randrange(5):
        case 0:
            return chance.randbytes(chance.randint(0, 8))
        case 1:
            return stretch * chance.choice((2, 50, 5000))
        case 2:
            return whole[: chance.randrange(200)]
        case 3:
            return str(chance.choice((-1, 0, 2**31, 2**63, 10**30))).encode()
        case _:
            return chance.choice(MARKS) * 3


def damaged_inside(chance: random.Random, data: bytes) -> bytes:
    """Damage one part of a packed file, and pack it again."""
    with zipfile.ZipFile(io.BytesIO(data)) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    name = chance.choice(sorted(parts))
    return made_files.packed(parts | {name: damaged(chance, parts[name])})


def main() -> None:
    """Damage and read for so many seconds; print what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("seconds", nargs="?", type=float, default=60)
    arguments.add_argument("seed", nargs="?", type=int, default=1)
    given = arguments.parse_args()
    chance, until = random.Random(given.seed), time.monotonic() + given.seconds  # noqa: S311 - no secret
    counts: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = dict.fromkeys(SOUND, 0.0)
    bad = 0
    while time.monotonic() < until:
        suffix = chance.choice(sorted(SOUND))
        inside = suffix == ".docx" and chance.random() < 0.8
        data = (damaged_inside if inside else damaged)(chance, SOUND[suffix])
        started = time.monotonic()
        # Also what the bot reads in place is read apart here, so that the same limits hold.
        outcomes = parse_apart(f"a{suffix}", data)
        slowest[suffix] = max(slowest[suffix], time.monotonic() - started)
        reasons = [each.reason for each in outcomes if isinstance(each, Skipped)]
        failed = any(words in reason for reason in reasons for words in FAILED)
        counts[suffix, "failed" if failed else "refused" if len(reasons) == len(outcomes) else "read"] += 1
        if failed:
            bad += 1
            kept = Path(tempfile.gettempdir(), f"damaged-{given.seed}-{bad}{suffix}")
            kept.write_bytes(data)
            print(f"{kept}: {reasons[0]}")
    for suffix in sorted(SOUND):
        told = ", ".join(f"{counts[suffix, what]} {what}" for what in ("read", "refused", "failed"))
        print(f"{suffix}: {told}; the slowest took {slowest[suffix]:.2f} s on the clock")
    READERS.end()
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
