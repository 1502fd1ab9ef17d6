"""Pictures, drawn by matplotlib where it is installed; it is imported only when one is drawn."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import MissingPart
from bot.figures import Figures
from retrieval import Report

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def asked_over_time(figures: Figures) -> bytes | None:
    """Draw how many questions were answered and refused on each day, as PNG; None without matplotlib."""
    try:
        figure = _figure(9, 4)
    except MissingPart:
        return None
    axes = figure.subplots()
    labels = [f"{day.date:%d %b}" for day in figures.days]
    answered, refused = [day.answered for day in figures.days], [day.refused for day in figures.days]
    axes.bar(labels, answered, label="answered", color="#2f6f9f")
    axes.bar(labels, refused, bottom=answered, label="refused", color="#d8a657", hatch="//")
    step = max(len(labels) // 8, 1)
    axes.set_xticks(range(0, len(labels), step), labels[::step])
    axes.set(title="Questions by day", ylabel="questions")
    axes.yaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg] # MaxNLocator's, which bars have
    axes.legend()
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=100)
    return written.getvalue()


def reliability(report: Report, file: Path) -> None:
    """Draw reliability beside precision over recall; raise MissingPart where matplotlib is not installed."""
    figure = _figure(9, 4.2)
    left, right = figure.subplots(1, 2)
    bins = report.reliability()
    left.plot([0, 1], [0, 1], linestyle=":", color="grey", label="as it should be")
    left.plot([part.confidence for part in bins], [part.answerable for part in bins], marker="o", label="measured")
    left.set(title="Reliability", xlabel="confidence", ylabel="share with an answer", xlim=(0, 1), ylim=(0, 1))
    left.legend()
    points = list(_precision_over_recall(report))
    right.plot([recall for recall, _ in points], [precision for _, precision in points])
    right.set(title="Precision over recall", xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
    figure.savefig(file, dpi=120)


def _figure(width: float, height: float) -> "Figure":
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, which nothing else needs
    except ImportError as error:
        raise MissingPart("a picture", extra="plot") from error
    return Figure(figsize=(width, height), layout="constrained")


def _precision_over_recall(report: Report) -> Iterator[tuple[float, float]]:
    """Yield recall and precision at every confidence, the highest first."""
    ranked = sorted(report.outcomes, key=lambda outcome: -outcome.confidence)
    found = 0
    for place, outcome in enumerate(ranked, start=1):
        found += outcome.gold.answerable
        yield found / max(len(report.answerable), 1), found / place
