"""Every list: its file holds what its page shows, whatever is filtered, sorted and chosen."""

import csv
from datetime import timedelta
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django_filters import NumberFilter
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from products.enums import PlanState
from products.models import Plan
from products.plans.listings import PLANS, REGISTRATIONS
from programs import audit
from programs.accounts import request_account
from programs.cells import escaped
from programs.enums import Role
from programs.forms.listings import DayFilter, YearFilter
from programs.listings import EVENTS
from programs.models import AccountRequest
from programs.tables import Kind, in_words
from reports.listings import LISTINGS
from reports.renderers import xlsx_stream
from tests.support.councils import make_council, make_rules, make_sitting
from tests.support.expiry_rows import make_inspection, make_lapse, make_notice, make_petition
from tests.support.factories import (
    make_agency,
    make_campaign,
    make_certificate,
    make_dossier,
    make_draft,
    make_plan,
    make_registration,
    make_unit,
    make_user,
)
from tests.support.outgoing import make_outgoing
from tests.support.reading import sheet_of
from tests.support.report_rows import make_form, make_period, make_periodic
from tests.support.rows import make_layout
from tests.support.sessions import make_evaluation, make_relation, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def varied(admin):
    """Some rows in every list, equal and different in what they are sorted by."""
    admin.agency = make_agency()
    admin.save()
    today = timezone.localdate()
    units = [make_unit() for _ in range(4)]
    campaign = make_campaign(*units)
    states = [PlanState.SENT, PlanState.ACCEPTED, PlanState.SENT, PlanState.ISSUED]
    for number, (unit, state) in enumerate(zip(units, states, strict=True)):
        plan = make_plan(unit=unit, campaign=campaign, rows=number, is_late=bool(number % 2))
        make_registration(plan, product_name=f"Nước mắm {number}", form="4_star")
        type(plan).objects.filter(pk=plan.pk).update(
            state=state, sent_at=f"2024-03-2{number}T08:00Z", sent_by=make_user(Role.UNIT_LEADER)
        )
        audit.record("send", plan, by=None, label="gửi", note="=1+1\nhai dòng")
        waiting = make_certificate(
            star=3 + number % 2, issued_on=today - timedelta(days=1100 + number)
        )
        waiting.events.create(
            kind="extended",
            on=today,
            until=today + timedelta(days=30),
            recorded_by=waiting.issued_by,
        )
        ended = make_certificate(issued_on=today - timedelta(days=1200 + number % 2))
        make_notice(waiting, ends_on=today + timedelta(days=30), notice_by=today)
        if number % 2:
            make_lapse(certificate=ended)
        make_inspection(waiting, state=["planned", "mending"][number % 2])
        make_petition(ended, state=["sent", "answered"][number % 2])
        make_dossier(aimed_star=3 + number % 2, received_on=today if number % 2 else None)
    for state in ("draft", "numbered", "issued", "withdrawn", "replaced"):
        make_outgoing(state).recipients.create(agency=admin.agency, name="Sở")
    sit(admin, today)
    tell(units)
    make_draft()
    make_layout()
    make_campaign(year=2023)
    asked = AccountRequest(full_name="Lê Tám", email="tam@ocop.example", role="DO", reason="Thay.")
    request_account(asked, by=make_user(Role.UNIT_LEADER))


def sit(admin, today):
    """Councils, their rules and sessions, and relations with producers, of which one ended."""
    for state in ("draft", "in_force", "ended"):
        make_sitting(make_council(state), user=admin if state == "ended" else None)
        make_rules(number="=1+1", tolerance="12.5")
    for state in ("preparing", "open", "closed"):
        session = make_session(state=state, place="=1+1")
    conclude(session)
    for until in (None, today):
        make_relation(full_name="=1+1", until=until)


