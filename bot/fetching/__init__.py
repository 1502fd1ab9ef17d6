"""Fetching: pages from addresses that moderators name, and from nowhere that such an address could be a trap for."""

from bot.fetching.fetching import Fetched, Fetcher, Known
from bot.fetching.policy import Policy

__all__ = ["Fetched", "Fetcher", "Known", "Policy"]
