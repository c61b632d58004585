"""Files made on request, in the background."""

from django.db import models
from django.db.models import Q

from programs.models import User
from reports.enums import EXPORT_TONES, UNFINISHED_STATES, ExportState


class ExportJobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, whatever the role: what a person may see is in the file."""
        return self.filter(user=user.pk)

    def unfinished(self):
        return self.filter(state__in=sorted(UNFINISHED_STATES))


class ExportJob(models.Model):
    """A long list on its way to a file, for the one who asked, with their filters and rights.

    `manage.py run_exports` claims a row until `claimed_until`; the file lies under a random name
    until `expires_at`, and `rights` are those with which its rows were chosen.
    """

    user = models.ForeignKey(
        User, models.PROTECT, related_name="export_jobs", verbose_name="người yêu cầu"
    )
    listing = models.SlugField("danh sách", max_length=40)
    query = models.TextField("điều kiện", blank=True)
    extension = models.CharField("loại tệp", max_length=4)
    state = models.CharField(
        "trạng thái", max_length=8, choices=ExportState, default=ExportState.WAITING
    )
    asked_at = models.DateTimeField("yêu cầu lúc", auto_now_add=True)
    claimed_until = models.DateTimeField("nhận làm đến lúc", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    rows_done = models.PositiveIntegerField("số dòng đã ghi", default=0)
    rows_total = models.PositiveIntegerField("số dòng", default=0)
    file = models.FileField("tệp", upload_to="exports/", blank=True)
    expires_at = models.DateTimeField("giữ đến", null=True, blank=True)
    rights = models.CharField("quyền khi làm tệp", max_length=60, blank=True)
    failure = models.CharField("lý do không làm được", max_length=300, blank=True)

    objects = ExportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp xuất"
        verbose_name_plural = "tệp xuất"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExportState.values), name="exportjob_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.READY) | (~Q(file="") & Q(expires_at__isnull=False)),
                name="exportjob_ready_has_a_file_for_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.listing}.{self.extension}"

    @property
    def tone(self):
        return EXPORT_TONES[self.state]

    @property
    def is_unfinished(self):
        return self.state in UNFINISHED_STATES
