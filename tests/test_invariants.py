"""What the database itself refuses, whoever asks: constraints, choices, and sealed rows."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.utils import timezone

from councils.models import OwnGate
from products.enums import EDITABLE_STATES, PRIVATE_STATES, PlanState
from products.models import (
    CertificateEvent,
    ExpiryLetter,
    ExpiryNotice,
    ProductCode,
    SealedPlan,
)
from programs.enums import Role
from programs.models import AppendOnly, Event
from reports.models import (
    PaperCopy,
    PaperOpening,
    PeriodicReport,
    SealedDocument,
    SealedProvinceReport,
    SealedReport,
)
from tests.support import rows
from tests.support.breaches import BREACHES
from tests.support.councils import COUNCIL_MAKERS, make_rules
from tests.support.expiry_rows import EXPIRY_MAKERS, make_inspection
from tests.support.factories import (
    make_certificate,
    make_criteria_set,
    make_draft,
    make_plan,
    make_registration,
    make_user,
    publish,
)
from tests.support.outgoing import OUTGOING_MAKERS
from tests.support.report_rows import PERIODIC_MAKERS, make_figure, make_indicator, make_text
from tests.support.report_rows import publish as publish_form
from tests.support.rows import make_layout, make_role_change
from tests.support.sessions import SESSION_MAKERS, make_score, make_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
MAKERS = rows.MAKERS | EXPIRY_MAKERS | OUTGOING_MAKERS | COUNCIL_MAKERS
MAKERS |= SESSION_MAKERS | PERIODIC_MAKERS

OURS = [
    model
    for app in ("programs", "products", "councils", "reports")
    for model in apps.get_app_config(app).get_models()
    if not model._meta.model_name.startswith("historical")
]
FIELDS = [field for model in OURS for field in model._meta.concrete_fields]
CONSTRAINTS = {
    constraint.name: constraint for model in OURS for constraint in model._meta.constraints
} | {str(field): field for field in FIELDS if field.unique and not field.primary_key}
# A new kind of news needs no migration: the database does not know the kinds.
OPEN = {"programs.Notification.kind"}
CHOSEN = [field for field in FIELDS if field.choices and str(field) not in OPEN]


UPDATE = "UPDATE {table} SET {names} WHERE id = %s"
DELETE = "DELETE FROM {table} WHERE id = %s"
COPY = "INSERT INTO {table} ({names}) SELECT {taken} FROM {table} WHERE id = %s"
REPLACE = "REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s"


def run(sql, row, *values, **names):
    """Raw SQL on one row, in a savepoint so that the test goes on after a refusal."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table=row._meta.db_table, **names), [*values, row.pk])


def update(row, values):
    run(UPDATE, row, *values.values(), names=", ".join(f'"{name}" = %s' for name in values))


def insert_copy(row, **values):
    """Insert the row once more under a new id, with these values instead of its own."""
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    taken = ["%s" if column in values else f'"{column}"' for column in columns]
    given = [values[column] for column in columns if column in values]
    names = ", ".join(f'"{column}"' for column in columns)
    run(COPY, row, *given, names=names, taken=", ".join(taken))


# --- Constraints -------------------------------------------------------------------------------


def test_every_constraint_that_the_models_declare_is_broken_here():
    assert set(BREACHES) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", BREACHES)
def test_the_database_refuses_what_a_constraint_forbids(name):
    row, values, *is_added = BREACHES[name]()

    with pytest.raises(DatabaseError) as refusal:
        insert_copy(row, **values) if is_added or not values else update(row, values)

    # SQLite names the columns of what must be unique; PostgreSQL is first to measure a text.
    message = str(refusal.value)
    is_unique = not isinstance(CONSTRAINTS[name], models.CheckConstraint)
    assert name in message or "character varying" in message or is_unique
    assert not is_unique or "unique" in message.lower()


@pytest.mark.parametrize("field", CHOSEN, ids=str)
def test_the_database_knows_every_choice(field):
    row = MAKERS[field.model]()
    unknown = "?" if isinstance(field, models.CharField) else 99

    with pytest.raises(IntegrityError):
        update(row, {field.column: unknown})


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
def test_a_row_that_others_stand_on_cannot_be_deleted(model):
    """Foreign keys are held by the database too: no raw DELETE leaves an orphan."""
    row = MAKERS[model]()
    parents = [
        getattr(row, field.name)
        for field in model._meta.concrete_fields
        if field.remote_field and getattr(row, field.attname)
    ]

    for parent in parents:
        with pytest.raises(DatabaseError):
            delete_and_check(parent)


def delete_and_check(row):
    with transaction.atomic():
        run(DELETE, row)
        connection.check_constraints()


# --- Rows that never change --------------------------------------------------------------------

NEVER_CHANGED = [
    *(Event, SealedPlan, SealedDocument, ProductCode, CertificateEvent),
    *(ExpiryLetter, ExpiryNotice, PaperOpening, PaperCopy, SealedReport),
    SealedProvinceReport,
]
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT event_object_table, trigger_name FROM information_schema.triggers",
}


