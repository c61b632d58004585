"""What units ask for: that a certificate is revoked, with the reason and the evidence."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from products.enums import (
    OPEN_PETITIONS,
    PETITION_TONES,
    PRIVATE_PETITIONS,
    PetitionReason,
    PetitionState,
)
from products.models.certificates import Certificate, Revocation
from products.models.inspections import Inspection
from programs.enums import REGISTER_READERS, UNIT_ROLES
from programs.models import RevocationGround, User


class PetitionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All that were sent, or those of the own unit's products (matrix N9, N10)."""
        if user.role in REGISTER_READERS:
            return self.exclude(state__in=PRIVATE_PETITIONS)
        if user.role not in UNIT_ROLES:
            return self.none()
        return self.filter(certificate__in=Certificate.objects.visible_to(user).values("pk"))


class Petition(models.Model):
    """A unit's request to revoke a certificate; its leader sends it, the department answers.

    Its state moves only by petitions.PETITION. `ground` is of the regulation of the day on which
    it was written, where that names any; `revocation` or `inspection` is what came of it.
    """

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="petitions", verbose_name="giấy chứng nhận"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=PetitionState, default=PetitionState.DRAFT
    )
    reason = models.CharField("lý do", max_length=20, choices=PetitionReason)
    ground = models.ForeignKey(
        RevocationGround,
        models.PROTECT,
        related_name="petitions",
        null=True,
        blank=True,
        verbose_name="căn cứ thu hồi",
    )
    facts = models.TextField("sự việc, căn cứ đề nghị", max_length=2000)
    evidence = models.TextField("minh chứng", max_length=2000)
    file = models.FileField("tệp minh chứng", upload_to="petitions/", blank=True)
    name = models.CharField("tên tệp", max_length=200, blank=True)
    content_type = models.CharField("kiểu tệp", max_length=100, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    prepared_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người soạn"
    )
    prepared_at = models.DateTimeField("soạn lúc", auto_now_add=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người gửi"
    )
    sent_on = models.DateField("ngày gửi", null=True, blank=True)
    answer = models.TextField("trả lời của cấp tỉnh", max_length=2000, blank=True)
    revocation = models.OneToOneField(
        Revocation,
        models.PROTECT,
        related_name="petition",
        null=True,
        blank=True,
        verbose_name="thủ tục thu hồi",
    )
    inspection = models.OneToOneField(
        Inspection,
        models.PROTECT,
        related_name="petition",
        null=True,
        blank=True,
        verbose_name="lần hậu kiểm",
    )
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị thu hồi của đơn vị"
        verbose_name_plural = "đề nghị thu hồi của đơn vị"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PetitionState.values), name="petition_state_known"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=PetitionReason.values), name="petition_reason_known"
            ),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state__in=sorted(OPEN_PETITIONS)),
                name="petition_one_open_a_certificate",
                violation_error_message="Giấy chứng nhận này đang có một đề nghị chưa giải quyết.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(PRIVATE_PETITIONS))
                | Q(sent_by__isnull=False, sent_on__isnull=False),
                name="petition_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=PetitionState.ANSWERED) | ~Q(answer=""),
                name="petition_answered_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=PetitionState.TAKEN_UP) | Q(revocation__isnull=False),
                name="petition_taken_up_by_a_revocation",
            ),
            models.CheckConstraint(
                condition=~Q(state=PetitionState.CHECKING) | Q(inspection__isnull=False),
                name="petition_checked_by_an_inspection",
            ),
        ]

    def __str__(self):
        return f"Đề nghị thu hồi {self.certificate.product_name} – {self.certificate}"

    def get_absolute_url(self):
        return reverse("products:petition_detail", args=[self.pk])

    @property
    def tone(self):
        return PETITION_TONES[self.state]

    @property
    def unit_id(self):
        return self.certificate.unit_id
