"""Fetching: pages from addresses that moderators name, and from nowhere that such an address could be a trap for."""

from bot.fetching.fetching import Fetcher
from bot.fetching.policy import Policy
from bot.pages import Fetched, Known

__all__ = ["Fetched", "Fetcher", "Known", "Policy"]