def tell(units):
    """Forms of reports, and what units and an agency have reported by one."""
    make_form(document="=1+1")
    period = make_period(
        make_form("published"), bodies=[*units, make_agency()], campaign={"document": "=1+1"}
    )
    states = ["sent", "returned", "accepted", "sent", "accepted"]
    rows = period.campaign.participants.order_by("position")
    for number, (row, state) in enumerate(zip(rows, states, strict=True), 1):
        facts = {"receipt": number, "is_nil": bool(number % 2)}
        make_periodic(state, participant=row, **facts)


def conclude(session):
    """Dossiers of the session with equal and different conclusions."""
    for verdict, star, mean in (
        ("recognise", 3, "55.5"),
        ("refuse", 2, "40"),
        ("recognise", 3, 52),
    ):
        make_evaluation(session, verdict=verdict, star=star, mean=mean, reason="=1+1")
    make_evaluation(session, verdict="not_evaluated")


def chosen(listing):
    """What may stand in the address of this list, good and bad."""
    keys = [column.key for column in listing.columns]
    sorts = st.lists(st.sampled_from([*keys, *(f"-{key}" for key in keys), "pk", "password", "-"]))
    values = st.sampled_from(
        ["", "sent", "4_star", "on", "true", "nuoc mam", "01/03/2024", "1", "x"]
    )
    filters = st.dictionaries(st.sampled_from(sorted(listing.filterset.base_filters)), values)
    columns = st.lists(st.sampled_from([*keys, "password"]), max_size=4)
    return st.tuples(filters, sorts.map(",".join), columns)


def shown(client, listing, query):
    """The lines of all pages, in the words of a file."""
    lines, token, asked = [], "", QueryDict(urlencode(query, doseq=True))
    while True:
        context = client.get(reverse(listing.page), query | {"sau": token}).context
        columns, rows = listing.shown(asked), context["page"].rows
        for drawn, row in zip(context["lines"], rows, strict=True):
            lines.append([(column, column.read(row)) for column in columns])
            said = "".join(drawn).casefold()
            for column, value in lines[-1]:
                assert column.draw or escaped(in_words(column, value)).casefold() in said
        if not (token := context["page"].next):
            heads = [title.words.casefold() for head in context["heads"] for title in head.titles]
            assert sorted(heads) == sorted(column.title.casefold() for column in columns)
            return [column.title for column in columns], lines


def exported(client, listing, query):
    url = reverse("reports:listing_export", args=[listing.name, "csv"])
    text = client.get(url, query).getvalue().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def as_csv(column, value):
    if column.kind is Kind.MOMENT:
        return f"{value:%d/%m/%Y %H:%M:%S}" if value else ""
    return f"{value:%d/%m/%Y}" if column.kind is Kind.DATE and value else str(value)


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
@pytest.mark.usefixtures("varied")
def test_a_file_holds_what_its_page_shows(client, admin, listing):
    @settings(max_examples=15, deadline=None)
    @given(choice=chosen(listing))
    def holds(choice):
        filters, sort, columns = choice
        query = filters | {"sap": sort, "cot": columns}
        titles, lines = shown(client, listing, query)
        head, *rows = exported(client, listing, query)
        assert head == titles
        assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
            ["" if value is None else as_csv(column, value) for column, value in line]
            for line in lines
        ]

    holds()


PLAIN = {name: listing for name, listing in LISTINGS.items() if listing.is_plain}


@pytest.mark.parametrize("listing", PLAIN.values(), ids=PLAIN)
@pytest.mark.usefixtures("varied")
def test_plain_values_say_in_every_column_what_rows_say(admin, listing):
    """Of all columns together, and of each alone, which reads no more than it needs."""
    _, rows = listing.filter(admin, {})

    assert list(listing.stream(rows)) == list(listing.cells(rows)) != []
    for column in listing.columns:
        assert list(listing.stream(rows, [column])) == list(listing.cells(rows, [column]))


