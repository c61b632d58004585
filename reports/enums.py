"""The states of a file that is made in the background."""

from django.db import models

from programs.enums import Tone


class ExportState(models.TextChoices):
    WAITING = "waiting", "đang chờ"
    RUNNING = "running", "đang làm"
    READY = "ready", "đã xong"
    FAILED = "failed", "không làm được"


EXPORT_TONES = dict.fromkeys(ExportState, Tone.PLAIN)
UNFINISHED_STATES = frozenset({ExportState.WAITING, ExportState.RUNNING})
