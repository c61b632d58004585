"""The app councils."""

from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "hội đồng"

    def ready(self):
        from councils.agreement.totals import check_totals  # noqa: PLC0415 -- no models before
        from councils.demo.membership import fill_councils  # noqa: PLC0415
        from councils.membership.checks import check_councils  # noqa: PLC0415
        from councils.membership.news import COUNCIL_NEWS  # noqa: PLC0415
        from councils.membership.setting_up import following  # noqa: PLC0415
        from councils.models import Council, Evaluation, Session  # noqa: PLC0415
        from councils.relations.marking import offers  # noqa: PLC0415
        from councils.sessions.news import conflict_still_true, still_true  # noqa: PLC0415
        from councils.sessions.preparing import given_dossiers, holding, taken  # noqa: PLC0415
        from councils.sessions.seeing import follow_council, follow_producer  # noqa: PLC0415
        from products import news  # noqa: PLC0415
        from products.demo import year  # noqa: PLC0415
        from products.dossiers.listings import taking  # noqa: PLC0415
        from products.dossiers.workflow import holders  # noqa: PLC0415
        from products.models.register import giving  # noqa: PLC0415
        from products.register import merging  # noqa: PLC0415
        from products.register.records import offering  # noqa: PLC0415
        from programs import checks  # noqa: PLC0415

        news.RULES |= {Council: COUNCIL_NEWS.still_true, Session: still_true}
        news.RULES |= {Evaluation: conflict_still_true}
        following.append(follow_council)
        merging.following.append(follow_producer)
        offering.append(offers)
        giving.append(given_dossiers)
        holders.append(holding)
        taking.append(taken)
        checks.of_apps += [check_councils, check_totals]
        year.of_apps.append(fill_councils)
