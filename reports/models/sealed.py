"""What was printed once and is served with the same bytes for ever."""

from django.db import models

from programs.models import Sealed


class SealedDocument(Sealed):
    """The bytes of a document as first written from sealed data.

    `key` names the sealed source and the format ("plan-12.pdf").
    """

    key = models.CharField("mã", max_length=100, unique=True)
    content = models.BinaryField("nội dung")
    template = models.CharField("phiên bản mẫu", max_length=40)
    written_at = models.DateTimeField("in lúc", auto_now_add=True)

    class Meta:
        verbose_name = "văn bản đã niêm phong"
        verbose_name_plural = "văn bản đã niêm phong"
        ordering = ["pk"]

    def __str__(self):
        return self.key
