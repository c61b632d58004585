"""Numbers of papers: by issuer, kind and year, none twice, none missing."""

import pytest
import time_machine

from programs.acts import StepRefused
from programs.enums import Role
from programs.models import Event
from reports.enums import NumberState
from reports.models import PaperNumber, PaperSeries
from reports.outgoing import numbers
from reports.outgoing.checks import check_papers
from reports.outgoing.workflow import OUTGOING
from tests.support.factories import make_agency, make_user
from tests.support.outgoing import make_outgoing, make_paper_number

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def signed_off(issuer, **fields):
    return make_outgoing("signed_off", issuer=issuer, **fields)


def number(paper, by, choice=None):
    choice = choice or numbers.offered(paper)[0][0]
    return OUTGOING.take(paper, "number", by=by, answers={"number": choice})


def free(paper, by):
    return OUTGOING.take(paper, "free", by=by, answers={"note": "Chưa ký."})


def test_each_issuer_kind_and_year_counts_for_itself(agency, clerk):
    other = make_agency()
    papers = [
        signed_off(agency),
        signed_off(agency),
        signed_off(other),
        signed_off(agency, kind="bao-cao"),
    ]

    assert [number(paper, clerk).number for paper in papers] == [1, 2, 1, 1]
    with time_machine.travel("2027-01-05"):
        assert number(signed_off(agency), clerk).number == 1


def test_a_number_that_is_not_the_last_is_given_back_and_offered_first(agency, clerk):
    first, second = (number(signed_off(agency), clerk) for _ in range(2))

    free(first, clerk)
    third = signed_off(agency)

    offered = numbers.offered(third)
    assert [value.partition("/")[0] for value, _ in offered] == ["01", "03"]
    assert "trả lại, dùng trước (Chưa ký.)" in offered[0][1]
    assert number(third, clerk).number == 1
    assert second.number == 2


def test_the_last_number_given_back_simply_returns_and_those_before_it_too(agency, clerk):
    papers = [number(signed_off(agency), clerk) for _ in range(3)]
    free(papers[1], clerk)
    free(papers[2], clerk)

    assert PaperSeries.objects.get().last == 1
    assert number(signed_off(agency), clerk).number == 2


def test_a_number_is_kept_ahead_and_taken_by_the_paper_that_it_was_kept_for(agency, clerk):
    kept = numbers.reserve(agency, "cong-van", 2026, "Giấy mời họp.", by=clerk)
    with time_machine.travel("2026-06-01"):
        paper, other = signed_off(agency), signed_off(agency)
        assert [value for value, _ in numbers.offered(paper)] == ["02/2026", "01/2026"]
        assert number(other, clerk).number == 2
        assert number(paper, clerk, "01/2026").number == kept.number == 1
    kept.refresh_from_db()
    assert (kept.state, kept.paper) == (NumberState.TAKEN, paper)


def test_a_kept_number_is_given_back_with_a_reason_once(agency, clerk):
    kept = numbers.reserve(agency, "cong-van", 2026, "Giấy mời.", by=clerk)
    numbers.reserve(agency, "cong-van", 2026, "Báo cáo.", by=clerk)

    numbers.give_back(kept, "Không họp.", by=clerk)
    with pytest.raises(StepRefused, match="không còn được giữ trước"):
        numbers.give_back(kept, "Không họp.", by=clerk)

    kept.refresh_from_db()
    assert (kept.state, kept.reason) == (NumberState.FREE, "Không họp.")
    assert Event.objects.get(action="return_number").note == "Không họp."


def test_a_number_that_was_taken_meanwhile_is_said_with_the_next_one(agency, clerk):
    paper, quicker = signed_off(agency, subject="chậm"), signed_off(agency, subject="nhanh")
    choice = numbers.offered(paper)[0][0]
    number(quicker, clerk, choice)

    with pytest.raises(StepRefused, match=r"Số 01 vừa được lấy .*nhanh.*tiếp theo là 02"):
        numbers.take(paper, choice, clerk)
    with pytest.raises(StepRefused, match="Số 09 không có trong dãy số công văn"):
        numbers.take(paper, choice.replace("01/", "09/"), clerk)
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("signed_off", None)


def test_only_an_administrator_keeps_numbers(agency):
    with pytest.raises(StepRefused, match="Chỉ quản trị cấp tỉnh"):
        numbers.reserve(agency, "cong-van", 2026, "Vì thế.", by=make_user(Role.PROVINCE_STAFF))
    assert not PaperNumber.objects.exists()


def test_the_integrity_check_finds_a_gap_and_a_number_of_nobody(agency):
    make_paper_number(number=3)

    gaps, strange, unsealed = check_papers()

    assert not gaps.passed
    assert not strange.passed
    assert unsealed.passed
