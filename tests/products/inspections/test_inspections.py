"""Post-checks: whom a plan names, what is found and said to it, and what is decided (article 9)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from products.enums import InspectionState
from products.inspections import findings, plans
from products.inspections.findings import Point
from products.inspections.plans import PLANNING, draw, is_drawn_right
from products.inspections.workflow import INSPECTION
from products.models import Inspection, InspectionPlan
from programs.acts import AlreadyDone, StepRefused
from programs.enums import DEPARTMENT, Role
from programs.models import Event, Notification
from tests.support.expiry_rows import make_inspection, make_inspection_plan, make_revoking
from tests.support.factories import (
    make_certificate,
    make_criteria_set,
    make_draft,
    make_product,
    make_regulation,
    make_set,
    make_unit,
    make_user,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
TODAY = date(2026, 11, 25)
SOON = TODAY + timedelta(days=10)
DAY = timedelta(days=1)
FORM_KEY = "6f2b7d0e-3f0c-4f7c-9a53-1f0c8b3f9c11"


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def staff():
    return make_user(Role.PROVINCE_STAFF)


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


# --- Plans and samples -------------------------------------------------------------------------


def open_plan(user, **fields):
    return PLANNING.take(make_inspection_plan(**fields), "open", by=user)


def checked(plan):
    return set(plan.inspections.values_list("certificate", flat=True))


def test_a_plan_names_all_that_is_in_force_on_its_ground_and_of_its_group(staff):
    unit = make_unit()
    here = {"commune": unit.children.first()}
    wanted = make_certificate(make_product(**here))
    make_certificate(make_product(**here), issued_on=date(2020, 1, 1))
    make_certificate(make_product(**here, product_group="craft"))
    make_certificate()

    plan = open_plan(staff, ground=unit, product_group="food")

    assert checked(plan) == {wanted.pk}
    assert (plan.state, plan.frame, plan.drawn_on) == ("open", [wanted.pk], TODAY)


def test_a_sample_is_drawn_again_by_anybody_from_what_is_stored(staff):
    for _ in range(9):
        make_certificate()

    plan = open_plan(staff, sample_size=4)
    again = InspectionPlan.objects.get(pk=plan.pk)

    assert len(checked(plan)) == 4
    assert set(draw(again.frame, again.sample_size, again.seed)) == checked(plan)
    assert is_drawn_right(again)
    plan.inspections.first().findings.all().delete()
    Inspection.objects.filter(pk=plan.inspections.first().pk).delete()
    assert not is_drawn_right(again)


@given(
    frame=st.lists(st.integers(1, 10**6), unique=True, max_size=60),
    size=st.none() | st.integers(1, 70),
    seed=st.text("0123456789abcdef", min_size=16, max_size=16),
)
def test_a_draw_is_a_part_of_the_frame_and_always_the_same(frame, size, seed):
    drawn = draw(sorted(frame), size, seed)

    assert set(drawn) <= set(frame)
    assert len(drawn) == (len(frame) if size is None else min(size, len(frame)))
    assert draw(sorted(frame), size, seed) == drawn


def test_whoever_has_a_shell_draws_the_same():
    """printf '0123456789abcdef:%d' 1 | sha256sum, for each of the frame; the first four."""
    assert draw(list(range(1, 13)), 4, "0123456789abcdef") == [3, 4, 5, 10]


def test_two_seeds_draw_differently():
    frame = list(range(1, 200))

    assert draw(frame, 20, "0" * 16) != draw(frame, 20, "1" * 16)


def test_a_plan_over_nothing_is_not_opened(staff):
    with pytest.raises(StepRefused, match="Không có giấy chứng nhận nào còn hiệu lực"):
        open_plan(staff)


@pytest.mark.parametrize(("day", "is_there"), [(TODAY, True), (TODAY - DAY, False)])
def test_a_certificate_is_checked_until_its_last_day(staff, day, is_there):
    make_certificate(expires_on=day)
    always = make_certificate()

    assert len(open_plan(staff).frame) == 1 + is_there
    assert always.inspections.count() == 1


def test_drafts_and_what_was_revoked_are_not_checked(staff):
    make_draft()
    revoked, wanted = make_certificate(), make_certificate()
    revoked.events.create(kind="revoked", on=TODAY, recorded_by=staff)

    assert open_plan(staff).frame == [wanted.pk]


def test_a_sample_larger_than_the_frame_is_the_frame(staff):
    wanted = make_certificate()

    assert checked(open_plan(staff, sample_size=2)) == {wanted.pk}


@pytest.mark.parametrize("role", sorted(set(Role) - DEPARTMENT))
def test_nobody_but_the_department_plans_or_writes_findings(role):
    user = make_user(role)
    for refused in (
        plans.writing_refusal(InspectionPlan(), user),
        findings.writing_refusal(Inspection(), user),
    ):
        assert (refused.status, refused.code) == (403, "role")


@pytest.mark.parametrize("state", sorted(InspectionState))
def test_a_plan_waits_for_each_check_that_is_not_concluded(state):
    made = make_revoking() if state == "revoking" else make_inspection(state=state)
    is_open = state in {"planned", "recorded", "replied", "mending"}

    said = plans.all_is_decided(made.plan)

    assert said == ("Còn 1 giấy chứng nhận chưa có kết luận." if is_open else "")


def test_a_plan_that_was_dropped_is_kept_with_its_reason_and_drawn_no_more(staff):
    plan = PLANNING.take(make_inspection_plan(), "drop", by=staff, answers={"note": "Trùng."})

    assert Event.objects.about(plan).get().note == "Trùng."
    with pytest.raises(StepRefused):
        PLANNING.take(plan, "open", by=staff)


def test_a_plan_that_was_drawn_is_changed_no_more_and_closed_once_all_is_decided(staff):
    make_certificate()
    plan = open_plan(staff)

    with pytest.raises(StepRefused, match="đã rút danh sách"):
        plans.write(plan, by=staff, version=plan.version)
    with pytest.raises(StepRefused, match="Còn 1 giấy chứng nhận chưa có kết luận"):
        PLANNING.take(plan, "close", by=staff)
    INSPECTION.take(plan.inspections.get(), "skip", by=staff, answers={"note": "Bão."})
    assert PLANNING.take(plan, "close", by=staff).state == "closed"


def test_a_plan_is_written_on_its_page_once_a_form(client, as_role):
    as_role(Role.PROVINCE_STAFF)
    url = reverse("products:inspection_plan_create")
    body = {"year": 2026, "title": "Quý IV", "body": "Sở A", "sample_size": 3}
    body |= {"starts_on": "01/10/2026", "ends_on": "31/12/2026", "form_key": FORM_KEY}

    for _ in range(2):
        assert client.post(url, body).status_code == 302

    assert InspectionPlan.objects.get().title == "Quý IV"
    wrong = client.post(url, body | {"ends_on": "01/09/2026", "form_key": ""})
    assertContains(wrong, "Ngày kết thúc không được trước ngày bắt đầu.")


def test_a_day_in_a_year_that_was_mistyped_is_told_and_keeps_no_page_from_opening(client, admin):
    """31/12/9999 was taken, and then no list of tasks could count the days up to it."""
    mending, planned = make_inspection(state="replied"), make_inspection()
    pages = [
        (reverse("products:inspection_plan_create"), "ends_on"),
        (reverse("products:inspection_step", args=[mending.pk, "mend"]), "mend_by"),
        (reverse("products:inspection_step", args=[planned.pk, "record"]), "reply_until"),
        (reverse("products:revocation_propose", args=[mending.certificate.pk]), "reply_until"),
        (reverse("products:inspection_findings", args=[planned.pk]), "inspected_on"),
    ]

    for url, name in pages:
        for year in ("0001", "1899", "2101", "9999"):
            faults = client.post(url, {name: f"31/12/{year}"}).context["form"].errors[name]
            assert "không hợp lý" in " ".join(faults) or "chưa đến" in " ".join(faults)


def test_who_changes_a_plan_that_was_changed_sees_both_texts(client, as_role):
    chief = as_role(Role.PROVINCE_STAFF)
    plan = make_inspection_plan(title="Quý III", year=2026)
    url = reverse("products:inspection_plan_update", args=[plan.pk])
    body = {"year": 2026, "title": "Quý IV", "body": "Sở A", "version": 1}
    body |= {"starts_on": "01/10/2026", "ends_on": "31/12/2026"}
    plans.write(plan, by=chief, version=1)

    refused = client.post(url, body)

    assertContains(refused, "<dd>Quý III</dd>", status_code=409, html=True)
    assertContains(refused, "<dd>2026</dd>", status_code=409, html=True)
    assert refused.context["form"]["title"].value() == "Quý IV"
    again = client.post(url, body | {"version": refused.context["form"]["version"].value()})

    assert again.status_code == 302
    plan.refresh_from_db()
    assert plan.title == "Quý IV"


# --- What is looked at -------------------------------------------------------------------------


def with_criteria():
    criteria_set = publish(make_criteria_set())
    product = make_product(product_set=criteria_set.product_set)
    return make_certificate(product, regulation=criteria_set.regulation)


def test_the_points_are_the_criteria_of_the_papers_regulation_and_the_mark():
    known, unknown = with_criteria(), make_certificate()

    points = findings.points_of(make_inspection(known))

    assert [point.text for point in points][:2] == ["1.1. Tiêu chí 1", "1.2. Tiêu chí 2"]
    assert [point.text for point in points][2:4] == list(findings.ALWAYS)
    assert [point.criterion for point in findings.points_of(make_inspection(unknown))] == [None] * 3


@pytest.mark.parametrize("lost", ["set", "regulation"])
def test_criteria_that_do_not_belong_to_the_paper_are_not_looked_at(lost):
    certificate = with_criteria()
    if lost == "set":
        certificate.product.product_set = make_set()
    else:
        certificate.regulation = make_regulation()

    assert not findings.criteria_of(certificate).exists()


def test_criteria_that_are_not_published_are_not_looked_at():
    draft = make_criteria_set()
    product = make_product(product_set=draft.product_set)

    certificate = make_certificate(product, regulation=draft.regulation)

    assert not findings.criteria_of(certificate).exists()


def test_what_was_found_stands_again_beside_its_point_and_the_rest_behind(staff):
    certificate = with_criteria()
    inspection = make_inspection(certificate)
    criterion = findings.criteria_of(certificate).last()
    points = [
        Point("Kho", None, "met", "Sạch."),
        Point("1.2. Tiêu chí 2", criterion, "not_met"),
        Point(findings.ALWAYS[1], None, "noted"),
        Point(findings.ALWAYS[0]),
    ]

    findings.write(inspection, points, by=staff, version=1)

    said = [(point.text, point.result) for point in findings.points_of(inspection)]
    mark, advertising = findings.ALWAYS
    assert said[1:] == [
        ("1.2. Tiêu chí 2", "not_met"),
        *((mark, ""), (advertising, "noted"), ("Kho", "met")),
    ]
    assert findings.points_of(inspection)[-1].note == "Sạch."


def test_findings_posted_twice_are_one_change_and_one_event(staff):
    inspection, points = make_inspection(), [Point("Kho", None, "met")]
    findings.write(inspection, points, by=staff, version=1, key=FORM_KEY)

    with pytest.raises(AlreadyDone):
        findings.write(inspection, points, by=staff, version=1, key=FORM_KEY)
    assert Inspection.objects.get(pk=inspection.pk).version == 2
    assert Event.objects.filter(action="write_findings").count() == 1


def post_findings(client, inspection, **body):
    url = reverse("products:inspection_findings", args=[inspection.pk])
    usual = {"inspected_on": "24/11/2026", "inspectors": "Ông A", "version": inspection.version}
    return client.post(url, usual | body)


def test_findings_are_saved_again_and_again_and_what_was_not_looked_at_is_left_out(client, admin):
    inspection = make_inspection(with_criteria())
    post_findings(client, inspection, result_0="met", result_2="noted", note_2="Rõ.")
    body = {"result_1": "not_met", "text_5": "Kho", "result_5": "met"}

    response = post_findings(client, inspection, **body, version=2)

    assert response.status_code == 302
    found = inspection.findings.order_by("position").values_list("text", "result")
    assert list(found) == [("1.2. Tiêu chí 2", "not_met"), ("Kho", "met")]


def test_findings_of_an_older_page_are_refused_and_kept_in_the_form(client, admin):
    inspection = make_inspection()
    post_findings(client, inspection, result_0="met")

    response = post_findings(client, inspection, result_0="not_met")

    assert response.status_code == 409
    assertContains(response, "Người khác đã sửa nội dung này", status_code=409)
    assertContains(response, "<dd>đạt</dd>", status_code=409, html=True)
    assert inspection.findings.get().result == "met"
    assert response.context["form"]["result_0"].value() == "not_met"
    assert response.context["form"]["version"].value() == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"inspected_on": "26/11/2026"}, "Ngày 26/11/2026 chưa đến."),
        ({"result_4": "met"}, "Ghi nội dung đã kiểm tra."),
        ({"text_4": "Kho"}, "Chọn kết quả của nội dung này."),
        ({"inspectors": ""}, "Trường này là bắt buộc."),
    ],
)
def test_each_fault_of_the_findings_is_told(client, admin, body, words):
    response = post_findings(client, make_inspection(), **body)

    assert response.status_code == 200
    assert words in response.text


# --- The steps ---------------------------------------------------------------------------------


def take(inspection, name, by, **answers):
    return INSPECTION.take(inspection, name, by=by, answers=answers)


def test_nothing_is_recorded_before_something_was_found(staff):
    inspection = make_inspection()
    inspection.findings.all().delete()

    with pytest.raises(StepRefused, match="Chưa ghi kết quả"):
        take(inspection, "record", staff, reply_until=SOON)


@pytest.mark.parametrize("lost", [{"inspected_on": None}, {"inspectors": ""}])
def test_nothing_is_recorded_before_it_is_said_who_looked_and_when(staff, lost):
    with pytest.raises(StepRefused, match="Chưa ghi ngày kiểm tra và thành phần"):
        take(make_inspection(**lost), "record", staff, reply_until=SOON)


@pytest.mark.parametrize(("name", "asked"), [("mend", "mend_by"), ("propose", "reply_until")])
def test_a_term_that_has_passed_decides_nothing(chief, name, asked):
    inspection = make_inspection(state="replied")

    with pytest.raises(StepRefused, match="Ngày 24/11/2026 đã qua") as refused:
        take(inspection, name, chief, note="Rõ.", **{asked: TODAY - DAY})
    assert (refused.value.status, refused.value.code) == (422, asked)
    assert take(inspection, name, chief, note="Rõ.", **{asked: TODAY}).decision == "Rõ."


def test_the_unit_is_told_until_when_the_producer_may_reply(staff):
    inspection = make_inspection()
    officer = make_user(Role.UNIT_OFFICER, unit=inspection.certificate.product.commune.parent)

    take(inspection, "record", staff, reply_until=SOON)

    told = Notification.objects.get()
    assert (told.recipient, told.due_on, told.url) == (officer, SOON, inspection.get_absolute_url())
    assert told.text.endswith("chủ thể có ý kiến đến hết ngày 05/12/2026.")


def test_the_minutes_fix_the_findings_and_tell_the_unit(client, staff):
    inspection = make_inspection()
    officer = make_user(Role.UNIT_OFFICER, unit=inspection.certificate.product.commune.parent)
    assert not Inspection.objects.visible_to(officer).exists()

    take(inspection, "record", staff, reply_until=SOON)

    assert Inspection.objects.visible_to(officer).get() == inspection
    assert Notification.objects.get().recipient == officer
    with pytest.raises(StepRefused, match="không sửa được nữa"):
        findings.write(inspection, [], by=staff, version=inspection.version)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 11, 24), "Ngày 24/11/2026 đã qua."),
        (None, "Chủ thể có ý kiến đến hết ngày: phải ghi rõ."),
        (date(2026, 11, 25), ""),
    ],
)
def test_the_day_of_the_reply_has_not_passed(staff, day, sentence):
    inspection = make_inspection()

    if not sentence:
        assert take(inspection, "record", staff, reply_until=day).state == "recorded"
        return
    with pytest.raises(StepRefused) as refused:
        take(inspection, "record", staff, reply_until=day)
    assert (refused.value.status, refused.value.message) == (422, sentence)


def test_a_day_of_the_reply_that_cannot_be_read_is_told(client, admin):
    inspection = make_inspection()

    page = client.post(
        reverse("products:inspection_step", args=[inspection.pk, "record"]), {"reply_until": "x"}
    )

    assert "hãy ghi ngày/tháng/năm" in page.context["form"].errors["reply_until"][0]
    inspection.refresh_from_db()
    assert inspection.state == "planned"


@pytest.mark.parametrize("name", ["keep", "mend", "propose"])
@pytest.mark.parametrize(
    ("state", "until", "is_heard"),
    [
        ("recorded", TODAY, False),
        ("recorded", TODAY - timedelta(days=1), True),
        ("replied", TODAY, True),
    ],
)
def test_the_producer_is_heard_before_anything_is_decided(chief, name, state, until, is_heard):
    inspection = make_inspection(state=state, reply_until=until)
    answers = {"note": "Rõ.", "mend_by": SOON, "reply_until": SOON}

    if is_heard:
        assert take(inspection, name, chief, **answers).state in {"kept", "mending", "revoking"}
        return
    with pytest.raises(StepRefused, match="còn được có ý kiến đến hết ngày 25/11/2026"):
        take(inspection, name, chief, **answers)


def test_the_officer_files_the_reply_of_the_producer(client, as_role):
    inspection = make_inspection(state="recorded")
    as_role(Role.UNIT_OFFICER, unit=inspection.certificate.product.commune.parent)
    url = reverse("products:inspection_step", args=[inspection.pk, "reply"])

    client.post(url, {"note": "Đã thay nhãn."})

    inspection.refresh_from_db()
    assert (inspection.state, inspection.reply) == ("replied", "Đã thay nhãn.")
    assert Event.objects.filter(action="reply").count() == 1


def test_what_was_to_be_mended_is_confirmed(chief, staff):
    inspection = take(
        make_inspection(state="replied"), "mend", chief, note="Thay nhãn.", mend_by=SOON
    )

    inspection = take(inspection, "mended", staff, note="Đã thay.")

    assert (inspection.state, inspection.mended_on) == ("kept", TODAY)


@pytest.mark.parametrize("state", ["replied", "mending"])
def test_a_proposal_opens_the_revocation_on_the_ground_of_the_criteria(chief, state):
    inspection = make_inspection(state=state, inspected_on=TODAY)

    inspection = take(inspection, "propose", chief, note="Mất.", reply_until=SOON)

    row = inspection.revocation
    assert (row.ground.letter, row.state) == ("b", "proposed")
    assert row.due_on == TODAY + timedelta(days=15)
    assert row.conclusion == "Hậu kiểm ngày 25/11/2026: Mất."


def test_nothing_is_proposed_twice_of_one_certificate(chief):
    certificate = make_certificate()
    first, second = (make_inspection(certificate, state="replied") for _ in range(2))
    take(first, "propose", chief, note="Mất.", reply_until=SOON)

    with pytest.raises(StepRefused, match="đang được xem xét thu hồi"):
        take(second, "propose", chief, note="Mất.", reply_until=SOON)

    second.refresh_from_db()
    assert (second.state, second.decision) == ("replied", "")


# --- Pages -------------------------------------------------------------------------------------


def test_the_plan_shows_its_seed_its_tally_and_that_it_was_drawn_right(client, admin):
    make_certificate()
    plan = open_plan(admin)

    page = client.get(plan.get_absolute_url())

    assertContains(page, plan.seed)
    assertContains(page, "Rút lại hôm nay: khớp với danh sách.")
    [(_, _, count, url)] = page.context["tally"]
    assert client.get(url).context["page"].count == count == 1


def test_a_unit_reads_the_minutes_and_not_the_plan(client, as_role):
    inspection = make_inspection(state="recorded")
    as_role(Role.UNIT_LEADER, unit=inspection.certificate.product.commune.parent)

    page = client.get(inspection.get_absolute_url())

    assertContains(page, "Nhãn")
    assertNotContains(page, inspection.plan.title)
    assert client.get(inspection.plan.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["inspection_list", "inspection_plan_list"])
def test_the_lists_cost_the_same_however_long(
    client, admin, name, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_inspection()

    with django_assert_max_num_queries(12):
        assert client.get(reverse(f"products:{name}")).status_code == 200


def test_the_list_says_of_what_was_not_mended_in_time_that_it_is_late(client, admin):
    for day in (TODAY - DAY, TODAY):
        make_inspection(state="mending", mend_by=day)

    page = client.get(reverse("products:inspection_list"))

    assertContains(page, 'tone-bad">Quá hạn khắc phục<', count=1)
    assertContains(page, 'tone-heed">Phải khắc phục<', count=1)
