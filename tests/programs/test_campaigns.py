"""Campaigns: two clocks, more time for one unit, closed and opened again."""

import uuid
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from products.models import Plan, RegistrationCount
from programs.acts import AlreadyDone
from programs.campaigns import (
    CAMPAIGN_PROCEDURE,
    ask_bodies,
    strictly_before,
    write,
)
from programs.deadlines import clocks, in_words
from programs.enums import CampaignState, Role
from programs.extensions import extend, extension_objection
from programs.listings import CAMPAIGNS
from programs.models import Campaign, Event, Notification, Participant
from programs.models.campaigns import DAYS
from programs.workflow import StepRefused
from tests.support.factories import make_agency, make_campaign, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
SECOND = timedelta(milliseconds=1)


def test_before_april_is_before_the_first_of_april_midnight_in_ho_chi_minh():
    instant = strictly_before(date(2024, 4, 1))

    assert instant == datetime(2024, 3, 31, 17, 0, tzinfo=UTC)
    assert in_words(instant) == "hết ngày 31/03/2024"


def test_a_clock_in_the_middle_of_a_day_is_told_with_its_hour():
    instant = datetime(2024, 6, 19, 3, 30, tzinfo=UTC)

    assert in_words(instant) == "10:30 ngày 19/06/2024"


@pytest.mark.parametrize(("offset", "late"), [(-SECOND, False), (SECOND * 0, True), (SECOND, True)])
def test_late_begins_at_the_due_instant_itself(offset, late):
    unit = make_unit()
    campaign = make_campaign(unit)

    assert clocks(campaign, unit).is_late(campaign.due_at + offset) is late


@pytest.mark.parametrize(("offset", "open_"), [(-SECOND, True), (SECOND * 0, False)])
def test_nothing_goes_from_the_lock_on(offset, open_):
    unit = make_unit()
    campaign = make_campaign(unit)

    assert (clocks(campaign, unit).objection(campaign.locks_at + offset) == "") is open_


def locked_campaign(unit):
    past = timezone.now() - timedelta(days=1)
    return make_campaign(unit, due_at=past, locks_at=past)


def test_an_extension_after_the_date_opens_the_campaign_for_its_unit_alone():
    unit, other = make_unit(), make_unit()
    campaign = locked_campaign(unit)
    Participant.objects.create(campaign=campaign, unit=other, position=2)
    now = timezone.now()

    extend(
        campaign.participants.get(unit=unit),
        now + timedelta(days=2),
        "Bão số 4.",
        by=make_user(Role.PROVINCE_ADMIN),
    )

    assert clocks(campaign, unit).objection(now) == ""
    assert not clocks(campaign, unit).is_late(now)
    assert "đã khóa" in clocks(campaign, other).objection(now)


def test_an_extension_holds_in_a_closed_campaign_too():
    unit = make_unit()
    campaign = locked_campaign(unit)
    admin = make_user(Role.PROVINCE_ADMIN)
    CAMPAIGN_PROCEDURE.take(campaign, "close", by=admin, answers={"note": "Xong."})
    now = timezone.now()

    extend(campaign.participants.get(), now + timedelta(days=1), "Bổ sung.", by=admin)

    assert clocks(Campaign.objects.get(pk=campaign.pk), unit).objection(now) == ""


@pytest.mark.parametrize(
    ("until", "reason"),
    [(timedelta(days=-1), "phải ở sau lúc này"), (timedelta(days=1), "phải sau hạn chung")],
)
def test_an_extension_into_the_past_or_before_the_due_time_is_refused(until, reason):
    campaign = make_campaign(make_unit())

    with pytest.raises(StepRefused, match=reason):
        extend(
            campaign.participants.get(),
            timezone.now() + until,
            "Vì thế.",
            by=make_user(Role.PROVINCE_ADMIN),
        )


