"""The words by which products are found are true after whatever changes what they are of."""

import uuid
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from products.certificates.issuing import ISSUANCE
from products.ground.words import check_words, keep_words
from products.models import Certificate, Producer, Product, ProductCode
from products.register.merging import merge
from products.register.records import give_code, write
from programs.enums import Role
from tests.support.factories import (
    make_certificate,
    make_draft,
    make_producer,
    make_product,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


def words(product):
    return set(Product.objects.get(pk=product.pk).words.split())


def are_true():
    return all(check.passed for check in check_words())


def test_a_product_is_found_by_its_names_its_codes_and_what_its_papers_bear(chief):
    product = make_product(name="Tỏi", producer=make_producer(name="HTX An"))
    ProductCode.objects.create(product=product, code="51-20956-7-2026")
    make_certificate(
        product,
        product_name="Tỏi Lý Sơn",
        producer_name="Tổ hợp tác An",
        number=7,
        year=2023,
        decision_number="700/QĐ-UBND",
    )

    assert words(product) == {
        *("toi", "htx", "an", "51-20956-7-2026", "7/2023", "ly", "son"),
        *("to", "hop", "tac", "700/qd-ubnd"),
    }


def test_a_draft_is_nothing_to_be_found_by():
    draft = make_draft(decision_number="700/QĐ-UBND")
    keep_words([draft.product_id])

    assert "700/qd-ubnd" not in words(draft.product)


def test_words_are_kept_by_whoever_writes_a_record_or_a_code(chief):
    producer = make_producer(name="HTX Cũ")
    product = Product(
        name="Chè", producer=producer, commune=producer.commune, product_group="drink"
    )
    write(product, by=chief)
    product.name = "Chè dây"
    write(product, by=chief, version=product.version)
    give_code(product, f"51-{producer.commune.code}-7-2026", by=chief)
    producer.name = "HTX Mới"
    write(producer, by=chief, version=producer.version)

    assert words(product) == {"che", "day", "htx", "moi", f"51-{producer.commune.code}-7-2026"}
    assert are_true()


def test_words_are_kept_by_issuing(chief, settings):
    call_command("loaddata", "regulations", verbosity=0)
    draft, day = make_draft(), date(2025, 8, 1)
    answers = {"decision_number": "700/QĐ-UBND", "decision_date": day, "issued_on": day}
    ISSUANCE.take(draft, "issue", by=chief, answers=answers)

    assert "700/qd-ubnd" in words(draft.product)
    assert are_true()


def test_who_takes_a_record_in_is_found_by_its_words_too(chief):
    gone, kept = make_product(name="Nén"), make_product(name="Củ nén")
    make_certificate(gone, number=7, year=2023)
    further = make_product(name="Hành nén")
    merge(further, gone, "Trùng.", by=chief, key=uuid.uuid4())
    merge(gone, kept, "Trùng.", by=chief, key=uuid.uuid4())

    assert {"cu", "nen", "hanh", "7/2023"} <= words(kept)
    assert are_true()


def test_products_that_pass_to_another_producer_are_found_by_its_name(chief):
    gone, kept = make_producer(name="HTX Cũ"), make_producer(name="HTX Mới")
    product = make_product(producer=gone)
    merge(gone, kept, "Trùng.", by=chief)

    assert "moi" in words(product)
    assert are_true()


def test_a_producer_is_found_by_whom_and_how_one_reaches_it():
    producer = make_producer(
        name="HTX An", representative="Lê Tám", phone="0905.123.456", email="an@ocop.example"
    )

    assert set(producer.words.split()) == {
        *("htx", "an", "le", "tam", "0905123456", "ocop", "example"),
    }


def test_the_check_of_integrity_names_what_lost_its_words(capsys):
    product, producer = make_product(), make_producer()
    make_certificate()
    assert are_true()
    Product.objects.filter(pk=product.pk).update(words="")
    Producer.objects.filter(pk=producer.pk).update(words=" htx")

    with pytest.raises(CommandError):
        call_command("integrity")

    told = capsys.readouterr().out
    assert f"LỖI  Từ để tìm của sản phẩm: 1 (cần 0); {product.pk}" in told
    assert f"LỖI  Từ để tìm của chủ thể: 1 (cần 0); {producer.pk}" in told


def test_what_is_true_is_not_written_again(django_assert_num_queries):
    certificate = make_certificate()
    assert Certificate.objects.count() == 1

    with django_assert_num_queries(6):
        keep_words([certificate.product_id])
