"""The dossier by which a product is evaluated: first, to be upgraded, or anew at its expiry."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from products.enums import OPEN_DOSSIERS, DossierKind, DossierState
from products.models.certificates import Certificate
from products.models.register import Product
from programs.models import CriteriaSet, User


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The dossiers of the products this user may read (matrix H3)."""
        return self.filter(product__in=Product.objects.visible_to(user).values("pk"))


class Dossier(models.Model):
    """A product's papers for one evaluation. Its state moves only by dossier_workflow.DOSSIER.

    `follows` is the last dossier, from which an upgrade or a re-evaluation starts; `certificate`
    the one that it upgrades or renews. `received_on` is the day on which the unit received it
    whole: it decides the regulation, and with it the `criteria_set`.
    """

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="dossiers", verbose_name="sản phẩm"
    )
    kind = models.CharField("loại hồ sơ", max_length=20, choices=DossierKind)
    aimed_star = models.PositiveSmallIntegerField("hạng sao đề nghị")
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
    received_on = models.DateField("ngày nhận đủ hồ sơ", null=True, blank=True)
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
                condition=~Q(state__in=[DossierState.CONCLUDED, DossierState.WITHDRAWN]),
                name="dossier_one_under_way_a_product",
                violation_error_message="Sản phẩm này đang có một hồ sơ chưa xong.",
            ),
        ]

    def __str__(self):
        return f"Hồ sơ {self.get_kind_display()}: {self.product}"

    def get_absolute_url(self):
        return reverse("products:dossier_detail", args=[self.pk])

    @property
    def unit_id(self):
        return self.product.unit_id

    @property
    def is_open(self):
        return self.state in OPEN_DOSSIERS
