"""What search engines and shared links are told of public pages."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from products.enums import PlanState
from reports.public.addresses import check_page_of, page_of
from tests.support.factories import make_certificate, make_outlet, make_plan, make_product
from tests.support.papers import make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
CONTACT = {"office": "Sở Mẫu", "phone": "0255 3822 000", "email": "ocop@so.example"}


def told(page):
    """{name: content} of the meta tags of a page, and its canonical address."""
    pairs = re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', page.text)
    return dict(pairs) | {"canonical": re.search(r'rel="canonical" href="([^"]+)"', page.text)[1]}


def test_each_public_page_names_its_one_address_and_says_what_it_is(client):
    make_certificate()
    plan = make_plan(state=PlanState.ISSUED)
    paths = [
        reverse(f"reports:{name}")
        for name in ("public_products", "certificate_search", "public_plans", "public_dictionary")
    ]
    for path in ("/", *paths, reverse("reports:public_plan", args=[plan.pk])):
        page = told(client.get(path, {"utm_source": "x"}))

        assert page["canonical"] == page["og:url"] == f"http://testserver{path}"
        assert page["description"] == page["og:description"] != ""
        assert page["og:image"] == "http://testserver/static/img/share.png"


def test_a_product_is_shared_with_its_photo_star_and_last_day(client):
    certificate = make_certificate(make_product(name="Tỏi <Lý> Sơn"), star=4)
    photo = make_photo(certificate.product)

    page = told(client.get(page_of(certificate)))

    assert page["og:type"] == "product"
    assert page["og:title"] == "Tỏi &lt;Lý&gt; Sơn"
    assert page["og:image"] == "http://testserver" + reverse(
        "reports:public_photo", args=[photo.pk]
    )
    for words in ("4 sao", certificate.product.producer.name, f"{certificate.expires_on:%d/%m/%Y}"):
        assert words in page["description"]


def test_a_product_is_described_to_machines_in_the_words_of_the_page(client):
    certificate = make_certificate(make_product(name="Tỏi Lý Sơn"), star=4)
    make_photo(certificate.product)

    page = client.get(page_of(certificate))

    assertContains(page, 'itemscope itemtype="https://schema.org/Product"')
    for name in ("name", "award", "category", "description", "manufacturer", "url", "image"):
        assertContains(page, f'itemprop="{name}"')
    assertContains(page, '<h1 itemprop="name">Tỏi Lý Sơn</h1>')
    assertContains(page, "OCOP 4 sao</b>")


def test_a_product_can_be_shared_with_and_without_scripts(client):
    certificate = make_certificate()

    page = client.get(page_of(certificate))

    assertContains(page, "/static/js/share.js")
    assertContains(page, f">http://testserver{page_of(certificate)}</p>")
    assertContains(page, '<button type="button" class="btn btn-line btn-big" hidden>')


def test_where_a_product_is_sold_stands_on_its_page(client):
    certificate = make_certificate()
    make_outlet(certificate.product)
    make_outlet(certificate.product, name="Gian hàng", address="", link="https://cho.example/toi")

    page = client.get(page_of(certificate))

    assertContains(page, "12 Trần Phú")
    link = '<a href="https://cho.example/toi" rel="nofollow noopener">'
    assertContains(page, link)
    assertNotContains(client.get(page_of(make_certificate())), "Mua ở đâu")


def test_other_products_of_the_unit_are_shown_beside_the_product(client):
    certificate = make_certificate()
    commune = certificate.product.commune
    near = [make_certificate(make_product(name=f"Gần {n}", commune=commune)) for n in range(5)]
    make_certificate(make_product(name="Xa"))

    unit, cards = client.get(page_of(certificate)).context["others"]

    assert unit == commune.parent
    assert [card.name for card in cards] == [row.product.name for row in near[:0:-1]]


def test_an_answer_about_a_paper_is_not_found_by_searching(client):
    assertContains(
        client.get(check_page_of(make_certificate())), '<meta name="robots" content="noindex">'
    )


def test_the_foot_names_whom_to_ask_where_it_is_set(client, settings):
    certificate = make_certificate()
    assertNotContains(client.get("/"), "Cơ quan thường trực")
    assertNotContains(client.get(page_of(certificate)), "Báo thông tin sai")

    settings.CONTACT = CONTACT
    client.cookies["any"] = "x"  # no kept page
    front, page = client.get("/"), client.get(page_of(certificate))

    assertContains(front, "Cơ quan thường trực: Sở Mẫu")
    assertContains(front, '<a href="tel:02553822000">0255 3822 000</a>')
    assertContains(page, 'href="mailto:ocop@so.example?subject=')
