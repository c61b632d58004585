"""The second walk in a real browser: dossier, Council's result, certificate, check on a phone."""

from contextlib import nullcontext
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from councils.models import Session
from products.certificates.history import chain_of
from products.enums import EvidenceKind
from products.models import Certificate, Dossier, Product
from tests.support.browser import follow, press, see, sign_in
from tests.support.papers import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
UNIT = "530"  # Sơn Tây, whose people the demonstration names first
# Mandatory for food and drink; of the other kinds the producer says that there is none.
UPLOADED = (
    EvidenceKind.BUSINESS_LICENCE,
    EvidenceKind.QUALITY_DECLARATION,
    EvidenceKind.TEST_REPORT,
)
PHONE = {"width": 360, "height": 780}


@pytest.fixture(scope="module")
def demo_clock():
    """Today: the law in force now, and its sheets."""
    return nullcontext


def a_product_without_a_dossier():
    """A product of the unit that has three stars now and nothing under way."""
    for product in Product.objects.filter(commune__parent__code=UNIT, dossiers=None).order_by("pk"):
        if [row.star for row in chain_of(product)][-1:] == [3]:
            return product
    raise AssertionError("The demonstration holds no such product.")


def test_a_product_rises_from_its_dossier_to_a_certificate_that_anybody_checks(demo, open_page):
    page, product = open_page(demo), a_product_without_a_dossier()

    sign_in(page, "cb.sontay")
    begin(page, product)
    fill_in(page)
    answer_the_best(page)
    upload(page)
    press(page, "Nhận đủ hồ sơ, chuyển kiểm tra")
    report(page)

    sign_in(page, "ld.sontay")
    page.goto(Dossier.objects.latest("pk").get_absolute_url())
    see(page, "cấp xã đang kiểm tra")
    press(page, "Đề nghị tỉnh đánh giá")

    sign_in(page, "chuyenvien")
    conclude(page)

    sign_in(page, "quantri")
    confirm(page)

    sign_in(page, "chuyenvien")
    recognise(page, product)

    sign_in(page, "quantri")
    issue(page, product)
    check_on_a_phone(page, product)


def begin(page, product):
    page.goto(product.get_absolute_url())
    see(page, product.name)
    page.get_by_role("link", name="Lập hồ sơ đánh giá").click()
    page.get_by_label("Loại hồ sơ").select_option(label="Nâng hạng")
    page.get_by_label("Hạng sao đề nghị").select_option(label="4 sao")
    page.get_by_role("button", name="Lập hồ sơ").click()
    see(page, "Hồ sơ nâng hạng")


def fill_in(page):
    page.get_by_role("link", name="Điền Mẫu 01, 02").first.click()
    page.get_by_label("Ngày nhận đủ hồ sơ").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.keyboard.press("Escape")  # the calendar that opens beside it
    for label in ("I. thông tin chung", "II. kết quả", "Thay đổi so với", "IV. kế hoạch"):
        page.get_by_label(label).fill("Như báo cáo của hợp tác xã.")
    page.get_by_label("Số mẫu sản phẩm").fill("5")
    for kind in set(EvidenceKind) - set(UPLOADED):
        page.locator(f"[name=absent_evidence][value={kind}]").check()
    page.get_by_label("Cam kết").check()
    see(page, "Sửa thông tin hồ sơ")
    page.get_by_role("button", name="Lưu").click()
    see(page, "Hồ sơ nâng hạng")


def answer_the_best(page):
    follow(page, "Tự chấm điểm", "Tự chấm điểm")
    for criterion in page.locator(".crit").all():
        criterion.locator(".opt:not(.none) input").last.check()
    expect(page.locator("[data-total]")).not_to_have_text("0")
    total = page.locator("[data-total]").inner_text()
    page.get_by_role("button", name="Lưu bảng tự chấm").click()
    expect(page.get_by_text(f"{total} điểm").first).to_be_visible()


def upload(page):
    for kind in UPLOADED:
        page.get_by_role("link", name=f"tải lên {kind.label}").click()
        file = {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": pdf()}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Tải lên").click()
        expect(page.get_by_role("link", name=kind, exact=True)).to_be_visible()
        page.goto(Dossier.objects.latest("pk").get_absolute_url())


