"""What the portal writes it reads back: exports, CSVs, its own template."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from products.enums import Maturity, ProducerKind, RegistrationForm
from products.plan_imports.staging import examine
from products.plans import sealing
from products.plans.columns import REGISTRATION_COLUMNS
from programs.enums import ProductGroup
from programs.intake.outcomes import Outcome
from programs.tables import Table
from reports.builders.plan import plan as plan_table
from reports.builders.plan_template import plan_template
from reports.renderers import csv, template, xlsx
from tests.support.factories import make_plan, make_registration

# Words of true names: what an import would clean or refuse is tested with the import.
pytestmark = pytest.mark.pg
WORDS = (
    *("Tỏi", "đen", "đảo", "Bé", "Nước", "mắm", "Sa", "Huỳnh", "Quế", "Trà", "Bồng", "40", "độ"),
    *("HTX", "“Rau", "sạch”", "&", "(OCOP)", "TNHH", "D'Ran", "+", "@", "=", "-", "100%", "ướp"),
)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(
    lambda words: " ".join(["Gạo", *words])
)
values = st.fixed_dictionaries(
    {
        "product_name": names,
        "producer_name": names,
        "producer_kind": st.sampled_from(ProducerKind.values),
        "product_group": st.sampled_from(ProductGroup.values),
        "form": st.sampled_from(RegistrationForm.values),
        "maturity": st.sampled_from(["", *Maturity.values]),
        "note": st.sampled_from(["", "=1+1", "-5", "+84", "@a", "'=2", "hai\ndòng", "3-4"]),
    }
)
KEPT = (
    *("product_name", "producer_name", "producer_kind"),
    *("product_group", "form", "maturity", "note", "commune_id"),
)


def rows_of(plan):
    return list(plan.registrations.order_by("position").values(*KEPT))


def read_back(plan, name, content):
    """The rows that an import finds in a file, as the plan holds them."""
    reading = examine(plan, name, content, replaces=True)
    assert reading.outcome in {Outcome.ACCEPT, Outcome.ACCEPT_WARN}, reading.problems
    rows = [row | {"commune_id": row["commune"]} for row in reading.rows]
    return [{name: row.get(name) or "" for name in KEPT} for row in rows]


def as_csv(plan):
    content = sealing.content(plan)
    rows = tuple(
        tuple(row[column.key] for column in REGISTRATION_COLUMNS) for row in content["rows"]
    )
    return csv.render(Table(title="", columns=REGISTRATION_COLUMNS, rows=rows))


class TestExportIsReadBack(TestCase):
    """Hypothesis rolls each example back through Django's own test case."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=st.lists(values, min_size=1, max_size=5, unique_by=lambda row: row["product_name"]))
    def test_workbook_and_csv_give_the_same_rows(self, rows):
        plan = make_plan(rows=0)
        for number, row in enumerate(rows):
            make_registration(plan, **row | {"producer_name": f"{row['producer_name']} {number}"})
        expected = rows_of(plan)

        workbook = xlsx.render(plan_table(sealing.content(plan), stamp="BẢN NHÁP"))

        assert read_back(plan, "ke-hoach.xlsx", workbook) == expected
        assert read_back(plan, "ke-hoach.csv", as_csv(plan)) == expected


@pytest.fixture
def filled_template():
    """A unit's template with one product filled in."""
    plan = make_plan(rows=0)
    commune = plan.unit.children.first()
    book = load_workbook(BytesIO(template.render(plan_template(plan))))
    product = ("", "Tỏi", "HTX Tỏi", "Hợp tác xã", str(commune), "Thực phẩm", "Nâng hạng 3-4 sao")
    for place, value in enumerate(product, 1):
        book["Danh sách"].cell(2, place).value = value or None
    content = BytesIO()
    book.save(content)
    return plan, book, content.getvalue()


@pytest.mark.django_db
def test_template_of_the_unit_is_read_with_nothing_to_remark(filled_template):
    plan, _, content = filled_template

    reading = examine(plan, "mau.xlsx", content)

    assert (reading.outcome, reading.problems) == (Outcome.ACCEPT, [])
    assert [row["product_name"] for row in reading.rows] == ["Tỏi"]


@pytest.mark.django_db
def test_template_of_another_unit_is_refused(filled_template):
    _, _, content = filled_template

    reading = examine(make_plan(rows=0), "mau.xlsx", content)

    assert reading.problems[0].code == "E_WRONG_WORKBOOK"


@pytest.mark.django_db
def test_template_says_whose_it_is_on_a_hidden_sheet(filled_template):
    plan, book, _ = filled_template

    assert book["_ocop"].sheet_state == "hidden"
    assert dict(book["_ocop"].iter_rows(max_col=2, values_only=True)) == {
        "kind": "plan",
        "version": "1",
        "unit": plan.unit.code,
        "campaign": str(plan.campaign_id),
        "plan": str(plan.pk),
    }
    assert book.sheetnames == ["Danh sách", "Hướng dẫn", "_ocop"]


@pytest.mark.django_db
def test_template_offers_choices_and_keeps_text_as_text(filled_template):
    plan, book, _ = filled_template
    sheet = book["Danh sách"]
    titles = [cell.value for cell in sheet[1]]
    rules = {
        titles[area.min_col - 1]: rule
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
    }
    guide, area = rules["Địa chỉ (xã)"].formula1.split("!")
    offered = [row[0].value for row in book[guide.strip("'")][area.replace("$", "")]]

    assert titles == [column.title for column in REGISTRATION_COLUMNS]
    assert offered == [str(each) for each in plan.unit.children.order_by("code")]
    assert rules["Hình thức đăng ký"].type == "list"
    assert sheet.column_dimensions["G"].number_format == "@"
    assert sheet.freeze_panes == "A2"
