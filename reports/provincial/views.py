"""The pages of the province's report: begun, written, compared, sealed (matrix T5, T6)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from programs.enums import PROVINCE_WRITERS
from programs.forms.base import KeyedForm
from programs.models import Campaign, Event
from programs.next_acts import Checklist, Item, offer, rail, step_offers
from programs.views.pages import act_page, posted, step_page
from reports.builders.province import gaps_said
from reports.enums import ProvinceReportState
from reports.models import ProvinceReport
from reports.periodic.doubles import outdated
from reports.periodic.province import Province
from reports.provincial.comparing import compared, reports_changed
from reports.provincial.content import content, figures_of, sources_of, texts_said
from reports.provincial.forms import ProvinceTextForm
from reports.provincial.pages import Figure, Part, cells_of, parts_of
from reports.provincial.papers import appendix_tables, pictures
from reports.provincial.workflow import PROVINCE_REPORT, lacks
from reports.provincial.writing import (
    begin,
    beginning_refusal,
    drafted,
    editing_refusal,
    newest,
    save_text,
    text_of,
)
from reports.renderers import markup

_RELATED = ("campaign__report_period__form", "prepared_by", "sealed_by", "seal")


def _report(request, pk):
    rows = ProvinceReport.objects.visible_to(request.user).select_related(*_RELATED)
    return get_object_or_404(rows, pk=pk)


def values_of(report) -> dict:
    """What was sealed, or what the report says now."""
    is_sealed = report.state == ProvinceReportState.SEALED
    return report.seal.values() if is_sealed else content(report)


def province_report_begin(request, pk):
    """Begin the first version of a campaign's report, or the next one."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    if refused := beginning_refusal(campaign, request.user):
        raise refused
    last = newest(campaign)
    return act_page(
        request,
        KeyedForm(posted(request)),
        lambda form: begin(campaign, by=request.user, key=form.key),
        done="Đã lập",
        title="Lập phiên bản mới của báo cáo tỉnh" if last else "Lập báo cáo của tỉnh",
        explanation=(
            f"Lời lấy từ {last}; số liệu tính lại từ các báo cáo đang được tiếp nhận."
            if last
            else "Lời được ghép từ các báo cáo đã tiếp nhận, có ghi nguồn; sau đó sửa từng mục."
        ),
        subject=campaign,
        submit="Lập báo cáo",
        back=reverse("reports:province_figures", args=[pk]),
    )


@require_safe
def province_report(request, pk):
    report, user = _report(request, pk), request.user
    values = values_of(report)
    editing = editing_refusal(report, user)
    is_draft = report.state == ProvinceReportState.DRAFT
    checklist = _checklist(report, may_edit=not editing) if is_draft else Checklist()
    versions = ProvinceReport.objects.visible_to(user).filter(campaign=report.campaign)
    context = {
        "report": report,
        "values": values,
        "parts": parts_of(report, values),
        "appendices": _drawn(values),
        "may_edit": not editing,
        "may_draft": not is_draft and user.role in PROVINCE_WRITERS,
        "checklist": checklist,
        "versions": versions.select_related("seal", "sealed_by"),
        "has_before": report.version > 1,
        "outdated": outdated(report.campaign) if is_draft else 0,
        "events": Event.objects.about(report).select_related("actor")[:30],
    }
    if user.role in PROVINCE_WRITERS:
        context |= _since(report, values)
    context["rail"] = rail(_offers(report, user), checklist, PROVINCE_REPORT.awaited(report, user))
    return render(request, "reports/province_report.html", context)


def _since(report, values):
    """Which reports count that did not when the newest version was sealed."""
    if report.state == ProvinceReportState.DRAFT:
        before = report.campaign.province_reports.filter(version=report.version - 1).first()
        since = before and reports_changed(before.seal.values()["sources"], values["sources"])
        return {"since": since, "since_when": "So với phiên bản trước"}
    if report != newest(report.campaign):
        return {}
    since = reports_changed(values["sources"], sources_of(Province(report.campaign)))
    return {"since": since, "since_when": "Từ khi niêm phong đến nay"}


def _checklist(report, *, may_edit):
    return Checklist(
        [
            Item(
                f"{each.code}. {each.title}",
                lacks=tuple(said),
                said="đã có lời",
                url=_address(report, each.code) if may_edit else "",
                act=f"Ghi mục {each.code}" if may_edit else "",
            )
            for each, said in lacks(report).items()
        ]
    )


def _address(report, code):
    return reverse("reports:province_report_section", args=[report.pk, code])


def _offers(report, user):
    may_begin = beginning_refusal(report.campaign, user) is None
    return [
        *step_offers(PROVINCE_REPORT, report, user, "reports:province_report_step"),
        *offer(may_begin, "lập phiên bản mới", "reports:province_report_begin", report.campaign_id),
    ]


def _drawn(values):
    """(table, its picture or None, its head, its body) of each appendix."""
    found = pictures(values)
    return [
        (table, found.get(sheet), markup.head(table), markup.body(table))
        for sheet, table in appendix_tables(values)
    ]


def province_report_section(request, pk, code):
    report = _report(request, pk)
    if refused := editing_refusal(report, request.user):
        raise refused
    section = get_object_or_404(
        report.campaign.report_period.form.sections, code=code, has_text=True
    )

    def act(form):
        read, text = form.cleaned_data["read"], form.cleaned_data["text"]
        return save_text(report, section, text, read=read, by=request.user, key=form.key)

    province = Province(report.campaign)
    figures, text = figures_of(province), text_of(report, section)
    said = [(*each, f"{{@{each[0]}}}" in text) for each in texts_said(province, section)]
    return act_page(
        request,
        ProvinceTextForm(posted(request), text=text),
        act,
        done=f"Đã ghi mục {section.code}",
        to=report,
        template="reports/province_section.html",
        title=f"{section.code}. {section.title}",
        subject=report,
        part=Part(section.code, section.title, [], [Figure(row, report) for row in figures]),
        said=said,
        drafted=drafted(province, figures, section),
        back=report.get_absolute_url(),
    )


def province_report_step(request, pk, name):
    """Sealed with what is missing before one's eyes; that is read where the page is drawn."""
    report = _report(request, pk)
    return step_page(
        request,
        report,
        PROVINCE_REPORT,
        name,
        template="reports/province_seal.html",
        gaps=lambda: gaps_said(Province(report.campaign)),
        outdated=lambda: outdated(report.campaign),
    )


@require_safe
def province_report_figure(request, pk, code):
    """The reports behind one figure of a version, as they were counted in it."""
    report = _report(request, pk)
    is_sealed = report.state == ProvinceReportState.SEALED
    rows = values_of(report)["figures"] if is_sealed else figures_of(Province(report.campaign))
    row = next((row for row in rows if row["code"] == code), None)
    if row is None:
        raise Http404(f"The report has no figure {code!r}.")
    context = {"report": report, "figure": Figure(row, report), "cells": cells_of(row)}
    return render(request, "reports/province_report_figure.html", context)


@require_safe
def province_report_compare(request, pk):
    """This version beside the one before it."""
    report = _report(request, pk)
    rows = ProvinceReport.objects.visible_to(request.user).select_related(*_RELATED)
    before = get_object_or_404(rows, campaign=report.campaign_id, version=report.version - 1)
    old, new = values_of(before), values_of(report)
    context = {"report": report, "before": before, "changes": compared(old, new)}
    return render(request, "reports/province_report_compare.html", context)
