"""The public catalogue: every product that is recognised today, but for what was withdrawn."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from products.certificates.history import in_force
from products.certificates.issuing import locked
from products.models import Certificate, Withdrawal
from programs import audit
from programs.enums import DEPARTMENT
from programs.workflow import StepRefused


def catalogue():
    """The certificates in force today whose products everybody may see (matrix W1).

    A certificate of a record that was merged stands under that record's name and place.
    """
    standing = Withdrawal.objects.standing()
    return in_force(Certificate.objects, timezone.localdate()).filter(
        ~Exists(standing.filter(product=OuterRef("product"))),
        ~Exists(standing.filter(product__merged=OuterRef("product"))),
    )


# --- Taking off and putting back (matrix W2) ---------------------------------------------------


def withdrawing_refusal(product, user):
    """The StepRefused that keeps this user from taking the product off the catalogue, or None."""
    if user.role not in DEPARTMENT:
        return _not_yours()
    if product.merged_into_id:
        return StepRefused("Sản phẩm này đã gộp vào sản phẩm khác.", code="merged")
    if not catalogue().of_product(product).exists():
        return StepRefused(
            "Sản phẩm không có trên trang công khai: đã được rút, hoặc không có giấy chứng nhận "
            "còn hiệu lực.",
            code="absent",
        )
    return None


def publishing_refusal(product, user):
    """The StepRefused that keeps this user from putting the product back, or None."""
    if user.role not in DEPARTMENT:
        return _not_yours()
    if not Withdrawal.objects.standing().of_product(product).exists():
        return StepRefused("Sản phẩm này không bị rút khỏi trang công khai.", code="public")
    return None


def _not_yours():
    return StepRefused(
        "Chỉ cơ quan cấp tỉnh được rút, công khai lại sản phẩm.", status=403, code="role"
    )


@transaction.atomic
def withdraw(product, reason, *, by, key=None):
    """Take the product off the public catalogue, with a reason that the register keeps."""
    product = locked(product)
    if audit.is_done(key):
        return product
    if refused := withdrawing_refusal(product, by):
        raise refused
    Withdrawal.objects.create(product=product, reason=reason, withdrawn_by=by)
    audit.record("withdraw", product, label="rút khỏi trang công khai", by=by, note=reason, key=key)
    return product


@transaction.atomic
def publish(product, reason, *, by, key=None):
    """Put the product back; what is public then is what its certificates say."""
    product = locked(product)
    if audit.is_done(key):
        return product
    if refused := publishing_refusal(product, by):
        raise refused
    standing = Withdrawal.objects.standing().of_product(product)
    standing.update(restored_by=by, restored_at=timezone.now())
    audit.record("publish", product, label="công khai lại", by=by, note=reason, key=key)
    return product
