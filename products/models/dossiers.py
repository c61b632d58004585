"""The dossier by which a product is evaluated: first, to be upgraded, or anew at its expiry."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from products.enums import (
    DOSSIER_TONES,
    ENDED_DOSSIERS,
    OPEN_DOSSIERS,
    STARS,
    UNFINISHED_DOSSIERS,
    DossierKind,
    DossierState,
    EvidenceKind,
)
from products.models.certificates import Certificate
from products.models.register import Product, given_dossiers
from programs.answer_sheet import MOST_EVIDENCE
from programs.enums import REGISTER_READERS, UNIT_ROLES
from programs.models import CriteriaSet, Criterion, Option, User

_OPEN = sorted(OPEN_DOSSIERS)


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The dossiers this user may read: of the register, and what a seat gives (matrix H3)."""
        rows = self.listed_for(user)
        return rows | self.given_to(user) if user.role in UNIT_ROLES else rows

    def listed_for(self, user):
        """The dossiers of the products this user may read."""
        if user.role in REGISTER_READERS:
            return self
        return self.filter(product__in=Product.objects.visible_to(user).values("pk"))

    def given_to(self, user):
        """What the apps above give this user to read, whatever the role.

        Not what a unit may change: so a unit's people change no other unit's dossier by a seat.
        """
        given = given_dossiers(user)
        return self.none() if given is None else self.filter(given).exclude(state__in=_OPEN)

    def under_way(self):
        return self.exclude(state__in=ENDED_DOSSIERS)


class Dossier(models.Model):
    """A product's papers for one evaluation. Its state moves only by dossier_workflow.

    `follows` is the last dossier, from which an upgrade or a re-evaluation starts; `certificate`
    the one that it upgrades or renews. `received_on` is the day on which the unit received it
    whole: it decides the regulation, and with it the `criteria_set`; `submitted_on` is the day
    from which the unit's check is counted, a later one where it was returned. `check_by` and
    `conclude_by` are the last days that the law gave for the check and for the result, if any.
    The texts are those of Mẫu 01 and 02; `absent_evidence` are the kinds of evidence that the
    producer says not to have. `version` grows with each change of them or of the answers.
    """

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="dossiers", verbose_name="sản phẩm"
    )
    kind = models.CharField("loại hồ sơ", max_length=20, choices=DossierKind)
    aimed_star = models.PositiveSmallIntegerField("hạng sao đề nghị", choices=STARS)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="followed_by",
        null=True,
        blank=True,
        verbose_name="hồ sơ trước",
    )
    certificate = models.ForeignKey(
        Certificate,
        models.PROTECT,
        related_name="dossiers",
        null=True,
        blank=True,
        verbose_name="giấy chứng nhận đang có",
    )
    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        related_name="dossiers",
        null=True,
        blank=True,
        verbose_name="bộ tiêu chí",
    )
    state = models.CharField(
        "trạng thái", max_length=12, choices=DossierState, default=DossierState.DRAFT
    )
    form_number = models.CharField("số phiếu đăng ký", max_length=60, blank=True)
    samples = models.PositiveSmallIntegerField("số mẫu sản phẩm", null=True, blank=True)
    is_pledged = models.BooleanField("cam kết thông tin đúng sự thật", default=False)
    background = models.TextField(
        "I. thông tin chung: lịch sử hình thành, cơ cấu tổ chức", max_length=5000, blank=True
    )
    results = models.TextField(
        "II. kết quả thực hiện phương án sản xuất kinh doanh", max_length=5000, blank=True
    )
    changes = models.TextField(
        "thay đổi so với sản phẩm đã được công nhận", max_length=5000, blank=True
    )
    outlook = models.TextField("IV. kế hoạch phát triển sản phẩm", max_length=5000, blank=True)
    absent_evidence = models.JSONField("minh chứng không có", default=list, blank=True)
    received_on = models.DateField("ngày nhận đủ hồ sơ", null=True, blank=True)
    submitted_on = models.DateField("ngày bắt đầu kiểm tra", null=True, blank=True)
    check_by = models.DateField("hạn kiểm tra của cấp xã", null=True, blank=True)
    conclude_by = models.DateField("hạn có kết quả", null=True, blank=True)
    accepted_on = models.DateField("ngày tỉnh tiếp nhận", null=True, blank=True)
    concluded_on = models.DateField("ngày có kết quả", null=True, blank=True)
    result_mean = models.DecimalField(
        "điểm trung bình", max_digits=9, decimal_places=6, null=True, blank=True
    )
    result_star = models.PositiveSmallIntegerField("hạng sao đạt được", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    version = models.PositiveIntegerField("lần sửa", default=1)
    changed_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ đánh giá"
        verbose_name_plural = "hồ sơ đánh giá"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DossierKind.values), name="dossier_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DossierState.values), name="dossier_state_known"
            ),
            models.CheckConstraint(
                condition=Q(aimed_star__gte=3, aimed_star__lte=5),
                name="dossier_star_in_range",
                violation_error_message="Hạng sao đề nghị là 3, 4 hoặc 5.",
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=~Q(state__in=sorted(ENDED_DOSSIERS)),
                name="dossier_one_under_way_a_product",
                violation_error_message="Sản phẩm này đang có một hồ sơ chưa xong.",
            ),
            models.CheckConstraint(
                condition=Q(kind=DossierKind.FIRST, certificate=None)
                | (~Q(kind=DossierKind.FIRST) & Q(certificate__isnull=False)),
                name="dossier_again_from_a_certificate",
                violation_error_message="Nâng hạng, đánh giá lại phải từ một giấy chứng nhận.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNFINISHED_DOSSIERS | {DossierState.WITHDRAWN}))
                | Q(received_on__isnull=False, submitted_on__isnull=False),
                name="dossier_submitted_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=DossierState.CONCLUDED,
                    concluded_on__isnull=False,
                    result_mean__range=(0, 100),
                    result_star__range=(1, 5),
                )
                | (
                    ~Q(state=DossierState.CONCLUDED)
                    & Q(concluded_on=None, result_mean=None, result_star=None)
                ),
                name="dossier_result_once_concluded",
                violation_error_message="Chỉ hồ sơ đã có kết quả mới có điểm (0–100) và hạng sao.",
            ),
        ]

    def __str__(self):
        return f"Hồ sơ {self.get_kind_display()}: {self.product}"

    def get_absolute_url(self):
        return reverse("products:dossier_detail", args=[self.pk])

    @property
    def tone(self):
        return DOSSIER_TONES[self.state]

    @property
    def unit_id(self):
        return self.product.unit_id

    @property
    def is_open(self):
        return self.state in OPEN_DOSSIERS

    def get_absent_evidence_display(self):
        return "; ".join(EvidenceKind(kind).label for kind in self.absent_evidence)


