"""A valid row of each model, beyond those that the factories of all tests make."""

import uuid
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.utils import timezone

from products.enums import PlanState, RegistrationForm
from products.models import (
    Answer,
    Certificate,
    CertificateEvent,
    CommuneReport,
    Document,
    Dossier,
    KnownTitle,
    NumberSeries,
    Outlet,
    Placement,
    Plan,
    PlanComment,
    PlanImport,
    Producer,
    Product,
    ProductCode,
    ProductPhoto,
    RegisterImport,
    Registration,
    RegistrationCount,
    Revocation,
    RowDraft,
    SealedPlan,
    Withdrawal,
)
from programs.enums import Authority, Certainty, Clock, HolidayKind, Measure, Role
from programs.models import (
    AccountRequest,
    Agency,
    AgencySuccession,
    Campaign,
    CriteriaSet,
    Criterion,
    DossierItem,
    Event,
    Extension,
    ExtensionRequest,
    FormDraft,
    Gate,
    Holiday,
    HolidayYear,
    Mail,
    Notification,
    Option,
    Part,
    Participant,
    Period,
    ProductSet,
    Regulation,
    RevocationGround,
    RoleChange,
    Round,
    SavedView,
    StarBand,
    Unit,
    UnitSuccession,
    User,
)
from reports.enums import ExportState
from reports.exports import rights_of
from reports.layouts import SHIPPED
from reports.models import CertificateLayout, ExportJob, SealedDocument
from tests.support.factories import (
    BORN,
    make_agency,
    make_campaign,
    make_certificate,
    make_criteria_set,
    make_dossier,
    make_outlet,
    make_plan,
    make_producer,
    make_product,
    make_registration,
    make_regulation,
    make_report,
    make_revocation,
    make_set,
    make_split,
    make_unit,
    make_user,
    make_whole_dossier,
    make_withdrawal,
    move_to,
    numbers,
)
from tests.support.papers import make_photo, make_withdrawn_paper


def make_succession():
    return UnitSuccession.objects.create(old=make_unit(), new=make_unit(), on=BORN)


def make_agency_succession():
    return AgencySuccession.objects.create(old=make_agency(), new=make_agency(), on=BORN)


def make_observer():
    return make_user(Role.OBSERVER)


def make_role_change():
    admins = [make_user(Role.PROVINCE_ADMIN) for _ in range(2)]
    return RoleChange.objects.create(
        user=make_observer(),
        role=Role.PROVINCE_ADMIN,
        proposed_by=admins[0],
        confirmed_by=admins[1],
    )


def make_request(**fields):
    values = {"full_name": "Trần Văn B", "email": "b@ocop.example", "role": Role.UNIT_OFFICER}
    fields.setdefault("asked_by", make_user(Role.UNIT_LEADER))
    return AccountRequest.objects.create(reason="Người mới.", **values | fields)


def make_answered_request():
    return make_request(user=make_observer())


def make_placement(kind="product", **fields):
    """Where a product (or a producer) of a divided commune went."""
    old = make_split()
    makers = {"product": make_product, "producer": make_producer}
    fields[kind] = makers[kind](commune=old)
    return Placement.objects.create(old=old, new=old.successions.first().new, **fields)


def make_participant(**fields):
    asked = fields or {"unit": make_unit()}
    return Participant.objects.create(campaign=make_campaign(), position=1, **asked)


def make_asked_agency():
    return make_participant(agency=make_agency())


def make_extension():
    participant = make_participant()
    return Extension.objects.create(
        participant=participant,
        until=participant.campaign.locks_at,
        reason="Bão.",
        granted_by=make_user(Role.PROVINCE_ADMIN),
    )


def make_extension_request(participant=None, **fields):
    """What a unit asks for: until a week after the lock of its campaign."""
    participant = participant or make_participant()
    facts = {
        "until": participant.campaign.locks_at + timedelta(days=7),
        "reason": "Bão.",
        "asked_by": make_user(Role.UNIT_OFFICER, unit=participant.unit),
    }
    return ExtensionRequest.objects.create(participant=participant, **facts | fields)


def make_provision(model, **fields):
    """A number of a regulation, confirmed in its text."""
    fields.setdefault("regulation", make_regulation())
    return model.objects.create(mark=Certainty.TEXT, **fields)


def make_period(**fields):
    values = {"clock": Clock.VALIDITY, "amount": 36, "measure": Measure.MONTHS}
    return make_provision(Period, **values | fields)


def make_part():
    return make_provision(Part, code="B", title="Phần B", max_points=25)


def make_band():
    return make_regulation().starbands.get(star=3)


def make_item():
    facts = {"item": "story", "need": "free", "product_set": make_set()}
    return make_provision(DossierItem, **facts)


