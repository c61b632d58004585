"""Producers and products: written once, told from their twins, never lost when merged."""

import uuid

import pytest
from django.db import IntegrityError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from products.ground.words import keep_words
from products.models import Producer, Product, ProductCode
from products.register.merging import merge, twins_of
from products.register.records import codes_of, give_code, read_code, write
from programs.enums import Role
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import (
    make_certificate,
    make_dossier,
    make_producer,
    make_product,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


# --- Writing -----------------------------------------------------------------------------------


def test_an_officer_writes_a_producer_on_the_own_ground():
    officer = make_user(Role.UNIT_OFFICER)
    row = Producer(name="HTX Thi Phổ", kind="cooperative", commune=officer.unit.children.first())

    write(row, by=officer)

    assert Event.objects.about(row).get().action == "create_producer"
    assert row.history.get().name == "HTX Thi Phổ"


def test_a_producer_posted_twice_is_one_and_both_times_its_page_is_shown(client, as_role):
    """The second post found no row to go to, and broke."""
    officer = as_role(Role.UNIT_OFFICER)
    body = {"name": "HTX Thi Phổ", "kind": "cooperative", "form_key": str(uuid.uuid4())}
    body["commune"] = officer.unit.children.first().pk

    answers = [client.post(reverse("products:producer_create"), body) for _ in range(2)]

    page = Producer.objects.get().get_absolute_url()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, page)] * 2


def test_an_officer_is_refused_on_foreign_ground():
    officer = make_user(Role.UNIT_OFFICER)
    row = Producer(name="HTX", kind="cooperative", commune=make_unit().children.first())

    with pytest.raises(StepRefused, match="không thuộc đơn vị"):
        write(row, by=officer)


@pytest.mark.parametrize("role", [Role.AGENCY_OFFICER, Role.OBSERVER, Role.COUNCIL_MEMBER])
def test_others_write_nothing(role):
    row = Producer(name="HTX", kind="cooperative", commune=make_unit().children.first())

    with pytest.raises(StepRefused, match="Chỉ cán bộ"):
        write(row, by=make_user(role))


@pytest.mark.parametrize("name", ["htx thi phổ", "Hợp tác xã “Thi Phổ”"])
def test_a_second_spelling_of_a_producer_of_the_commune_is_refused(chief, name):
    first = make_producer(name="HTX Thi Phổ")

    with pytest.raises(StepRefused, match="cùng tên"):
        write(Producer(name=name, kind="cooperative", commune=first.commune), by=chief)

    assert Producer.objects.count() == 1


def test_of_two_editors_the_second_is_told(chief):
    row = make_producer()
    mine, theirs = Producer.objects.get(pk=row.pk), Producer.objects.get(pk=row.pk)
    theirs.phone = "0255"
    write(theirs, by=chief, version=1)
    mine.phone = "0905"

    with pytest.raises(StepRefused, match="Người khác đã sửa"):
        write(mine, by=chief, version=1)

    assert Producer.objects.get(pk=row.pk).phone == "0255"


def test_a_change_leaves_old_and_new_in_the_trail_and_the_history(chief):
    row = make_product(name="Chè dây")
    row.name = "Chè dây rừng"

    write(row, by=chief, version=1)

    assert Event.objects.about(row).get().data == {"name": ["Chè dây", "Chè dây rừng"]}
    assert [each.name for each in row.history.all()] == ["Chè dây rừng", "Chè dây"]


# --- Codes -------------------------------------------------------------------------------------


@pytest.fixture
def place():
    unit = make_unit(code="522")
    commune = unit.children.first()
    type(commune).objects.filter(pk=commune.pk).update(code="20956")
    return commune


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("51-20956-7-2026", "51-20956-7-2026"),
        ("(51)-(20956)-(07)-2026", "51-20956-7-2026"),
        (" 51 - 20956 - 007 - 2026 ", "51-20956-7-2026"),
        ("51-522-20956-2-2022", "51-522-20956-2-2022"),
    ],
)
def test_a_code_is_read_in_its_present_and_its_older_form(text, code):
    assert read_code(text) == code


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("text", ["", "51", "51-20956-7-1999", "51-209-7-2026", "T-X-1-2026"])
def test_what_is_no_code_is_refused_with_the_pattern(text):
    with pytest.raises(StepRefused, match="mẫu"):
        read_code(text)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("text", ["51-99999-7-2026", "51-999-20956-7-2026"])
def test_a_code_of_an_unknown_unit_is_refused(text):
    with pytest.raises(StepRefused, match="Không có đơn vị"):
        read_code(text)


@pytest.mark.usefixtures("place")
def test_a_code_is_never_given_again(chief):
    first, second = make_product(), make_product()
    give_code(first, "51-20956-7-2026", by=chief)

    with pytest.raises(StepRefused, match="không dùng lại"):
        give_code(second, "(51)-(20956)-(07)-2026", by=chief)


def test_a_code_outlives_every_attempt_to_free_it():
    code = ProductCode.objects.create(product=make_product(), code="51-20956-7-2026")

    with pytest.raises(IntegrityError):
        code.delete()


