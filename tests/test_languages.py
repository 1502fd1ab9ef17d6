"""Languages on a simulated Discord: what the bot says itself is in the language of the place, quotes are not."""

import simcord

from bot.discord_app import create
from bot.preferences import Preferences
from bot.requests import guild_library
from tests.discord_bot import behind
from tests.library import opened_bot


async def _answer_in(locale: str, **preferred: str) -> str:
    """Mention the bot with a question in a server of a locale, with what was chosen there, and give what it sends."""
    chosen: dict[str, Preferences] = {}
    async with opened_bot() as bot:
        client = create(behind(bot.respond, chosen=chosen))
        async with simcord.run(client, shard_count=1) as env:
            guild = env.create_guild(preferred_locale=locale)
            chosen[guild_library(guild.id)] = Preferences(language=preferred.get("language"))
            channel = guild.create_text_channel("general")
            member = guild.add_member(env.create_user("alice"))
            assert client.user
            await member.send(channel, f"<@{client.user.id}> Who is the prosecutor?")
            assert channel.last_message
            return str(channel.last_message.components)


async def test_a_mention_is_answered_in_the_language_of_the_server_and_the_quote_stays_as_it_is() -> None:
    german = await _answer_in("de")

    assert "Auf die Frage wer sagen die Dokumente" in german
    assert "label='Zusammenhang'" in german
    assert "> Karim Khan is the **prosecutor**" in german


async def test_where_a_language_is_not_spoken_the_answer_is_in_english() -> None:
    assert "Asked who, the documents say" in await _answer_in("ja")


async def test_the_language_that_moderators_chose_comes_before_that_of_the_server() -> None:
    assert "À la question qui, les documents disent" in await _answer_in("de", language="fr")
