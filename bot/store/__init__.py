"""The store: the only SQL of the bot, and the truth about what its libraries hold."""

from bot.store.backups import backup, restore
from bot.store.changing import Origin
from bot.store.originals import Original, sha256
from bot.store.store import Followed, Kept, Mark, Store

__all__ = ["Followed", "Kept", "Mark", "Origin", "Original", "Store", "backup", "restore", "sha256"]
