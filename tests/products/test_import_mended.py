"""A file is corrected beside its bytes, and an import is taken back, all or nothing."""

import hashlib

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from simple_history.utils import bulk_update_with_history

from products.correcting import MAX_CORRECTIONS, Corrections, corrected, file_rows
from products.enums import PlanState
from products.importing import confirm, reread, stage
from products.models import Plan, PlanImport, Registration, RowDraft
from products.plan_workflow import touch
from products.registrations import add
from products.undoing import undo, undo_refusal
from programs.models import Event
from programs.workflow import StepRefused
from tests.factories import make_registration, put_into
from tests.importers import make_importing_plan, make_officer
from tests.workbooks import CLOTH, HEAD, HONEY, ROWS, TEA, changed, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan():
    return make_importing_plan()


@pytest.fixture
def officer(plan):
    return make_officer(plan)


def staged(plan, officer, rows=(HEAD, *ROWS), **options):
    fresh = Plan.objects.select_related("campaign", "unit").get(pk=plan.pk)
    return stage(fresh, officer, "a.xlsx", workbook(rows), **options)


def mended(stored, officer, cells=None, **given):
    given = Corrections(stored.version, cells or {}, **given)
    return reread(stored, officer, corrected(stored, given))


def names(plan):
    return list(plan.registrations.order_by("position").values_list("position", "product_name"))


FAULTY = (HEAD, changed(TEA, form="9 sao", commune="Binh An"), HONEY, changed(CLOTH, name=None))


# --- Corrections ---------------------------------------------------------------------------------


def test_corrections_stand_beside_the_file_and_are_read_with_it(plan, officer):
    stored = staged(plan, officer, FAULTY)
    fixes = {(2, "form"): "4 sao", (2, "commune"): "Xã Bình An", (4, "product_name"): "Thổ cẩm"}

    stored = mended(stored, officer, fixes)

    assert (stored.outcome, stored.version, len(stored.rows)) == ("ACCEPT", 2, 3)
    assert hashlib.sha256(stored.file.read()).hexdigest() == stored.sha256
    confirm(stored, officer)
    assert plan.registrations.get(product_name="Trà Shan").form == "4_star"
    event = Event.objects.get(action="import_rows")
    assert (event.data["corrected"], event.data["left_out"]) == (2, 0)


def test_a_correction_is_judged_as_a_cell_of_the_file_is(plan, officer):
    stored = mended(staged(plan, officer, FAULTY), officer, {(2, "form"): "=1+1"})

    assert stored.outcome == "REJECT_ROWS"
    assert "E_FORM" in {problem["code"] for problem in stored.problems if problem["row"] == 2}


def test_a_text_that_is_again_the_files_own_is_no_correction(plan, officer):
    stored = mended(staged(plan, officer, FAULTY), officer, {(2, "form"): "3 sao"})
    stored = mended(stored, officer, {(2, "form"): "9 sao", (3, "note"): ""})

    assert stored.answers["cells"] == {}


def test_a_correction_may_make_two_rows_alike_and_is_told_so(plan, officer):
    same = {(3, "product_name"): "TRÀ SHAN", (3, "producer_name"): "htx trà"}

    stored = mended(staged(plan, officer), officer, same)

    assert [problem["code"] for problem in stored.problems] == ["E_DUPLICATE"]


def test_an_offer_is_taken_for_its_cell_alone(plan, officer):
    stored = mended(staged(plan, officer, FAULTY), officer, take=(2, "commune"))

    assert stored.answers["cells"] == {"2": {"commune": "Xã Bình An"}}


def test_a_row_is_left_out_with_its_faults_and_taken_back(plan, officer):
    stored = mended(staged(plan, officer, FAULTY), officer, leave=2)
    stored = mended(stored, officer, leave=4)
    assert (stored.outcome, len(stored.rows)) == ("ACCEPT", 1)
    assert [row.number for row in file_rows(stored).values() if row.is_left_out] == [2, 4]

    assert mended(stored, officer, back=4).outcome == "REJECT_ROWS"


def test_a_row_that_is_left_out_is_no_twin(plan, officer):
    stored = staged(plan, officer, (HEAD, TEA, changed(TEA, number=2)))

    assert mended(stored, officer, leave=2).outcome == "ACCEPT"


