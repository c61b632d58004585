"""How a certificate is signed, and what it says of producer and product on its day."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from products.certificates.particulars import address_of, sign
from products.models import Certificate
from programs.acts import StepRefused
from programs.enums import Role
from programs.models import Unit
from tests.support.factories import make_draft, make_producer, make_user

pytestmark = pytest.mark.pg
SIGNED = {"signer_authority": "", "signer_title": "", "signer_name": ""}


def signed(**answers):
    certificate = Certificate()
    sign(certificate, SIGNED | answers)
    return (
        certificate.signer_authority.split("\n"),
        certificate.signer_title,
        certificate.signer_name,
    )


@pytest.mark.parametrize(
    ("authority", "title", "lines"),
    [
        ("", "", [""]),
        ("", "Chủ tịch", [""]),
        ("kt. chủ tịch", "phó chủ tịch", ["KT. CHỦ TỊCH"]),
        ("TM. Ủy ban nhân dân\n", "Chủ tịch", ["TM. ỦY BAN NHÂN DÂN"]),
        (
            "TM. ỦY BAN NHÂN DÂN\nKT.CHỦ TỊCH",
            "Phó Chủ tịch",
            ["TM. ỦY BAN NHÂN DÂN", "KT.CHỦ TỊCH"],
        ),
    ],
)
def test_authority_and_title_are_lines_of_their_own_in_capitals(authority, title, lines):
    found = signed(signer_authority=authority, signer_title=title)

    assert found == (lines, title.upper(), "")


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"signer_authority": "KT. CHỦ TỊCH"}, "signer_title", "Dưới “KT. CHỦ TỊCH” phải ghi"),
        ({"signer_name": "Nguyễn An"}, "signer_title", "Phải ghi chức vụ"),
        ({"signer_title": "KT. CHỦ TỊCH"}, "signer_title", "là quyền hạn"),
        ({"signer_authority": "KT.", "signer_title": "A"}, "signer_authority", "Sau “KT.”"),
        ({"signer_authority": "CHỦ TỊCH", "signer_title": "A"}, "signer_authority", "TM. (thay"),
        ({"signer_authority": "TM. A\nKT. B\nTL. C"}, "signer_authority", "nhiều nhất 2 dòng"),
    ],
)
def test_what_cannot_stand_above_a_signature_is_refused(answers, field, words):
    with pytest.raises(StepRefused, match=re.escape(words)) as refused:
        signed(**answers)

    assert (refused.value.code, refused.value.status) == (field, 422)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "day", "address"),
    [
        ("", date(2024, 3, 1), "xã Bình Trung, huyện Bình Sơn, tỉnh Quảng Ngãi"),
        ("Thôn 5.", date(2024, 3, 1), "Thôn 5, xã Bình Trung, huyện Bình Sơn, tỉnh Quảng Ngãi"),
        (
            "Thôn 5, xã Bình Trung, huyện Bình Sơn",
            date(2024, 3, 1),
            "Thôn 5, xã Bình Trung, huyện Bình Sơn, tỉnh Quảng Ngãi",
        ),
        ("12 Lê Lợi, Tỉnh Quảng Ngãi, xã A", date(2024, 3, 1), "12 Lê Lợi, Tỉnh Quảng Ngãi, xã A"),
    ],
)
def test_an_address_names_the_units_of_the_day_once(typed, day, address):
    call_command("loaddata", "units", verbosity=0)
    place = Unit.objects.on(day).get(name="Bình Trung")

    assert address_of(make_producer(commune=place, address=typed), day) == address


@pytest.mark.django_db
def test_an_address_follows_its_commune_to_the_day():
    call_command("loaddata", "units", verbosity=0)
    place = Unit.objects.on(date(2024, 3, 1)).get(name="Bình Trung")
    heir = place.successions.get().new

    address = address_of(make_producer(commune=place, address="Thôn 5"), date(2026, 3, 1))

    assert address == f"Thôn 5, xã {heir.name}, tỉnh Quảng Ngãi"


@pytest.mark.django_db
def test_the_page_asks_for_the_signer_and_says_what_is_wrong(client, admin):
    call_command("loaddata", "regulations", verbosity=0)
    draft = make_draft(prepared_by=make_user(Role.PROVINCE_STAFF))
    url = reverse("products:certificate_step", args=[draft.pk, "issue"])
    body = {
        "decision_number": "1/QĐ",
        "decision_date": "02/07/2026",
        "issued_on": "02/07/2026",
        "signer_authority": "KT. Chủ tịch",
    }

    refused = client.post(url, body)
    taken = client.post(url, body | {"signer_title": "Phó Chủ tịch", "signer_name": "Lê  An"})

    assert refused.status_code == 422
    assert "phải ghi chức vụ của người ký" in refused.text
    assert taken.status_code == 302
    draft.refresh_from_db()
    assert (draft.signer_title, draft.signer_name) == ("PHÓ CHỦ TỊCH", "Lê An")
    assert "PHÓ CHỦ TỊCH" in client.get(draft.get_absolute_url()).text
