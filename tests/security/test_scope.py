"""The one door to rows, and what a person's rights hang on, at this very request."""

from functools import partial

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from councils.models import (
    AdvisoryReport,
    AdvisorySheet,
    Council,
    CouncilRules,
    Evaluation,
    Member,
    Relation,
    ScoreSheet,
    Seat,
    Session,
    SheetsFile,
)
from products.enums import PlanState
from products.models import (
    Certificate,
    Document,
    Dossier,
    ExpiryLetter,
    Inspection,
    InspectionPlan,
    Outlet,
    Petition,
    Plan,
    PlanImport,
    Producer,
    Product,
    ProductPhoto,
    RegisterImport,
    Registration,
    Revocation,
    SealedPlan,
)
from programs import accounts, audit
from programs.enums import Role
from programs.models import (
    Campaign,
    Event,
    ExtensionRequest,
    FormDraft,
    Notification,
    Participant,
    SavedView,
    Unit,
    UnitSuccession,
    User,
)
from programs.views import accounts as account_views
from reports.models import (
    CertificateLayout,
    DoubleCount,
    ExportJob,
    FilledReport,
    OutgoingPaper,
    PaperNumber,
    PeriodicReport,
    ProvinceReport,
    ReportAttachment,
    ReportForm,
    SealedReport,
)
from tests.matrix import run
from tests.matrix.claims import CLAIMS
from tests.support.factories import BORN, make_campaign, make_plan, make_user
from tests.support.rows import make_notification, make_view

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


# --- Mutants: were the door open, the matrix would notice (A5) ---------------------------------

# The page at which an open door of each model shows.
DOORS = {
    Campaign: "programs:campaign_detail",
    Participant: "programs:extension_create",
    ExtensionRequest: "programs:extension_decline",
    User: "programs:user_detail",
    Plan: "products:plan_detail",
    SealedPlan: "products:sealed_plan",
    Registration: "products:registration_update",
    PlanImport: "products:import_preview",
    ExportJob: "reports:export_file",
    Producer: "products:producer_detail",
    Product: "products:product_detail",
    Certificate: "products:certificate_detail",
    Revocation: "products:revocation_step",
    Dossier: "products:dossier_detail",
    Document: "products:document_detail",
    ProductPhoto: "products:photo_file",
    Outlet: "products:outlet_delete",
    ExpiryLetter: "reports:expiry_letter",
    Inspection: "products:inspection_detail",
    InspectionPlan: "products:inspection_plan_detail",
    Petition: "products:petition_detail",
    RegisterImport: "products:book_preview",
    OutgoingPaper: "reports:outgoing_detail",
    CertificateLayout: "reports:layout_detail",
    PaperNumber: "reports:number_return",
    Council: "councils:council_detail",
    Seat: "councils:seat_update",
    Member: "councils:member_update",
    CouncilRules: "councils:rules_update",
    Session: "councils:session_update",
    Evaluation: "councils:evaluation_note",
    ScoreSheet: "councils:scores",
    SheetsFile: "councils:sheets_file",
    Relation: "councils:relation_detail",
    AdvisoryReport: "councils:advice_step",
    ReportForm: "reports:form_detail",
    ReportAttachment: "reports:report_attachment",
    FilledReport: "reports:filled_report",
    DoubleCount: "reports:double_strike",
    PeriodicReport: "reports:report_detail",
    SealedReport: "reports:sealed_report",
    ProvinceReport: "reports:province_report",
}
# Rows without a page of their own: who reads them is held where they are shown.
WITHIN_A_PAGE = {FormDraft, AdvisorySheet}


def claim_of(url):
    return next(claim for claim in CLAIMS if claim.url == url)


def test_every_scoped_model_has_a_mutant():
    scoped = {model for model in apps.get_models() if hasattr(model.objects, "visible_to")}

    assert scoped == {*DOORS, *LISTS, *WITHIN_A_PAGE}


@pytest.mark.parametrize(
    "few", [pytest.param(False, marks=pytest.mark.slow), True], ids=["whole", "short"]
)
@pytest.mark.parametrize("model", DOORS, ids=lambda model: model.__name__)
def test_an_open_door_to_a_model_is_noticed_by_the_matrix(model, few, visitors, monkeypatch):
    monkeypatch.setattr(type(model.objects.all()), "visible_to", lambda rows, _user: rows)

    claim = claim_of(DOORS[model])
    assert run.differences(claim, visitors, roles=["DO", "CM"], few=few) != []


@pytest.mark.parametrize(
    ("door", "rows", "url"),
    [
        ("role_changes_visible_to", accounts.RoleChange, "programs:role_confirm"),
        ("requests_visible_to", accounts.AccountRequest, "programs:account_request_accept"),
    ],
)
def test_an_open_door_to_accounts_is_noticed_by_the_matrix(door, rows, url, visitors, monkeypatch):
    monkeypatch.setattr(account_views.accounts, door, lambda _user: rows.objects.all())

    assert run.differences(claim_of(url), visitors, roles=["DO", "CM"]) != []