@pytest.mark.parametrize(
    ("until", "reason"),
    [("01/01/2024 00:00", "phải ở sau lúc này"), ("{soon}", "phải sau hạn chung")],
)
def test_the_page_of_an_extension_says_at_the_time_what_is_wrong_with_it(
    client, admin, until, reason
):
    campaign = make_campaign(make_unit())
    soon = timezone.localtime() + timedelta(days=1)
    url = reverse("programs:extension_create", args=[campaign.participants.get().pk])

    page = client.post(
        url, {"until": until.format(soon=f"{soon:%d/%m/%Y %H:%M}"), "reason": "Bão."}
    )

    assert page.status_code == 200
    assert reason in page.context["form"].errors["until"][0]
    assert not Event.objects.exists()


def test_an_extension_given_on_its_page_leads_back_to_the_campaign(client, admin):
    unit = make_unit()
    campaign = make_campaign(unit)
    url = reverse("programs:extension_create", args=[campaign.participants.get().pk])
    until = timezone.localtime() + timedelta(days=30)

    page = client.post(url, {"until": f"{until:%d/%m/%Y %H:%M}", "reason": "Bão."}, follow=True)

    assertRedirects(page, campaign.get_absolute_url())
    assertContains(page, f"Đã gia hạn cho {unit}.")


def test_a_campaign_is_closed_with_a_reason_and_opened_again():
    campaign, admin = make_campaign(make_unit()), make_user(Role.PROVINCE_ADMIN)
    with pytest.raises(StepRefused, match="phải ghi rõ"):
        CAMPAIGN_PROCEDURE.take(campaign, "close", by=admin)

    for step in ("close", "reopen"):
        campaign = CAMPAIGN_PROCEDURE.take(campaign, step, by=admin, answers={"note": "Vì thế."})

    assert campaign.state == CampaignState.OPEN
    assert list(Event.objects.about(campaign).values_list("action", flat=True)) == [
        "reopen",
        "close",
    ]


def test_a_unit_that_was_merged_before_the_campaign_opens_is_refused_by_name():
    gone = make_unit(name="Đã Sáp Nhập", valid_to=date(2024, 2, 29))
    campaign = make_campaign()

    with pytest.raises(StepRefused, match="Huyện Đã Sáp Nhập"):
        ask_bodies(campaign, [gone], by=make_user(Role.PROVINCE_ADMIN))

    assert not campaign.participants.exists()


def test_units_keep_the_order_in_which_they_are_asked():
    units = [make_unit() for _ in range(3)]
    campaign = make_campaign()

    ask_bodies(campaign, units[::-1], by=make_user(Role.PROVINCE_ADMIN))

    assert [row.unit for row in campaign.participants.order_by("position")] == units[::-1]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.PROVINCE_ADMIN, {"mine", "others"}),
        (Role.OBSERVER, {"mine", "others"}),
        (Role.COUNCIL_SECRETARY, {"mine", "others"}),
        (Role.UNIT_OFFICER, {"mine"}),
        (Role.AGENCY_OFFICER, {"mine"}),
        (Role.COUNCIL_MEMBER, set()),
    ],
)
def test_campaigns_visible_to_each_role(role, sees):
    unit, agency = make_unit(), make_agency()
    named = {"mine": make_campaign(unit), "others": make_campaign(make_unit())}
    Participant.objects.create(campaign=named["mine"], agency=agency, position=9)
    own = {Role.UNIT_OFFICER: {"unit": unit}, Role.AGENCY_OFFICER: {"agency": agency}}
    user = make_user(role, **own.get(role, {}))

    assert set(Campaign.objects.visible_to(user)) == {named[name] for name in sees}


# --- Written ------------------------------------------------------------------------------------

BODY = {
    "kind": "plan",
    "year": "2025",
    "number": "1",
    "opens_on": "05/03/2025",
    "due_at": "01/04/2025",
    "locks_at": "15/04/2025 17:00",
}


