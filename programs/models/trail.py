"""What was done, by whom and when; and the mail that waits to be sent."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from programs.enums import Role
from programs.models.sealed import AppendOnly
from programs.models.units import Unit


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The trail this user may read (matrix L1, L2): all, the own unit's, or one's own."""
        match user.role:
            case Role.PROVINCE_ADMIN:
                return self
            case Role.UNIT_LEADER if user.unit_id:
                return self.filter(Q(unit=user.unit_id) | Q(actor=user.pk))
            case _:
                return self.filter(actor=user.pk)

    def about(self, row):
        """The trail of one row, the latest first."""
        return self.filter(subject_type=row._meta.label_lower, subject_id=row.pk).order_by("-pk")


class Event(AppendOnly):
    """One thing that somebody did or was refused. Rows are added and never changed.

    `key` is the key of the form that was posted: the same form posted twice is one event.
    """

    at = models.DateTimeField("lúc", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
        verbose_name="người thực hiện",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="đơn vị"
    )
    action = models.CharField("việc", max_length=60)
    label = models.CharField("việc, bằng lời", max_length=120, blank=True)
    refused = models.BooleanField("bị từ chối", default=False)
    subject_type = models.CharField("loại đối tượng", max_length=60)
    subject_id = models.BigIntegerField("mã đối tượng", null=True, blank=True)
    subject = models.CharField("đối tượng", max_length=300)
    source = models.CharField("từ trạng thái", max_length=20, blank=True)
    target = models.CharField("đến trạng thái", max_length=20, blank=True)
    note = models.TextField("nội dung", blank=True)
    data = models.JSONField("dữ liệu", default=dict, blank=True)
    address = models.GenericIPAddressField("địa chỉ mạng", null=True, blank=True)
    request_id = models.CharField("mã yêu cầu", max_length=32, blank=True)
    key = models.UUIDField("mã biểu mẫu", null=True, blank=True, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="event_subject")]

    def __str__(self):
        return f"{self.label or self.action}: {self.subject}"

    def row(self):
        """What the event is about, or None where it was removed since."""
        model = apps.get_model(self.subject_type)
        return model.objects.filter(pk=self.subject_id).first()

    def said(self):
        """The act as a reader says it: "trả lại đơn vị: thiếu địa chỉ"."""
        return ": ".join(filter(None, (self.label or self.action, self.note)))


class Mail(models.Model):
    """A mail written in the transaction of what it tells. `manage.py send_mail_queue` sends it.

    `key` says what it is about and to whom, so that the same news is never written twice.
    """

    key = models.CharField("mã", max_length=200, unique=True)
    recipient = models.EmailField("người nhận")
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    created_at = models.DateTimeField("viết lúc", auto_now_add=True)
    due_at = models.DateTimeField("gửi từ lúc")
    sent_at = models.DateTimeField("đã gửi lúc", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    error = models.CharField("lỗi lần cuối", max_length=500, blank=True)

    class Meta:
        verbose_name = "thư"
        verbose_name_plural = "thư"
        ordering = ["pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="mail_waiting")]

    def __str__(self):
        return f"{self.recipient}: {self.subject}"
