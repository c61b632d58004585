"""A unit asks that a certificate is revoked: who writes, sends and answers, and by which law."""

import uuid
from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from products.certificates.revocation import REVOCATION
from products.inspections import petitions
from products.inspections.petitions import PETITION
from products.inspections.tasks import inspection_tasks
from products.models import Petition
from products.news import still_true
from programs.acts import AlreadyDone, RowChanged, StepRefused
from programs.enums import UNIT_ROLES, Role
from programs.models import Event, RevocationGround
from programs.stored_files import check_stored_files
from tests.support.expiry_rows import make_inspection, make_petition
from tests.support.factories import (
    make_certificate,
    make_product,
    make_revocation,
    make_unit,
    make_user,
)
from tests.support.papers import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)
SOON = TODAY + timedelta(days=10)
TEXTS = {"facts": "Không bán được hai năm nay.", "evidence": "Biên bản số 5 ngày 02/11/2026."}


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_user(Role.UNIT_OFFICER, unit=unit)


@pytest.fixture
def leader(unit):
    return make_user(Role.UNIT_LEADER, unit=unit)


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF)


@pytest.fixture
def certificate(unit):
    return make_certificate(make_product(commune=unit.children.first()))


def ground(letter="a"):
    return RevocationGround.objects.get(regulation__code="26-2026", letter=letter)


def written(certificate, officer, **fields):
    values = {"reason": "below_standard", "ground": ground("b")} | TEXTS | fields
    return petitions.create(Petition(certificate=certificate, **values), by=officer)


def take(petition, name, by, **answers):
    return PETITION.take(petition, name, by=by, answers=answers)


def sent(certificate, officer, leader, **fields):
    petition = take(written(certificate, officer, **fields), "hand_in", officer)
    return take(petition, "send", leader)


def revoking(note="Kết luận số 7.", **answers):
    return {"note": note, "concluded_on": TODAY, "reply_until": SOON, "ground": None} | answers


def names(petition, user):
    return [step.name for step, _ in PETITION.steps_for(petition, user)]


def told(person):
    return [row.text for row in person.notifications.order_by("pk")]


# --- From the officer to the department --------------------------------------------------------


def test_the_officer_writes_the_leader_sends_and_each_is_told(certificate, officer, leader, staff):
    petition = sent(certificate, officer, leader)

    assert (petition.prepared_by, petition.sent_by, petition.sent_on) == (officer, leader, TODAY)
    assert "chờ bạn gửi tỉnh" in told(leader)[0]
    assert "chờ giải quyết" in told(staff)[0]
    actions = Event.objects.about(petition).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["create_petition", "hand_in", "send"]


@pytest.mark.parametrize(
    ("state", "role", "steps"),
    [
        ("draft", Role.UNIT_OFFICER, ["hand_in", "drop"]),
        ("handed_in", Role.UNIT_OFFICER, ["recall"]),
        ("handed_in", Role.UNIT_LEADER, ["send", "give_back"]),
        ("sent", Role.PROVINCE_STAFF, ["take_up", "check", "answer"]),
        ("sent", Role.PROVINCE_ADMIN, ["take_up", "check", "answer"]),
        ("sent", Role.UNIT_OFFICER, []),
        ("answered", Role.PROVINCE_ADMIN, []),
    ],
)
def test_each_has_the_steps_of_its_turn(certificate, unit, state, role, steps):
    person = make_user(role, unit=unit if "unit" in role.name.lower() else None)

    assert names(make_petition(certificate, state=state), person) == steps


@pytest.mark.parametrize("role", sorted(set(Role) - UNIT_ROLES))
def test_nobody_but_the_units_people_write_one(certificate, role):
    user = make_user(role)

    with pytest.raises((StepRefused, type(certificate).DoesNotExist)):
        written(certificate, user)


@pytest.mark.parametrize(
    ("obstacle", "sentence"),
    [
        (make_petition, "chưa giải quyết"),
        (make_revocation, "đang được xem xét thu hồi"),
        (
            lambda row: row.events.create(kind="revoked", on=TODAY, recorded_by=row.issued_by),
            "còn hiệu lực",
        ),
    ],
)
def test_one_certificate_in_force_has_one_open_way_to_its_end(
    certificate, officer, obstacle, sentence
):
    obstacle(certificate)

    with pytest.raises(StepRefused, match=sentence):
        written(certificate, officer)


def test_what_was_given_back_is_mended_and_sent_again(certificate, officer, leader):
    petition = take(written(certificate, officer), "hand_in", officer)
    back = take(petition, "give_back", leader, note="Thiếu biên bản.")
    assert "trả lại để sửa: Thiếu biên bản." in told(officer)[-1]

    back.evidence = "Biên bản số 6."
    petitions.change(back, by=officer, version=1)

    assert take(take(back, "hand_in", officer), "send", leader).evidence == "Biên bản số 6."


