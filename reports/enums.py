"""The states of a file that is made in the background; how a certificate may look."""

from django.db import models

from programs.enums import Tone


class ExportState(models.TextChoices):
    WAITING = "waiting", "đang chờ"
    RUNNING = "running", "đang làm"
    READY = "ready", "đã xong"
    FAILED = "failed", "không làm được"


EXPORT_TONES = dict.fromkeys(ExportState, Tone.PLAIN)
UNFINISHED_STATES = frozenset({ExportState.WAITING, ExportState.RUNNING})


class Frame(models.TextChoices):
    WOVEN = "woven", "hoa văn dệt giữa hai đường viền"
    DOUBLE = "double", "hai đường viền, góc có hoa văn"


class Colour(models.TextChoices):
    RED = "red", "đỏ và vàng"
    GREEN = "green", "lục và vàng"
    BLUE = "blue", "lam và vàng"
    BLACK = "black", "đen và xám"


class Orientation(models.TextChoices):
    LANDSCAPE = "landscape", "khổ ngang"
    PORTRAIT = "portrait", "khổ dọc"


class LayoutState(models.TextChoices):
    DRAFT = "draft", "bản nháp"
    PUBLISHED = "published", "đã công bố"


LAYOUT_TONES = {LayoutState.DRAFT: Tone.HEED, LayoutState.PUBLISHED: Tone.GOOD}
