"""Draw the median time of every engine over the number of passages, for docs/performance.md.

    python -m benchmarks.growth build/10000.json build/100000.json build/1009305.json FILE.svg

Each JSON file is what `benchmarks.engines --json` wrote, named by its number of passages.
"""

import argparse
import json
from pathlib import Path
from typing import Any

KINDS = {"dropped": "question words dropped", "kept": "all words kept"}


def main() -> None:
    """Draw two panels, one for each kind of question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path, nargs="+")
    parser.add_argument("picture", type=Path)
    chosen = parser.parse_args()
    import matplotlib as mpl  # noqa: PLC0415 - a second, and only for this

    mpl.use("svg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - the same

    mpl.rcParams["svg.hashsalt"] = "verbatim"  # the same figures, the same file
    rows: dict[int, dict[str, Any]] = {int(file.stem): json.loads(file.read_text("utf-8")) for file in chosen.figures}
    figure, panels = plt.subplots(1, 2, figsize=(10, 4), sharey=True, layout="constrained")
    for panel, (kind, title) in zip(panels, KINDS.items(), strict=True):
        for marker, engine in zip("osD^v", next(iter(rows.values())), strict=False):
            points = sorted((size, found[engine][f"{kind} p50"]) for size, found in rows.items())
            panel.loglog(*zip(*points, strict=True), marker=marker, label=engine)
        panel.set(title=title, xlabel="passages", ylabel="median ms, ten best")
        panel.grid(visible=True, alpha=0.3)
    panels[0].legend()
    figure.savefig(chosen.picture, metadata={"Date": None})


if __name__ == "__main__":
    main()