def report(page):
    page.get_by_role("link", name="Ghi báo cáo").first.click()
    for name in ("number", "signer", "origin", "labour", "idea", "identity", "proposal"):
        page.locator(f"[name={name}]").fill("12/BC-UBND" if name == "number" else "Đạt.")
    page.locator("[name=signed_on]").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Lưu").click()
    see(page, "cấp xã đang kiểm tra")


def conclude(page):
    dossier = Dossier.objects.latest("pk")
    page.goto(dossier.get_absolute_url())
    assert bound_pages(page) > 0
    press(page, "Tiếp nhận hồ sơ")
    page.goto("/hoi-dong/")
    follow(page, "(ngoài cổng)", "ngoài cổng")
    follow(page, "Ghi phiên đã họp", "Chuẩn bị phiên họp")
    for name, ago in (("starts_at", 2), ("ends_at", 1)):
        moment = timezone.localtime() - timedelta(minutes=ago)
        page.locator(f"[name={name}]").fill(f"{moment:%d/%m/%Y %H:%M}")
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Lưu").click()
    see(page, "ngoai-cong")
    follow(page, "Đưa hồ sơ vào", "Đưa hồ sơ vào chương trình")
    page.locator(f"[name=dossiers][value='{dossier.pk}']").check()
    page.get_by_role("button", name="Đưa vào").click()
    press(page, "Khai mạc")
    follow(page, dossier.product.name, dossier.product.name)
    follow(page, "Ghi diễn biến, kết luận", "Ghi diễn biến, kết luận")
    page.get_by_label("Điểm trung bình").fill("82,75")
    page.get_by_label("Hạng sao").select_option(label="4 sao")
    page.get_by_role("button", name="Lưu").click()
    see(page, dossier.product.name)


def confirm(page):
    """Somebody else of the department says that it is so."""
    page.goto(Session.objects.latest("pk").get_absolute_url())
    see(page, "đang họp")
    press(page, "Kết thúc, báo kết quả")
    page.goto(Dossier.objects.latest("pk").get_absolute_url())
    see(page, "đã có kết quả")


def bound_pages(page):
    with page.expect_download() as started:
        page.get_by_role("link", name="Tải cả hồ sơ thành một PDF").click()
    with open(started.value.path(), "rb") as file:
        return len(PdfReader(BytesIO(file.read())).pages)


def recognise(page, product):
    page.goto(product.get_absolute_url())
    page.get_by_role("link", name="Dự thảo công nhận").click()
    expect(page.get_by_label("Hạng sao")).to_have_value("4")
    page.get_by_role("button", name="Lưu").click()
    see(page, "Giấy chứng nhận 4 sao")


def issue(page, product):
    page.goto(product.certificates.latest("pk").get_absolute_url())
    page.get_by_role("link", name="Cấp giấy chứng nhận").click()
    page.get_by_label("Số quyết định").fill("99/QĐ-UBND")
    for name in ("decision_date", "issued_on"):
        page.locator(f"[name={name}]").fill(f"{timezone.localdate():%d/%m/%Y}")
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Cấp giấy chứng nhận").click()
    see(page, "còn hiệu lực")


def check_on_a_phone(page, product):
    """Who scans the code sees the new paper's worth, and what became of the old one."""
    new = Certificate.objects.latest("pk")
    old = chain_of(product)[-2]
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    for certificate, words in ((new, "còn hiệu lực"), (old, "thay khi nâng hạng")):
        page.goto(f"/kiem-tra/{certificate.check_code}/")
        see(page, "")
        expect(page.locator("main")).to_contain_text(words, ignore_case=True)


def test_an_administrator_decides_whom_a_split_gives_a_product_to(demo, open_page):
    page = open_page(demo)

    sign_in(page, "quantri")
    page.set_viewport_size(PHONE)
    page.goto("/don-vi/sap-xep/?ngay=2025-01-01")
    see(page, "Sắp xếp đơn vị")
    row = page.locator("tr", has=page.get_by_role("cell", name="Sản phẩm", exact=True)).first
    name = row.get_by_role("rowheader").inner_text()
    row.get_by_role("link", name="chọn trong").click()
    see(page, "Chọn đơn vị kế thừa")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Lưu").click()
    see(page, "Sắp xếp đơn vị")
    expect(page.locator("tr", has_text=name).first).to_contain_text("Đổi")
