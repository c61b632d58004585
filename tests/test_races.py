"""Several people at the same moment: one result, no error, nothing lost."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from products.certificates import numbering
from products.certificates.issuing import ISSUANCE, prepare
from products.enums import PlanState
from products.models import NumberSeries, Registration, SealedPlan
from products.plans.rows import RowChanged, add, change
from products.plans.workflow import PLAN_PROCEDURE
from programs import campaigns, notices
from programs.acts import AlreadyDone
from programs.enums import Role
from programs.models import Campaign, Mail, Notification
from programs.outbox import send_waiting, write
from programs.reminders import remind
from programs.workflow import StepRefused
from reports.models import DoubleCount, PaperNumber, PaperSeries, SealedDocument
from reports.outgoing import numbers
from reports.outgoing.workflow import OUTGOING
from reports.periodic import doubles
from tests.support.factories import (
    make_agency,
    make_campaign,
    make_draft,
    make_plan,
    make_product,
    make_unit,
    make_user,
)
from tests.support.outgoing import make_outgoing
from tests.support.report_rows import make_double

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pg]


def at_once(count, act):
    """Run `act(number)` in so many threads that start together; their answers in order."""
    gate = threading.Barrier(count)

    def run(number):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def make_row(plan, name):
    first = plan.registrations.first()
    fields = ["producer_name", "producer_kind", "commune_id", "product_group", "form"]
    return Registration(
        plan=plan, product_name=name, **{field: getattr(first, field) for field in fields}
    )


@pytest.mark.parametrize("_round", range(3))
def test_twenty_equal_posts_at_once_add_one_row(_round):
    plan = make_plan()
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)
    key = uuid.uuid4()

    def post(_):
        with suppress(AlreadyDone):
            add(make_row(plan, "Chè dây"), by=officer, key=key)

    at_once(20, post)

    assert plan.registrations.filter(product_name="Chè dây").count() == 1


def test_twenty_different_rows_at_once_are_all_there_each_in_its_place():
    plan = make_plan()
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)

    at_once(20, lambda number: add(make_row(plan, f"Chè {number}"), by=officer))

    positions = sorted(plan.registrations.values_list("position", flat=True))
    assert positions == list(range(1, 22))


def test_of_two_editors_at_once_one_saves_and_one_is_told():
    plan = make_plan()
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)
    pk = plan.registrations.get().pk

    def edit(number):
        row = Registration.objects.select_related("plan").get(pk=pk)
        row.note = f"Người {number}"
        try:
            change(row, by=officer, version=1)
        except RowChanged:
            return "told"
        return row.note

    answers = at_once(2, edit)

    assert "told" in answers
    assert plan.registrations.get().note in answers


def test_of_two_who_change_a_campaign_at_once_one_saves_and_one_is_told():
    pk, admin = make_campaign().pk, make_user(Role.PROVINCE_ADMIN)

    def edit(number):
        campaign = Campaign.objects.get(pk=pk)
        campaign.note = f"Người {number}"
        try:
            campaigns.write(campaign, by=admin, version=1)
        except RowChanged:
            return "told"
        return campaign.note

    answers = at_once(2, edit)

    assert "told" in answers
    assert Campaign.objects.get().note in answers


# --- Numbers of certificates (I6) ---------------------------------------------------------------


@pytest.mark.parametrize("_round", range(3))
def test_twenty_certificates_at_once_bear_twenty_numbers_without_a_gap(_round):
    def take(_):
        with transaction.atomic():
            return numbering.take("province-51", 2026)

    assert sorted(at_once(20, take)) == list(range(1, 21))


def test_a_number_that_was_rolled_back_is_given_to_the_next():
    def take(number):
        with transaction.atomic():
            taken = numbering.take("province-51", 2026)
            transaction.set_rollback(number % 2 == 1)
        return None if number % 2 else taken

    taken = [number for number in at_once(20, take) if number]

    assert sorted(taken) == list(range(1, 11))


def test_a_draft_issued_by_two_at_once_is_issued_once():
    call_command("loaddata", "regulations", verbosity=0)
    draft = make_draft()
    people = [make_user(Role.PROVINCE_ADMIN) for _ in range(2)]
    answers = {
        "decision_number": "1/QĐ",
        "decision_date": date(2026, 6, 1),
        "issued_on": date(2026, 6, 1),
    }

    def issue(number):
        try:
            ISSUANCE.take(draft, "issue", by=people[number], answers=answers)
        except StepRefused as refusal:
            return refusal.status
        return 302

    assert sorted(at_once(2, issue)) == [302, 409]
    assert NumberSeries.objects.get().last == 1


def test_two_drafts_of_one_product_at_once_are_one():
    product = make_product()
    people = [make_user(Role.PROVINCE_STAFF) for _ in range(2)]

    def draft(number):
        try:
            prepare(product, 3, "Biên bản", by=people[number])
        except StepRefused as refusal:
            return refusal.status
        return 302

    assert sorted(at_once(2, draft)) == [302, 409]


def test_of_those_who_take_the_same_number_of_a_paper_at_once_one_has_it():
    issuer, clerk = make_agency(), make_user(Role.PROVINCE_ADMIN)
    papers = [make_outgoing("signed_off", issuer=issuer) for _ in range(6)]
    choice = numbers.offered(papers[0])[0][0]

    def take(number):
        try:
            OUTGOING.take(papers[number], "number", by=clerk, answers={"number": choice})
        except StepRefused as refused:
            return refused.message
        return ""

    told = at_once(len(papers), take)

    assert told.count("") == 1
    assert all("vừa được lấy" in each for each in told if each)
    assert PaperNumber.objects.get().number == PaperSeries.objects.get().last == 1


def test_a_paper_issued_by_two_at_once_is_issued_once():
    paper, clerk = make_outgoing("numbered"), make_user(Role.PROVINCE_ADMIN)
    make_user(Role.UNIT_OFFICER, unit=paper.recipients.get().unit)

    def issue(_):
        with suppress(StepRefused):
            OUTGOING.take(paper, "issue", by=clerk, answers={"day": timezone.localdate()})

    at_once(2, issue)

    assert SealedDocument.objects.count() == 3
    assert Notification.objects.count() == 1


def test_sending_against_editing_seals_the_rows_as_they_stay():
    for _ in range(5):
        plan = make_plan(state=PlanState.HANDED_IN)
        officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)
        leader = make_user(Role.UNIT_LEADER, unit=plan.unit)

        def act(number, plan=plan, officer=officer, leader=leader):
            try:
                if number:
                    add(make_row(plan, "Chen vào"), by=officer)
                else:
                    PLAN_PROCEDURE.take(plan, "send", by=leader)
            except StepRefused as refusal:
                return refusal.status
            return 302

        answers = at_once(2, act)

        sealed = SealedPlan.objects.get(plan=plan).values()["rows"]
        assert answers == [302, 409]
        assert len(sealed) == plan.registrations.count() == 1


def test_a_step_taken_by_two_leaders_at_once_is_taken_once():
    plan = make_plan(state=PlanState.HANDED_IN)
    leaders = [make_user(Role.UNIT_LEADER, unit=plan.unit) for _ in range(2)]

    def send(number):
        try:
            PLAN_PROCEDURE.take(plan, "send", by=leaders[number])
        except StepRefused as refusal:
            return refusal.status
        return 302

    assert sorted(at_once(2, send)) == [302, 409]
    assert plan.seals.count() == 1


def test_two_workers_send_each_mail_once(mailoutbox):
    for number in range(40):
        write(f"thư {number}", f"n{number}@ocop.example", "Báo", "Nội dung.")

    answers = at_once(2, lambda _: send_waiting())

    assert sum(sent for sent, _ in answers) == len(mailoutbox) == 40
    assert not Mail.objects.filter(sent_at=None).exists()


def test_two_workers_write_each_digest_once(mailoutbox):
    people = [make_user(Role.OBSERVER) for _ in range(20)]
    plan = make_plan()
    for kind in ("returned", "sent"):
        notices.tell(kind, people, plan, "Có tin mới.", "/")

    at_once(2, lambda _: notices.send_digests(lambda rows, _at: rows, timezone.now()))
    at_once(2, lambda _: send_waiting())

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(person.email for person in people)
    assert not Notification.objects.exclude(outcome="mailed").exists()


def test_two_who_remind_at_once_remind_once():
    unit = make_unit()
    campaign = make_campaign(unit)
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    staff = [make_user(Role.PROVINCE_STAFF) for _ in range(2)]

    def remind_units(number):
        try:
            remind(campaign, by=staff[number])
        except StepRefused as refusal:
            return refusal.status
        return 302

    assert sorted(at_once(2, remind_units)) == [302, 409]
    assert officer.notifications.count() == 1


def test_a_page_is_read_while_somebody_writes(client):
    plan = make_plan(state=PlanState.ISSUED)
    officer = make_user(Role.UNIT_OFFICER, unit=plan.unit)
    client.force_login(officer)
    client.get(plan.get_absolute_url())
    written, read = threading.Event(), threading.Event()

    def write_slowly(_):
        with transaction.atomic():
            officer.save()
            written.set()
            return read.wait(timeout=15)

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(at_once, 1, write_slowly)
        assert written.wait(timeout=15)
        assert client.get(plan.get_absolute_url()).status_code == 200
        read.set()
        assert writer.result() == [True]


def test_of_two_who_record_one_double_at_once_one_does():
    row = make_double()
    ends = {"indicator": row.indicator, "kept": row.kept, "cut": row.cut, "many": 1}
    campaign, staff = row.cut.report.participant.campaign, row.recorded_by
    row.delete()

    def record(_):
        with suppress(StepRefused):
            doubles.record(DoubleCount(reason="Một lớp.", **ends), campaign, by=staff)

    at_once(4, record)

    assert DoubleCount.objects.count() == 1
