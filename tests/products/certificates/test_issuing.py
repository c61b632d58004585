"""From a draft to a certificate, and what may become of it, by the law of each day."""

from contextlib import nullcontext, suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from products.certificates.extension import extend
from products.certificates.history import chain_of, status_of
from products.certificates.issuing import ISSUANCE, prepare, reinstate
from products.certificates.revocation import REVOCATION, is_late, propose, proposing_refusal
from products.certificates.validity import first_overlap, life_of
from products.enums import IN_FORCE, EventKind
from products.models import Certificate, NumberSeries, Revocation
from programs.acts import AlreadyDone, StepRefused
from programs.enums import Role
from programs.models import Event, Regulation, RevocationGround
from tests.matrix.visitor import undone
from tests.support.factories import make_certificate, make_draft, make_product, make_user
from tests.support.reorganising import SECOND, end, make_change
from tests.support.rows import make_ground

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


@pytest.fixture(autouse=True)
def _law():
    call_command("loaddata", "regulations", verbosity=0)
    with time_machine.travel(date(2026, 11, 25)):
        yield


@pytest.fixture
def chief():
    return make_user(Role.PROVINCE_ADMIN)


def decided(day, **more):
    """Answers of a decision of this day."""
    return {"note": "Vì thế.", "decision_number": "1/QĐ", "decision_date": day} | more


def issue(draft, day, by):
    return ISSUANCE.take(draft, "issue", by=by, answers=decided(day, issued_on=day))


# --- Issuing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("star", "day", "authority"),
    [
        (3, date(2023, 2, 23), "province"),
        (3, date(2023, 2, 24), "district"),
        (4, date(2023, 2, 24), "province"),
        (3, date(2025, 7, 5), "district"),
        (3, date(2025, 7, 6), "province"),
        (5, date(2026, 5, 21), "ministry"),
        (3, date(2026, 5, 22), "province"),
    ],
)
def test_who_grants_which_star_is_the_law_of_the_decisions_day(chief, star, day, authority):
    certificate = issue(make_draft(star=star), day, chief)

    assert certificate.authority == authority
    assert certificate.series.split("-")[0] == authority
    assert certificate.regulation.in_force_on(day)


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2025, 7, 3), date(2025, 7, 5)])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_level_without_a_unit_on_the_day_recognises_nothing(chief, day, is_new):
    units = make_change({"Cũ": "Mới"})
    district = units["Cũ"].parent
    end([district], SECOND)
    draft = make_draft(make_product(commune=units["Mới" if is_new else "Cũ"]))

    with pytest.raises(StepRefused, match="không thuộc đơn vị cấp huyện nào") as refusal:
        issue(draft, day, chief)

    noted = Regulation.objects.get(code="148-2023").note.split(". ")[-1]
    assert noted in refusal.value.message
    assert not NumberSeries.objects.exists()
    assert issue(draft, date(2025, 6, 30), chief).series == f"district-{district.code}"


def test_an_issued_certificate_says_all_and_keeps_the_names_of_its_day(chief):
    product = make_product(name="Chè dây")
    certificate = issue(make_draft(product), date(2024, 2, 29), chief)
    product.name = "Chè khác"
    product.save()

    assert certificate.expires_on == date(2027, 2, 28)
    assert (certificate.number, certificate.year) == (1, 2024)
    assert Certificate.objects.get(pk=certificate.pk).product_name == "Chè dây"
    assert str(certificate) == "Giấy chứng nhận 3 sao số 01/2024"