def make_item_for_all():
    return make_provision(DossierItem, item="story", need="free")


def make_gate(**fields):
    values = {"key": "forged", "label": "Giả mạo", "effect": "disqualify", "position": 1}
    return make_provision(Gate, **values | fields)


def make_ground():
    return make_provision(RevocationGround, letter="a", key="false", label="Gian dối", position=1)


def make_round():
    days = {"dossier_month": 4, "dossier_day": 30, "result_month": 6, "result_day": 30}
    return make_provision(Round, level=Authority.PROVINCE, number=1, **days)


def make_criterion():
    return make_criteria_set().criteria.get(code="1.1")


def make_option():
    option = make_criterion().options.get(number=2)
    option.min_for_star = 3
    option.save()
    return option


def make_amendment():
    old = make_regulation()
    return make_regulation(amends=old, replaces=old)


def make_holiday():
    return Holiday.objects.create(
        date=BORN + timedelta(days=next(numbers)), name="Tết", kind=HolidayKind.HOLIDAY
    )


def make_holiday_year():
    return HolidayYear.objects.create(year=1900 + next(numbers) % 200, source="Thông báo")


def make_event():
    return Event.objects.create(action="look", subject_type="x", subject="x", key=uuid.uuid4())


def make_mail():
    return Mail.objects.create(
        key=f"k{next(numbers)}",
        recipient="a@ocop.example",
        subject="Thư",
        body="Nội dung",
        due_at="2024-03-01T00:00Z",
    )


def make_form_draft(**fields):
    values = {"user": make_observer(), "address": f"/ho-so/{next(numbers)}/sua/"}
    return FormDraft.objects.create(**values | {"saved_at": timezone.now()} | fields)


def make_notification(**fields):
    """One that was mailed; `outcome` and `mail` undo it."""
    recipient = fields.pop("recipient", None) or make_observer()
    values = {
        "kind": "due_soon",
        "subject_type": "programs.participant",
        "subject_id": next(numbers),
        "text": "Còn 7 ngày.",
        "url": "/",
        "due_on": BORN,
    }
    if "outcome" not in fields:
        values |= {"outcome": "mailed", "mail": make_mail()}
    return Notification.objects.create(recipient=recipient, **values | fields)


def make_row():
    return make_registration(make_plan(rows=0))


def make_count():
    plan = make_plan(rows=0)
    return RegistrationCount.objects.get(
        participant__unit=plan.unit, form=RegistrationForm.THREE_STAR
    )


def plan_in(state, **fields):
    return partial(make_plan, state=state, **fields)


def make_adjustment():
    old = make_plan(state=PlanState.ACCEPTED)
    return make_plan(unit=old.unit, campaign=old.campaign, adjusts=old, version=2)


def make_seal(plan=None, number=1):
    plan = plan or make_plan(state=PlanState.SENT)
    return SealedPlan.objects.create(
        plan=plan,
        number=number,
        sealed_at=plan.sent_at,
        sealed_by=plan.sent_by,
        content="{}",
        sha256="0" * 64,
    )


def make_document():
    key = f"plan-{next(numbers)}.pdf"
    return SealedDocument.objects.create(key=key, content=b"%PDF-", sha256="0" * 64, template="1")


def make_layout(**fields):
    """A draft of the certificate's layout, for days of its own."""
    day = timezone.localdate() + timedelta(days=next(numbers))
    values = SHIPPED | {"name": f"Mẫu {next(numbers)}", "valid_from": day}
    return CertificateLayout.objects.create(**values | fields)


def make_comment():
    author = make_user(Role.PROVINCE_STAFF)
    return PlanComment.objects.create(
        plan=make_plan(state=PlanState.SENT), author=author, text="Rõ."
    )


def make_import(plan=None, **fields):
    plan = plan or make_plan()
    values = {"name": "a.csv", "file": "imports/a.csv", "sha256": "0" * 64, "outcome": "ACCEPT"}
    user = fields.pop("user", None) or make_user(Role.UNIT_OFFICER, unit=plan.unit)
    return PlanImport.objects.create(plan=plan, user=user, edition=plan.edition, **values | fields)


def make_book(**fields):
    """A book of the register that was read."""
    values = {"name": "sổ.csv", "file": "register/a.csv", "sha256": "0" * 64, "outcome": "ACCEPT"}
    user = fields.pop("user", None) or make_user(Role.PROVINCE_STAFF)
    return RegisterImport.objects.create(user=user, **values | fields)


def make_confirmed_book():
    return make_book(confirmed_at=timezone.now(), confirmed_by=make_user(Role.PROVINCE_ADMIN))


