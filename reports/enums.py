"""The states of files made in the background, of papers that go out; how a certificate may look."""

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


class PaperKind(models.TextChoices):
    """Each is numbered by itself; the comment says what stands over it on paper."""

    DISPATCH = "cong-van", "công văn"  # nothing
    NOTICE = "thong-bao", "thông báo"
    REPORT = "bao-cao", "báo cáo"
    PLAN = "ke-hoach", "kế hoạch"
    PROPOSAL = "to-trinh", "tờ trình"
    DECISION = "quyet-dinh", "quyết định"
    MINUTES = "bien-ban", "biên bản"
    INVITATION = "giay-moi", "giấy mời"


class PaperState(models.TextChoices):
    DRAFT = "draft", "dự thảo"
    SIGNED_OFF = "signed_off", "đã duyệt, chờ số"
    NUMBERED = "numbered", "đã có số, chờ ban hành"
    ISSUED = "issued", "đã ban hành"
    WITHDRAWN = "withdrawn", "đã thu hồi"
    REPLACED = "replaced", "đã được thay thế"
    DROPPED = "dropped", "đã bỏ dự thảo"


PAPER_TONES = {
    PaperState.DRAFT: Tone.PLAIN,
    PaperState.SIGNED_OFF: Tone.INFO,
    PaperState.NUMBERED: Tone.INFO,
    PaperState.ISSUED: Tone.GOOD,
    PaperState.WITHDRAWN: Tone.BAD,
    PaperState.REPLACED: Tone.PLAIN,
    PaperState.DROPPED: Tone.PLAIN,
}
# Those that went out once: their bytes are sealed, and who has one may ask about it.
ONCE_ISSUED = frozenset({PaperState.ISSUED, PaperState.WITHDRAWN, PaperState.REPLACED})
HAVE_NUMBERS = ONCE_ISSUED | {PaperState.NUMBERED}


class NumberState(models.TextChoices):
    TAKEN = "taken", "đã dùng"
    RESERVED = "reserved", "giữ trước"
    FREE = "free", "trả lại, dùng trước"


NUMBER_TONES = {
    NumberState.TAKEN: Tone.GOOD,
    NumberState.RESERVED: Tone.HEED,
    NumberState.FREE: Tone.PLAIN,
}


class CopyKind(models.TextChoices):
    """What a file is that came back to an issued paper."""

    SIGNED = "signed", "bản ký số của văn bản này"
    SCAN = "scan", "bản quét"


# --- Periodic reports --------------------------------------------------------------------------


class PeriodKind(models.TextChoices):
    """What a periodic report tells of; an annual one is year-to-date and holds the half-year."""

    HALF_YEAR = "6-month", "6 tháng"
    ANNUAL = "annual", "năm"


class ReporterKind(models.TextChoices):
    UNIT = "unit", "đơn vị"
    AGENCY = "agency", "cơ quan"


class AskedOf(models.TextChoices):
    """Who answers an indicator: the words are those of `ReporterKind`, or both."""

    UNIT = "unit", "đơn vị"
    AGENCY = "agency", "cơ quan"
    BOTH = "both", "đơn vị và cơ quan"


class RollUp(models.TextChoices):
    """What the figures of many reports come to."""

    SUM = "sum", "cộng"
    LATEST = "latest", "số có đến cuối kỳ, cộng"
    DISTINCT = "distinct", "mỗi chủ thể một lần"
    RATIO = "ratio", "tỷ lệ, tính lại từ các phần"
    NONE = "none", "không tổng hợp"


class VersionStanding(models.TextChoices):
    """Where one version of a periodic report stands; `MISSING` says that there is no version."""

    DRAFT = "draft", "đang soạn"
    SENT = "sent", "đã gửi, chờ duyệt"
    ACCEPTED = "accepted", "đã duyệt"
    NIL = "nil", "báo cáo không phát sinh"
    RETURNED = "returned", "trả lại"
    SUPERSEDED = "superseded", "đã có bản thay thế"
    MISSING = "missing", "chưa báo cáo"


class FormState(models.TextChoices):
    """A version of the form of periodic reports."""

    DRAFT = "draft", "bản nháp"
    PUBLISHED = "published", "đã công bố"
    DROPPED = "dropped", "đã bỏ"


FORM_TONES = {
    FormState.DRAFT: Tone.INFO,
    FormState.PUBLISHED: Tone.GOOD,
    FormState.DROPPED: Tone.PLAIN,
}


class FigureSource(models.TextChoices):
    """Where a figure comes from: counted from the register, typed, or typed beside the count."""

    COMPUTED = "computed", "cổng tính từ dữ liệu"
    TYPED = "typed", "người báo cáo ghi"
    BOTH = "both", "người báo cáo ghi, đối chiếu với dữ liệu"


class ReportState(models.TextChoices):
    DRAFT = "draft", "đang soạn"
    HANDED_IN = "handed_in", "chờ duyệt"
    SENT = "sent", "đã gửi tỉnh"
    RETURNED = "returned", "tỉnh trả lại"
    ACCEPTED = "accepted", "tỉnh đã tiếp nhận"
    SUPERSEDED = "superseded", "đã được thay thế"


REPORT_TONES = {
    ReportState.DRAFT: Tone.PLAIN,
    ReportState.HANDED_IN: Tone.INFO,
    ReportState.SENT: Tone.INFO,
    ReportState.RETURNED: Tone.HEED,
    ReportState.ACCEPTED: Tone.GOOD,
    ReportState.SUPERSEDED: Tone.PLAIN,
}
REPORT_EDITABLE = frozenset({ReportState.DRAFT})
# What a reporter keeps to itself; what was returned stays as it was sent, its correction is a new
# version. One version at a time is in work.
REPORT_PRIVATE = REPORT_EDITABLE | {ReportState.HANDED_IN}
REPORT_WORKING = REPORT_PRIVATE | {ReportState.SENT}


class ProvinceReportState(models.TextChoices):
    """A version of the province's own report on a campaign."""

    DRAFT = "draft", "đang soạn"
    SEALED = "sealed", "đã niêm phong"


PROVINCE_REPORT_TONES = {
    ProvinceReportState.DRAFT: Tone.INFO,
    ProvinceReportState.SEALED: Tone.GOOD,
}
