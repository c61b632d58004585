"""The two papers that are drafted from one sealed report of the province."""

from functools import partial

from programs import clock
from programs.succession import agency_on
from programs.text import whole_number
from reports.enums import ProvinceReportState
from reports.models import ProvinceReport
from reports.provincial.papers import COMMITTEE, DEPARTMENT, paper

_OFFERED = 20


def _sealed(user):
    rows = ProvinceReport.objects.visible_to(user).filter(state=ProvinceReportState.SEALED)
    related = ("campaign", "seal")
    return rows.select_related(*related).order_by("-campaign__year", "-campaign", "-version")


def _offers(user):
    return [(str(row.pk), str(row)) for row in _sealed(user)[:_OFFERED]]


def _build(whose, key, user):
    """With the name that the department of the user bears today, where its paper is made."""
    row = _sealed(user).filter(pk=whole_number(key) or 0).first()
    agency = user.agency and agency_on(user.agency, clock.today())
    return row and paper(row.seal.values(), whose, department=agency.name if agency else "")


OF_PROVINCE = {
    "province-report": (
        "Báo cáo của Sở gửi UBND tỉnh",
        _offers,
        partial(_build, DEPARTMENT),
    ),
    "committee-report": (
        "Báo cáo của UBND tỉnh gửi Bộ",
        _offers,
        partial(_build, COMMITTEE),
    ),
}
