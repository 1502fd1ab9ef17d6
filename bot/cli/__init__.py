"""The command line: `python -m bot`, or `verbatim` where it is installed."""

from bot.cli.commands import main

__all__ = ["main"]
