"""Lists as files: the rows of the page, for this user, with these filters."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from products.enums import PlanState, RegistrationForm
from products.plans.listings import REGISTRATIONS
from programs.enums import Role
from reports.listings import LISTINGS
from tests.support.factories import make_campaign, make_plan, make_unit
from tests.support.reading import sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

THREE, FOUR, *_ = RegistrationForm


@pytest.fixture
def two_plans():
    here, elsewhere = make_unit(), make_unit()
    campaign = make_campaign(here, elsewhere)
    make_plan(unit=here, campaign=campaign, rows=[THREE, FOUR])
    make_plan(unit=elsewhere, campaign=campaign, rows=[THREE], state=PlanState.SENT)
    return here, elsewhere


def exported(client, extension, **filters):
    answer = client.get(
        reverse("reports:listing_export", args=[REGISTRATIONS.name, extension]), filters
    )
    content = answer.getvalue()
    if extension == "xlsx":
        return [tuple(row) for row in sheet_of(content).iter_rows(values_only=True)]
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "role", [Role.UNIT_OFFICER, Role.UNIT_LEADER, Role.OBSERVER, Role.COUNCIL_MEMBER]
)
@pytest.mark.parametrize("filters", [{}, {"form": "4_star"}, {"q": "khong co"}])
@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_file_holds_the_rows_that_the_page_shows(
    client, as_role, two_plans, role, filters, extension
):
    as_role(role, unit=two_plans[0])
    page = client.get(reverse("products:registration_list"), filters)
    columns = REGISTRATIONS.shown(filters)
    shown = [[column.read(row) for column in columns] for row in page.context["page"].rows]

    heads, *rows = exported(client, extension, **filters)

    assert list(heads) == [column.title for column in columns]
    assert [[str(cell or "") for cell in row] for row in rows] == [
        [str(cell) for cell in row] for row in shown
    ]


def test_every_list_is_known_by_its_name():
    assert all(name == listing.name for name, listing in LISTINGS.items())


@pytest.mark.parametrize("path", ["/xuat/khong-co.xlsx", "/xuat/san-pham-dang-ky.pdf"])
def test_unknown_list_or_format_is_not_found(client, admin, path):
    assert client.get(path).status_code == 404


def test_file_is_streamed_with_an_ascii_name(client, admin):
    answer = client.get("/xuat/san-pham-dang-ky.csv")

    assert answer.streaming
    assert answer["Content-Disposition"] == 'attachment; filename="san-pham-dang-ky.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("rows", [1, 3])
def test_file_costs_the_same_however_many_rows(client, admin, rows, django_assert_num_queries):
    make_plan(rows=rows, state=PlanState.SENT)
    exported(client, "xlsx")

    # The session, the user with the second factor, the rows with what they refer to.
    with django_assert_num_queries(3):
        assert len(exported(client, "xlsx")) == 1 + rows
