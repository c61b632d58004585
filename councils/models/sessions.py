"""A sitting of a Council: its agenda of dossiers, who was there, who was in conflict."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from councils.enums import (
    COUNCIL_READERS,
    SESSION_TONES,
    ConflictKind,
    Presence,
    SessionMode,
    SessionState,
    Verdict,
)
from councils.models.membership import Council, Member, Seat
from councils.models.relations import Relation
from councils.models.rules import OwnGate
from products.models import Dossier
from programs.enums import CampaignKind
from programs.models import Campaign, Gate, User
from programs.scoping import own_units


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the province; those of one's unit, and of the Councils in which one has a seat.

        An agency reads the Councils in which it has a seat, but not what is said in them.
        """
        if user.role in COUNCIL_READERS:
            return self
        held = Seat.objects.filter(members__user=user.pk).values("council")
        own = Council.objects.filter(unit__in=own_units(user).values("pk")).values("pk")
        return self.filter(Q(council__in=held) | Q(council__in=own))


class Session(models.Model):
    """One sitting, or one round of written opinions. Its state moves by sessions.workflow.SESSION.

    `starts_at` is when it is called for, `opened_at` and `closed_at` when it did begin and end.
    `is_past`: it was held elsewhere, and is entered from its signed minutes.
    """

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="sessions", verbose_name="Hội đồng"
    )
    code = models.SlugField(
        "mã phiên",
        max_length=40,
        unique=True,
        help_text="Chữ không dấu, số và gạch nối, ví dụ 2026-dot-2.",
    )
    campaign = models.ForeignKey(
        Campaign,
        models.PROTECT,
        related_name="sessions",
        null=True,
        blank=True,
        limit_choices_to={"kind": CampaignKind.EVALUATION},
        verbose_name="đợt đánh giá",
    )
    mode = models.CharField(
        "hình thức", max_length=10, choices=SessionMode, default=SessionMode.SITTING
    )
    starts_at = models.DateTimeField("bắt đầu lúc")
    ends_at = models.DateTimeField(
        "kết thúc lúc", help_text="Dự kiến; lấy ý kiến bằng văn bản thì là hạn trả lời."
    )
    place = models.CharField("địa điểm", max_length=200, blank=True)
    is_past = models.BooleanField(
        "đã họp, ghi lại theo biên bản đã ký",
        default=False,
        help_text="Phiên họp trên giấy, ở nơi khác hoặc trước khi dùng cổng.",
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=SessionState, default=SessionState.PREPARING
    )
    opened_at = models.DateTimeField("khai mạc lúc", null=True, blank=True)
    closed_at = models.DateTimeField("bế mạc lúc", null=True, blank=True)
    minutes_number = models.CharField("số biên bản", max_length=60, blank=True)
    prepared_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người chuẩn bị"
    )
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên họp Hội đồng"
        verbose_name_plural = "phiên họp Hội đồng"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values) & Q(mode__in=SessionMode.values),
                name="session_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CLOSED) | Q(closed_at__isnull=False),
                name="session_closed_at_a_time",
            ),
        ]

    def __str__(self):
        return f"Phiên {self.code}: {self.council}"

    def get_absolute_url(self):
        return reverse("councils:session_detail", args=[self.pk])

    @property
    def tone(self):
        return SESSION_TONES[self.state]

    @property
    def day(self):
        """The day for which it is called, in Asia/Ho_Chi_Minh: who sits then, and by which law."""
        return localdate(self.starts_at)


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(session__in=Session.objects.visible_to(user).values("pk"))


class Evaluation(models.Model):
    """A dossier on the agenda of a session, what was said of it, and the Council's conclusion.

    `verdict` and `star` are the Council's; `mean` is the mean of the members' totals, unrounded:
    `points_sum` through `sheet_count` where they were scored on the portal. `opened_at` is when the
    chair opened the scores to those who signed a sheet.
    `gate` of the law, or `own_gate` of the Quy chế, is what ended the evaluation before any points
    count; `reason` why the star is another than the points give, or why the product is refused.
    """

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="evaluations", verbose_name="phiên họp"
    )
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="evaluations", verbose_name="hồ sơ"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    presented_by = models.CharField("người trình bày", max_length=200, blank=True)
    questions = models.TextField("hỏi và trả lời", max_length=5000, blank=True)
    visited_on = models.DateField(
        "ngày xem tại chỗ",
        null=True,
        blank=True,
        help_text="Du lịch: thành viên xem tại chỗ trước phiên họp.",
    )
    samples = models.PositiveSmallIntegerField("số mẫu bàn giao", null=True, blank=True)
    gate = models.ForeignKey(
        Gate,
        models.PROTECT,
        related_name="evaluations",
        null=True,
        blank=True,
        verbose_name="điều kiện loại",
    )
    own_gate = models.ForeignKey(
        OwnGate,
        models.PROTECT,
        related_name="evaluations",
        null=True,
        blank=True,
        verbose_name="điều kiện loại của Quy chế",
    )
    opened_at = models.DateTimeField("mở điểm lúc", null=True, blank=True)
    spread_reason = models.TextField(
        "lý do giữ nguyên khi điểm lệch quá mức", max_length=1000, blank=True
    )
    points_sum = models.PositiveIntegerField("tổng điểm các phiếu", null=True, blank=True)
    mean = models.DecimalField(
        "điểm trung bình", max_digits=9, decimal_places=6, null=True, blank=True
    )
    sheet_count = models.PositiveSmallIntegerField("số phiếu", null=True, blank=True)
    verdict = models.CharField("kết luận", max_length=15, choices=Verdict, blank=True)
    star = models.PositiveSmallIntegerField("hạng sao", null=True, blank=True)
    reason = models.TextField("lý do, ghi chú của Hội đồng", max_length=2000, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ trong phiên họp"
        verbose_name_plural = "hồ sơ trong phiên họp"
        ordering = ["session", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "dossier"],
                name="evaluation_once_a_session",
                violation_error_message="Hồ sơ này đã có trong phiên họp.",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", *Verdict.values]), name="evaluation_verdict_known"
            ),
            models.CheckConstraint(
                condition=(Q(star=None) | Q(star__range=(1, 5)))
                & (Q(mean=None) | Q(mean__range=(0, 100))),
                name="evaluation_in_range",
            ),
            models.CheckConstraint(
                condition=Q(gate=None) | Q(own_gate=None),
                name="evaluation_one_gate",
                violation_error_message="Chọn một điều kiện loại: của quy định, hoặc của Quy chế.",
            ),
        ]

    def __str__(self):
        return str(self.dossier)

    def get_absolute_url(self):
        return reverse("councils:evaluation_detail", args=[self.pk])

    @property
    def found_gate(self):
        """What ended the evaluation: a gate of the law, or one of the Quy chế; or None."""
        return self.gate or self.own_gate


