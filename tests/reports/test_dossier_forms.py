"""The three forms of a dossier and the empty sheet of criteria, on paper."""

from datetime import date
from io import BytesIO, StringIO

import pdfplumber
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from products.enums import DossierKind, EvidenceKind
from products.models import CommuneReport, Dossier, Producer
from programs.criteria import load_criteria
from programs.enums import ProductGroup, Role
from programs.models import UnitSuccession
from reports.builders.dossier_forms import FORMS, dossier_form, papers_of, with_places
from reports.papers.values import Fill, Grid, Paragraph, letters
from reports.renderers import paper_pdf
from tests.support.criteria_files import GOOD, make_law, write
from tests.support.factories import (
    make_certificate,
    make_commune,
    make_dossier,
    make_producer,
    make_product,
    make_province,
    make_user,
)
from tests.support.papers import make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def criteria(tmp_path):
    law = make_law()
    load_criteria(law, write(tmp_path, GOOD))
    return law.criteria_sets.get()


@pytest.fixture
def producer():
    return make_producer(
        name="HTX Thi Phổ",
        representative="Trần Thị Kín",
        gender="female",
        is_ethnic_minority=True,
        address="Xóm 7",
        phone="0255 382",
    )


@pytest.fixture
def dossier(criteria, producer):
    product = make_product(producer=producer, name="Mạch nha")
    dossier = make_dossier(
        product, criteria_set=criteria, samples=5, background="Từ 1990.\nĐến nay."
    )
    for code, number in (("1.1", 2), ("7", 2)):
        criterion = criteria.criteria.get(code=code)
        option = criterion.options.get(number=number)
        dossier.answers.create(criterion=criterion, option=option, evidence=f"Phiếu {code}")
    return dossier


def paper(dossier, number, **facts):
    return dossier_form(with_places(Dossier.objects).get(pk=dossier.pk), number, **facts)


def text_of(content):
    with pdfplumber.open(BytesIO(content)) as pdf:
        return " ".join(word for page in pdf.pages for word in page.extract_text().split())


def printed(dossier, number):
    return text_of(paper_pdf.render(paper(dossier, number)))


def report(*arguments):
    out = StringIO()
    call_command("report", *arguments, stdout=out)
    return out.getvalue()


# --- What stands on them -----------------------------------------------------------------------


def test_the_registration_says_who_registers_what_and_how(dossier):
    text = printed(dossier, "01")

    for words in ("HTX Thi Phổ", "Trần Thị Kín", "Mạch nha", "Xóm 7", "Số sản phẩm mẫu: 05"):
        assert words in text
    assert "■ đánh giá lần đầu; □ nâng hạng; □ đánh giá lại." in text


def test_what_is_not_known_is_dots_to_write_on():
    text = printed(make_dossier(), "01")

    assert "Điện thoại, thư điện tử: ....." in text
    assert "None" not in text


def test_a_service_of_tourism_needs_no_samples(producer):
    product = make_product(producer=producer, product_group=ProductGroup.TOURISM)

    assert "không cần (dịch vụ du lịch)" in printed(make_dossier(product), "01")


def lines_of(paper):
    """The lines of the paper: those of its tables as tuples of their cells."""
    for block in paper.blocks:
        if isinstance(block, Grid):
            yield from (tuple(map(letters, row.cells)) for row in block.rows)
        elif isinstance(block, Paragraph):
            yield " ".join(filter(None, [block.mark, letters(block.text)]))


def test_the_self_assessment_has_every_criterion_with_its_points(dossier):
    found = [line for line in lines_of(paper(dossier, "02")) if isinstance(line, tuple)]

    assert [(code, option, points, proof) for code, _, option, _, points, proof in found[:-1]] == [
        ("A", "", "60", ""),
        ("1", "", "20", ""),
        ("1.1", "Từ 50%", "20", "Phiếu 1.1"),
        ("1.2", "", "", ""),
        ("7", "Có", "40", "Phiếu 7"),
    ]
    assert found[-1] == ("Tổng điểm tự chấm", "", "60", "")


