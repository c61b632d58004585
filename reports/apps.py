"""The app reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "báo cáo"

    def ready(self):
        from products.demo import year  # noqa: PLC0415 -- models are not there before
        from programs import campaigns, checks  # noqa: PLC0415
        from reports.outgoing.checks import check_papers  # noqa: PLC0415
        from reports.outgoing.demo import fill_papers  # noqa: PLC0415
        from reports.periodic import participation  # noqa: PLC0415
        from reports.periodic.demo import fill_reports  # noqa: PLC0415

        checks.of_apps.append(check_papers)
        year.of_apps += [fill_papers, fill_reports]
        campaigns.sealed_in.append(participation.is_sealed)
        campaigns.works_in.append(participation.has_work)