def test_lists_that_grow_long_are_read_as_plain_values():
    assert set(PLAIN) == {
        *("san-pham-dang-ky", "ke-hoach", "chu-the", "san-pham", "giay-chung-nhan", "sap-het-han"),
        *("nhat-ky", "bao-cao-dinh-ky"),
    }


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
@pytest.mark.usefixtures("varied")
def test_each_column_sorts_both_ways_and_says_so(client, admin, listing):
    for column in (each for each in listing.columns if each.sort):
        first = client.get(reverse(listing.page), {"sap": column.key, "cot": column.key})
        second = client.get(reverse(listing.page), {"sap": f"-{column.key}", "cot": column.key})
        [head] = first.context["heads"]
        assert head.sorted == "ascending"
        assert head.titles[0].query.startswith(f"sap=-{column.key}")
        assert 'aria-sort="descending"' in second.text


@pytest.mark.parametrize("sort", ["password", "user__password", "-pk", "unit__code", "?", "-", ","])
def test_sort_keys_that_are_not_in_the_list_are_ignored(sort):
    assert PLANS.sorting({"sap": sort}) == []
    assert PLANS.order_of({"sap": sort}) == PLANS.order


def test_columns_that_are_not_in_the_list_are_ignored():
    usual = tuple(column for column in PLANS.columns if column.shown)

    assert PLANS.shown({"cot": "password"}) == usual


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
@pytest.mark.parametrize("rows", [1, 12])  # a query a row would be more than the limit
def test_a_list_costs_the_same_however_long(
    client, admin, listing, rows, django_assert_max_num_queries
):
    for number in range(rows):
        plan = make_plan(state=PlanState.SENT, rows=1)
        audit.record("look", plan, by=make_user(Role.OBSERVER), label=f"{number}")
        make_certificate()
        make_sitting(make_council("in_force", unit=plan.unit), user=make_user(Role.COUNCIL_MEMBER))
        make_rules()
    client.get(reverse(listing.page))

    # two savepoints; session, user; at most two choices; rows and count; views;
    # of certificates, the law of the day and its periods; of the register, where a record was
    # placed and who took over its commune
    with django_assert_max_num_queries(12):
        client.get(reverse(listing.page))


@pytest.mark.usefixtures("varied")
def test_a_workbook_holds_numbers_dates_and_instants_as_such(client, admin):
    url = reverse("reports:listing_export", args=["ke-hoach", "xlsx"])
    content = client.get(url, {"cot": ["sent_at", "listed", "state"]}).getvalue()

    rows = list(sheet_of(content).iter_rows(min_row=2, values_only=True))

    assert {f"{moment:%H:%M}" for _, moment, _ in rows} == {"15:00"}
    assert sorted(count for *_, count in rows) == [1, 2, 3, 4]
    assert {type(state) for state, *_ in rows} == {str}
    assert xlsx_stream.WIDTHS[Kind.MOMENT]


def test_a_page_says_an_empty_value_with_nothing():
    assert in_words(PLANS.columns[4], None) == ""


# --- What narrows a list ---------------------------------------------------------------------


def chips(client, listing, query):
    return client.get(reverse(listing.page), query).context["chips"]


@pytest.mark.usefixtures("varied")
def test_each_filter_in_force_is_named_and_taken_off_by_a_link(client, admin):
    query = {"q": "nuoc", "form": "4_star", "counting": "on", "sap": "-position", "cot": "unit"}

    found = chips(client, REGISTRATIONS, query)

    assert found == [
        ("Tìm: nuoc", "form=4_star&counting=on&sap=-position&cot=unit"),
        ("Hình thức: 4 sao", "q=nuoc&counting=on&sap=-position&cot=unit"),
        ("Chỉ bản đang tính vào phụ lục", "q=nuoc&form=4_star&sap=-position&cot=unit"),
    ]


