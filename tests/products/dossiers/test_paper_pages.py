"""The pages of papers and photos: filing them, what they show, and what stands in the way."""

from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from programs.enums import Role
from programs.storage import NoRoom, WholeFileStorage
from tests.support.factories import make_dossier, make_product
from tests.support.papers import (
    locked,
    make_paper,
    make_photo,
    make_withdrawn_paper,
    pdf,
    picture,
    upload,
)

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def dossier(as_role):
    """A dossier of the unit whose officer is signed in."""
    officer = as_role(Role.UNIT_OFFICER)
    return make_dossier(make_product(commune=officer.unit.children.first()))


def page(name, row):
    return reverse(f"products:{name}", args=[row.pk])


def post(client, dossier, *files, **more):
    body = {"kind": "labour", "files": files} | more
    return client.post(page("document_add", dossier), body, **more.pop("extra", {}))


# --- Filing --------------------------------------------------------------------------------------


def test_several_files_of_one_kind_are_filed_by_a_plain_form(client, dossier):
    response = post(client, dossier, upload(name="Bảng lương.pdf"), upload(picture(), "Xưởng.png"))

    assert response.url == page("dossier_documents", dossier)
    assert list(dossier.documents.values_list("title", flat=True)) == ["Bảng lương", "Xưởng"]
    assertContains(client.get(response.url), "Đã tải lên 2 tệp")


def test_all_faults_of_all_files_are_told_and_nothing_is_filed(client, dossier):
    bad = (upload(locked(), "khóa.pdf"), upload(b"GIF8", "ảnh.gif"))

    response = post(client, dossier, upload(), *bad, issued_on="2/1/2026", valid_until="1/1/2026")

    assert response.status_code == 422
    for words in ("“khóa.pdf” đặt mật khẩu", "“ảnh.gif” không thuộc loại"):
        assertContains(response, words, status_code=422)
    assert not dossier.documents.exists()


def test_days_in_the_wrong_order_are_told(client, dossier):
    response = post(client, dossier, upload(), issued_on="2/1/2026", valid_until="1/1/2026")

    assertContains(response, "Ngày hết giá trị phải sau ngày cấp", status_code=422)


@pytest.mark.parametrize("title", ["Hồ sơ\u202efdp.exe", "Hồ\x07sơ"])
def test_a_title_that_shows_as_another_is_refused(client, dossier, title):
    response = post(client, dossier, upload(), title=title)

    assertContains(response, "Có ký tự điều khiển không nhìn thấy được", status_code=422)
    assert not dossier.documents.exists()


def test_a_form_without_file_or_kind_says_so(client, dossier):
    response = client.post(page("document_add", dossier), {})

    assert response.status_code == 422
    assert {"kind", "files"} <= set(response.context["form"].errors)


def test_a_script_is_told_where_to_go_on_or_what_is_wrong(client, dossier):
    address = page("document_add", dossier)
    good = client.post(address, {"kind": "labour", "files": upload()}, **JSON)
    bad = client.post(address, {"files": upload(locked(), "khóa.pdf")}, **JSON)

    assert good.json() == {"url": page("dossier_documents", dossier)}
    kind, file = bad.json()["faults"]
    assert (bad.status_code, kind.partition(":")[0]) == (422, "Loại giấy tờ")
    assert "“khóa.pdf”" in file


@pytest.mark.parametrize("extra", [{}, JSON], ids=["page", "script"])
def test_a_full_room_is_a_sentence_that_keeps_what_was_typed(client, dossier, settings, extra):
    settings.UPLOAD_DOSSIER_BYTES = 1
    body = {"kind": "labour", "files": upload(), "number": "15/KN"}

    response = client.post(page("document_add", dossier), body, **extra)

    text = response.json()["faults"][0] if extra else response.content.decode()
    assert response.status_code == 422
    assert "Hồ sơ này chỉ được giữ 0 MB" in text
    assert extra or "15/KN" in text


def test_a_full_disk_is_a_sentence_and_leaves_nothing(client, dossier, monkeypatch, tmp_path):
    def full(*_):
        raise NoRoom

    monkeypatch.setattr(WholeFileStorage, "_save", full)
    response = post(client, dossier, upload())

    assertContains(response, "hết dung lượng", status_code=507)
    assert not dossier.documents.exists()
    assert client.get(page("dossier_documents", dossier)).status_code == 200


