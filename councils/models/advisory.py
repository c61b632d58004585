"""What the advisory group (tổ tư vấn) says of a dossier: its report, and its members' own sheets.

These sheets lie in tables of their own. Whatever judges a dossier reads ScoreSheet, and so never
finds one of them, whatever becomes of a seat later.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from councils.enums import ADVICE_TONES, IN_GROUP, SHEET_TONES, VOTING, AdviceState, SheetState
from councils.models.membership import Member, Seat
from councils.models.sessions import Conflict, Evaluation
from councils.models.sheets import PRESIDING
from programs.answer_sheet import MOST_EVIDENCE
from programs.enums import DEPARTMENT
from programs.models import Criterion, Option

# Who reads what the group is still writing.
READERS_OF_DRAFTS = IN_GROUP | PRESIDING
# A group's sheet is written and signed; nobody opens one again and keeps the old one.
_SHEET_STATES = [SheetState.DRAFT, SheetState.SIGNED]


class AdvisoryReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A completed one for who sits that day and the department; before, for few (matrix C37).

        A draft is read by the group, the chair and the secretary. Whoever is in conflict with the
        dossier reads neither.
        """
        council = OuterRef("evaluation__session__council")
        sitting = Member.objects.on(OuterRef("evaluation__session__starts_at__date"))
        sitting = sitting.filter(user=user.pk, seat__council=council)
        early = Exists(sitting.filter(seat__role__in=sorted(READERS_OF_DRAFTS)))
        later = Q(Exists(sitting))
        if user.role in DEPARTMENT:
            later |= Q(pk__isnull=False)
        apart = Conflict.objects.filter(seat__members__user=user.pk)
        seen = self.filter(early | (Q(state=AdviceState.COMPLETED) & later))
        return seen.exclude(evaluation__in=apart.values("evaluation"))

    def completed(self):
        return self.filter(state=AdviceState.COMPLETED)


class AdvisoryReport(models.Model):
    """The group's report on one dossier. Its state moves only by advisory.workflow.ADVICE.

    `version` is 0 until it was saved once, and grows with each change of its words.
    """

    evaluation = models.OneToOneField(
        Evaluation, models.CASCADE, related_name="advisory_report", verbose_name="hồ sơ"
    )
    supplements = models.TextField(
        "đề nghị đơn vị, chủ thể bổ sung",
        max_length=3000,
        blank=True,
        help_text="Tài liệu, nội dung nào; không có thì để trống.",
    )
    surveyed_on = models.DateField("ngày khảo sát thực tế", null=True, blank=True)
    survey_place = models.CharField("nơi khảo sát", max_length=200, blank=True)
    survey_people = models.CharField("người đi khảo sát", max_length=500, blank=True)
    survey_findings = models.TextField("kết quả khảo sát", max_length=3000, blank=True)
    tests = models.TextField("chỉ tiêu thử nghiệm thêm", max_length=2000, blank=True)
    laboratory = models.CharField("phòng thử nghiệm", max_length=300, blank=True)
    test_results = models.TextField("kết quả thử nghiệm", max_length=2000, blank=True)
    proposal = models.TextField("ý kiến đề xuất của Tổ tư vấn", max_length=5000, blank=True)
    proposed_star = models.PositiveSmallIntegerField("hạng sao đề xuất", null=True, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=AdviceState, default=AdviceState.DRAFT
    )
    completed_at = models.DateTimeField("hoàn thành lúc", null=True, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=0)

    objects = AdvisoryReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo Tổ tư vấn"
        verbose_name_plural = "báo cáo Tổ tư vấn"
        ordering = ["evaluation__session", "evaluation__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AdviceState.values), name="advisoryreport_state_known"
            ),
            models.CheckConstraint(
                condition=Q(proposed_star=None) | Q(proposed_star__range=(1, 5)),
                name="advisoryreport_star_in_range",
            ),
            models.CheckConstraint(
                condition=Q(surveyed_on__isnull=False)
                | Q(survey_place="", survey_people="", survey_findings=""),
                name="advisoryreport_survey_on_a_day",
                violation_error_message="Đã ghi khảo sát thì ghi ngày khảo sát.",
            ),
            models.CheckConstraint(
                condition=~Q(tests="") | Q(laboratory="", test_results=""),
                name="advisoryreport_tests_of_something",
                violation_error_message="Ghi thử nghiệm chỉ tiêu nào.",
            ),
            models.CheckConstraint(
                condition=Q(state=AdviceState.DRAFT, completed_at=None)
                | (Q(state=AdviceState.COMPLETED, completed_at__isnull=False) & ~Q(proposal="")),
                name="advisoryreport_completed_with_words",
            ),
        ]

    def __str__(self):
        return f"Báo cáo Tổ tư vấn: {self.evaluation.dossier.product}"

    def get_absolute_url(self):
        return reverse("councils:advice_detail", args=[self.evaluation_id])

    @property
    def tone(self):
        return ADVICE_TONES[self.state]


class AdvisorySheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and the signed ones that the report shows (matrix C37).

        Until it is completed they are read by those of the group alone who signed their own sheet
        and have no vote in the Council.
        """
        shown = AdvisoryReport.objects.completed().visible_to(user)
        mine = AdvisorySheet.objects.filter(member__user=user.pk, state=SheetState.SIGNED)
        votes = Member.objects.filter(user=user.pk, seat__role__in=sorted(VOTING))
        apart = Conflict.objects.filter(seat__members__user=user.pk).values("evaluation")
        among = Q(evaluation__in=mine.values("evaluation")) & ~Q(
            evaluation__session__council__in=votes.values("seat__council")
        )
        read = Q(evaluation__in=shown.values("evaluation")) | among
        others = Q(state=SheetState.SIGNED) & read & ~Q(evaluation__in=apart)
        return self.filter(Q(member__user=user.pk) | others)


class AdvisorySheet(models.Model):
    """What one of the group gives a dossier, for the report alone: no mean is made with it.

    `total`, `parts` and `version` are as on a ScoreSheet.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="advisory_sheets", verbose_name="hồ sơ"
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, related_name="advisory_sheets", verbose_name="ghế"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="advisory_sheets", verbose_name="thành viên"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=SheetState, default=SheetState.DRAFT
    )
    parts = models.JSONField("điểm theo phần", default=dict, blank=True)
    comment = models.TextField("ý kiến của thành viên", max_length=2000, blank=True)
    total = models.PositiveSmallIntegerField("tổng điểm", null=True, blank=True)
    signed_at = models.DateTimeField("ký lúc", null=True, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)
    changed_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    objects = AdvisorySheetQuerySet.as_manager()
    whose = " của Tổ tư vấn"

    class Meta:
        verbose_name = "phiếu của Tổ tư vấn"
        verbose_name_plural = "phiếu của Tổ tư vấn"
        ordering = ["evaluation", "seat__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "seat"], name="advisorysheet_once_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_SHEET_STATES), name="advisorysheet_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT, total=None, signed_at=None)
                | Q(state=SheetState.SIGNED, total__range=(0, 100), signed_at__isnull=False),
                name="advisorysheet_total_once_signed",
            ),
        ]

    def __str__(self):
        return f"Phiếu Tổ tư vấn của {self.member}: {self.evaluation.dossier.product}"

    def get_absolute_url(self):
        return reverse("councils:advice_sheet", args=[self.evaluation_id])

    @property
    def tone(self):
        return SHEET_TONES[self.state]


class AdvisoryScore(models.Model):
    """What a group's sheet says of one criterion, as a Score does."""

    sheet = models.ForeignKey(
        AdvisorySheet, models.CASCADE, related_name="scores", verbose_name="phiếu"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="advisory_scores", verbose_name="tiêu chí"
    )
    option = models.ForeignKey(
        Option, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="mức chấm"
    )
    meets_none = models.BooleanField("không đạt mức nào", default=False)
    evidence = models.CharField("nhận xét, minh chứng", max_length=MOST_EVIDENCE, blank=True)

    class Meta:
        verbose_name = "điểm một tiêu chí của Tổ tư vấn"
        verbose_name_plural = "điểm các tiêu chí của Tổ tư vấn"
        ordering = ["sheet", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"], name="advisoryscore_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(meets_none=False) | Q(option=None),
                name="advisoryscore_one_level_or_none",
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.option or 'chưa chấm'}"
