"""What is sent is sealed: the same text for ever, whatever changes after."""

import hashlib
import json

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from products.enums import PlanState
from products.models import SealedPlan
from products.plans.workflow import PLAN_PROCEDURE
from programs.enums import Role
from programs.sealing import canonical
from tests.support.factories import make_plan, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture
def seal():
    plan = make_plan(state=PlanState.HANDED_IN, rows=2)
    PLAN_PROCEDURE.take(plan, "send", by=make_user(Role.UNIT_LEADER, unit=plan.unit))
    return plan.seals.get()


def test_a_seal_is_canonical_json_under_its_hash(seal):
    assert canonical(json.loads(seal.content)) == seal.content
    assert hashlib.sha256(seal.content.encode()).hexdigest() == seal.sha256


def test_a_seal_holds_unit_rows_counts_and_sender(seal):
    values = seal.values()

    assert values["unit"]["name"] == seal.plan.unit.short_name
    assert [row["form"] for row in values["rows"]] == ["3 sao", "3 sao"]
    assert values["declared"]["3_star"] == 2
    assert values["sent_by"] == seal.sealed_by.full_name


def test_a_renamed_unit_leaves_the_seal_as_it_was(seal):
    unit = seal.plan.unit
    before = seal.content
    unit.name = "Tên mới"
    unit.save()

    seal.refresh_from_db()
    assert seal.content == before


@pytest.mark.parametrize("statement", ["update", "delete"])
def test_a_seal_is_refused_to_every_change_by_the_database(seal, statement):
    rows = SealedPlan.objects.filter(pk=seal.pk)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(content="{}") if statement == "update" else rows.delete()
