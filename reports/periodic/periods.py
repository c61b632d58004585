"""What a campaign of reports asks: by which published form, and of which time."""

from django.urls import reverse

from programs.acts import Mend, StepRefused, act
from programs.changes import differences
from programs.enums import ADMIN, REPORT_KINDS
from reports.models import PeriodicReport, ReportPeriod

BEGUN = "begun"  # the code of what is refused since somebody has begun to report


def unset(campaign) -> StepRefused | None:
    """What stands in the way of all reports while a campaign asks by no form yet."""
    if hasattr(campaign, "report_period"):
        return None
    page = reverse("reports:period_set", args=[campaign.pk])
    return StepRefused(
        "Kỳ báo cáo này chưa chọn mẫu và kỳ số liệu.",
        code="period",
        mend=Mend("Chọn mẫu và kỳ số liệu", page, ADMIN),
    )


def setting_refusal(campaign, user):
    """The StepRefused that keeps this user from setting the period, or None."""
    if user.role not in ADMIN:
        sentence = "Chỉ quản trị cấp tỉnh được chọn mẫu và kỳ số liệu."
        return StepRefused(sentence, status=403, code="role")
    if campaign.kind not in REPORT_KINDS:
        return StepRefused("Đợt này không phải kỳ báo cáo.", code="kind")
    if PeriodicReport.objects.filter(participant__campaign=campaign).exists():
        return StepRefused(
            "Đã có nơi lập báo cáo theo mẫu và kỳ số liệu này nên không đổi được.", code=BEGUN
        )
    return None


def set_period(period, *, by, key=None) -> ReportPeriod:
    """Save which form and which time a campaign asks."""
    with act(period.campaign, by, key, refusal=setting_refusal) as the:
        standing = ReportPeriod.objects.filter(campaign=the.row).first()
        data = differences(standing, period) if standing else {}
        period.version = standing.version + 1 if standing else 1
        period.save()
        the.record("set_period", label="chọn mẫu và kỳ số liệu", note=str(period.form), data=data)
    return period
