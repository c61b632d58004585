"""What papers are drafted from: the lists and the minutes of the portal, as they were closed."""

import json

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from products.enums import PlanState
from products.models import Inspection
from products.plans.sealing import seal
from programs.acts import StepRefused
from programs.enums import Role
from reports.outgoing import drafting, sources
from reports.outgoing.workflow import OUTGOING
from tests.support.dispatch import make_dispatch
from tests.support.expiry_rows import make_inspection, make_inspection_plan
from tests.support.factories import make_plan, make_user
from tests.support.outgoing import make_outgoing

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def offered(user):
    return {source: label for _, rows in sources.offered(user) for source, label in rows}


def make_accepted(**fields):
    plan = make_plan(state=PlanState.ACCEPTED, **fields)
    seal(plan, plan.sent_by, {})
    return plan


def make_check(unit, **fields):
    plan = make_inspection_plan(state="open", **fields)
    facts = {"inspectors": "Ông Nguyễn Văn A, trưởng đoàn\nBà Trần Thị B, thư ký"}
    row = make_inspection(plan=plan, state="recorded", inspected_on="2026-03-05", **facts)
    return Inspection.objects.get(pk=row.pk)


def test_a_text_is_offered_by_what_it_is_about_once_its_data_are_there(drafter, unit):
    assert not any(source.startswith("text:") for source in offered(drafter))

    make_dispatch()

    assert "hướng dẫn" in offered(drafter)["text:demo-2024-03"]


def test_an_issuer_that_the_paper_prints_in_capitals_is_written_as_its_row(drafter, agency, unit):
    inspected = make_check(unit, body=agency.name)
    other = make_check(unit, body="Đoàn kiểm tra liên ngành")

    assert drafting.begun(f"minutes:{inspected.pk}", drafter).issuer_name == agency.name
    paper = drafting.begun(f"minutes:{other.pk}", drafter)
    assert paper.issuer_name == "ĐOÀN KIỂM TRA LIÊN NGÀNH"


# --- The list of a plan ------------------------------------------------------------------------


def test_the_list_of_an_accepted_plan_goes_out_as_it_was_sent(drafter, unit):
    plan = make_accepted(unit=unit, rows=2)
    source = f"plan:{plan.pk}"
    assert str(plan) in offered(drafter)[source]

    paper = drafting.begun(source, drafter)

    [enclosed] = drafting.paper_of(drafting.create(paper, [], by=drafter)).appendices
    names = [row.product_name for row in plan.registrations.all()]
    assert all(name in json.dumps(paper.content, ensure_ascii=False) for name in names)
    assert enclosed.source == "(Kèm theo Công văn này)"
    assert paper.kind == "cong-van"
    assert "danh sách sản phẩm đăng ký" in paper.subject
    assert drafting.outdated(paper, drafter) == ""


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SENT, PlanState.SUPERSEDED])
def test_a_plan_that_is_not_in_force_is_no_source(drafter, unit, state):
    plan = make_plan(unit=unit, state=state)

    assert f"plan:{plan.pk}" not in offered(drafter)
    with pytest.raises(StepRefused, match="Không còn dữ liệu nguồn"):
        sources.made_from(f"plan:{plan.pk}", drafter)


# --- Minutes -----------------------------------------------------------------------------------


def test_minutes_get_a_number_of_their_own_and_keep_their_day(drafter, head, unit):
    check = make_check(unit, symbol="BB-ĐKT")
    paper = drafting.begun(f"minutes:{check.pk}", drafter)

    assert (paper.kind, paper.symbol) == ("bien-ban", "BB-ĐKT")
    assert check.certificate.product_name in paper.subject
    assert (paper.signer_title, paper.signer_name) == ("TRƯỞNG ĐOÀN KIỂM TRA", "Nguyễn Văn A")
    titles = [each.title for each in drafting.paper_of(_saved(paper, drafter)).signatures]
    assert titles == ["NGƯỜI GHI BIÊN BẢN", "ĐẠI DIỆN CHỦ THỂ", "TRƯỞNG ĐOÀN KIỂM TRA"]
    [ask] = OUTGOING.steps["issue"].asks_for(paper, head)
    assert ask.field().initial == check.inspected_on


def _saved(paper, by):
    return drafting.create(paper, [], by=by)


def test_minutes_whose_plan_names_no_symbol_ask_for_one(drafter, unit):
    paper = drafting.begun(f"minutes:{make_check(unit).pk}", drafter)

    assert paper.symbol == ""
    assert "Chưa ghi ký hiệu, ví dụ SNNMT-NTM." in drafting.lacks(_saved(paper, drafter))


def test_the_day_of_a_paper_whose_source_has_none_is_today(head):
    paper = make_outgoing("numbered")

    [ask] = OUTGOING.steps["issue"].asks_for(paper, head)

    assert drafting.day_of_content(paper) is None
    assert ask.field().initial is not None


def test_a_check_that_is_to_come_is_no_source(drafter, unit):
    check = make_inspection(state="planned")

    assert f"minutes:{check.pk}" not in offered(drafter)


def test_every_source_that_is_offered_can_be_drafted(client, unit):
    client.force_login(make_user(Role.COORDINATION_OFFICE))
    make_accepted(unit=unit)
    make_check(unit)
    page = client.get(reverse("reports:outgoing_create"))
    person = page.wsgi_request.user

    for source in offered(person):
        answer = client.get(reverse("reports:outgoing_create"), {"nguon": source})
        assertContains(answer, "Soạn văn bản")