def test_the_self_assessment_is_printed_without_the_doubts_of_the_portal(dossier):
    text = printed(dossier, "02")

    assert "Nghi ngờ" not in text
    assert "Còn 01 tiêu chí chưa chọn mức, tính 0 điểm." in text
    assert "Tổng điểm tự chấm 60" in text
    assert text.index("Từ 1990.") < text.index("Đến nay.")


def test_the_papers_that_are_there_are_ticked(dossier):
    there = {EvidenceKind.BUSINESS_LICENCE: ["ĐKKD 4300"], EvidenceKind.AWARD: ["Giải A", "Giải B"]}

    lines = [line for line in lines_of(paper(dossier, "02", papers=there)) if line[0] in "□■"]

    assert [line for line in lines if line[0] == "■"] == [
        "■ Giấy đăng ký kinh doanh",
        f"■ 1. {EvidenceKind.BUSINESS_LICENCE.label}: ĐKKD 4300",
        f"■ 15. {EvidenceKind.AWARD.label}: Giải A; Giải B",
    ]
    assert len(lines) == 10 + 15


def test_who_signs_is_told_with_people_residence_and_day_of_foundation(dossier, producer):
    facts = {"ethnicity": "Hrê", "residence": "Thôn 3, xã Ba Tơ", "job_title": "Giám đốc"}
    Producer.objects.filter(pk=producer.pk).update(registered_on=date(2019, 3, 2), **facts)

    for number in ("01", "02"):
        assert "Chức vụ: Giám đốc" in printed(dossier, number)
    for words in ("Dân tộc: Hrê", "Nơi thường trú: Thôn 3, xã Ba Tơ", "đăng ký: 02/03/2019"):
        assert words in printed(dossier, "02")


def test_an_upgrade_says_what_is_answered_otherwise(dossier, criteria):
    Dossier.objects.filter(pk=dossier.pk).update(state="withdrawn")
    again = make_dossier(
        dossier.product,
        kind=DossierKind.UPGRADE,
        certificate=make_certificate(dossier.product),
        follows=dossier,
        criteria_set=criteria,
    )
    seven = criteria.criteria.get(code="7")
    again.answers.create(criterion=seven, option=seven.options.get(number=1))

    lines = list(lines_of(paper(again, "02")))

    assert "- 1.1. Nguồn gốc: từ “Từ 50% (20)” thành “chưa chọn”." in lines
    assert "- 7. Dinh dưỡng: từ “Có (40)” thành “Không (0)”." in lines


def test_the_report_of_the_commune_has_its_four_assessments(dossier):
    CommuneReport.objects.create(
        dossier=dossier,
        number="12/BC-UBND",
        signed_on=date(2026, 2, 5),
        signer="Ông A",
        labour="18 lao động.",
        proposal="Ghi tem.",
    )

    text = printed(dossier, "03")

    for words in (
        "Số: 12/BC-UBND",
        "ngày 05 tháng 02 năm 2026",
        "18 lao động.",
        "Ghi tem.",
    ):
        assert words in text
    assert "4. Bản sắc, trí tuệ địa phương" in text
    assert "TM. ỦY BAN NHÂN DÂN - UBND tỉnh Quảng Ngãi; …………………… - Lưu: VT." in text


