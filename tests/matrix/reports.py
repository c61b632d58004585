"""Periodic reports of the world: forms, a campaign that asks, reports in each place and state."""

from datetime import timedelta

from django.utils import timezone

from programs.enums import CampaignKind, Role
from reports.enums import ReportState
from tests.matrix.report_bodies import CODE
from tests.support.factories import make_user
from tests.support.report_rows import (
    make_attachment,
    make_double,
    make_filled_report,
    make_form,
    make_indicator,
    make_period,
    make_periodic,
    make_province_report,
    make_seal,
    make_section,
    make_told,
    publish,
)

STATES = [state for state in ReportState if state != ReportState.SUPERSEDED]
PRIVATE = {ReportState.DRAFT, ReportState.HANDED_IN}


def add_reports(world):
    form = make_form()
    section = make_section(form, code="II.4", asked_of="both")
    figure = make_indicator(section, code=CODE, asked_of="both")
    publish(form)
    world.add("report_form", "published", form, "", state="published")
    _add_draft(world)
    bodies = {**world.units, "agency": world.people["PX"].agency}
    for place, body in bodies.items():
        if place == "former":
            continue
        for state in STATES:
            _add_report(world, (place, body), (form, figure), state)
    _add_report(world, ("home", bodies["home"]), (form, figure), "draft", locked=True)
    _add_report(world, ("home", bodies["home"]), (form, figure), "sent", locked=True)
    own = _report(bodies["agency"], form, figure, "handed_in", world.people["PX"])
    facts = {"state": "handed_in", "person": world.people["PX"]}
    world.add("report_draft", "agency handed_in, by oneself", own, "agency", **facts)
    asking = make_period(form, bodies=[bodies["home"], bodies["agency"]]).campaign
    world.add("report_campaign", "asked", asking, ("home", "agency"), state="open")
    _add_province(world, form, bodies["home"])
    _add_doubles(world, bodies, form, figure)
    elsewhere = make_period(form, bodies=[bodies["away"]]).campaign
    world.add("report_campaign", "away", elsewhere, "away", state="open")


def _add_province(world, form, body):
    """Drafts of the province's report, by another and by oneself, and two sealed versions."""
    for told, writer in (("", None), (", by oneself", world.people["PA"])):
        campaign = make_period(form, bodies=[body]).campaign
        row = make_province_report(campaign=campaign, prepared_by=writer)
        world.add("province_draft", f"draft{told}", row, "", state="draft", person=writer)
    campaign = make_period(form, bodies=[body]).campaign
    for kind, version in (("province_report", 1), ("province_later", 2)):
        row = make_province_report("sealed", campaign=campaign, version=version)
        world.add(kind, f"version {version}", row, "", state="sealed")


def _add_doubles(world, bodies, form, figure):
    """Campaigns in which a unit and the agency sent the same figure: recorded as double, or not."""
    for name in ("home", "away"):
        places = (name, "agency")
        told = [bodies[place] for place in places]
        cut, kept = make_told(form, figure, told, ReportState.SENT)
        double = make_double(indicator=figure, kept=kept, cut=cut)
        world.add("double", name, double, places, state="sent")
        seal, _ = make_told(form, figure, told, ReportState.SENT)
        campaign = seal.report.participant.campaign
        world.add("double_campaign", name, campaign, places, state="sent")


def _add_draft(world):
    draft = make_form()
    section = make_section(draft)
    figure = make_indicator(section)
    for kind, row in (
        ("report_form_draft", draft),
        ("form_section", section),
        ("form_indicator", figure),
    ):
        world.add(kind, "draft", row, "", state="draft")


def _report(body, form, figure, state, writer=None, *, locked=False):
    past = timezone.now() - timedelta(days=3)
    clocks = {"due_at": past, "locks_at": past} if locked else {}
    kind = CampaignKind.HALF_YEAR_REPORT
    period = make_period(form, bodies=[body], kind=kind, campaign=clocks)
    writer = writer or make_user(Role.UNIT_OFFICER)
    return make_periodic(
        state,
        participant=period.campaign.participants.get(),
        figures={figure: 3},
        handed_in_by=None if state == ReportState.DRAFT else writer,
    )


def _add_report(world, place, asked, state, *, locked=False):
    name, body = place
    form, figure = asked
    report = _report(body, form, figure, state, locked=locked)
    kind = "report_draft" if state in PRIVATE else "report"
    facts = {"state": str(state), "is_locked": locked}
    told = f"{name} {state}{', locked' * locked}"
    world.add(kind, told, report, name, **facts)
    file = "report_file_draft" if state in PRIVATE else "report_file"
    world.add(file, told, make_attachment(report), name, **facts)
    if state in PRIVATE:
        world.add("filled_report", told, make_filled_report(report), name, **facts)
    if state not in PRIVATE:
        world.add("sealed_report", told, make_seal(report), name, **facts)
