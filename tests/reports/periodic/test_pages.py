"""The pages of a report: begun from the campaign, filled in section by section, answered."""

import pytest

from programs.enums import Role
from reports.enums import ReportState
from reports.models import PeriodicReport
from reports.periodic.workflow import REPORT
from tests.reports.periodic.test_workflow import asked, sent, unit_report
from tests.support.english import read
from tests.support.factories import make_user

__all__ = ["asked", "unit_report"]
pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def texts(answer):
    return " ".join(read(answer.content.decode()).texts)


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
