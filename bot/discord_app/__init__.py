"""The Discord front end: interactions and messages become requests, replies become messages."""

from bot.discord_app.client import Client, create
from bot.discord_app.places import Behind
from bot.discord_app.running import run

__all__ = ["Behind", "Client", "create", "run"]
