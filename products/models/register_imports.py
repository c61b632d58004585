"""A book of the register that was read and waits for a second person to confirm it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from programs.enums import DEPARTMENT
from programs.models import StagedFile, User


class RegisterImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Books are the department's (matrix R3)."""
        return self if user.role in DEPARTMENT else self.none()


class RegisterImport(StagedFile):
    """A read book: its bytes, its rows as they were read, and what each is to the register.

    `lines` are the values of the rows, `findings` what products.book_matching makes of them
    against the register. `answers` are what was said of the file, `identities` which record a row
    is, `decisions` what becomes of it; `version` counts all of these. It is confirmed once, within
    an hour of the last reading, by somebody else than who handed it in: certificates come in by it.
    """

    file = models.FileField("tệp gốc", upload_to="register/")
    findings = models.JSONField("kết quả đối chiếu", default=list)
    identities = models.JSONField("bản ghi của dòng", default=dict)
    decisions = models.JSONField("quyết định từng dòng", default=dict)
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người xác nhận",
    )
    written = models.JSONField("đã ghi", default=dict)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt nhập sổ"
        verbose_name_plural = "lượt nhập sổ"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="registerimport_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("user")),
                name="registerimport_confirmed_by_another_person",
                violation_error_message="Người xác nhận phải khác người nộp tệp.",
            ),
        ]

    def __str__(self):
        return f"Sổ {self.name}"

    def get_absolute_url(self):
        return reverse("products:book_preview", args=[self.pk])
