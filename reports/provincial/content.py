"""The province's report as plain values: what its page shows, its papers print, its seal keeps."""

from programs import clock
from programs.citations import committee_of
from programs.enums import BodyFunction
from programs.models import Agency, Unit
from reports.builders.province import notes_of
from reports.builders.standing_body import ministry_on
from reports.models import PeriodicReport
from reports.periodic import consolidation
from reports.periodic.province import Province
from reports.periodic.reading import texts_in
from reports.provincial.appendices import Appendices


def content(report) -> dict:
    """All that the report says now; `answers` are the accepted versions behind each figure.

    Money is đồng; a ratio is per cent with one decimal; None is that nothing can be said.
    """
    campaign = report.campaign
    province, period = Province(campaign), campaign.report_period
    lines = province.lines()
    # A report that nobody has begun has figures alone.
    texts = {row.section_id: row.text for row in report.texts.all()} if report.pk else {}
    sections = period.form.sections.order_by("position", "pk")
    return {
        "campaign": {"kind": campaign.kind, "year": campaign.year, "number": campaign.number},
        "form": {"name": period.form.name, "id": period.form_id},
        "data": [period.data_from.isoformat(), period.data_to.isoformat()],
        "province": _bodies(),
        "version": report.version,
        "figures": [_figure(line, province) for line in lines],
        "notes": notes_of(province, lines),
        "sections": [
            {"code": each.code, "title": each.title, "text": texts.get(each.pk, "")}
            for each in sections
        ],
        "sources": sources_of(province),
        "appendices": Appendices(province).values(),
    }


def _bodies():
    """Who reports to whom, as they are called today."""
    today = clock.today()
    unit = Unit.objects.province_on(today)
    answering = Agency.objects.on(today).filter(functions__function=BodyFunction.AGRICULTURE)
    department = answering.order_by("pk").first()
    return {
        "name": unit.name if unit else "",
        "committee": committee_of(unit) if unit else "",
        "department": department.name if department else "",
        "ministry": ministry_on(today),
    }


def figures_of(province) -> list[dict]:
    return [_figure(line, province) for line in province.lines()]


def _figure(line, province):
    indicator, figure = line.indicator, line.figure
    reports = ((each, province.reports[each.who, each.version]) for each in figure.answers)
    return {
        "section": indicator.section.code,
        "code": indicator.code,
        "label": indicator.label,
        "measure": indicator.measure,
        "roll_up": indicator.get_roll_up_display(),
        "units": figure.units,
        "agencies": figure.agencies,
        "value": line.value,
        "double": line.double,
        "reports": figure.from_reports,
        "plan": line.plan and line.plan.value,
        "before": line.before,
        "year_ago": line.year_ago,
        "rows": line.counted.url if line.counted else "",
        "planned_rows": line.plan.url if line.plan else "",
        "answers": [
            {
                "who": each.who,
                "name": report.reporter,
                "report": report.pk,
                "version": each.version,
                "value": each.values[indicator.code],
            }
            for each, report in reports
        ],
    }


def sources_of(province) -> dict[str, dict]:
    """{code: its name and the report that counts} of all whose report is accepted."""
    return {
        who: {"name": report.reporter, "report": report.pk, "version": report.version}
        for who, report in _counted(province).items()
    }


def _counted(province):
    counted = {each.who: each.version for each in consolidation.counted(province.submissions)}
    return {
        who: province.reports[who, counted[who]] for who in province.participants if who in counted
    }


def texts_said(province, section) -> list[tuple[str, PeriodicReport, str]]:
    """[(code, report, text)] of what the counted reports say under a section, in their order."""
    said = []
    for who, report in _counted(province).items():
        text = texts_in(report.seals.all()[0].values()).get(section.code, "")
        if text.strip():
            said.append((who, report, text))
    return said
