"""What `eval` shows: the measures of a report as tables, as JSON, and as a picture."""

import json
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from bot.errors import MissingPart
from bot.terminal import Console
from retrieval import Report


def show(report: Report, on: Console) -> None:
    """Show the measures, and how confidence compares with truth."""
    yes, no = len(report.answerable), len(report.unanswerable)
    on.print(f"{yes} questions with an answer, {no} without; answers need a confidence of {report.threshold:.2f}\n")
    for table in (_measures(report), _reliability(report)):
        on.print(table)
        on.print()


def as_json(report: Report) -> str:
    """Give the same for a script."""
    return json.dumps(
        {
            "questions": {"answerable": len(report.answerable), "unanswerable": len(report.unanswerable)},
            "threshold": report.threshold,
            **report.measures(),
            "reliability": [
                {"questions": part.questions, "confidence": part.confidence, "answerable": part.answerable}
                for part in report.reliability()
            ],
        }
    )


def plot(report: Report, file: Path) -> None:
    """Draw reliability beside precision over recall; raise MissingPart where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra, which nothing else needs
    except ImportError as error:
        raise MissingPart("a plot", extra="plot") from error
    figure = Figure(figsize=(9, 4.2), layout="constrained")
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


def _measures(report: Report) -> Table:
    table = Table("measure", "value", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for name, value in report.measures().items():
        table.add_row(name, "-" if value is None else f"{value:.1f}" if name.endswith("ms") else f"{value:.3f}")
    return table


def _reliability(report: Report) -> Table:
    table = Table("confidence", "questions", "with an answer", box=None, pad_edge=False)
    for column in table.columns:
        column.justify = "right"
    for part in report.reliability():
        table.add_row(f"{part.confidence:.2f}", str(part.questions), f"{part.answerable:.2f}")
    return table


def _precision_over_recall(report: Report) -> Iterator[tuple[float, float]]:
    """Yield recall and precision at every confidence, the highest first."""
    ranked = sorted(report.outcomes, key=lambda outcome: -outcome.confidence)
    found = 0
    for place, outcome in enumerate(ranked, start=1):
        found += outcome.gold.answerable
        yield found / max(len(report.answerable), 1), found / place
