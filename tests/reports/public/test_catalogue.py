"""The public catalogue: what everybody finds, what nobody does, and what is kept of its pages."""

import csv
import json
import re
from datetime import date, timedelta
from io import StringIO
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ocop_portal.settings import COSTLY_RATES
from products.enums import PlanState
from products.register.merging import merge
from programs.enums import Role
from reports.public import crawler_views, views
from reports.public.listings import CATALOGUE, check_page_of, page_of
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_plan,
    make_producer,
    make_product,
    make_set,
    make_unit,
    make_user,
    make_withdrawal,
)
from tests.support.papers import make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

LIST, SITEMAP = reverse("reports:public_products"), reverse("reports:sitemap")
DICTIONARY, ROBOTS = reverse("reports:public_dictionary"), reverse("reports:robots")
CSV, JSON = (reverse("reports:public_data", args=[name]) for name in ("csv", "json"))
PART = reverse("reports:sitemap", args=[1])
PAGES, SEARCH = reverse("reports:sitemap_pages"), reverse("reports:certificate_search")
SECRETS = {
    "representative": "Trần Thị Kín",
    "phone": "0905111222",
    "email": "kin@ocop.example",
    "address": "Xóm 7 kín",
    "registration_number": "4300123",
}


def make_public(name="Tỏi cô đơn Lý Sơn", *, producer=None, star=3, **fields):
    """A product that is recognised today, of a producer with all that is not for everybody."""
    producer = producer or make_producer(name="HTX Hoà Bình", **SECRETS)
    fields = {"note": "Ghi chú kín", "story": "Trồng trên đất núi lửa."} | fields
    product = make_product(name=name, producer=producer, **fields)
    return make_certificate(product, star=star, basis="Biên bản kín")


def names(response):
    return [row.product.name for row in response.context["page"].rows]


def body(response):
    return b"".join(response) if response.streaming else response.content


# --- Finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["toi co don", "HOA BINH", "Lý Sơn hòa", ""])
def test_a_product_is_found_by_its_name_and_its_producers_without_accents(client, query):
    make_public()
    make_public("Quế Trà Bồng", producer=make_producer(name="Công ty Quế"))

    found = names(client.get(LIST, {"q": query}))

    assert found == (["Tỏi cô đơn Lý Sơn"] if query else ["Quế Trà Bồng", "Tỏi cô đơn Lý Sơn"])


def test_the_list_is_narrowed_by_unit_group_star_and_producer(client):
    unit = make_unit()
    producer = make_producer(commune=unit.children.first())
    make_public("Một", producer=producer, star=4, product_group="craft")
    make_public("Hai")

    asked = {"unit": unit.pk, "group": "craft", "star": 4, "producer": producer.pk}
    for name, value in asked.items():
        response = client.get(LIST, {name: value})
        assert names(response) == ["Một"], name
    assertContains(response, f"Chủ thể: {producer}")


@pytest.mark.parametrize("bad", [{"star": "9"}, {"unit": "x"}, {"q": "\0"}])
def test_what_is_no_filter_is_ignored(client, bad):
    make_public()

    assert names(client.get(LIST, bad | {"sau": "khong-co"})) == ["Tỏi cô đơn Lý Sơn"]


def test_a_search_for_more_words_than_names_hold_finds_nothing(client):
    make_public()

    for url in (LIST, JSON):
        repeated = client.get(url, {"q": "tỏi " * 1200})
        assert "Tỏi cô đơn" in body(repeated).decode()
        many = client.get(url, {"q": " ".join(f"t{number}" for number in range(1200))})
        assert "Tỏi cô đơn" not in body(many).decode()


def test_a_card_shows_photo_or_the_sign_of_its_group_star_producer_and_place(client):
    with_photo, without = make_public("Một", star=4), make_public("Hai", product_group="herbal")
    photo = make_photo(with_photo.product, position=3)
    make_photo(with_photo.product, position=7)

    page = client.get(LIST)

    first, second = page.context["cards"][::-1]
    assert (first.photo, first.star, second.photo, second.icon) == (photo.pk, 4, None, "herb")
    commune = without.product.commune
    assert second.place == f"{commune}, {commune.parent.name}"
    assertContains(page, reverse("reports:public_picture", args=[photo.pk, 480]))
    assertContains(page, 'class="photo photo-herb"')