def _somebodys_event():
    audit.record("look", make_user(Role.OBSERVER), by=None, label="Of somebody else")


# The list at which an open door to what everybody has for themselves shows.
LISTS = {
    Event: ("programs:event_list", _somebodys_event),
    Notification: (
        "programs:notification_list",
        partial(make_notification, text="Of somebody else"),
    ),
    SavedView: (
        "products:plan_list",
        partial(make_view, name="Of somebody else"),
    ),
}


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_an_open_door_to_ones_own_rows_is_noticed(model, client, as_role, monkeypatch):
    name, make = LISTS[model]
    as_role(Role.COUNCIL_SECRETARY)
    make()
    closed = client.get(reverse(name))
    monkeypatch.setattr(type(model.objects.all()), "visible_to", lambda rows, _user: rows)

    assertNotContains(closed, "Of somebody else")
    assertContains(client.get(reverse(name)), "Of somebody else")


def test_an_open_door_to_what_others_type_is_noticed(client, as_role, monkeypatch):
    as_role(Role.UNIT_LEADER)
    form = reverse("programs:account_request_create")
    typed = {"address": form, "values": {"reason": ["Of somebody else"]}}
    FormDraft.objects.create(user=make_user(Role.UNIT_LEADER), saved_at=timezone.now(), **typed)
    closed = client.get(form, {"ban-nhap": "1"})
    monkeypatch.setattr(type(FormDraft.objects.all()), "visible_to", lambda rows, _user: rows)

    assertNotContains(closed, "Of somebody else")
    assertContains(client.get(form, {"ban-nhap": "1"}), "Of somebody else")


# --- Rights act at the next request (A9) -------------------------------------------------------


@pytest.fixture
def officer(as_role):
    return as_role(Role.UNIT_OFFICER)


@pytest.fixture
def draft(officer):
    return make_plan(unit=officer.unit)


def test_a_closed_account_is_out_at_the_next_request(client, officer, draft):
    assert client.get(draft.get_absolute_url()).status_code == 200

    accounts.deactivate(officer, by=make_user(Role.PROVINCE_ADMIN))

    response = client.get(draft.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.OBSERVER])
def test_another_role_acts_at_the_next_request(client, officer, draft, role):
    step = reverse("products:plan_step", args=[draft.pk, "hand_in"])
    assert client.get(step).status_code == 200

    accounts.propose_role(officer, role=role, by=make_user(Role.PROVINCE_ADMIN))

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.post(step).status_code == 404


def test_another_unit_acts_at_the_next_request(client, officer, draft):
    other = make_plan()

    accounts.propose_role(
        officer, role=Role.UNIT_OFFICER, unit=other.unit, by=make_user(Role.PROVINCE_ADMIN)
    )

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 200


def test_a_user_without_a_unit_sees_nothing_of_any_unit(client, as_role):
    user = as_role(Role.UNIT_OFFICER)
    User.objects.filter(pk=user.pk).update(unit=None)
    plan = make_plan()

    paths = [plan.get_absolute_url(), plan.campaign.get_absolute_url()]

    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.get("/", follow=True).status_code == 200


# --- Units that were merged (I10) --------------------------------------------------------------


@pytest.fixture
def merged(officer):
    """A plan of a unit that the officer's unit took over."""
    plan = make_plan(state=PlanState.ACCEPTED)
    Unit.objects.filter(pk=plan.unit_id).update(valid_to="2025-06-30")
    UnitSuccession.objects.create(old=plan.unit, new=officer.unit, on=BORN)
    return plan


def test_the_successor_reads_the_old_units_plan_under_its_old_name(client, merged):
    response = client.get(merged.get_absolute_url())

    assert merged.unit.short_name in response.content.decode()


def test_the_successor_changes_nothing_of_the_old_units_plan(client, merged):
    url = reverse("products:plan_adjust", args=[merged.pk])

    assert client.post(url, {"note": "Vì thế."}).status_code == 403


def test_a_person_of_the_old_unit_reads_the_old_plan_and_not_the_successors(
    client, officer, merged
):
    theirs = make_plan(unit=officer.unit, campaign=make_campaign(officer.unit))
    client.force_login(make_user(Role.UNIT_OFFICER, unit=merged.unit))

    assert client.get(merged.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404


# --- Odd addresses -----------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["%0A", "%0A/", "%2F1/", "/..%2F1/", "%00", "'", "e1"])
def test_an_address_with_an_odd_end_is_not_the_row(client, draft, tail):
    path = draft.get_absolute_url().rstrip("/")

    assert client.get(f"{path}{tail}").status_code == 404


@pytest.mark.parametrize("number", ["9" * 40, "-1", "0x1", "١"])
def test_an_odd_number_is_a_row_that_never_was(client, officer, number):
    assert client.get(f"/ke-hoach/{number}/").status_code == 404