@pytest.mark.usefixtures("varied")
def test_all_filters_are_taken_off_at_once_and_sort_and_columns_stay(client, admin):
    page = client.get(reverse(PLANS.page), {"state": "sent", "sap": "unit", "cot": "unit"})

    assertContains(page, 'href="?sap=unit&amp;cot=unit">Bỏ lọc</a>')


@pytest.mark.usefixtures("varied")
def test_units_dates_and_links_are_said_in_words(client, admin):
    unit = Plan.objects.order_by("unit__code").first().unit
    trail = {"since": "1/3/2024", "refused": "on", "action": "send"}

    assert [words for words, _ in chips(client, PLANS, {"unit": unit.pk})] == [f"Đơn vị: {unit}"]
    assert [words for words, _ in chips(client, EVENTS, trail)] == [
        "Chỉ một loại việc",
        "Từ ngày: 01/03/2024",
        "Chỉ những lần bị từ chối",
    ]


@pytest.mark.usefixtures("varied")
def test_a_filter_that_means_nothing_is_not_named(client, admin):
    assert chips(client, PLANS, {"state": "khong-co", "unit": "x"}) == []


def test_an_empty_list_says_whether_filters_made_it_so(client, admin):
    assertContains(client.get(reverse(PLANS.page), {"q": "khongco"}), "Không có dòng nào khớp.")
    assertContains(client.get(reverse(PLANS.page)), PLANS.empty)


NO_YEARS = ("0", "-1", "10000", "99999", "9" * 30, "NaN", "1e400", "²", "\0")
NO_DAYS = ("31/12/9999", "01/01/0001", "29/02/2025", "\0")


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_a_filter_ignores_what_no_year_no_day_and_no_key_is(client, admin, varied, listing):
    """As it ignores every value that is none: the list is shown whole, never an error."""
    count = client.get(reverse(listing.page)).context["page"].count
    values = {YearFilter: NO_YEARS, DayFilter: NO_DAYS, NumberFilter: NO_YEARS}
    asked = [
        (name, value)
        for name, each in listing.filterset.base_filters.items()
        for value in values.get(type(each), ())
    ]

    for name, value in asked:
        page = client.get(reverse(listing.page), {name: value}).context["page"]
        is_key = name in {"plan", "council", "producer"}  # that nobody bears
        assert page.count == count or is_key, (name, value)


# What no filter is, of any kind: numbers, days and texts that a database or Python cannot hold.
STRANGE = (
    *("-1", "0", "1.5", str(2**31), str(2**63), "9" * 5000, "NaN", "1e400", "x\0y", "\ud800"),
    *("30/02/2024", "01/01/0001", "31/12/9999", "01/01/10000", "x" * 5000, "%_\\' --"),
)


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
@pytest.mark.usefixtures("varied")
def test_no_list_breaks_whatever_stands_in_its_filters(client, admin, listing):
    for text in STRANGE:
        said = text.encode("utf-8", "surrogatepass")
        query = urlencode(dict.fromkeys(listing.filterset.base_filters, said))
        assert client.get(f"{reverse(listing.page)}?{query}").status_code == 200, query[:80]


@pytest.mark.parametrize(
    ("listing", "filters", "told"),
    [
        ("san-pham", {"day": "30/02/2024"}, "Xem vào ngày: "),
        ("giay-chung-nhan", {"ends_year": "0"}, "Năm hết hạn: "),
        ("giay-chung-nhan", {"star": "9"}, "Hạng sao: "),
        ("nhat-ky", {"since": "x"}, "Từ ngày: "),
    ],
)
def test_a_filter_that_is_none_is_named_where_the_list_is_not_narrowed(
    client, admin, listing, filters, told
):
    page = client.get(reverse(LISTINGS[listing].page), filters)

    assertContains(page, "Chưa lọc theo điều kiện ghi sai")
    assertContains(page, f"<li>{told}")
    assertNotContains(client.get(reverse(LISTINGS[listing].page)), "Chưa lọc theo")