def test_the_newest_or_the_most_stars_come_first_where_it_is_asked(client):
    make_public("Mới")
    make_certificate(make_product(name="Cũ"), star=4, issued_on=date(2025, 1, 1))

    assert names(client.get(LIST, {"sap": "-issued_on"})) == ["Mới", "Cũ"]
    assert names(client.get(LIST, {"sap": "-star"})) == ["Cũ", "Mới"]


def test_further_cards_are_on_pages_by_number(client, monkeypatch):
    monkeypatch.setattr(views, "CARDS_A_PAGE", 2)
    for number in range(3):
        make_public(f"Tỏi {number}")

    first, second = client.get(LIST), client.get(LIST, {"trang": 2})

    assert (names(first), names(second)) == (["Tỏi 0", "Tỏi 1"], ["Tỏi 2"])
    assertContains(first, 'href="?trang=2"')


def test_the_choice_of_units_is_that_of_today_with_the_one_that_was_asked_for(client):
    today, former = make_unit(), make_unit(valid_to=date(2025, 6, 30))
    make_public(producer=make_producer(commune=today.children.first()))

    usual, asked = client.get(LIST), client.get(LIST, {"unit": former.pk})

    assertContains(usual, f'<option value="{today.pk}">')
    assertNotContains(usual, f">{former.short_name}<")
    assertContains(asked, f'<option value="{former.pk}" selected>')


def test_a_unit_may_be_typed_and_an_unclear_name_is_told(client):
    unit = make_unit(name="Ba Tơ")
    make_unit(name="Ba Vì")
    make_public(producer=make_producer(commune=unit.children.first()))

    assert names(client.get(LIST, {"unit": "ba to"})) == ["Tỏi cô đơn Lý Sơn"]
    for typed in ("ba", "Hà Nội"):
        assertContains(client.get(LIST, {"unit": typed}), "Hãy chọn địa phương trong danh sách.")


def test_a_producer_without_a_public_product_is_not_told_by_its_number(client):
    producer = make_producer(name="HTX Không Ai Biết")

    assertNotContains(client.get(LIST, {"producer": producer.pk}), producer.name)


@pytest.mark.parametrize("number", [None, "1" * 30, "x"])
def test_the_list_of_a_producer_without_a_public_product_is_empty(client, number):
    make_public()
    number = number or make_producer().pk

    assert names(client.get(LIST, {"producer": number})) == []
    assert json.loads(body(client.get(JSON, {"producer": number}))) == []


def test_the_page_of_a_merged_product_leads_to_a_list_with_it(client):
    certificate, kept = make_public(), make_product(producer=make_producer(name="HTX Mới"))
    make_public("Quế")
    merge(certificate.product, kept, "Trùng.", by=make_user(Role.PROVINCE_ADMIN))

    found = client.get(LIST, {"producer": kept.producer_id})

    assertContains(client.get(page_of(certificate), follow=True), f"producer={kept.producer_id}")
    assert [row.pk for row in found.context["page"].rows] == [certificate.pk]
    assertContains(found, "Chủ thể: HTX Mới")


def test_the_page_of_a_product_says_what_its_paper_says(client):
    certificate = make_public(product_set=make_set(name="Gia vị"))

    response = client.get(page_of(certificate))

    for text in (certificate.decision_number, certificate.label, "núi lửa", "Gia vị"):
        assertContains(response, text)
    assertContains(response, f"{certificate.expires_on:%d/%m/%Y}")
    assertContains(response, reverse("reports:certificate_check", args=[certificate.check_code]))


