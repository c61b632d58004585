"""Papers uploaded in a real browser: dropped, told of, refused one by one, shown; on a phone."""

import base64

import pytest
from playwright.sync_api import expect

from tests.support.browser import awaited, enter, see
from tests.support.factories import make_dossier
from tests.support.papers import locked, make_paper, pdf, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DROP = """(zone, files) => {
    const held = new DataTransfer();
    for (const [name, type, text] of files) {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        held.items.add(new File([bytes], name, { type }));
    }
    const facts = { dataTransfer: held, bubbles: true, cancelable: true };
    for (const kind of ["dragover", "drop"]) zone.dispatchEvent(new DragEvent(kind, facts));
}"""
PDF, PNG = "application/pdf", "image/png"
VIEWER = "chrome-extension:"  # Chromium's own, which a wrong policy would keep out


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def dossier():
    return make_dossier()


@pytest.fixture
def open_upload(dossier, live_server, open_page):
    def open_it(width=1440, path="them/"):
        page = open_page(live_server.url, width)
        enter(page, live_server.url, dossier.created_by)
        page.goto(f"/ho-so/{dossier.pk}/giay-to/{path}")
        return page

    return open_it


def drop(page, *files):
    told = [(name, kind, base64.b64encode(data).decode()) for name, kind, data in files]
    page.locator("[data-part=drop]").evaluate(DROP, told)


def send(page):
    page.get_by_role("button", name="Tải lên").click()


def titles(dossier):
    return list(dossier.documents.order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize("width", [1440, 360])
def test_files_that_are_dropped_are_named_sent_and_listed(open_upload, dossier, width):
    page = open_upload(width)
    see(page, "Tải giấy tờ lên")
    page.get_by_label("Loại giấy tờ").select_option("labour")
    drop(page, ("Bảng lương.pdf", PDF, pdf()), ("Xưởng.png", PNG, picture()))
    expect(page.get_by_role("status")).to_contain_text("2 tệp: Bảng lương.pdf, Xưởng.png")
    send(page)

    page.wait_for_url("**/giay-to/")
    see(page, "Giấy tờ của hồ sơ")
    expect(page.get_by_role("link", name="Xưởng")).to_be_visible()
    assert titles(dossier) == ["Bảng lương", "Xưởng"]


def test_of_several_files_the_good_are_filed_and_the_bad_are_told(open_upload, dossier):
    page = open_upload(path="them/?loai=labour")
    drop(page, ("khóa.pdf", PDF, locked()), ("tốt.pdf", PDF, pdf()))
    with awaited(page, "422"):
        send(page)
        expect(page.locator("[data-part=fault]")).to_contain_text("“khóa.pdf” đặt mật khẩu")

    expect(page.get_by_role("status")).to_contain_text("Đã tải lên 1/2 tệp")
    assert titles(dossier) == ["tốt"]
    expect(page.get_by_role("button", name="Tải lên")).to_be_enabled()


def test_nothing_is_sent_where_nothing_was_chosen(open_upload, dossier):
    page = open_upload(path="them/?loai=labour")
    send(page)

    expect(page.locator("[data-part=fault]")).to_have_text("Chưa chọn tệp nào.")
    assert titles(dossier) == []


def test_the_keyboard_alone_files_a_paper(open_upload, dossier):
    page = open_upload(path="them/?loai=labour")
    file = {"name": "giấy.pdf", "mimeType": PDF, "buffer": pdf()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Tải lên").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/giay-to/")
    assert titles(dossier) == ["giấy"]


@pytest.mark.parametrize("width", [1440, 360])
def test_a_paper_is_seen_in_its_page(open_upload, dossier, width):
    shot = make_paper(dossier, data=picture(), content_type=PNG, title="Ảnh xưởng")
    paper = make_paper(dossier)
    page = open_upload(width, path="")
    page.goto(shot.get_absolute_url())
    see(page, "Ảnh xưởng")
    assert page.get_by_alt_text("Ảnh xưởng").evaluate("image => image.naturalWidth") == 40

    with page.expect_request(lambda request: request.url.startswith(VIEWER)):
        page.goto(paper.get_absolute_url())
    expect(page.locator("h1")).to_contain_text("Phiếu kiểm nghiệm")
