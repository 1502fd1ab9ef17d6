"""What the pictures of docs/pictures show: commands, buttons, menus and forms, each used as somebody uses it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
import simcord

from bot import controls
from bot.discord_app import Client
from bot.requests import SHARED, Ask, Asker, guild_library

QUESTION = "Who is the chief prosecutor?"
RULES = b"# House rules\n\nA mute lasts three days. Whoever was muted may appeal once. Dogs may enter the hall."


@dataclass(frozen=True, slots=True)
class Scene:
    """A server with a member and a moderator, and where they write."""

    env: simcord.Env
    client: Client
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    member: simcord.MemberActor
    moderator: simcord.MemberActor

    async def command(self, name: str, **options: object) -> simcord.InteractionResult:
        """Give a command as the member."""
        self.client.answering.cooldowns.asked.clear()
        return await self.member.slash(self.channel, name, **options)

    async def manage(self, name: str, **options: object) -> simcord.InteractionResult:
        """Give a command as the moderator."""
        self.client.answering.cooldowns.asked.clear()
        return await self.moderator.slash(self.channel, name, **options)

    async def press(self, label: str, *, private: bool = False) -> simcord.InteractionResult:
        """Ask as the member, press a button under the answer, and give what that shows."""
        answer = await self.command("ask", question=QUESTION, private=private)
        assert answer.response
        return await self.member.click(answer.response, label=label)

    async def person(self) -> object:
        """Ask a person, and give what the moderators see in their channel."""
        await self.manage("setup", moderators=self.channel)
        await self.press(controls.BUTTONS["person"], private=True)
        return self.channel.last_message

    async def menu(self, name: str, words: str) -> simcord.InteractionResult:
        """Choose something on a message of the moderator."""
        message = await self.moderator.send(self.channel, words)
        return await self.member.context_menu(self.channel, name, message)

    async def posted(self) -> object:
        """Pick the first passage for a message, and give what is posted."""
        found = (await self.menu(controls.MENU_ANSWER, QUESTION)).response
        assert found
        rows = [row for row in found.components if "components" in row]
        await self.member.select(found, [rows[0]["components"][0]["options"][0]["value"]])
        return self.channel.last_message

    async def decided(self, name: str, **options: object) -> simcord.InteractionResult:
        """Let things be asked and decided, and then give a command as the moderator; {} is the id of an answer."""
        for question in (QUESTION, "How does one visit the dungeon?", "Where is the dungeon?"):
            await self.command("ask", question=question)
        names = (*SHARED, guild_library(self.guild.id))
        reply = await self.client.answering.behind.respond(Ask(Asker("somebody"), QUESTION, libraries=names))
        answer = str(reply.data["id"])
        await self.manage("alias", word="boss", means="prosecutor")
        await self.manage("golden", answer=answer)
        given: dict[str, Any] = {
            key: value.format(answer) if isinstance(value, str) else value for key, value in options.items()
        }
        return await self.manage(name, **given)

    async def changing(self, name: str) -> simcord.InteractionResult:
        """Have rules added, and give a command about them as the moderator."""
        added = await self.manage("source add", file=("rules.md", RULES))
        if name == "source add":
            return added
        if name == "source preview":
            return await self.manage(name, file=("rules.md", RULES.replace(b"three", b"five")))
        return await self.manage(name, document="rules.md")

    async def restored(self) -> simcord.InteractionResult:
        """Have rules added and removed, and bring them back."""
        asked = await self.changing("source remove")
        assert asked.response
        await self.moderator.click(asked.response, label=controls.BUTTONS["remove"])
        return await self.manage("source restore", document="rules.md")

    async def followed(self, name: str) -> simcord.InteractionResult:
        """Have a channel quoted that has a post of a moderator's, and give a command about it."""
        await self.moderator.send(self.channel, "A mute lasts three days.")
        added = await self.manage("source channel add", channel=self.channel)
        return added if name == "source channel add" else await self.manage(name, channel=self.channel)

    async def mention(self, question: str) -> object:
        """Mention the bot with a question, and give what it replies."""
        assert self.client.user
        await self.member.send(self.channel, f"<@{self.client.user.id}> {question}")
        return self.channel.last_message

    async def embed(self, question: str) -> object:
        """Show an answer as an embed, which the bot does not, for comparison."""
        await self.command("ask", question=question)
        answer = self.channel.last_message
        channel = self.client.get_channel(self.channel.id)
        assert answer
        assert isinstance(answer.components[0], discord.TextDisplay)
        assert isinstance(channel, discord.TextChannel)
        embed = discord.Embed(description=answer.components[0].content, colour=0x5865F2)
        return (await channel.send(embed=embed)).id


