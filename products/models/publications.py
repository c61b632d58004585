"""What is public of a product beside its paper: where it is sold; and what was withdrawn."""

from django.db import models
from django.db.models import Q

from products.enums import OutletKind
from products.models.register import Product
from programs.models import User


class WithdrawalQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not undone."""
        return self.filter(restored_at=None)

    def of_product(self, product):
        """Those of the product and of the records that were merged into it."""
        return self.filter(Q(product=product) | Q(product__merged_into=product))


class Withdrawal(models.Model):
    """A recognised product is public, unless a row of it stands here (matrix W2)."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="withdrawals", verbose_name="sản phẩm"
    )
    reason = models.CharField("lý do", max_length=500)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người rút"
    )
    withdrawn_at = models.DateTimeField("rút lúc", auto_now_add=True)
    restored_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="người công khai lại",
    )
    restored_at = models.DateTimeField("công khai lại lúc", null=True, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = "việc rút khỏi trang công khai"
        verbose_name_plural = "việc rút khỏi trang công khai"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(restored_at=None),
                name="withdrawal_one_standing_a_product",
                violation_error_message="Sản phẩm này đã được rút khỏi trang công khai.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="withdrawal_has_a_reason",
                violation_error_message="Phải ghi lý do rút khỏi trang công khai.",
            ),
            models.CheckConstraint(
                condition=Q(restored_at=None, restored_by=None)
                | Q(restored_at__isnull=False, restored_by__isnull=False),
                name="withdrawal_restored_by_somebody",
            ),
        ]

    def __str__(self):
        return f"Rút khỏi trang công khai: {self.product}"


class OutletQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the products this user may read (matrix H3)."""
        return self.filter(product__in=Product.objects.visible_to(user).values("pk"))


class Outlet(models.Model):
    """Where a product is sold, for everybody to read: a shop, and nothing of a person."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="outlets", verbose_name="sản phẩm"
    )
    kind = models.CharField("loại nơi bán", max_length=10, choices=OutletKind)
    name = models.CharField("tên nơi bán", max_length=120)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    link = models.URLField("địa chỉ trên mạng", max_length=300, blank=True)

    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi bán"
        verbose_name_plural = "nơi bán"
        ordering = ["product", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OutletKind.values), name="outlet_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="outlet_is_named"),
            models.CheckConstraint(
                condition=~Q(address="", link=""),
                name="outlet_says_where",
                violation_error_message="Phải ghi địa chỉ, hoặc địa chỉ trên mạng.",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"),
                name="outlet_link_is_safe",
                violation_error_message="Địa chỉ trên mạng phải bắt đầu bằng https://.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def unit_id(self):
        return self.product.unit_id
