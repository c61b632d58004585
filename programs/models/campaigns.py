"""Campaigns, who takes part, and who was given more time."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse
from simple_history.models import HistoricalRecords

from programs.collation import VIETNAMESE
from programs.enums import (
    CAMPAIGN_TONES,
    PROVINCE_READERS,
    UNIT_ROLES,
    CampaignKind,
    CampaignState,
    Role,
)
from programs.models.people import Agency, User
from programs.models.units import Unit

# Before "năm 2024": "báo cáo năm" says the word itself.
_KINDS = {each.value: each.label.capitalize().removesuffix(" năm") for each in CampaignKind}

DAYS = RegexValidator(
    r"^\s*(\d{1,3}\s*(,\s*\d{1,3}\s*)*)?$", "Ghi số ngày, cách nhau bằng dấu phẩy: 14, 7, 1."
)


def _days(text):
    return [int(number) for number in re.findall(r"\d+", text)]


def which_round(year, number) -> str:
    """Which campaign of its kind: "2024", or "2024, đợt 2" where the year has several."""
    return f"{year}" if number == 1 else f"{year}, đợt {number}"


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The campaigns this user may read (matrix K1): all, or those one's own body is in."""
        match user.role:
            case role if role in PROVINCE_READERS:
                return self
            case role if role in UNIT_ROLES:
                mine = Participant.objects.filter(unit=user.unit_id, unit__isnull=False)
            case Role.AGENCY_OFFICER:
                mine = Participant.objects.filter(agency=user.agency_id, agency__isnull=False)
            case _:
                return self.none()
        return self.filter(pk__in=mine.values("campaign"))


class Campaign(models.Model):
    """A round of work with two clocks: `due_at` (on time before it) and `locks_at` (no more).

    Both are instants; "trước tháng 4/2024" is before 01/04/2024 00:00 in Asia/Ho_Chi_Minh.
    A year may hold several campaigns of a kind: `number` tells them apart. `version` grows with
    each change of the row.
    """

    kind = models.CharField("loại", max_length=10, choices=CampaignKind, default=CampaignKind.PLAN)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("đợt", default=1)
    opens_on = models.DateField("ngày mở")
    due_at = models.DateTimeField("hạn gửi (trước thời điểm)")
    locks_at = models.DateTimeField("khóa (trước thời điểm)")
    state = models.CharField(
        "trạng thái", max_length=10, choices=CampaignState, default=CampaignState.OPEN
    )
    document = models.CharField(
        "văn bản",
        max_length=200,
        db_collation=VIETNAMESE,
        blank=True,
        help_text="Ví dụ: Công văn số 123/SNNPTNT-NTM ngày 25/3/2024.",
    )
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    note = models.TextField("ghi chú dưới phụ lục", max_length=1000, blank=True)
    remind_before = models.CharField(
        "nhắc trước hạn (ngày)",
        max_length=60,
        blank=True,
        default="14, 7, 1",
        validators=[DAYS],
        help_text="Chỉ nhắc đơn vị chưa gửi. Để trống là không nhắc.",
    )
    remind_after = models.CharField(
        "nhắc sau hạn (ngày)", max_length=60, blank=True, default="1, 7", validators=[DAYS]
    )
    version = models.PositiveIntegerField("lần sửa", default=1)
    history = HistoricalRecords()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt"
        verbose_name_plural = "đợt"
        ordering = ["-year", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "number"],
                name="campaign_once_a_year_and_number",
                violation_error_message="Năm này đã có đợt mang số đó.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CampaignKind.values), name="campaign_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CampaignState.values), name="campaign_state_known"
            ),
            models.CheckConstraint(
                condition=Q(locks_at__gte=F("due_at")),
                name="campaign_locks_after_it_is_due",
                violation_error_message="Thời điểm khóa không được trước hạn gửi.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2018, year__lte=2100, number__gte=1),
                name="campaign_year_and_number_in_range",
                violation_error_message="Năm phải từ 2018 đến 2100, đợt từ 1.",
            ),
        ]

    def __str__(self):
        return f"{_KINDS[self.kind]} năm {self.which}"

    def get_absolute_url(self):
        return reverse("programs:campaign_detail", args=[self.pk])

    @property
    def which(self):
        """Which one of its kind: "2024", or "2024, đợt 2" where the year has several."""
        return which_round(self.year, self.number)

    @property
    def tone(self):
        return CAMPAIGN_TONES[self.state]

    def is_open_on(self, date):
        return self.state == CampaignState.OPEN and self.opens_on <= date

    @property
    def days_before(self):
        return _days(self.remind_before)

    @property
    def days_after(self):
        return _days(self.remind_after)


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All participants for those who read the province; else one's own unit or agency."""
        match user.role:
            case role if role in PROVINCE_READERS:
                return self
            case role if role in UNIT_ROLES and user.unit_id:
                return self.filter(unit=user.unit_id)
            case Role.AGENCY_OFFICER if user.agency_id:
                return self.filter(agency=user.agency_id)
            case _:
                return self.none()

    def with_clocks(self):
        """Annotate `due` and `lock`: the campaign's clocks, or the newest extension after them."""
        newest = Extension.objects.filter(participant=OuterRef("pk")).order_by("-pk")
        until = Subquery(newest.values("until")[:1])
        return self.annotate(
            extended_until=until,
            due=Greatest(
                F("campaign__due_at"), models.functions.Coalesce(until, "campaign__due_at")
            ),
            lock=Greatest(
                F("campaign__locks_at"), models.functions.Coalesce(until, "campaign__locks_at")
            ),
        )


