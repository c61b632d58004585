"""The self-assessment: what is worth what, what may not be answered, and how it is saved."""

import uuid
from contextlib import suppress

import pytest

from products.dossiers.self_assessment import (
    changes_since,
    copy_answers,
    load,
    save_answers,
)
from products.enums import DossierKind, DossierState
from products.models import Answer
from programs.acts import AlreadyDone, StepRefused
from programs.answers import AnswersChanged, AnswersRefused, read_answers
from programs.criteria import load_criteria
from programs.enums import Role
from programs.models import Event
from tests.support.criteria_files import GOOD, OPTIONS, copy_of_good, make_law, write
from tests.support.factories import make_certificate, make_dossier, make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
# Of the small sheet: 1.1 (10, 20, 40), 1.2 (0, 20; only where 1.1 has points), 7 (0, 40).
CASES = [("7", 1, "Cộng đồng"), ("7", 2, "Tổ chức"), ("1.2", 1, "Cộng đồng"), ("1.2", 2, "Tổ chức")]


@pytest.fixture
def criteria(tmp_path):
    law = make_law()
    load_criteria(law, write(tmp_path, GOOD))
    return law.criteria_sets.get()


@pytest.fixture
def dossier(criteria):
    return make_dossier(criteria_set=criteria)


def choose(criteria, **numbers):
    """{criterion's key: option's}, from numbers of options by codes: c1_1=2 is option 2 of 1.1."""
    chosen = {}
    for name, number in numbers.items():
        criterion = criteria.criteria.get(code=name[1:].replace("_", "."))
        chosen[criterion.pk] = criterion.options.get(number=number).pk
    return chosen


def save(dossier, choices, evidence=None, **facts):
    facts = {"by": dossier.created_by, "version": dossier.version} | facts
    return save_answers(dossier, choices, evidence or {}, **facts)


def points(dossier):
    return {node.criterion.code: node.points for node in load(dossier).nodes}


# --- What it is worth --------------------------------------------------------------------------


def test_points_are_added_up_to_sections_and_parts(dossier):
    save(dossier, choose(dossier.criteria_set, c1_1=2, c1_2=2, c7=2))

    assert points(dossier) == {"A": 80, "1": 40, "1.1": 20, "1.2": 20, "7": 40}
    assert load(dossier).total == 80


def test_what_is_not_answered_is_worth_nothing_and_is_named(dossier):
    save(dossier, choose(dossier.criteria_set, c7=1))

    sheet = load(dossier)
    assert sheet.total == 0
    assert [node.criterion.code for node in sheet.unanswered] == ["1.1"]  # 1.2 wants points there


def test_a_criterion_whose_need_has_no_points_is_not_counted(dossier):
    packaging = dossier.criteria_set.criteria.get(code="1.2")
    dossier.answers.create(criterion=packaging, option=packaging.options.get(number=2))

    node = next(each for each in load(dossier).leaves if each.criterion == packaging)
    assert (node.chosen.points, node.points, node.is_counted) == (20, 0, False)


def test_the_sheet_is_read_in_four_queries(dossier, django_assert_num_queries):
    save(dossier, choose(dossier.criteria_set, c1_1=1, c7=2))

    with django_assert_num_queries(4):
        assert load(dossier).total == 50


def test_a_dossier_without_criteria_has_no_sheet():
    assert load(make_dossier()) is None


# --- What may not be answered ------------------------------------------------------------------


def faults_in(sheet, choices):
    return read_answers(sheet, choices, {})[1]


def test_every_fault_is_told_at_once(criteria, dossier):
    mixed = choose(criteria, c7=2) | {999_999: 1}
    first = criteria.criteria.get(code="1.1")
    mixed[first.pk] = mixed[criteria.criteria.get(code="7").pk]

    faults = " ".join(faults_in(load(dossier).sheet, mixed))

    assert "không thuộc bộ tiêu chí của hồ sơ" in faults
    assert "Tiêu chí 1.1: mức đã chọn không thuộc tiêu chí này" in faults


def test_a_criterion_is_not_scored_without_what_it_needs(criteria, dossier):
    sheet = load(dossier).sheet

    (fault,) = faults_in(sheet, choose(criteria, c1_2=2))

    assert fault.startswith("Tiêu chí 1.2 chỉ chấm khi có điểm ở tiêu chí 1.1")
    assert faults_in(sheet, choose(criteria, c1_2=1)) == []


def with_cases(folder):
    files = copy_of_good()
    for row in files[OPTIONS]:
        row[6] = next((case for code, no, case in CASES if row[1:3] == [code, str(no)]), "")
    load_criteria(law := make_law(), write(folder, files))
    return law.criteria_sets.get()


@pytest.mark.parametrize(("packaging", "is_faulty"), [(1, True), (2, False)])
def test_two_cases_are_not_mixed(tmp_path, packaging, is_faulty):
    criteria = with_cases(tmp_path)
    sheet = load(make_dossier(criteria_set=criteria)).sheet

    faults = faults_in(sheet, choose(criteria, c1_1=1, c1_2=packaging, c7=2))

    assert ["hai trường hợp khác nhau" in fault for fault in faults] == [True] * is_faulty