def test_a_paper_without_a_number_is_named_by_its_decision_on_every_public_page(client):
    paper = make_certificate(series="book-district-524", number=None)
    decided = f"theo Quyết định số 12/QĐ-UBND ngày {paper.decision_date:%d/%m/%Y}"

    page, check = (client.get(address(paper)).text for address in (page_of, check_page_of))

    assert f">{decided}</a>, cấp ngày" in page
    assert f"<dd>{decided}</dd>" in check
    assert ",theo 12/QĐ-UBND,12/QĐ-UBND," in body(client.get(CSV)).decode()


def test_an_extension_is_told_as_the_last_day(client):
    certificate = make_public()
    day = certificate.expires_on + timedelta(days=40)
    by = certificate.issued_by
    certificate.events.create(kind="extended", on=timezone.localdate(), until=day, recorded_by=by)

    assertContains(client.get(page_of(certificate)), f"{day:%d/%m/%Y}")


def test_a_product_has_one_address(client):
    certificate = make_public()
    canonical = page_of(certificate)
    short = reverse("reports:public_product", args=[certificate.product_id])

    assert canonical.endswith("-toi-co-don-ly-son/")
    assertRedirects(client.get(short), canonical)
    assertRedirects(client.get(f"{short[:-1]}-khac/"), canonical)


def test_photos_are_shown_while_the_product_is_in_the_catalogue(client):
    certificate = make_public()
    photo = make_photo(certificate.product)
    address = reverse("reports:public_photo", args=[photo.pk])

    small = reverse("reports:public_picture", args=[photo.pk, 960])
    page = client.get(page_of(certificate))
    assertContains(page, f'src="{small}" alt="{photo.caption}"')
    assertContains(page, f'href="{address}"')
    assert b"".join(client.get(address)).startswith(b"\x89PNG")
    make_withdrawal(certificate.product)
    assert client.get(address).status_code == 404


def test_a_merged_product_stands_under_the_kept_record(client):
    certificate, kept = make_public(), make_product(name="Tỏi Lý Sơn")
    merge(certificate.product, kept, "Trùng.", by=make_user(Role.PROVINCE_ADMIN))
    certificate.product.refresh_from_db()

    page = client.get(page_of(certificate), follow=True)

    assert page.redirect_chain[-1] == (f"/san-pham-ocop/{kept.pk}-toi-ly-son/", 302)
    assertContains(page, certificate.label)
    gone = reverse("reports:public_product", args=[certificate.product_id])
    assertRedirects(client.get(gone, follow=True), page.redirect_chain[-1][0])


# --- What nobody finds -------------------------------------------------------------------------


def _revoked():
    certificate = make_public()
    by = certificate.issued_by
    certificate.events.create(kind="revoked", on=timezone.localdate(), recorded_by=by)
    return certificate


def _withdrawn():
    certificate = make_public()
    make_withdrawal(certificate.product)
    return certificate


NOT_PUBLIC = {
    "draft": lambda: make_draft(make_product(name="Tỏi cô đơn Lý Sơn")),
    "lapsed": lambda: make_certificate(
        make_product(name="Tỏi cô đơn Lý Sơn"), issued_on=date(2019, 1, 1)
    ),
    "revoked": _revoked,
    "withdrawn": _withdrawn,
}


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_recognised_today_or_was_withdrawn_is_nowhere(client, state):
    certificate = NOT_PUBLIC[state]()

    assert client.get(page_of(certificate)).status_code == 404
    for url in (LIST, CSV, JSON, PART):
        text = body(client.get(url)).decode()
        assert "Tỏi cô đơn" not in text
        assert "toi-co-don" not in text
        assert "Lý do kín" not in text


def test_no_byte_for_everybody_is_of_a_person(client):
    certificate = make_public()
    hidden = [*SECRETS.values(), "Ghi chú kín", "Biên bản kín", "Người Số"]
    pages = (page_of(certificate), check_page_of(certificate), SEARCH, f"{SEARCH}?so=1/2026")
    addresses = (LIST, "/", *pages, CSV, JSON, SITEMAP, PART, PAGES, DICTIONARY, ROBOTS)
    every = "".join(f"&cot={column.key}" for column in CATALOGUE.columns)
    texts = [body(client.get(url)).decode() for url in (*addresses, f"{LIST}?{every}")]

    assert texts[0].count("Tỏi cô đơn Lý Sơn") == 1
    assert [secret for secret in hidden for text in texts if secret in text] == []


