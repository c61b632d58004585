"""Which news is still worth a mail, whatever it is about."""

from products.dossiers import news
from products.models import Dossier, Plan
from products.plans import news as plans_news
from programs.models import Participant

OF_PLANS = (Plan, Participant)


def still_true(notifications, at):
    """The notifications that still matter; those of neither plans nor dossiers always do."""
    of_plans = _about(notifications, *OF_PLANS)
    of_dossiers = _about(notifications, Dossier)
    known = {row.pk for row in (*of_plans, *of_dossiers)}
    others = [row for row in notifications if row.pk not in known]
    return [
        *plans_news.still_true(of_plans, at),
        *news.still_true(of_dossiers),
        *others,
    ]


def _about(notifications, *models):
    names = {model._meta.label_lower for model in models}
    return [row for row in notifications if row.subject_type in names]
