"""The store: the only SQL of the bot, and the truth about what its libraries hold."""

from bot.store.backups import backup, restore
from bot.store.changing import Origin
from bot.store.desk import Desk
from bot.store.following import Followed, Made, Mark
from bot.store.given import GivenToday, Slice
from bot.store.history import Event, History
from bot.store.ledger import Asked, Deed, KeptReceipt, Ledger, Ruling
from bot.store.originals import FOLDER_NAME as ORIGINALS
from bot.store.originals import Original, sha256
from bot.store.store import Kept, Store

__all__ = [
    "ORIGINALS",
    "Asked",
    "Deed",
    "Desk",
    "Event",
    "Followed",
    "GivenToday",
    "History",
    "Kept",
    "KeptReceipt",
    "Ledger",
    "Made",
    "Mark",
    "Origin",
    "Original",
    "Ruling",
    "Slice",
    "Store",
    "backup",
    "restore",
    "sha256",
]