def make_row_draft(**fields):
    """A row to be, of which nothing but the name is typed."""
    plan = fields.pop("plan", None) or make_plan()
    values = {"key": uuid.uuid4(), "position": 1, "cells": {"product_name": "Mạch nha"}}
    return RowDraft.objects.create(plan=plan, user=make_observer(), **values | fields)


def make_changed_row():
    """A change of a row that stands in its plan."""
    row = make_row()
    return make_row_draft(plan=row.plan, registration=row, base=1, key=None)


def make_view(**fields):
    fields.setdefault("user", make_observer())
    values = {"listing": "ke-hoach", "name": f"Cách xem {next(numbers)}", "query": "state=sent"}
    return SavedView.objects.create(**values | fields)


def make_known_title(**fields):
    fields.setdefault("unit", make_unit())
    return KnownTitle.objects.create(**{"title": "muc", "column": "form"} | fields)


def make_export(**fields):
    """A file that was made and lies ready."""
    fields.setdefault("user", make_observer())
    values = {"listing": "ke-hoach", "extension": "csv", "state": ExportState.READY}
    values |= {"expires_at": timezone.now() + timedelta(days=7)}
    values |= {"rights": rights_of(fields["user"])}
    job = ExportJob(**values | fields)
    job.file.save("tep.csv", ContentFile(b"STT\n"), save=False)
    job.save()
    return job


def make_code():
    return ProductCode.objects.create(product=make_product(), code=f"51-{next(numbers)}")


def make_merged(make):
    return make(merged_into=make())


def make_whole_product():
    """A product with all that it may refer to."""
    return make_merged(partial(make_product, product_set=make_set()))


def make_happening(**fields):
    """A certificate that gave way to a better one."""
    certificate = make_certificate()
    values = {"kind": "upgraded", "on": certificate.issued_on}
    return CertificateEvent.objects.create(
        certificate=certificate,
        by_certificate=make_certificate(certificate.product, star=4),
        recorded_by=make_observer(),
        **values | fields,
    )


def make_series():
    return NumberSeries.objects.create(series="province-51", year=1900 + next(numbers) % 200)


def make_grounded_revocation():
    return make_revocation(ground=make_ground())


def make_answer():
    criterion = make_criterion()
    dossier = make_whole_dossier(criteria_set=criterion.criteria_set)
    return Answer.objects.create(dossier=dossier, criterion=criterion, option=make_option())


def make_following_dossier():
    """A dossier with all that it may refer to."""
    product = make_product()
    first = move_to(make_whole_dossier(product), "concluded")
    return make_whole_dossier(
        product,
        kind="upgrade",
        follows=first,
        certificate=make_certificate(product),
        criteria_set=make_criteria_set(),
    )


def make_restored():
    """One that was undone."""
    person = make_user(Role.PROVINCE_STAFF)
    return make_withdrawal(restored_by=person, restored_at=timezone.now())


# A valid row of each model.
MAKERS = {
    Dossier: make_following_dossier,
    Answer: make_answer,
    CommuneReport: lambda: make_report(make_dossier()),
    Document: make_withdrawn_paper,
    ProductPhoto: make_photo,
    Producer: partial(make_merged, make_producer),
    Product: make_whole_product,
    ProductCode: make_code,
    Certificate: make_certificate,
    CertificateEvent: make_happening,
    NumberSeries: make_series,
    Revocation: make_grounded_revocation,
    Withdrawal: make_restored,
    Outlet: make_outlet,
    Placement: make_placement,
    Unit: make_unit,
    UnitSuccession: make_succession,
    Agency: make_agency,
    AgencySuccession: make_agency_succession,
    User: partial(make_user, Role.UNIT_OFFICER),
    RoleChange: make_role_change,
    AccountRequest: make_answered_request,
    Campaign: make_campaign,
    Participant: make_participant,
    Extension: make_extension,
    ExtensionRequest: make_extension_request,
    ProductSet: make_set,
    Regulation: make_amendment,
    StarBand: make_band,
    Part: make_part,
    Period: make_period,
    Gate: make_gate,
    RevocationGround: make_ground,
    DossierItem: make_item,
    Round: make_round,
    CriteriaSet: make_criteria_set,
    Criterion: make_criterion,
    Option: make_option,
    Holiday: make_holiday,
    HolidayYear: make_holiday_year,
    Event: make_event,
    Mail: make_mail,
    Notification: make_notification,
    Plan: make_adjustment,
    RegistrationCount: make_count,
    Registration: make_row,
    RowDraft: make_row_draft,
    SealedPlan: make_seal,
    PlanComment: make_comment,
    PlanImport: make_import,
    RegisterImport: make_confirmed_book,
    SealedDocument: make_document,
    CertificateLayout: make_layout,
    KnownTitle: make_known_title,
    FormDraft: make_form_draft,
    SavedView: make_view,
    ExportJob: make_export,
}
