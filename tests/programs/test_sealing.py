"""What is sealed has one canonical text, proves itself, and is found out where it was changed."""

import hashlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from products.enums import PlanState
from products.models import SealedPlan
from products.plans.workflow import PLAN_PROCEDURE
from programs.enums import Role
from programs.sealing import canonical, check_seals, digest, seal
from tests.support.expiry_rows import make_letter
from tests.support.factories import make_plan, make_user
from tests.support.rows import make_document, make_seal

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def test_the_same_values_are_the_same_text_in_whatever_order_they_come():
    assert canonical({"b": [1, None], "a": "Chè"}) == '{"a":"Chè","b":[1,null]}'
    assert canonical({"a": "Chè", "b": [1, None]}) == canonical({"b": [1, None], "a": "Chè"})


@pytest.mark.parametrize("content", ["Chè", "Chè".encode(), memoryview("Chè".encode())])
def test_a_text_and_its_bytes_have_one_digest(content):
    assert digest(content) == hashlib.sha256("Chè".encode()).hexdigest()


def test_a_sealed_row_gives_back_the_values_that_were_put_on_it():
    row = seal(SealedPlan(), {"unit": "Huyện A", "rows": []})

    assert row.values() == {"unit": "Huyện A", "rows": []}
    assert row.sha256 == digest(row.content)


def test_what_was_sealed_passes_its_check():
    plan = make_plan(state=PlanState.HANDED_IN)
    PLAN_PROCEDURE.take(plan, "send", by=make_user(Role.UNIT_LEADER, unit=plan.unit))

    checks = {check.what: check for check in check_seals()}

    assert plan.seals.exists()
    assert checks["Nội dung của bản đã gửi"].passed


@pytest.mark.parametrize("make", [make_seal, make_letter, make_document])
def test_a_row_that_does_not_say_what_was_sealed_is_named(make):
    row = make()  # its digest is of nothing
    said = StringIO()

    with pytest.raises(CommandError, match="1 trên"):
        call_command("integrity", stdout=said)

    kind = row._meta.verbose_name_plural
    assert f"LỖI  Nội dung của {kind}: 1 (cần 0); {row.pk}: đã bị thay đổi" in said.getvalue()
