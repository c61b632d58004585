"""The records of producers and products: how they are written, and their codes."""

import re

from django.db import IntegrityError, transaction

from products.ground.words import keep_words
from products.models import Product, ProductCode
from programs import audit
from programs.acts import AlreadyDone, StepRefused, act
from programs.changes import differences
from programs.enums import DEPARTMENT, REGISTER_WRITERS
from programs.models import Unit
from programs.scoping import own_ground

# (T)-(X)-(STT)-20YY of Decision 26/2026/QĐ-TTg, and T-H-X-STT-Năm of the time of districts.
# "51-21055-7-2026", "51-525-21055-7-2024"; not "51-525-7-2024".
_CODE = re.compile(r"(\d{2})-(?:(\d{3})-)?(\d{5})-(\d{1,4})-(20\d{2})")

# What the apps above offer on the page of a producer: functions of it and of a user.
offering = []


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


def write(row, *, by, version=None, key=None):
    """Save a new record, or a changed one that still has this version; refuses the rest.

    A unit's officer writes on the own unit's ground alone.
    """
    if row.pk is None:
        _create(row, by, key)
        return
    rows = _with_place(row, by)
    with act(row, by, key, rows=rows, refusal=writing_refusal, read=version) as the:
        _refuse_foreign_ground(row, by)
        row.version = the.row.version + 1
        _save(row)
        names = row._meta
        data = differences(the.row, row)
        the.record(f"change_{names.model_name}", row, label=f"sửa {names.verbose_name}", data=data)


@transaction.atomic
def _create(row, by, key):
    if event := audit.done_by(key):
        raise AlreadyDone(event.row())
    if refused := writing_refusal(row, by):
        raise refused
    _refuse_foreign_ground(row, by)
    _save(row)
    label = f"thêm {row._meta.verbose_name}"
    audit.record(f"create_{row._meta.model_name}", row, label=label, by=by, key=key)


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
    keep_words([row.pk] if isinstance(row, Product) else row.products.values_list("pk", flat=True))


def _with_place(row, user):
    return type(row).objects.visible_to(user).select_related("commune__parent")


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


def give_code(product, text, *, by, key=None):
    """Write a code down for this product, for ever; one that was ever given is refused."""
    rows = _with_place(product, by)
    with act(product, by, key, rows=rows, refusal=writing_refusal) as the:
        code = read_code(text)
        if taken := ProductCode.objects.filter(code=code).select_related("product").first():
            whose = "sản phẩm này" if taken.product_id == product.pk else f"“{taken.product}”"
            raise StepRefused(
                f"Mã {code} đã cấp cho {whose}; mã đã cấp không dùng lại.",
                status=422,
                code="taken",
            )
        ProductCode.objects.create(product=the.row, code=code)
        keep_words([the.row.pk])
        the.record("give_code", label="ghi mã sản phẩm", note=code)


def codes_of(product):
    """All codes of the product, with those of the records that were merged into it."""
    products = Product.objects.filter(pk=product.pk) | Product.objects.filter(merged_into=product)
    return ProductCode.objects.filter(product__in=products.values("pk")).order_by("pk")
