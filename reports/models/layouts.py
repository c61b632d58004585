"""How a certificate looks, in versions that are dated and stay."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.enums import ADMIN
from programs.models import User
from reports.enums import LAYOUT_TONES, Colour, Frame, LayoutState, Orientation


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