def test_faulty_answers_write_nothing(dossier):
    long = {dossier.criteria_set.criteria.get(code="7").pk: "a" * 501}

    with pytest.raises(AnswersRefused, match=r"501 ký tự, tối đa 500") as refused:
        save(dossier, choose(dossier.criteria_set, c1_2=2, c7=2), long)

    assert (len(refused.value.faults), refused.value.status) == (2, 422)
    assert not Answer.objects.exists()


# --- Saving ------------------------------------------------------------------------------------


def test_answers_are_saved_with_one_event_that_says_what_changed(dossier):
    choices, seven = choose(dossier.criteria_set, c1_1=1, c7=2), "7"
    evidence = {dossier.criteria_set.criteria.get(code=seven).pk: " Phiếu  số 5 "}

    saved = save(dossier, choices, evidence)

    event = Event.objects.about(dossier).get()
    assert event.data == {"1.1": [[None, ""], [1, ""]], "7": [[None, ""], [2, "Phiếu số 5"]]}
    assert (event.action, event.unit_id, saved.version) == ("answer", dossier.unit_id, 2)


def test_what_is_not_sent_again_is_not_answered_any_more(dossier):
    saved = save(dossier, choose(dossier.criteria_set, c1_1=1, c7=2))

    save(saved, choose(dossier.criteria_set, c1_1=3))

    assert {code: option.number for code, option in load(dossier).chosen.items()} == {"1.1": 3}


@pytest.mark.parametrize("again", ["the form", "the same"])
def test_what_is_saved_twice_counts_once(dossier, again):
    key, choices = uuid.uuid4(), choose(dossier.criteria_set, c7=2)
    save(dossier, choices, key=key)

    with suppress(AlreadyDone):
        save(dossier, choices, key=key if again == "the form" else uuid.uuid4())

    dossier.refresh_from_db()
    assert (dossier.version, Event.objects.about(dossier).count()) == (2, 1)


def test_of_two_editors_the_second_sees_what_the_first_saved(dossier):
    save(dossier, choose(dossier.criteria_set, c1_1=3))

    with pytest.raises(AnswersChanged, match="Người khác đã sửa") as refused:
        save(dossier, choose(dossier.criteria_set, c7=2))

    assert (refused.value.status, refused.value.theirs.total) == (409, 40)
    assert load(dossier).total == 40


@pytest.mark.parametrize(
    ("role", "is_home", "state", "status"),
    [
        (Role.UNIT_LEADER, True, DossierState.WITHDRAWN, 409),
        (Role.PROVINCE_ADMIN, False, DossierState.DRAFT, 403),
        (Role.UNIT_OFFICER, True, DossierState.WITHDRAWN, 409),
    ],
)
def test_others_and_after_the_end_nobody_answers(criteria, role, is_home, state, status):
    dossier = make_dossier(criteria_set=criteria, state=state)
    home = dossier.product.commune.parent if is_home else None

    with pytest.raises(StepRefused) as refused:
        save(dossier, {}, by=make_user(role, unit=home))

    assert refused.value.status == status


def test_a_dossier_of_another_unit_is_not_there(dossier):
    with pytest.raises(type(dossier).DoesNotExist):
        save(dossier, {}, by=make_user(Role.UNIT_OFFICER, unit=make_unit()))


def test_without_criteria_nothing_is_answered():
    with pytest.raises(StepRefused, match="Bộ tiêu chí của hồ sơ này chưa có"):
        save(make_dossier(), {})


# --- From the last dossier on ------------------------------------------------------------------


def upgrade_of(dossier, **fields):
    certificate = make_certificate(dossier.product)
    dossier.state = DossierState.WITHDRAWN
    dossier.save()
    again = {"kind": DossierKind.UPGRADE, "certificate": certificate, "follows": dossier}
    return make_dossier(dossier.product, **again | fields)


def test_an_upgrade_begins_with_the_answers_of_the_last_dossier(dossier):
    save(dossier, choose(dossier.criteria_set, c1_1=1, c7=2))
    new = upgrade_of(dossier, criteria_set=dossier.criteria_set)

    assert copy_answers(dossier, new) == 2
    assert points(new) == points(dossier)
    assert changes_since(dossier, new) == []


def test_changes_since_the_last_dossier_are_told_by_criterion(dossier):
    save(dossier, choose(dossier.criteria_set, c1_1=1, c7=2))
    new = upgrade_of(dossier, criteria_set=dossier.criteria_set)
    copy_answers(dossier, new)
    save(new, choose(dossier.criteria_set, c1_1=2))

    changes = changes_since(dossier, new)

    told = [(c.criterion.code, c.before.number, c.after and c.after.number) for c in changes]
    assert told == [("1.1", 1, 2), ("7", 2, None)]


def test_nothing_is_copied_to_the_criteria_of_another_regulation(dossier, tmp_path):
    save(dossier, choose(dossier.criteria_set, c7=2))
    new = upgrade_of(dossier)

    assert copy_answers(dossier, new) == 0
    assert changes_since(dossier, new) == []
