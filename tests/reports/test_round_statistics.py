"""The statistics of sessions: what is counted, where each number leads, and who reads it."""

import json
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councils.agreement.listings import RESULTS
from councils.enums import SessionState, Verdict
from councils.models import Session
from products.enums import DossierKind
from products.models import Answer
from programs.enums import Authority, ProductGroup, Role
from programs.models import Gate, Option
from reports.builders.evaluations import (
    ALL,
    CRITERION,
    GATE,
    GROUP,
    OCCASION,
    REASON,
    SESSION,
    STAR,
    UNIT,
    VERDICT,
    statistics,
)
from reports.builders.round_statistics import round_statistics, sections
from reports.figures import charts
from tests.councils.agreement.test_refusals import scored
from tests.councils.conftest import board, law, sign_in, today  # noqa: F401 -- fixtures
from tests.support.councils import make_own_gate
from tests.support.english import read
from tests.support.factories import make_campaign, make_certificate, make_unit, make_user
from tests.support.sessions import (
    make_board,
    make_evaluation,
    make_ready_dossier,
    make_scored_set,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
PAGE = "reports:round_statistics"


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF)


@pytest.fixture
def unit():
    return make_unit()


def conclude(session, verdict, star=None, mean=None, **dossier):
    facts = {"verdict": verdict, "star": star, "mean": mean and Decimal(mean)}
    if gate := dossier.pop("gate", None):
        facts["gate"] = Gate.objects.get(regulation__code="26-2026", key=gate)
    return make_evaluation(session, make_ready_dossier(**dossier), **facts)


@pytest.fixture
def session(board, unit):  # noqa: F811
    """Two recognised, one forwarded, two refused, one not evaluated; one is an upgrade."""
    session = make_session(board.council, SessionState.CLOSED)
    place = unit.children.first()
    conclude(session, Verdict.RECOGNISE, 3, "55", commune=place)
    drink = conclude(session, Verdict.RECOGNISE, 4, "82.333333", commune=place)
    drink.dossier.product.product_group = ProductGroup.DRINK
    drink.dossier.product.save()
    again = conclude(session, Verdict.FORWARD, 5, "92")
    again.dossier.certificate = make_certificate(again.dossier.product)
    again.dossier.kind = DossierKind.UPGRADE
    again.dossier.save()
    conclude(session, Verdict.REFUSE, 2, "45")
    conclude(session, Verdict.REFUSE, 2, "60", gate="not_all_from_province")
    conclude(session, Verdict.NOT_EVALUATED, gate="forged")
    return session


def counted(user, name, **query):
    return {part.label: len(part.rows) for part in statistics(user, query).by(name) if part.rows}


# --- What is counted ---------------------------------------------------------------------------


def test_dossiers_are_counted_by_verdict_star_group_and_occasion(session, staff):
    assert counted(staff, ALL) == {"tất cả hồ sơ": 6}
    assert counted(staff, VERDICT) == {
        "công nhận": 2,
        "phê duyệt kết quả, đề nghị cấp trên": 1,
        "không công nhận": 2,
        "không đánh giá": 1,
    }
    assert counted(staff, STAR) == {
        "5 sao": 1,
        "4 sao": 1,
        "3 sao": 1,
        "2 sao": 2,
        "không có hạng": 1,
    }
    assert counted(staff, GROUP)["Đồ uống"] == 1
    assert sum(counted(staff, GROUP).values()) == 6
    assert counted(staff, OCCASION) == {"đánh giá lần đầu": 5, "nâng hạng": 1}


def test_what_no_dossier_has_is_told_as_nought(session, staff):
    groups = statistics(staff, {}).by(GROUP)

    assert [part.label for part in groups] == ProductGroup.labels
    assert {part.url for part in groups if not part.rows} == {""}


def test_those_refused_are_counted_by_reason_and_gate(session, staff):
    assert counted(staff, REASON) == {
        "có điều kiện loại": 2,
        "điểm dưới khung được chứng nhận": 1,
    }
    assert sum(counted(staff, GATE).values()) == 2


def test_units_are_those_of_the_day_of_the_session(session, staff, unit):
    assert counted(staff, UNIT)[unit.short_name] == 2


def test_a_list_of_one_unit_is_not_parted_by_units_again(session, staff, unit):
    asked = {"unit": str(unit.pk)}

    assert counted(staff, ALL, **asked) == {"tất cả hồ sơ": 2}
    assert counted(staff, UNIT, **asked) == {}


