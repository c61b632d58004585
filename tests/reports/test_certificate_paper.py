"""What stands on a certificate, and that it always stands on one sheet within its frame."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from django.core.management import call_command
from pypdf import PdfReader

from products.certificates.issuing import ISSUANCE
from products.models import Certificate
from programs.enums import Role
from programs.models import ProductSet, Unit
from reports.builders.certificate import certificate_paper
from reports.renderers.certificate import fits, render
from reports.renderers.certificate_frame import INNER
from reports.renderers.fitting import MM
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_producer,
    make_product,
    make_user,
)

pytestmark = pytest.mark.django_db
WORDS = "Nước mắm cá cơm truyền thống ủ chượp hai mươi bốn tháng trong thùng gỗ bời lời " * 3
SIGNED = {
    "signer_authority": "KT. CHỦ TỊCH",
    "signer_title": "PHÓ CHỦ TỊCH",
    "signer_name": "Nguyễn Văn Minh",
}


@pytest.fixture(autouse=True)
def _ground():
    call_command("loaddata", "units", "product_sets", "regulations", verbosity=0)


def commune(name, day):
    return Unit.objects.on(day).select_related("parent__parent").get(name=name)


def issued(day, star=3, place="Bình Trung", product=None, **signed):
    """A certificate that was issued by the portal itself for a product of this commune."""
    place = commune(place, day)
    producer = make_producer(name="HTX Bình Sơn", commune=place, address="Thôn 5")
    product = product or make_product(
        name="Nén Bình Sơn",
        producer=producer,
        commune=place,
        product_set=ProductSet.objects.get(number=6),
    )
    answers = {"decision_number": "700/QĐ-UBND", "decision_date": day, "issued_on": day}
    chief = make_user(Role.PROVINCE_ADMIN)
    draft = make_draft(product, star=star)
    return ISSUANCE.take(draft, "issue", by=chief, answers=answers | SIGNED | signed)


def sheet(content):
    """(number of pages, text of the first, words of the first with their places)."""
    with pdfplumber.open(BytesIO(content)) as pdf:
        page = pdf.pages[0]
        return len(pdf.pages), page.extract_text(), page.extract_words(), page


def read(certificate):
    return sheet(render(certificate_paper(certificate)))[1]


# --- What it says ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "star", "place", "body", "date_line"),
    [
        (
            date(2024, 2, 5),
            3,
            "Bình Trung",
            "ỦY BAN NHÂN DÂN HUYỆN BÌNH SƠN",
            "Bình Sơn, ngày 05 tháng 02 năm 2024",
        ),
        (
            date(2024, 2, 5),
            4,
            "Bình Trung",
            "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
            "Quảng Ngãi, ngày 05 tháng 02 năm 2024",
        ),
        (
            date(2026, 11, 9),
            3,
            "Bình Sơn",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
            "Quảng Ngãi, ngày 09 tháng 11 năm 2026",
        ),
        (
            date(2024, 2, 5),
            5,
            "Bình Trung",
            "BỘ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN",
            "Hà Nội, ngày 05 tháng 02 năm 2024",
        ),
    ],
)
def test_the_body_is_called_as_on_the_decisions_day(day, star, place, body, date_line):
    text = read(issued(day, star, place))

    assert body in text.splitlines()
    assert date_line in text
    assert "cấp" not in text
    assert f"ĐẠT HẠNG {star} SAO" in text


def test_all_that_belongs_on_it_stands_on_it():
    certificate = issued(date(2024, 2, 5))
    text = read(certificate)

    for words in (
        "GIẤY CHỨNG NHẬN",
        "Nén Bình Sơn",
        "của HTX Bình Sơn",
        "Địa chỉ: Thôn 5, xã Bình Trung, huyện Bình Sơn, tỉnh Quảng Ngãi",
        "Bộ sản phẩm: Chế biến từ gạo, ngũ cốc",
        "Số: 01/2024",
        "Quyết định số 700/QĐ-UBND ngày 05/02/2024",
        "Có giá trị từ ngày 05/02/2024 đến hết ngày 05/02/2027",
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "Nguyễn Văn Minh",
        f"/kiem-tra/{certificate.check_code}/",
    ):
        assert words in text
    assert "Mã sản phẩm" not in text  # it has no code: the line is left out


def test_it_keeps_what_was_true_on_its_day():
    certificate = issued(date(2024, 2, 5))
    product = certificate.product
    product.codes.create(code="51-524-1")
    product.producer.address = "Thôn 9"
    product.producer.save()

    text = read(Certificate.objects.get(pk=certificate.pk))

    assert "Thôn 5, xã Bình Trung" in text
    assert "51-524-1" not in text


def test_one_that_was_issued_before_signers_were_kept_leaves_the_place_free():
    certificate = make_certificate(issued_on=date(2025, 11, 1))

    paper = certificate_paper(certificate)

    assert (paper.authority, paper.signer_title, paper.signer) == ((), "", "")
    assert "ngày 01 tháng 11 năm 2025" in read(certificate)


def test_one_of_a_day_before_all_that_is_known_of_units_bears_their_first_names():
    text = read(make_certificate(issued_on=date(2021, 12, 15)))

    assert "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI" in text
    assert "Quảng Ngãi, ngày 15 tháng 12 năm 2021" in text


def test_stars_are_drawn_and_the_frame_too():
    _, _, _, page = sheet(render(certificate_paper(issued(date(2024, 2, 5), 4))))

    golden = [curve for curve in page.curves if curve["fill"] and curve["stroke"]]
    assert len(golden) >= 4  # the corners' stars at least
    reader = PdfReader(BytesIO(render(certificate_paper(Certificate.objects.latest("pk")))))
    assert "4 sao" in str(_alternatives(reader.trailer["/Root"]["/StructTreeRoot"]))


def _alternatives(element, depth=0):
    """The alternative texts of all figures below this element."""
    element = element.get_object()
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    kids = kids if isinstance(kids, list) else [kids]
    found = [element["/Alt"]] if "/Alt" in element else []
    for kid in kids:
        if hasattr(kid.get_object(), "get") and depth < 12:
            found += _alternatives(kid, depth + 1)
    return found


def test_it_is_tagged_and_has_a_title():
    reader = PdfReader(BytesIO(render(certificate_paper(issued(date(2024, 2, 5))))))

    assert reader.metadata.title == "Giấy chứng nhận sản phẩm OCOP số 01/2024"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfaid:conformance" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_what_the_font_has_not_is_left_out_and_no_box_is_printed():
    certificate = make_certificate(
        make_product(name="Trà 🍵 sen ★"), producer_name="HTX 茶 Xanh", issued_on=date(2025, 11, 1)
    )
    text = read(certificate)

    assert "Trà sen" in text
    assert "của HTX Xanh" in text
    assert not {"□", "🍵", "★", "茶"} & set(text)


# --- Always one sheet --------------------------------------------------------------------------

EXTREMES = {
    "words": (WORDS[:200], WORDS[:200].upper(), WORDS[:300]),
    "one word": ("W" * 200, "M" * 200, "W" * 300),
    "short": ("Nén", "A", "B"),
    "one long": (WORDS[:199], "HTX", "Thôn 1"),
}


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("name", EXTREMES)
def test_the_longest_texts_stand_on_one_sheet_within_the_frame(name, orientation):
    product, producer, address = EXTREMES[name]
    facts = {
        "product_name": product,
        "producer_name": producer,
        "producer_address": f"{address}, xã Bình Trung, huyện Bình Sơn, tỉnh Quảng Ngãi",
        "set_name": ProductSet.objects.get(number=8).name,
        "product_code": "5" * 40,
        "decision_number": "7" * 60,
        "signer_authority": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
        "signer_title": "PHÓ CHỦ TỊCH THƯỜNG TRỰC",
        "signer_name": "Nguyễn Thị Kim Hoàng Ngân Thanh",
    }
    certificate = make_certificate(issued_on=date(2024, 2, 5), **facts)
    paper = replace(certificate_paper(certificate), orientation=orientation)

    pages, text, words, page = sheet(render(paper))

    assert pages == 1
    assert fits(paper)
    edge, right, bottom = INNER / MM, page.width - INNER / MM, page.height - INNER / MM
    for word in words:
        assert word["x0"] >= edge, word["text"]
        assert word["x1"] <= right, word["text"]
        assert word["top"] >= edge, word["text"]
        assert word["bottom"] <= bottom, word["text"]
    for told in (product, producer, address):
        assert told.replace(" ", "") in "".join(text.split())
    _nothing_overlaps(words)


def _nothing_overlaps(words):
    """No two words stand on one another."""
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            aside = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
            below = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            # Boxes of letters are higher than the letters: lines of a text meet a little.
            assert aside < 1 or below < 3, (one["text"], other["text"])
