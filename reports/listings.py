"""Every list of the portal by name: what may be exported as it is shown."""

from products.certificate_listings import CERTIFICATES, EXPIRING
from products.dossier_listings import DOSSIERS
from products.expiry_listings import LAPSED, LETTERS
from products.inspection_listings import INSPECTION_PLANS, INSPECTIONS
from products.listings import PLANS, REGISTRATIONS
from products.register_listings import PRODUCERS, PRODUCTS
from programs.listings import ACCOUNT_REQUESTS, ACCOUNTS, CAMPAIGNS, EVENTS

_PLANS = (REGISTRATIONS, PLANS)
_REGISTER = (PRODUCERS, PRODUCTS, CERTIFICATES, EXPIRING, DOSSIERS)
_CHECKS = (LAPSED, LETTERS, INSPECTIONS, INSPECTION_PLANS)
_GROUND = (CAMPAIGNS, ACCOUNTS, ACCOUNT_REQUESTS, EVENTS)
LISTINGS = {each.name: each for each in (*_PLANS, *_REGISTER, *_CHECKS, *_GROUND)}