def test_uploads_in_haste_are_asked_to_wait(client, dossier, settings):
    settings.COSTLY_RATES = {"upload": "1/m/user"}

    assert [post(client, dossier, upload()).status_code for _ in range(2)] == [302, 429]


# --- Taking over ---------------------------------------------------------------------------------


@pytest.fixture
def follower(dossier):
    """Another dossier that follows the first, which has papers that hold and that expired."""
    make_paper(dossier, title="Còn hạn")
    make_paper(dossier, title="Hết hạn", data=pdf(pages=2), valid_until="2020-01-01")
    return make_dossier(make_product(commune=dossier.product.commune), follows=dossier)


def test_papers_of_the_dossier_before_are_offered_with_those_ticked_that_hold(client, follower):
    assertContains(client.get(page("dossier_documents", follower)), "Dùng lại giấy tờ")

    response = client.get(page("document_reuse", follower))

    assertContains(response, "có giá trị đến hết ngày 01/01/2020 (đã hết giá trị)")
    assertContains(response, "checked", 1)


def test_papers_that_are_ticked_are_taken_over(client, follower, dossier):
    held = dossier.documents.get(title="Còn hạn")

    response = client.post(page("document_reuse", follower), {"papers": [held.pk]})

    assert response.url == page("dossier_documents", follower)
    assert [row.title for row in follower.documents.all()] == ["Còn hạn"]


def test_papers_that_are_posted_twice_are_taken_over_once_and_said_twice(client, follower, dossier):
    body = {"papers": [row.pk for row in dossier.documents.all()], "form_key": str(uuid4())}

    answers = [client.post(page("document_reuse", follower), body) for _ in range(2)]

    assert [answer.url for answer in answers] == [page("dossier_documents", follower)] * 2
    assert follower.documents.count() == 2


def test_a_key_beyond_the_database_is_no_paper(client, follower):
    response = client.post(page("document_reuse", follower), {"papers": ["9" * 30]})

    assert response.context["form"].has_error("papers", "invalid_pk_value")


def test_no_paper_of_any_other_dossier_is_taken_over(client, follower):
    strange = [make_paper().pk, make_paper(follower).pk, 999_999_999]
    for pk in strange:
        response = client.post(page("document_reuse", follower), {"papers": [pk]})
        assert "papers" in response.context["form"].errors

    assert follower.documents.count() == 1


# --- What is there -------------------------------------------------------------------------------


def test_the_list_tells_what_expired_what_was_withdrawn_and_what_is_missing(client, dossier):
    make_paper(dossier, kind="labour", title="Bảng lương", valid_until="2020-01-01")
    row = make_withdrawn_paper()
    row.__class__.objects.filter(pk=make_paper(dossier, title="Phiếu").pk).update(
        **{name: getattr(row, name) for name in ("withdrawn_by", "withdrawn_at")},
        withdrawn_reason="Nộp nhầm",
    )

    response = client.get(page("dossier_documents", dossier))

    assertContains(response, "Đã hết giá trị", 1)
    assertContains(response, "<s>Phiếu</s>", 1)
    assertContains(response, "Nộp nhầm", 1)
    assertContains(response, "?loai=labour")
    assertContains(response, "?loai=test_report")


def test_a_list_costs_as_many_queries_whatever_its_length(client, dossier):
    def cost(papers):
        while dossier.documents.count() < papers:
            make_paper(dossier)
        with CaptureQueriesContext(connection) as made:
            client.get(page("dossier_documents", dossier))
        return len(made)

    client.get(page("dossier_documents", dossier))
    assert cost(1) == cost(3)


def test_a_reader_of_less_is_not_told_of_more(client, dossier, as_role):
    make_paper(dossier, title="Căn cước", is_restricted=True)
    as_role(Role.OBSERVER)

    response = client.get(page("dossier_documents", dossier))

    assertNotContains(response, "Căn cước")
    assertNotContains(response, "Hạn chế xem")


# --- A file is shown and handed out --------------------------------------------------------------


def test_a_file_is_handed_out_under_its_name_and_opens_nothing(client, dossier):
    row = make_paper(dossier, name="phiếu “A”.pdf")

    response = client.get(page("document_file", row))

    assert b"".join(response) == pdf()
    assert "phiếu “A”.pdf" in unquote(response["Content-Disposition"])
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "application/pdf",
        "nosniff",
    )


