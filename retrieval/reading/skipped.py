"""Skipped: what was not read, and why; the rest is read all the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a line of one (`faq.jsonl:12`), that became no document."""

    name: str
    reason: str
