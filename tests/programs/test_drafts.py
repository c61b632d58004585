"""Long forms that are not sent yet: whose they are, how long they stay, and how they come back."""

import re
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from products.enums import DossierState
from products.models import Dossier
from programs import audit, drafts
from programs.enums import Role
from programs.models import FormDraft
from tests.programs.test_sign_in_second_factor import code_of
from tests.support.factories import make_dossier, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
PHRASE = "thuyen-ra-khoi-xa"
TEXT = "Hợp tác xã thành lập năm 2015, có 42 thành viên.\r\nNăm 2025 làm thêm 3 loại trà."
US = "http://testserver"
KEEP, DROP = reverse("programs:form_draft_keep"), reverse("programs:form_draft_drop")


@pytest.fixture
def dossier():
    return make_dossier(state=DossierState.DRAFT)


@pytest.fixture
def address(dossier):
    return reverse("products:dossier_update", args=[dossier.pk])


@pytest.fixture
def officer(dossier, client):
    officer = dossier.created_by
    officer.username = "can.bo"
    officer.set_password(PHRASE)
    officer.save()
    client.force_login(officer)
    return officer


def keep(client, user, address, **typed):
    fields = {"nguoi": user.pk, "background": TEXT, "samples": "7"} | typed
    return client.post(KEEP, {"address": address, "fields": urlencode(fields, doseq=True)})


# --- Keeping -------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_over_what_was_kept(client, officer, address):
    keep(client, officer, address, background="Mới bắt đầu")
    answer = keep(client, officer, address)

    assert re.fullmatch(r"\d\d:\d\d", answer.json()["at"])
    draft = FormDraft.objects.get()
    assert (draft.user, draft.address) == (officer, address)
    assert draft.typed["background"] == TEXT


def test_neither_tokens_nor_passwords_are_kept(client, officer, address):
    keep(client, officer, address, csrfmiddlewaretoken="x", new_password="y")

    assert FormDraft.objects.get().values.keys() == {"nguoi", "background", "samples"}


def test_what_another_account_typed_is_not_kept(client, officer, address):
    answer = keep(client, make_user(Role.OBSERVER), address)

    assert answer.status_code == 409
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("too_long", [{"background": "x" * 200_001}])
def test_what_is_too_long_is_refused_with_a_sentence(client, officer, address, too_long):
    answer = keep(client, officer, address, **too_long)

    assert (answer.status_code, answer.json()) == (
        422,
        {"message": "Nội dung quá dài để giữ bản nháp."},
    )


@pytest.mark.parametrize("nowhere", ["/khong-co/", "https://la.example/", "//la.example/", ""])
def test_only_pages_of_the_portal_have_drafts(client, officer, nowhere):
    assert keep(client, officer, nowhere).status_code == 404
    assert client.post(DROP, {"address": nowhere}).status_code == 404


