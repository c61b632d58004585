"""The Ministry's result on a product that a session forwarded to it (matrix C18)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from councils.enums import SessionState, Verdict
from councils.models import OutsideResult
from councils.sessions import outside
from products.enums import DossierState
from programs.acts import StepRefused
from programs.enums import Role
from tests.support.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg, pytest.mark.usefixtures("today")]
DAY = date(2026, 6, 9)


@pytest.fixture
def forwarded(evaluation):
    """A dossier that a closed session proposed to the Ministry with 92 points."""
    dossier = evaluation.dossier
    dossier.state, dossier.concluded_on = DossierState.CONCLUDED, DAY
    dossier.accepted_on = DAY
    dossier.result_mean, dossier.result_star = Decimal(92), 5
    dossier.save()
    evaluation.verdict, evaluation.star, evaluation.mean = Verdict.FORWARD, 5, Decimal(92)
    evaluation.save()
    session = evaluation.session
    session.state, session.closed_at = SessionState.CLOSED, session.ends_at
    session.save()
    return evaluation


@pytest.fixture
def boss():
    return make_user(Role.PROVINCE_ADMIN)


def result(evaluation, mean="85.5", star=4, **facts):
    values = {"number": "15/QĐ-BNNMT", "issued_on": DAY, "mean": Decimal(mean), "star": star}
    return OutsideResult(evaluation=evaluation, **values | facts)


def test_the_dossier_goes_by_the_ministrys_result(forwarded, boss):
    outside.record(result(forwarded), by=boss)

    dossier = forwarded.dossier
    dossier.refresh_from_db()
    assert (dossier.state, dossier.result_star) == (DossierState.CONCLUDED, 4)
    assert dossier.result_mean == Decimal("85.5")
    forwarded.refresh_from_db()
    assert forwarded.star == 5  # what the Council said stays


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"mean": "89.99", "star": 5}, "thuộc hạng 4 sao nên không thể"),
        ({"issued_on": date(2026, 6, 11)}, "chưa đến"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(forwarded, boss, facts, sentence):
    with pytest.raises(StepRefused, match=sentence):
        outside.record(result(forwarded, **facts), by=boss)

    assert not OutsideResult.objects.exists()


def test_it_is_recorded_once(forwarded, boss):
    outside.record(result(forwarded), by=boss)

    with pytest.raises(StepRefused, match="đã ghi"):
        outside.record(result(forwarded), by=boss)


def test_what_was_not_forwarded_has_no_such_result(evaluation, boss):
    assert outside.recording_refusal(evaluation, boss).code == "state"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN}))
def test_the_administrator_alone_records_it(forwarded, role):
    assert outside.recording_refusal(forwarded, make_user(role)).status == 403


def test_the_page_tells_it_once_it_is_recorded(sign_in, forwarded, boss):
    client, url = sign_in(boss), reverse("councils:outside_record", args=[forwarded.pk])
    typed = {"number": "15/QĐ-BNNMT", "issued_on": "09/06/2026", "mean": "85,5", "star": "4"}
    typed["note"] = "Thiếu tiêu chí 10."

    page = client.post(url, typed, follow=True)

    assertContains(page, "15/QĐ-BNNMT")
    assertContains(page, "85,50 điểm")
