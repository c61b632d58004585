"""Every list of the portal by name: what may be exported as it is shown."""

from products.listings import PLANS, REGISTRATIONS
from programs.listings import ACCOUNTS, CAMPAIGNS, EVENTS

LISTINGS = {each.name: each for each in (REGISTRATIONS, PLANS, CAMPAIGNS, ACCOUNTS, EVENTS)}
