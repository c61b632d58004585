"""Campaigns: open them, change them, ask units, close and open again."""

from collections.abc import Callable
from datetime import datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from programs import notices
from programs.acts import StepRefused, act
from programs.deadlines import in_words
from programs.enums import ADMIN, CampaignState, NotificationKind
from programs.models import Agency, Campaign, Participant, Unit, User
from programs.workflow import Ask, Procedure, Step

REASON = Ask("note", "Lý do")

# What is printed in papers that were sealed in a campaign, and what its participants go by.
FIXED = ("kind", "year", "number", "opens_on")
CALENDAR = frozenset({"opens_on", "due_at", "locks_at"})
# Told by the apps above when they are loaded: whether something was sent for ever in a campaign,
# and whether a participant has work in it.
sealed_in: list[Callable[[Campaign], bool]] = []
works_in: list[Callable[[Participant], bool]] = []


def _tell_of_step(sentence):
    def effect(campaign, _by, answers):
        tell_participants(campaign, f"{campaign} {sentence}: {answers['note']}")

    return effect


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
            effect=_tell_of_step("đã đóng"),
            explanation="Các đơn vị không gửi được nữa, trừ đơn vị được gia hạn riêng.",
            onward=False,
            away=True,
        ),
        Step(
            name="reopen",
            label="mở lại đợt",
            done="Đã mở lại đợt",
            roles=ADMIN,
            sources=frozenset({CampaignState.CLOSED}),
            target=CampaignState.OPEN,
            asks=(REASON,),
            effect=_tell_of_step("được mở lại"),
            explanation="Các đơn vị lại gửi được cho đến thời điểm khóa.",
            onward=False,
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


def write(campaign, *, by, version=None, key=None) -> Campaign:
    """Save a new campaign, or a changed one that still has this version; else raise RowChanged.

    The answer is the campaign. Those concerned are told where its calendar changes.
    """
    if not campaign.pk:
        return _open(campaign, by, key)
    with act(campaign, by, key, refusal=_changing_refusal, read=version or 0) as the:
        if kept := changed_fixed_fields(the.row, campaign):
            raise StepRefused(fixed_sentence(kept), status=422, code="fixed")
        campaign.version = the.row.version + 1
        campaign.save()
        changed = _changes(the.row, campaign)
        the.record("change_campaign", campaign, label="sửa đợt", data=changed)
        if CALENDAR & changed.keys():
            tell_participants(campaign, f"{campaign} đổi lịch: {calendar_words(campaign)}.")
    return campaign


def _open(campaign, by, key):
    # The administrator is locked: a second post of the same form waits, and then finds its event.
    with act(by, by, key, rows=User.objects.all()) as the:
        campaign.save()
        data = _changes(Campaign(), campaign)
        the.record("create_campaign", campaign, label="mở đợt", data=data)
    return campaign


def _changing_refusal(campaign, _user):
    return change_refusal(campaign)


def _changes(before, after):
    """{field: its new text} of what differs; an instant is one in every zone of time."""
    names = [field.name for field in Campaign._meta.concrete_fields]
    texts = {name: str(getattr(after, name)) for name in names if name not in {"id", "version"}}
    return {name: texts[name] for name in texts if getattr(after, name) != getattr(before, name)}


# --- What sealed papers rest on stays -----------------------------------------------------------


def is_sealed(campaign) -> bool:
    """Whether something was sent in this campaign for ever: what it rests on is fixed then."""
    return any(rests(campaign) for rests in sealed_in)


def changed_fixed_fields(before, after) -> list[str]:
    """Those of FIXED that differ, where sealed papers rest on the campaign."""
    changed = [name for name in FIXED if getattr(before, name) != getattr(after, name)]
    return changed if changed and is_sealed(before) else []


def fixed_sentence(names) -> str:
    labels = ", ".join(str(Campaign._meta.get_field(name).verbose_name) for name in names)
    return (
        f"Đã có đơn vị gửi trong đợt này: {labels} in trong bản đã gửi nên không đổi được. "
        "Nếu ghi nhầm, hãy đóng đợt này và mở đợt khác."
    )


# --- Who takes part ------------------------------------------------------------------------------


def ask_bodies(campaign, units, agencies=(), *, by, key=None, read=None) -> None:
    """Make these units, and after them these agencies, the participants; the others leave.

    Those that do not exist on the day the campaign opens are refused by name, and so are those
    that would leave with work of theirs in it.
    """
    with act(campaign, by, key, refusal=_changing_refusal, read=read) as the:
        campaign, asked = the.row, [*units, *agencies]
        _refuse_gone(campaign, asked)
        rows = list(campaign.participants.select_related("unit", "agency"))
        leaving = [row for row in rows if row.body not in asked]
        _refuse_workers(leaving)
        there = [row.body for row in rows]
        new = [body for body in asked if body not in there]
        for row in leaving:
            row.delete()
        for position, body in enumerate(asked, 1):
            Participant.objects.update_or_create(
                campaign=campaign,
                **{body._meta.model_name: body},
                defaults={"position": position},
            )
        data = {
            "added": [body.code for body in new],
            "removed": [row.body.code for row in leaving],
        }
        the.record("ask_units", label="chọn nơi tham gia", data=data)
        _tell_who_came_and_went(campaign, new, [row.body for row in leaving])


def _refuse_gone(campaign, bodies):
    day = campaign.opens_on
    gone = [body for body in bodies if not type(body).objects.on(day).filter(pk=body.pk).exists()]
    if gone:
        raise StepRefused(
            f"Không tồn tại vào ngày mở đợt {day:%d/%m/%Y}: {'; '.join(map(str, gone))}. "
            "Chọn đơn vị kế thừa.",
            status=422,
            code="unit",
        )


def _refuse_workers(leaving):
    if working := [row.body.short_name for row in leaving if has_work(row)]:
        raise StepRefused(
            f"Đã có việc trong đợt nên không bỏ được: {'; '.join(working)}. Hãy giữ các đơn vị "
            "này; chưa đơn vị nào bị bỏ.",
            status=422,
            code="work",
        )


def has_work(participant) -> bool:
    """Whether a participant has done something in its campaign, or was given time."""
    own = participant.extensions.exists() or participant.extension_requests.exists()
    return own or any(works(participant) for works in works_in)


def _tell_who_came_and_went(campaign, new, left):
    text = f"Đơn vị tham gia {campaign}: {calendar_words(campaign)}."
    page, kind = campaign.get_absolute_url(), NotificationKind.CALENDAR
    notices.tell(kind, _people_of(new), campaign, text, page)
    text = f"Đơn vị không còn phải gửi trong {campaign}."
    notices.tell(kind, _people_of(left), campaign, text, reverse("home"))


def _people_of(bodies):
    units, agencies = ([b for b in bodies if isinstance(b, each)] for each in (Unit, Agency))
    return User.objects.filter(Q(unit__in=units) | Q(agency__in=agencies), is_active=True)


# --- What participants are told of the calendar -------------------------------------------------


def calendar_words(campaign) -> str:
    opens = f"mở từ {campaign.opens_on:%d/%m/%Y}"
    return f"{opens}, hạn gửi {in_words(campaign.due_at)}, khóa {in_words(campaign.locks_at)}"


def tell_participants(campaign, text) -> None:
    """Tell all people of the units and agencies that take part."""
    rows = campaign.participants
    people = User.objects.filter(
        Q(unit__in=rows.values("unit")) | Q(agency__in=rows.values("agency")), is_active=True
    )
    notices.tell(NotificationKind.CALENDAR, people, campaign, text, campaign.get_absolute_url())
