"""Campaigns: open them, ask units, give one more time, close and open again."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from programs import audit, notices
from programs.acts import RowChanged, StepRefused
from programs.deadlines import in_words
from programs.enums import CampaignState, NotificationKind, Role
from programs.models import Campaign, Extension, Participant
from programs.workflow import Ask, Procedure, Step

ADMIN = frozenset({Role.PROVINCE_ADMIN})
REASON = Ask("note", "Lý do")

CAMPAIGN_PROCEDURE = Procedure(
    Campaign,
    (
        Step(
            name="close",
            label="đóng đợt",
            done="Đã đóng đợt",
            roles=ADMIN,
            sources=frozenset({CampaignState.OPEN}),
            target=CampaignState.CLOSED,
            asks=(REASON,),
            explanation="Các đơn vị không gửi được nữa, trừ đơn vị được gia hạn riêng.",
        ),
        Step(
            name="reopen",
            label="mở lại đợt",
            done="Đã mở lại đợt",
            roles=ADMIN,
            sources=frozenset({CampaignState.CLOSED}),
            target=CampaignState.OPEN,
            asks=(REASON,),
            explanation="Các đơn vị lại gửi được cho đến thời điểm khóa.",
        ),
    ),
)


def strictly_before(date) -> datetime:
    """The instant that "trước ngày …" means: 00:00 of that day in Asia/Ho_Chi_Minh.

    "Trước tháng 4/2024" is before 01/04/2024 00:00, so the last good day is 31/03/2024.
    """
    return datetime.combine(date, time.min, tzinfo=timezone.get_default_timezone())


def change_refusal(campaign) -> StepRefused | None:
    """The StepRefused that keeps a campaign as it is, or None: a closed one does not change."""
    if campaign.state == CampaignState.CLOSED:
        return StepRefused(f"{campaign} đã đóng: hãy mở lại đợt rồi sửa.", code="state")
    return None


@transaction.atomic
def write(campaign, *, by, version=None, key=None):
    """Save a new campaign, or a changed one that still has this version; else raise RowChanged."""
    campaigns = Campaign.objects.visible_to(by).select_for_update()
    theirs = campaigns.get(pk=campaign.pk) if campaign.pk else None
    if audit.is_done(key):
        return
    if theirs:
        _refuse_overwriting(theirs, version)
        campaign.version = theirs.version + 1
    campaign.save()
    action, label = ("change_campaign", "sửa đợt") if theirs else ("create_campaign", "mở đợt")
    data = _changes(theirs or Campaign(), campaign)
    audit.record(action, campaign, label=label, by=by, data=data, key=key)


def _refuse_overwriting(theirs, version):
    if refused := change_refusal(theirs):
        raise refused
    if theirs.version != version:
        raise RowChanged(theirs)


def _changes(before, after):
    """{field: its new text} of what differs; an instant is one in every zone of time."""
    names = [field.name for field in Campaign._meta.concrete_fields]
    texts = {name: str(getattr(after, name)) for name in names if name not in {"id", "version"}}
    return {name: texts[name] for name in texts if getattr(after, name) != getattr(before, name)}


@transaction.atomic
def ask_units(campaign, units, *, by) -> None:
    """Make these units the participants of a campaign, in this order; those with work stay.

    Units that do not exist on the day the campaign opens are refused by name.
    """
    existing = {unit.pk for unit in type(units[0]).objects.on(campaign.opens_on)} if units else ()
    if gone := [str(unit) for unit in units if unit.pk not in existing]:
        raise StepRefused(
            f"Không tồn tại vào ngày mở đợt {campaign.opens_on:%d/%m/%Y}: {'; '.join(gone)}. "
            "Chọn đơn vị kế thừa.",
            status=422,
            code="unit",
        )
    before = set(campaign.participants.values_list("unit", flat=True))
    for position, unit in enumerate(units, 1):
        Participant.objects.update_or_create(
            campaign=campaign, unit=unit, defaults={"position": position}
        )
    audit.record(
        "ask_units",
        campaign,
        label="chọn đơn vị tham gia",
        by=by,
        data={"added": [unit.code for unit in units if unit.pk not in before]},
    )


def extension_objection(participant, until):
    """What stands in the way of time until this instant: a sentence, or ""."""
    due = participant.campaign.due_at
    if until <= timezone.now():
        return "Thời điểm gia hạn phải ở sau lúc này."
    return f"Gia hạn phải sau hạn chung ({in_words(due)})." if until <= due else ""


@transaction.atomic
def extend(participant, until, reason, *, by, key=None) -> None:
    """Give one participant time until an instant, with a reason; also after the date."""
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if audit.is_done(key):
        return
    if by.role not in ADMIN:
        raise StepRefused("Chỉ quản trị cấp tỉnh được gia hạn.", status=403, code="role")
    if sentence := extension_objection(participant, until):
        raise StepRefused(sentence, status=422, code="until")
    Extension.objects.create(participant=participant, until=until, reason=reason, granted_by=by)
    audit.record(
        "extend",
        participant,
        label="gia hạn",
        by=by,
        note=reason,
        data={"until": until.isoformat()},
        key=key,
    )
    _tell_of_extension(participant, until, reason)


def _tell_of_extension(participant, until, reason):
    name = participant.unit.short_name if participant.unit else participant.agency
    people = (participant.unit or participant.agency).users.filter(is_active=True)
    notices.tell(
        NotificationKind.EXTENSION,
        people,
        participant,
        f"{name} được gia hạn đến {in_words(until)} trong {participant.campaign}: {reason}",
        participant.campaign.get_absolute_url(),
    )
