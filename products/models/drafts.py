"""A row of a plan as it is being typed: text that is not yet a valid registration."""

from django.db import models
from django.db.models import Q

from products.models.plans import Plan
from products.models.registrations import Registration
from programs.models import User


class RowDraft(models.Model):
    """What was typed of a row that cannot stand in the plan yet, letter for letter.

    With a `registration` it is a change of that row as it was at `base`, its version then;
    without one it is a new row, which the page knows again by its `key`. The unit's officers
    share them: a colleague may finish what another began. While there are any, the plan is not
    handed in.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="drafts", verbose_name="kế hoạch")
    registration = models.OneToOneField(
        Registration,
        models.CASCADE,
        related_name="draft",
        null=True,
        blank=True,
        verbose_name="sản phẩm đăng ký",
    )
    key = models.UUIDField("khóa", null=True, blank=True, unique=True)
    position = models.PositiveIntegerField("STT")
    base = models.PositiveIntegerField("dựa trên lần sửa", default=0)
    version = models.PositiveIntegerField("lần sửa", default=1)
    cells = models.JSONField("các ô", default=dict)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gõ")
    changed_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    class Meta:
        verbose_name = "dòng đang gõ dở"
        verbose_name_plural = "dòng đang gõ dở"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(registration=None) | Q(base__gte=1),
                name="rowdraft_knows_what_it_changes",
            ),
        ]

    def __str__(self):
        return self.cells.get("product_name", "").strip()[:100] or "dòng chưa có tên"
