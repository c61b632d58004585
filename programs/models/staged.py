"""A file that was handed in and read: what every import keeps of it until it is confirmed."""

from django.db import models

from programs.models.people import User


class StagedFile(models.Model):
    """The bytes of a file beside what was found in them; programs.uploads.staged keeps both.

    The bytes never change: `sha256` is theirs, and what was decided and corrected stands beside
    them in `answers`. `columns` are those of the file with what each was taken for, `lines` its
    rows as they were read; `version` counts the readings and decisions.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nộp")
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    outcome = models.CharField("kết quả đọc", max_length=20)
    columns = models.JSONField("các cột của tệp", default=list)
    lines = models.JSONField("các dòng của tệp", default=list)
    problems = models.JSONField("vấn đề của tệp", default=list)
    answers = models.JSONField("sửa và lựa chọn", default=dict)
    version = models.PositiveIntegerField("lần kiểm tra", default=1)
    read_at = models.DateTimeField("đọc lúc", auto_now_add=True)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)

    class Meta:
        abstract = True
