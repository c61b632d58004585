"""The two clocks of a campaign as one unit meets them, and the sentences that they speak."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from programs import clock
from programs.models import Participant


@dataclass(frozen=True)
class Clocks:
    """The instants that hold for one participant: on time before `due`, no more from `lock`."""

    due: datetime
    lock: datetime
    extended: bool
    is_open: bool

    def is_late(self, at) -> bool:
        return at >= self.due

    def objection(self, at) -> str:
        """Why nothing may be written any more at this instant, or ""."""
        if not self.is_open:
            return "Đợt này chưa mở hoặc đã đóng. Hãy liên hệ cấp tỉnh nếu cần mở lại hoặc gia hạn."
        if at >= self.lock:
            return (
                f"Đợt đã khóa từ {in_words(self.lock)}. "
                "Hãy đề nghị cấp tỉnh gia hạn cho đơn vị nếu cần."
            )
        return ""


def clocks(campaign, unit) -> Clocks | None:
    """The clocks of this unit in this campaign, or None where it does not take part."""
    row = Participant.objects.filter(campaign=campaign, unit=unit).with_clocks().first()
    return row and clocks_of(row, campaign)


def clocks_of(participant, campaign, at=None) -> Clocks:
    """The clocks of a participant from `with_clocks()`, now or at another instant.

    An extension opens the campaign again for its unit alone, until it ends.
    """
    at = at or clock.now()
    extended = participant.extended_until is not None
    still_extended = extended and at < participant.extended_until
    return Clocks(
        due=participant.due,
        lock=participant.lock,
        extended=extended,
        is_open=campaign.is_open_on(timezone.localdate(at)) or still_extended,
    )


def last_day(instant) -> date:
    """The last day before an instant: 31/03 for 01/04 00:00."""
    return timezone.localdate(instant - timedelta(microseconds=1))


def time_left(instant, at=None) -> str:
    """How long until a clock, as people say it: "còn 5 ngày", "hôm nay là ngày cuối"."""
    at = at or clock.now()
    days = (last_day(instant) - timezone.localdate(at)).days
    if at < instant:
        return f"còn {days} ngày" if days else "hôm nay là ngày cuối"
    return f"quá hạn {max(-days, 1)} ngày"


def in_words(instant) -> str:
    """Local time: "hết ngày 31/03/2024" for a midnight, otherwise "10:30 ngày 01/04/2024"."""
    local = timezone.localtime(instant)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        eve = local - timedelta(days=1)
        return f"hết ngày {date_format(eve, 'd/m/Y')}"
    return date_format(local, r"H:i \n\g\à\y d/m/Y")


def end_of(day):
    """The instant at which this last day is over."""
    midnight = datetime.combine(day + timedelta(days=1), time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def due_words(day):
    """A last day as people say it: "Còn 5 ngày, hết ngày 31/03/2024"."""
    return f"{time_left(end_of(day)).capitalize()}, {in_words(end_of(day))}"