Act = Callable[[Scene], Awaitable[object]]
MEMBERS: dict[str, Act] = {
    "ask": lambda scene: scene.command("ask", question=QUESTION),
    "ask-form": lambda scene: scene.command("ask"),
    "embed": lambda scene: scene.embed(QUESTION),
    "refusal": lambda scene: scene.command("ask", question="Who won the football match?"),
    "mention": lambda scene: scene.mention(QUESTION),
    "german": lambda scene: scene.mention(QUESTION),
    "context": lambda scene: scene.press(controls.BUTTONS["context"]),
    "more": lambda scene: scene.press(controls.BUTTONS["more"]),
    "menu-answer": lambda scene: scene.menu(controls.MENU_ANSWER, QUESTION),
    "menu-posted": lambda scene: scene.posted(),
    "menu-check": lambda scene: scene.menu(controls.MENU_CHECK, "The Rome Statute of the ICC has 125 states parties."),
    "search": lambda scene: scene.command("search", words="arrest warrants"),
    "about": lambda scene: scene.command("about"),
    "help": lambda scene: scene.command("help"),
    "source-list": lambda scene: scene.command("source list"),
    "source-verify": lambda scene: scene.command(
        "source verify", text="The Rome Statute of the ICC has 125 states parties."
    ),
    "source-why": lambda scene: scene.command("source why", what=QUESTION),
    "source-show": lambda scene: scene.command("source show", id="rights-groups-urge-biden.md"),
    "source-text": lambda scene: scene.command("source text", document="rights-groups-urge-biden.md"),
}
MODERATORS: dict[str, Act] = {
    "setup": lambda scene: scene.manage("setup", moderators=scene.channel, private_refusals=True, requests=3),
    "setup-form": lambda scene: scene.manage("setup"),
    "person": lambda scene: scene.person(),
    "answers": lambda scene: scene.decided("answers"),
    "pin": lambda scene: scene.decided("pin", passage="{}:1", question="Who leads the prosecution?"),
    "rulings": lambda scene: scene.decided("rulings"),
    "supersede": lambda scene: scene.decided("supersede", answer="{}"),
    "gaps": lambda scene: scene.decided("gaps"),
    "stats": lambda scene: scene.decided("stats", days=14),
    "audit": lambda scene: scene.decided("audit"),
    "alias": lambda scene: scene.decided("alias", word="prison", means="dungeon"),
    "golden": lambda scene: scene.decided("golden", answer="{}"),
    "changed": lambda scene: scene.decided("changed"),
    "revoke": lambda scene: scene.decided("revoke", number=1),
    "undo": lambda scene: scene.decided("undo", number="1"),
    "source-receipt": lambda scene: scene.decided("source receipt", answer="{}"),
    "source-replay": lambda scene: scene.decided("source replay", answer="{}"),
    "source-restore": lambda scene: scene.restored(),
    "channel-add": lambda scene: scene.followed("source channel add"),
    "channel-remove": lambda scene: scene.followed("source channel remove"),
    "withdraw": lambda scene: scene.manage("source withdraw"),
    "channel-list": lambda scene: scene.manage("source channel list"),
    "source-add": lambda scene: scene.changing("source add"),
    "source-preview": lambda scene: scene.changing("source preview"),
    "source-edit": lambda scene: scene.changing("source edit"),
    "source-remove": lambda scene: scene.changing("source remove"),
}
SCENES = MEMBERS | MODERATORS