# --- Open data ---------------------------------------------------------------------------------


def test_open_data_holds_the_rows_of_the_list_and_the_columns_of_the_dictionary(client):
    certificate = make_public("=Tỏi", star=4)
    make_public("Quế")

    head, line = csv.reader(StringIO(body(client.get(CSV, {"star": 4})).decode("utf-8-sig")))
    (row,) = json.loads(body(client.get(JSON, {"star": 4})))

    assert head == [column.title for column in CATALOGUE.columns]
    assert list(row) == [column.key for column in CATALOGUE.columns]
    assert line[1] == "'=Tỏi"
    assert row["name"] == "=Tỏi"
    assert row["valid_until"] == certificate.expires_on.isoformat()
    assert row["page"] == f"http://testserver{page_of(certificate)}"


def test_open_data_of_nothing_is_an_empty_list(client):
    assert json.loads(body(client.get(JSON))) == []
    assert client.get(CSV.replace("csv", "xlsx")).status_code == 404


def test_the_dictionary_explains_every_column(client):
    page = client.get(DICTIONARY)

    for column in CATALOGUE.columns:
        assert column.help
        assertContains(page, f'<th scope="row"><code>{column.key}</code></th>')
        assertContains(page, column.help)


def test_the_sitemap_is_split_and_names_each_product_once(client, monkeypatch):
    monkeypatch.setattr(crawler_views, "SITEMAP_LIMIT", 2)
    pages = {page_of(make_public(f"Tỏi {number}")) for number in range(3)}

    index = body(client.get(SITEMAP)).decode()
    parts = [body(client.get(f"/sitemap-{number}.xml")).decode() for number in (1, 2)]

    assert re.findall(r"testserver/sitemap-(\w+)\.xml</loc>", index) == ["trang", "1", "2"]
    assert [part.count("<lastmod>2") for part in parts] == [2, 1]
    assert all(f"<loc>http://testserver{page}</loc>" in "".join(parts) for page in pages)
    for number in (0, 3, 10**30):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_the_sitemap_names_the_fixed_pages_and_the_plans_that_were_issued(client):
    issued = make_plan(state=PlanState.ISSUED, decision_date=date(2026, 3, 1))
    draft = make_plan()

    text = body(client.get(reverse("reports:sitemap_pages"))).decode()

    for path in ("/", LIST, DICTIONARY, reverse("reports:certificate_search")):
        assert f"<loc>http://testserver{path}</loc>" in text
    paths = {plan: reverse("reports:public_plan", args=[plan.pk]) for plan in (issued, draft)}
    changed = f"<lastmod>{issued.decision_date.isoformat()}</lastmod>"
    assert f"<loc>http://testserver{paths[issued]}</loc>{changed}" in text
    assert paths[draft] not in text


def test_robots_are_sent_to_the_sitemap_and_may_read_it_and_what_it_names(client):
    page = client.get(ROBOTS)
    rules = RobotFileParser()
    rules.parse(page.content.decode().splitlines())

    assertContains(page, "Sitemap: http://testserver/sitemap.xml")
    for path in (SITEMAP, PART, LIST, page_of(make_public())):
        assert rules.can_fetch("*", path)
    assert not rules.can_fetch("*", reverse("programs:user_list"))
    for line in ("Allow: /$", "Allow: /kiem-tra/$", "Disallow: /"):  # the page, not what is below
        assert line in page.text.splitlines()


# --- What is kept ------------------------------------------------------------------------------


