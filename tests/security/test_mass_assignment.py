"""Forms take the fields that they show; whatever else is posted changes nothing (SECURITY A6)."""

import pytest
from django.apps import apps
from django.db import connection, models

from programs.enums import Role
from programs.models import User
from tests.matrix import run
from tests.matrix.claims import CLAIMS
from tests.matrix.visitor import Writes, undone

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

ACTS = [claim for claim in CLAIMS if claim.body]
TABLES = [
    model
    for app in ("programs", "products", "councils", "reports")
    for model in apps.get_app_config(app).get_models()
    if model._meta.model_name not in {"event", "mail"}
    and not model._meta.model_name.startswith("historical")
]


# Times and secrets differ from try to try, and so do the seals that hold them.
SKIPPED = (models.DateTimeField, models.FileField, models.BinaryField, models.AutoField)
# Keys of rows of history are given once, whether the try is undone or not.
SECRETS = {"password", "content", "sha256", "history_before", "history_upto", "check_code", "seed"}
# What news is about may be new too.
SECRETS |= {"subject_id", "url"}


def columns(model):
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, SKIPPED)]
    return [field for field in fields if field.name not in SECRETS]


def known_keys():
    return {model: set(model.objects.values_list("pk", flat=True)) for model in TABLES}


@pytest.fixture(scope="module")
def known(visitors, django_db_blocker):
    """The keys of all rows of the world, which each try leaves as it was."""
    with django_db_blocker.unblock():
        return known_keys()


def written(known, tables):
    """Every row of these tables as it stands; new rows have no key that could be compared."""

    def value(field, row):
        key = getattr(row, field.attname)
        is_new = field.remote_field and key and key not in known.get(field.related_model, [key])
        return "new" if is_new else key

    return {
        model: sorted(repr([value(f, row) for f in columns(model)]) for row in model.objects.all())
        for model in TABLES
        if model._meta.db_table in tables
    }


def intruders(world, body):
    """Fields of every model, with values that would hurt; less those that the form asks for."""
    rows = world.rows
    stranger = world.people["CM"].pk
    values = {
        "id": rows["plan"][-1].pk,
        "pk": rows["plan"][-1].pk,
        "plan": rows["plan"][-1].pk,
        "campaign": rows["campaign"][4].pk,
        "unit": world.units["away"].pk,
        "user": stranger,
        "adjusts": rows["plan"][-1].pk,
    }
    values |= dict.fromkeys(["state", "status"], "issued") | {"version": 9, "edition": 9}
    values |= dict.fromkeys(["is_superuser", "is_staff", "is_late", "confirmed"], "on")
    values |= dict.fromkeys(["role", "outcome"], "PA") | {"is_active": ""}
    people = ["handed_in_by", "sent_by", "approved_by", "author", "asked_by", "confirmed_by"]
    values |= dict.fromkeys([*people, "proposed_by", "granted_by", "actor"], stranger)
    values |= {"sent_at": "01/01/2020 00:00", "read_at": "01/01/2020 00:00", "position": 77}
    values |= {"scan_sha256": "f" * 64, "sha256": "f" * 64, "product_fold": "x", "score": 5}
    values |= {f"{name}_id": value for name, value in values.items()}
    return {name: value for name, value in values.items() if name not in body}


def outcome_of(claim, visitors, at, known, extra):
    """The status, and what then stands in the tables that were written to."""
    role, row = at
    body = claim.body(visitors.world, row, visitors.world.people[role])
    with undone(), connection.execute_wrapper(writes := Writes()):
        response = visitors.become(role).post(run.address(claim, row), extra(body) | body)
        return response.status_code, written(known, writes.tables)


@pytest.mark.parametrize("claim", ACTS, ids=str)
def test_fields_that_a_form_does_not_show_change_nothing(claim, visitors, known):
    at = run.allowed(claim, visitors.world)

    plain = outcome_of(claim, visitors, at, known, lambda _body: {})
    crowded = outcome_of(claim, visitors, at, known, lambda body: intruders(visitors.world, body))

    assert plain[0] == crowded[0] == 302
    assert plain[1] == crowded[1]


def test_nobody_becomes_a_superuser_by_a_form(client, as_role):
    user = as_role(Role.OBSERVER)
    body = {"full_name": "Tên Mới", "phone": ""}
    rights = {"is_superuser": "on", "is_staff": "on", "role": "PA", "username": "x", "email": "x"}

    client.post("/toi/", body | rights)

    after = User.objects.get(pk=user.pk)
    assert (after.is_superuser, after.is_staff, after.role) == (False, False, Role.OBSERVER)
    assert (after.full_name, after.username, after.email) == (
        "Tên Mới",
        user.username,
        user.email,
    )


def test_an_invited_account_has_no_right_but_its_role(client, admin):
    names = {"full_name": "An", "username": "an.nguyen", "email": "an@ocop.example"}
    rights = {"is_superuser": "on", "is_staff": "on", "password": "x", "is_active": ""}

    client.post("/tai-khoan-cong-vu/moi/", names | {"role": "RO"} | rights)

    invited = User.objects.get(username="an.nguyen")
    assert (invited.is_superuser, invited.is_staff, invited.is_active) == (False, False, True)
    assert not invited.has_usable_password()
