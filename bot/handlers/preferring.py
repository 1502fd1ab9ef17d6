"""What the moderators of a place choose."""

import dataclasses

from bot import asides
from bot.handlers.permission import may_decide, moderators_only
from bot.reply import Reply
from bot.requests import SettingsChange, SettingsShow
from bot.store import Desk, Store
from bot.words import Words

_ACTION = Words("see and change the settings")


async def prefer(request: SettingsShow | SettingsChange, store: Store) -> Reply:
    """Tell or change what was chosen; raise NotAllowed for anybody but moderators, BadPreference for what cannot be."""
    moderators_only(request.asker, _ACTION)
    desk = Desk(store)
    chosen = await desk.preferences(request.library)
    if isinstance(request, SettingsShow):
        return asides.chosen(chosen, changed=False)
    may_decide(request.asker, request.library, action=_ACTION)
    chosen = dataclasses.replace(chosen, **request.changes)
    await desk.prefer(chosen, library=request.library, by=request.asker.name)
    return asides.chosen(chosen, changed=True)