class Participant(models.Model):
    """A unit or an agency that a campaign asks. A gap is a row, so it can be seen."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="participants", verbose_name="đợt"
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        verbose_name="đơn vị",
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        verbose_name="cơ quan",
    )
    position = models.PositiveSmallIntegerField("thứ tự")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị tham gia"
        verbose_name_plural = "đơn vị tham gia"
        ordering = ["campaign", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                name="participant_unit_once",
                violation_error_message="Đơn vị này đã có trong đợt.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "agency"],
                name="participant_agency_once",
                violation_error_message="Cơ quan này đã có trong đợt.",
            ),
            models.CheckConstraint(
                condition=Q(unit=None, agency__isnull=False) | Q(unit__isnull=False, agency=None),
                name="participant_is_a_unit_or_an_agency",
            ),
        ]

    def __str__(self):
        return f"{self.body} – {self.campaign}"

    def get_absolute_url(self):
        return self.campaign.get_absolute_url()

    @property
    def body(self):
        """The unit or the agency that is asked."""
        return self.unit or self.agency

    def is_of(self, user):
        """Whether this person works in the unit or the agency that is asked."""
        if self.unit_id:
            return user.role in UNIT_ROLES and user.unit_id == self.unit_id
        return user.role == Role.AGENCY_OFFICER and user.agency_id == self.agency_id

    @property
    def people(self):
        """Those of the unit or agency whose account is open."""
        return self.body.users.filter(is_active=True)


class Extension(models.Model):
    """More time for one participant, with a reason; it may be given after the date too.

    The newest row holds, so that a slip is put right by the next one; a row without `until` takes
    the extra time back.
    """

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="extensions", verbose_name="đơn vị tham gia"
    )
    until = models.DateTimeField("gia hạn đến (trước thời điểm)", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500)
    granted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người gia hạn"
    )
    granted_at = models.DateTimeField("gia hạn lúc", auto_now_add=True)

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["-granted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
        ]

    def __str__(self):
        until = f"{self.until:%d/%m/%Y}" if self.until else "rút gia hạn"
        return f"{self.participant}: {until}"


class ExtensionRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a participant asked for is read by whoever reads the participant (matrix K6)."""
        return self.filter(participant__in=Participant.objects.visible_to(user))

    def waiting(self):
        return self.filter(answered_at=None)


class ExtensionRequest(models.Model):
    """What a participant asks for: more time, with a reason; answered with it, or with words."""

    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        related_name="extension_requests",
        verbose_name="đơn vị tham gia",
    )
    until = models.DateTimeField("xin đến (trước thời điểm)")
    reason = models.CharField("lý do", max_length=500)
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người đề nghị"
    )
    asked_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người trả lời"
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    is_granted = models.BooleanField("được gia hạn", default=False)
    answer = models.CharField("trả lời", max_length=500, blank=True)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị gia hạn"
        verbose_name_plural = "đề nghị gia hạn"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="extensionrequest_has_a_reason"),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(answered_at=None),
                name="extensionrequest_one_waits",
                violation_error_message="Đơn vị đang có một đề nghị gia hạn chờ trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="extensionrequest_answered_by_somebody",
            ),
        ]

    def __str__(self):
        return f"Đề nghị gia hạn: {self.participant}"

    def get_absolute_url(self):
        return self.participant.campaign.get_absolute_url()

    @property
    def unit_id(self):
        return self.participant.unit_id
