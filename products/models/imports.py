"""A file that was read and waits for its officer to confirm it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from products.models.plans import Plan
from programs.enums import DEPARTMENT, UNIT_ROLES
from programs.models import StagedFile
from programs.scoping import own_units


class PlanImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The imports whose original file this user may get (matrix E3)."""
        if user.role in DEPARTMENT:
            return self
        if user.role in UNIT_ROLES:
            return self.filter(plan__unit__in=own_units(user))
        return self.none()


class PlanImport(StagedFile):
    """A read file: its bytes, what was found in it, and whether it was confirmed.

    A confirmation holds for this user, these bytes (`sha256`) and this `edition` of the plan,
    once, within an hour of the last reading. `rows` are what a confirmation would write.
    What a confirmation wrote is the plan's history after `history_before` up to `history_upto`;
    `loosened` are the drafts that lost their row by it. That is all an undo needs.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="imports", verbose_name="kế hoạch")
    file = models.FileField("tệp gốc", upload_to="imports/")
    edition = models.PositiveIntegerField("lần sửa của kế hoạch")
    replaces = models.BooleanField("thay toàn bộ danh sách", default=False)
    rows = models.JSONField("các dòng", default=list)
    history_before = models.BigIntegerField("lịch sử trước khi nhập", default=0)
    history_upto = models.BigIntegerField("lịch sử đến hết lần nhập", default=0)
    loosened = models.JSONField("dòng gõ dở mất dòng gốc", default=dict)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt nhập"
        verbose_name_plural = "lượt nhập"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(confirmed_at__isnull=False),
                name="planimport_undone_was_confirmed",
            ),
        ]

    def __str__(self):
        return f"{self.name} – {self.plan}"

    def get_absolute_url(self):
        return reverse("products:import_preview", args=[self.pk])
