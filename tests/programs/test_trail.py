"""The trail's page: what each role reads there, how it is narrowed, what it costs."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from pytest_django.asserts import assertContains

from programs import audit
from programs.enums import Role
from programs.models import Event
from tests.support.expiry_rows import make_inspection, make_letter
from tests.support.factories import (
    make_campaign,
    make_certificate,
    make_dossier,
    make_plan,
    make_product,
    make_unit,
    make_user,
)
from tests.support.rows import make_view

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

TRAIL = "/nhat-ky/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.SECOND_FACTOR_ROLES = []


def note(by, *, at="2024-03-20 08:00", action="extend", **facts):
    with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
        return audit.record(action, by, by=by, label="gia hạn", **facts)


def shown(response):
    return response.context["page"].rows


@pytest.mark.parametrize("role", Role)
def test_trail_shows_each_role_what_it_may_read(client, as_role, role):
    unit = make_unit()
    colleague = note(make_user(Role.UNIT_OFFICER, unit=unit))
    stranger = note(make_user(Role.UNIT_OFFICER))
    own = note(as_role(role, unit=unit))

    expected = {
        Role.PROVINCE_ADMIN: [own, stranger, colleague],
        Role.UNIT_LEADER: [own, colleague],
    }
    assert shown(client.get(TRAIL)) == expected.get(role, [own])


def test_leader_without_a_unit_reads_their_own_acts(client, as_role):
    leader = as_role(Role.UNIT_LEADER)
    note(make_user(Role.OBSERVER))
    type(leader).objects.filter(pk=leader.pk).update(unit=None)
    own = note(type(leader).objects.get(pk=leader.pk))

    assert shown(client.get(TRAIL)) == [own]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [3, 2, 1, 0]),
        ({"action": "submit"}, [2]),
        ({"refused": "on"}, [3]),
        ({"since": "20/03/2024"}, [3, 2, 1]),
        ({"until": "20/03/2024"}, [2, 1, 0]),
        ({"since": "20/03/2024", "until": "20/03/2024"}, [2, 1]),
        ({"since": "hôm qua"}, [3, 2, 1, 0]),
    ],
)
def test_trail_is_narrowed_by_act_and_by_date_here(client, admin, query, found):
    """Noted in UTC: 17:00 is midnight in Viet Nam."""
    events = [
        note(admin, at="2024-03-19 16:59"),
        note(admin, at="2024-03-19 17:00"),
        note(admin, at="2024-03-20 16:59", action="submit"),
        note(admin, at="2024-03-20 17:00", refused=True),
    ]

    assert shown(client.get(TRAIL, query)) == [events[number] for number in found]


@pytest.mark.parametrize("count", [1, 3, 51])
def test_trail_costs_the_same_however_long(client, admin, count, django_assert_num_queries):
    for _ in range(count):
        note(make_user(Role.UNIT_OFFICER))
    client.get(TRAIL)  # stamps the session

    # session, reader, page and count, views; the transaction opened and closed
    with django_assert_num_queries(6):
        assert len(shown(client.get(TRAIL))) == min(count, 50)


def test_next_page_goes_on_where_the_last_one_ended(client, admin):
    events = [note(admin) for _ in range(60)]

    first = client.get(TRAIL, {"action": "extend"})
    second = client.get(TRAIL, {"action": "extend", "sau": first.context["page"].next})

    assert shown(first) + shown(second) == events[::-1]
    assert second.context["page"].next == ""
    assertContains(first, f"?action=extend&amp;sau={first.context['page'].next}")


@pytest.mark.parametrize("token", ["", "x", "-1", "9" * 30, "1.2"])
@pytest.mark.usefixtures("admin")
def test_odd_token_of_a_page_breaks_nothing(client, token):
    assert client.get(TRAIL, {"sau": token}).status_code == 200


def test_event_is_shown_in_words_with_what_it_is_about(client, admin):
    note(admin, note="Bão số 4\nlàm hỏng đường.", refused=True)

    response = client.get(TRAIL)

    assertContains(response, "Gia hạn")
    assertContains(response, f"Tài khoản: {admin}")
    assertContains(response, "Bão số 4<br>làm hỏng đường.")
    assertContains(response, "bị từ chối")


def test_what_an_earlier_release_knew_is_told_by_its_name_alone(client, admin):
    facts = {"subject_type": "programs.gone", "subject_id": 1, "subject": "Đợt cũ"}
    Event.objects.create(action="x", **facts)

    (line,) = client.get(TRAIL, {"cot": "subject"}).context["lines"]
    assert line == ['<th scope="row">Đợt cũ</th>']


def test_text_of_an_event_is_no_markup(client, admin):
    note(admin, note="<script>alert(1)</script>")

    assert b"<script>alert" not in client.get(TRAIL).content


def test_trail_is_only_read(client, admin):
    note(admin)

    for method in (client.post, client.put, client.delete):
        method(TRAIL)

    assert Event.objects.filter(refused=False).count() == 1


def test_forbidden_try_leaves_a_refusal(client, as_role):
    user = as_role(Role.UNIT_OFFICER)

    response = client.get(reverse("programs:user_invite"))

    assert response.status_code == 403
    event = Event.objects.get()
    assert (event.actor, event.unit, event.refused) == (user, user.unit, True)
    assert event.action == "programs:user_invite:role"
    assert event.request_id == response["X-Request-ID"]


# --- Whose trail it is ---------------------------------------------------------------------------

OURS = [
    model
    for app in ("programs", "products", "councils", "reports")
    for model in apps.get_app_config(app).get_models()
    if not model._meta.model_name.startswith("historical")
]
# The province's, one person's, or parts: what is done to a part is told of the row it belongs to.
OF_NO_UNIT = {
    *("Unit", "UnitSuccession", "Agency", "AgencySuccession", "Holiday", "HolidayYear"),
    *(
        "Regulation",
        "StarBand",
        "Part",
        "Period",
        "Gate",
        "RevocationGround",
        "Round",
        "ProductSet",
    ),
    "DossierItem",
    *("CriteriaSet", "Criterion", "Option", "Campaign", "InspectionPlan", "RegisterImport"),
    *(
        "AccountRequest",
        "RoleChange",
        "SavedView",
        "FormDraft",
        "ExportJob",
        "Notification",
        "Mail",
    ),
    *("Extension", "RegistrationCount", "RowDraft", "PlanImport", "PlanComment", "SealedPlan"),
    *("ProductCode", "Placement", "Withdrawal", "Answer", "CommuneReport", "NumberSeries"),
    *("CertificateEvent", "ExpiryNotice", "Lapse", "InspectionFinding", "SealedDocument"),
    *("CertificateLayout", "OutgoingPaper", "PaperOpening", "PaperCopy"),
    *("PaperSeries", "PaperNumber"),
    *("AgencyFunction", "SeatRule", "CouncilRules", "GroupSeat", "Seat", "Member"),
    *("Session", "Evaluation", "Attendance", "Conflict", "ScoreSheet", "Score", "Finding"),
    *("RecordReading", "OutsideResult", "OwnGate", "Relation", "Dismissal", "SheetsFile"),
    *("AdvisoryReport", "AdvisorySheet", "AdvisoryScore", "ReceiptSeries"),
    *("ReportForm", "FormSection", "Indicator", "ReportPeriod", "SealedReport"),
    *("ProvinceReport", "ProvinceText", "SealedProvinceReport"),
    *("ReportText", "ReportFigure", "ReportComment", "ReportAttachment"),
    *("FilledReport", "DoubleCount"),
}


def test_each_model_says_its_unit_to_the_trail_or_is_named_as_having_none():
    assert {model.__name__ for model in OURS if not hasattr(model, "unit_id")} == OF_NO_UNIT


def make_rows(unit):
    """A row of each kind that belongs to this unit, its own or its part's."""
    product = make_product(commune=unit.children.first())
    certificate = make_certificate(product=product)
    plan = make_plan(unit=unit)
    yield from (plan, plan.registrations.get(), plan.campaign.participants.get())
    yield from (product, product.producer, certificate, make_dossier(product))
    yield from (make_inspection(certificate), make_letter(certificate))
    yield make_user(Role.UNIT_OFFICER, unit=unit)


def test_a_leader_reads_the_trail_of_the_rows_that_say_their_unit():
    unit = make_unit()
    leader = make_user(Role.UNIT_LEADER, unit=unit)
    stranger = make_user(Role.UNIT_LEADER)
    rows = list(make_rows(unit))

    events = [audit.record("look", row, by=None, label="xem") for row in rows]

    assert {event.unit_id for event in events} == {unit.pk}
    assert set(Event.objects.visible_to(leader)) == set(events)
    assert not Event.objects.visible_to(stranger).exists()


@pytest.mark.parametrize("make", [make_campaign, make_unit, make_view])
def test_what_belongs_to_no_unit_is_in_no_units_trail(make):
    assert audit.record("look", make(), by=None, label="xem").unit is None
