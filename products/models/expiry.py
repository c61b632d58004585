"""Certificates that end: the letters that say so in time, and why some were not renewed."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from products.enums import LapseReason
from products.models.certificates import Certificate
from products.models.register import Producer
from programs.models import AppendOnly, Mail, SealedValues, Unit, User


class ExpiryLetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The letters to the producers this user may read (matrix H3)."""
        return self.filter(producer__in=Producer.objects.visible_to(user).values("pk"))


class ExpiryLetter(SealedValues):
    """A dispatch to one producer and its unit: which certificates end when. Never changed."""

    producer = models.ForeignKey(
        Producer, models.PROTECT, related_name="expiry_letters", verbose_name="chủ thể"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="đơn vị cùng nhận"
    )
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    symbol = models.CharField("ký hiệu", max_length=40)
    sent_on = models.DateField("ngày gửi")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    mail = models.OneToOneField(
        Mail,
        models.PROTECT,
        related_name="expiry_letter",
        null=True,
        blank=True,
        verbose_name="thư điện tử",
    )

    objects = ExpiryLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "công văn báo hết hạn"
        verbose_name_plural = "công văn báo hết hạn"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="expiryletter_number_once"),
        ]

    def __str__(self):
        return f"Công văn số {self.label} gửi {self.producer}"

    def get_absolute_url(self):
        return reverse("reports:expiry_letter", args=[self.pk, "pdf"])

    @property
    def label(self):
        """The number as it is printed: "05/SNNMT-NTM"."""
        return f"{self.number:02}/{self.symbol}"


class ExpiryNotice(AppendOnly):
    """That a letter told the end of this certificate; once for each end. Never changed."""

    letter = models.ForeignKey(
        ExpiryLetter, models.PROTECT, related_name="notices", verbose_name="công văn"
    )
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="notices", verbose_name="giấy chứng nhận"
    )
    ends_on = models.DateField("hết hạn ngày")
    notice_by = models.DateField("thông báo chậm nhất ngày", null=True, blank=True)

    class Meta:
        verbose_name = "lần báo hết hạn"
        verbose_name_plural = "lần báo hết hạn"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "ends_on"],
                name="expirynotice_once_an_end",
                violation_error_message="Giấy chứng nhận này đã có công văn báo hết hạn.",
            ),
        ]

    def __str__(self):
        return f"{self.certificate}: {self.letter}"

    @property
    def is_late(self):
        return self.notice_by is not None and self.letter.sent_on > self.notice_by


class Lapse(models.Model):
    """Why nothing came after a certificate that expired."""

    certificate = models.OneToOneField(
        Certificate, models.PROTECT, related_name="lapse", verbose_name="giấy chứng nhận"
    )
    reason = models.CharField("lý do", max_length=12, choices=LapseReason)
    note = models.CharField("ghi rõ", max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now=True)

    class Meta:
        verbose_name = "lý do không đánh giá lại"
        verbose_name_plural = "lý do không đánh giá lại"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=LapseReason.values), name="lapse_reason_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason=LapseReason.OTHER, note=""),
                name="lapse_other_reason_is_told",
                violation_error_message="Hãy ghi rõ lý do khác.",
            ),
        ]

    def __str__(self):
        return f"{self.certificate}: {self.get_reason_display()}"
