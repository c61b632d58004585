"""The head of a plan's table, however its unit writes it: in a file or in what is pasted."""

from products.plans.columns import REGISTRATION_COLUMNS
from products.plans.values import CHOICES, form_title
from products.titles import Titles, remembered
from programs.intake.head import HeadFinder
from programs.intake.texts import Rejected


def choice_title(key):
    """Read a title over marks as the label of a choice: "HTX" is "Hợp tác xã"; else ""."""

    def label_of(title):
        try:
            return CHOICES[key](title).label if title.strip() else ""
        except Rejected:
            return ""

    return label_of


# Columns that may be spread over several, with marks below.
MARKED = {key: choice_title(key) for key in ("producer_kind", "product_group")}


def plan_finder(plan, *, is_part=False):
    """What finds a plan's table; `is_part` where some rows or columns of one were copied."""
    titles = Titles(REGISTRATION_COLUMNS, remembered(plan.unit_id))
    labels = {"form": form_title} | MARKED
    return HeadFinder(REGISTRATION_COLUMNS, labels, titles=titles, is_part=is_part)
