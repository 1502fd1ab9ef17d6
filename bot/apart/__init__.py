"""Reading apart: what others made is read in a process of its own, which may take so much time and memory."""

from bot.apart.reading import parse

__all__ = ["parse"]
