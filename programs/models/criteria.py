"""The sheets of a regulation: sets of criteria as trees, and the options of each criterion."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from programs.models.catalogue import ProductSet
from programs.models.regulations import Regulation

MOST_POINTS = MaxValueValidator(100)


class CriteriaSet(models.Model):
    """The criteria by which a regulation judges one set of products.

    Once `published_at` is set, triggers of both databases refuse every change of the set, its
    criteria and its options.
    """

    regulation = models.ForeignKey(
        Regulation, models.PROTECT, related_name="criteria_sets", verbose_name="quy định"
    )
    product_set = models.ForeignKey(
        ProductSet, models.PROTECT, related_name="criteria_sets", verbose_name="bộ sản phẩm"
    )
    doubt = models.CharField("điều còn nghi ngờ", max_length=500, blank=True)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ["regulation", "product_set__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "product_set"], name="criteriaset_once_a_regulation"
            ),
        ]

    def __str__(self):
        return f"{self.product_set} – {self.regulation}"


class Criterion(models.Model):
    """A part, a section, or (without children) a criterion that is scored by its options.

    `needs` is the criterion that must have points before this one is scored. `doubt` says what is
    uncertain about the row and must be shown beside it.
    """

    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="criteria", verbose_name="bộ tiêu chí"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name="thuộc",
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã", max_length=10)
    title = models.CharField("tên", max_length=200)
    max_points = models.PositiveSmallIntegerField(
        "điểm tối đa", validators=[MinValueValidator(1), MOST_POINTS]
    )
    needs = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="needed_by",
        null=True,
        blank=True,
        verbose_name="chỉ chấm khi có điểm ở",
    )
    guidance = models.CharField("hướng dẫn", max_length=500, blank=True)
    doubt = models.CharField("điều còn nghi ngờ", max_length=500, blank=True)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["criteria_set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_code_once"),
            models.UniqueConstraint(
                fields=["criteria_set", "position"], name="criterion_position_once"
            ),
            models.CheckConstraint(
                condition=Q(max_points__gte=1, max_points__lte=100),
                name="criterion_points_in_range",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="criterion_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return f"{self.code}. {self.title}"


class Option(models.Model):
    """A level of a criterion, with its points; exactly one is chosen, or none, which is 0 points.

    `min_for_star` is the star for which this level is the least that must be reached; a higher
    star needs the minima of the lower ones too. Options of one `case` exclude the other case.
    """

    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="options", verbose_name="tiêu chí"
    )
    number = models.PositiveSmallIntegerField("phương án")
    label = models.CharField("nội dung", max_length=200)
    points = models.PositiveSmallIntegerField("điểm", validators=[MOST_POINTS])
    min_for_star = models.PositiveSmallIntegerField(
        "tối thiểu cho hạng sao",
        null=True,
        blank=True,
        validators=[MinValueValidator(3), MaxValueValidator(5)],
    )
    case = models.CharField("trường hợp", max_length=200, blank=True)
    doubt = models.CharField("điều còn nghi ngờ", max_length=500, blank=True)

    class Meta:
        verbose_name = "mức điểm"
        verbose_name_plural = "mức điểm"
        ordering = ["criterion", "number"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "number"], name="option_number_once"),
            models.UniqueConstraint(
                fields=["criterion", "min_for_star"], name="option_one_minimum_a_star"
            ),
            models.CheckConstraint(
                condition=Q(points__lte=100)
                & (Q(min_for_star=None) | Q(min_for_star__gte=3, min_for_star__lte=5)),
                name="option_points_and_star_in_range",
            ),
        ]

    def __str__(self):
        return f"{self.label} ({self.points})"
