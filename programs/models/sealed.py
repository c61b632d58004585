"""Rows that are written once: append-only by triggers, and sealed by a SHA-256."""

import json

from django.db import models


class AppendOnly(models.Model):
    """Rows are added, never changed or deleted: triggers refuse UPDATE and DELETE.

    The migration that makes such a table adds them, and one against TRUNCATE, by
    programs.append_only.
    """

    class Meta:
        abstract = True


class Sealed(AppendOnly):
    """Holds its `content` for ever, and what proves it; written by programs.sealing."""

    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        abstract = True


class SealedValues(Sealed):
    """`content` is values in their canonical text."""

    content = models.TextField("nội dung")

    class Meta:
        abstract = True

    def values(self):
        """The sealed content as plain values."""
        return json.loads(self.content)
