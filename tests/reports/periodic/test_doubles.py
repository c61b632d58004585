"""One event that two reporters counted: hinted, recorded on what was sent, struck out."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programs.acts import StepRefused
from programs.enums import Role
from reports.enums import ReportState
from reports.models import DoubleCount, SealedReport
from reports.periodic import doubles
from reports.periodic.doubles import doubles_of, hints_of, lines_of
from reports.periodic.filling import Typed, save_section, start
from reports.periodic.province import Province
from reports.periodic.workflow import REPORT
from tests.reports.periodic.test_workflow import asked
from tests.support.factories import make_agency, make_user
from tests.support.report_rows import (
    make_form,
    make_indicator,
    make_province_report,
    make_section,
    make_told,
    publish,
)

__all__ = ["asked"]
pytestmark = [pytest.mark.django_db, pytest.mark.pg]


class Story:
    """A unit and an agency of one campaign, and what they say of the same figure."""

    def __init__(self, asked):
        period, self.section, self.made, self.stock = asked
        self.campaign = period.campaign
        self.staff = make_user(Role.PROVINCE_STAFF)
        rows = self.campaign.participants.order_by("position")
        self.unit, self.agency = (self._people(row) for row in rows)

    def _people(self, participant):
        if participant.unit_id:
            roles, place = (Role.UNIT_OFFICER, Role.UNIT_LEADER), {"unit": participant.unit}
        else:
            roles, place = (Role.AGENCY_OFFICER,) * 2, {"agency": participant.agency}
        return participant, *(make_user(role, **place) for role in roles)

    def tell(self, who, value, state=ReportState.ACCEPTED):
        participant, writer, sender = who
        report = start(participant, writer)
        said = Typed({self.made: (value, ""), self.stock: (0, "")})
        save_section(report, self.section, said, by=writer)
        report = REPORT.take(report, "hand_in", by=writer)
        report = REPORT.take(report, "send", by=sender)
        if state == ReportState.ACCEPTED:
            report = REPORT.take(report, "accept", by=self.staff)
        return report.seals.first()

    def record(self, kept, cut, many=1, **facts):
        facts = {"indicator": self.made, "reason": "Một hội chợ."} | facts
        row = DoubleCount(kept=kept, cut=cut, many=many, **facts)
        return doubles.record(row, self.campaign, by=self.staff)


@pytest.fixture
def story(asked):
    return Story(asked)


def test_an_event_that_two_counted_cuts_the_sum_of_the_province_and_no_report(story):
    cut, kept = story.tell(story.unit, 3), story.tell(story.agency, 2)
    before = [seal.sha256 for seal in SealedReport.objects.all()]

    story.record(kept, cut, many=2)

    assert doubles_of(story.campaign) == {"sp_moi": 2}
    assert Province(story.campaign).figures["sp_moi"].units == 3
    assert [seal.sha256 for seal in SealedReport.objects.all()] == before


def test_nothing_is_cut_before_both_are_accepted(story):
    cut = story.tell(story.unit, 3)
    kept = story.tell(story.agency, 2, ReportState.SENT)
    story.record(kept, cut)
    assert doubles_of(story.campaign) == {}
    assert lines_of(story.campaign)[0].words == "chờ tiếp nhận"

    REPORT.take(kept.report, "accept", by=story.staff)

    assert doubles_of(story.campaign) == {"sp_moi": 1}


def test_what_is_sent_anew_is_to_be_looked_at_anew(story):
    kept = story.tell(story.agency, 2)
    cut = story.tell(story.unit, 3, ReportState.SENT)
    story.record(kept, cut)
    sent_anew(story, cut, 2)

    assert doubles_of(story.campaign) == {}
    assert lines_of(story.campaign)[0].words == "không còn trừ: có bản gửi sau"


def sent_anew(story, seal, value):
    """The seal of what the unit took back and sent again with another figure, accepted."""
    _, officer, leader = story.unit
    report = REPORT.take(seal.report, "take_back", by=leader, answers={"note": "Bỏ số trùng."})
    save_section(report, story.section, Typed({story.made: (value, "")}), by=officer)
    report = REPORT.take(REPORT.take(report, "hand_in", by=officer), "send", by=leader)
    return REPORT.take(report, "accept", by=story.staff).seals.first()


@pytest.mark.parametrize(
    ("step", "said"), [("return", "bị trả lại"), ("take_back", "được rút lại")]
)
def test_of_a_report_that_came_back_it_is_said_and_nothing_of_a_later_one(story, step, said):
    kept = story.tell(story.agency, 2)
    cut = story.tell(story.unit, 3, ReportState.SENT)
    story.record(kept, cut)
    by = story.staff if step == "return" else story.unit[2]

    REPORT.take(cut.report, step, by=by, answers={"note": "Xem lại."})

    [line] = lines_of(story.campaign)
    assert line.words == f"không còn trừ: báo cáo của {cut.report.reporter} {said}"


def test_the_pages_of_the_province_say_that_a_double_cuts_no_more(client, as_role, story):
    kept, cut = story.tell(story.agency, 2), story.tell(story.unit, 3, ReportState.SENT)
    row = story.record(kept, cut)
    as_role(Role.PROVINCE_STAFF)
    report = make_province_report(campaign=story.campaign)
    pages = (f"/bao-cao/ky/{story.campaign.pk}/tong-hop/", report.get_absolute_url())
    said = "01 dòng tính trùng không còn trừ"
    assert not [page for page in pages if said in client.get(page).content.decode()]

    sent_anew(story, cut, 2)

    for page in pages:
        answer = client.get(page).content.decode()
        assert said in answer
        assert f'href="/bao-cao/ky/{story.campaign.pk}/tinh-trung/"' in answer
    doubles.strike(row, "Đã bỏ khỏi báo cáo.", by=story.staff)
    assert not [page for page in pages if said in client.get(page).content.decode()]


def test_what_was_struck_out_stays_to_be_read_and_cuts_nothing(story):
    cut, kept = story.tell(story.unit, 3), story.tell(story.agency, 2)
    row = story.record(kept, cut)

    doubles.strike(row, "Hai hội chợ khác nhau.", by=story.staff)

    assert doubles_of(story.campaign) == {}
    assert lines_of(story.campaign)[0].double.struck_reason == "Hai hội chợ khác nhau."
    with pytest.raises(StepRefused, match="đã được gạch"):
        doubles.strike(row, "Lại.", by=story.staff)


def test_no_more_is_cut_than_either_says(story):
    cut, kept = story.tell(story.unit, 3), story.tell(story.agency, 2)
    with pytest.raises(StepRefused, match="còn trừ được 2"):
        story.record(kept, cut, many=3)
    story.record(kept, cut, many=2)

    assert doubles_of(story.campaign) == {"sp_moi": 2}


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_pair_has_one_record_whoever_of_the_two_keeps_it(story, is_turned):
    cut, kept = story.tell(story.unit, 3), story.tell(story.agency, 3)
    first = story.record(kept, cut)

    with pytest.raises(StepRefused, match=f"{kept.report.reporter} giữ, trừ 1 của"):
        story.record(*((cut, kept) if is_turned else (kept, cut)))

    assert doubles_of(story.campaign) == {"sp_moi": 1}
    doubles.strike(first, "Nhầm bên.", by=story.staff)
    story.record(cut, kept, many=3)
    assert doubles_of(story.campaign) == {"sp_moi": 3}


def three(value=3):
    """A function that records of three agencies that say the same, and these three."""
    form = make_form()
    figure = make_indicator(make_section(form, asked_of="agency"), asked_of="agency")
    told = make_told(publish(form), figure, [make_agency() for _ in range(3)], value=value)
    campaign, staff = told[0].report.participant.campaign, make_user(Role.PROVINCE_STAFF)

    def record(kept, cut, many):
        row = DoubleCount(indicator=figure, kept=kept, cut=cut, many=many, reason="Một lớp.")
        return doubles.record(row, campaign, by=staff)

    return record, campaign, told


def test_all_pairs_of_a_reporter_cut_no_more_than_it_says():
    record, campaign, (one, two, other) = three(value=3)
    record(one, two, 2)

    with pytest.raises(StepRefused, match="còn trừ được 1"):
        record(other, two, 2)

    record(other, two, 1)
    assert sum(doubles_of(campaign).values()) == 3


def test_of_one_event_that_othercounted_one_keeps_it():
    record, _, (one, two, other) = three(value=3)
    record(one, two, 3)
    record(other, one, 3)

    with pytest.raises(StepRefused, match="còn trừ được 0"):
        record(two, other, 3)


def test_what_was_recorded_of_an_older_version_takes_nothing_from_the_newer_one(story):
    kept, cut = story.tell(story.agency, 2), story.tell(story.unit, 2, ReportState.SENT)
    story.record(cut, kept, many=2)
    again = sent_anew(story, cut, 2)

    story.record(again, kept, many=2)

    assert doubles_of(story.campaign) == {"sp_moi": 2}
    assert doubles.outdated(story.campaign) == 0
    call_command("integrity", stdout=StringIO())


def test_only_figures_that_are_typed_and_added_up_are_cut(story):
    cut, kept = story.tell(story.unit, 3), story.tell(story.agency, 2)

    with pytest.raises(StepRefused, match="cộng lên tỉnh"):
        story.record(kept, cut, indicator=story.stock)


def test_reports_that_say_nothing_of_the_figure_are_not_cut(story):
    cut, kept = story.tell(story.unit, 3), story.tell(story.agency, 0)

    with pytest.raises(StepRefused, match="cùng có số"):
        story.record(kept, cut)
    with pytest.raises(StepRefused, match="khác nhau"):
        story.record(cut, cut)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.UNIT_OFFICER, Role.AGENCY_OFFICER])
def test_only_the_province_records(story, role):
    cut, kept = story.tell(story.unit, 3), story.tell(story.agency, 2)
    story.staff = story.unit[1] if role == Role.UNIT_OFFICER else make_user(role)
    if role == Role.AGENCY_OFFICER:
        story.staff = story.agency[1]

    with pytest.raises(StepRefused, match="Chỉ cấp tỉnh"):
        story.record(kept, cut)


# --- Hints -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "agency", "same", "hinted"), [(2, 2, 1, 1), (3, 2, 0, 1), (3, 0, 0, 0), (0, 0, 0, 0)]
)
def test_a_hint_says_where_a_unit_and_an_agency_may_have_counted_one_event(
    story, unit, agency, same, hinted
):
    story.tell(story.unit, unit)
    story.tell(story.agency, agency)

    hints = hints_of(story.campaign)

    assert len(hints) == hinted
    assert sum(len(hint.same) for hint in hints) == same
    assert hints_of(story.campaign, "sp_co") == []


def test_two_agencies_that_say_the_same_are_a_hint():
    _, campaign, _ = three(value=3)

    [hint] = hints_of(campaign)

    assert (len(hint.units), len(hint.agencies), len(hint.same)) == (0, 3, 3)


def test_a_pair_that_was_recorded_is_no_hint_any_more(story):
    cut, kept = story.tell(story.unit, 2), story.tell(story.agency, 2)

    story.record(kept, cut)

    assert [hint.same for hint in hints_of(story.campaign)] == [[]]


# --- The pages ---------------------------------------------------------------------------------


def test_the_province_records_from_a_hint_and_strikes_out(client, as_role, story):
    cut, kept = story.tell(story.unit, 2), story.tell(story.agency, 2)
    as_role(Role.COORDINATION_OFFICE)
    listed = f"/bao-cao/ky/{story.campaign.pk}/tinh-trung/"
    assert "cùng ghi 2" in client.get(listed).content.decode()

    typed = {"indicator": story.made.pk, "kept": kept.pk, "cut": cut.pk, "many": "2"}
    page = client.post(f"{listed}ghi/", typed | {"reason": "Một hội chợ."}, follow=True)

    assert "Đang trừ" in page.content.decode()
    row = DoubleCount.objects.get()
    page = client.post(f"/bao-cao/tinh-trung/{row.pk}/gach/", {"note": "Nhầm."}, follow=True)
    assert "Đã gạch" in page.content.decode()


def test_what_cannot_be_cut_is_told_beside_what_was_typed(client, as_role, story):
    cut, kept = story.tell(story.unit, 2), story.tell(story.agency, 2)
    as_role(Role.PROVINCE_STAFF)
    typed = {"indicator": story.made.pk, "kept": kept.pk, "cut": cut.pk, "many": "9"}

    page = client.post(
        f"/bao-cao/ky/{story.campaign.pk}/tinh-trung/ghi/", typed | {"reason": "Một hội chợ."}
    )

    assert page.status_code == 422
    assert "còn trừ được 2" in page.content.decode()
    assert not DoubleCount.objects.exists()


def test_a_number_with_a_comma_is_not_taken_for_one(client, as_role, story):
    cut, kept = story.tell(story.unit, 2000), story.tell(story.agency, 2000)
    as_role(Role.PROVINCE_STAFF)
    typed = {"indicator": story.made.pk, "kept": kept.pk, "cut": cut.pk, "many": "1,000"}

    page = client.post(
        f"/bao-cao/ky/{story.campaign.pk}/tinh-trung/ghi/", typed | {"reason": "Một hội chợ."}
    )

    assert page.context["form"].errors.keys() == {"many"}
    assert not DoubleCount.objects.exists()


@pytest.mark.parametrize(
    "typed", [{}, {"indicator": "x"}, {"indicator": "9" * 30, "many": "-1", "kept": "0"}]
)
def test_odd_input_is_a_sentence(client, as_role, story, typed):
    as_role(Role.PROVINCE_STAFF)
    address = f"/bao-cao/ky/{story.campaign.pk}/tinh-trung/ghi/"

    assert client.post(address, typed).status_code == 200
    assert client.get(address, typed).status_code == 200


def test_integrity_tells_of_a_cut_that_no_report_bears(story):
    cut, kept = story.tell(story.unit, 2), story.tell(story.agency, 2)
    row = story.record(kept, cut)
    call_command("integrity", stdout=StringIO())
    DoubleCount.objects.filter(pk=row.pk).update(many=9)

    said = StringIO()
    with pytest.raises(CommandError):
        call_command("integrity", stdout=said)

    assert "Số tính trùng không quá số của báo cáo bị trừ: 2" in said.getvalue()