def test_criteria_that_fail_most_come_first(board, staff):  # noqa: F811
    criteria_set = make_scored_set(minima={"1.1": 3, "1.2": 3})
    often = [scored(board, "1.1", "1.3", criteria_set=criteria_set) for _ in range(2)]
    once = scored(board, "1.2", "1.3", criteria_set=criteria_set)
    Session.objects.update(state=SessionState.CLOSED, closed_at=once.session.starts_at)

    found = [(part.label[:3], part.rows) for part in statistics(staff, {}).by(CRITERION)]
    assert found == [("1.2", often), ("1.1", [once])]


def test_means_and_their_change_from_the_self_assessment_are_exact(session, staff):
    """Of two dossiers with a self-assessment of 37 points each: 55 − 37 and 82.333333 − 37."""
    for row in session.evaluations.order_by("position")[:2]:
        best = Option.objects.filter(criterion__criteria_set=row.dossier.criteria_set_id)
        option = best.get(criterion__code="1.1", number=2)
        Answer.objects.create(dossier=row.dossier, criterion=option.criterion, option=option)

    found = statistics(staff, {})
    changes = found.changes(found.whole)
    assert changes == [Fraction(18), Fraction("45.333333")]
    whole = round_statistics(staff, {}).rows[0]
    assert whole[7:] == ("66,87", "45,00", "92,00", 2, "+31,67")


def test_statistics_of_a_campaign_are_those_of_all_its_sessions(board, session, staff):  # noqa: F811
    campaign = make_campaign(kind="evaluation")
    other = make_session(board.council, SessionState.CLOSED, campaign=campaign)
    conclude(other, Verdict.RECOGNISE, 3, "51")
    third = make_session(board.council, SessionState.CLOSED)
    conclude(third, Verdict.RECOGNISE, 3, "52")
    Session.objects.filter(pk=session.pk).update(campaign=campaign)

    asked = {"campaign": str(campaign.pk)}
    assert counted(staff, ALL, **asked) == {"tất cả hồ sơ": 7}
    assert counted(staff, SESSION, **asked) == {
        f"Phiên {session.code}": 6,
        f"Phiên {other.code}": 1,
    }


def test_three_dossiers_ask_as_much_as_thirty(session, staff, django_assert_max_num_queries):
    for _ in range(24):
        conclude(session, Verdict.RECOGNISE, 3, "55")

    with django_assert_max_num_queries(40):
        statistics(staff, {})


# --- Where numbers lead ------------------------------------------------------------------------


def test_each_number_leads_to_a_list_of_exactly_so_many_rows(session, staff):
    table = round_statistics(staff, {})
    led = 0
    for row, links in zip(table.rows, table.links, strict=True):
        for value, link in zip(row, links, strict=True):
            if link:
                _, _, query = link.partition("?")
                _, rows = RESULTS.filter(staff, QueryDict(query))
                assert rows.count() == value, (row[:2], link)
                led += 1

    assert led > 30


def test_missed_criteria_lead_to_their_rows(board, staff):  # noqa: F811
    row = scored(board, "1.1", "1.3", minima={"1.2": 3})
    scored(board, "1.1", "1.2")
    Session.objects.update(state=SessionState.CLOSED, closed_at=row.session.starts_at)
    [part] = statistics(staff, {}).by(CRITERION)

    _, rows = RESULTS.filter(staff, QueryDict(part.url.partition("?")[2]))
    assert list(rows) == [row]


# --- One table, however it is drawn ------------------------------------------------------------


def test_page_workbook_and_json_tell_the_same(session, staff, sign_in, capsys):  # noqa: F811
    table = round_statistics(staff, {"session": str(session.pk)})
    client, query = sign_in(staff), f"?session={session.pk}"
    address = reverse("reports:round_statistics_file", args=["xlsx"]) + query
    book = openpyxl.load_workbook(BytesIO(client.get(address).getvalue()))
    lines = [list(line) for line in book.active.iter_rows(values_only=True)]
    for row in table.rows:
        assert list(row) in lines

    call_command("report", "round-statistics", session=session.code, format="json")
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == [list(row) for row in table.rows]
    texts = read(client.get(reverse(PAGE) + query).content.decode()).texts
    assert {row[1] for row in table.rows} <= set(texts)


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_it_is_a_paper_too(session, staff, sign_in, extension):  # noqa: F811
    address = reverse("reports:round_statistics_file", args=[extension])
    answer = sign_in(staff).get(address)

    assert answer.status_code == 200
    assert answer.getvalue()


