"""What the moderators of a place choose."""

from bot import asides
from bot.errors import NotAllowed
from bot.reply import Reply
from bot.requests import SettingsChange, SettingsShow
from bot.store import Desk, Store
from bot.words import Words


async def prefer(request: SettingsShow | SettingsChange, store: Store) -> Reply:
    """Tell or change what was chosen; raise NotAllowed for anybody but moderators."""
    if not request.asker.moderator:
        raise NotAllowed(Words("see and change the settings"))
    desk = Desk(store)
    if isinstance(request, SettingsChange):
        await desk.prefer(request.chosen, library=request.library, by=request.asker.name)
    return asides.chosen(await desk.preferences(request.library), changed=isinstance(request, SettingsChange))
