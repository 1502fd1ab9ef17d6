"""The store: the only SQL of the bot, and the truth about what its libraries hold."""

from bot.store.backups import backup, restore
from bot.store.changing import Origin
from bot.store.desk import Desk
from bot.store.history import Event, History
from bot.store.ledger import Asked, Deed, KeptReceipt, Ledger, Ruling
from bot.store.messages import FollowedChannel, Messages
from bot.store.originals import Original, sha256
from bot.store.seeing import KeptMessage, Seen
from bot.store.store import Followed, Kept, Mark, Store

__all__ = [
    "Asked",
    "Deed",
    "Desk",
    "Event",
    "Followed",
    "FollowedChannel",
    "History",
    "Kept",
    "KeptMessage",
    "KeptReceipt",
    "Ledger",
    "Mark",
    "Messages",
    "Origin",
    "Original",
    "Ruling",
    "Seen",
    "Store",
    "backup",
    "restore",
    "sha256",
]
