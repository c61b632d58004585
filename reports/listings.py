"""Every list of the portal by name: what may be exported as it is shown."""

from products.listings import REGISTRATIONS

LISTINGS = {listing.name: listing for listing in (REGISTRATIONS,)}