class Answer(models.Model):
    """What the self-assessment says about one criterion; without an option it has 0 points.

    `meets_none` is an answer too: no level of the criterion is reached.

    The option is one of the criterion's (programs.answers.read_answers). Points are read from it.
    """

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="answers", verbose_name="hồ sơ"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="answers", verbose_name="tiêu chí"
    )
    option = models.ForeignKey(
        Option, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="mức tự chấm"
    )
    meets_none = models.BooleanField("không đạt mức nào", default=False)
    evidence = models.CharField("minh chứng", max_length=MOST_EVIDENCE, blank=True)

    class Meta:
        verbose_name = "tự chấm một tiêu chí"
        verbose_name_plural = "tự chấm các tiêu chí"
        ordering = ["dossier", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "criterion"], name="answer_once_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(meets_none=False) | Q(option=None), name="answer_one_level_or_none"
            ),
        ]

    def __str__(self):
        none = "không đạt mức nào" if self.meets_none else "chưa chọn"
        return f"{self.criterion}: {self.option or none}"


class CommuneReport(models.Model):
    """The unit's own report on a dossier (Mẫu 03): four assessments and what it proposes."""

    dossier = models.OneToOneField(
        Dossier, models.CASCADE, related_name="report", verbose_name="hồ sơ"
    )
    number = models.CharField("số báo cáo", max_length=60, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    signer = models.CharField("người ký", max_length=150, blank=True)
    signer_title = models.CharField(
        "chức vụ người ký",
        max_length=60,
        blank=True,
        help_text="CHỦ TỊCH, hoặc PHÓ CHỦ TỊCH khi ký thay.",
    )
    origin = models.TextField(
        "nguồn gốc sản phẩm, nguyên liệu địa phương", max_length=2000, blank=True
    )
    labour = models.TextField("sử dụng lao động địa phương", max_length=2000, blank=True)
    idea = models.TextField("nguồn gốc ý tưởng sản phẩm", max_length=2000, blank=True)
    identity = models.TextField("bản sắc, trí tuệ địa phương", max_length=2000, blank=True)
    proposal = models.TextField("đề xuất, kiến nghị", max_length=2000, blank=True)

    class Meta:
        verbose_name = "báo cáo của cấp xã"
        verbose_name_plural = "báo cáo của cấp xã"

    def __str__(self):
        return f"Báo cáo {self.number or '(chưa có số)'} – {self.dossier}"

    @property
    def version(self):
        return self.dossier.version
