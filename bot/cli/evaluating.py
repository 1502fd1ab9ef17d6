"""What `eval` shows: the measures of a report as tables, and as JSON."""

import json

from rich.table import Table

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