def test_who_drafted_does_not_issue(chief):
    draft = make_draft(prepared_by=chief)

    with pytest.raises(StepRefused, match="một quản trị cấp tỉnh khác"):
        issue(draft, date(2026, 6, 1), chief)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"decision_date": date(2026, 11, 26)}, "chưa đến"),
        ({"decision_date": None}, "Ngày quyết định: phải ghi rõ"),
        ({"issued_on": date(2026, 5, 31)}, "không được trước ngày quyết định"),
        ({"decision_number": " "}, "Số quyết định"),
    ],
)
def test_a_bad_decision_issues_nothing_and_takes_no_number(chief, answers, sentence):
    draft = make_draft()
    good = decided(date(2026, 6, 1), issued_on=date(2026, 6, 1))

    with pytest.raises(StepRefused, match=sentence):
        ISSUANCE.take(draft, "issue", by=chief, answers=good | answers)

    draft.refresh_from_db()
    assert draft.state == "prepared"
    assert not NumberSeries.objects.filter(last__gt=0).exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("decision_number", "9" * 61, "tối đa 60 ký tự"),
        ("decision_date", "x", "hãy ghi ngày/tháng/năm"),
        ("issued_on", "2026-06-01x", "hãy ghi ngày/tháng/năm"),
    ],
)
def test_what_cannot_be_read_of_a_decision_is_told_and_never_cut(
    client, admin, field, typed, sentence
):
    draft = make_draft()
    good = {"decision_number": "1/QĐ", "decision_date": "01/06/2026", "issued_on": "01/06/2026"}

    page = client.post(
        reverse("products:certificate_step", args=[draft.pk, "issue"]), good | {field: typed}
    )

    assert sentence in page.context["form"].errors[field][0]
    draft.refresh_from_db()
    assert draft.state == "prepared"


def test_before_any_regulation_nothing_is_issued(chief):
    with pytest.raises(Exception, match="Không có quy định"):
        issue(make_draft(), date(2019, 1, 1), chief)


def test_the_same_form_posted_twice_makes_one_draft(chief):
    product, key = make_product(), "7c9e6679-7425-40de-944b-e07fc1f90ae7"

    draft = prepare(product, 3, "Biên bản", by=chief, key=key)
    with pytest.raises(AlreadyDone) as again:
        prepare(product, 3, "Biên bản", by=chief, key=key)

    assert again.value.row == draft


def test_a_better_star_supersedes_and_the_old_paper_tells(chief):
    old = issue(make_draft(), date(2024, 6, 1), chief)
    new = issue(make_draft(old.product, star=4), date(2025, 6, 1), chief)

    assert status_of(old, date(2025, 5, 31)) == "valid"
    assert status_of(old, date(2025, 6, 1)) == "upgraded"
    assert old.events.get().by_certificate == new
    assert Event.objects.about(old).first().action == "upgraded"


def test_the_same_star_again_replaces(chief):
    old = issue(make_draft(), date(2024, 6, 1), chief)
    issue(make_draft(old.product), date(2026, 6, 1), chief)

    assert status_of(old) == "replaced"


def test_a_certificate_dated_before_a_valid_one_is_refused(chief):
    old = issue(make_draft(), date(2025, 6, 1), chief)

    with pytest.raises(StepRefused, match="01/06/2025"):
        issue(make_draft(old.product), date(2024, 6, 1), chief)


@pytest.mark.parametrize(
    ("day", "status", "count"),
    [(date(2026, 6, 1), "replaced", 1), (date(2026, 6, 2), "expired", 0)],
)
def test_what_had_run_out_on_its_own_is_not_said_to_be_replaced(chief, day, status, count):
    old = issue(make_draft(), date(2023, 6, 1), chief)

    issue(make_draft(old.product), day, chief)

    assert status_of(old, date(2026, 6, 2)) == status
    assert old.events.count() == count


def test_a_lower_star_replaces_and_does_not_raise(chief):
    old = issue(make_draft(star=4), date(2024, 6, 1), chief)
    issue(make_draft(old.product, star=3), date(2025, 6, 1), chief)

    assert status_of(old) == "replaced"


def test_a_certificate_of_a_merged_record_is_superseded_too(chief):
    old, kept = issue(make_draft(), date(2024, 6, 1), chief), make_product()
    type(kept).objects.filter(pk=old.product_id).update(merged_into=kept)

    new = issue(make_draft(kept, star=4), date(2025, 6, 1), chief)

    assert old.events.get().by_certificate == new


