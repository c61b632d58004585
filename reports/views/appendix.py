"""The appendix of a year: a page with a way to every row behind it, and files."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.enums import DEPARTMENT, CampaignKind, Role
from programs.models import Campaign
from programs.scoping import require_role
from reports.builders.appendix import appendix as build
from reports.builders.figures import Source
from reports.formats import RENDERERS, attachment
from reports.renderers import markup
from reports.views.downloading import download

# Who may have the province's table (matrix E2).
READERS = DEPARTMENT | {Role.COORDINATION_OFFICE, Role.OBSERVER}


def _campaign(request, pk):
    campaigns = Campaign.objects.visible_to(request.user)
    campaign = get_object_or_404(campaigns, pk=pk, kind=CampaignKind.PLAN)
    require_role(request.user, READERS)
    return campaign


def _source(request, default):
    try:
        return Source(request.GET.get("source", default))
    except ValueError as error:
        raise Http404("No appendix is made of such numbers.") from error


@require_safe
def appendix(request, pk):
    campaign, source = _campaign(request, pk), _source(request, Source.DECLARED)
    table = build(campaign, source, linked=True)
    context = {
        "campaign": campaign,
        "source": source,
        "sources": list(Source),
        "table": table,
        "head": markup.head(table),
        "body": markup.body(table),
    }
    return render(request, "reports/appendix.html", context)


@download("pdf", "docx", "xlsx", "json")
def appendix_export(request, pk, extension):
    campaign, source = _campaign(request, pk), _source(request, Source.DECLARED)
    content = RENDERERS[extension].render(build(campaign, source))
    name = f"phu-luc-ocop-{campaign.year}-dot-{campaign.number}-{source.value}"
    return attachment(content, name, extension)
