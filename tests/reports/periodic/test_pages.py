"""The pages of a report: begun from the campaign, filled in section by section, answered."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from programs.enums import Role
from programs.extensions import ask
from programs.models import Campaign
from reports.enums import ReportState
from reports.models import PeriodicReport
from reports.periodic.commenting import comment
from reports.periodic.filling import Typed, save_section, start
from reports.periodic.workflow import REPORT, correct, unlock
from tests.reports.periodic.test_workflow import asked, sent, unit_report
from tests.support.english import read
from tests.support.factories import make_certificate, make_product, make_unit, make_user
from tests.support.report_rows import (
    make_form,
    make_indicator,
    make_period,
    make_periodic,
    make_seal,
    make_section,
    publish,
)

__all__ = ["asked", "unit_report"]
pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def texts(answer):
    return " ".join(" ".join(read(answer.content.decode()).texts).split())


def lock(campaign):
    """As if the campaign were locked by now."""
    now = timezone.now()
    Campaign.objects.filter(pk=campaign.pk).update(due_at=now, locks_at=now)


def test_an_officer_begins_fills_in_and_hands_in(client, asked):
    period, _section, made, stock = asked
    participant = period.campaign.participants.get(unit__isnull=False)
    client.force_login(make_user(Role.UNIT_OFFICER, unit=participant.unit))

    page = client.post(f"/bao-cao/ky/{period.campaign_id}/cua-don-vi/", {}, follow=True)
    report = PeriodicReport.objects.get()
    assert "Việc còn lại" in texts(page)
    form = client.get(f"/bao-cao/{report.pk}/muc/II.4/").context["form"]
    page = client.post(
        f"/bao-cao/{report.pk}/muc/II.4/",
        {
            f"value_{made.pk}": "1.200",
            f"value_{stock.pk}": "0",
            "text": "Đã mở 02 lớp.",
            "read": form["read"].value(),
        },
        follow=True,
    )
    assert "Đã mở 02 lớp." in texts(page)
    assert dict(report.figures.values_list("indicator__code", "value")) == {
        "sp_moi": 1200,
        "sp_co": 0,
    }
    client.post(f"/bao-cao/{report.pk}/buoc/hand_in/", {})
    report.refresh_from_db()
    assert report.state == ReportState.HANDED_IN


@pytest.mark.parametrize("typed", ["-1", "1,5", "1,000", "mười", "9" * 30])
def test_what_is_no_count_is_refused_at_its_field(client, unit_report, typed):
    report, officer, _ = unit_report
    client.force_login(officer)
    figure = report.figures.get(indicator__code="sp_moi")

    page = client.post(
        f"/bao-cao/{report.pk}/muc/II.4/", {f"value_{figure.indicator_id}": typed, "text": ""}
    )

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {f"value_{figure.indicator_id}"}
    figure.refresh_from_db()
    assert figure.value == 3


def test_a_section_that_somebody_else_saved_shows_both(client, unit_report):
    report, officer, _ = unit_report
    client.force_login(officer)
    made, stock = report.figures.order_by("indicator__position")

    page = client.post(
        f"/bao-cao/{report.pk}/muc/II.4/",
        {
            f"value_{made.indicator_id}": "8",
            f"value_{stock.indicator_id}": "9",
            "text": "Bản của tôi.",
            "read": "cu",
        },
    )

    assert page.status_code == 409
    assert "Người khác đã sửa" in texts(page)
    assert "Đã làm." in texts(page)
    made.refresh_from_db()
    assert made.value == 3


def test_who_goes_back_and_types_on_loses_nothing(client, unit_report):
    report, officer, _ = unit_report
    client.force_login(officer)
    address = f"/bao-cao/{report.pk}/muc/II.4/"
    form = client.get(address).context["form"]
    typed = {f"value_{pk}": value for pk, value in report.figures.values_list("indicator", "value")}
    typed |= {"form_key": form["form_key"].value(), "read": form["read"].value()}
    client.post(address, typed | {"text": "Lần một."})
    again = client.post(address, typed | {"text": "Lần một."}, follow=True)
    assert "đã được ghi từ lần gửi trước" in texts(again)

    page = client.post(address, typed | {"text": "Lần hai."})

    assert page.status_code == 409
    assert "những gì bạn vừa sửa thêm chưa được ghi" in texts(page)
    form = page.context["form"]
    assert form["text"].value() == "Lần hai."
    typed |= {"form_key": form["form_key"].value() or "", "read": form["read"].value()}
    assert client.post(address, typed | {"text": "Lần hai."}).status_code == 302
    assert report.texts.get().text == "Lần hai."


def test_an_explanation_that_nobody_asks_for_any_more_is_asked_about(client, unit_report):
    report, officer, _ = unit_report
    client.force_login(officer)
    said = "lời giải thích còn cần không?"
    pages = (f"/bao-cao/{report.pk}/", f"/bao-cao/{report.pk}/muc/II.4/")
    assert not [page for page in pages if said in texts(client.get(page))]

    report.figures.filter(indicator__code="sp_moi").update(explanation="Chờ cập nhật.")

    assert all(said in texts(client.get(page)) for page in pages)
    assert REPORT.take(report, "hand_in", by=officer).state == ReportState.HANDED_IN


def test_comments_on_sections_are_read_by_the_reporter(client, as_role, unit_report):
    _, officer, _ = unit_report
    report = sent(unit_report)
    section = report.period.form.sections.get()
    as_role(Role.COORDINATION_OFFICE)

    client.post(
        f"/bao-cao/{report.pk}/gop-y/", {"section": section.pk, "text": "Số lớp chưa khớp."}
    )
    REPORT.take(report, "return", by=make_user(Role.PROVINCE_STAFF), answers={"note": "Xem góp ý."})

    client.force_login(officer)
    page = texts(client.get(f"/bao-cao/{report.pk}/"))
    assert "Số lớp chưa khớp." in page
    assert "về mục II.4" in page
    assert "Xem góp ý." in page
    assert "Lập phiên bản sửa" in page


def returned(unit_report, note="Xem lại số lớp."):
    """A report that was returned with a comment on its section and one on the whole of it."""
    report, staff = sent(unit_report), make_user(Role.PROVINCE_STAFF)
    comment(report, report.period.form.sections.get().pk, "Số lớp chưa khớp.", by=staff)
    comment(report, None, "Thiếu phần kinh phí.", by=staff)
    return REPORT.take(report, "return", by=staff, answers={"note": note})


def test_a_correction_says_why_the_report_came_back(client, unit_report):
    _, officer, _ = unit_report
    report = returned(unit_report)
    new = correct(report, by=officer)
    client.force_login(officer)

    draft = client.get(f"/bao-cao/{new.pk}/")
    section = client.get(f"/bao-cao/{new.pk}/muc/II.4/")

    for page in (draft, section):
        assert "Tỉnh trả lại bản 1 : Xem lại số lớp." in texts(page)
        assert "Góp ý cho bản 1 : Số lớp chưa khớp." in texts(page)
        assert f'href="{report.get_absolute_url()}"' in page.content.decode()
    assert "Góp ý cho bản 1 : Thiếu phần kinh phí." in texts(draft)
    assert "đã có phiên bản 2" in texts(client.get(report.get_absolute_url()))


def test_an_unlocked_version_says_why(client, unit_report):
    admin, (_, officer, _) = make_user(Role.PROVINCE_ADMIN), unit_report
    report = REPORT.take(sent(unit_report), "accept", by=admin)
    new = unlock(report, "Ghi thiếu một lớp.", by=admin)
    client.force_login(officer)

    for page in (f"/bao-cao/{new.pk}/", f"/bao-cao/{new.pk}/muc/II.4/"):
        assert "Tỉnh mở khóa bản 1 : Ghi thiếu một lớp." in texts(client.get(page))


def test_sections_of_words_alone_are_named_and_not_asked_for(client, asked):
    form = make_form()
    make_section(form, code="I")
    figures = make_section(form, code="II", asked_of="both")
    make_indicator(figures)
    unit = make_unit()
    period = make_period(publish(form), bodies=[unit])
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    report = start(period.campaign.participants.get(), officer)
    client.force_login(officer)

    checklist = client.get(f"/bao-cao/{report.pk}/").context["checklist"]

    assert checklist.figure == "0/1"
    optional = checklist.items[0]
    assert (optional.said, optional.may_lack) == ("chưa có lời (không bắt buộc)", True)
    assert optional.url == f"/bao-cao/{report.pk}/muc/I/"


def test_a_counted_figure_of_a_sent_report_opens_its_rows(client, as_role, counted_report):
    unit, report = counted_report
    as_role(Role.PROVINCE_STAFF)
    pages = [report.get_absolute_url(), report.seals.get().get_absolute_url()]

    shown = [client.get(page) for page in pages]

    for page in shown:
        [line] = page.context["lines"]
        assert (line["counted"], line["now"].value) == (1, 1)
        assert f'href="{escape(line["now"].url)}">1</a>' in page.content.decode()
        assert client.get(line["now"].url).context["page"].count == 1
    make_certificate(
        make_product(commune=unit.children.first()), issued_on=report.period.data_to, star=3
    )
    [line] = client.get(pages[0]).context["lines"]
    assert (line["counted"], line["now"].value) == (1, 2)
    assert "1 nay 2" in texts(client.get(pages[0]))


@pytest.fixture
def counted_report():
    """A unit with a certificate of the period, and its sent report, which counts it."""
    call_command("loaddata", "regulations", verbosity=0)
    form, unit = make_form(), make_unit()
    make_indicator(make_section(form), source="computed", function="new_3")
    period = make_period(publish(form), bodies=[unit])
    product = make_product(commune=unit.children.first())
    make_certificate(product, issued_on=period.data_from, star=3)
    report = make_periodic(ReportState.SENT, participant=period.campaign.participants.get())
    make_seal(report)
    return unit, report


def test_the_period_before_is_named(client, unit_report):
    report, officer, _ = unit_report
    REPORT.take(sent(unit_report), "accept", by=make_user(Role.PROVINCE_ADMIN))
    made = report.figures.get(indicator__code="sp_moi").indicator
    name = str(report.participant.campaign).lower()
    campaign = {"year": 2025, "opens_on": report.participant.campaign.opens_on + timedelta(days=1)}
    unit = report.participant.unit
    period = make_period(report.period.form, bodies=[unit], campaign=campaign)
    new = start(period.campaign.participants.get(), officer)
    save_section(new, made.section, Typed({made: (0, "")}), by=officer)
    client.force_login(officer)

    for page in (f"/bao-cao/{new.pk}/", f"/bao-cao/{new.pk}/muc/II.4/"):
        said = texts(client.get(page))
        assert f"{name} là 3, kỳ này là 0." in said.lower()
        assert "kỳ trước" not in said.lower()
    assert f"{name}: 9." in said.lower()
    assert f"{name} đã ghi" in said.lower()


def test_a_locked_unit_is_led_to_ask_for_more_time(client, asked):
    period, *_ = asked
    participant = period.campaign.participants.get(unit__isnull=False)
    officer = make_user(Role.UNIT_OFFICER, unit=participant.unit)
    client.force_login(officer)
    lock(period.campaign)
    url = f"/bao-cao/ky/{period.campaign_id}/cua-don-vi/"
    link = f'href="{reverse("programs:extension_ask", args=[participant.pk])}"'

    assert link in client.get(url).content.decode()
    ask(participant, timezone.now() + timedelta(days=1), "Bão.", by=officer)
    assert link not in client.get(url).content.decode()


def test_an_empty_list_leads_to_the_campaigns(client, as_role):
    as_role(Role.PROVINCE_STAFF)

    assert "Đến các đợt" in texts(client.get("/bao-cao/"))


def test_whoever_accepts_is_led_on_to_the_next_report(client, as_role, asked):
    period, *_ = asked
    first, second = (
        make_periodic(ReportState.SENT, participant=each)
        for each in period.campaign.participants.order_by("position")
    )
    as_role(Role.PROVINCE_STAFF)
    beside = client.get(f"/bao-cao/{first.pk}/").context["rail"].beside
    assert ("báo cáo tiếp theo ›", second.get_absolute_url()) in [
        (each.label, each.url) for each in beside
    ]

    page = client.post(f"/bao-cao/{first.pk}/buoc/accept/", {}, follow=True)

    assert page.context["rail"].first.url == second.get_absolute_url()
    assert "Còn 1 báo cáo chờ. Báo cáo tiếp theo ›" in texts(page)
    page = client.post(f"/bao-cao/{second.pk}/buoc/accept/", {}, follow=True)
    assert "Không còn báo cáo nào chờ." in texts(page)


def test_a_report_is_commented_on_in_the_sections_that_it_was_asked(client, as_role):
    form = make_form()
    own, other = make_section(form, code="II.6"), make_section(form, code="II.7")
    other.asked_of = "agency"
    other.save()
    report = make_periodic(
        ReportState.SENT,
        participant=make_period(publish(form), bodies=[make_unit()]).campaign.participants.get(),
    )
    as_role(Role.PROVINCE_STAFF)

    field = client.get(f"/bao-cao/{report.pk}/gop-y/").context["form"].fields["section"]

    assert field.choices == [("", "Toàn báo cáo"), (own.pk, str(own))]


def test_whoever_returns_a_report_sees_what_was_said_of_it(client, as_role, unit_report):
    report, staff = sent(unit_report), as_role(Role.PROVINCE_STAFF)
    url = f"/bao-cao/{report.pk}/buoc/return/"
    assert "Chưa có góp ý nào." in texts(client.get(url))

    comment(report, None, "Thiếu phần kinh phí.", by=staff)

    page = client.get(url)
    assert "Thiếu phần kinh phí." in texts(page)
    assert f'href="/bao-cao/{report.pk}/gop-y/"' in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "who"), [("unit", "lãnh đạo đơn vị"), ("agency", "một cán bộ khác của cơ quan")]
)
def test_a_report_that_was_handed_in_waits_for_the_right_person(asked, kind, who):
    period, *_ = asked
    participant = period.campaign.participants.get(**{f"{kind}__isnull": False})
    report = make_periodic(ReportState.HANDED_IN, participant=participant)

    said = REPORT.awaited(report, make_user(Role.PROVINCE_STAFF))

    assert said == f"Đang chờ {who} duyệt và gửi tỉnh."


def test_what_the_portal_cannot_count_says_why(client):
    form, unit = make_form(), make_unit()
    make_indicator(
        make_section(form, code="II.1"), source="computed", function="registered", is_required=False
    )
    period = make_period(publish(form), bodies=[unit])
    officer = make_user(Role.UNIT_OFFICER, unit=unit)
    report = start(period.campaign.participants.get(), officer)
    client.force_login(officer)

    assert "đơn vị không phải gửi kế hoạch" in texts(client.get(f"/bao-cao/{report.pk}/muc/II.1/"))


@pytest.mark.parametrize("how", ["handed in", "locked"])
def test_what_is_typed_while_the_report_closes_is_given_back(client, unit_report, how):
    report, officer, _ = unit_report
    client.force_login(officer)
    url = f"/bao-cao/{report.pk}/muc/II.4/"
    read_then = client.get(url).context["form"]["read"].value()
    if how == "handed in":
        REPORT.take(report, "hand_in", by=officer)
    else:
        lock(report.participant.campaign)

    page = client.post(url, {"text": "Lời dài vừa gõ.", "read": read_then})

    assert (page.status_code, client.get(url).status_code) == (409, 409)
    assert "Lời dài vừa gõ." in texts(page)
    assert "Nội dung bạn vừa nhập, chưa được ghi" in texts(page)
    assert report.texts.get().text == "Đã làm."


def test_a_section_that_is_not_asked_is_not_there(client, unit_report):
    report, officer, _ = unit_report
    client.force_login(officer)

    assert client.get(f"/bao-cao/{report.pk}/muc/II.9/").status_code == 404


def test_the_list_shows_what_was_sent_to_the_department_alone(client, as_role, unit_report):
    as_role(Role.PROVINCE_STAFF)
    assert client.get("/bao-cao/").context["page"].count == 0

    sent(unit_report)

    assert client.get("/bao-cao/").context["page"].count == 1
    as_role(Role.COUNCIL_MEMBER)
    assert client.get("/bao-cao/").status_code == 403