def test_an_admin_opens_a_campaign_with_dates_as_they_are_written_here(client, admin):
    client.post(reverse("programs:campaign_create"), BODY)

    campaign = Campaign.objects.get(year=2025)
    assert campaign.opens_on == date(2025, 3, 5)
    assert in_words(campaign.due_at) == "hết ngày 31/03/2025"
    assert in_words(campaign.locks_at) == "17:00 ngày 15/04/2025"
    assert Event.objects.about(campaign).get().actor == admin


def make_changed(**fields):
    """A campaign as BODY has it, which somebody has changed since pages showed version 1."""
    zone = timezone.get_default_timezone()
    values = {
        "opens_on": date(2025, 3, 5),
        "due_at": datetime(2025, 4, 1, tzinfo=zone),
        "locks_at": datetime(2025, 4, 15, 17, tzinfo=zone),
        "document": "",
        "issuer": "",
        "remind_before": "",
        "remind_after": "",
    }
    return make_campaign(year=2025, number=1, version=2, **values | fields)


def page_of(campaign):
    return reverse("programs:campaign_update", args=[campaign.pk])


def test_the_trail_names_what_was_changed_of_a_campaign_and_its_new_text(client, admin):
    campaign = make_changed()

    client.post(page_of(campaign), BODY | {"issuer": "Sở B", "due_at": "02/04/2025", "version": 2})

    event = Event.objects.about(campaign).get()
    due = {"due_at": "2025-04-02 00:00:00+07:00"}
    assert (event.action, event.data) == ("change_campaign", due | {"issuer": "Sở B"})


def test_the_second_who_changes_a_campaign_sees_both_texts_and_loses_nothing(client, admin):
    campaign = make_changed(issuer="Sở A", note="Dòng một\nDòng hai")
    body = BODY | {"issuer": "Sở B", "locks_at": "16/04/2025 17:00", "version": 1}

    refused = client.post(page_of(campaign), body)

    for theirs in ("Sở A", "17:00 15/04/2025", "Dòng một<br>Dòng hai", "2025"):
        assertContains(refused, f"<dd>{theirs}</dd>", status_code=409, html=True)
    form = refused.context["form"]
    assert (form["issuer"].value(), form["locks_at"].value()) == ("Sở B", "16/04/2025 17:00")
    assert Campaign.objects.get().issuer == "Sở A"


def test_who_has_seen_both_texts_of_a_campaign_saves_over_the_other(client, admin):
    campaign = make_changed(issuer="Sở A")
    body = BODY | {"issuer": "Sở B", "version": 1}
    refused = client.post(page_of(campaign), body)

    again = client.post(
        page_of(campaign), body | {"version": refused.context["form"]["version"].value()}
    )

    assert again.status_code == 302
    assert list(Campaign.objects.values_list("issuer", "version")) == [("Sở B", 3)]