@pytest.mark.parametrize("issued_on", [date(2026, 6, 1), date(2026, 6, 20)])
def test_a_day_of_issue_beside_that_of_the_signing_is_warned_of(client, admin, chief, issued_on):
    answers = decided(date(2026, 6, 1), issued_on=issued_on)
    certificate = ISSUANCE.take(make_draft(), "issue", by=chief, answers=answers)

    page = client.get(certificate.get_absolute_url()).text

    warning = "tính từ ngày ký thì giấy có giá trị đến hết ngày 01/06/2029"
    assert (warning in page) == (issued_on != date(2026, 6, 1))
    assert certificate.expires_on == issued_on.replace(year=2029)


def test_the_number_is_of_the_year_of_issue_and_not_of_the_decision(chief):
    answers = decided(date(2025, 12, 31), issued_on=date(2026, 1, 1))
    issue(make_draft(), date(2025, 12, 30), chief)

    certificate = ISSUANCE.take(make_draft(), "issue", by=chief, answers=answers)

    assert certificate.label == "01/2026"


@pytest.mark.parametrize(("hour", "is_there"), [("16:59", False), ("17:00", True)])
def test_a_day_begins_at_midnight_in_viet_nam(chief, hour, is_there):
    draft = make_draft()
    with time_machine.travel(f"2026-11-25T{hour}:00Z"):
        if is_there:
            assert issue(draft, date(2026, 11, 26), chief).state == "issued"
            return
        with pytest.raises(StepRefused, match="Ngày 26/11/2026 chưa đến"):
            issue(draft, date(2026, 11, 26), chief)


@pytest.mark.parametrize("lost", ["authority", "validity"])
def test_where_the_law_does_not_say_who_or_how_long_nothing_is_issued(chief, lost):
    law = Regulation.objects.get(code="26-2026")
    if lost == "authority":
        law.starbands.filter(star=3).update(granted_by="")
    else:
        law.periods.filter(clock="validity").delete()

    with pytest.raises(StepRefused, match="26/2026/QĐ-TTg không nói ai công nhận hạng 3 sao") as no:
        issue(make_draft(), date(2026, 6, 1), chief)
    assert (no.value.code, no.value.status) == ("law", 409)


# --- Who drafts, and what ----------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF}))
def test_nobody_but_the_department_drafts(role):
    with pytest.raises(StepRefused, match="Chỉ cơ quan cấp tỉnh được dự thảo") as refused:
        prepare(make_product(), 3, "Biên bản", by=make_user(role))

    assert refused.value.status == 403
    assert not Certificate.objects.exists()


def test_of_a_record_that_was_merged_nothing_is_drafted(chief):
    with pytest.raises(StepRefused, match="đã gộp vào sản phẩm khác"):
        prepare(make_product(merged_into=make_product()), 3, "Biên bản", by=chief)


def test_a_product_has_one_draft_until_it_is_dropped(chief):
    product = make_product()
    first = prepare(product, 3, "Biên bản số 1", by=chief)
    with pytest.raises(StepRefused, match="đang có một dự thảo"):
        prepare(product, 4, "Biên bản số 2", by=chief)

    dropped = ISSUANCE.take(first, "drop", by=chief, answers={"note": "Nhầm hạng."})

    assert (dropped.state, dropped.number) == ("dropped", None)
    assert prepare(product, 4, "Biên bản số 2", by=chief).star == 4


def test_a_draft_is_in_the_trail_with_its_basis(chief):
    draft = prepare(make_product(), 3, "Biên bản số 1", by=chief)

    event = Event.objects.about(draft).get()
    assert (event.action, event.actor, event.note) == ("prepare", chief, "Biên bản số 1")


@pytest.fixture
def ending(chief):
    """Valid until 01/11/2026."""
    return issue(make_draft(), date(2023, 11, 1), chief)


# --- Revoking and reinstating (article 8) ------------------------------------------------------


@pytest.fixture
def valid(chief):
    return issue(make_draft(), date(2026, 6, 1), chief)


