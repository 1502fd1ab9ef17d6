"""Conversations: the earlier questions of a thread, a direct message, or a chain of replies, kept in memory."""

from collections import OrderedDict
from dataclasses import dataclass, field

import discord

LONGEST = 10
"""Earlier questions that go with a new one."""
MOST = 2_000
"""Conversations that are remembered; those that were not continued for longest are forgotten."""


@dataclass(slots=True)
class Conversations:
    """What was asked before, by the id of a thread or direct message, or of the bot's reply.

    Nothing is read back from Discord, which shows a bot without privileged intents only what mentions it: after a
    restart a conversation begins anew.
    """

    asked: OrderedDict[int, tuple[str, ...]] = field(default_factory=OrderedDict)

    def earlier(self, message: discord.Message) -> tuple[str, ...]:
        """Give the earlier questions of the conversation that a message goes on with, oldest first."""
        replied = message.reference.message_id if message.reference else None
        known = self.asked.get(replied) if replied else None
        return known or self.asked.get(message.channel.id, ())

    def note(self, message: discord.Message, question: str, reply: discord.Message | None) -> None:
        """Remember a question, and that a reply answered it."""
        questions = (*self.earlier(message), question)[-LONGEST:]
        if isinstance(message.channel, discord.Thread | discord.DMChannel):
            self._remember(message.channel.id, questions)
        if reply:
            self._remember(reply.id, questions)

    def _remember(self, key: int, questions: tuple[str, ...]) -> None:
        self.asked[key] = questions
        self.asked.move_to_end(key)
        if len(self.asked) > MOST:
            self.asked.popitem(last=False)
