"""What happens when a button under a document is pressed, and the form that tells anew what the document is."""

import re
from collections.abc import Mapping
from typing import Any

from discord import ui

from bot import controls, typed
from bot.discord_app import source_buttons
from bot.discord_app.answering import Answering, acknowledged, tell
from bot.discord_app.dynamic import Items, item
from bot.discord_app.languages import language
from bot.discord_app.layout import told
from bot.discord_app.places import Interaction, asker, own
from bot.errors import BotError, NotAllowed, UnknownSource
from bot.requests import SourceEdit, SourceRemove, SourceShow, Undo
from bot.words import Words, said

LONGEST = {"title": 300, "date": 10, "licence": 200, "publisher": 200, "quotes": 6}
"""Characters of each field at most; five fields are as many as a form may have."""


def dynamic(answering: Answering) -> Items:
    """Give the kinds of items that stand for what is done with a document."""
    return [item(source_buttons.PATTERN, lambda interaction, pressed, _: _press(interaction, pressed, answering))]


async def ask(interaction: Interaction, document: str, answering: Answering) -> None:
    """Open the form for a document, filled with what is known of it; say so where there is no such document."""
    await answering.heed(interaction)
    try:
        if not asker(interaction).moderator:
            raise NotAllowed(Words("describe documents"))
        shown = await answering.behind.respond(SourceShow(asker(interaction), document, (own(interaction),)))
        known = shown.data.get("document")
        if not isinstance(known, dict):
            raise UnknownSource(Words("document {}").format(document))
    except BotError as error:
        await tell(interaction, told(error.words))
    else:
        form = _Form(answering, document, filled(known))
        await acknowledged(interaction, interaction.response.send_modal(form))


def filled(known: Mapping[str, Any]) -> dict[str, str]:
    """Give what is known of a document as it is written in the form."""
    share = known.get("share", 1)
    quotes = "no" if share == 0 else "yes" if share == 1 else f"{share:.3%}".rstrip("%").rstrip("0").rstrip(".") + "%"
    return {name: str(known.get(name) or "") for name in LONGEST if name != "quotes"} | {"quotes": quotes}


class _Form(ui.Modal):
    """A form for what is known of a document."""

    def __init__(self, answering: Answering, document: str, known: Mapping[str, str]) -> None:
        super().__init__(title=said(controls.DESCRIBE, language()), timeout=900)
        self._answering = answering
        self._document = document
        self._known = known
        self._inputs: dict[str, ui.TextInput[ui.Modal]] = {}
        for name, longest in LONGEST.items():
            written = known[name] if len(known[name]) <= longest else None
            self._inputs[name] = ui.TextInput(custom_id=name, default=written, required=False, max_length=longest)
            label, hint = controls.DESCRIBED[name]
            self.add_item(
                ui.Label(
                    text=said(label, language()),
                    description=said(hint, language()) if hint else None,
                    component=self._inputs[name],
                )
            )

    async def on_submit(self, interaction: Interaction, /) -> None:
        await self._answering.heed(interaction)
        written = {name: each.value.strip() for name, each in self._inputs.items()}
        changed = {name: value for name, value in written.items() if value != self._known[name]}
        try:
            given = typed.description(changed)
        except BotError as error:
            await tell(interaction, told(error.words))
            return
        request = SourceEdit(asker(interaction), self._document, given, own(interaction))
        await self._answering.interaction(interaction, request)


async def _press(interaction: Interaction, pressed: re.Match[str], answering: Answering) -> None:
    """Do what a button stands for."""
    await answering.heed(interaction)
    who, library, what = asker(interaction), own(interaction), pressed["what"]
    if pressed["act"] == source_buttons.UNDO:
        await answering.interaction(interaction, Undo(who, what, library))
        return
    documents = await answering.behind.titles((library,))
    document = next((each for each in documents if source_buttons.key(each) == what), None)
    if document is None:
        await tell(interaction, told(controls.GONE))
    elif pressed["act"] == source_buttons.EDIT:
        await ask(interaction, document, answering)
    else:
        await answering.interaction(interaction, SourceRemove(who, document, library, confirmed=True))
