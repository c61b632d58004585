"""What a person is told: on the bell at once, and by mail with the next digest."""

from django.db import models
from django.db.models import Q

from programs.enums import MailOutcome, notification_kinds
from programs.models.people import User
from programs.models.trail import Mail


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, whatever the role."""
        return self.filter(recipient=user.pk)

    def about(self, row):
        return self.filter(subject_type=row._meta.label_lower, subject_id=row.pk)


class Notification(models.Model):
    """One piece of news for one person. `outcome` says what became of its mail.

    `due_on` is the day on which a reminder falls due: the same reminder of the same day to the
    same person is one row, however often and by however many workers it is written. Since
    `done_at` its matter is done with, and it counts as read.
    """

    recipient = models.ForeignKey(
        User, models.PROTECT, related_name="notifications", verbose_name="người nhận"
    )
    kind = models.CharField("loại", max_length=40, choices=notification_kinds)
    subject_type = models.CharField("loại đối tượng", max_length=60)
    subject_id = models.BigIntegerField("mã đối tượng")
    text = models.CharField("nội dung", max_length=1000)
    url = models.CharField("địa chỉ", max_length=200)
    due_on = models.DateField("ngày đến lượt nhắc", null=True, blank=True)
    created_at = models.DateTimeField("lúc", auto_now_add=True)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    done_at = models.DateTimeField("xong lúc", null=True, blank=True)
    outcome = models.CharField(
        "thư", max_length=10, choices=MailOutcome, default=MailOutcome.WAITING
    )
    mail = models.ForeignKey(
        Mail,
        models.PROTECT,
        related_name="notifications",
        null=True,
        blank=True,
        verbose_name="trong thư",
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="notification_subject"),
            models.Index(
                fields=["recipient"], condition=Q(read_at=None), name="notification_unread"
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(outcome=MailOutcome.WAITING),
                name="notification_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "recipient", "due_on"],
                name="notification_once_a_due_day",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(read_at__isnull=False),
                name="notification_done_is_read",
            ),
            models.CheckConstraint(condition=~Q(kind=""), name="notification_has_a_kind"),
            models.CheckConstraint(
                condition=Q(outcome__in=MailOutcome.values), name="notification_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=MailOutcome.MAILED, mail__isnull=False)
                | (~Q(outcome=MailOutcome.MAILED) & Q(mail=None)),
                name="notification_mailed_has_its_mail",
            ),
        ]

    def __str__(self):
        return f"{self.recipient}: {self.text[:60]}"
