"""Certificates on paper, and the page where anybody checks them."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from products.models import Certificate
from products.register.merging import merge
from programs.enums import Role
from programs.sealing import digest
from reports.builders.certificate import certificate_paper
from reports.models import SealedDocument
from reports.public.addresses import page_of
from reports.renderers import certificate as certificate_sheet
from reports.renderers.qr import qr_path
from reports.views import certificates as views
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_producer,
    make_product,
    make_user,
    make_withdrawal,
)
from tests.support.reading import sheet_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


def check(client, certificate):
    return client.get(reverse("reports:certificate_check", args=[certificate.check_code]))


# --- The public page ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("issued_on", "heading", "words"),
    [
        (date(2025, 1, 1), "Giấy còn hiệu lực", "đến hết ngày <b>01/01/2028</b>, còn 402 ngày"),
        (date(2023, 12, 1), "Giấy còn hiệu lực", "sắp hết hạn: đến hết ngày <b>01/12/2026</b>"),
        (date(2023, 11, 25), "Giấy còn hiệu lực", "hôm nay là ngày cuối"),
        (date(2023, 11, 24), "Giấy đã hết hiệu lực", "ngày <b>24/11/2026</b>, đã 1 ngày"),
    ],
)
def test_everybody_reads_what_a_certificate_is_worth_today(client, issued_on, heading, words):
    response = check(client, make_certificate(issued_on=issued_on))

    assertContains(response, f"<h1>{heading}</h1>")
    assertContains(response, words)
    is_green = "answer-bad" not in response.text
    assert is_green == (heading == "Giấy còn hiệu lực")


@pytest.mark.parametrize(
    ("kind", "heading", "words"),
    [
        ("revoked", "Giấy đã bị thu hồi", "từ ngày <b>25/11/2026</b>"),
        ("upgraded", "Giấy đã được thay khi nâng hạng", "từ ngày <b>25/11/2026</b>"),
        ("extended", "Giấy còn hiệu lực", "được kéo dài đến hết ngày <b>01/01/2027</b>"),
    ],
)
def test_the_page_tells_what_happened(client, kind, heading, words):
    certificate = make_certificate(issued_on=date(2023, 11, 1))
    facts = {"until": date(2027, 1, 1)} if kind == "extended" else {}
    if kind == "upgraded":
        facts["by_certificate"] = make_certificate(certificate.product, issued_on=TODAY, star=4)
    on = TODAY if kind != "extended" else date(2026, 10, 20)
    certificate.events.create(kind=kind, on=on, recorded_by=make_user(Role.OBSERVER), **facts)

    response = check(client, certificate)

    assertContains(response, f"<h1>{heading}</h1>")
    assertContains(response, words)
    if kind == "upgraded":
        assertContains(response, check_url(facts["by_certificate"]))


def check_url(certificate):
    return reverse("reports:certificate_check", args=[certificate.check_code])


def test_an_old_code_works_after_its_product_was_merged(client):
    certificate = make_certificate(issued_on=date(2021, 1, 1))
    later = make_certificate(issued_on=date(2025, 1, 1))
    chief = make_user(Role.PROVINCE_ADMIN)
    merge(certificate.product, later.product, "Trùng.", by=chief)

    assertContains(check(client, certificate), check_url(later))


def test_the_page_tells_nothing_of_people_and_places(client):
    producer = make_producer(
        representative="Trần Thị Kín",
        phone="0905111222",
        email="kin@ocop.example",
        address="Xóm 7",
        registration_number="4300123",
    )
    certificate = make_certificate(make_product(producer=producer), basis="Biên bản mật")

    response = check(client, certificate)

    assertContains(response, certificate.product_name)
    secrets = ("Trần Thị Kín", "0905111222", "kin@", "Xóm 7", "4300123", "Biên bản mật", "Người Số")
    for secret in (*secrets, producer.commune.name):
        assertNotContains(response, secret)


def test_a_draft_and_a_guess_are_told_to_be_unknown(client):
    draft = make_draft()
    for response in (check(client, draft), client.get("/kiem-tra/2a3b/")):
        assertContains(response, "<h1>Không có giấy này</h1>", status_code=404)
        assertNotContains(response, draft.product.name, status_code=404)


# --- By number ---------------------------------------------------------------------------------


def search(client, text):
    return client.get(reverse("reports:certificate_search"), {"so": text})


@pytest.mark.parametrize("text", ["27/2026", " 027 / 2026 ", "Số 27/2026", "số: 27/2026"])
def test_a_certificate_is_found_by_the_number_that_is_printed_on_it(client, text):
    certificate = make_certificate(issued_on=date(2026, 1, 1), number=27, year=2026)

    response = search(client, text)

    assertContains(response, "<h1>Giấy còn hiệu lực</h1>")
    assertContains(response, certificate.product_name)
    assertContains(response, "<dd>27/2026</dd>")


def test_a_number_that_several_have_given_leads_to_each_of_their_papers(client):
    facts = {"number": 27, "year": 2025}
    papers = [
        make_certificate(make_product(), issued_on=date(2025, 1, 1), series=series, **facts)
        for series in ("district-524", "province-51")
    ]
    papers[1].events.create(kind="revoked", on=TODAY, recorded_by=make_user(Role.OBSERVER))

    response = search(client, "27/2025")

    for paper in papers:
        assertContains(response, check_url(paper))
        assertContains(response, paper.product_name)
    assert response.text.count(">Còn hiệu lực</span>") == 1
    assert response.text.count(">Đã thu hồi</span>") == 1


def test_a_number_that_nobody_has_given_is_told_and_a_draft_has_none(client):
    make_draft(number=27, year=2026)

    response = search(client, "27/2026")

    assertContains(response, "<h1>Không có giấy này</h1>")
    assertContains(response, "số <b>27/2026</b>")


@pytest.mark.parametrize("text", ["27", "27/26", "x" * 500, "99999999999/2026", "27/2026<script>"])
def test_what_is_no_number_is_asked_for_again(client, text):
    response = search(client, text)

    assertContains(response, "không phải số giấy")
    assertNotContains(response, "2026<script>")


def test_the_page_to_search_in_shows_no_answer_and_reads_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(2):  # a savepoint
        response = client.get(reverse("reports:certificate_search"))

    assertContains(response, 'name="so"')
    assertNotContains(response, "answer-head")


def test_a_product_in_the_catalogue_is_led_to_and_another_one_is_not(client):
    certificate = make_certificate(issued_on=date(2026, 1, 1))

    assertContains(check(client, certificate), page_of(certificate))
    make_withdrawal(certificate.product)
    assertNotContains(check(client, certificate), page_of(certificate))


def test_who_tries_many_numbers_is_stopped(client, settings):
    settings.COSTLY_RATES = {"check": "2/m/ip"}

    answers = [search(client, f"{number}/2026").status_code for number in range(3)]

    assert answers == [200, 200, 429]


def test_codes_are_long_and_never_alike():
    codes = {make_draft().check_code for _ in range(20)}

    assert len(codes) == 20
    assert all(re.fullmatch(r"[2-9a-z]{16}", code) for code in codes)


def test_who_tries_many_codes_is_stopped_and_may_come_back(client, settings):
    settings.COSTLY_RATES = {"check": "3/m/ip"}
    certificate = make_certificate()

    answers = [check(client, certificate).status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert check(client, certificate).status_code == 200


def test_the_page_costs_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    product = make_product()
    for year in (2010, 2014, 2018, 2022):
        certificate = make_certificate(product, issued_on=date(year, 1, 1))
    check(client, certificate)

    with django_assert_max_num_queries(18):
        check(client, certificate)


# --- On paper ----------------------------------------------------------------------------------


def report(*arguments, **options):
    out = StringIO()
    call_command("report", *arguments, stdout=out, **options)
    return out.getvalue()


def test_a_certificate_is_printed_with_the_same_bytes_twice(tmp_path):
    certificate = make_certificate()
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for file in files:
        options = ("--code", certificate.check_code, "--format", "pdf", "--output", str(file))
        report("certificate", *options)

    first, second = (file.read_bytes() for file in files)
    assert first == second
    assert first.startswith(b"%PDF-")
    assert SealedDocument.objects.get().template == "certificate-2"


def test_printed_anew_it_has_the_same_bytes():
    certificate = make_certificate()
    stored = views.certificate_pdf(certificate)

    anew = certificate_sheet.render(certificate_paper(Certificate.objects.get(pk=certificate.pk)))

    assert anew == stored


def test_what_was_sealed_under_an_older_template_keeps_its_bytes(client, admin):
    certificate, content = make_certificate(), b"%PDF-1.7 as it was printed then %%EOF"
    SealedDocument.objects.create(
        key=f"certificate-{certificate.pk}.pdf",
        content=content,
        sha256=digest(content),
        template="certificate-1",
    )

    response = client.get(reverse("reports:certificate_paper", args=[certificate.pk]))

    assert response.getvalue() == content
    assert SealedDocument.objects.get().template == "certificate-1"


def test_the_page_hands_out_the_same_paper(client, admin):
    certificate = make_certificate()

    response = client.get(reverse("reports:certificate_paper", args=[certificate.pk]))

    assert response.getvalue() == views.certificate_pdf(certificate)


def test_a_draft_has_no_paper(client, admin):
    url = reverse("reports:certificate_paper", args=[make_draft().pk])

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("code", ["", "2a3b"])
def test_a_report_of_an_unknown_code_says_so(code):
    with pytest.raises(CommandError, match="mã"):
        report("certificate", "--code", code, "--output", "x.pdf")


def test_a_qr_code_has_its_quiet_margin_and_its_dark_cells():
    side, path = qr_path("https://ocop.example/kiem-tra/2a3b4c5d6e7f8g9h/")

    cells = {tuple(map(int, cell)) for cell in re.findall(r"M(\d+) (\d+)h1", path)}
    assert min(min(cell) for cell in cells) == 4
    assert max(max(cell) for cell in cells) == side - 5


def test_the_register_is_printed_with_what_each_is_worth(tmp_path):
    make_certificate(issued_on=date(2022, 1, 1))
    file = tmp_path / "a.xlsx"

    report("register", "--format", "xlsx", "--output", str(file))

    rows = sheet_of(file.read_bytes()).iter_rows(values_only=True)
    assert any("hết hạn" in row for row in rows)
