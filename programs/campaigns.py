"""Campaigns: open them, ask units, give one more time, close and open again."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from programs import audit, notices
from programs.deadlines import in_words
from programs.enums import CampaignState, NotificationKind, Role
from programs.models import Campaign, Extension, Participant
from programs.workflow import Ask, Procedure, Step, StepRefused

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


@transaction.atomic
def extend(participant, until, reason, *, by, key=None) -> None:
    """Give one participant time until an instant, with a reason; also after the date."""
    Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if audit.is_done(key):
        return
    if by.role not in ADMIN:
        raise StepRefused("Chỉ quản trị cấp tỉnh được gia hạn.", status=403, code="role")
    if until <= timezone.now():
        raise StepRefused("Thời điểm gia hạn phải ở sau lúc này.", status=422, code="until")
    if until <= participant.campaign.due_at:
        raise StepRefused(
            f"Gia hạn phải sau hạn chung ({in_words(participant.campaign.due_at)}).",
            status=422,
            code="until",
        )
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
