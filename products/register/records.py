"""The records of producers and products: how they are written, and their codes."""

import re

from django.db import IntegrityError, transaction

from products.models import Product, ProductCode
from programs import audit
from programs.acts import RowChanged, StepRefused
from programs.changes import differences
from programs.enums import DEPARTMENT, REGISTER_WRITERS
from programs.models import Unit
from programs.scoping import own_ground

# (T)-(X)-(STT)-20YY of Decision 26/2026/QĐ-TTg, and T-H-X-STT-Năm of the time of districts.
# "51-21055-7-2026", "51-525-21055-7-2024"; not "51-525-7-2024".
_CODE = re.compile(r"(\d{2})-(?:(\d{3})-)?(\d{5})-(\d{1,4})-(20\d{2})")


def writing_refusal(row, user):
    """The StepRefused that keeps this user from writing this record, or None."""
    if user.role not in REGISTER_WRITERS:
        return StepRefused(
            "Chỉ cán bộ đơn vị và cơ quan cấp tỉnh được ghi chủ thể, sản phẩm.",
            status=403,
            code="role",
        )
    if row.merged_into_id:
        return StepRefused(
            f"Bản ghi này đã gộp vào “{row.merged_into}”: hãy sửa ở đó.", code="merged"
        )
    return None


@transaction.atomic
def write(row, *, by, version=None, key=None):
    """Save a new record, or a changed one that still has this version; refuses the rest.

    A unit's officer writes on the own unit's ground alone. The same form posted twice counts once.
    """
    theirs = _locked(row, by) if row.pk else None
    if audit.is_done(key):
        return
    if refused := writing_refusal(theirs or row, by):
        raise refused
    _refuse_foreign_ground(row, by)
    if theirs and theirs.version != version:
        raise RowChanged(theirs)
    row.version = theirs.version + 1 if theirs else 1
    _save(row)
    verb, label = ("change", "sửa") if theirs else ("create", "thêm")
    audit.record(
        f"{verb}_{row._meta.model_name}",
        row,
        label=f"{label} {row._meta.verbose_name}",
        by=by,
        data=differences(theirs, row) if theirs else {},
        key=key,
    )


def _save(row):
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # the form has checked all but the name's twin
        raise StepRefused(
            f"Đã có {row._meta.verbose_name} cùng tên (kể cả viết tắt, khác dấu) ở đây: "
            "hãy tìm trong danh sách và sửa bản ghi đó.",
            status=422,
            code="duplicate",
        ) from None


def _locked(row, user):
    rows = type(row).objects.visible_to(user).select_related("commune__parent")
    return rows.select_for_update(of=("self",)).get(pk=row.pk)


def _refuse_foreign_ground(row, user):
    is_bound = user.role not in DEPARTMENT
    if is_bound and not own_ground(user).filter(pk=row.commune_id).exists():
        raise StepRefused("Xã này không thuộc đơn vị của bạn.", status=403, code="unit")


# --- Codes -------------------------------------------------------------------------------------


def _is_unit(code):
    return Unit.objects.filter(code=code).exists()


def read_code(text, is_unit=_is_unit):
    """The code in the one way it is kept, or StepRefused saying how codes are written.

    "(51)-(20956)-(07)-2026" is "51-20956-7-2026". `is_unit` knows the codes of units.
    """
    plain = re.sub(r"[()\s]", "", text).replace("–", "-")
    if not (found := _CODE.fullmatch(plain)):
        raise StepRefused(
            f"“{text}” không phải mã sản phẩm. Ghi theo mẫu (T)-(X)-(STT)-20YY, ví dụ "
            "51-20956-07-2026; mã cũ có thêm mã huyện: 51-522-20956-07-2023.",
            status=422,
            code="code",
        )
    province, district, commune, number, year = found.groups()
    for code in filter(None, (district, commune)):
        if not is_unit(code):
            raise StepRefused(f"Không có đơn vị nào mang mã “{code}”.", status=422, code="code")
    return "-".join(filter(None, (province, district, commune, str(int(number)), year)))


@transaction.atomic
def give_code(product, text, *, by, key=None):
    """Write a code down for this product, for ever; one that was ever given is refused."""
    product = _locked(product, by)
    if audit.is_done(key):
        return
    if refused := writing_refusal(product, by):
        raise refused
    code = read_code(text)
    if taken := ProductCode.objects.filter(code=code).select_related("product").first():
        whose = "sản phẩm này" if taken.product_id == product.pk else f"“{taken.product}”"
        raise StepRefused(
            f"Mã {code} đã cấp cho {whose}; mã đã cấp không dùng lại.", status=422, code="taken"
        )
    ProductCode.objects.create(product=product, code=code)
    audit.record("give_code", product, label="ghi mã sản phẩm", by=by, note=code, key=key)


def codes_of(product):
    """All codes of the product, with those of the records that were merged into it."""
    products = Product.objects.filter(pk=product.pk) | Product.objects.filter(merged_into=product)
    return ProductCode.objects.filter(product__in=products.values("pk")).order_by("pk")
