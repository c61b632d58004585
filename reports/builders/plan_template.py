"""The workbook in which a unit's people list their products, as values."""

from dataclasses import replace

from products.plans.columns import REGISTRATION_COLUMNS
from programs.citations import unit_in_text
from programs.models import ProductSet
from programs.tables import Table

# Grows when a workbook of an older kind can no longer be read as one of today's.
VERSION = "1"
INSTRUCTIONS = (
    "Mỗi sản phẩm ghi một dòng ở trang “Danh sách”, ngay dưới dòng tiêu đề; tối đa 5.000 dòng.",
    "Cột có nền vàng là bắt buộc. Cột nào không dùng thì để trống, không cần xóa.",
    "Cột có danh sách chọn: bấm vào ô rồi chọn. Các giá trị được chọn ghi ở bảng dưới đây.",
    "Hình thức đăng ký “3-4” là nâng hạng từ 3 sao lên 4 sao; ô này là chữ, không phải ngày tháng.",
    "Một sản phẩm của một chủ thể chỉ ghi một lần. STT có thể để trống.",
    "Không gộp ô, không ghi công thức, không đổi tên các cột.",
    "Ghi xong, lưu lại dạng .xlsx rồi chọn “Nhập từ Excel” ở trang kế hoạch.",
    "Cổng sẽ báo mọi chỗ cần sửa trước khi lưu.",
)


def plan_template(plan):
    """The empty table, its choices filled in for this unit; `facts` says whose it is."""
    unit, campaign = plan.unit, plan.campaign
    choices = {
        "commune": [str(each) for each in unit.communes_on(campaign.opens_on).order_by("code")],
        "product_set": [str(each) for each in ProductSet.objects.order_by("number")],
    }
    return Table(
        title=f"Danh sách sản phẩm OCOP năm {campaign.which} của {unit_in_text(unit.short_name)}",
        columns=tuple(
            replace(column, choices=tuple(choices.get(column.key, column.choices)))
            for column in REGISTRATION_COLUMNS
        ),
        rows=(),
        preface=INSTRUCTIONS,
        facts={
            "kind": "plan",
            "version": VERSION,
            "unit": unit.code,
            "campaign": campaign.pk,
            "plan": plan.pk,
        },
    )
