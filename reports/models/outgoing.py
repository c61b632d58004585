"""Papers that go out, their numbers, to whom they go, who opened them, and signed copies."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst

from products.models.certificates import new_check_code
from programs.enums import REGISTER_READERS, Role
from programs.models import Agency, AppendOnly, Unit, User
from programs.scoping import own_units
from reports.enums import (
    HAVE_NUMBERS,
    NUMBER_TONES,
    ONCE_ISSUED,
    PAPER_TONES,
    CopyKind,
    NumberState,
    PaperKind,
    PaperState,
)
from reports.models.sealed import SealedDocument

# What is sealed of each: its values, and the bytes that are handed out.
FORMATS = ("json", "pdf", "docx")


class OutgoingPaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for those who read the register (matrix V6); what was sent to the others (V4)."""
        return self if user.role in REGISTER_READERS else self.once_issued().sent_to(user)

    def sent_to(self, user):
        """Those that go to this person's unit, to one that it took over, or to their agency."""
        theirs = PaperRecipient.objects.filter(unit__in=own_units(user).values("pk"))
        if user.agency_id:
            theirs |= PaperRecipient.objects.filter(agency=user.agency_id)
        return self.filter(pk__in=theirs.values("paper"))

    def once_issued(self):
        return self.filter(state__in=sorted(ONCE_ISSUED))


class OutgoingPaper(models.Model):
    """A paper on its way out. Its state moves only by outgoing.workflow.OUTGOING.

    `content` is the paper as values (reports.papers.plain), without number and day until it is
    issued; `source` is what it was made from, `template` the version of what draws it. `version`
    counts what was typed into the draft. Once issued, its bytes are SealedDocuments, and triggers
    refuse every change but that it is withdrawn or replaced.
    """

    kind = models.CharField("loại văn bản", max_length=12, choices=PaperKind)
    source = models.CharField("soạn từ", max_length=100)
    subject = models.CharField("trích yếu", max_length=500)
    issuer = models.ForeignKey(
        Agency, models.PROTECT, related_name="outgoing_papers", verbose_name="cơ quan ban hành"
    )
    issuer_name = models.CharField("tên cơ quan in trên văn bản", max_length=200)
    symbol = models.CharField("ký hiệu", max_length=40, blank=True)
    authority = models.CharField("quyền hạn người ký", max_length=200, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=150, blank=True)
    content = models.JSONField("nội dung")
    template = models.CharField("phiên bản mẫu", max_length=40)
    state = models.CharField(
        "trạng thái", max_length=10, choices=PaperState, default=PaperState.DRAFT
    )
    version = models.PositiveIntegerField("lần sửa", default=1)
    check_code = models.CharField(
        "mã tra cứu", max_length=20, unique=True, default=new_check_code, editable=False
    )
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    day = models.DateField("ngày văn bản", null=True, blank=True)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người soạn"
    )
    drafted_at = models.DateTimeField("soạn lúc", auto_now_add=True)
    signed_off_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người duyệt"
    )
    signed_off_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    numbered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người cấp số"
    )
    issued_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người ban hành"
    )
    issued_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
        verbose_name="thay cho",
    )

    objects = OutgoingPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đi"
        verbose_name_plural = "văn bản đi"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="outgoingpaper_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PaperKind.values), name="outgoingpaper_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PaperState.values), name="outgoingpaper_state_known"
            ),
            models.UniqueConstraint(
                fields=["issuer", "kind", "year", "number"], name="outgoingpaper_number_once"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state=PaperState.DROPPED),
                name="outgoingpaper_one_successor",
                violation_error_message="Văn bản này đang có văn bản thay thế.",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")),
                name="outgoingpaper_replaces_another",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None) | ~Q(signed_off_by=F("drafted_by")),
                name="outgoingpaper_signed_off_by_another",
                violation_error_message="Người duyệt phải khác người soạn.",
            ),
            models.CheckConstraint(
                condition=Q(issued_by=None) | ~Q(issued_by=F("drafted_by")),
                name="outgoingpaper_issued_by_another",
                violation_error_message="Người ban hành phải khác người soạn.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(HAVE_NUMBERS))
                | (
                    Q(year__isnull=False, number__isnull=False)
                    & Q(signed_off_by__isnull=False, numbered_by__isnull=False)
                ),
                name="outgoingpaper_numbered_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ONCE_ISSUED))
                | Q(day__isnull=False, issued_by__isnull=False, issued_at__isnull=False),
                name="outgoingpaper_issued_is_whole",
            ),
        ]

    def __str__(self):
        kind = capfirst(self.get_kind_display())
        return f"{kind} số {self.label}" if self.number else f"{kind} “{self.subject}”"

    def get_absolute_url(self):
        return reverse("reports:outgoing_detail", args=[self.pk])

    @property
    def tone(self):
        return PAPER_TONES[self.state]

    @property
    def label(self):
        """The number as it is printed: "05/SNNMT-NTM"; "" where it has none."""
        return f"{self.number:02}/{self.symbol}" if self.number else ""

    @property
    def is_issued(self):
        return self.state in ONCE_ISSUED

    def sealed_key(self, extension):
        """Under which its bytes are sealed: "paper-12.pdf"."""
        return f"paper-{self.pk}.{extension}"

    def sealed(self, extension) -> SealedDocument:
        return SealedDocument.objects.get(key=self.sealed_key(extension))