def test_of_two_who_change_it_the_second_sees_the_first_and_a_form_counts_once(
    certificate, officer
):
    petition, key = written(certificate, officer), uuid.uuid4()
    petitions.change(petition, by=officer, version=1, key=key)

    with pytest.raises(AlreadyDone):
        petitions.change(petition, by=officer, version=1, key=key)
    with pytest.raises(RowChanged):
        petitions.change(petition, by=officer, version=1)


# --- By which law ------------------------------------------------------------------------------


def test_the_ground_is_one_of_article_8(certificate, officer):
    with pytest.raises(StepRefused, match="Hãy chọn căn cứ thu hồi theo Quyết định số 26/2026"):
        written(certificate, officer, ground=None)


def test_market_strength_is_no_ground_and_leads_to_a_post_check(
    certificate, officer, leader, staff
):
    with pytest.raises(StepRefused, match="không phải là căn cứ"):
        written(certificate, officer, reason="uncompetitive")
    petition = sent(certificate, officer, leader, reason="uncompetitive", ground=None)

    with pytest.raises(StepRefused, match="hãy đưa vào hậu kiểm, hoặc trả lời"):
        take(petition, "take_up", staff, **revoking(ground=ground()))
    petition = take(petition, "check", staff, note="Còn sản xuất không.", ends_on=SOON)

    plan = petition.inspection.plan
    assert (petition.state, petition.inspection.certificate) == ("checking", certificate)
    assert (plan.state, plan.frame, plan.ends_on) == ("open", [certificate.pk], SOON)
    assert "tỉnh đưa vào hậu kiểm. Còn sản xuất không." in told(officer)[-1]


def test_under_the_decision_of_2023_a_ground_is_free(officer, leader, staff):
    with time_machine.travel(date(2025, 11, 3)):
        old = make_certificate(make_product(commune=officer.unit.children.first()))
        petition = sent(old, officer, leader, reason="uncompetitive", ground=None)
        day = timezone.localdate()
        answers = revoking(concluded_on=day, reply_until=day)

        assert take(petition, "take_up", staff, **answers).revocation.ground is None


def test_what_was_written_under_an_older_law_is_sent_by_the_one_of_the_day(
    certificate, officer, leader
):
    petition = make_petition(certificate, state="handed_in", prepared_by=officer)

    with pytest.raises(StepRefused, match="Hãy chọn căn cứ"):
        take(petition, "send", leader)


# --- The answer --------------------------------------------------------------------------------


def test_it_is_taken_up_as_a_revocation_that_another_administrator_decides(
    certificate, officer, leader, staff
):
    petition = take(sent(certificate, officer, leader), "take_up", staff, **revoking())

    row = petition.revocation
    assert (row.certificate, row.ground, row.proposed_by) == (certificate, ground("b"), staff)
    assert (row.conclusion, row.due_on) == ("Kết luận số 7.", TODAY + timedelta(days=15))
    steps = [step.name for step, _ in REVOCATION.steps_for(row, make_user(Role.PROVINCE_ADMIN))]
    assert "revoke" in steps


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"concluded_on": SOON}, "chưa đến"),
        ({"reply_until": TODAY - timedelta(days=1)}, "đã qua"),
        ({"note": ""}, "phải ghi rõ"),
    ],
)
def test_what_cannot_be_concluded_leaves_the_petition_as_it_is(
    certificate, officer, leader, staff, answers, sentence
):
    petition = sent(certificate, officer, leader)

    with pytest.raises(StepRefused, match=sentence):
        take(petition, "take_up", staff, **revoking(**answers))
    assert Petition.objects.get().state == "sent"


def test_it_is_answered_in_words_that_the_unit_reads(
    client, certificate, officer, leader, staff, as_role
):
    petition = sent(certificate, officer, leader)
    with pytest.raises(StepRefused, match="Trả lời đơn vị: phải ghi rõ"):
        take(petition, "answer", staff)

    take(petition, "answer", staff, note="Chủ thể đã khắc phục.")

    as_role(Role.UNIT_OFFICER, unit=officer.unit)
    assertContains(client.get(petition.get_absolute_url()), "Chủ thể đã khắc phục.")
    assertContains(client.get(certificate.get_absolute_url()), petition.get_absolute_url())
    written(certificate, officer)  # another may follow


