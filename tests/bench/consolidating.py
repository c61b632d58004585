"""P13: the reports of 700 units rolled up and printed, against grouped SQL and one printing."""

from functools import partial

from django.db import connection
from django.utils import timezone

from programs.enums import CampaignKind, Role, UnitKind
from programs.models import Participant, Unit, User
from programs.sealing import seal
from reports.builders.province import province_table
from reports.enums import ReportState
from reports.models import PeriodicReport, ReportFigure, SealedReport
from reports.periodic.designing import FORM, create
from reports.periodic.province import Province
from reports.renderers import pdf
from tests.bench import national
from tests.bench.databases import loading
from tests.bench.race import Figure, check, queries, race
from tests.support.report_rows import make_period

CODE, _COPY = "P13", "p13"
MUST, QUERIES = 2, 60
REPORTERS = 700
_BY_HAND = """
    SELECT i.code, SUM(f.value) FROM reports_reportfigure f
    JOIN reports_indicator i ON i.id = f.indicator_id
    JOIN reports_periodicreport r ON r.id = f.report_id
    JOIN programs_participant p ON p.id = r.participant_id
    WHERE p.campaign_id = %s AND r.state = 'accepted' GROUP BY i.code
"""


def consolidating(bench):
    """In a database of its own, for what was sealed stays in it."""
    bench.databases.copy(_COPY)
    count = min(REPORTERS, max(13, bench.most // 30))
    with bench.databases.using(_COPY):
        with loading():
            campaign = _reported(count)
        table = province_table(Province(campaign))
        ours, by_hand = partial(_rolled_up, campaign), partial(_summed, campaign)
        found = {line.indicator.code: line.value for line in Province(campaign).lines()}
        check(CODE, {code: found[code] for code in by_hand()}, by_hand())
        _, asked = queries(ours)
        yield Figure(CODE, "tổng hợp: số truy vấn", count, asked, QUERIES, unit="", gate=True)
        took, theirs = race(ours, by_hand, bench.pairs)
        yield Figure(CODE, "tổng hợp / SQL tay, không in", count, took, None, theirs)
        took, theirs = race(
            lambda: pdf.render(ours()), lambda: (by_hand(), pdf.render(table)), bench.pairs
        )
        yield Figure(CODE, "tổng hợp và in / SQL tay và in", count, took, MUST, theirs)


def _rolled_up(campaign):
    return province_table(Province(campaign))


def _summed(campaign):
    with connection.cursor() as cursor:
        cursor.execute(_BY_HAND, [campaign.pk])
        return {code: int(total) for code, total in cursor.fetchall()}


def _reported(count):
    """A campaign in which so many units have a report that was accepted, each figure typed."""
    admin = national.admin()
    form = FORM.take(create(by=admin), "publish", by=admin)
    units = Unit.objects.filter(kind=UnitKind.DISTRICT).order_by("pk")[:count]
    period = make_period(form, bodies=units, kind=CampaignKind.ANNUAL_REPORT)
    sender = User.objects.filter(role=Role.UNIT_OFFICER).first()
    now = timezone.now()
    asked = list(form.indicators.exclude(source="computed").order_by("section__position", "pk"))
    rows = Participant.objects.filter(campaign=period.campaign).order_by("position")
    reports = PeriodicReport.objects.bulk_create(
        PeriodicReport(participant=row, sent_by=sender, sent_at=now, first_sent_at=now)
        for row in rows
    )
    ReportFigure.objects.bulk_create(
        ReportFigure(report=report, indicator=each, value=place % 97)
        for place, report in enumerate(reports)
        for each in asked
    )
    SealedReport.objects.bulk_create(
        seal(
            SealedReport(report=report, number=1, sealed_at=now, sealed_by=sender),
            {
                "figures": [
                    {"code": each.code, "label": each.label, "value": place % 97, "section": "II"}
                    for each in asked
                ],
                "sections": [{"code": "I", "title": "Chỉ đạo", "text": "Đã làm. " * 60}],
            },
        )
        for place, report in enumerate(reports)
    )
    PeriodicReport.objects.filter(pk__in=[each.pk for each in reports]).update(
        state=ReportState.ACCEPTED
    )
    return period.campaign