def test_every_model_that_says_it_is_append_only_has_its_triggers():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        held = {table for table, name in cursor.fetchall() if "_append_only_" in name}

    assert {model for model in OURS if issubclass(model, AppendOnly)} == set(NEVER_CHANGED)
    assert held == {model._meta.db_table for model in NEVER_CHANGED}


@pytest.mark.parametrize("statement", [UPDATE, DELETE])
@pytest.mark.parametrize("state", ["published", "dropped"])
def test_a_published_form_of_reports_never_changes_nor_what_it_asks(state, statement):
    indicator = make_indicator()
    form = publish_form(indicator.form, state)

    for row, names in ((form, "name = name"), (indicator, "code = code")):
        with pytest.raises(IntegrityError, match="published form of reports never changes"):
            run(statement, row, names=names)
    with pytest.raises(IntegrityError, match="published form of reports never changes"):
        run(statement, indicator.section, names="code = code")


@pytest.mark.parametrize("state", ["handed_in", "sent", "returned", "accepted"])
def test_what_a_report_says_changes_in_its_draft_alone(state):
    figure = make_figure()
    text = make_text(figure.report)
    run(UPDATE, figure, names="value = value")

    PeriodicReport.objects.filter(pk=figure.report_id).update(
        state=state, sent_at=timezone.now(), sent_by=make_user(Role.UNIT_LEADER)
    )

    for row, names in ((figure, "value = value"), (text, "text = text")):
        for statement in (UPDATE, DELETE):
            with pytest.raises(IntegrityError, match="changes in its draft alone"):
                run(statement, row, names=names)


@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_a_certificate_that_was_issued_never_changes(statement):
    with pytest.raises(IntegrityError, match="never changes"):
        run(statement, make_certificate(), names="star = star")


@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_a_published_layout_of_certificates_never_changes(statement):
    published = make_layout(published_at=timezone.now())
    with pytest.raises(IntegrityError, match="never changes"):
        run(statement, published, names="title = title")
    update(make_layout(), {"title": "GIẤY"})


# A version of the Quy chế, a body that it names for a group of products, a gate that it adds.
def _rules(state):
    gate = OwnGate(label="Chủ thể đang bị xử phạt", effect="not_evaluated")
    rules = make_rules(state, groups={"drink": ["trade"]}, gates=[gate])
    return {"rules": rules, "group": rules.group_seats.get(), "gate": gate}


@pytest.mark.parametrize("row", ["rules", "group", "gate"])
@pytest.mark.parametrize("state", ["published", "dropped"])
@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_a_quy_che_that_is_no_draft_any_more_never_changes(row, state, statement):
    with pytest.raises(IntegrityError, match="published rules of a Council never change"):
        run(statement, _rules(state)[row], names="id = id")


@pytest.mark.parametrize("row", ["group", "gate"])
def test_nothing_is_added_to_a_published_quy_che_or_moved_into_it(row):
    inside, outside = _rules("published")[row], _rules("draft")[row]

    for change in (insert_copy, lambda row, **values: update(row, values)):
        with pytest.raises(IntegrityError, match="published rules of a Council never change"):
            change(outside, rules_id=inside.rules_id)


# A sheet that was signed, and what it says of a criterion.
@pytest.mark.parametrize("row", ["sheet", "score"])
@pytest.mark.parametrize("state", ["signed", "replaced"])
@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_a_signed_sheet_never_changes(row, state, statement):
    score = make_score(make_sheet())
    update(score.sheet, {"state": state, "total": 60, "signed_at": timezone.now()})
    row = score.sheet if row == "sheet" else score

    with pytest.raises(IntegrityError, match="a signed sheet never changes"):
        run(statement, row, names="id = id")


def test_a_signed_sheet_is_replaced_as_it_is_and_not_otherwise():
    sheet = make_sheet(state="signed")

    with pytest.raises(IntegrityError, match="a signed sheet never changes"):
        update(sheet, {"state": "replaced", "total": 61})
    update(sheet, {"state": "replaced"})


@pytest.mark.parametrize("row", ["rules", "group"])
def test_a_draft_of_the_quy_che_does_change(row):
    change = {"rules": {"note": "x"}, "group": {"function": "health"}}[row]

    update(_rules("draft")[row], change)


def test_a_draft_of_a_certificate_does_change():
    update(make_draft(), {"star": 4})


@pytest.mark.parametrize("model", NEVER_CHANGED)
@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_what_was_written_once_is_neither_changed_nor_deleted(model, statement):
    with pytest.raises(IntegrityError, match="append-only"):
        run(statement, MAKERS[model](), names="id = id")


REFUSED = """
    SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND tgtype & %s <> 0
"""
BY_DELETE, BY_TRUNCATE = 8, 32  # of pg_trigger.tgtype


def refused(event):
    with connection.cursor() as cursor:
        cursor.execute(REFUSED, [event])
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_what_may_not_be_deleted_is_not_emptied_at_once_on_any_server():
    kept = refused(BY_DELETE)

    assert kept >= {model._meta.db_table for model in NEVER_CHANGED}
    assert refused(BY_TRUNCATE) == kept
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ocop.is_a_test = ''")
        for table in sorted(kept):
            with pytest.raises(IntegrityError, match="is never emptied"), transaction.atomic():
                cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("model", NEVER_CHANGED)
