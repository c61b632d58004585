"""How many products a unit declares, and the products its plan lists."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from simple_history.models import HistoricalRecords

from products.enums import Maturity, ProducerKind, RegistrationForm
from products.models.plans import Plan
from programs.collation import VIETNAMESE
from programs.enums import ProductGroup
from programs.models import Participant, ProductSet, Unit, WordsIndex
from programs.text import fold


class RegistrationCount(models.Model):
    """How many products a unit declares for one form. Zero is a statement, a gap is not."""

    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="counts", verbose_name="đơn vị tham gia"
    )
    form = models.CharField("hình thức", max_length=20, choices=RegistrationForm)
    count = models.PositiveSmallIntegerField("số lượng")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "số lượng đăng ký"
        verbose_name_plural = "số lượng đăng ký"
        ordering = ["participant", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "form"], name="registrationcount_once_a_form"
            ),
            models.CheckConstraint(
                condition=Q(form__in=RegistrationForm.values),
                name="registrationcount_form_known",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=0, count__lte=5000), name="registrationcount_in_range"
            ),
        ]

    def __str__(self):
        return f"{self.participant}: {self.get_form_display()} {self.count}"


class FoldedField(models.CharField):
    """The fold of another field of the row, kept by every way of writing, bulk ones too."""

    make = staticmethod(fold)

    def __init__(self, source, **options):
        self.source = source
        super().__init__(**{"max_length": 300, "editable": False} | options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, [self.source, *args], options

    def pre_save(self, row, add):
        folded = self.make(getattr(row, self.source))[: self.max_length]
        setattr(row, self.attname, folded)
        return folded


def no_longer_than(field, length):
    """A constraint on a text's length: SQLite does not enforce the column's own."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), length),
        name=f"registration_{field}_length",
        violation_error_message=f"Tối đa {length} ký tự.",
    )


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rows of the plans whose rows this user may read."""
        return self.filter(plan__in=Plan.objects.visible_to(user))


class Registration(models.Model):
    """A product that a plan lists. `version` grows with each edit of this row.

    Triggers refuse every change of a row whose plan was sent.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="registrations", verbose_name="kế hoạch"
    )
    position = models.PositiveIntegerField("STT")
    product_name = models.CharField("tên sản phẩm", max_length=200, db_collation=VIETNAMESE)
    producer_name = models.CharField("chủ thể sản xuất", max_length=200, db_collation=VIETNAMESE)
    producer_kind = models.CharField("loại hình chủ thể", max_length=30, choices=ProducerKind)
    commune = models.ForeignKey(
        Unit, models.PROTECT, related_name="registrations", verbose_name="địa chỉ (xã)"
    )
    address = models.CharField("địa chỉ", max_length=300, blank=True, db_collation=VIETNAMESE)
    product_group = models.CharField("nhóm sản phẩm", max_length=10, choices=ProductGroup)
    product_set = models.ForeignKey(
        ProductSet,
        models.PROTECT,
        related_name="registrations",
        null=True,
        blank=True,
        verbose_name="bộ sản phẩm",
    )
    form = models.CharField("hình thức đăng ký", max_length=20, choices=RegistrationForm)
    maturity = models.CharField("phân loại", max_length=12, choices=Maturity, blank=True)
    note = models.TextField("ghi chú", max_length=1000, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)
    product_fold = FoldedField("product_name")
    producer_fold = FoldedField("producer_name")
    history = HistoricalRecords(excluded_fields=["product_fold", "producer_fold"])

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "sản phẩm đăng ký"
        verbose_name_plural = "sản phẩm đăng ký"
        ordering = ["plan", "position", "pk"]
        indexes = [
            models.Index(fields=["plan", "form"], name="registration_plan_form"),
            models.Index(fields=["plan", "position", "id"], name="registration_plan_order"),
            WordsIndex(fields=["product_fold"], name="registration_product_words"),
            WordsIndex(fields=["producer_fold"], name="registration_producer_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "product_fold", "producer_fold"],
                name="registration_once_a_plan",
                violation_error_message="Sản phẩm này của chủ thể này đã có trong kế hoạch.",
            ),
            models.CheckConstraint(
                condition=Q(form__in=RegistrationForm.values), name="registration_form_known"
            ),
            models.CheckConstraint(
                condition=Q(producer_kind__in=ProducerKind.values),
                name="registration_producer_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(product_group__in=ProductGroup.values),
                name="registration_group_known",
            ),
            models.CheckConstraint(
                condition=Q(maturity__in=["", *Maturity.values]),
                name="registration_maturity_known",
            ),
            models.CheckConstraint(
                condition=~Q(product_name="") & ~Q(producer_name=""),
                name="registration_is_named",
            ),
            no_longer_than("product_name", 200),
            no_longer_than("producer_name", 200),
            no_longer_than("address", 300),
            no_longer_than("note", 1000),
        ]

    def __str__(self):
        return self.product_name

    @property
    def unit_id(self):
        return self.plan.unit_id
