"""The form of periodic reports as data: its sections and indicators, in versions."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from programs.enums import ADMIN, REGISTER_READERS, UNIT_ROLES, Role
from programs.models import Agency
from reports.enums import FORM_TONES, AskedOf, FigureSource, FormState, RollUp

NUMBER = RegexValidator(r"^[0-9A-Z.]+$", "Số mục gồm chữ in hoa, số và dấu chấm: II.4.")
# Who has reports to read: those who read the province's, and those who write their own.
REPORT_READERS = REGISTER_READERS | UNIT_ROLES | {Role.AGENCY_OFFICER}
CODE = RegexValidator(
    r"^[a-z][a-z0-9_]*$", "Mã gồm chữ thường không dấu, số và gạch dưới: sp_moi_3."
)


class ReportFormQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was published for those who report or read reports; drafts for who writes them."""
        if user.role in ADMIN:
            return self
        return self.published() if user.role in REPORT_READERS else self.none()

    def published(self):
        return self.filter(state=FormState.PUBLISHED)


class ReportForm(models.Model):
    """One version of the form of periodic reports: its sections and indicators.

    Its state moves only by periodic.designing.FORM; once published, triggers refuse every change.
    """

    name = models.CharField("tên mẫu", max_length=200)
    document = models.CharField(
        "văn bản ban hành mẫu",
        max_length=300,
        blank=True,
        help_text="Để trống khi mẫu do Sở tự đề ra.",
    )
    valid_from = models.DateField("dùng từ ngày")
    note = models.TextField("ghi chú", max_length=2000, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=FormState, default=FormState.DRAFT
    )
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects = ReportFormQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu báo cáo"
        verbose_name_plural = "mẫu báo cáo"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=FormState.values), name="reportform_state_known"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reports:form_detail", args=[self.pk])

    @property
    def tone(self):
        return FORM_TONES[self.state]


class FormSection(models.Model):
    """A heading of the form: whoever is asked writes under it, where `has_text`.

    `agency` makes it the task of one agency alone.
    """

    form = models.ForeignKey(
        ReportForm, models.CASCADE, related_name="sections", verbose_name="mẫu báo cáo"
    )
    code = models.CharField("số mục", max_length=10, validators=[NUMBER], help_text="Ví dụ: II.4")
    title = models.CharField("tên mục", max_length=300)
    prompt = models.TextField("gợi ý nội dung", max_length=2000, blank=True)
    asked_of = models.CharField("ai báo cáo", max_length=10, choices=AskedOf, default=AskedOf.BOTH)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="riêng của cơ quan",
    )
    has_text = models.BooleanField("có phần lời", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "mục của mẫu báo cáo"
        verbose_name_plural = "mục của mẫu báo cáo"
        ordering = ["form", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "code"],
                name="formsection_code_once",
                violation_error_message="Mẫu đã có mục mang số này.",
            ),
            models.CheckConstraint(
                condition=Q(asked_of__in=AskedOf.values), name="formsection_asked_of_known"
            ),
            models.CheckConstraint(
                condition=Q(agency=None) | Q(asked_of=AskedOf.AGENCY),
                name="formsection_of_one_agency",
                violation_error_message="Mục riêng của một cơ quan do cơ quan báo cáo.",
            ),
        ]

    def __str__(self):
        return f"{self.code}. {self.title}"

    @property
    def version(self):
        """The form's: it changes with whatever it asks."""
        return self.form.version


class Indicator(models.Model):
    """One figure that a section asks, a whole number: pieces, people, đồng.

    `function` names what counts it from the register (periodic.counting), `plan_function` what
    counts what was planned. `roll_up` says how the
    reporters' figures become the province's; a ratio is that of its two parts, never averaged.
    `jump` is by how many per cent it may differ from the last period without an explanation.
    `grows` is of a figure that counts since the beginning of the year: the annual one is not below
    that of the half-year.
    """

    form = models.ForeignKey(
        ReportForm, models.CASCADE, related_name="indicators", verbose_name="mẫu báo cáo"
    )
    section = models.ForeignKey(
        FormSection, models.CASCADE, related_name="indicators", verbose_name="mục"
    )
    code = models.CharField("mã", max_length=40, validators=[CODE])
    label = models.CharField("chỉ tiêu", max_length=300)
    definition = models.TextField("cách tính", max_length=2000, blank=True)
    measure = models.CharField("đơn vị tính", max_length=40)
    asked_of = models.CharField("ai báo cáo", max_length=10, choices=AskedOf, default=AskedOf.UNIT)
    source = models.CharField(
        "nguồn số liệu", max_length=10, choices=FigureSource, default=FigureSource.TYPED
    )
    function = models.CharField("cách cổng tính", max_length=40, blank=True)
    plan_function = models.CharField("cách tính kế hoạch", max_length=40, blank=True)
    roll_up = models.CharField(
        "cách cộng lên tỉnh", max_length=10, choices=RollUp, default=RollUp.SUM
    )
    part = models.ForeignKey(
        "self", models.CASCADE, related_name="+", null=True, blank=True, verbose_name="tử số"
    )
    whole = models.ForeignKey(
        "self", models.CASCADE, related_name="+", null=True, blank=True, verbose_name="mẫu số"
    )
    is_required = models.BooleanField("phải trả lời", default=True)
    explains_zero = models.BooleanField("bằng 0 sau kỳ khác 0 thì giải thích", default=True)
    jump = models.PositiveSmallIntegerField(
        "lệch kỳ trước quá (%) thì giải thích", null=True, blank=True
    )
    grows = models.BooleanField("lũy kế từ đầu năm", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)

    class Meta:
        verbose_name = "chỉ tiêu của mẫu báo cáo"
        verbose_name_plural = "chỉ tiêu của mẫu báo cáo"
        ordering = ["form", "section__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "code"],
                name="indicator_code_once",
                violation_error_message="Mẫu đã có chỉ tiêu mang mã này.",
            ),
            models.CheckConstraint(
                condition=Q(asked_of__in=AskedOf.values)
                & Q(source__in=FigureSource.values)
                & Q(roll_up__in=RollUp.values),
                name="indicator_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(function="", roll_up=RollUp.RATIO)
                | (~Q(roll_up=RollUp.RATIO) & Q(function="", source=FigureSource.TYPED))
                | (~Q(roll_up=RollUp.RATIO) & ~Q(function="") & ~Q(source=FigureSource.TYPED)),
                name="indicator_counted_by_a_function",
                violation_error_message="Số cổng tính cần cách tính; số tự ghi thì không.",
            ),
            models.CheckConstraint(
                condition=Q(roll_up=RollUp.RATIO, part__isnull=False, whole__isnull=False)
                | (~Q(roll_up=RollUp.RATIO) & Q(part=None, whole=None)),
                name="indicator_ratio_of_two_parts",
                violation_error_message="Tỷ lệ cần tử số và mẫu số; chỉ tiêu khác thì không.",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def version(self):
        """The form's: it changes with whatever it asks."""
        return self.form.version