# --- Twins -------------------------------------------------------------------------------------


def test_twins_are_hinted_at_by_their_names(chief):
    one = make_product(name="Tỏi đen “Lý Sơn”")
    other = make_product(name="Tỏi đen Lý Sơn")
    make_product(name="Tỏi trắng Lý Sơn")

    assert list(twins_of(one, chief)) == [other]
    assert list(twins_of(one, make_user(Role.UNIT_OFFICER))) == []


def test_a_merged_record_stays_with_its_reason_codes_and_certificates(chief, client):
    gone, kept = make_product(name="Chè"), make_product(name="Trà")
    code = ProductCode.objects.create(product=gone, code="51-1")
    certificate = make_certificate(gone)

    merge(gone, kept, "Ghi hai lần.", by=chief)

    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert Event.objects.about(gone).get().note == "Ghi hai lần."
    assert list(codes_of(kept)) == [code]
    client.force_login(make_user(Role.OBSERVER))
    assertContains(client.get(kept.get_absolute_url()), str(certificate))
    listed = client.get(reverse("products:product_list"))
    assertNotContains(listed, gone.get_absolute_url())
    assertContains(listed, kept.get_absolute_url())


def test_what_was_merged_follows_when_its_record_is_merged_in_turn(chief):
    first, second, third = (make_product() for _ in range(3))
    merge(first, second, "Trùng.", by=chief)
    merge(second, third, "Trùng.", by=chief)

    assert set(third.merged.all()) == {first, second}


def test_the_products_of_a_merged_producer_pass_to_the_other(chief):
    product, kept = make_product(), make_producer()

    merge(product.producer, kept, "Trùng.", by=chief)

    product.refresh_from_db()
    assert product.producer == kept
    assert product.history.count() == 2


def test_producers_with_the_same_product_are_merged_only_after_it(chief):
    one, other = make_product(name="Chè"), make_product(name="Chè")

    with pytest.raises(StepRefused, match="gộp hai sản phẩm đó trước"):
        merge(one.producer, other.producer, "Trùng.", by=chief)


def test_two_products_with_valid_certificates_are_not_merged(chief):
    one, other = make_certificate().product, make_certificate().product

    with pytest.raises(StepRefused, match="hai giấy chứng nhận"):
        merge(one, other, "Trùng.", by=chief)

    assert Product.objects.current().count() == 2


def test_a_product_with_a_dossier_under_way_is_not_merged_away(chief):
    dossier, kept = make_dossier(), make_product()

    with pytest.raises(StepRefused, match="đang có một hồ sơ chưa xong"):
        merge(dossier.product, kept, "Trùng.", by=chief)

    assert merge(kept, dossier.product, "Trùng.", by=chief) == dossier.product


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_merged_without_a_reason_into_itself_or_twice(chief, reason):
    one, other = make_product(), make_product()

    for gone, kept, why in ((one, other, reason), (one, one, "Trùng.")):
        with pytest.raises(StepRefused):
            merge(gone, kept, why, by=chief)
    merge(one, other, "Trùng.", by=chief)
    with pytest.raises(StepRefused, match="đã được gộp"):
        merge(one, make_product(), "Trùng.", by=chief)


# --- Pages -------------------------------------------------------------------------------------


def test_a_form_that_is_refused_keeps_what_was_typed(client, admin):
    first = make_producer(name="HTX Thi Phổ")
    body = {"name": "Hợp tác xã Thi Phổ", "kind": "cooperative", "commune": first.commune_id}

    response = client.post(reverse("products:producer_create"), body)

    assert response.status_code == 422
    assertContains(response, "Hợp tác xã Thi Phổ", status_code=422)


def test_the_list_finds_by_short_form_code_and_ground(client, admin):
    product = make_product(producer=make_producer(name="Hợp tác xã Thi Phổ"))
    ProductCode.objects.create(product=product, code="51-20956-7-2026")
    keep_words([product.pk])
    make_product()
    district = product.commune.parent

    for query in ({"q": "htx thi pho"}, {"q": "51-20956-7-2026"}, {"unit": district.pk}):
        page = client.get(reverse("products:product_list"), query).context["page"]
        assert [row.pk for row in page.rows] == [product.pk]


def test_the_list_tells_todays_star(client, admin):
    certificate = make_certificate(star=4)
    make_product()

    page = client.get(reverse("products:product_list"), {"star": 4}).context["page"]

    assert [(row.pk, row.star_today) for row in page.rows] == [(certificate.product_id, 4)]
    assert page.rows[0].valid_until == certificate.expires_on


def test_a_product_page_costs_the_same_however_much_is_known(
    client, admin, django_assert_max_num_queries
):
    product = make_product(name="Chè")
    for year in range(4):
        make_certificate(
            product, issued_on=product.commune.valid_from.replace(year=2010 + 4 * year)
        )
        ProductCode.objects.create(product=product, code=f"51-{year}")
    for _ in range(5):
        make_product(name="Chè")
    client.get(product.get_absolute_url())

    with django_assert_max_num_queries(30):
        client.get(product.get_absolute_url())