@pytest.mark.parametrize("state", ["valid", "ending", "prepared"])
def test_the_page_asks_for_the_law_of_today_once(
    client, as_role, valid, ending, state, django_assert_max_num_queries
):
    as_role(Role.PROVINCE_ADMIN)
    row = {"valid": valid, "ending": ending}.get(state) or make_draft()
    client.get(row.get_absolute_url())

    with django_assert_max_num_queries(20):
        client.get(row.get_absolute_url())


def proposal(certificate, **fields):
    ground = RevocationGround.objects.get(regulation__code="26-2026", letter="b")
    values = {
        "ground": ground,
        "conclusion": "Không còn đạt.",
        "concluded_on": date(2026, 11, 10),
        "reply_until": date(2026, 11, 20),
    }
    row = Revocation(certificate=certificate, **values | fields)
    propose(row, by=make_user(Role.PROVINCE_STAFF))
    return row


def revoke(row, by, day=date(2026, 11, 24), **more):
    return REVOCATION.take(row, "revoke", by=by, answers=decided(day, **more))


def test_a_decision_is_due_15_days_after_the_conclusion(valid):
    assert proposal(valid).due_on == date(2026, 11, 25)


def test_a_revocation_needs_a_ground_of_the_law(valid):
    with pytest.raises(StepRefused, match="căn cứ thu hồi"):
        proposal(valid, ground=None)


def test_a_revoked_certificate_is_void_from_the_decision_and_keeps_its_number(chief, valid):
    number = valid.number

    revoke(proposal(valid), chief)

    assert status_of(valid, date(2026, 11, 23)) == "valid"
    assert status_of(valid, date(2026, 11, 24)) == "revoked"
    assert issue(make_draft(valid.product), date(2026, 11, 24), chief).number == number + 1
    assert valid.events.get().reason == "Vì thế."


def test_the_producer_is_heard_first(chief, valid):
    row = proposal(valid, reply_until=date(2026, 11, 25))

    with pytest.raises(StepRefused, match="giải trình đến hết ngày 25/11/2026"):
        revoke(row, chief)
    row = REVOCATION.take(row, "reply", by=chief, answers={"note": "Đã sửa."})
    revoke(row, chief)

    assert row.reply == "Đã sửa."
    assert status_of(valid) == "revoked"


@pytest.mark.parametrize(
    ("concluded_on", "sentence"),
    [(date(2026, 11, 26), "26/11/2026 chưa đến"), (date(2026, 5, 31), "trước ngày cấp giấy")],
)
def test_a_conclusion_was_made_after_the_certificate_and_not_in_the_future(
    valid, concluded_on, sentence
):
    with pytest.raises(StepRefused, match=sentence):
        proposal(valid, concluded_on=concluded_on, reply_until=date(2026, 12, 10))

    assert not valid.revocations.exists()


def test_a_decision_is_not_dated_into_the_time_in_which_the_producer_may_reply(chief, valid):
    row = proposal(valid)

    with pytest.raises(StepRefused, match="ngày quyết định phải sau ngày này"):
        revoke(row, chief, day=date(2026, 11, 20))
    revoke(row, chief, day=date(2026, 11, 21))

    assert status_of(valid) == "revoked"


def test_who_has_replied_may_be_decided_about_at_once(chief, valid):
    row = REVOCATION.take(proposal(valid), "reply", by=chief, answers={"note": "Đã sửa."})

    revoke(row, chief, day=date(2026, 11, 12))

    assert status_of(valid, date(2026, 11, 12)) == "revoked"


def test_who_proposed_does_not_decide(chief, valid):
    row = proposal(valid)
    type(row).objects.filter(pk=row.pk).update(proposed_by=chief)

    with pytest.raises(StepRefused, match="không được tự quyết định"):
        revoke(row, chief)


def test_after_its_15_days_a_decision_says_why_it_is_late(chief, valid):
    row = proposal(valid, concluded_on=date(2026, 11, 1), reply_until=date(2026, 11, 5))

    with pytest.raises(StepRefused, match="quá hạn"):
        revoke(row, chief)
    revoke(row, chief, late="Chờ kiểm nghiệm.")

    assert status_of(valid) == "revoked"


