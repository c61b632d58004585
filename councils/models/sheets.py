"""The members' score sheets of a dossier, and what the Council finds of criteria with minima."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from councils.enums import SHEET_TONES, SeatRole, SessionState, SheetState
from councils.models.membership import Member, Seat
from councils.models.sessions import Conflict, Evaluation, Session
from programs.answer_sheet import MOST_EVIDENCE
from programs.enums import DEPARTMENT
from programs.models import Criterion, Option, StagedFile, User

# Who presides and who writes the minutes read what was opened without a sheet of their own.
PRESIDING = frozenset({SeatRole.CHAIR, SeatRole.SECRETARY})


class ScoreSheetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, what was opened, and all of a closed session (matrix C3, C5, C9, C19).

        The scores of a dossier are opened to who signed a sheet of it, to chair and secretary; a
        member in conflict never reads them. A closed session's are the department's too.
        """
        own = Q(member__user=user.pk)
        mine = ScoreSheet.objects.filter(member__user=user.pk, state=SheetState.SIGNED)
        seats = Member.objects.filter(user=user.pk, seat__role__in=sorted(PRESIDING))
        in_conflict = Conflict.objects.filter(seat__members__user=user.pk).values("evaluation")
        reads = Q(evaluation__in=mine.values("evaluation")) | Q(
            evaluation__session__council__in=seats.values("seat__council")
        )
        others = Q(evaluation__opened_at__isnull=False) & reads
        if user.role in DEPARTMENT:
            others |= Q(evaluation__session__state=SessionState.CLOSED)
        return self.filter(own | (others & ~Q(evaluation__in=in_conflict)))

    def current(self):
        """The last one of each seat and dossier."""
        return self.exclude(state=SheetState.REPLACED)

    def signed(self):
        return self.filter(state=SheetState.SIGNED)

    def counted(self):
        """The signed ones of seats that take part in the dossier."""
        apart = Conflict.objects.filter(evaluation=OuterRef("evaluation"), seat=OuterRef("seat"))
        return self.signed().filter(~Exists(apart))


class ScoreSheet(models.Model):
    """What one seat gives one dossier. `edition` grows where a signed one was opened again.

    `total` is set by the signature, which locks the sheet; `typed_by` is who keyed in one that was
    signed on paper. `parts` are points by part ({"A": 35}), of a regulation whose criteria are not
    known here. `version` grows with each change of the answers.
    """

    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, related_name="sheets", verbose_name="hồ sơ"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sheets", verbose_name="ghế")
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="sheets", verbose_name="thành viên"
    )
    edition = models.PositiveSmallIntegerField("lần chấm", default=1)
    state = models.CharField(
        "trạng thái", max_length=10, choices=SheetState, default=SheetState.DRAFT
    )
    parts = models.JSONField("điểm theo phần", default=dict, blank=True)
    comment = models.TextField("ý kiến của thành viên", max_length=2000, blank=True)
    total = models.PositiveSmallIntegerField("tổng điểm", null=True, blank=True)
    signed_at = models.DateTimeField("ký lúc", null=True, blank=True)
    typed_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người nhập phiếu giấy",
    )
    version = models.PositiveIntegerField("lần sửa", default=1)
    changed_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    objects = ScoreSheetQuerySet.as_manager()
    whose = ""  # what acts and pages add to “phiếu”

    class Meta:
        verbose_name = "phiếu đánh giá"
        verbose_name_plural = "phiếu đánh giá"
        ordering = ["evaluation", "seat__position", "edition"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SheetState.values), name="scoresheet_state_known"
            ),
            models.UniqueConstraint(
                fields=["evaluation", "seat", "edition"], name="scoresheet_edition_once"
            ),
            models.UniqueConstraint(
                fields=["evaluation", "seat"],
                condition=~Q(state=SheetState.REPLACED),
                name="scoresheet_one_current_a_seat",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=SheetState.DRAFT, total=None, signed_at=None)
                    | Q(state=SheetState.ABSTAINED, total=None, signed_at__isnull=False)
                    | Q(
                        state__in=[SheetState.SIGNED, SheetState.REPLACED],
                        total__range=(0, 100),
                        signed_at__isnull=False,
                    )
                ),
                name="scoresheet_total_once_signed",
            ),
        ]

    def __str__(self):
        return f"Phiếu của {self.member}: {self.evaluation.dossier.product}"

    def get_absolute_url(self):
        return reverse("councils:sheet", args=[self.evaluation_id])

    @property
    def tone(self):
        return SHEET_TONES[self.state]


class Score(models.Model):
    """What a sheet says of one criterion: an option, or that none is reached; and why."""

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, related_name="scores", verbose_name="phiếu"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name="tiêu chí"
    )
    option = models.ForeignKey(
        Option, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="mức chấm"
    )
    meets_none = models.BooleanField("không đạt mức nào", default=False)
    evidence = models.CharField("nhận xét, minh chứng", max_length=MOST_EVIDENCE, blank=True)

    class Meta:
        verbose_name = "điểm một tiêu chí"
        verbose_name_plural = "điểm các tiêu chí"
        ordering = ["sheet", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once_a_criterion"),
            models.CheckConstraint(
                condition=Q(meets_none=False) | Q(option=None), name="score_one_level_or_none"
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.option or 'chưa chấm'}"


class Finding(models.Model):
    """The level of a criterion with minima on which the Council agreed; none where it has none."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="findings", verbose_name="hồ sơ"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="findings", verbose_name="tiêu chí"
    )
    option = models.ForeignKey(
        Option, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="mức đạt"
    )
    note = models.CharField("lý do", max_length=500, blank=True)

    class Meta:
        verbose_name = "kết luận về tiêu chí"
        verbose_name_plural = "kết luận về các tiêu chí"
        ordering = ["evaluation", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "criterion"], name="finding_once_a_criterion"
            ),
        ]

    def __str__(self):
        return f"{self.criterion}: {self.option or 'không đạt mức nào'}"


class SheetsFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a member put in is the member's alone (matrix C3)."""
        return self.filter(user=user.pk)


class SheetsFile(StagedFile):
    """A workbook of a member's own sheets, read and waiting to be confirmed as drafts.

    `lines` are what was found of each dossier (councils.sheets.file_reading.Found); a confirmation
    holds once, within an hour, for sheets that stand as they were when the file was read.
    """

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="sheet_files", verbose_name="phiên họp"
    )
    file = models.FileField("tệp gốc", upload_to="sheets/")

    objects = SheetsFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp phiếu đánh giá"
        verbose_name_plural = "tệp phiếu đánh giá"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name} – phiên {self.session.code}"

    def get_absolute_url(self):
        return reverse("councils:sheets_file", args=[self.pk])