def test_a_file_of_which_all_is_left_out_writes_nothing(plan, officer):
    make_registration(plan, product_name="Cũ", position=1)
    stored = mended(staged(plan, officer, (HEAD, TEA), replaces=True), officer, leave=2)

    with pytest.raises(StepRefused, match="Không còn dòng nào"):
        confirm(stored, officer)
    assert names(plan) == [(1, "Cũ")]


@pytest.mark.parametrize(
    "given",
    [
        {"cells": {(99, "form"): "3 sao"}},
        {"cells": {(1, "form"): "3 sao"}},
        {"cells": {(2, "version"): "3"}},
        {"leave": 99},
        {"take": (2, "form")},
        {"take": (99, "commune")},
        {"take": (2, "position")},
    ],
)
def test_a_row_or_cell_that_is_not_in_the_file_is_refused(plan, officer, given):
    stored = staged(plan, officer, FAULTY)

    with pytest.raises(StepRefused, match="không có trong tệp"):
        corrected(stored, Corrections(1, **given))


def test_more_than_a_page_should_correct_is_refused(plan, officer):
    stored = staged(plan, officer, FAULTY)

    with pytest.raises(StepRefused, match="quá nhiều"):
        corrected(stored, Corrections(1, {(2, "note"): "x" * MAX_CORRECTIONS}))


def test_of_two_windows_the_slower_is_told_and_loses_nothing_that_was_saved(plan, officer):
    stored = staged(plan, officer, FAULTY)
    slower = PlanImport.objects.select_related("plan__unit").get(pk=stored.pk)
    mended(stored, officer, {(2, "form"): "3 sao"})

    with pytest.raises(StepRefused, match="ở một cửa sổ khác"):
        mended(slower, officer, {(2, "form"): "4 sao"})
    assert PlanImport.objects.get().answers["cells"] == {"2": {"form": "3 sao"}}


def test_an_older_reading_is_not_confirmed(plan, officer):
    older = staged(plan, officer)
    mended(PlanImport.objects.select_related("plan__unit").get(), officer, leave=2)

    with pytest.raises(StepRefused, match="ở một cửa sổ khác"):
        confirm(older, officer)
    assert names(plan) == []


def test_the_file_of_another_is_not_corrected(plan, officer):
    stored = staged(plan, officer, FAULTY)

    with pytest.raises(StepRefused) as refused:
        mended(stored, make_officer(plan), {(2, "form"): "3 sao"})
    assert refused.value.status == 403


# --- Undoing -------------------------------------------------------------------------------------


def imported(plan, officer, rows=(HEAD, *ROWS), **options):
    stored = staged(plan, officer, rows, **options)
    confirm(stored, officer)
    return PlanImport.objects.select_related("plan__unit", "plan__campaign").get(pk=stored.pk)


def test_added_rows_are_taken_out_again_and_those_before_stay(plan, officer):
    make_registration(plan, product_name="Cũ", position=1)
    stored = imported(plan, officer)

    assert undo(stored, by=officer) == (3, 0)
    assert names(plan) == [(1, "Cũ")]
    removed = Registration.history.filter(history_type="-")
    assert {row.history_user for row in removed} == {officer}
    event = Event.objects.get(action="undo_import")
    assert (event.actor, event.data["removed"], event.data["restored"]) == (officer, 3, 0)
    stored.refresh_from_db()
    assert stored.undone_at
    plan.refresh_from_db()
    assert plan.edition == stored.edition + 2


def test_replaced_rows_come_back_as_they_were(plan, officer):
    old = make_registration(plan, product_name="Trà Shan", producer_name="HTX Trà", note="xưa")
    stored = imported(plan, officer, replaces=True)

    assert undo(stored, by=officer) == (3, 1)
    row = plan.registrations.get()
    assert (row.pk, row.note, row.product_fold) == (old.pk, "xưa", "tra shan")
    assert row.version > old.version


def test_a_change_that_was_being_typed_is_under_its_row_again(plan, officer):
    old = make_registration(plan, product_name="Cũ")
    cells = {"product_name": "Cũ hơn"}
    facts = {"position": 1, "base": old.version, "cells": cells, "user": officer}
    draft = RowDraft.objects.create(plan=plan, registration=old, **facts)
    stored = imported(plan, officer, replaces=True)
    draft.refresh_from_db()
    assert draft.registration_id is None

    undo(stored, by=officer)

    draft.refresh_from_db()
    row = plan.registrations.get()
    assert (draft.registration_id, draft.base, draft.cells) == (old.pk, row.version, cells)


