"""The command line: `python -m bot`, or `verbatim` where it is installed."""

from bot.cli import following_up, inquiries, keeping, moderating, sources
from bot.cli.commands import main, source

following_up.add_to(main)
keeping.add_to(main)
moderating.add_to(main)
inquiries.add_to(source)
sources.add_to(source)

__all__ = ["main"]