def test_what_is_dismissed_stays_valid_and_may_be_proposed_again(chief, valid):
    REVOCATION.take(proposal(valid), "dismiss", by=chief, answers={"note": "Đã khắc phục."})

    assert status_of(valid) == "valid"
    assert proposal(valid).state == "proposed"


def test_one_revocation_is_weighed_at_a_time(valid):
    proposal(valid)

    with pytest.raises(StepRefused, match="đang được xem xét"):
        proposal(valid)


def test_a_court_reinstates_from_its_day(chief, valid):
    revoke(proposal(valid), chief, day=date(2026, 11, 21))

    reinstate(valid, decided(date(2026, 11, 24)), by=chief)

    days = [date(2026, 11, day) for day in (20, 21, 23, 24)]
    assert [status_of(valid, day) for day in days] == ["valid", "revoked", "revoked", "valid"]


def test_a_decision_older_than_the_revocation_does_not_reinstate(chief, valid):
    revoke(proposal(valid), chief, day=date(2026, 11, 22))

    with pytest.raises(StepRefused, match="thu hồi từ ngày 22/11/2026"):
        reinstate(valid, decided(date(2026, 11, 21)), by=chief)
    reinstate(valid, decided(date(2026, 11, 22)), by=chief)

    assert status_of(valid) == "valid"


def test_what_is_valid_is_not_reinstated(chief, valid):
    with pytest.raises(StepRefused, match="còn hiệu lực"):
        reinstate(valid, decided(date(2026, 11, 24)), by=chief)


def test_nothing_is_reinstated_beside_a_newer_one(chief, valid):
    revoke(proposal(valid), chief, day=date(2026, 11, 21))
    issue(make_draft(valid.product), date(2026, 11, 22), chief)

    with pytest.raises(StepRefused, match="hai giấy chứng nhận"):
        reinstate(valid, decided(date(2026, 11, 24)), by=chief)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PROVINCE_ADMIN, Role.PROVINCE_STAFF}))
def test_nobody_but_the_department_proposes_to_revoke(valid, role):
    assert proposing_refusal(valid, make_user(role)).status == 403


@pytest.mark.parametrize(
    ("day", "is_refused"), [(date(2026, 11, 1), False), (date(2026, 11, 2), True)]
)
def test_a_revocation_is_proposed_until_the_last_day_of_validity(chief, ending, day, is_refused):
    with time_machine.travel(day):
        refused = proposing_refusal(ending, chief)

    assert bool(refused) is is_refused
    assert not refused or refused.code == "status"


def test_of_a_draft_no_revocation_is_proposed(chief):
    assert proposing_refusal(make_draft(), chief).code == "status"


def test_a_proposal_is_made_once_a_form(valid, chief):
    key = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    ground = RevocationGround.objects.get(regulation__code="26-2026", letter="b")
    days = dict.fromkeys(["concluded_on", "reply_until"], date(2026, 11, 10))
    for outcome in (nullcontext(), pytest.raises(AlreadyDone)):
        row = Revocation(certificate=valid, ground=ground, conclusion="Rõ.", **days)
        with outcome:
            propose(row, by=chief, key=key)

    assert Revocation.objects.get().proposed_by == chief
    assert Event.objects.get(action="propose_revocation").note == "Rõ."


def test_an_older_law_names_no_ground_and_sets_no_day_to_decide(chief):
    old = issue(make_draft(), date(2025, 6, 1), chief)

    row = proposal(old, ground=None, concluded_on=date(2026, 5, 21), reply_until=date(2026, 5, 30))
    assert row.due_on is None

    revoke(row, chief)

    assert status_of(old) == "revoked"


def test_a_ground_of_another_regulation_is_none(valid):
    other = make_ground()

    with pytest.raises(StepRefused, match="căn cứ thu hồi của Quyết định số 26/2026/QĐ-TTg"):
        proposal(valid, ground=other)


