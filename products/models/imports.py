"""A file that was read and waits for its officer to confirm it."""

from django.db import models

from products.models.plans import Plan
from programs.enums import DEPARTMENT, UNIT_ROLES
from programs.models import User
from programs.scoping import own_units


class PlanImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The imports whose original file this user may get (matrix E3)."""
        if user.role in DEPARTMENT:
            return self
        if user.role in UNIT_ROLES:
            return self.filter(plan__unit__in=own_units(user))
        return self.none()


class PlanImport(models.Model):
    """A read file: its bytes, what was found in it, and whether it was confirmed.

    A confirmation holds for this user, these bytes (`sha256`) and this `edition` of the plan,
    once, within an hour.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="imports", verbose_name="kế hoạch")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhập")
    file = models.FileField("tệp gốc", upload_to="imports/")
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    edition = models.PositiveIntegerField("lần sửa của kế hoạch")
    replaces = models.BooleanField("thay toàn bộ danh sách", default=False)
    outcome = models.CharField("kết quả đọc", max_length=20)
    rows = models.JSONField("các dòng", default=list)
    problems = models.JSONField("vấn đề", default=list)
    read_at = models.DateTimeField("đọc lúc", auto_now_add=True)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt nhập"
        verbose_name_plural = "lượt nhập"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.name} – {self.plan}"
