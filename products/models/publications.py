"""What the department took off the public catalogue, and put back."""

from django.db import models
from django.db.models import Q

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