def test_a_change_of_a_campaign_posted_twice_counts_once(client, admin):
    campaign = make_changed()
    body = BODY | {"issuer": "Sở B", "version": 2, "form_key": str(uuid.uuid4())}

    answers = [client.post(page_of(campaign), body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Campaign.objects.get().version == 3
    assert Event.objects.about(campaign).count() == 1


def test_a_form_of_a_new_campaign_sent_again_with_another_number_opens_no_second_one(client, admin):
    key = {"form_key": str(uuid.uuid4())}

    for number in ("1", "2"):
        response = client.post(reverse("programs:campaign_create"), BODY | key | {"number": number})

    campaign = Campaign.objects.get()
    assert response.url == campaign.get_absolute_url()
    assert campaign.number == 1


def test_a_campaign_that_was_closed_meanwhile_is_not_changed():
    campaign = make_campaign(state=CampaignState.CLOSED)
    campaign.issuer = "Sở B"

    with pytest.raises(StepRefused, match="hãy mở lại đợt rồi sửa"):
        write(campaign, by=make_user(Role.PROVINCE_ADMIN), version=1)

    assert Campaign.objects.get().issuer != "Sở B"


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/1899 23:59", "01/01/2101"])
def test_a_moment_whose_year_was_surely_mistyped_is_refused_with_the_years(client, admin, day):
    data = BODY | {"due_at": day, "locks_at": day}

    page = client.post(reverse("programs:campaign_create"), data)

    for name in ("due_at", "locks_at"):
        assert "từ 1900 đến 2100" in page.context["form"].errors[name][0]
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("key", ["x", str(2**63), "9" * 5000])
def test_a_unit_that_no_database_can_hold_is_refused_as_any_unknown_one(client, admin, key):
    campaign = make_campaign()

    page = client.post(
        reverse("programs:campaign_participants", args=[campaign.pk]), {"units": [key]}
    )

    assert page.context["form"].has_error("units", "invalid_pk_value")
    assert not campaign.participants.exists()


# --- More time -----------------------------------------------------------------------------------


def in_days(number):
    return timezone.now() + timedelta(days=number)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_nobody_but_an_administrator_gives_more_time(role):
    participant = make_campaign(make_unit()).participants.get()

    with pytest.raises(StepRefused, match="Chỉ quản trị cấp tỉnh") as refused:
        extend(participant, in_days(30), "Bão.", by=make_user(role))

    assert refused.value.status == 403
    assert not participant.extensions.exists()


def test_the_due_instant_itself_is_no_more_time_and_the_next_one_is():
    participant, admin = make_campaign(make_unit()).participants.get(), make_user("PA")
    due = participant.campaign.due_at

    assert extension_objection(participant, due).startswith("Gia hạn phải sau hạn chung (")
    assert extension_objection(participant, due + SECOND) == ""
    with pytest.raises(StepRefused) as refused:
        extend(participant, due, "Bão.", by=admin)
    assert (refused.value.status, refused.value.code) == (422, "until")


def test_more_time_is_told_to_the_open_accounts_of_the_unit_with_reason_and_last_day():
    unit = make_unit(name="Ba Tơ")
    people = [make_user(Role.UNIT_LEADER, unit=unit), make_user(Role.UNIT_OFFICER, unit=unit)]
    make_user(Role.UNIT_OFFICER, unit=unit, is_active=False)
    campaign = make_campaign(unit, make_unit(), number=1)
    until = strictly_before(timezone.localdate() + timedelta(days=40))

    extend(campaign.participants.get(unit=unit), until, "Bão số 4.", by=make_user("PA"))

    told = Notification.objects.order_by("pk")
    assert [row.recipient for row in told] == people
    assert {row.text for row in told} == {
        f"Huyện Ba Tơ được gia hạn đến {in_words(until)} trong {campaign}: Bão số 4."
    }
    assert {row.url for row in told} == {campaign.get_absolute_url()}


def test_more_time_for_an_agency_is_told_to_its_people():
    officer = make_user(Role.AGENCY_OFFICER)
    campaign = make_campaign(make_unit())
    row = Participant.objects.create(campaign=campaign, agency=officer.agency, position=2)

    extend(row, in_days(30), "Bão.", by=make_user("PA"))

    assert Notification.objects.get().recipient == officer


def test_more_time_posted_again_is_given_and_told_once():
    campaign = make_campaign(make_unit())
    participant, admin, key = campaign.participants.get(), make_user("PA"), uuid.uuid4()

    for number in (30, 60):
        with suppress(AlreadyDone):
            extend(participant, in_days(number), "Bão.", by=admin, key=key)

    assert participant.extensions.count() == 1
    event = Event.objects.get()
    assert event.data == {"until": participant.extensions.get().until.isoformat()}
    assert (event.note, event.unit) == ("Bão.", participant.unit)


# --- Who is asked --------------------------------------------------------------------------------


def test_units_asked_again_keep_their_rows_and_the_trail_names_the_new_ones_alone():
    first, second = make_unit(), make_unit()
    campaign, admin = make_campaign(first), make_user("PA")
    row = campaign.participants.get()

    ask_bodies(campaign, [second, first], by=admin)

    assert campaign.participants.get(unit=first) == row
    assert list(campaign.participants.order_by("position").values_list("unit", "position")) == [
        (second.pk, 1),
        (first.pk, 2),
    ]
    assert Event.objects.about(campaign).get().data == {"added": [second.code], "removed": []}


def test_a_unit_without_work_leaves_and_is_told_so():
    first, second = make_unit(), make_unit()
    campaign, person = make_campaign(first), make_user("DO", unit=first)

    ask_bodies(campaign, [second], by=make_user("PA"))

    assert [row.unit for row in campaign.participants.all()] == [second]
    assert Event.objects.about(campaign).get().data["removed"] == [first.code]
    assert "không còn phải gửi" in person.notifications.get().text


@pytest.mark.parametrize("work", ["counts", "plan", "extension"])
def test_units_with_work_do_not_leave_and_nobody_does(work):
    first, other, new = make_unit(), make_unit(), make_unit()
    campaign = make_campaign(first, other)
    participant = campaign.participants.get(unit=first)
    match work:
        case "counts":
            RegistrationCount.objects.create(participant=participant, form="3_star", count=1)
        case "plan":
            Plan.objects.create(campaign=campaign, unit=first)
        case "extension":
            extend(participant, in_days(30), "Bão.", by=make_user("PA"))

    with pytest.raises(StepRefused, match=first.name) as refused:
        ask_bodies(campaign, [new], by=make_user("PA"))

    assert other.name not in refused.value.message
    assert {row.unit for row in campaign.participants.all()} == {first, other}


def test_a_unit_whose_last_day_is_the_one_the_campaign_opens_on_is_asked():
    campaign = make_campaign(opens_on=date(2024, 2, 29))

    ask_bodies(campaign, [make_unit(valid_to=date(2024, 2, 29))], by=make_user("PA"))

    assert campaign.participants.exists()


def test_one_unit_that_ended_the_day_before_keeps_the_others_from_being_asked_too():
    campaign = make_campaign(opens_on=date(2024, 3, 1))
    units = [make_unit(), make_unit(valid_to=date(2024, 2, 29))]

    with pytest.raises(StepRefused, match="Không tồn tại vào ngày mở đợt 01/03/2024") as refused:
        ask_bodies(campaign, units, by=make_user("PA"))

    assert refused.value.status == 422
    assert not campaign.participants.exists()


# --- In words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [("14, 7, 1", [14, 7, 1]), ("", []), (" 3 ,30", [3, 30]), ("0", [0]), ("007", [7])],
)
def test_days_of_reminding_are_numbers_with_commas(text, days):
    DAYS(text)

    assert Campaign(remind_before=text).days_before == days
    assert Campaign(remind_after=text).days_after == days


@pytest.mark.parametrize("text", ["7;1", "bảy", "-1", "7,,1", "7,", "1000", "1.5"])
def test_days_that_are_written_otherwise_are_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="cách nhau bằng dấu phẩy: 14, 7, 1"):
        DAYS(text)


@pytest.mark.parametrize(
    ("due", "in_file", "in_words"),
    [
        (datetime(2024, 3, 31, 17, tzinfo=UTC), "2024-03-31 23:59:00", "Hết ngày 31/03/2024"),
        (datetime(2024, 4, 1, 3, 30, tzinfo=UTC), "2024-04-01 10:30:00", "10:30 ngày 01/04/2024"),
        (datetime(2024, 2, 29, 17, 1, tzinfo=UTC), "2024-03-01 00:01:00", "00:01 ngày 01/03/2024"),
    ],
)
def test_a_list_says_a_midnight_as_the_last_minute_of_the_day_before(due, in_file, in_words):
    (column,) = [each for each in CAMPAIGNS.columns if each.key == "due"]
    value = column.read(Campaign(due_at=due))

    assert (str(value), column.words(value)) == (in_file, in_words)