def test_of_many_forms_the_oldest_makes_room(officer, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_FORMS", 2)
    for number in range(3):
        drafts.keep(officer, f"/ho-so/{number}/", {"nguoi": [str(officer.pk)]})

    assert set(FormDraft.objects.values_list("address", flat=True)) == {"/ho-so/1/", "/ho-so/2/"}


def test_a_form_that_was_carried_out_meanwhile_is_not_kept(officer, dossier):
    key = uuid.uuid4()
    audit.record("update", dossier, by=officer, key=key)

    assert drafts.keep(officer, "/ho-so/1/sua/", {"form_key": [str(key)]}) is None


def test_what_nobody_takes_up_is_thrown_away(officer, settings):
    settings.DRAFT_DAYS = 14
    drafts.keep(officer, "/ho-so/1/sua/", {})

    assert drafts.throw_away_old(timezone.now() + timedelta(days=13)) == 0
    assert drafts.throw_away_old(timezone.now() + timedelta(days=15)) == 1


# --- Coming back ---------------------------------------------------------------------------------


def test_a_draft_is_offered_and_fills_the_form_where_it_is_taken(client, officer, address):
    keep(client, officer, address)

    offered = client.get(address)
    taken = client.get(address, {"ban-nhap": 1})

    assertContains(offered, "Có bản nháp lúc")
    assertNotContains(offered, "42 thành viên")
    assertContains(taken, "42 thành viên")
    assertContains(taken, 'name="samples" value="7"')


def test_a_draft_is_its_owners_alone(client, officer, address, dossier):
    keep(client, officer, address)
    client.force_login(make_user(Role.UNIT_OFFICER, unit=dossier.created_by.unit))

    assertNotContains(client.get(address, {"ban-nhap": 1}), "42 thành viên")


def test_a_draft_of_an_older_version_says_so_and_shows_what_is_saved(client, officer, address):
    keep(client, officer, address, version="1")
    Dossier.objects.update(version=5, background="Ghi ở thẻ khác")

    page = client.get(address, {"ban-nhap": 1})

    assertContains(page, "đã được lưu thêm một lần nữa")
    assertContains(page, "Ghi ở thẻ khác")
    assertContains(page, 'name="version" value="5"')


def test_a_draft_goes_when_it_is_not_wanted(client, officer, address):
    keep(client, officer, address)

    assertRedirects(client.post(DROP, {"address": address}), address)

    assert not FormDraft.objects.exists()


def test_a_page_with_a_long_form_costs_one_query_for_its_draft(
    client, officer, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as captured:
        client.get(address)

    asked = [query for query in captured.captured_queries if "formdraft" in query["sql"]]
    assert len(asked) == 1


# --- Sent too late, without a script -------------------------------------------------------------


@pytest.fixture
def late(officer, address):
    """A browser whose session ended under its form: it sends what was typed."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    page = browser.get(address)
    token = str(page.context["csrf_token"])
    fields = {"nguoi": officer.pk, "background": TEXT, "samples": "7", "csrfmiddlewaretoken": token}
    Session.objects.all().delete()
    browser.late = lambda origin=US: browser.post(address, fields, headers={"Origin": origin})
    return browser


def hidden(answer):
    """What the form of the page sends by itself."""
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode())
    return {name: value.replace("&amp;", "&") for name, value in found}


def sign_in(browser, fields, login="can.bo", **more):
    url = reverse("account_login")
    return browser.post(url, fields | {"login": login, "password": PHRASE} | more)


def test_a_form_sent_too_late_comes_back_after_a_sign_in(late, address):
    answer = late.late()

    assertContains(answer, "42 thành viên", status_code=403)
    signed_in = sign_in(late, hidden(answer))
    assertRedirects(signed_in, f"{address}?ban-nhap=1", fetch_redirect_response=False)
    assertContains(late.get(signed_in["Location"]), "42 thành viên")


def test_a_wrong_password_does_not_lose_it(late, address):
    refused = sign_in(late, hidden(late.late()), password="sai")

    signed_in = sign_in(late, hidden(refused))
    assertContains(late.get(signed_in["Location"]), "42 thành viên")


def test_it_waits_for_the_second_factor(late, officer):
    from allauth.mfa.totp.internal import auth  # noqa: PLC0415

    secret = auth.generate_totp_secret()
    auth.TOTP.activate(officer, secret)

    asked = sign_in(late, hidden(late.late()))
    assertRedirects(asked, reverse("mfa_authenticate"), fetch_redirect_response=False)
    assert not FormDraft.objects.exists()
    page = late.get(asked["Location"])
    fields = hidden(page) | {"code": code_of(secret)}
    signed_in = late.post(reverse("mfa_authenticate"), fields)

    assertContains(late.get(signed_in["Location"]), "42 thành viên")


def test_it_does_not_come_back_to_another_account(late, address, dossier):
    other = make_user(Role.UNIT_OFFICER, unit=dossier.created_by.unit, username="nguoi.khac")
    other.set_password(PHRASE)
    other.save()

    signed_in = sign_in(late, hidden(late.late()), login="nguoi.khac")

    assertNotContains(late.get(signed_in["Location"]), "42 thành viên")
    assert not FormDraft.objects.exists()


def test_what_another_site_sends_is_not_shown(late):
    answer = late.late(origin="https://la.example")

    assertNotContains(answer, "42 thành viên", status_code=403)
    assert "kept" not in hidden(answer)


def test_a_form_of_an_older_session_is_sent_again_by_its_owner(late, officer, dossier):
    late.force_login(officer)

    answer = late.late()

    assertContains(answer, "Gửi lại", status_code=403)
    assert hidden(answer)["samples"] == "7"
    assert hidden(answer)["csrfmiddlewaretoken"]


def test_a_form_of_an_older_session_is_not_shown_to_another_account(late):
    late.force_login(make_user(Role.OBSERVER))

    answer = late.late()

    assertContains(answer, "một tài khoản khác", status_code=403)
    assertNotContains(answer, "42 thành viên", status_code=403)


def test_a_password_is_never_given_back(late):
    answer = late.post(
        reverse("account_login"),
        {"login": "can.bo", "password": PHRASE},
        headers={"Origin": US},
    )

    assertNotContains(answer, PHRASE, status_code=403)