def test_the_page_draws_the_table_in_its_parts(session, staff):
    table = round_statistics(staff, {})
    names = [name for name, _ in sections(table)]

    assert names == list(dict.fromkeys(row[0] for row in table.rows))
    assert sum(len(lines) for _, lines in sections(table)) == len(table.rows)


def test_charts_say_what_the_table_says(session, staff):
    found = statistics(staff, {})
    groups, stars = charts.chart_of_groups(found), charts.chart_of_stars(found)

    assert [bar.count for bar in groups.bars] == [len(part.rows) for part in found.by(GROUP)]
    assert [bar.count for bar in stars.bars] == [1, 1, 1, 2, 0, 1]
    assert stars.title == "2 sao nhiều nhất: 2 trong 6 hồ sơ"
    assert {colour for bar in groups.bars for mark in bar.marks for colour in [mark.colour]} == {
        "s4",
        "sh",
    }


# --- Who reads it, and when --------------------------------------------------------------------


def test_nothing_is_counted_before_a_session_is_closed(session, staff, board, sign_in):  # noqa: F811
    for state in sorted(set(SessionState) - {SessionState.CLOSED}):
        Session.objects.filter(pk=session.pk).update(state=state)
        for person in (staff, board.chair, board.secretary, *board.members):
            assert counted(person, ALL) == {}
            page = sign_in(person).get(reverse(PAGE))
            assertContains(page, "Chưa có kết quả nào để thống kê.")
            assertNotContains(page, "82,33")


def test_each_counts_what_they_see_of_results(session, board, sign_in):  # noqa: F811
    other = make_board(1, level=Authority.DISTRICT)
    theirs = make_session(other.council, SessionState.CLOSED)
    conclude(theirs, Verdict.RECOGNISE, 3, "53")
    officer = make_user(Role.UNIT_OFFICER, unit=other.council.unit)

    assert counted(make_user(Role.OBSERVER), ALL) == {"tất cả hồ sơ": 7}
    assert counted(board.members[0], ALL) == {"tất cả hồ sơ": 6}
    assert counted(officer, ALL) == {"tất cả hồ sơ": 1}
    assert counted(make_user(Role.AGENCY_OFFICER), ALL) == {}
    assertNotContains(sign_in(officer).get(reverse("councils:result_list")), session.code)


def test_a_session_that_is_not_seen_cannot_be_asked_for(session):
    officer = make_user(Role.UNIT_OFFICER, unit=make_unit())

    assert counted(officer, ALL, session=str(session.pk)) == {}
    bound, _ = RESULTS.filter(officer, {})
    assert list(bound.form.fields["session"].queryset) == []


def test_the_page_of_a_closed_session_leads_to_its_statistics(session, staff, sign_in):  # noqa: F811
    address = f"{reverse(PAGE)}?session={session.pk}"
    client = sign_in(staff)
    assertContains(client.get(session.get_absolute_url()), address)

    Session.objects.filter(pk=session.pk).update(state=SessionState.OPEN)
    assertNotContains(client.get(session.get_absolute_url()), address)


def test_the_list_leads_to_the_statistics_of_what_it_shows(session, staff, sign_in):  # noqa: F811
    client = sign_in(staff)
    page = client.get(reverse("councils:result_list"), {"star": "3"})

    assertContains(page, f"{reverse(PAGE)}?star=3")
    assertContains(client.get(reverse("councils:result_list")), f'href="{reverse(PAGE)}"')
    files = reverse("reports:round_statistics_file", args=["pdf"])
    assertContains(client.get(reverse(PAGE)), f'href="{files}"')


def test_what_nobody_may_ask_for_is_an_empty_list_and_no_fault(session, staff, sign_in):  # noqa: F811
    client = sign_in(staff)
    for query in ("session=999999", "star=9", "missed=x", "gate=-1", "refusal=zzz", "campaign=a"):
        assert client.get(f"{reverse(PAGE)}?{query}").status_code == 200
        assert client.get(f"{reverse('councils:result_list')}?{query}").status_code == 200


def test_a_condition_of_the_quy_che_is_counted_beside_the_laws_and_leads_to_its_list(
    session, staff
):
    gate = make_own_gate("published", sets=[])
    row = make_evaluation(session, verdict=Verdict.NOT_EVALUATED, own_gate=gate)

    [part] = [part for part in statistics(staff, {}).by(GATE) if part.label == str(gate)]

    assert part.rows == [row]
    assert list(RESULTS.filter(staff, part.query)[1]) == [row]
    assert counted(staff, REASON)["có điều kiện loại"] == 3