@pytest.mark.parametrize(("today", "is_asked"), [(25, False), (26, True)])
def test_on_the_fifteenth_day_a_decision_is_not_late_yet(chief, valid, today, is_asked):
    row = proposal(valid)
    with time_machine.travel(date(2026, 11, today)):
        assert is_late(row, chief) is is_asked


def test_a_decision_is_not_older_than_its_conclusion_even_after_the_reply(chief, valid):
    row = REVOCATION.take(proposal(valid), "reply", by=chief, answers={"note": "Đã sửa."})

    with pytest.raises(StepRefused, match="không được trước ngày kết luận"):
        revoke(row, chief, day=date(2026, 11, 9))
    revoke(row, chief, day=date(2026, 11, 10))

    assert status_of(valid, date(2026, 11, 10)) == "revoked"


def test_what_was_replaced_meanwhile_is_revoked_no_more(chief, valid):
    row = proposal(valid)
    issue(make_draft(valid.product, star=4), date(2026, 11, 20), chief)

    with pytest.raises(StepRefused, match="không còn hiệu lực"):
        revoke(row, chief)

    assert valid.events.get().kind == "upgraded"


def test_what_was_revoked_twice_is_reinstated_from_the_second(chief, valid):
    revoke(proposal(valid), chief, day=date(2026, 11, 21))
    reinstate(valid, decided(date(2026, 11, 22)), by=chief)
    revoke(proposal(valid), chief, day=date(2026, 11, 24))

    with pytest.raises(StepRefused, match="thu hồi từ ngày 24/11/2026"):
        reinstate(valid, decided(date(2026, 11, 23)), by=chief)
    reinstate(valid, decided(date(2026, 11, 25)), by=chief)

    days = [date(2026, 11, day) for day in range(21, 26)]
    worth = ["revoked", "valid", "valid", "revoked", "valid"]
    assert [status_of(valid, day) for day in days] == worth


# --- Any chain of acts -------------------------------------------------------------------------

acts = st.lists(
    st.tuples(
        st.sampled_from(["issue", "extend", "revoke", "reinstate"]),
        st.integers(min_value=0, max_value=1900),
        st.sampled_from([3, 4]),
    ),
    max_size=6,
)


FIRST = date(2021, 9, 1)


def act(product, name, day, star, chief):
    """Do it as a page would, or be refused."""
    latest = chain_of(product)[-1:]
    if name == "issue":
        draft = product.certificates.filter(state="prepared").first()
        issue(draft or make_draft(product, star=star), day, chief)
    for certificate in latest:
        if name == "extend":
            until = certificate.expires_on + timedelta(days=90)
            extend(certificate, until, decided(day), by=chief)
        elif name == "reinstate":
            reinstate(certificate, decided(day), by=chief)
        elif name == "revoke" and status_of(certificate, day) in IN_FORCE:
            certificate.events.create(kind=EventKind.REVOKED, on=day, recorded_by=chief)


def has_no_gap(chain):
    numbers = {}
    for row in chain:
        numbers.setdefault((row.series, row.year), []).append(row.number)
    return all(sorted(taken) == list(range(1, len(taken) + 1)) for taken in numbers.values())


def test_whatever_is_done_a_product_has_at_most_one_valid_certificate_a_day(chief):
    @settings(max_examples=60, deadline=None)
    @given(acts=acts)
    def holds(acts):
        with undone():
            product = make_product()
            for name, offset, star in acts:
                with suppress(StepRefused):
                    act(product, name, FIRST + timedelta(days=offset), star, chief)
            chain = chain_of(product)
            days = [FIRST + timedelta(days=offset) for _, offset, _ in acts]
            valid = [[status_of(row, day) in IN_FORCE for row in chain] for day in days]
            assert max(map(sum, valid), default=0) <= 1
            assert first_overlap(map(life_of, chain)) is None
            assert has_no_gap(chain)

    holds()


def test_an_issued_certificate_of_the_factories_is_as_the_law_makes_it(chief):
    made = make_certificate(issued_on=date(2024, 6, 1))

    assert made.expires_on == issue(make_draft(), date(2024, 6, 1), chief).expires_on
