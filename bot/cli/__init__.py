"""The command line: `python -m bot`, or `verbatim` where it is installed."""

from bot.cli import keeping
from bot.cli.commands import main

keeping.add_to(main)

__all__ = ["main"]
