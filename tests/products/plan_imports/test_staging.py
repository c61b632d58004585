"""A file is read, waits for its officer, and is written once, all or nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from products.enums import PlanState
from products.models import Plan, PlanImport, Registration
from products.plan_imports.resources import RegistrationResource
from products.plan_imports.staging import confirm, examine, reread, stage
from products.plans.rows import add
from programs.enums import Role
from programs.intake.outcomes import Answers, Outcome
from programs.intake.reading import clean_name
from programs.models import Event
from programs.workflow import StepRefused
from tests.support.factories import make_plan, make_registration, make_user, put_into
from tests.support.importers import make_importing_plan, make_officer
from tests.support.workbooks import (
    CLOTH,
    HEAD,
    HONEY,
    ROWS,
    TEA,
    changed,
    delimited,
    windows_1258,
    with_sheets,
    workbook,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan():
    return make_importing_plan()


@pytest.fixture
def officer(plan):
    return make_officer(plan)


def codes(reading):
    return sorted({problem.code for problem in reading.problems})


def names(plan):
    rows = plan.registrations.order_by("position")
    return list(rows.values_list("position", "product_name"))


def staged(plan, officer, rows=(HEAD, *ROWS), **options):
    fresh = Plan.objects.select_related("campaign", "unit").get(pk=plan.pk)
    return stage(fresh, officer, "danh sách.xlsx", workbook(rows), **options)


# --- Reading -------------------------------------------------------------------------------------


def test_good_file_is_accepted_and_nothing_is_written(plan):
    reading = examine(plan, "a.xlsx", workbook())

    assert (reading.outcome, len(reading.rows), reading.problems) == (Outcome.ACCEPT, 3, [])
    assert not Registration.objects.exists()


def test_all_problems_are_told_at_once_and_the_good_rows_counted(plan):
    rows = (HEAD, changed(TEA, form="6 sao", commune="Xã Lạ"), HONEY, changed(CLOTH, name=None))
    reading = examine(plan, "a.xlsx", workbook(rows))

    assert (reading.outcome, len(reading.rows), reading.rows_bad) == (Outcome.REJECT_ROWS, 1, 2)
    assert [(problem.row, problem.code) for problem in reading.problems] == [
        (2, "E_COMMUNE"),
        (2, "E_FORM"),
        (4, "E_REQUIRED"),
    ]


@pytest.mark.parametrize(
    "second",
    [
        {"name": "TRÀ  shan"},
        {"name": "Trà\u200b Shan", "producer": "htx trà"},
        {"name": "Tra Shan"},
    ],
)
def test_second_row_of_the_same_product_and_producer_names_the_first(plan, second):
    rows = (HEAD, TEA, changed(TEA, number=2, **second), changed(TEA, number=3, producer="HTX B"))
    reading = examine(plan, "a.xlsx", workbook(rows))
    (problem,) = [problem for problem in reading.problems if not problem.is_warning]

    assert (problem.row, problem.code, len(reading.rows)) == (3, "E_DUPLICATE", 2)
    assert "dòng 2 của tệp" in problem.message


def test_name_over_two_merged_lines_is_refused_until_the_officer_says_it(plan):
    second = (None, "Shan tuyết")
    merged = [f"{letter}2:{letter}3" for letter in "ACDEFG"]
    data = workbook((HEAD, TEA, second, HONEY), merged=merged)
    refused = examine(plan, "a.xlsx", data)
    said = Answers(cells={"2": {"product_name": "Trà Shan tuyết"}}, left_out=(3,))
    read = examine(plan, "a.xlsx", data, said)

    assert (refused.outcome, refused.rows_bad) == (Outcome.REJECT_ROWS, 2)
    assert read.outcome == Outcome.ACCEPT_WARN
    assert [row["product_name"] for row in read.rows] == ["Trà Shan tuyết", "Mật ong"]


def test_product_that_the_plan_lists_already_is_refused_unless_the_list_is_replaced(plan):
    make_registration(plan, product_name="trà shan", producer_name="HTX TRÀ", position=7)

    (problem,) = examine(plan, "a.xlsx", workbook()).problems

    assert (problem.code, "STT 7" in problem.message) == ("E_DUPLICATE", True)
    assert examine(plan, "a.xlsx", workbook(), replaces=True).outcome == Outcome.ACCEPT


CSV = delimited(separator=";", encoding="utf-8").decode()


@pytest.mark.parametrize(
    ("name", "data", "question", "answer"),
    [
        ("a.xlsx", workbook(hidden=[3]), "W_HIDDEN_ROWS", {"hidden": "take"}),
        ("a.csv", windows_1258(CSV), "W_ENCODING_GUESSED", {"encoding": True}),
    ],
)
def test_open_question_waits_for_its_answer(plan, name, data, question, answer):
    reading = examine(plan, name, data)

    assert (reading.outcome, codes(reading)) == (Outcome.NEEDS_CONFIRM, [question])
    assert len(reading.rows) == 3
    assert examine(plan, name, data, Answers(**answer)).outcome == Outcome.ACCEPT_WARN


def test_faults_in_hidden_rows_count_unless_those_are_left_out(plan):
    data = workbook((HEAD, TEA, changed(HONEY, form="9 sao")), hidden=[3])

    assert examine(plan, "a.xlsx", data).outcome == Outcome.REJECT_ROWS
    assert len(examine(plan, "a.xlsx", data, Answers(hidden="leave")).rows) == 1


def test_sheet_is_chosen_and_then_read(plan):
    data = with_sheets({"Một": (HEAD, TEA), "Hai": (HEAD, HONEY, CLOTH)})
    reading = examine(plan, "a.xlsx", data)

    assert reading.outcome == Outcome.NEEDS_CHOICE
    assert [problem.value for problem in reading.problems] == ["Một", "Hai"]
    assert len(examine(plan, "a.xlsx", data, Answers(sheet="Hai")).rows) == 2


@pytest.mark.parametrize(
    ("fact", "value"),
    [("kind", "report"), ("unit", "998"), ("campaign", "0"), ("version", "2")],
)
def test_workbook_of_another_kind_unit_or_campaign_is_refused(plan, fact, value):
    facts = {
        "kind": "plan",
        "version": "1",
        "unit": plan.unit.code,
        "campaign": str(plan.campaign_id),
        "plan": str(plan.pk),
    }

    def book(facts):
        sheets = {"Danh sách": (HEAD, *ROWS), "_ocop": tuple(facts.items())}
        return with_sheets(sheets, states=["visible", "hidden"])

    assert examine(plan, "a.xlsx", book(facts)).outcome == Outcome.ACCEPT
    assert codes(examine(plan, "a.xlsx", book(facts | {fact: value}))) == ["E_WRONG_WORKBOOK"]


# --- Waiting -------------------------------------------------------------------------------------


def test_staged_file_keeps_its_bytes_under_a_name_of_ours(plan, officer):
    data = workbook()
    stored = stage(plan, officer, "danh sách.xlsx", data)

    with stored.file.open("rb") as file:
        assert file.read() == data
    assert stored.name == "danh sách.xlsx"
    assert stored.file.name.startswith("imports/")
    assert "danh" not in stored.file.name
    assert (stored.outcome, stored.edition, len(stored.rows)) == ("ACCEPT", plan.edition, 3)


def test_refused_file_leaves_its_reasons_and_not_its_bytes(plan, officer):
    stored = stage(plan, officer, "a.xlsx", b"MZ")

    assert (stored.file.name, stored.rows) == ("", [])
    assert stored.problems[0]["code"] == "E_TYPE"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("C:\\tài liệu\\kế hoạch.xlsx", "kế hoạch.xlsx"),
        ("a\r\nSet-Cookie: x=1.xlsx", "aSet-Cookie x=1.xlsx"),
        ('<img src="x">.csv', "img src=x.csv"),
        ("\u202exslx.exe", "xslx.exe"),
        ("á" * 300 + ".xlsx", "á" * 195 + ".xlsx"),
        ("\0.csv", ".csv"),
    ],
)
def test_name_of_a_file_is_cleaned_of_what_would_act(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize("state", [PlanState.HANDED_IN, PlanState.SENT, PlanState.ACCEPTED])
def test_nothing_is_staged_for_a_plan_that_may_not_change(plan, officer, state):
    put_into(plan, state)

    with pytest.raises(StepRefused):
        staged(plan, officer)
    assert not PlanImport.objects.exists()


# --- Writing -------------------------------------------------------------------------------------


def test_confirmed_rows_stand_behind_the_old_ones_with_history_folds_and_one_event(plan, officer):
    make_registration(plan, product_name="Cũ", position=4)
    stored = staged(plan, officer)

    assert confirm(stored, officer) == 3
    assert names(plan) == [(4, "Cũ"), (5, "Trà Shan"), (6, "Mật ong"), (7, "Thổ cẩm")]
    row = plan.registrations.get(product_name="Trà Shan")
    assert (row.product_fold, row.producer_fold) == ("tra shan", "htx tra")
    assert (row.history.get().history_type, row.history.get().history_user) == ("+", officer)
    event = Event.objects.get(action="import_rows")
    assert (event.actor, event.data["rows"], event.data["import"]) == (officer, 3, stored.pk)
    plan.refresh_from_db()
    assert plan.edition == stored.edition + 1


def test_replacing_takes_the_old_rows_out_and_leaves_their_history(plan, officer):
    make_registration(plan, product_name="Trà Shan", producer_name="HTX Trà")
    make_registration(plan, product_name="Cũ")

    confirm(staged(plan, officer, replaces=True), officer)

    assert names(plan) == [(1, "Trà Shan"), (2, "Mật ong"), (3, "Thổ cẩm")]
    removed = Registration.history.filter(history_type="-")
    assert sorted(removed.values_list("product_name", flat=True)) == ["Cũ", "Trà Shan"]
    assert {row.history_user for row in removed} == {officer}


def refusal(stored, user, status=409, **answers):
    with pytest.raises(StepRefused) as refused:
        confirm(stored, user, Answers(**answers))
    assert refused.value.status == status
    return refused.value.message


def test_confirmation_is_refused_to_everybody_but_the_one_who_handed_the_file_in(plan, officer):
    stored = staged(plan, officer)

    for other in (make_officer(plan), make_user(Role.UNIT_OFFICER), make_user(Role.PROVINCE_ADMIN)):
        assert "Chỉ người nộp tệp" in refusal(stored, other, status=403)
    assert names(plan) == []


def test_confirmation_holds_once(plan, officer):
    stored = staged(plan, officer)
    confirm(stored, officer)

    # The plan has moved on by the first confirmation; the second is refused for what it is.
    assert "đã được nhập" in refusal(PlanImport.objects.get(pk=stored.pk), officer)
    assert len(names(plan)) == 3


def test_confirmation_holds_for_an_hour(plan, officer):
    stored = staged(plan, officer)

    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert "quá một giờ" in refusal(stored, officer)


def test_confirmation_holds_for_the_plan_that_was_read(plan, officer):
    stored = staged(plan, officer)
    row = Registration(
        plan=plan,
        product_name="Mới",
        producer_name="HTX",
        producer_kind="cooperative",
        commune=plan.unit.children.first(),
        product_group="food",
        form="3_star",
    )
    add(row, by=officer)

    assert "đã được sửa" in refusal(stored, officer)
    assert names(plan) == [(1, "Mới")]


def test_confirmation_holds_for_the_bytes_that_were_read(plan, officer):
    stored = staged(plan, officer)
    stored.file.storage.delete(stored.file.name)
    stored.file.storage.save(stored.file.name, ContentFile(b"other"))

    assert "đã thay đổi" in refusal(stored, officer, status=410)
    with pytest.raises(StepRefused, match="đã thay đổi"):
        reread(stored, officer, Answers())


@pytest.mark.parametrize(
    "rows",
    [(HEAD, changed(TEA, form="6 sao")), (HEAD,)],
    ids=["rows refused", "file refused"],
)
def test_refused_file_cannot_be_confirmed(plan, officer, rows):
    assert "còn lỗi" in refusal(staged(plan, officer, rows), officer)


def test_file_that_is_gone_is_said_to_be_gone(plan, officer):
    stored = staged(plan, officer)
    stored.file.storage.delete(stored.file.name)

    assert "không còn" in refusal(stored, officer, status=410)


def test_open_question_must_be_answered_and_the_answer_is_followed(plan, officer):
    def hidden():
        fresh = Plan.objects.select_related("campaign", "unit").get(pk=plan.pk)
        return stage(fresh, officer, "a.xlsx", workbook(hidden=[3]), replaces=True)

    assert "Chưa xác nhận" in refusal(hidden(), officer)
    assert confirm(hidden(), officer, Answers(hidden="leave")) == 2
    assert confirm(hidden(), officer, Answers(hidden="take")) == 3


def test_nothing_is_left_when_all_rows_are_hidden_and_left_out(plan, officer):
    stored = stage(plan, officer, "a.xlsx", workbook(hidden=[2, 3, 4]))

    assert "Không có dòng" in refusal(stored, officer, hidden="leave")


def test_plan_that_was_sent_meanwhile_takes_nothing(plan, officer):
    stored = staged(plan, officer)
    put_into(plan, PlanState.SENT)

    assert "trạng thái" in refusal(stored, officer)
    assert names(plan) == []


def test_fault_in_the_middle_of_writing_leaves_no_row_no_event_and_the_reading(
    plan, officer, monkeypatch
):
    make_registration(plan, product_name="Cũ")
    stored = staged(plan, officer, replaces=True)
    monkeypatch.setattr("products.plan_imports.staging.touch", lambda plan: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        confirm(stored, officer)
    monkeypatch.undo()

    assert [name for _, name in names(plan)] == ["Cũ"]
    assert not Event.objects.filter(action="import_rows").exists()
    assert confirm(stored, officer) == 3


def test_row_that_breaks_a_rule_of_the_model_takes_all_with_it(plan, officer):
    stored = staged(plan, officer)
    stored.rows[1]["form"] = "9_star"

    with pytest.raises(Exception, match="9_star"), transaction.atomic():
        confirm(stored, officer)
    assert names(plan) == []


def test_same_bytes_are_read_again_with_another_answer(plan, officer):
    stored = stage(plan, officer, "a.xlsx", with_sheets({"A": (HEAD, TEA), "B": (HEAD, HONEY)}))
    again = reread(stored, officer, Answers(sheet="B"))

    assert (again.sha256, again.outcome) == (stored.sha256, "ACCEPT_WARN")
    assert again.rows[0]["product_name"] == "Mật ong"


# --- Cost ----------------------------------------------------------------------------------------


def many(count):
    return (HEAD, *(changed(TEA, number=n, name=f"Trà {n}") for n in range(1, count + 1)))


@pytest.mark.parametrize("count", [3, 1500])
def test_reading_and_writing_cost_the_same_queries_however_long_the_list(plan, officer, count):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        confirm(staged(plan, officer, many(count)), officer)

    steps = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    asked = [query["sql"] for query in queries if not query["sql"].startswith(steps)]
    assert len(asked) <= 17, asked
    assert len(names(plan)) == count


def test_what_is_read_as_good_is_good_for_the_model_too(plan):
    """The fields of every accepted row pass full_clean, whatever stood in the cells."""
    strange = [
        changed(TEA, number=n, name=f"{name} {n}", note=note)
        for n, (name, note) in enumerate(
            [("=1+1", "<b>"), ("Trà ㎏", 1.5), ("A" * 190, "x" * 1000), ("'; DROP", None)], 1
        )
    ]
    reading = examine(plan, "a.xlsx", workbook((HEAD, *strange, changed(TEA, number=5))))
    resource = RegistrationResource(plan, None)

    assert len(reading.rows) == 5
    for row in reading.rows:
        instance = resource.init_instance()
        resource.import_instance(instance, row)
        try:
            instance.full_clean(validate_constraints=False)
        except ValidationError as error:
            pytest.fail(f"{row}: {error}")


def test_the_plans_own_list_that_comes_back_is_told_row_by_row_and_writes_nothing(client, as_role):
    plan = make_plan(rows=2)
    officer = as_role(Role.UNIT_OFFICER, unit=plan.unit)
    own = client.get(reverse("reports:plan_export", args=[plan.pk, "xlsx"]))

    stored = stage(plan, officer, "ke-hoach.xlsx", b"".join(own))

    assert [problem["code"] for problem in stored.problems] == ["W_SAME"] * 2
    assert (stored.rows, stored.outcome) == ([], Outcome.ACCEPT_WARN)
    assert [column["title"] for column in stored.columns][:2] == ["STT", "Tên sản phẩm"]
    with pytest.raises(StepRefused, match="đã có trong kế hoạch"):
        confirm(stored, officer)


def test_a_row_of_the_own_list_that_was_changed_is_a_twin_to_be_decided(client, as_role):
    plan = make_plan(rows=1)
    officer = as_role(Role.UNIT_OFFICER, unit=plan.unit)
    own = b"".join(client.get(reverse("reports:plan_export", args=[plan.pk, "xlsx"])))
    plan.registrations.update(note="Sửa sau khi tải về")

    stored = stage(plan, officer, "ke-hoach.xlsx", own)

    assert [problem["code"] for problem in stored.problems] == ["E_DUPLICATE"]
