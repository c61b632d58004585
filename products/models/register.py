"""The register: who makes what, under which codes, and which records were merged."""

from functools import lru_cache

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from products.enums import CycleStep, Gender, Maturity, ProducerKind, ProductStatus
from products.models.placements import Placement
from products.models.registrations import FoldedField
from programs.collation import VIETNAMESE
from programs.enums import REGISTER_READERS, UNIT_ROLES, ProductGroup
from programs.models import AppendOnly, ProductSet, Unit, WordsIndex
from programs.names import name_key, words_of
from programs.scoping import own_ground
from programs.succession import successors_on


class KeyField(FoldedField):
    """The key by which spellings of a name are one (programs.names)."""

    make = staticmethod(name_key)


class WordsField(models.TextField):
    """The words of other fields of the row, by which it is searched; kept as a FoldedField is."""

    def __init__(self, *sources, **options):
        self.sources = sources
        super().__init__(**{"editable": False, "default": ""} | options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, [*self.sources, *args], options

    def of(self, row):
        return words_of(*(getattr(row, source) for source in self.sources))

    def pre_save(self, row, add):
        setattr(row, self.attname, self.of(row))
        return getattr(row, self.attname)


@lru_cache(maxsize=1024)
def _gone(unit_id, kind):
    """The records that left a unit's ground; the query alone, for it is built again and again."""
    return Placement.objects.away_from(unit_id).of(kind)


# What the apps above give somebody to read: functions of a user that answer with dossiers' keys.
giving = []


def given_dossiers(user, path="pk") -> Q | None:
    """The dossiers that the apps above give this user, by this path to them; None without any."""
    if not giving:
        return None
    return Q(*((f"{path}__in", give(user)) for give in giving), _connector=Q.OR)


class RegisterQuerySet(models.QuerySet):
    """Rows that lie in a commune."""

    def visible_to(self, user):
        """The records this user may read (matrix H3): all, the own ground's, or what is given."""
        match user.role:
            case role if role in REGISTER_READERS:
                return self
            case role if role in UNIT_ROLES and user.unit_id:
                gone = _gone(user.unit_id, self.model._meta.model_name)
                rows = self.filter(commune__in=own_ground(user).values("pk"))
                return rows.exclude(pk__in=gone)
            case _:
                return self._given_to(user)

    def _given_to(self, user):
        """The products of dossiers that the apps above give this user, or their producers."""
        given = given_dossiers(user, "dossiers")
        if given is None:
            return self.none()
        key = "pk" if self.model is Product else "producer"
        return self.filter(pk__in=Product.objects.filter(given).values(key))

    def current(self):
        """The records that were not merged into another."""
        return self.filter(merged_into=None)


class Record(models.Model):
    """What producers and products share. `version` grows with each change of the row.

    A record that turned out to be another's twin is `merged_into` it and stays, to be read.
    """

    name = models.CharField("tên", max_length=200, db_collation=VIETNAMESE)
    name_key = KeyField("name")
    commune = models.ForeignKey(
        Unit, models.PROTECT, related_name="%(class)ss", verbose_name="xã, phường, thị trấn"
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
        verbose_name="đã gộp vào",
    )
    version = models.PositiveIntegerField("lần sửa", default=1)
    changed_at = models.DateTimeField("sửa lần cuối", auto_now=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="%(class)s_is_named"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="%(class)s_not_merged_into_itself",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def unit_id(self):
        """The unit whose leader reads the trail of this record: the one that holds it today."""
        places = self.places_on(timezone.localdate())
        return (places[0] if len(places) == 1 else self.commune).reporting_id

    def places_on(self, day):
        """The unit in which this record lies on the day; several until a split is decided."""
        has_moved = self.commune.valid_to is not None and day > self.commune.valid_to
        placed = self.placements.all() if has_moved else ()
        return successors_on(self.commune, day, {each.old_id: each.new_id for each in placed})


class Producer(Record):
    """Who makes OCOP products: Decision 26/2026/QĐ-TTg, article 2."""

    kind = models.CharField("loại hình", max_length=30, choices=ProducerKind)
    registration_number = models.CharField("số đăng ký kinh doanh", max_length=60, blank=True)
    representative = models.CharField(
        "người đại diện", max_length=150, blank=True, db_collation=VIETNAMESE
    )
    job_title = models.CharField("chức vụ người đại diện", max_length=100, blank=True)
    gender = models.CharField("giới tính người đại diện", max_length=10, choices=Gender, blank=True)
    is_ethnic_minority = models.BooleanField("người đại diện là dân tộc thiểu số", default=False)
    ethnicity = models.CharField("dân tộc của người đại diện", max_length=50, blank=True)
    residence = models.CharField("nơi thường trú của người đại diện", max_length=300, blank=True)
    registered_on = models.DateField("ngày thành lập hoặc đăng ký", null=True, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    words = WordsField(
        *("name", "representative", "registration_number", "phone", "email", "address"),
        verbose_name="từ để tìm",
    )
    history = HistoricalRecords(excluded_fields=["name_key", "words"])

    class Meta:
        verbose_name = "chủ thể"
        verbose_name_plural = "chủ thể"
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="producer_name"),
            models.Index(fields=["name_key"], name="producer_name_key"),
            WordsIndex(fields=["words"], name="producer_words"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["name_key", "commune", "registration_number"],
                condition=Q(merged_into=None),
                name="producer_once_a_commune",
                violation_error_message="Xã này đã có chủ thể mang tên và số đăng ký đó.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProducerKind.values), name="producer_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(gender__in=["", *Gender.values]), name="producer_gender_known"
            ),
        ]

    def get_absolute_url(self):
        return reverse("products:producer_detail", args=[self.pk])


class Product(Record):
    """A product of the programme, from an idea on. Its commune is the one of its first record.

    `words` are those by which it is found, written by ground.words after each change of what they
    are of.
    """

    producer = models.ForeignKey(
        Producer, models.PROTECT, related_name="products", verbose_name="chủ thể"
    )
    product_group = models.CharField("nhóm sản phẩm", max_length=10, choices=ProductGroup)
    product_set = models.ForeignKey(
        ProductSet,
        models.PROTECT,
        related_name="products",
        null=True,
        blank=True,
        verbose_name="bộ sản phẩm",
    )
    maturity = models.CharField(
        "phân loại", max_length=12, choices=Maturity, default=Maturity.POTENTIAL
    )
    step = models.CharField(
        "bước trong chu trình", max_length=1, choices=CycleStep, default=CycleStep.IDEA
    )
    status = models.CharField(
        "tình trạng", max_length=10, choices=ProductStatus, default=ProductStatus.MADE
    )
    story = models.TextField("câu chuyện sản phẩm", max_length=5000, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    words = models.TextField("từ để tìm", default="", editable=False)
    history = HistoricalRecords(excluded_fields=["name_key", "words"])

    class Meta:
        verbose_name = "sản phẩm"
        verbose_name_plural = "sản phẩm"
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="product_name"),
            models.Index(fields=["name_key"], name="product_name_key"),
            WordsIndex(fields=["words"], name="product_words"),
            models.Index(fields=["product_group", "name"], name="product_group_name"),
            # Few are merged: SQLite takes an index over all of them for a useless one.
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="product_merged",
            ),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["producer", "name_key"],
                condition=Q(merged_into=None),
                name="product_once_a_producer",
                violation_error_message="Chủ thể này đã có sản phẩm mang tên đó.",
            ),
            models.CheckConstraint(
                condition=Q(product_group__in=ProductGroup.values), name="product_group_known"
            ),
            models.CheckConstraint(
                condition=Q(maturity__in=Maturity.values), name="product_maturity_known"
            ),
            models.CheckConstraint(
                condition=Q(step__in=CycleStep.values), name="product_step_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ProductStatus.values), name="product_status_known"
            ),
        ]

    def get_absolute_url(self):
        return reverse("products:product_detail", args=[self.pk])


class ProductCode(AppendOnly):
    """A code that a product was given, for ever.

    A code that was given is never given again, whatever became of its product.
    """

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="codes", verbose_name="sản phẩm"
    )
    code = models.CharField("mã sản phẩm", max_length=40, unique=True)
    given_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "mã sản phẩm"
        verbose_name_plural = "mã sản phẩm"
        ordering = ["pk"]

    def __str__(self):
        return self.code
