"""Certificates, what happened to each after it was issued, and their numbers."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string

from products.enums import (
    CERTIFICATE_TONES,
    ENDINGS,
    OPEN_REVOCATIONS,
    REVOCATION_TONES,
    CertificateState,
    EventKind,
    RevocationState,
)
from products.models.register import Product
from programs.enums import DEPARTMENT, REGISTER_READERS, Authority
from programs.models import AppendOnly, EmptyFirstIndex, Regulation, RevocationGround, User

# Without signs that are easily mistaken; 16 out of these 31 are 79 bits, which nobody guesses.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 16
# The series of certificates that were not issued here but written down from a book: their numbers
# are the book's, or none, and never the counter's.
BOOK = "book-"


def new_check_code():
    """The part of the public address that is printed on a certificate."""
    return get_random_string(CODE_LENGTH, SIGNS)


def label_of(number, year):
    """The number as it is printed: "07/2026"; "" where it has none."""
    return f"{number:02}/{year}" if number else ""


def mark_of(number, year, decision_number, series):
    """What tells a certificate in a list: its number, or the decision where it was in a book."""
    is_recorded = series.startswith(BOOK)
    return label_of(number, year) or (f"theo {decision_number}" if is_recorded else "")


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the products this user may read; drafts are the department's (matrix N1)."""
        rows = self if user.role in DEPARTMENT else self.issued()
        if user.role in REGISTER_READERS:  # of all products, which need not be looked up
            return rows
        return rows.filter(product__in=Product.objects.visible_to(user).values("pk"))

    def issued(self):
        return self.filter(state=CertificateState.ISSUED)

    def of_product(self, product):
        """Those of the product and of the records that were merged into it.

        The records are read first: told their numbers, the database uses its index.
        """
        merged = Product.objects.filter(merged_into=product.pk).values_list("pk", flat=True)
        return self.filter(product__in=[product.pk, *merged])


