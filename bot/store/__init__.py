"""The store: the only SQL of the bot, and the truth about what its libraries hold."""

from bot.store.store import Kept, Store

__all__ = ["Kept", "Store"]