def test_a_page_that_is_kept_asks_the_database_nothing(client, django_assert_num_queries):
    urls = ("/", LIST, page_of(make_public()), DICTIONARY, ROBOTS)
    first = [client.get(url) for url in urls]
    with django_assert_num_queries(0):
        again = [client.get(url) for url in urls]

    assert [page.content for page in again] == [page.content for page in first]
    assert {page["Cache-Control"] for page in again} == {"public, max-age=30"}
    assert {page["Vary"] for page in again} == {"Cookie"}
    assert {page["Content-Type"] for page in again[:-1]} == {"text/html; charset=utf-8"}
    assert again[-1]["Content-Type"].startswith("text/plain")
    assert not any(page.cookies for page in (*first, *again))


def test_a_copy_that_is_still_the_same_is_not_sent_again(client):
    make_public()
    etag = client.get(LIST)["ETag"]

    same = client.get(LIST, headers={"If-None-Match": etag})
    make_public("Quế")
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        changed = client.get(LIST, headers={"If-None-Match": etag})

    assert (same.status_code, same.content) == (304, b"")
    assert (changed.status_code, names(changed)) == (200, ["Quế", "Tỏi cô đơn Lý Sơn"])


def test_a_revocation_shows_within_the_seconds_that_are_told(client, settings):
    certificate = make_public()
    client.get(LIST)
    by = certificate.issued_by
    certificate.events.create(kind="revoked", on=timezone.localdate(), recorded_by=by)

    with time_machine.travel(timezone.now() + timedelta(seconds=settings.PUBLIC_SECONDS + 1)):
        assertNotContains(client.get(LIST), "Tỏi cô đơn")


@pytest.mark.parametrize("first", ["person", "stranger"])
def test_a_persons_page_is_never_given_to_another(as_role, first):
    page, user = page_of(make_public()), as_role(Role.PROVINCE_ADMIN)
    person, stranger = Client(), Client()
    person.force_login(user)
    for url in ("/", LIST, page, DICTIONARY, CSV):
        asked = [person, stranger] if first == "person" else [stranger, person]
        answers = {who: who.get(url) for who in asked}
        texts = {who: body(answer).decode() for who, answer in answers.items()}

        assert user.full_name not in texts[stranger]
        assert url == CSV or user.full_name in texts[person]
        assert answers[person]["Cache-Control"] == "no-store"
        assert answers[stranger]["Cache-Control"] == "public, max-age=30"


def test_who_brings_any_cookie_gets_a_page_of_their_own(client):
    make_public()
    client.get(LIST)
    client.cookies["messages"] = "x"

    assert client.get(LIST)["Cache-Control"] == "no-store"


def test_what_the_list_does_not_know_is_the_same_page(client, django_assert_num_queries):
    make_public()
    client.get(LIST, {"star": 3, "group": "food"})
    with django_assert_num_queries(0):
        client.get(LIST, {"utm_source": "x", "group": "food", "q": "", "star": 3, "pk": 7})


def test_a_missing_page_is_not_kept(client):
    response = client.get(reverse("reports:public_product", args=[10**30]))

    assert (response.status_code, response["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_however_many_products(client, rows, django_assert_num_queries):
    producer = make_producer(commune=make_unit().children.first())
    certificates = [make_public(f"Tỏi {number}", producer=producer) for number in range(rows + 1)]

    # The page with its count, the districts that its communes lie in, photos, units of the filter.
    with django_assert_num_queries(4):
        client.get(LIST)
    # The record, those merged into it, certificate, photos, where it is sold; the ground of its
    # unit (3), what else lies there with districts and photos (3).
    with django_assert_num_queries(11):
        client.get(page_of(certificates[0]))


# --- Not too often -----------------------------------------------------------------------------


def test_a_flood_of_searches_is_stopped_and_kept_pages_are_not(client, settings):
    settings.COSTLY_RATES = COSTLY_RATES | {"search": "2/m/ip"}

    answers = [client.get(LIST, {"q": word}).status_code for word in ("a", "b", "c", "a")]

    assert answers == [200, 200, 429, 200]


def test_files_are_limited_by_address(client, settings):
    settings.COSTLY_RATES = COSTLY_RATES | {"data": "2/m/ip"}

    assert [client.get(url).status_code for url in (CSV, SITEMAP, JSON)] == [200, 200, 429]
