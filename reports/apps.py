"""The app reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "báo cáo"

    def ready(self):
        from products.demo import year  # noqa: PLC0415 -- models are not there before
        from programs import checks  # noqa: PLC0415
        from reports.outgoing.checks import check_papers  # noqa: PLC0415
        from reports.outgoing.demo import fill_papers  # noqa: PLC0415

        checks.of_apps.append(check_papers)
        year.of_apps.append(fill_papers)
