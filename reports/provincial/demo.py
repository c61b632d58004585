"""The province's reports of the demonstration: one sealed twice, one being written."""

from datetime import date

from products.demo.data import told_on
from programs import clock
from programs.enums import CampaignKind
from programs.models import Campaign
from reports.enums import ReportState
from reports.models import PeriodicReport
from reports.periodic.counting import remembered
from reports.periodic.workflow import REPORT
from reports.provincial.workflow import PROVINCE_REPORT
from reports.provincial.writing import begin, mark_of, save_text, text_of

# What stood in the first version, and what one report more changed in the second.
FIRST, ACCEPTED, SECOND = date(2024, 6, 27), date(2024, 7, 2), date(2024, 7, 3)
YEAR = date(2024, 12, 27)
OWN = {
    "III": "Một số chủ thể chưa chủ động lập hồ sơ; kinh phí kiểm nghiệm còn cao (minh họa).",
    "V": "Đề nghị Trung ương sớm hướng dẫn đánh giá lại sản phẩm 5 sao (minh họa).",
}


def fill_province_reports(people):
    """Of the half-year and the year, as far as the day of the demonstration has come."""
    with remembered():
        for kind, day, tell in (
            (CampaignKind.HALF_YEAR_REPORT, FIRST, _half_year),
            (CampaignKind.ANNUAL_REPORT, YEAR, _year),
        ):
            campaign = Campaign.objects.filter(kind=kind, year=2024).first()
            if campaign and day < clock.today():
                tell(campaign, people["chuyenvien"], people["quantri"])


def _half_year(campaign, staff, admin):
    with told_on(FIRST):
        report = begin(campaign, by=staff)
        for code, text in OWN.items():
            _write(report, code, text, staff)
        PROVINCE_REPORT.take(report, "seal", by=admin)
    if clock.today() <= SECOND:
        return
    with told_on(ACCEPTED):
        waits = PeriodicReport.objects.filter(participant__campaign=campaign)
        REPORT.take(waits.get(state=ReportState.SENT), "accept", by=staff)
    with told_on(SECOND):
        report = begin(campaign, by=staff)
        PROVINCE_REPORT.take(report, "seal", by=admin)


def _year(campaign, staff, _admin):
    with told_on(YEAR):
        report = begin(campaign, by=staff)
        _write(report, "III", OWN["III"], staff)
        _write(report, "IV", "", staff)


def _write(report, code, text, by):
    section = report.campaign.report_period.form.sections.get(code=code)
    save_text(report, section, text, read=mark_of(text_of(report, section)), by=by)
