"""What was printed once and stays for ever; files made on request; how a certificate looks."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.enums import ADMIN
from programs.models import Sealed, User
from reports.enums import (
    EXPORT_TONES,
    LAYOUT_TONES,
    UNFINISHED_STATES,
    Colour,
    ExportState,
    Frame,
    LayoutState,
    Orientation,
)


class SealedDocument(Sealed):
    """The bytes of a document as first written from sealed data.

    `key` names the sealed source and the format ("plan-12.pdf").
    """

    key = models.CharField("mã", max_length=100, unique=True)
    content = models.BinaryField("nội dung")
    template = models.CharField("phiên bản mẫu", max_length=40)
    written_at = models.DateTimeField("in lúc", auto_now_add=True)

    class Meta:
        verbose_name = "văn bản đã niêm phong"
        verbose_name_plural = "văn bản đã niêm phong"
        ordering = ["pk"]

    def __str__(self):
        return self.key


class ExportJobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, whatever the role: what a person may see is in the file."""
        return self.filter(user=user.pk)

    def unfinished(self):
        return self.filter(state__in=sorted(UNFINISHED_STATES))


class ExportJob(models.Model):
    """A long list on its way to a file, for the one who asked, with their filters and rights.

    `manage.py run_exports` claims a row until `claimed_until`; the file lies under a random name
    until `expires_at`, and `rights` are those with which its rows were chosen.
    """

    user = models.ForeignKey(
        User, models.PROTECT, related_name="export_jobs", verbose_name="người yêu cầu"
    )
    listing = models.SlugField("danh sách", max_length=40)
    query = models.TextField("điều kiện", blank=True)
    extension = models.CharField("loại tệp", max_length=4)
    state = models.CharField(
        "trạng thái", max_length=8, choices=ExportState, default=ExportState.WAITING
    )
    asked_at = models.DateTimeField("yêu cầu lúc", auto_now_add=True)
    claimed_until = models.DateTimeField("nhận làm đến lúc", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    rows_done = models.PositiveIntegerField("số dòng đã ghi", default=0)
    rows_total = models.PositiveIntegerField("số dòng", default=0)
    file = models.FileField("tệp", upload_to="exports/", blank=True)
    expires_at = models.DateTimeField("giữ đến", null=True, blank=True)
    rights = models.CharField("quyền khi làm tệp", max_length=60, blank=True)
    failure = models.CharField("lý do không làm được", max_length=300, blank=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp xuất"
        verbose_name_plural = "tệp xuất"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExportState.values), name="exportjob_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.READY) | (~Q(file="") & Q(expires_at__isnull=False)),
                name="exportjob_ready_has_a_file_for_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.listing}.{self.extension}"

    @property
    def tone(self):
        return EXPORT_TONES[self.state]

    @property
    def is_unfinished(self):
        return self.state in UNFINISHED_STATES


class CertificateLayoutQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All, for the province's administrator (matrix V7)."""
        return self if user.role in ADMIN else self.none()

    def published(self):
        return self.filter(published_at__isnull=False)

    def in_force_on(self, day):
        """The published version by which what is issued on this day is printed, or None."""
        return self.published().filter(valid_from__lte=day).order_by("-valid_from").first()


class CertificateLayout(models.Model):
    """A version of the certificate's paper: its texts with placeholders, its frame, its colours.

    Texts are data, never a template that is run: reports.layouts says which placeholders there
    are. A published version never changes (triggers); another one follows it by `valid_from`.
    """

    name = models.CharField("tên phiên bản", max_length=100)
    valid_from = models.DateField("áp dụng cho giấy cấp từ ngày")
    title = models.CharField("tiêu đề", max_length=30, default="GIẤY CHỨNG NHẬN")
    subtitle = models.CharField("dòng dưới tiêu đề", max_length=40, blank=True)
    lines = models.TextField("các dòng giữa giấy", max_length=800)
    foot = models.TextField("các dòng bên mã QR", max_length=500)
    frame = models.CharField("khung", max_length=10, choices=Frame, default=Frame.WOVEN)
    colour = models.CharField("màu", max_length=10, choices=Colour, default=Colour.RED)
    orientation = models.CharField(
        "khổ giấy", max_length=10, choices=Orientation, default=Orientation.LANDSCAPE
    )
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name="người công bố",
    )
    version = models.PositiveIntegerField("lần sửa", default=1, editable=False)

    objects = CertificateLayoutQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu giấy chứng nhận"
        verbose_name_plural = "mẫu giấy chứng nhận"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from"],
                condition=Q(published_at__isnull=False),
                name="certificatelayout_one_a_day",
                violation_error_message="Đã có mẫu được công bố, áp dụng từ ngày này.",
            ),
            models.CheckConstraint(
                condition=Q(frame__in=Frame.values), name="certificatelayout_frame_known"
            ),
            models.CheckConstraint(
                condition=Q(colour__in=Colour.values), name="certificatelayout_colour_known"
            ),
            models.CheckConstraint(
                condition=Q(orientation__in=Orientation.values),
                name="certificatelayout_orientation_known",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reports:layout_detail", args=[self.pk])

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def state(self):
        return LayoutState.PUBLISHED if self.is_published else LayoutState.DRAFT

    @property
    def tone(self):
        return LAYOUT_TONES[self.state]
