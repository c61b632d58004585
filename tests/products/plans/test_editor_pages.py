"""What the editor's addresses answer: to its own script, to a plain form, to those who may not."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from products.enums import PlanState
from products.plans.editor.sheet import Sheet
from programs.enums import Role
from programs.models import Event
from tests.support.factories import make_commune, make_plan, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(as_role):
    return as_role(Role.UNIT_OFFICER)


@pytest.fixture
def plan(officer):
    return make_plan(unit=officer.unit, rows=2)


@pytest.fixture
def act(client, plan):
    def post(name, *rows, key=None, accept="application/json"):
        url = reverse("products:plan_rows_act", args=[plan.pk, name])
        data = {"rows": json.dumps(rows), "form_key": key or uuid.uuid4()}
        return client.post(url, data, headers={"accept": accept})

    return post


def sent(line, **cells):
    return {"ref": line.ref, "token": line.token, "cells": line.cells | cells}


def complete(plan, **cells):
    line = Sheet(plan).lines[0]
    return {"ref": f"n{uuid.uuid4()}", "cells": line.cells | {"product_name": "Chè dây"} | cells}


def test_saving_answers_with_the_rows_as_they_now_stand(act, plan):
    row = complete(plan, producer_kind="htx")

    answer = act("save", row).json()

    saved = answer["rows"][row["ref"]]
    assert saved["cells"]["producer_kind"] == "Hợp tác xã"
    assert saved["ref"] == f"r{plan.registrations.last().pk}"
    assert answer["before"] != answer["stamp"]


def test_the_second_editor_gets_409_with_both_texts(act, plan):
    line = Sheet(plan).lines[0]
    act("save", sent(line, note="của họ"))

    response = act("save", sent(line, note="của tôi"))

    assert response.status_code == 409
    assert response.json()["theirs"][line.ref]["cells"]["note"] == "của họ"
    assert plan.registrations.first().note == "của họ"


def test_a_form_that_is_sent_twice_counts_once(act, plan):
    key, row = uuid.uuid4(), complete(plan)

    answers = [act("save", row, key=key).json()["rows"] for _ in range(2)]

    assert answers[0] == answers[1]
    assert plan.registrations.count() == 3


def test_a_page_without_scripts_is_sent_back_to_the_plan(act, plan):
    act("save", {"ref": f"n{uuid.uuid4()}", "cells": {"product_name": "Dở"}})
    draft = Sheet(plan).lines[-1]

    response = act("remove", {"ref": draft.ref, "token": draft.token}, accept="text/html")

    assert response.status_code == 302
    assert not plan.drafts.exists()


@pytest.mark.parametrize("name", ["save", "remove", "restore", "move"])
def test_a_plan_that_is_not_being_edited_refuses_with_a_sentence_for_the_script(
    client, officer, name
):
    plan = make_plan(unit=officer.unit, state=PlanState.HANDED_IN)
    url = reverse("products:plan_rows_act", args=[plan.pk, name])

    response = client.post(url, {"rows": "[]"}, headers={"accept": "application/json"})

    assert response.status_code == 409
    assert "không sửa được" in response.json()["message"]
    assert Event.objects.filter(refused=True, actor=officer).exists()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        ["r1"],
        [{"ref": "x1"}],
        [{"ref": "r1", "plan": 3}],
        [{"ref": "r1", "cells": {"position": "3"}}],
        [{"ref": "r1", "cells": {"note": 3}}],
        [{"ref": "r1"}, {"ref": "r1"}],
        [{"ref": f"r{number}"} for number in range(1, 1002)],
    ],
)
def test_what_the_editor_never_sends_is_refused_and_changes_nothing(act, plan, rows):
    response = act("save", *rows)

    assert response.status_code == 422
    assert response.json()["message"]
    assert plan.registrations.count() == 2


@pytest.mark.parametrize("text", ["9" * 5000, "[" * 50_000, '{"a": ', "null", "NaN"])
def test_what_is_no_list_of_rows_is_refused_with_a_sentence(client, plan, text):
    url = reverse("products:plan_rows_act", args=[plan.pk, "save"])

    response = client.post(url, {"rows": text}, headers={"accept": "application/json"})

    assert response.status_code == 422
    assert response.json()["message"]


def test_a_row_of_another_units_plan_cannot_be_reached_through_ones_own(act, plan):
    strange = make_plan()
    line = Sheet(strange).lines[0]

    assert act("save", sent(line, note="x")).status_code == 409
    assert act("move", {"ref": line.ref, "token": line.token}).status_code == 409
    act("remove", {"ref": line.ref, "token": line.token})

    assert strange.registrations.get().note == ""


@pytest.mark.parametrize("where", ["elsewhere", "ended"])
def test_a_commune_of_another_unit_or_time_is_not_understood(act, plan, where):
    commune = {
        "elsewhere": make_unit().children.first(),
        "ended": make_commune(plan.unit, valid_to="2024-02-20"),
    }[where]

    answer = act("save", row := complete(plan, commune=str(commune))).json()

    assert [problem["key"] for problem in answer["rows"][row["ref"]]["problems"]] == ["commune"]
    assert plan.registrations.count() == 2


# --- Polling and the page ------------------------------------------------------------------------


def test_the_poll_is_light_until_something_has_changed(client, act, plan):
    url = reverse("products:plan_rows", args=[plan.pk])
    stamp = client.get(url).json()["stamp"]
    assert "rows" not in client.get(url, {"stamp": stamp}).json()

    act("save", complete(plan))

    answer = client.get(url, {"stamp": stamp}).json()
    assert len(answer["rows"]) == 3


def test_the_poll_tells_that_the_plan_was_handed_in(client, plan):
    plan.state, plan.handed_in_by = PlanState.HANDED_IN, None
    plan.save()

    answer = client.get(reverse("products:plan_rows", args=[plan.pk])).json()

    assert "không sửa được" in answer["refusal"]


def test_the_plan_of_those_who_may_edit_holds_the_editor_and_that_of_others_does_not(
    client, as_role, plan
):
    assert "plan-editor-data" in client.get(plan.get_absolute_url()).text

    as_role(Role.UNIT_LEADER, unit=plan.unit)
    assert "plan-editor-data" in client.get(plan.get_absolute_url()).text
    type(plan).objects.filter(pk=plan.pk).update(state="handed_in")

    page = client.get(plan.get_absolute_url()).text
    assert "plan-editor" not in page
    assert plan.registrations.first().product_name in page


def test_half_typed_rows_can_be_dropped_without_scripts(client, act, plan):
    act("save", {"ref": f"n{uuid.uuid4()}", "cells": {"product_name": "Gõ dở"}})

    page = client.get(plan.get_absolute_url()).text

    assert "Dòng đang gõ dở: “Gõ dở”" in page
    assert "Còn 1 dòng đang gõ dở" in page


def queries(act, *args):
    with CaptureQueriesContext(connection) as asked:
        act(*args)
    return len(asked)


def test_the_page_and_the_poll_cost_the_same_for_one_row_and_for_three(client, officer):
    costs = set()
    for count in (1, 3):
        plan = make_plan(unit=officer.unit, rows=count)
        for number in range(count):
            plan.drafts.create(position=9, cells={"note": str(number)}, user=officer)
        poll = reverse("products:plan_rows", args=[plan.pk])
        client.get(poll)
        costs.add((queries(client.get, plan.get_absolute_url()), queries(client.get, poll)))

    assert len(costs) == 1, costs
    assert max(costs) < (40, 20)


def test_every_act_costs_the_same_for_one_row_and_for_three(act, plan, officer):
    act("save", complete(plan))  # the session is stamped once a minute
    costs = set()
    for count in (1, 3):
        block = [complete(plan, product_name=f"Chè {count} {number}") for number in range(count)]
        saving = queries(act, "save", *block)
        lines = [sent(line) for line in Sheet(plan).lines[-count:]]
        acts = ("move", "remove", "restore")
        costs.add((saving, *(queries(act, name, *lines) for name in acts)))

    assert len(costs) == 1, costs
    assert max(max(cost) for cost in costs) < 36