def test_what_was_written_once_is_not_written_over(model):
    """SQLite's REPLACE deletes without a word, unless the connection says that triggers fire."""
    with pytest.raises(IntegrityError, match="append-only"):
        run(REPLACE, MAKERS[model]())


@pytest.mark.parametrize("state", sorted(set(PlanState) - EDITABLE_STATES))
@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_the_rows_of_a_plan_that_left_its_officer_never_change(state, statement):
    row = make_plan(state=state).registrations.get()

    with pytest.raises(IntegrityError, match="never change"):
        run(statement, row, names="note = note")


@pytest.mark.parametrize("state", sorted(set(PlanState) - EDITABLE_STATES))
def test_no_row_is_added_to_a_plan_that_left_its_officer(state):
    plan = make_plan(state=state)
    stray = make_registration(make_plan(rows=0))

    with pytest.raises(IntegrityError, match="never change"):
        insert_copy(stray, plan_id=plan.pk)


def test_no_row_is_moved_into_a_sent_plan_or_out_of_it():
    sent, draft = make_plan(state=PlanState.SENT), make_plan()

    for row, plan in ((draft.registrations.get(), sent), (sent.registrations.get(), draft)):
        with pytest.raises(IntegrityError, match="never change"):
            update(row, {"plan_id": plan.pk})


@pytest.mark.parametrize("state", sorted(EDITABLE_STATES))
def test_the_rows_of_a_plan_in_work_do_change(state):
    row = make_plan(state=state).registrations.get()

    update(row, {"note": "x"})
    run(DELETE, row)

    assert not type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_the_findings_of_a_post_check_that_was_recorded_never_change(statement):
    finding = make_inspection(state="recorded").findings.get()

    with pytest.raises(IntegrityError, match="never change"):
        run(statement, finding, names="note = note")
    with pytest.raises(IntegrityError, match="never change"):
        insert_copy(finding, position=2)


# --- Criteria that were published --------------------------------------------------------------


def rows_of_a_set(*, published):
    criteria_set = make_criteria_set()
    criterion = criteria_set.criteria.get(code="1.1")
    rows = [criteria_set, criterion, criterion.options.get(number=2)]
    if published:
        publish(criteria_set)
    return rows


@pytest.mark.parametrize("row", range(3), ids=["set", "criterion", "option"])
@pytest.mark.parametrize("statement", [UPDATE, DELETE])
def test_a_published_set_of_criteria_never_changes(row, statement):
    with pytest.raises(IntegrityError, match="published set of criteria never changes"):
        run(statement, rows_of_a_set(published=True)[row], names="doubt = doubt")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("row", range(3), ids=["set", "criterion", "option"])
def test_a_published_set_of_criteria_is_not_written_over(row):
    with pytest.raises(IntegrityError, match="published set of criteria never changes"):
        run(REPLACE, rows_of_a_set(published=True)[row])


@pytest.mark.parametrize("row", [1, 2], ids=["criterion", "option"])
def test_nothing_is_added_to_a_published_set_of_criteria_or_moved_into_it(row):
    column = ["", "criteria_set_id", "criterion_id"][row]
    inside = rows_of_a_set(published=True)[row]
    outside = rows_of_a_set(published=False)[row]

    for change in (insert_copy, lambda row, **values: update(row, values)):
        with pytest.raises(IntegrityError, match="published set of criteria never changes"):
            change(outside, **{column: getattr(inside, column)})


@pytest.mark.parametrize("row", range(3), ids=["set", "criterion", "option"])
def test_a_set_of_criteria_that_is_not_published_does_change(row):
    update(rows_of_a_set(published=False)[row], {"doubt": "?"})


# --- Two people, where two are asked -----------------------------------------------------------


@pytest.mark.parametrize("state", sorted(set(PlanState) - PRIVATE_STATES))
def test_what_is_sent_names_its_sender_and_time(state):
    plan = make_plan(state=state)

    for column in ("sent_by_id", "sent_at"):
        with pytest.raises(IntegrityError, match="plan_sent_by_somebody_at_some_time"):
            update(plan, {column: None})


def test_who_handed_in_may_send_with_a_reason_that_stays_on_the_record():
    plan = make_plan(state=PlanState.SENT)

    with pytest.raises(IntegrityError, match="plan_sent_by_another_person"):
        update(plan, {"handed_in_by_id": plan.sent_by_id})
    update(plan, {"handed_in_by_id": plan.sent_by_id, "same_person_reason": "Một người."})


def test_an_administrator_is_never_made_by_one_person():
    change = make_role_change()

    with pytest.raises(IntegrityError, match="rolechange_admin_needs_two_people"):
        update(change, {"confirmed_by_id": change.proposed_by_id})
    with pytest.raises(IntegrityError, match="rolechange_never_ones_own"):
        update(change, {"user_id": change.proposed_by_id})
