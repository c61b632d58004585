"""Illustrative outgoing papers: one in each state, by the rules of the pages."""

from datetime import timedelta

from programs import clock
from programs.enums import AgencyKind, CampaignKind
from programs.models import Agency, Campaign
from programs.succession import agency_on
from reports.enums import PaperKind
from reports.models import PaperRecipient
from reports.outgoing import drafting, numbers, readers
from reports.outgoing.sources import named
from reports.outgoing.workflow import OUTGOING

# What becomes of each: the steps that the second administrator takes.
_STORIES = (
    ("Minh họa: dự thảo chờ duyệt", ()),
    ("Minh họa: đã duyệt, chờ cấp số", ("sign_off",)),
    ("Minh họa: đã có số, chờ ban hành", ("sign_off", "number")),
    ("", ("sign_off", "number", "issue")),
    ("Minh họa: đã thu hồi", ("sign_off", "number", "issue", "withdraw")),
    ("Minh họa: được thay thế", ("sign_off", "number", "issue", "replace")),
)
_NOTE = "Minh họa: ghi nhầm nơi nhận."


def fill_papers(people):
    """Papers that hand the appendix of the campaign out, to its units and to some agencies."""
    staff, first, second = (people[name] for name in ("chuyenvien", "quantri", "quantri2"))
    campaign = Campaign.objects.filter(kind=CampaignKind.PLAN).order_by("year", "number").first()
    for subject, steps in _STORIES:
        paper = _draft(named("appendix", campaign.pk), staff, campaign, subject)
        for name in steps:
            paper = OUTGOING.take(paper, name, by=second, answers=_answers(paper, name))
        if name_of_last := steps and steps[-1]:
            _tell_on(paper, name_of_last, first)
    agency = agency_on(first.agency, clock.today())
    year, reason = clock.today().year, "Minh họa: giữ cho giấy mời họp Hội đồng."
    numbers.reserve(agency, PaperKind.DISPATCH, year, reason, by=first)


def _draft(source, staff, campaign, subject):
    paper = drafting.begun(source, staff)
    paper.subject = subject or paper.subject
    paper.symbol, paper.signer_title, paper.signer_name = "SNNMT-NTM", "Giám đốc", "Nguyễn Văn Mẫu"
    units = campaign.participants.exclude(unit=None).select_related("unit")[:4]
    sent_to = [drafting.recipient_of(each.unit) for each in units]
    office = Agency.objects.filter(kind=AgencyKind.COORDINATION_OFFICE).first()
    sent_to += [PaperRecipient(agency=office, name=office.name)] if office else []
    return drafting.create(paper, [*sent_to, PaperRecipient(name="Chủ thể OCOP")], by=staff)


def _answers(paper, name):
    if name == "number":
        return {"number": numbers.offered(paper)[0][0]}
    day = max(clock.today() - timedelta(days=2), clock.today().replace(month=1, day=1))
    return {"issue": {"day": day}, "withdraw": {"note": _NOTE}, "replace": {"note": _NOTE}}.get(
        name, {}
    )


def _tell_on(paper, last, first):
    """The newer paper of one that is replaced goes its whole way; of one issued, some opened it."""
    if last == "replace":
        newer = paper.successors.get()
        for name in ("sign_off", "number", "issue"):
            newer = OUTGOING.take(newer, name, by=first, answers=_answers(newer, name))
    elif last == "issue":
        for person in readers.accounts_of(paper).order_by("pk")[:3]:
            readers.note_opened(paper, person)
