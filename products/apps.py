"""The app products."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "products"
    verbose_name = "sản phẩm"

    def ready(self):
        # What campaigns, which know nothing of plans, ask of those who work in them.
        from products.ground import words  # noqa: PLC0415 -- models are not there before
        from products.plans import participation  # noqa: PLC0415 -- models are not there before
        from products.plans.filing import PLAN_FILING  # noqa: PLC0415
        from programs import accounts, campaigns, checks, filing  # noqa: PLC0415
        from programs.enums import CampaignKind  # noqa: PLC0415

        filing.FILINGS[CampaignKind.PLAN] = PLAN_FILING
        campaigns.sealed_in.append(participation.is_sealed)
        campaigns.works_in.append(participation.has_work)
        accounts.waiting_for.append(participation.waits_for)
        checks.of_apps.append(words.check_words)