def test_the_commune_is_the_one_that_holds_the_ground_on_the_day(dossier):
    old = dossier.product.commune
    old.valid_to = date(2025, 6, 30)
    old.save()
    new = make_commune(make_province(), name="Thi Phổ Mới", valid_from=date(2025, 7, 1))
    UnitSuccession.objects.create(old=old, new=new, on=date(2025, 7, 1))
    Dossier.objects.filter(pk=dossier.pk).update(received_on=date(2026, 8, 3))

    found = paper(dossier, "03")

    assert found.head.issuer == ("ỦY BAN NHÂN DÂN", str(new).upper())
    assert found.receivers[0] == "UBND tỉnh Quảng Ngãi"
    assert found.subject.endswith("năm 2026")
    assert Fill("3. Địa chỉ", "Xóm 7, xã Thi Phổ Mới, tỉnh Quảng Ngãi") in found.blocks


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Chủ tịch", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("Phó Chủ tịch", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        ("", ["TM. ỦY BAN NHÂN DÂN", "……………………"]),
    ],
)
def test_the_report_bears_the_right_and_the_title_of_its_signer(dossier, title, lines):
    CommuneReport.objects.create(dossier=dossier, signer_title=title)

    [signature] = paper(dossier, "03").signatures

    assert [*signature.authority, signature.title] == lines


@pytest.mark.parametrize("number", FORMS)
def test_a_form_costs_the_same_queries_however_much_is_answered(
    dossier, number, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        paper(dossier, number)


# --- How they are handed out -------------------------------------------------------------------


def test_the_address_hands_the_form_out_as_a_file(client, as_role, dossier):
    as_role(Role.UNIT_LEADER, unit=dossier.product.commune.parent)

    response = client.get(f"/ho-so/{dossier.pk}/mau-03.pdf")

    assert response.getvalue().startswith(b"%PDF-")
    assert response.headers["Content-Disposition"].endswith('filename="mau-03-mach-nha.pdf"')


@pytest.mark.parametrize("number", ["04", "1", "%2E%2E"])
def test_there_is_no_other_form(client, admin, dossier, number):
    address = reverse("reports:dossier_form", args=[dossier.pk, "01", "pdf"])

    assert client.get(address.replace("mau-01", f"mau-{number}")).status_code == 404


def test_a_form_printed_twice_has_the_same_bytes(dossier, tmp_path):
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for file in files:
        report("dossier-form", "--dossier", str(dossier.pk), "--form", "02", "--output", str(file))

    first, second = (file.read_bytes() for file in files)
    assert first == second


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--dossier", "1", "--form", "04"), "Chọn --form: 01, 02, 03"),
        (("--dossier", "999999", "--form", "01"), "Không có hồ sơ mang mã số “999999”"),
        (("--form", "01"), "Ghi --dossier"),
    ],
)
def test_a_report_of_no_such_form_says_what_to_write(arguments, words):
    with pytest.raises(CommandError, match=words):
        report("dossier-form", *arguments, "--output", "x.pdf")


def test_the_empty_sheet_of_a_set_has_options_and_minima_and_no_doubts(criteria, tmp_path):
    file = tmp_path / "a.pdf"
    law = criteria.regulation
    law.parts.update(article="Phụ lục II")

    report("criteria-sheet", "--set", "1", "--output", str(file))

    text = text_of(file.read_bytes())
    assert f"(Phụ lục II ban hành kèm theo Quyết định số {law.number} ngày" in text
    assert "của Thủ tướng Chính phủ về Bộ tiêu chí)" in text
    for words in ("□ Dưới 50% 10 (3*)", "□ Trên 75% 40 (5*)", "Tổng điểm 100"):
        assert words in text
    assert "bản chép mờ" not in text


def test_a_sheet_that_is_not_published_is_not_printed():
    with pytest.raises(CommandError, match="Không có bộ tiêu chí của bộ “27”"):
        report("criteria-sheet", "--set", "27", "--output", "x.pdf")


def test_the_paper_names_what_was_filed_for_its_reader(dossier):
    make_paper(dossier, kind="award", title="Bằng khen")
    make_paper(dossier, kind="materials", title="Hợp đồng", is_restricted=True)

    assert papers_of(dossier, make_user(Role.OBSERVER)) == {"award": ["Bằng khen"]}
    assert "materials" in papers_of(dossier, make_user(Role.PROVINCE_STAFF))
