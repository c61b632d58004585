"""The app reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "báo cáo"

    def ready(self):
        from products import news  # noqa: PLC0415
        from products.demo import year  # noqa: PLC0415 -- models are not there before
        from programs import campaigns, checks  # noqa: PLC0415
        from programs.enums import REPORT_KINDS  # noqa: PLC0415
        from programs.filing import FILINGS  # noqa: PLC0415
        from reports.models import PeriodicReport  # noqa: PLC0415
        from reports.outgoing.checks import check_papers  # noqa: PLC0415
        from reports.outgoing.demo import fill_papers  # noqa: PLC0415
        from reports.periodic import participation  # noqa: PLC0415
        from reports.periodic.demo import fill_reports  # noqa: PLC0415
        from reports.periodic.doubles import check_doubles  # noqa: PLC0415
        from reports.periodic.filing import REPORT_FILING  # noqa: PLC0415
        from reports.periodic.news import REPORT_NEWS  # noqa: PLC0415
        from reports.provincial.demo import fill_province_reports  # noqa: PLC0415

        FILINGS.update(dict.fromkeys(REPORT_KINDS, REPORT_FILING))
        news.RULES[PeriodicReport] = REPORT_NEWS.still_true
        checks.of_apps += [check_papers, check_doubles]
        year.of_apps += [fill_papers, fill_reports, fill_province_reports]
        campaigns.sealed_in.append(participation.is_sealed)
        campaigns.works_in.append(participation.has_work)
