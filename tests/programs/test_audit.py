"""The trail's writer: what an event holds of its act, and how a form posted twice is known."""

import uuid

import pytest
from simple_history.models import HistoricalRecords

from programs import audit
from programs.enums import Role
from programs.models import Event, User
from tests.support.factories import make_campaign, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def record(row=None, **facts):
    return audit.record("look", row or make_campaign(), **{"by": None, "label": "xem"} | facts)


def test_an_event_says_who_did_what_to_which_row():
    person, row = make_user(Role.PROVINCE_ADMIN), make_campaign(number=7)

    event = record(row, by=person, note="Vì thế.", source="open", target="closed", data={"a": [1]})

    event.refresh_from_db()
    assert (event.actor, event.action, event.label) == (person, "look", "xem")
    assert (event.subject_type, event.subject_id) == ("programs.campaign", row.pk)
    assert event.subject == "Đăng ký kế hoạch năm 2024, đợt 7"
    assert (event.source, event.target, event.note) == ("open", "closed", "Vì thế.")
    assert (event.data, event.refused, event.unit) == ({"a": [1]}, False, None)


@pytest.mark.parametrize("by", [None, User()])
def test_what_nobody_or_an_unknown_person_did_has_no_author(by):
    assert record(by=by).actor is None


def test_a_long_name_of_a_row_is_cut_to_what_the_trail_holds():
    person = make_user(Role.OBSERVER)
    person.full_name = "Ấ" * 400

    assert Event.objects.get(pk=record(person).pk).subject == "Ấ" * 300


def test_an_event_names_the_address_and_the_number_of_its_request(rf, monkeypatch):
    request = rf.get("/", REMOTE_ADDR="10.1.2.3")
    request.request_id = "f" * 32
    monkeypatch.setattr(HistoricalRecords.context, "request", request, raising=False)

    event = record()

    assert (event.address, event.request_id) == ("10.1.2.3", "f" * 32)


def test_an_act_of_a_command_has_no_address():
    event = record()

    assert (event.address, event.request_id) == (None, "")


@pytest.mark.parametrize(("refused", "is_done"), [(False, True), (True, False)])
def test_a_form_is_done_once_it_left_an_event_that_is_no_refusal(refused, is_done):
    key = uuid.uuid4()
    assert not audit.is_done(key)

    record(key=key, refused=refused)

    assert audit.is_done(key) is is_done
    assert not audit.is_done(uuid.uuid4())


def test_a_form_without_a_key_is_never_done():
    record(key=None)

    assert not audit.is_done(None)


def test_the_row_of_a_form_posted_again_is_found_while_it_is_there():
    key, row = uuid.uuid4(), make_campaign()
    make_campaign()
    record(row, key=key)

    assert audit.done_by(key).row() == row
    row.delete()
    assert audit.done_by(key).row() is None


def test_a_form_that_was_refused_was_not_carried_out():
    key = uuid.uuid4()
    record(key=key, refused=True)

    assert audit.done_by(key) is None
    assert audit.done_by(None) is None


def test_the_trail_of_a_row_is_its_own_the_latest_first():
    row, namesake = make_campaign(), make_unit()
    first, _, second = record(row), record(make_campaign()), record(row)
    Event.objects.create(action="x", subject_type="programs.unit", subject_id=row.pk, subject="x")

    assert list(Event.objects.about(row)) == [second, first]
    assert not Event.objects.about(namesake).filter(action="look").exists()
