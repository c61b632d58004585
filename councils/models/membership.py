"""A Council with its advisory group: seats of bodies, and the people who hold them in a time."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from councils.enums import (
    COUNCIL_READERS,
    COUNCIL_TONES,
    DECIDED_COUNCILS,
    IN_GROUP,
    SINGLE,
    VOTING,
    CouncilState,
    SeatRole,
)
from councils.models.rules import CouncilRules
from programs.collation import VIETNAMESE
from programs.enums import Authority
from programs.models import Agency, Unit, User
from programs.scoping import own_units


class CouncilQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the province; one's unit's own; once decided, those of one's seat or agency."""
        if user.role in COUNCIL_READERS:
            return self
        held = Seat.objects.filter(members__user=user.pk)
        if user.agency_id:
            held |= Seat.objects.filter(agency=user.agency_id)
        decided = Q(pk__in=held.values("council"), state__in=sorted(DECIDED_COUNCILS))
        return self.filter(decided | Q(unit__in=own_units(user).values("pk")))


class Council(models.Model):
    """The Council of a unit for a term, set up with its advisory group by one decision.

    Its state moves only by membership.workflow.COUNCIL. `starts_on` is the first day of its term,
    by which it is held against the law. `delegation` is the paper by which whoever should preside
    left it to somebody else. One without a Quy chế sat outside the portal: of it nothing is known
    but the signed minutes of its sittings.
    """

    level = models.CharField("cấp Hội đồng", max_length=10, choices=Authority)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="councils", verbose_name="đơn vị hành chính"
    )
    name = models.CharField("tên Hội đồng", max_length=200)
    rules = models.ForeignKey(
        CouncilRules, models.PROTECT, related_name="councils", null=True, verbose_name="Quy chế"
    )
    starts_on = models.DateField("nhiệm kỳ từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    decision_number = models.CharField("số quyết định thành lập", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    signer_title = models.CharField(
        "chức vụ người ký quyết định",
        max_length=60,
        default="Chủ tịch",
        help_text="Chủ tịch; hoặc KT. CHỦ TỊCH, PHÓ CHỦ TỊCH khi ký thay.",
    )
    signer = models.CharField("người ký quyết định", max_length=150, blank=True)
    delegation = models.CharField(
        "văn bản ủy quyền chủ trì",
        max_length=300,
        blank=True,
        help_text="Khi người chủ trì không phải lãnh đạo Ủy ban nhân dân.",
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=CouncilState, default=CouncilState.DRAFT
    )
    prepared_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người chuẩn bị"
    )
    version = models.PositiveIntegerField("lần sửa", default=1)
    history = HistoricalRecords()

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "hội đồng"
        verbose_name_plural = "hội đồng"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=Authority.values), name="council_level_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CouncilState.values), name="council_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="council_ends_after_it_starts",
                violation_error_message="Nhiệm kỳ kết thúc phải sau khi bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED_COUNCILS))
                | (Q(decided_on__isnull=False) & ~Q(decision_number=""))
                | Q(rules=None),
                name="council_decided_by_a_decision",
                violation_error_message="Hội đồng hoạt động theo một quyết định có số và ngày.",
            ),
            models.CheckConstraint(
                condition=Q(rules__isnull=False) | Q(state=CouncilState.ENDED),
                name="council_sits_by_rules",
                violation_error_message="Hội đồng trên cổng làm việc theo một Quy chế.",
            ),
            models.UniqueConstraint(
                fields=["unit", "level"],
                condition=Q(state=CouncilState.IN_FORCE),
                name="council_one_in_force_a_unit",
                violation_error_message="Đơn vị này đang có một Hội đồng hoạt động.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("councils:council_detail", args=[self.pk])

    @property
    def tone(self):
        return COUNCIL_TONES[self.state]

    @property
    def is_outside(self):
        return self.rules_id is None


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(council__in=Council.objects.visible_to(user).values("pk"))

    def voting(self):
        return self.filter(role__in=sorted(VOTING))


class Seat(models.Model):
    """A place in the Council or its advisory group: of an agency, a unit, or another body.

    One agency has one vote: it holds one voting seat, whatever functions it answers for.
    `version` grows with each change of the seat or of its people.
    """

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="seats", verbose_name="Hội đồng"
    )
    role = models.CharField("vai trò", max_length=12, choices=SeatRole)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="council_seats",
        null=True,
        blank=True,
        verbose_name="cơ quan cấp tỉnh",
    )
    organisation = models.CharField(
        "cơ quan, tổ chức khác",
        max_length=200,
        blank=True,
        help_text="Ủy ban nhân dân, phòng chuyên môn, hội, chuyên gia: ghi tên.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    version = models.PositiveIntegerField("lần sửa", default=1)
    history = HistoricalRecords()

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "ghế Hội đồng"
        verbose_name_plural = "ghế Hội đồng"
        ordering = ["council", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=SeatRole.values), name="seat_role_known"),
            models.CheckConstraint(
                condition=Q(agency=None) ^ Q(organisation=""),
                name="seat_of_one_body",
                violation_error_message="Ghế của một cơ quan cấp tỉnh, hoặc của một tổ chức khác.",
            ),
            models.UniqueConstraint(
                fields=["council", "agency"],
                condition=Q(role__in=sorted(VOTING)),
                name="seat_one_vote_an_agency",
                violation_error_message="Cơ quan này đã có một ghế chấm điểm trong Hội đồng.",
            ),
            models.UniqueConstraint(
                fields=["council", "role"],
                condition=Q(role__in=sorted(SINGLE)),
                name="seat_role_once",
                violation_error_message="Hội đồng đã có người giữ vai trò này.",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.body}"

    @property
    def body(self):
        return self.agency.name if self.agency else self.organisation

    @property
    def votes(self):
        return self.role in VOTING

    @property
    def is_in_group(self):
        return self.role in IN_GROUP


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seat__in=Seat.objects.visible_to(user).values("pk"))

    def on(self, day):
        """Those whose time includes the day."""
        rows = self.filter(since__lte=day)
        return rows.filter(Q(until=None) | Q(until__gte=day))


class Member(models.Model):
    """A person who holds a seat in a time; `authority` is the paper of one who only stands in."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="members", verbose_name="ghế")
    full_name = models.CharField("họ và tên", max_length=150, db_collation=VIETNAMESE)
    job_title = models.CharField("chức vụ", max_length=150, blank=True)
    user = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="council_places",
        null=True,
        blank=True,
        verbose_name="tài khoản",
        help_text="Người có tài khoản đọc hồ sơ và chấm trên cổng; không có thì chấm trên giấy.",
    )
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày", null=True, blank=True)
    stands_in = models.BooleanField("đi thay theo ủy quyền", default=False)
    authority = models.CharField("văn bản cử, ủy quyền", max_length=300, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)
    history = HistoricalRecords()

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên Hội đồng"
        verbose_name_plural = "thành viên Hội đồng"
        ordering = ["seat", "stands_in", "since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="member_ends_after_it_starts",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(stands_in=False) | (~Q(authority="") & Q(until__isnull=False)),
                name="member_stands_in_by_paper",
                violation_error_message="Người đi thay cần văn bản ủy quyền và ngày kết thúc.",
            ),
        ]

    def __str__(self):
        return self.full_name
