"""A Council finds conditions of its Quy chế beside those of the law, marked as what they are."""

from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from councils.agreement import deciding
from councils.enums import SessionState, Verdict
from councils.models import Evaluation, OwnGate
from councils.sessions import results
from councils.sessions.workflow import SESSION
from products.enums import DossierState
from programs.acts import StepRefused
from programs.enums import GateEffect
from reports.builders.session_papers import minutes
from tests.support.councils import make_own_gate, make_rules
from tests.support.english import read
from tests.support.rows import make_gate
from tests.support.sessions import make_board, make_scoring

pytestmark = [pytest.mark.django_db, pytest.mark.pg]

LABEL = "Chủ thể đang bị xử phạt"


@pytest.fixture
def board(today):
    gates = [
        OwnGate(label=LABEL, effect=GateEffect.NOT_EVALUATED, position=1),
        OwnGate(label="Thiếu cam kết", effect=GateEffect.NOT_MET, position=2),
        OwnGate(label="Của bộ khác", effect=GateEffect.NOT_MET, sets=[999], position=3),
    ]
    facts = {"level": "province", "valid_from": "2026-05-22"}
    return make_board(rules=make_rules("published", gates=gates, **facts))


@pytest.fixture
def evaluation(board):
    return make_scoring(board)


def own(evaluation, label):
    return evaluation.session.council.rules.own_gates.get(label=label)


def test_what_holds_for_the_product_is_offered_and_marked_as_from_the_quy_che(
    sign_in, board, evaluation
):
    address = reverse("councils:evaluation_note", args=[evaluation.pk])
    form = sign_in(board.secretary).get(address).context["form"]

    offered = [str(gate) for gate in form.fields["own_gate"].queryset]
    assert offered == [
        f"{LABEL} (điều kiện của Quy chế)",
        "Thiếu cam kết (điều kiện của Quy chế)",
    ]


def test_a_quy_che_without_conditions_asks_for_none(sign_in, today):
    board = make_board()
    evaluation = make_scoring(board)
    address = reverse("councils:evaluation_note", args=[evaluation.pk])

    assert "own_gate" not in sign_in(board.secretary).get(address).context["form"].fields


def test_one_is_found_on_the_page_and_ends_the_evaluation(sign_in, board, evaluation):
    client = sign_in(board.secretary)
    address = reverse("councils:evaluation_note", args=[evaluation.pk])
    body = {"position": 1, "version": evaluation.version}

    client.post(address, body | {"own_gate": own(evaluation, LABEL).pk})
    row = deciding.conclude(Evaluation.objects.get(), by=board.secretary)

    assert (row.verdict, row.star, row.mean) == (Verdict.NOT_EVALUATED, None, None)
    page = client.get(row.get_absolute_url())
    assert f"{LABEL} (điều kiện của Quy chế): không đánh giá" in read(page.content.decode()).texts
    SESSION.take(row.session, "close", by=board.secretary, answers={})
    dossier = row.dossier
    dossier.refresh_from_db()
    assert dossier.state == DossierState.ACCEPTED
    told = said(minutes(row.session))
    assert f"Không đánh giá: {LABEL} (điều kiện của Quy chế)." in told
    assert f"Điều kiện loại của Quy chế: {LABEL} – không đánh giá, mọi bộ sản phẩm; " in told


def said(paper):
    return "\n".join(getattr(block, "text", "") for block in paper.blocks)


def test_a_gate_of_the_law_and_one_of_the_quy_che_are_not_found_at_once(sign_in, board, evaluation):
    law = evaluation.dossier.criteria_set.regulation
    number = evaluation.dossier.product.product_set.number
    gate = make_gate(regulation=law, places=[[number, ""]], key="of-the-test")
    address = reverse("councils:evaluation_note", args=[evaluation.pk])
    body = {"position": 1, "version": evaluation.version, "gate": gate.pk}

    page = sign_in(board.secretary).post(address, body | {"own_gate": own(evaluation, LABEL).pk})

    assertContains(page, "Chọn một điều kiện loại: của quy định, hoặc của Quy chế.")
    evaluation.refresh_from_db()
    assert evaluation.found_gate is None


@pytest.mark.parametrize("label", ["Của bộ khác", None])
def test_what_is_of_another_set_or_another_quy_che_is_refused(board, evaluation, label):
    evaluation.session.is_past = True
    evaluation.own_gate = own(evaluation, label) if label else make_own_gate("published", sets=[])

    with pytest.raises(StepRefused, match=r"không có điều kiện|không phải của Quy chế"):
        results.verdict_of(evaluation)


def test_a_requirement_of_the_quy_che_that_is_not_met_is_typed_from_minutes(board, evaluation):
    evaluation.session.is_past = True
    evaluation.own_gate = own(evaluation, "Thiếu cam kết")
    evaluation.mean, evaluation.star, evaluation.reason = Decimal(45), 2, "Thiếu cam kết."

    assert evaluation.session.state == SessionState.OPEN
    assert results.verdict_of(evaluation) == Verdict.REFUSE
