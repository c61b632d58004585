"""What is typed into a long form and not yet sent."""

from django.db import models
from django.http import QueryDict

from programs.models.people import User


class FormDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, whatever the role."""
        return self.filter(user=user.pk)


class FormDraft(models.Model):
    """The fields of one form, as the page at `address` sent them last; nobody else reads them."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="form_drafts", verbose_name="người gõ"
    )
    address = models.CharField("địa chỉ", max_length=200)
    values = models.JSONField("các ô", default=dict)
    saved_at = models.DateTimeField("giữ lúc", db_index=True)

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "bản nháp của biểu mẫu"
        verbose_name_plural = "bản nháp của biểu mẫu"
        ordering = ["-saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "address"], name="formdraft_once_an_address"),
        ]

    def __str__(self):
        return f"{self.user}: {self.address}"

    @property
    def typed(self) -> QueryDict:
        """The fields, as a request would bring them."""
        fields = QueryDict(mutable=True)
        for name, values in self.values.items():
            fields.setlist(name, values)
        return fields
