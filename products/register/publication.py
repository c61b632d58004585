"""The public catalogue: every product that is recognised today, but for what was withdrawn."""

from django.db.models import Exists, OuterRef

from products.certificates.history import in_force
from products.models import Certificate, Product, Withdrawal
from programs import clock
from programs.acts import StepRefused, act
from programs.enums import DEPARTMENT


def catalogue():
    """The certificates in force today whose products everybody may see (matrix W1).

    A certificate of a record that was merged stands under that record's name and place.
    """
    standing = Withdrawal.objects.standing()
    return in_force(Certificate.objects, clock.today()).filter(
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


def withdraw(product, reason, *, by, key=None, read=None):
    """Take the product off the public catalogue, with a reason that the register keeps."""
    rows = Product.objects.all()
    with act(product, by, key, rows=rows, refusal=withdrawing_refusal, read=read) as the:
        Withdrawal.objects.create(product=the.row, reason=reason, withdrawn_by=by)
        the.record("withdraw", label="rút khỏi trang công khai", note=reason)
    return the.row


def publish(product, reason, *, by, key=None, read=None):
    """Put the product back; what is public then is what its certificates say."""
    rows = Product.objects.all()
    with act(product, by, key, rows=rows, refusal=publishing_refusal, read=read) as the:
        standing = Withdrawal.objects.standing().of_product(the.row)
        standing.update(restored_by=by, restored_at=clock.now())
        the.record("publish", label="công khai lại", note=reason)
    return the.row
