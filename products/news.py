"""Which news is still worth a mail, whatever it is about."""

from functools import partial

from products.certificates.news import CERTIFICATE_NEWS, REVOCATION_NEWS
from products.dossiers.news import DOSSIER_NEWS
from products.inspections.petition_news import PETITION_NEWS
from products.models import Certificate, Dossier, Petition, Plan, Revocation
from products.plans.news import PLAN_NEWS
from programs import news, reminders
from programs.models import Participant

RULES = {
    Plan: PLAN_NEWS.still_true,
    Participant: reminders.still_true,
    Dossier: DOSSIER_NEWS.still_true,
    Certificate: CERTIFICATE_NEWS.still_true,
    Revocation: REVOCATION_NEWS.still_true,
    Petition: PETITION_NEWS.still_true,
}

still_true = partial(news.still_true, RULES)
