"""The lists of the ground: campaigns, accounts, the trail."""

from programs.listings.accounts import ACCOUNT_REQUESTS, ACCOUNTS
from programs.listings.campaigns import CAMPAIGNS
from programs.listings.trail import EVENTS, EventFilter

__all__ = ["ACCOUNTS", "ACCOUNT_REQUESTS", "CAMPAIGNS", "EVENTS", "EventFilter"]
