"""The command line: `python -m bot`, or `verbatim` where it is installed."""

from bot.cli import inquiries, keeping, moderating, sources
from bot.cli.commands import main, source

keeping.add_to(main)
moderating.add_to(main)
inquiries.add_to(source)
sources.add_to(source)

__all__ = ["main"]