def refusal(stored, officer):
    before = names(stored.plan)
    with pytest.raises(StepRefused) as refused, transaction.atomic():
        undo(PlanImport.objects.get(pk=stored.pk), by=officer)
    assert names(stored.plan) == before
    assert refused.value.status == 409
    return refused.value.message


def test_an_import_is_undone_once_and_only_after_it_was_written(plan, officer):
    stored = staged(plan, officer)
    assert "chưa được nhập" in refusal(stored, officer)
    confirm(stored, officer)
    undo(PlanImport.objects.get(pk=stored.pk), by=officer)

    assert "đã được hoàn tác rồi" in refusal(stored, officer)
    assert Event.objects.filter(action="undo_import").count() == 1


def test_rows_that_somebody_changed_since_keep_it_from_being_undone(plan, officer):
    stored, colleague = imported(plan, officer), make_officer(plan)
    row = plan.registrations.get(product_name="Mật ong")
    row.note = "mới"
    bulk_update_with_history([row], Registration, ["note"], default_user=colleague)

    sentence = refusal(stored, officer)

    assert f"{colleague} đã sửa 1 dòng" in sentence
    assert "“Mật ong”" in sentence


def test_a_row_that_was_added_since_keeps_it_from_being_undone(plan, officer):
    stored = imported(plan, officer)
    one = plan.registrations.first()
    copied = ("producer_name", "producer_kind", "commune", "product_group", "form")
    values = {name: getattr(one, name) for name in copied}
    add(Registration(plan=plan, product_name="Mới", **values), by=officer)

    assert "sửa 1 dòng" in refusal(stored, officer)


def test_a_row_that_is_being_typed_keeps_it_from_being_undone(plan, officer):
    stored = imported(plan, officer)
    row = plan.registrations.get(position=2)
    facts = {"position": 2, "base": 1, "cells": {"product_name": "Mật"}, "user": officer}
    RowDraft.objects.create(plan=plan, registration=row, **facts)

    assert "đang gõ dở dòng 2 (“Mật”)" in refusal(stored, officer)


@pytest.mark.parametrize("state", [PlanState.HANDED_IN, PlanState.SENT, PlanState.ACCEPTED])
def test_a_plan_on_its_way_takes_no_undoing(plan, officer, state):
    stored = imported(plan, officer)
    put_into(plan, state)

    assert "trạng thái" in refusal(stored, officer)


def test_a_later_import_is_undone_before_an_earlier_one(plan, officer):
    first = imported(plan, officer, (HEAD, TEA))
    second = imported(plan, officer, (HEAD, HONEY))

    assert "sửa 1 dòng" in refusal(first, officer)
    undo(second, by=officer)
    assert undo_refusal(PlanImport.objects.get(pk=first.pk), officer) is None
    assert names(plan) == [(1, "Trà Shan")]


def test_a_fault_in_the_middle_leaves_the_import_as_it_was(plan, officer, monkeypatch):
    make_registration(plan, product_name="Cũ", position=1)
    stored = imported(plan, officer, replaces=True)
    monkeypatch.setattr("products.undoing.touch", lambda plan: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        undo(stored, by=officer)
    monkeypatch.setattr("products.undoing.touch", touch)

    assert len(names(plan)) == 3
    assert PlanImport.objects.get().undone_at is None
    assert undo(PlanImport.objects.get(), by=officer) == (3, 1)


# --- Cost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 300])
def test_undoing_costs_the_same_queries_however_long_the_list(plan, officer, count):
    for number in range(1, 4):
        make_registration(plan, product_name=f"Cũ {number}", position=number)
    many = (changed(TEA, number=n, name=f"Trà {n}") for n in range(1, count + 1))
    stored = imported(plan, officer, (HEAD, *many), replaces=True)

    with CaptureQueriesContext(connection) as queries:
        undo(stored, by=officer)

    steps = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    asked = [query["sql"] for query in queries if not query["sql"].startswith(steps)]
    assert len(asked) <= 25, asked
    assert len(names(plan)) == 3
