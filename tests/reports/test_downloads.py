"""Files that are handed out: to whom, under which name, with which bytes."""

import hashlib

import pytest
from django.db import connection
from django.urls import reverse

from products.enums import PlanState, RegistrationForm
from products.plans import sealing
from programs.enums import Role
from programs.models import Campaign
from reports.formats import RENDERERS, file_name
from reports.models import SealedDocument
from reports.sealed import paper
from tests.support.factories import make_campaign, make_plan, make_registration, make_unit
from tests.support.reading import pdf_rows, sheet_of, xlsx_rows

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

THREE, FOUR, *_ = RegistrationForm
READERS = {Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF, Role.COORDINATION_OFFICE, Role.OBSERVER}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sealed(plan):
    """The seal of a plan as the sending step leaves it."""
    return sealing.seal(plan, plan.sent_by, {})


@pytest.fixture
def sent_plan():
    plan = make_plan(unit=make_unit(name="Bình Sơn"), rows=[THREE, FOUR], state=PlanState.SENT)
    sealed(plan)
    return plan


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", ["reports:appendix", "reports:appendix_export"])
def test_appendix_is_for_the_roles_of_the_matrix_alone(client, as_role, role, address):
    unit = make_unit()
    campaign = make_campaign(unit)
    user = as_role(role, unit=unit)
    extra = ["json"] if address.endswith("export") else []

    answer = client.get(reverse(address, args=[campaign.pk, *extra]))

    is_known = Campaign.objects.visible_to(user).exists()
    expected = 200 if role in READERS else 403 if is_known else 404
    assert answer.status_code == expected


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/phu-luc/0/", 404),
        ("/phu-luc/{}/?source=mine", 404),
        ("/phu-luc/{}/tai-ve.odt", 404),
        ("/phu-luc/{}/tai-ve.pdf", 200),
    ],
)
def test_unknown_campaign_source_or_format_is_not_found(client, admin, path, status):
    assert client.get(path.format(make_campaign().pk)).status_code == status


def test_campaign_of_reports_has_no_appendix(client, admin):
    campaign = make_campaign(kind="annual")

    assert client.get(reverse("reports:appendix", args=[campaign.pk])).status_code == 404


@pytest.mark.parametrize("units", [1, 3])
def test_appendix_page_costs_the_same_however_many_units(
    client, admin, units, django_assert_num_queries
):
    campaign = make_campaign(*(make_unit() for _ in range(units)))
    url = reverse("reports:appendix", args=[campaign.pk])
    client.get(url)

    # The session, the user, the second factor, the campaign, the appendix in two, the bell, a
    # savepoint.
    with django_assert_num_queries(7):
        client.get(url)


@pytest.mark.parametrize(
    ("extension", "content_type"),
    [("pdf", "application/pdf"), ("xlsx", XLSX), ("json", "application/json")],
)
def test_file_has_an_ascii_name_and_a_type_from_our_list(client, admin, extension, content_type):
    campaign = make_campaign(year=2024, number=1)

    answer = client.get(reverse("reports:appendix_export", args=[campaign.pk, extension]))

    name = f"phu-luc-ocop-2024-dot-1-declared.{extension}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == content_type


def test_file_is_got_and_never_posted(client, admin):
    url = reverse("reports:appendix_export", args=[make_campaign().pk, "pdf"])

    assert client.post(url).status_code == 405


def test_draft_is_printed_for_its_unit_and_says_so(client, as_role):
    plan = make_plan(rows=[THREE])
    as_role(Role.UNIT_OFFICER, unit=plan.unit)

    answer = client.get(reverse("reports:plan_export", args=[plan.pk, "xlsx"]))

    assert sheet_of(answer.getvalue())["A1"].value == "BẢN NHÁP"
    assert "ban-nhap.xlsx" in answer["Content-Disposition"]
    assert not SealedDocument.objects.exists()


def test_draft_of_another_unit_is_not_found(client, as_role):
    as_role(Role.UNIT_OFFICER)

    url = reverse("reports:plan_export", args=[make_plan().pk, "pdf"])

    assert client.get(url).status_code == 404


def test_sent_plan_is_printed_from_its_seal_under_its_name(client, admin, sent_plan):
    url = reverse("reports:plan_export", args=[sent_plan.pk, "xlsx"])
    content = client.get(url).getvalue()
    sheet = sheet_of(content)

    assert sheet["A1"].value == (
        "Danh sách sản phẩm đăng ký tham gia Chương trình OCOP năm "
        f"{sent_plan.campaign.which} của huyện Bình Sơn"
    )
    assert sheet["A2"].value == "(Kèm theo Kế hoạch số … ngày …/…/…… của UBND huyện Bình Sơn)"
    assert sheet["A3"].value.startswith("Tổng số 02 sản phẩm (3 sao: 01; 4 sao: 01; ")
    assert [row[6] for row in xlsx_rows(content)] == ["3 sao", "4 sao"]


