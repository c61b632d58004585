"""What is typed into a long form is not lost: left, signed out, offline, and with two people."""

import re
from contextlib import nullcontext
from itertools import count

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from products.demo.year import PASSWORD
from products.enums import DossierState
from products.models import Dossier
from programs.models import FormDraft, User
from tests.support.browser import awaited, enter, see

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
numbers = count(1)


@pytest.fixture(scope="module")
def demo_clock():
    """Today: the law in force now, and its sheets."""
    return nullcontext


@pytest.fixture
def text():
    """What is typed, in each test another one."""
    return f"Hợp tác xã số {next(numbers)} có 42 thành viên.\nNăm 2025 làm thêm 3 loại trà."


@pytest.fixture
def dossier(demo):
    FormDraft.objects.all().delete()
    return Dossier.objects.get(state=DossierState.DRAFT)


@pytest.fixture
def writer(demo):
    return User.objects.get(username="cb.sontay")


@pytest.fixture
def page(demo, open_page, writer):
    page = open_page(demo, 360)
    enter(page, demo, writer)
    return page


def form_of(page, dossier):
    page.goto(f"/ho-so/{dossier.pk}/sua/")
    see(page, "Sửa thông tin hồ sơ")
    return page.get_by_label("I. thông tin chung")


def is_kept(page):
    expect(page.locator("[data-draft-state]")).to_have_text(
        re.compile(r"Đã giữ bản nháp lúc \d\d:\d\d")
    )


def sign_in_again(page, username):
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập").fill(username)
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()


def test_a_form_that_was_left_is_offered_as_a_draft_and_filled_in(page, dossier, text):
    form_of(page, dossier).fill(text)
    is_kept(page)
    field = form_of(page, dossier)
    expect(field).not_to_have_value(text)

    page.get_by_role("link", name="Dùng tiếp").click()

    see(page, "Sửa thông tin hồ sơ")
    expect(field).to_have_value(text)
    page.get_by_role("button", name="Lưu").click()
    see(page, "Hồ sơ nâng hạng")
    dossier.refresh_from_db()
    assert dossier.background == text
    assert not FormDraft.objects.exists()


def test_a_draft_that_is_not_wanted_goes(page, dossier, text):
    form_of(page, dossier).fill(text)
    is_kept(page)
    form_of(page, dossier)

    page.get_by_role("button", name="Bỏ bản nháp").click()

    see(page, "Sửa thông tin hồ sơ")
    expect(page.get_by_text("Có bản nháp")).to_have_count(0)


def test_whoever_leaves_before_it_is_kept_is_asked(page, dossier, text):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form_of(page, dossier).fill(text)

    page.get_by_role("link", name="Quay lại").click()

    see(page, "Hồ sơ nâng hạng")
    assert asked == ["beforeunload"]


def test_a_form_sent_after_the_session_ended_goes_on_after_a_sign_in_on_the_spot(
    page, dossier, text
):
    form_of(page, dossier).fill(text)
    is_kept(page)
    Session.objects.all().delete()

    page.get_by_role("button", name="Lưu").click()
    sign_in_again(page, "cb.sontay")

    see(page, "Hồ sơ nâng hạng")
    dossier.refresh_from_db()
    assert dossier.background == text


def test_typing_on_after_the_session_ended_asks_for_a_sign_in_and_keeps_all(page, dossier, text):
    field = form_of(page, dossier)
    Session.objects.all().delete()
    with awaited(page, "403"):
        field.fill(text)
        sign_in_again(page, "cb.sontay")
        is_kept(page)

    expect(field).to_have_value(text)
    assert FormDraft.objects.get().values["background"] == [text]


def test_what_one_typed_is_neither_shown_to_nor_sent_by_another(page, dossier, text):
    form_of(page, dossier).fill(text)
    is_kept(page)
    Session.objects.all().delete()

    page.get_by_role("button", name="Lưu").click()
    sign_in_again(page, "ld.sontay")
    expect(page.get_by_role("dialog")).to_contain_text("Trang này được mở bằng một tài khoản khác.")
    page.get_by_role("button", name="Bỏ nội dung đang gõ").click()

    see(page, "OCOP")
    dossier.refresh_from_db()
    assert dossier.background != text
    page.goto(f"/ho-so/{dossier.pk}/")
    assert text[:20] not in page.content()


def test_who_typed_comes_in_again_after_another_and_sends_it(page, dossier, text):
    form_of(page, dossier).fill(text)
    is_kept(page)
    Session.objects.all().delete()
    with awaited(page, "403"):
        page.get_by_role("button", name="Lưu").click()
        sign_in_again(page, "ld.sontay")
        page.get_by_role("button", name="Đăng nhập lại bằng tài khoản ấy").click()
        sign_in_again(page, "cb.sontay")
        expect(page.locator("main")).to_contain_text("Đã lưu")

    dossier.refresh_from_db()
    assert dossier.background == text


def test_without_a_server_the_text_stays_and_is_sent_later(page, dossier, text):
    field = form_of(page, dossier)
    field.fill(text)
    is_kept(page)
    page.context.set_offline(True)
    with awaited(page, "ERR_INTERNET_DISCONNECTED"):
        page.get_by_role("button", name="Lưu").click()
        expect(page.get_by_text("Không nối được máy chủ, chưa gửi được")).to_be_visible()
    expect(field).to_have_value(text)

    page.context.set_offline(False)
    page.get_by_role("button", name="Lưu").click()

    see(page, "Hồ sơ nâng hạng")


def test_a_sheet_of_criteria_is_kept_and_counted_while_it_is_answered(page, dossier):
    page.goto(f"/ho-so/{dossier.pk}/tu-cham/")
    see(page, "Tự chấm điểm")
    left = int(re.search(r"\d+", page.locator("[data-left]").inner_text())[0])
    box = page.locator(".open-crit").first
    name = box.get_attribute("id")

    box.locator(".opt").first.click()

    expect(page.locator("[data-left]")).to_have_text(f"còn {left - 1} tiêu chí")
    expect(page.locator(f"#{name}")).not_to_have_class(re.compile("open-crit"))
    is_kept(page)
    page.goto(f"/ho-so/{dossier.pk}/tu-cham/?ban-nhap=1")
    expect(page.locator("[data-left]")).to_have_text(f"còn {left - 1} tiêu chí")