def test_a_preview_may_do_nothing_and_stands_in_pages_of_ours_alone(client, dossier):
    response = client.get(page("document_preview", make_paper(dossier)))
    response.close()

    assert response["Content-Disposition"].startswith("inline;")
    policy = "default-src 'none'; frame-ancestors 'self'"
    assert response["Content-Security-Policy"] == policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("content_type", "tag"),
    [("application/pdf", "<iframe"), ("image/png", '<img class="preview"'), ("text/x", "")],
)
def test_a_paper_is_shown_in_its_page_where_a_browser_can(client, dossier, content_type, tag):
    row = make_paper(dossier, content_type=content_type)

    response = client.get(page("document_detail", row))

    assert tag in response.content.decode()
    assert ("hãy tải về để mở" in response.content.decode()) is not bool(tag)
    preview = client.get(page("document_preview", row))
    preview.close()
    assert preview.status_code == (200 if tag else 404)


def test_a_file_that_cannot_be_read_breaks_nothing(client, dossier):
    row = make_paper(dossier)
    Path(row.file.path).unlink()
    Path(row.file.path).mkdir()

    assert client.get(page("document_detail", row)).status_code == 200
    for name in ("document_file", "document_preview"):
        assert client.get(page(name, row)).status_code == 404


def test_a_lost_file_is_said_and_breaks_nothing(client, dossier):
    row = make_paper(dossier)
    Path(row.file.path).unlink()

    assertContains(client.get(page("document_detail", row)), "không còn tệp")
    for name in ("document_file", "document_preview"):
        assert client.get(page(name, row)).status_code == 404


def test_no_stored_file_has_an_address_of_its_own(client, dossier):
    row = make_paper(dossier)

    assert client.get(f"/media/{row.file.name}").status_code == 404


# --- Changing ------------------------------------------------------------------------------------


def test_what_a_paper_says_is_mended_in_a_form(client, dossier):
    row = make_paper(dossier)
    body = {"kind": "award", "title": "Bằng khen", "valid_until": "31/12/2026", "version": 1}

    assert client.post(page("document_update", row), body).url == row.get_absolute_url()
    assert client.post(page("document_update", row), body).status_code == 409
    row.refresh_from_db()
    assert (row.get_kind_display(), str(row.valid_until)) == (
        "Giải thưởng, thành tích",
        "2026-12-31",
    )


def test_a_paper_is_removed_after_a_question(client, dossier):
    row = make_paper(dossier)
    address = page("document_delete", row)

    assertContains(client.get(address), "không lấy lại được")
    assert client.post(address).url == page("dossier_documents", dossier)
    assert not dossier.documents.exists()


# --- Photos --------------------------------------------------------------------------------------


def test_a_photo_stands_on_the_page_of_its_product_with_its_caption(client, dossier):
    product = dossier.product
    body = {"picture": upload(picture(), "a.png"), "caption": "Chai nước mắm"}

    assert client.post(page("photo_add", product), body).url == product.get_absolute_url()

    photo = product.photos.get()
    shown = client.get(product.get_absolute_url())
    assertContains(shown, f'src="{page("photo_file", photo)}" alt="Chai nước mắm"')
    response = client.get(page("photo_file", photo))
    assert (response["Content-Type"], response.status_code) == ("image/png", 200)
    response.close()


@pytest.mark.parametrize("caption", ["", "   ", "\u200b", "Chai\u202eex"])
def test_a_photo_without_caption_or_of_another_kind_is_refused(client, dossier, caption):
    body = {"picture": upload(), "caption": caption}

    form = client.post(page("photo_add", dossier.product), body).context["form"]

    assert set(form.errors) == {"picture", "caption"}


def test_the_ninth_photo_is_refused_before_it_is_chosen(client, dossier):
    for position in range(1, 9):
        make_photo(dossier.product, position=position)

    assertContains(client.get(page("photo_add", dossier.product)), "đã có 8 ảnh", status_code=409)


def test_a_lost_photo_breaks_no_page(client, dossier):
    photo = make_photo(dossier.product)
    Path(photo.file.path).unlink()

    assert client.get(page("photo_file", photo)).status_code == 404
    assert client.get(dossier.product.get_absolute_url()).status_code == 200
