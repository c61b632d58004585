"""Ways of looking at a list that people keep: filters, sort and columns under a name."""

from django.db import models
from django.db.models import Q

from programs.collation import VIETNAMESE
from programs.models.people import User


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and what colleagues of the same unit or agency share."""
        shared = Q()
        if user.unit_id:
            shared |= Q(user__unit=user.unit_id)
        if user.agency_id:
            shared |= Q(user__agency=user.agency_id)
        own = Q(user=user.pk)
        return self.filter(own | (Q(is_shared=True) & shared) if shared else own)


class SavedView(models.Model):
    """A query string of a list, named by its owner, who alone may change it."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="saved_views", verbose_name="người lưu"
    )
    listing = models.SlugField("danh sách", max_length=40)
    name = models.CharField("tên", max_length=60, db_collation=VIETNAMESE)
    query = models.TextField("điều kiện", max_length=2000, blank=True)
    is_shared = models.BooleanField("cho đồng nghiệp cùng đơn vị, cơ quan dùng", default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "cách xem"
        verbose_name_plural = "cách xem"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "listing", "name"],
                name="savedview_name_once",
                violation_error_message="Bạn đã có cách xem mang tên này.",
            ),
        ]

    def __str__(self):
        return self.name
