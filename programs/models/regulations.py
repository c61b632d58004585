"""The regulations as data: dates of force, stars, parts, periods, grounds and rounds.

Each number stands under its article and says how sure it is; what a regulation does not say, or
what is not known of it, has no row.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from programs.enums import (
    Authority,
    BodyFunction,
    Certainty,
    Clock,
    GateEffect,
    LegalEvent,
    Measure,
    Need,
)
from programs.models.catalogue import ProductSet


class ByNaturalKey(models.Manager):
    """Finds a row of a fixture by the fields that its model names as NATURAL_KEY."""

    def get_by_natural_key(self, *values):
        return self.get(**dict(zip(self.model.NATURAL_KEY, values, strict=True)))


class Regulation(models.Model):
    """A decision on the criteria, in the wording of one time: an amended one is another row.

    `valid_to` is the last day. `set_count` is empty where it is not known how many sets of
    criteria the decision has. `title` reads on from the issuer: "về việc ban hành …".
    """

    NATURAL_KEY = ("code",)

    code = models.SlugField("mã", max_length=30, unique=True)
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=300)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    issued_on = models.DateField("ngày ban hành")
    valid_from = models.DateField("hiệu lực từ ngày", unique=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="amendments",
        null=True,
        blank=True,
        verbose_name="sửa đổi, bổ sung",
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="replacements",
        null=True,
        blank=True,
        verbose_name="thay thế",
    )
    set_count = models.PositiveSmallIntegerField("số bộ tiêu chí", null=True, blank=True)
    mark = models.CharField("độ tin cậy", max_length=3, choices=Certainty)
    note = models.TextField("điều chưa rõ, chưa có", max_length=2000, blank=True)

    objects = ByNaturalKey()

    class Meta:
        verbose_name = "quy định"
        verbose_name_plural = "quy định"
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mark__in=Certainty.values), name="regulation_mark_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="regulation_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.number} ({self.code})"

    def natural_key(self):
        return (self.code,)

    def in_force_on(self, day):
        return self.valid_from <= day <= (self.valid_to or date.max)


class Provision(models.Model):
    """One number of a regulation, under its article."""

    regulation = models.ForeignKey(
        Regulation, models.PROTECT, related_name="%(class)ss", verbose_name="quy định"
    )
    article = models.CharField("điều, khoản", max_length=60, blank=True)
    mark = models.CharField("độ tin cậy", max_length=3, choices=Certainty)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    objects = ByNaturalKey()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(mark__in=Certainty.values), name="%(class)s_mark_known"
            ),
        ]

    def natural_key(self):
        own = self.NATURAL_KEY[1:]
        return (self.regulation.code, *(getattr(self, name) for name in own))


class StarBand(Provision):
    """A star begins at this mean and ends where the next begins; empty `granted_by`: nobody."""

    NATURAL_KEY = ("regulation__code", "star")

    star = models.PositiveSmallIntegerField("sao")
    lower = models.DecimalField("từ điểm", max_digits=5, decimal_places=2)
    granted_by = models.CharField("cấp công nhận", max_length=10, choices=Authority, blank=True)
    grantor = models.CharField("người có thẩm quyền", max_length=200, blank=True)

    class Meta(Provision.Meta):
        verbose_name = "hạng sao"
        verbose_name_plural = "hạng sao"
        ordering = ["regulation", "star"]
        constraints = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(fields=["regulation", "star"], name="starband_star_once"),
            models.UniqueConstraint(fields=["regulation", "lower"], name="starband_lower_once"),
            models.CheckConstraint(
                condition=Q(star__gte=1, star__lte=5, lower__gte=0, lower__lte=100),
                name="starband_in_range",
            ),
            models.CheckConstraint(
                condition=Q(granted_by="") | Q(granted_by__in=Authority.values),
                name="starband_granted_by_known",
            ),
        ]

    def __str__(self):
        return f"{self.star} sao"


class Part(Provision):
    """One of the parts (phần A, B, C) that every sheet of the regulation has."""

    NATURAL_KEY = ("regulation__code", "code")

    code = models.CharField("mã", max_length=10)
    title = models.CharField("tên", max_length=200)
    max_points = models.PositiveSmallIntegerField("điểm tối đa")

    class Meta(Provision.Meta):
        verbose_name = "phần"
        verbose_name_plural = "phần"
        ordering = ["regulation", "code"]
        constraints = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(fields=["regulation", "code"], name="part_code_once"),
        ]

    def __str__(self):
        return f"{self.code}. {self.title}"


class Period(Provision):
    """How long something may take, or must wait."""

    NATURAL_KEY = ("regulation__code", "clock")

    clock = models.CharField("thời hạn", max_length=20, choices=Clock)
    amount = models.PositiveSmallIntegerField("số lượng")
    measure = models.CharField("đơn vị tính", max_length=12, choices=Measure)

    class Meta(Provision.Meta):
        verbose_name = "thời hạn"
        verbose_name_plural = "thời hạn"
        ordering = ["regulation", "clock"]
        constraints = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(fields=["regulation", "clock"], name="period_clock_once"),
            models.CheckConstraint(condition=Q(clock__in=Clock.values), name="period_clock_known"),
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values), name="period_measure_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_clock_display()}: {self.amount} {self.get_measure_display()}"


class RevocationGround(Provision):
    """Why a certificate may be revoked: the letters of the article (a, b, c, d, đ, e)."""

    NATURAL_KEY = ("regulation__code", "letter")

    letter = models.CharField("điểm", max_length=2)
    key = models.SlugField("mã", max_length=30)
    label = models.CharField("nội dung", max_length=200)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta(Provision.Meta):
        verbose_name = "căn cứ thu hồi"
        verbose_name_plural = "căn cứ thu hồi"
        ordering = ["regulation", "position"]
        constraints = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(
                fields=["regulation", "letter"], name="revocationground_letter_once"
            ),
            models.UniqueConstraint(fields=["regulation", "key"], name="revocationground_key_once"),
        ]

    def __str__(self):
        return f"{self.letter}) {self.label}"


class Gate(Provision):
    """What ends the evaluation of a product before any points count, and what becomes of it.

    `places` are [number of a product set, code of the criterion beside which it is printed, or
    ""]: it holds for products of these sets alone.
    """

    NATURAL_KEY = ("regulation__code", "key")

    key = models.SlugField("mã", max_length=30)
    label = models.CharField("nội dung", max_length=200)
    effect = models.CharField("hệ quả", max_length=20, choices=GateEffect)
    position = models.PositiveSmallIntegerField("thứ tự")
    places = models.JSONField("bộ sản phẩm, tiêu chí", default=list)

    class Meta(Provision.Meta):
        verbose_name = "điều kiện loại"
        verbose_name_plural = "điều kiện loại"
        ordering = ["regulation", "position"]
        constraints = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(fields=["regulation", "key"], name="gate_key_once"),
            models.CheckConstraint(
                condition=Q(effect__in=GateEffect.values), name="gate_effect_known"
            ),
        ]

    def __str__(self):
        return self.label

    def holds_for(self, number):
        """Whether it may be found of a product of this set."""
        return any(place == number for place, _ in self.places)


class SeatRule(Provision):
    """Which body a Council of one level must have among its members, by what it answers for.

    IF_APPLICABLE: where there is such a body. `chairs`: it is the one that presides.
    """

    NATURAL_KEY = ("regulation__code", "level", "function")

    level = models.CharField("cấp Hội đồng", max_length=10, choices=Authority)
    function = models.CharField("chức năng", max_length=20, choices=BodyFunction)
    need = models.CharField("mức cần", max_length=20, choices=Need, default=Need.MANDATORY)
    chairs = models.BooleanField("chủ trì", default=False)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta(Provision.Meta):
        verbose_name = "thành phần Hội đồng"
        verbose_name_plural = "thành phần Hội đồng"
        ordering = ["regulation", "level", "position"]
        constraints = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(
                fields=["regulation", "level", "function"], name="seatrule_function_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Authority.values), name="seatrule_level_known"
            ),
            models.CheckConstraint(
                condition=Q(function__in=BodyFunction.values), name="seatrule_function_known"
            ),
            models.CheckConstraint(condition=Q(need__in=Need.values), name="seatrule_need_known"),
        ]

    def __str__(self):
        return f"{self.get_level_display()}: {self.get_function_display()}"


class Round(Provision):
    """A yearly round of evaluation: dossiers *before* one day, results *before* another."""

    NATURAL_KEY = ("regulation__code", "level", "number")

    level = models.CharField("cấp", max_length=10, choices=Authority)
    number = models.PositiveSmallIntegerField("đợt")
    dossier_month = models.PositiveSmallIntegerField("hồ sơ trước, tháng")
    dossier_day = models.PositiveSmallIntegerField("hồ sơ trước, ngày")
    result_month = models.PositiveSmallIntegerField("kết quả trước, tháng")
    result_day = models.PositiveSmallIntegerField("kết quả trước, ngày")

    class Meta(Provision.Meta):
        verbose_name = "đợt đánh giá hằng năm"
        verbose_name_plural = "đợt đánh giá hằng năm"
        ordering = ["regulation", "level", "number"]
        constraints = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(
                fields=["regulation", "level", "number"], name="round_number_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Authority.values), name="round_level_known"
            ),
            models.CheckConstraint(
                condition=Q(dossier_month__range=(1, 12), result_month__range=(1, 12))
                & Q(dossier_day__range=(1, 31), result_day__range=(1, 31)),
                name="round_has_days_of_a_year",
            ),
        ]

    def __str__(self):
        return f"Đợt {self.number} {self.get_level_display()}"

    def dates_in(self, year):
        """(dossiers before, results before) of this round in a year."""
        return (
            date(year, self.dossier_month, self.dossier_day),
            date(year, self.result_month, self.result_day),
        )


class DossierItem(Provision):
    """What a dossier holds by the regulation: so many samples, or a paper of one kind.

    For one kind of dossier (`event`) or all, for one product set or all: the row that names the
    set holds before others, then the one that names the kind. What has no row, applies to some.
    """

    NATURAL_KEY = ("regulation__code", "event", "product_set__number", "item")

    event = models.CharField("loại hồ sơ", max_length=20, choices=LegalEvent, blank=True)
    product_set = models.ForeignKey(
        ProductSet,
        models.PROTECT,
        related_name="dossier_items",
        null=True,
        blank=True,
        verbose_name="bộ sản phẩm",
    )
    item = models.SlugField("thành phần", max_length=30)
    need = models.CharField("mức cần", max_length=20, choices=Need)
    amount = models.PositiveSmallIntegerField("số lượng", default=1)

    class Meta(Provision.Meta):
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "thành phần hồ sơ"
        ordering = ["regulation", "item", "event", "product_set"]
        constraints = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(
                fields=["regulation", "event", "product_set", "item"],
                name="dossieritem_once_a_set",
            ),
            models.UniqueConstraint(
                fields=["regulation", "event", "item"],
                condition=Q(product_set=None),
                name="dossieritem_once_for_all",
            ),
            models.CheckConstraint(
                condition=Q(need__in=Need.values), name="dossieritem_need_known"
            ),
            models.CheckConstraint(
                condition=Q(event__in=["", *LegalEvent.values]), name="dossieritem_event_known"
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.get_need_display()}"

    def natural_key(self):
        number = self.product_set and self.product_set.number
        return (self.regulation.code, self.event, number, self.item)
