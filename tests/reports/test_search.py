"""The search of everything: what it finds for whom, in which order, and what it never tells."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from products.enums import PlanState
from products.ground.words import keep_words
from products.models import ProductCode
from programs.enums import Role, UnitKind
from programs.models import User
from reports.search import SHOWN
from tests.matrix.expected import may_see
from tests.support.factories import (
    make_certificate,
    make_commune,
    make_dossier,
    make_plan,
    make_producer,
    make_product,
    make_registration,
    make_unit,
    make_user,
    put_into,
)
from tests.support.outgoing import make_outgoing

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
URL = "/tim-kiem/"


@pytest.fixture
def garlic():
    """Garlic of one unit, in all that is written of it."""
    unit = make_unit(name="Tỏi Đảo", kind=UnitKind.DISTRICT)
    producer = make_producer(name="HTX Tỏi Đảo", commune=make_commune(unit, name="Đảo Bé"))
    certificate = make_certificate(
        make_product(name="Tỏi đen đảo", producer=producer),
        number=7,
        year=2023,
        decision_number="700/QĐ-UBND",
    )
    make_dossier(certificate.product)
    make_user(Role.UNIT_OFFICER, unit=unit, full_name="Trần Tỏi Đảo")
    plan = make_plan(unit=unit, rows=0)
    make_registration(plan, product_name="Tỏi một nhánh đảo")
    put_into(plan, PlanState.SENT)
    return certificate


def found(client, text):
    """{title: names of the hits} in the order of the page."""
    groups = client.get(URL, {"q": text}).context["found"]
    return {group.title: [str(hit.name) for hit in group.hits] for group in groups}


def test_all_that_is_written_of_a_thing_is_found_in_groups(client, admin, garlic):
    people = User.objects.filter(unit__name="Tỏi Đảo").exclude(full_name="Trần Tỏi Đảo")
    others = people.order_by("full_name").values_list("full_name", flat=True)

    assert found(client, "toi dao") == {
        "Sản phẩm": ["Tỏi đen đảo"],
        "Chủ thể": ["HTX Tỏi Đảo"],
        "Giấy chứng nhận": ["Tỏi đen đảo"],
        "Hồ sơ đánh giá": ["Tỏi đen đảo"],
        "Sản phẩm đăng ký": ["Tỏi một nhánh đảo"],
        "Kế hoạch": ["Huyện Tỏi Đảo"],
        "Người": [*others, "Trần Tỏi Đảo"],
        "Đơn vị, xã": ["Huyện Tỏi Đảo"],
    }


@pytest.mark.parametrize("text", ["07/2023", "7/2023", "số 07/2023", "700/QĐ-UBND"])
def test_the_paper_whose_number_is_asked_for_comes_first(client, admin, garlic, text):
    make_certificate(number=17, year=2023)

    groups = found(client, text)

    assert next(iter(groups.items())) == ("Giấy chứng nhận", ["Tỏi đen đảo"])


def test_the_product_whose_code_is_asked_for_comes_first(client, admin, garlic):
    ProductCode.objects.create(product=garlic.product, code="51-20956-7-2026")
    keep_words([garlic.product_id])

    for text in ("51-20956-7-2026", "51-20956-07-2026"):
        assert next(iter(found(client, text).items())) == ("Sản phẩm", ["Tỏi đen đảo"])


def test_each_hit_leads_to_its_page_and_each_group_to_the_rest(client, admin, garlic):
    for number in range(SHOWN):
        make_product(name=f"Tỏi đảo {number}")

    page = client.get(URL, {"q": "tỏi đảo"})

    assertContains(page, f'<a href="{garlic.product.producer.get_absolute_url()}">HTX Tỏi Đảo</a>')
    more = reverse("products:product_list", query={"q": "tỏi đảo"})
    assertContains(page, f'<a href="{more}">Xem cả {SHOWN + 1}</a>')
    assert client.get(more).context["page"].count == SHOWN + 1


def test_a_unit_leads_to_the_products_on_its_ground(client, admin, garlic):
    unit = garlic.product.commune.parent
    listed = reverse("products:product_list", query={"unit": unit.pk})

    assertContains(client.get(URL, {"q": "huyện tỏi đảo"}), f'<a href="{listed}">Huyện Tỏi Đảo')
    assert [row.pk for row in client.get(listed).context["page"].rows] == [garlic.product_id]


@pytest.mark.parametrize("text", ["tỏi đảo", "700/QĐ-UBND", "07/2023", "Đảo Bé", "Trần Tỏi"])
@pytest.mark.parametrize(
    "role", [Role.UNIT_OFFICER, Role.UNIT_LEADER, Role.AGENCY_OFFICER, Role.COUNCIL_MEMBER]
)
def test_what_is_anothers_is_neither_found_nor_counted(client, as_role, garlic, role, text):
    as_role(role)

    assert found(client, text) == {}
    assertContains(client.get(URL, {"q": text}), "Không tìm thấy gì")


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_of_every_kind_of_rows_each_role_finds_what_it_may_see(visitors, role):
    """The canaries of the matrix's world stand in registrations of every unit and state."""
    user, client = visitors.world.people[role], visitors.become(role)
    rows = [row for row in visitors.world.rows["registration"] if row.is_known]
    for row in rows:
        hits = found(client, row.subject.product_name).get("Sản phẩm đăng ký", [])
        seen = may_see(role, row, user) and row.state != "superseded"
        assert (row.subject.product_name in hits) == seen


@pytest.mark.parametrize("text", ["", " ", "a", "…", "“ ”", "a" * 201, "x\0y"])
def test_what_is_no_word_finds_nothing_and_says_what_to_type(client, admin, garlic, text):
    page = client.get(URL, {"q": text})

    assert page.context["found"] == []
    assertContains(page, "Gõ ít nhất hai chữ")


def test_a_search_asks_as_often_however_much_it_finds(client, admin, garlic):
    asked(client)
    queries = asked(client)
    for number in range(3):
        certificate = make_certificate(make_product(name=f"Tỏi đảo {number}"))
        make_dossier(certificate.product)
        make_user(Role.UNIT_OFFICER, full_name=f"Tỏi Đảo {number}")

    assert asked(client) <= queries <= 40


def asked(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(URL, {"q": "tỏi đảo"})
    return len(captured)


def test_markup_in_what_is_typed_stays_text(client, admin):
    assertNotContains(client.get(URL, {"q": "<script>alert(1)</script>"}), "<script>alert")


def test_a_paper_that_goes_out_is_found_by_who_may_read_it(client, as_role):
    reader = as_role(Role.UNIT_OFFICER)
    make_outgoing("issued", number=5, subject="rà soát số lượng", unit=reader.unit)
    make_outgoing("draft", subject="rà soát kinh phí", unit=reader.unit)
    make_outgoing("issued", subject="rà soát của nơi khác")

    assert found(client, "rà soát") == {"Văn bản": ["Rà soát số lượng"]}
    assert found(client, "05/SNNMT-NTM") == {"Văn bản": ["Rà soát số lượng"]}
    as_role(Role.OBSERVER)
    assert len(found(client, "rà soát")["Văn bản"]) == 3