def test_a_check_to_come_is_not_led_to_by_the_petition_of_the_unit(
    client, certificate, officer, as_role
):
    check = make_inspection(certificate)
    petition = make_petition(certificate, state="checking", inspection=check)

    as_role(Role.UNIT_OFFICER, unit=officer.unit)
    page = client.get(petition.get_absolute_url())
    assertNotContains(page, check.get_absolute_url())
    as_role(Role.PROVINCE_STAFF)
    assertContains(client.get(petition.get_absolute_url()), check.get_absolute_url())


def test_news_of_a_petition_that_went_on_is_not_mailed_any_more(
    certificate, officer, leader, staff
):
    petition = sent(certificate, officer, leader)
    waiting = list(staff.notifications.all())
    assert still_true(waiting, timezone.now()) == waiting

    take(petition, "answer", staff, note="Không.")

    assert still_true(waiting, timezone.now()) == []


# --- The pages ---------------------------------------------------------------------------------


def test_it_is_written_on_the_page_of_the_certificate_with_a_file(
    client, certificate, unit, as_role
):
    as_role(Role.UNIT_OFFICER, unit=unit)
    address = reverse("products:petition_create", args=[certificate.pk])
    assertContains(client.get(certificate.get_absolute_url()), address)
    upload = SimpleUploadedFile("biên bản.pdf", pdf(), "application/pdf")
    body = {"reason": "other", "ground": ground().pk, "upload": upload} | TEXTS

    answer = client.post(address, body, follow=True)

    petition = Petition.objects.get()
    assertContains(answer, "biên bản.pdf")
    file = client.get(reverse("products:petition_file", args=[petition.pk]))
    assert file.getvalue() == pdf()
    assert all(check.passed for check in check_stored_files())


@pytest.mark.parametrize("name", ["reason", "facts", "evidence"])
def test_a_petition_without_reason_or_evidence_is_refused_beside_its_field(
    client, certificate, unit, as_role, name
):
    as_role(Role.UNIT_OFFICER, unit=unit)
    body = {"reason": "other", "ground": ground().pk} | TEXTS | {name: ""}

    page = client.post(reverse("products:petition_create", args=[certificate.pk]), body)

    assert name in page.context["form"].errors
    assert not Petition.objects.exists()


def test_under_a_law_without_grounds_none_is_asked(client, unit, as_role):
    with time_machine.travel(date(2025, 11, 3)):
        old = make_certificate(make_product(commune=unit.children.first()))
        as_role(Role.UNIT_OFFICER, unit=unit)

        page = client.get(reverse("products:petition_create", args=[old.pk]))

        assert "ground" not in page.context["form"].fields


@pytest.mark.parametrize(
    ("state", "role"),
    [
        ("draft", Role.UNIT_OFFICER),
        ("handed_in", Role.UNIT_LEADER),
        ("sent", Role.PROVINCE_STAFF),
        ("sent", Role.PROVINCE_ADMIN),
    ],
)
def test_it_waits_on_the_first_page_of_whose_turn_it_is(certificate, unit, state, role):
    petition = make_petition(certificate, state=state)
    is_units = role in {Role.UNIT_OFFICER, Role.UNIT_LEADER}
    person = make_user(role, unit=unit if is_units else None)
    others = partial(make_user, role, unit=make_unit() if is_units else None)

    [task] = inspection_tasks(person)

    assert (task.url, bool(task.action)) == (petition.get_absolute_url(), True)
    assert not is_units or inspection_tasks(others()) == []


def test_what_was_not_sent_is_the_units_alone(certificate, staff, officer):
    make_petition(certificate)

    assert not Petition.objects.visible_to(staff)
    assert Petition.objects.visible_to(officer).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_however_long(
    client, as_role, unit, django_assert_num_queries, count
):
    as_role(Role.PROVINCE_STAFF)
    client.get(reverse("products:petition_list"))
    for _ in range(count):
        product = make_product(commune=unit.children.first())
        make_petition(make_certificate(product), state="sent")

    with django_assert_num_queries(6):
        assert client.get(reverse("products:petition_list")).status_code == 200


def test_a_leader_who_is_alone_writes_and_sends_with_the_reason(certificate, officer, leader):
    officer.is_active = False
    officer.save()
    petition = written(certificate, leader)
    assert [task.action for task in inspection_tasks(leader)] == ["Hoàn thành, trình lãnh đạo"]
    take(petition, "hand_in", leader)
    assert [task.action for task in inspection_tasks(leader)] == ["Xem và gửi tỉnh"]
    with pytest.raises(StepRefused, match="Lý do người soạn cũng là người gửi"):
        take(petition, "send", leader)

    take(petition, "send", leader, same_person="Xã chỉ có một người.")

    assert "Xã chỉ có một người." in Event.objects.get(action="send").note