@pytest.mark.parametrize("extension", ["pdf", "xlsx"])
def test_reprint_serves_the_first_bytes_whatever_changed_since(
    client, admin, sent_plan, monkeypatch, extension
):
    seal = sent_plan.seals.get()
    url = reverse("reports:sealed_plan_export", args=[seal.pk, extension])
    first = client.get(url).getvalue()
    sent_plan.unit.name = "Tên Mới"
    sent_plan.unit.save()
    monkeypatch.setattr("reports.sealed.sealed_plan", None)  # nothing is rendered any more

    assert client.get(url).getvalue() == first
    stored = SealedDocument.objects.get()
    assert stored.key == f"plan-{seal.pk}.{extension}"
    assert stored.sha256 == hashlib.sha256(first).hexdigest()
    assert stored.template == "plan-2"


def test_quicker_first_printing_wins_and_both_get_its_bytes(sent_plan, monkeypatch):
    seal = sent_plan.seals.get()

    def print_while_another_stores(table):
        SealedDocument.objects.create(
            key=f"plan-{seal.pk}.xlsx", content=b"first", sha256="", template=""
        )
        return b"second"

    monkeypatch.setattr("reports.renderers.xlsx.render", print_while_another_stores)

    assert paper(seal, "xlsx") == b"first"


def test_pdf_of_a_plan_lists_its_products_from_the_first_to_the_last(client, admin, sent_plan):
    answer = client.get(reverse("reports:plan_export", args=[sent_plan.pk, "pdf"]))
    names = sent_plan.registrations.values_list("product_name", flat=True)

    assert [row[1] for row in pdf_rows(answer.getvalue(), head_lines=1)] == list(names)


def test_nil_plan_says_that_nothing_is_registered(client, admin):
    plan = make_plan(rows=0, is_nil=True, state=PlanState.SENT)
    sealed(plan)

    answer = client.get(reverse("reports:plan_export", args=[plan.pk, "xlsx"]))

    assert sheet_of(answer.getvalue())["A3"].value == "Đơn vị không đăng ký sản phẩm."


def test_plan_too_long_for_paper_offers_the_workbook(client, as_role):
    plan = make_plan(rows=0)
    commune = plan.unit.children.first()
    for place in range(301):
        make_registration(plan, position=place, commune=commune)
    as_role(Role.UNIT_OFFICER, unit=plan.unit)

    answer = client.get(reverse("reports:plan_export", args=[plan.pk, "pdf"]))

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "301 dòng" in text
    assert reverse("reports:plan_export", args=[plan.pk, "xlsx"]) in text


@pytest.mark.parametrize(
    ("role", "own", "state", "status"),
    [
        (Role.UNIT_OFFICER, True, PlanState.DRAFT, 200),
        (Role.UNIT_LEADER, True, PlanState.ISSUED, 200),
        (Role.UNIT_OFFICER, False, PlanState.DRAFT, 404),
        (Role.UNIT_OFFICER, False, PlanState.ISSUED, 403),
        (Role.PROVINCE_ADMIN, False, PlanState.DRAFT, 404),
        (Role.PROVINCE_ADMIN, False, PlanState.SENT, 403),
    ],
)
def test_template_is_for_the_people_of_the_unit(client, as_role, role, own, state, status):
    plan = make_plan(state=state)
    as_role(role, unit=plan.unit if own else None)

    assert client.get(f"/ke-hoach/{plan.pk}/mau-nhap.xlsx").status_code == status


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Đặc sản Lý Sơn", "dac-san-ly-son.pdf"),
        ("../../../../srv/ocop_pwned", "srv-ocop-pwned.pdf"),
        ("..\\..\\web", "web.pdf"),
        ("a\r\nSet-Cookie: x=1", "a-set-cookie-x-1.pdf"),
        ('a"; filename="b.html', "a-filename-b-html.pdf"),
        ("bao_cao\u202efdp.exe", "bao-cao-fdp-exe.pdf"),
        ("ầ" * 300, "a" * 80 + ".pdf"),
        (".htaccess", "htaccess.pdf"),
        ("CON", "tep-con.pdf"),
        ("<img src=x onerror=alert(1)>", "img-src-x-onerror-alert-1.pdf"),
        ("=cmd|x", "cmd-x.pdf"),
        ("%00", "00.pdf"),
        ("…", "tep.pdf"),
    ],
)
def test_name_of_a_file_is_plain_whatever_it_is_made_of(name, expected):
    assert file_name(name, "pdf") == expected


@pytest.mark.django_db(transaction=True)
def test_printing_happens_outside_a_transaction(client, admin, monkeypatch):
    seen = []
    render = RENDERERS["pdf"].render
    monkeypatch.setattr(
        RENDERERS["pdf"],
        "render",
        lambda table: seen.append(connection.in_atomic_block) or render(table),
    )

    client.get(reverse("reports:appendix_export", args=[make_campaign().pk, "pdf"]))

    assert seen == [False]
