"""One dossier after the other, what is left of one, and what stands on top of its page."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from products.dossiers.workflow import DOSSIER_PROCEDURE
from products.enums import DossierState
from products.models import Dossier
from programs.enums import Role
from tests.support.factories import (
    make_dossier,
    make_product,
    make_report,
    make_user,
    make_whole_dossier,
    move_to,
)
from tests.support.papers import make_paper

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)


@pytest.fixture
def waiting():
    """Three dossiers that the province received, in the order of the list."""
    rows = [move_to(make_whole_dossier(), "forwarded") for _ in range(3)]
    return sorted(rows, key=lambda row: -row.pk)


def step(dossier, name):
    return reverse("products:dossier_step", args=[dossier.pk, name])


@pytest.mark.parametrize(("name", "posted"), [("accept", {}), ("return", {"note": "Bổ sung."})])
def test_who_decides_a_dossier_is_led_to_the_next_one(client, as_role, waiting, name, posted):
    as_role(Role.PROVINCE_STAFF)

    answer = client.post(step(waiting[0], name), posted, follow=True)

    [message] = answer.context["messages"]
    assert "Còn 2 hồ sơ chờ." in str(message)
    assert f'href="{waiting[1].get_absolute_url()}"' in str(message)


def test_where_none_is_left_the_reviewer_is_led_back_to_the_list(client, as_role, waiting):
    as_role(Role.PROVINCE_STAFF)
    Dossier.objects.exclude(pk=waiting[0].pk).delete()

    [message] = client.post(step(waiting[0], "accept"), follow=True).context["messages"]

    assert "Không còn hồ sơ nào chờ." in str(message)
    assert f'href="{reverse("products:dossier_list")}"' in str(message)


def test_a_dossier_that_waits_offers_the_next_one_beside(client, as_role, waiting):
    as_role(Role.PROVINCE_STAFF)

    rail = client.get(waiting[2].get_absolute_url()).context["rail"]

    assert rail.first.label == "tiếp nhận hồ sơ"
    assert waiting[0].get_absolute_url() in [each.url for each in rail.beside]


# --- What the unit sees --------------------------------------------------------------------------


@pytest.fixture
def officer(as_role):
    return as_role(Role.UNIT_OFFICER)


@pytest.fixture
def product(officer):
    return make_product(commune=officer.unit.children.first())


def items_of(client, dossier):
    page = client.get(dossier.get_absolute_url())
    return {item.label: item for item in page.context["checklist"].ordered}, page


def test_what_is_left_of_a_dossier_leads_to_where_it_is_mended(client, product):
    dossier = make_dossier(product)

    items, page = items_of(client, dossier)

    assert items["Bộ sản phẩm"].url == reverse("products:product_update", args=[product.pk])
    assert items["Báo cáo của cấp xã (Mẫu 03)"].act == "Ghi báo cáo"
    assert page.context["rail"].shut.label == "nhận đủ hồ sơ, chuyển kiểm tra"
    assert page.context["rail"].first.url == items["Bộ sản phẩm"].url


def test_what_is_done_leads_to_where_it_is_read(client, product):
    dossier = make_whole_dossier(product)
    make_report(dossier)

    items, page = items_of(client, dossier)

    assert all(item.is_done for item in items.values())
    assert items["Báo cáo của cấp xã (Mẫu 03)"].url == "#mau"
    assert page.context["rail"].first.label == "nhận đủ hồ sơ, chuyển kiểm tra"


def test_a_mandatory_paper_stands_by_its_name_with_its_upload_or_its_file(client, product):
    call_command("loaddata", "product_sets", "dossier_items", verbosity=0)
    dossier = make_whole_dossier(product, absent_evidence=[])

    lacking = items_of(client, dossier)[0]["Giấy đăng ký kinh doanh"]
    paper = make_paper(dossier, kind="business_licence")
    there = items_of(client, dossier)[0]["Giấy đăng ký kinh doanh"]

    assert lacking.url.endswith("?loai=business_licence")
    assert lacking.lacks == ("bắt buộc, chưa có bản còn giá trị",)
    assert (there.said, there.url) == (paper.name, paper.get_absolute_url())


def test_who_may_not_change_it_reads_what_is_left_without_buttons(client, product, as_role):
    dossier = make_dossier(product)
    as_role(Role.OBSERVER)

    items, _ = items_of(client, dossier)

    assert {item.act for item in items.values() if not item.is_done} == {""}


def test_a_dossier_that_came_back_says_why_on_top_and_is_checked_again(client, product):
    dossier = move_to(make_whole_dossier(product), "forwarded")
    staff = make_user(Role.PROVINCE_STAFF, full_name="Chuyên viên An")
    DOSSIER_PROCEDURE.take(dossier, "return", by=staff, answers={"note": "Phiếu đã cũ."})

    page = client.get(dossier.get_absolute_url())

    assert page.text.index("Chuyên viên An trả lại đơn vị ngày") < page.text.index("Bước tiếp theo")
    assertContains(page, "Phiếu đã cũ.")
    assertContains(page, "Nhận đủ bổ sung, chuyển kiểm tra lại")


@pytest.mark.parametrize(
    ("submitted_on", "label"),
    [("2026-10-01", "Đề nghị tỉnh đánh giá"), ("2026-11-20", "Gửi lại cho tỉnh")],
)
def test_what_the_province_returned_is_sent_again_by_that_name(
    client, product, as_role, submitted_on, label
):
    dossier = move_to(make_whole_dossier(product), "submitted")
    Dossier.objects.filter(pk=dossier.pk).update(
        received_on="2026-10-01", submitted_on=submitted_on
    )
    as_role(Role.UNIT_LEADER, unit=product.commune.parent)

    assertContains(client.get(dossier.get_absolute_url()), label)


def test_what_the_province_has_is_whole_and_has_no_checklist(client, product):
    dossier = move_to(make_whole_dossier(product), DossierState.FORWARDED)

    page = client.get(dossier.get_absolute_url())

    assertNotContains(page, "Việc còn lại")
    assertContains(page, "Đang chờ chuyên viên cấp tỉnh hoặc quản trị cấp tỉnh tiếp nhận hồ sơ.")