class PaperRecipient(models.Model):
    """To whom a paper goes: a unit or an agency, whose accounts read it here, or a name alone."""

    paper = models.ForeignKey(
        OutgoingPaper, models.CASCADE, related_name="recipients", verbose_name="văn bản"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="đơn vị"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="cơ quan"
    )
    name = models.CharField("tên nơi nhận", max_length=300)

    class Meta:
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "unit"], name="paperrecipient_unit_once"),
            models.UniqueConstraint(fields=["paper", "agency"], name="paperrecipient_agency_once"),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(agency=None), name="paperrecipient_is_one"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="paperrecipient_is_named"),
        ]

    def __str__(self):
        return self.name


class PaperOpening(AppendOnly):
    """An account of a recipient opened the paper, for the first time then."""

    paper = models.ForeignKey(
        OutgoingPaper, models.PROTECT, related_name="openings", verbose_name="văn bản"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người mở")
    opened_at = models.DateTimeField("mở lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần mở văn bản"
        verbose_name_plural = "lần mở văn bản"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "user"], name="paperopening_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.paper}"


class PaperCopy(AppendOnly):
    """A signed copy that came back: a scan, or the sealed PDF with digital signatures.

    `said` is what was found in it in a sentence, `signatures` as programs.uploads.signatures
    keeps them.
    """

    paper = models.ForeignKey(
        OutgoingPaper, models.PROTECT, related_name="copies", verbose_name="văn bản"
    )
    kind = models.CharField("là", max_length=10, choices=CopyKind)
    said = models.CharField("nhận xét", max_length=300, blank=True)
    signatures = models.JSONField("chữ ký số", default=list, blank=True)
    file = models.FileField("tệp", upload_to="papers/")
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("loại tệp", max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nộp")
    added_at = models.DateTimeField("nộp lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bản ký của văn bản đi"
        verbose_name_plural = "bản ký của văn bản đi"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CopyKind.values), name="papercopy_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.paper}: {self.name}"


# --- Numbers -----------------------------------------------------------------------------------


class PaperSeries(models.Model):
    """The numbers of an issuer's papers of one kind in a year; written under its lock alone."""

    issuer = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name="cơ quan ban hành"
    )
    kind = models.CharField("loại văn bản", max_length=12, choices=PaperKind)
    year = models.PositiveSmallIntegerField("năm")
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = "dãy số văn bản"
        verbose_name_plural = "dãy số văn bản"
        ordering = ["-year", "issuer", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "kind", "year"], name="paperseries_once"),
            models.CheckConstraint(
                condition=Q(kind__in=PaperKind.values), name="paperseries_kind_known"
            ),
        ]

    def __str__(self):
        return f"{capfirst(self.get_kind_display())} năm {self.year}, {self.issuer}"


class PaperNumberQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The numbers are the business of whoever gives them (matrix V5)."""
        return self if user.role == Role.PROVINCE_ADMIN else self.none()


class PaperNumber(models.Model):
    """One number of a series, up to its last: taken by a paper, kept for one, or given back.

    Those that were given back are taken before the next new one, so that none is missing in the
    end; the last of a series that is given back simply is not there any more.
    """

    series = models.ForeignKey(
        PaperSeries, models.PROTECT, related_name="numbers", verbose_name="dãy số"
    )
    number = models.PositiveIntegerField("số")
    state = models.CharField("là", max_length=10, choices=NumberState)
    paper = models.OneToOneField(
        OutgoingPaper,
        models.PROTECT,
        related_name="taken_number",
        null=True,
        blank=True,
        verbose_name="văn bản",
    )
    reason = models.CharField("lý do", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", auto_now=True)

    objects = PaperNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "số văn bản"
        verbose_name_plural = "số văn bản"
        ordering = ["series", "number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="papernumber_once"),
            models.CheckConstraint(
                condition=Q(state__in=NumberState.values), name="papernumber_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=NumberState.TAKEN, paper__isnull=False)
                | (~Q(state=NumberState.TAKEN) & Q(paper=None)),
                name="papernumber_taken_by_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(state=NumberState.TAKEN) | ~Q(reason=""),
                name="papernumber_kept_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"Số {self.number:02}, {self.series}"

    @property
    def tone(self):
        return NUMBER_TONES[self.state]
