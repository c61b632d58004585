"""The register goes out as a book and comes in again as it was; and as the national table."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from products.books.matching import judge
from products.books.reading import examine
from products.certificates.history import chain_of
from products.certificates.validity import first_overlap, life_of
from products.models import Certificate, Product, ProductCode
from programs.enums import Role
from programs.intake.outcomes import Answers
from programs.models import Regulation
from reports.builders.book import book
from reports.renderers import xlsx
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_producer,
    make_product,
    make_unit,
)
from tests.support.reading import sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def _demo(settings, tmp_path):
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    call_command("demo", verbosity=0)


def printed(path, name="register-book"):
    call_command("report", name, output=str(path), format=path.suffix[1:], stdout=StringIO())
    return path.read_bytes()


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_book_that_was_written_out_comes_in_without_a_difference(tmp_path, extension):
    path = tmp_path / f"sổ.{extension}"
    lines = examine(path.name, printed(path), Answers()).lines

    assert len(lines) == Certificate.objects.issued().count()
    assert {finding["status"] for finding in judge(lines)} == {"same"}


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_what_looks_like_a_formula_or_quotes_a_decision_comes_in_without_a_difference(
    tmp_path, extension
):
    call_command("loaddata", "regulations", verbosity=0)
    facts = {"regulation": Regulation.objects.get(code="148-2023"), "authority": "province"}
    for name in ("=1+1", "'=x", "-5 độ", "@a", "a;b,c", 'Tỏi "đen"', "Ghi chú: A", "I. A"):
        producer = make_producer(name=f"HTX {name}", phone="+84912345678", address="-12/5\nB")
        product = make_product(name=name, producer=producer, note="=A1; 'x")
        for year, text in ((2022, "Số 9/QĐ-UBND"), (2023, "QĐ số 12/QĐ-UBND ngày 1/2/2023")):
            day = date(year, 5, 10)
            make_certificate(product, issued_on=day, decision_number=text, **facts)
    path = tmp_path / f"sổ.{extension}"
    findings = judge(examine(path.name, printed(path), Answers()).lines)

    assert {finding["status"] for finding in findings} == {"same"}
    assert len(findings) == Certificate.objects.count()


FIELDS = ("star", "decision_number", "decision_date", "issued_on", "expires_on", "authority")


def said(prefix=""):
    """What the certificates say of products whose names begin so, less those revoked."""
    rows = Certificate.objects.issued().filter(product__name__startswith=prefix)
    rows = rows.exclude(events__kind="revoked").exclude(product__name__startswith="Mới" + prefix)
    rows = rows.values_list("product__name", "year", "number", "regulation", *FIELDS)
    return sorted((row[0].removeprefix(prefix), *row[1:]) for row in rows)


@pytest.mark.usefixtures("_demo")
def test_book_makes_the_same_certificates_of_products_that_are_not_there(tmp_path):
    table, before = book(Product.objects.all()), said()
    place = [column.key for column in table.columns].index("product_name")
    rows = [(row[0], None, f"Mới {row[place]}", *row[place + 1 :]) for row in table.rows]
    path = tmp_path / "sổ.xlsx"
    path.write_bytes(xlsx.render(replace(table, rows=tuple(rows))))

    call_command("import_register", path, doubts="take", faults="skip", stdout=StringIO())

    assert said("Mới ") == before
    for product in Product.objects.filter(name__startswith="Mới "):
        assert first_overlap(map(life_of, chain_of(product))) is None


def test_book_names_what_has_no_certificate_and_nothing_of_drafts():
    product = make_product()
    make_draft(product)
    (row,) = book(Product.objects.all()).rows

    assert (row[2], row[14]) == (product.name, None)


def test_certificates_and_codes_of_a_merged_record_stand_with_the_one_that_was_kept():
    kept, gone = make_product(), make_product()
    ProductCode.objects.create(product=gone, code="51-1-1")
    make_certificate(gone, star=4)
    gone.merged_into = kept
    gone.save()
    (row,) = book(Product.objects.current()).rows

    assert (row[1], row[2], row[14]) == ("51-1-1", kept.name, 4)


# --- The national layout ------------------------------------------------------------------------


def test_national_table_holds_what_was_recognised_and_makes_nothing_up(tmp_path):
    product = make_product()
    make_product()  # never recognised
    ProductCode.objects.create(product=product, code="51-20956-7-2026")
    make_certificate(product, star=4)
    document = json.loads(printed(tmp_path / "o.json", "ptnt-ocop"))

    keys = [column["title"] for column in document["columns"]]
    (row,) = (dict(zip(keys, cells, strict=True)) for cells in document["rows"])
    assert (row["MA_OCOP"], row["XepHang"]) == ("51-20956-7-2026", "4*")
    assert (row["TenSanPham"], row["ChuTheSXKD"]) == (product.name, product.producer.name)
    assert (row["Ma_DonViHanhChinh"], row["DoanhThuNam"]) == (product.commune.code, None)
    assert row["TrangThai"] == "còn hiệu lực"


# --- Who gets them ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "extension"),
    [("book", "xlsx"), ("book", "csv"), *(("national", e) for e in ("xlsx", "csv", "json"))],
)
def test_units_officer_gets_the_own_grounds_rows_as_the_list_is_filtered(
    client, as_role, name, extension
):
    unit = make_unit()
    as_role(Role.UNIT_OFFICER, unit=unit)
    commune = unit.children.first()
    for product in (make_product(name="Tỏi", commune=commune), make_product(name="Xoài")):
        make_certificate(product)
    make_certificate(make_product(name="Chè", commune=commune))
    url = reverse(f"reports:{name}_export", args=[extension])

    body = b"".join(client.get(url, {"q": "Tỏi"}))
    text = " ".join(map(str, values_of(body, extension)))
    assert ("Tỏi" in text, "Xoài" in text, "Chè" in text) == (True, False, False)


def values_of(body, extension):
    if extension == "xlsx":
        return [cell.value for row in sheet_of(body).iter_rows() for cell in row]
    return [body.decode()]
