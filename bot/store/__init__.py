"""The store: the only SQL of the bot, and the truth about what its libraries hold."""

from bot.store.addresses import Address, Addresses, Reading, content_of, keep_address
from bot.store.backups import backup, restore
from bot.store.changing import Changing, Origin
from bot.store.desk import Desk
from bot.store.following import Followed, Made, Mark
from bot.store.given import GivenToday, Slice
from bot.store.history import Event, History, Removal
from bot.store.ledger import Asked, Deed, KeptReceipt, Ledger, Ruling
from bot.store.messages import FollowedChannel, Messages
from bot.store.originals import FOLDER_NAME as ORIGINALS
from bot.store.originals import Original, sha256
from bot.store.seeing import KeptMessage, Seen
from bot.store.store import Kept, Store
from bot.store.told import Told

__all__ = [
    "ORIGINALS",
    "Address",
    "Addresses",
    "Asked",
    "Changing",
    "Deed",
    "Desk",
    "Event",
    "Followed",
    "FollowedChannel",
    "GivenToday",
    "History",
    "Kept",
    "KeptMessage",
    "KeptReceipt",
    "Ledger",
    "Made",
    "Mark",
    "Messages",
    "Origin",
    "Original",
    "Reading",
    "Removal",
    "Ruling",
    "Seen",
    "Slice",
    "Store",
    "Told",
    "backup",
    "content_of",
    "keep_address",
    "restore",
    "sha256",
]
