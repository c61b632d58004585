"""Records that are probably one, and how two become one."""

from django.db import transaction

from products.certificates.history import refuse_overlap
from products.ground.words import keep_words
from products.models import Producer, Product
from programs import audit
from programs.enums import Role
from programs.workflow import StepRefused

SHOWN = 20
# What the apps above do once producers are one: functions of the kept one and of who did it.
following = []


def twins_of(record, user):
    """The first records of the same name key that the user may read."""
    rows = type(record).objects.visible_to(user).current().filter(name_key=record.name_key)
    return rows.exclude(pk=record.pk).select_related("commune__parent").order_by("pk")[:SHOWN]


def merge_refusal(user):
    """The StepRefused that keeps this user from merging, or None (matrix H7)."""
    if user.role != Role.PROVINCE_ADMIN:
        return StepRefused("Chỉ quản trị cấp tỉnh được gộp bản ghi.", status=403, code="role")
    return None


@transaction.atomic
def merge(gone, kept, reason, *, by, key=None):
    """Merge `gone` into `kept`, with a reason: the record stays to be read, its history too.

    A producer's products pass to the kept one. A product keeps its codes and certificates, which
    are shown with the kept one's; two that are valid on one day are refused.
    """
    if refused := merge_refusal(by):
        raise refused
    gone, kept = _locked(gone, kept, by)
    if audit.is_done(key):
        return kept
    if sentence := _objection(gone, kept, reason):
        raise StepRefused(sentence, status=422, code="merge")
    for record in (gone, *gone.merged.all()):
        record.merged_into = kept
        record.version += 1
        record.save()
    _pass_on(gone, kept)
    facts = {"by": by, "note": reason.strip(), "data": {"gone": gone.pk, "kept": kept.pk}}
    audit.record("merge", gone, label=f"gộp vào “{kept}”"[:120], key=key, **facts)
    audit.record("take_in", kept, label=f"nhận bản ghi gộp “{gone}”"[:120], **facts)
    for follow in following if isinstance(kept, Producer) else ():
        follow(kept, by)
    return kept


def _locked(gone, kept, user):
    rows = type(gone).objects.visible_to(user).select_related("commune__parent")
    found = {
        row.pk: row
        for row in rows.select_for_update(of=("self",))
        .filter(pk__in=[gone.pk, kept.pk])
        .order_by("pk")
    }
    return found[gone.pk], found[kept.pk]


def _objection(gone, kept, reason):
    if gone.pk == kept.pk:
        return "Hãy chọn một bản ghi khác để giữ lại."
    if gone.merged_into_id or kept.merged_into_id:
        return "Một trong hai bản ghi đã được gộp trước đó."
    if isinstance(gone, Product) and gone.dossiers.under_way().exists():
        return (
            f"“{gone}” đang có một hồ sơ chưa xong: hãy giữ lại bản ghi này, hoặc gộp sau khi hồ "
            "sơ có kết quả hay được rút."
        )
    return "" if reason.strip() else "Lý do: phải ghi rõ."


def _pass_on(gone, kept):
    if isinstance(kept, Product):
        refuse_overlap(kept)
        keep_words([gone.pk, kept.pk])
        return
    names = set(kept.products.current().values_list("name_key", flat=True))
    for product in gone.products.select_related("commune__parent"):
        if product.merged_into_id is None and product.name_key in names:
            raise StepRefused(
                f"Cả hai chủ thể có sản phẩm “{product}”: hãy gộp hai sản phẩm đó trước.",
                status=422,
                code="products",
            )
        product.producer = kept
        product.version += 1
        product.save()
    keep_words(kept.products.values_list("pk", flat=True))
