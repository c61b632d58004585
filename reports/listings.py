"""Every list of the portal by name: what may be exported as it is shown."""

from councils.agreement.listings import RESULTS
from councils.ground.listings import COUNCIL_RULES
from councils.membership.listings import COUNCILS, MEMBERS
from councils.relations.listings import RELATIONS
from councils.sessions.listings import SESSIONS
from products.certificates.expiry_listings import EXPIRING, LAPSED, LETTERS
from products.certificates.listings import CERTIFICATES
from products.dossiers.listings import DOSSIERS
from products.inspections.listings import INSPECTION_PLANS, INSPECTIONS
from products.inspections.petition_listings import PETITIONS
from products.plans.listings import PLANS, REGISTRATIONS
from products.register.listings import PRODUCERS, PRODUCTS
from programs.listings import ACCOUNT_REQUESTS, ACCOUNTS, CAMPAIGNS, EVENTS
from reports.layout_listings import LAYOUTS
from reports.outgoing.listings import OUTGOING_PAPERS, RECEIVED_PAPERS
from reports.periodic.design_listings import REPORT_FORMS
from reports.periodic.listings import PERIODIC_REPORTS

_PLANS = (REGISTRATIONS, PLANS)
_REGISTER = (PRODUCERS, PRODUCTS, CERTIFICATES, EXPIRING, DOSSIERS)
_CHECKS = (LAPSED, LETTERS, INSPECTIONS, INSPECTION_PLANS, PETITIONS)
_OUTGOING = (OUTGOING_PAPERS, RECEIVED_PAPERS)
_PERIODIC = (PERIODIC_REPORTS, REPORT_FORMS)
_GROUND = (CAMPAIGNS, ACCOUNTS, ACCOUNT_REQUESTS, EVENTS, LAYOUTS)
_COUNCILS = (COUNCILS, MEMBERS, RELATIONS, SESSIONS, RESULTS, COUNCIL_RULES)
_PAPERS = (*_OUTGOING, *_PERIODIC)
LISTINGS = {
    each.name: each for each in (*_PLANS, *_REGISTER, *_CHECKS, *_COUNCILS, *_PAPERS, *_GROUND)
}
