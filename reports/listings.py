"""Every list of the portal by name: what may be exported as it is shown."""

from products.listings import PLANS, REGISTRATIONS
from programs.listings import ACCOUNT_REQUESTS, ACCOUNTS, CAMPAIGNS, EVENTS

ALL = (REGISTRATIONS, PLANS, CAMPAIGNS, ACCOUNTS, ACCOUNT_REQUESTS, EVENTS)
LISTINGS = {listing.name: listing for listing in ALL}