class Certificate(models.Model):
    """A product's star for a time. Its state moves only by certification.ISSUANCE.

    One that is issued never changes any more (triggers): what happens to it are rows of
    CertificateEvent. `series` is whose running number it bears; one that was written down from a
    book stands in a series of the book's own, and bears a number only where the book says it.
    What is empty of address and signer was issued before these were kept.
    """

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="certificates", verbose_name="sản phẩm"
    )
    star = models.PositiveSmallIntegerField("hạng sao")
    product_name = models.CharField("tên sản phẩm trên giấy", max_length=200, blank=True)
    producer_name = models.CharField("tên chủ thể trên giấy", max_length=200, blank=True)
    basis = models.CharField(
        "căn cứ",
        max_length=300,
        help_text="Biên bản của Hội đồng, kết quả đánh giá làm căn cứ công nhận.",
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=CertificateState, default=CertificateState.PREPARED
    )
    prepared_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người dự thảo"
    )
    prepared_at = models.DateTimeField("dự thảo lúc", auto_now_add=True)
    issued_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người cấp"
    )
    regulation = models.ForeignKey(
        Regulation,
        models.PROTECT,
        related_name="certificates",
        null=True,
        blank=True,
        verbose_name="quy định",
    )
    authority = models.CharField("cấp công nhận", max_length=10, choices=Authority, blank=True)
    series = models.CharField("dãy số", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    expires_on = models.DateField("có giá trị đến hết ngày", null=True, blank=True)
    producer_address = models.CharField("địa chỉ chủ thể trên giấy", max_length=700, blank=True)
    set_name = models.CharField("bộ sản phẩm trên giấy", max_length=200, blank=True)
    product_code = models.CharField("mã sản phẩm trên giấy", max_length=40, blank=True)
    signer_authority = models.CharField("quyền hạn người ký", max_length=160, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=120, blank=True)
    signer_name = models.CharField("họ tên người ký", max_length=80, blank=True)
    check_code = models.CharField(
        "mã tra cứu", max_length=20, unique=True, default=new_check_code, editable=False
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "giấy chứng nhận"
        verbose_name_plural = "giấy chứng nhận"
        ordering = ["-issued_on", "-pk"]
        indexes = [
            EmptyFirstIndex(fields=["expires_on", "id"], name="certificate_expires"),
            EmptyFirstIndex(fields=["issued_on", "id"], name="certificate_issued"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "number"], name="certificate_number_once"
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(state=CertificateState.PREPARED),
                name="certificate_one_draft_a_product",
                violation_error_message="Sản phẩm này đang có một dự thảo giấy chứng nhận.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CertificateState.values), name="certificate_state_known"
            ),
            models.CheckConstraint(
                condition=Q(authority__in=["", *Authority.values]),
                name="certificate_authority_known",
            ),
            models.CheckConstraint(
                condition=Q(star__gte=3, star__lte=5),
                name="certificate_star_in_range",
                violation_error_message="Giấy chứng nhận chỉ cấp cho hạng 3, 4 hoặc 5 sao.",
            ),
            models.CheckConstraint(
                condition=~Q(state=CertificateState.ISSUED)
                | (
                    (Q(number__isnull=False) | Q(series__startswith=BOOK))
                    & Q(regulation__isnull=False, year__isnull=False)
                    & Q(decision_date__isnull=False, issued_on__isnull=False)
                    & Q(expires_on__isnull=False, issued_by__isnull=False)
                    & Q(expires_on__gt=F("issued_on"))
                    & ~Q(authority="")
                    & ~Q(series="")
                    & ~Q(decision_number="")
                ),
                name="certificate_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(issued_by=None) | ~Q(issued_by=F("prepared_by")),
                name="certificate_issued_by_another_person",
                violation_error_message="Người cấp phải khác người dự thảo.",
            ),
            models.CheckConstraint(
                condition=Q(signer_authority="", signer_name="") | ~Q(signer_title=""),
                name="certificate_signed_with_a_title",
                violation_error_message="Phải ghi chức vụ người ký.",
            ),
        ]

    def __str__(self):
        title = f"Giấy chứng nhận {self.star} sao"
        if self.number:
            return f"{title} số {self.label}"
        return f"{title} {self.mark or '(dự thảo)'}"

    def get_absolute_url(self):
        return reverse("products:certificate_detail", args=[self.pk])

    @property
    def tone(self):
        return CERTIFICATE_TONES[self.state]

    @property
    def label(self):
        return label_of(self.number, self.year)

    @property
    def mark(self):
        return mark_of(self.number, self.year, self.decision_number, self.series)

    @property
    def named(self):
        """The issued paper in a sentence, after "giấy chứng nhận": by its number or decision."""
        if self.number:
            return f"số {self.label}"
        return f"theo Quyết định số {self.decision_number} ngày {self.decision_date:%d/%m/%Y}"

    @property
    def is_recorded(self):
        """Whether it was written down from a book: its paper was printed elsewhere."""
        return self.series.startswith(BOOK)

    @property
    def unit_id(self):
        return self.product.unit_id


class CertificateEvent(AppendOnly):
    """What happened to a certificate on a day, by which decision. Never changed."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="events", verbose_name="giấy chứng nhận"
    )
    kind = models.CharField("việc", max_length=10, choices=EventKind)
    on = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày", null=True, blank=True)
    by_certificate = models.ForeignKey(
        Certificate,
        models.PROTECT,
        related_name="supersedes",
        null=True,
        blank=True,
        verbose_name="giấy thay thế",
    )
    reason = models.CharField("lý do", max_length=500, blank=True)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người ghi"
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "việc của giấy chứng nhận"
        verbose_name_plural = "việc của giấy chứng nhận"
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["until"], name="certificateevent_until")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values), name="certificateevent_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(ENDINGS), until__isnull=False)
                | (~Q(kind__in=sorted(ENDINGS)) & Q(until=None)),
                name="certificateevent_extension_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[EventKind.UPGRADED, EventKind.REPLACED], by_certificate__isnull=False
                )
                | (~Q(kind__in=[EventKind.UPGRADED, EventKind.REPLACED]) & Q(by_certificate=None)),
                name="certificateevent_superseded_by_a_certificate",
            ),
        ]

    def __str__(self):
        return f"{self.certificate}: {self.get_kind_display()}"


class NumberSeries(models.Model):
    """How far the running numbers of one authority are in a year; written under a lock alone."""

    series = models.CharField("dãy số", max_length=20)
    year = models.PositiveSmallIntegerField("năm")
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = "dãy số"
        verbose_name_plural = "dãy số"
        ordering = ["series", "year"]
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="numberseries_once_a_year"),
        ]

    def __str__(self):
        return f"{self.series} {self.year}: {self.last}"


class RevocationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the certificates this user may read."""
        return self.filter(certificate__in=Certificate.objects.visible_to(user).values("pk"))


class Revocation(models.Model):
    """The way to a revocation: conclusion, the producer's reply, decision (article 8).

    Its state moves only by revocation.REVOCATION. `due_on` is the last day to decide.
    """

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="revocations", verbose_name="giấy chứng nhận"
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=RevocationState, default=RevocationState.PROPOSED
    )
    ground = models.ForeignKey(
        RevocationGround,
        models.PROTECT,
        related_name="revocations",
        null=True,
        blank=True,
        verbose_name="căn cứ thu hồi",
    )
    conclusion = models.TextField("kết luận", max_length=2000)
    concluded_on = models.DateField("ngày kết luận")
    due_on = models.DateField("hạn quyết định", null=True, blank=True)
    reply_until = models.DateField("chủ thể giải trình đến hết ngày")
    reply = models.TextField("ý kiến của chủ thể", max_length=2000, blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người đề nghị"
    )
    proposed_at = models.DateTimeField("đề nghị lúc", auto_now_add=True)

    objects = RevocationQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị thu hồi"
        verbose_name_plural = "đề nghị thu hồi"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RevocationState.values), name="revocation_state_known"
            ),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state__in=sorted(OPEN_REVOCATIONS)),
                name="revocation_one_open_a_certificate",
                violation_error_message="Giấy chứng nhận này đang được xem xét thu hồi.",
            ),
            models.CheckConstraint(
                condition=Q(reply_until__gte=F("concluded_on")),
                name="revocation_reply_after_the_conclusion",
                violation_error_message="Hạn giải trình không được trước ngày kết luận.",
            ),
        ]

    def __str__(self):
        return f"Thu hồi: {self.certificate}"

    def get_absolute_url(self):
        return self.certificate.get_absolute_url()

    @property
    def tone(self):
        return REVOCATION_TONES[self.state]

    @property
    def is_open(self):
        return self.state in OPEN_REVOCATIONS

    @property
    def unit_id(self):
        return self.certificate.unit_id