class Attendance(models.Model):
    """Whether a seat was taken in a session, and by whom: one seat, one vote."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="attendances", verbose_name="phiên họp"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances", verbose_name="ghế")
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="attendances",
        null=True,
        blank=True,
        verbose_name="người dự",
    )
    presence = models.CharField("có mặt", max_length=10, choices=Presence)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "điểm danh"
        verbose_name_plural = "điểm danh"
        ordering = ["session", "seat__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "seat"], name="attendance_once_a_seat"),
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="attendance_presence_known"
            ),
            models.CheckConstraint(
                condition=Q(presence=Presence.ABSENT) | Q(member__isnull=False),
                name="attendance_of_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_presence_display()}"


class Conflict(models.Model):
    """A seat that takes no part in one dossier, and why.

    Of what the portal saw by itself, `member` is on whose account, `relation` what was marked.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="conflicts", verbose_name="hồ sơ"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="conflicts", verbose_name="ghế")
    kind = models.CharField("căn cứ", max_length=10, choices=ConflictKind)
    reason = models.CharField("nội dung", max_length=300, blank=True)
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="conflicts",
        null=True,
        blank=True,
        verbose_name="thành viên liên quan",
    )
    relation = models.ForeignKey(
        Relation,
        models.PROTECT,
        related_name="conflicts",
        null=True,
        blank=True,
        verbose_name="quan hệ đã ghi",
    )

    class Meta:
        verbose_name = "xung đột lợi ích"
        verbose_name_plural = "xung đột lợi ích"
        ordering = ["evaluation", "seat__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "seat"], name="conflict_once_a_seat"),
            models.CheckConstraint(
                condition=Q(kind__in=ConflictKind.values), name="conflict_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_kind_display()}"


class Dismissal(models.Model):
    """What the portal saw of a seat before a dossier, and the secretary took back with a reason.

    The portal does not note it again; another relation, or of another person, it does.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="dismissals", verbose_name="hồ sơ"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="dismissals", verbose_name="ghế")
    kind = models.CharField("căn cứ", max_length=10, choices=ConflictKind)
    member = models.ForeignKey(
        Member,
        models.PROTECT,
        related_name="dismissals",
        null=True,
        blank=True,
        verbose_name="thành viên liên quan",
    )
    relation = models.ForeignKey(
        Relation,
        models.PROTECT,
        related_name="dismissals",
        null=True,
        blank=True,
        verbose_name="quan hệ đã ghi",
    )
    reason = models.CharField("lý do bỏ ghi", max_length=500)
    dismissed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người bỏ ghi"
    )
    dismissed_at = models.DateTimeField("bỏ ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "xung đột lợi ích đã bỏ ghi"
        verbose_name_plural = "xung đột lợi ích đã bỏ ghi"
        ordering = ["evaluation", "seat__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ConflictKind.values) & ~Q(reason=""),
                name="dismissal_known_and_explained",
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_kind_display()}"


class RecordReading(models.Model):
    """The head of a body confirms having read what its member gave in a closed session.

    The dispatch of March 2024 (II.4b): members report to their own body, and answer for it.
    """

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="readings", verbose_name="phiên họp"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="readings", verbose_name="ghế")
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người xem")
    read_at = models.DateTimeField("xem lúc", auto_now_add=True)

    class Meta:
        verbose_name = "xác nhận đã xem kết quả"
        verbose_name_plural = "xác nhận đã xem kết quả"
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "seat"],
                name="recordreading_once",
                violation_error_message="Đã có người xác nhận kết quả này.",
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.session.code}"


class OutsideResult(models.Model):
    """What the Ministry's Council found of a product that was forwarded to it (article 7.4).

    Below its highest band the province may recognise 3 or 4 stars on it, or evaluate anew.
    """

    evaluation = models.OneToOneField(
        Evaluation, models.PROTECT, related_name="outside_result", verbose_name="hồ sơ"
    )
    number = models.CharField("số, ký hiệu văn bản", max_length=60)
    issued_on = models.DateField("ngày văn bản")
    mean = models.DecimalField("điểm trung bình", max_digits=9, decimal_places=6)
    star = models.PositiveSmallIntegerField("hạng sao")
    note = models.TextField("nội dung, lý do", max_length=1000, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "kết quả của Trung ương"
        verbose_name_plural = "kết quả của Trung ương"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(star__range=(1, 5)) & Q(mean__range=(0, 100)),
                name="outsideresult_in_range",
            ),
        ]

    def __str__(self):
        return f"{self.evaluation}: {self.star} sao"
