"""A unit's plan on paper: the list of products, from what was sealed or is being written."""

from collections import Counter
from datetime import date, datetime

from products.enums import RegistrationForm
from products.plans.columns import REGISTRATION_COLUMNS
from programs.citations import day_in_text, two_digits, unit_in_text
from programs.models import which_round
from programs.tables import Table

# Goes into every sealed document: what was printed by an older layout says so.
TEMPLATE = "plan-2"
DRAFT = "BẢN NHÁP"


def plan(content, *, made_at=None, stamp=""):
    """The list that goes with a plan. `content` is what products.sealing says of the plan.

    The columns are those that an import reads; one that need not be filled in and holds nothing
    is left out.
    """
    columns = [column for column in REGISTRATION_COLUMNS if _is_needed(column, content["rows"])]
    if sent_at := content.get("sent_at"):
        made_at = datetime.fromisoformat(sent_at)
    unit, campaign = content["unit"], content["campaign"]
    which = which_round(campaign["year"], campaign["number"])
    return Table(
        title=f"Danh sách sản phẩm đăng ký tham gia Chương trình OCOP năm {which} "
        f"của {unit_in_text(unit['name'])}",
        subtitle=_subtitle(content),
        label="Phụ lục",
        columns=tuple(columns),
        rows=tuple(tuple(row.get(column.key, "") for column in columns) for row in content["rows"]),
        preface=(_summary(content),),
        stamp=stamp,
        landscape=bool(content["rows"]),
        made_at=made_at,
        facts={"unit": unit["code"], "year": campaign["year"], "version": content["version"]},
    )


def sealed_plan(seal):
    """The list as it was sent, letter for letter."""
    return plan(seal.values())


def _is_needed(column, rows):
    return column.required or column.key == "position" or any(row.get(column.key) for row in rows)


def _subtitle(content):
    """The line under the title, with dots for what is not known yet."""
    decision = content["decision"]
    number = decision["number"] or "…"
    kind = "Quyết định" if "QĐ" in number else "Kế hoạch"
    day = day_in_text(date.fromisoformat(decision["date"])) if decision["date"] else "…/…/……"
    unit = unit_in_text(content["unit"]["name"])
    return f"(Kèm theo {kind} số {number} ngày {day} của UBND {unit})"


def _summary(content):
    """How many products of which form; above the table, where an import does not look for rows."""
    rows = content["rows"]
    if content["is_nil"] or not rows:
        return "Đơn vị không đăng ký sản phẩm." if content["is_nil"] else "Chưa có sản phẩm nào."
    counts = Counter(row["form"] for row in rows)
    parts = [f"{form.label}: {two_digits(counts[form.label])}" for form in RegistrationForm]
    signer = content["decision"]["signer"]
    signed = f" Người ký: {signer}." if signer else ""
    return f"Tổng số {two_digits(len(rows))} sản phẩm ({'; '.join(parts)}).{signed}"
