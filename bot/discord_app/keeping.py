"""The commands that change what a server's library holds: files are added, described and removed."""

import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import discord
from discord import app_commands, ui
from discord.app_commands import Command, Group, Range

from bot import commands, controls, replies
from bot.discord_app import describing
from bot.discord_app.answering import Answering, acknowledged, defer, tell
from bot.discord_app.languages import language
from bot.discord_app.layout import told
from bot.discord_app.places import Interaction, asker, libraries, own
from bot.requests import Request, SourceAdd, SourceFetch, SourcePreview, SourceRemove, SourceRestore
from bot.words import said

log = logging.getLogger(__name__)

LARGEST = 20 * 2**20
"""Bytes of a file that is fetched: as many as are read of a document."""
TOGETHER = 10
"""Files that a form takes: as many as Discord lets it."""
Id = Range[str, 1, 300]
Made = Command[Group, ..., None]


def add_to(group: Group, answering: Answering) -> list[Made]:
    """Add these commands to those about sources; give those that take a document of the server's own library."""
    _files(group, answering)
    return _documents(group, answering)


def _files(group: Group, answering: Answering) -> None:
    @group.command(description=commands.DOES["/source add"])
    @app_commands.describe(
        file=commands.OPTIONS["file"],
        address=commands.OPTIONS["address"],
        **{f"file_{number}": commands.OPTIONS["another"] for number in range(2, 6)},
    )
    async def add(
        interaction: Interaction,
        file: discord.Attachment | None = None,
        file_2: discord.Attachment | None = None,
        file_3: discord.Attachment | None = None,
        file_4: discord.Attachment | None = None,
        file_5: discord.Attachment | None = None,
        address: Range[str, 1, 500] | None = None,
    ) -> None:
        files = [each for each in (file, file_2, file_3, file_4, file_5) if each]
        fetch = SourceFetch(asker(interaction), address, own(interaction)) if address else None
        if files:
            await _add(interaction, files, answering)
            if fetch:
                await answering.also(interaction, fetch)
        elif fetch:
            await answering.interaction(interaction, fetch)
        else:
            await answering.heed(interaction)
            await acknowledged(interaction, interaction.response.send_modal(_Files(answering)))

    @group.command(description=commands.DOES["/source preview"])
    @app_commands.describe(file=commands.OPTIONS["file"])
    async def preview(interaction: Interaction, file: discord.Attachment) -> None:
        def request(each: discord.Attachment, data: bytes) -> Request:
            who, names = asker(interaction), libraries(interaction)
            return SourcePreview(who, each.filename, data, own(interaction), libraries=names)

        if await defer(interaction, private=True):
            await _with(interaction, file, request, answering.interaction)

    del add, preview


def _documents(group: Group, answering: Answering) -> list[Made]:
    @group.command(description=commands.DOES["/source edit"])
    @app_commands.describe(document=commands.OPTIONS["document"])
    async def edit(interaction: Interaction, document: Id) -> None:
        await describing.ask(interaction, document, answering)

    @group.command(description=commands.DOES["/source remove"])
    @app_commands.describe(document=commands.OPTIONS["document"])
    async def remove(interaction: Interaction, document: Id) -> None:
        await answering.interaction(interaction, SourceRemove(asker(interaction), document, own(interaction)))

    @group.command(description=commands.DOES["/source restore"])
    @app_commands.describe(document=commands.OPTIONS["document"])
    async def restore(interaction: Interaction, document: Id) -> None:
        await answering.interaction(interaction, SourceRestore(asker(interaction), document, own(interaction)))

    del restore
    return [edit, remove]


class _Files(ui.Modal):
    """A form for several files, which are picked together."""

    def __init__(self, answering: Answering) -> None:
        super().__init__(title=said(controls.ADD_FILES, language()), timeout=900)
        self._answering = answering
        self._files: ui.FileUpload[ui.Modal] = ui.FileUpload(custom_id="files", max_values=TOGETHER)
        self.add_item(
            ui.Label(text=said(controls.FILES, language()), component=self._files, description=_formats(language()))
        )

    async def on_submit(self, interaction: Interaction, /) -> None:
        await _add(interaction, self._files.values, self._answering)


def _formats(spoken: str) -> str:
    return said(commands.OPTIONS["file"], spoken)


async def _add(interaction: Interaction, files: Sequence[discord.Attachment], answering: Answering) -> None:
    """Add files one after the other; what becomes of each is told in a message of its own."""

    def request(each: discord.Attachment, data: bytes) -> Request:
        return SourceAdd(asker(interaction), each.filename, data, own(interaction))

    if not await defer(interaction, private=True):
        return
    first, *others = files
    if await _with(interaction, first, request, answering.interaction) is not False:
        for other in others:
            await _with(interaction, other, request, answering.also)


async def _with(
    interaction: Interaction,
    file: discord.Attachment,
    request: Callable[[discord.Attachment, bytes], Request],
    answer: Callable[[Interaction, Request], Coroutine[Any, Any, bool]],
) -> bool | None:
    """Fetch a file and answer the request that it makes; what cannot be fetched is told, and stops no other file.

    For whoever may not add it nothing is fetched: the handler refuses before it looks at any byte. None where there was
    nothing to answer, else whether it was answered.
    """
    if file.size > LARGEST:
        await tell(interaction, told(replies.FILE_TOO_LARGE.format(file.filename, LARGEST // 2**20)))
        return None
    try:
        data = await file.read() if asker(interaction).moderator else b""
    except discord.HTTPException as error:
        log.warning("%s could not be fetched: %s", file.filename, error)
        await tell(interaction, told(replies.NOT_RECEIVED.format(file.filename)))
        return None
    return await answer(interaction, request(file, data))
