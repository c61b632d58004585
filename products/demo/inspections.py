"""Illustrative post-checks: a plan of the year under way, one of the shown unit, one in writing.

Each is told by the rules of the pages, on the days before the one on which the demonstration is
filled: some pass, some mend what was found, one is late, one could not be checked.
"""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from products.demo.data import NOTE, told_on
from products.enums import FindingResult
from products.inspections import findings, plans
from products.inspections.workflow import INSPECTION
from products.models import InspectionPlan
from programs.enums import ProductGroup
from programs.succession import agency_on

OPENED, LAST = 120, -30  # days ago, as all that follow
SAMPLE, SAMPLE_OF_UNIT = 12, 2
INSPECTORS = "Ông Nguyễn Văn Mẫu, Trưởng đoàn\nBà Trần Thị Mẫu, thành viên"
BASIS = "Quyết định số 15/QĐ-SNNMT của {} về việc thành lập đoàn kiểm tra (minh họa)"
SEEN = ("Vệ sinh nơi sản xuất", "Ghi chép nguồn nguyên liệu")  # beside what is always looked at
FAULTS = ("Nhãn thiếu ngày sản xuất, hạn sử dụng.", "Còn dùng mẫu nhãn OCOP cũ trên bao bì.")
# Of each check: when it was made, with how many faults, and [(when, who, step, answers)] since; an
# answer that is a number is a day. Those that come after the last are still to be made.
STORIES = (
    (4, 1, [(3, "staff", "record", {"reply_until": -7})]),
    (
        41,
        2,
        [
            (40, "staff", "record", {"reply_until": 30}),
            (35, "staff", "reply", {"note": "Nhận thiếu sót, xin in lại nhãn."}),
            (30, "admin", "mend", {"note": "In lại nhãn, báo kết quả.", "mend_by": -20}),
        ],
    ),
    (
        61,
        0,
        [
            (60, "staff", "record", {"reply_until": 50}),
            (45, "admin", "keep", {"note": "Đạt, giữ giấy chứng nhận."}),
        ],
    ),
    (
        71,
        1,
        [
            (70, "staff", "record", {"reply_until": 60}),
            (55, "admin", "mend", {"note": "Bổ sung nhãn cho hàng đang bán.", "mend_by": 10}),
        ],
    ),
    (
        81,
        1,
        [
            (80, "staff", "record", {"reply_until": 70}),
            (65, "admin", "mend", {"note": "Ghi đủ nhãn.", "mend_by": 40}),
            (42, "staff", "mended", {"note": "Đã xem mẫu nhãn mới, đạt."}),
        ],
    ),
    (None, 0, [(33, "staff", "skip", {"note": "Cơ sở nghỉ sản xuất đến hết mùa mưa."})]),
    (
        15,
        1,
        [
            (14, "staff", "record", {"reply_until": 2}),
            (5, "staff", "reply", {"note": "Đã thu hồi hàng có nhãn cũ, gửi kèm ảnh."}),
        ],
    ),
    (1, 1, []),
)


def fill_inspections(admin, staff, unit):
    """Tell it of certificates in force; the people are those of the department."""
    people = {"admin": admin, "staff": staff}
    title = "Kiểm tra việc dùng nhãn OCOP"
    with told_on(_day(OPENED)):
        of_year = _plan("Hậu kiểm sản phẩm OCOP", staff, sample_size=SAMPLE)
        of_unit = _plan(f"{title} tại {unit}", staff, ground=unit, sample_size=SAMPLE_OF_UNIT)
        for plan in (of_year, of_unit):
            plans.PLANNING.take(plan, "open", by=staff)
    _plan(f"{title}: đồ uống", staff, product_group=ProductGroup.DRINK)
    _tell(of_year, STORIES[1:], people)
    _tell(of_unit, STORIES[:1], people)


def _day(ago):
    return timezone.localdate() - timedelta(days=ago)


def _plan(title, staff, **facts):
    today = timezone.localdate()
    agency = agency_on(staff.agency, today)
    plan = InspectionPlan(
        year=today.year,
        title=f"{title} (minh họa)",
        superior="UBND tỉnh Quảng Ngãi",
        body=agency.name,
        symbol="BB-ĐKT",
        basis=BASIS.format(agency.name),
        starts_on=today,
        ends_on=today + timedelta(days=OPENED - LAST),
        seed=str(today.year),
        **facts,
    )
    plans.write(plan, by=staff)
    return plan


def _tell(plan, stories, people):
    checks = plan.inspections.order_by("pk")
    for check, (made, faults, steps) in zip(checks, stories, strict=False):
        if made is not None:
            _write(check, _day(made), faults, people["staff"])
        for ago, who, step, answers in steps:
            days = {name: _day(it) for name, it in answers.items() if isinstance(it, int)}
            with told_on(_day(ago)):
                check.refresh_from_db()
                INSPECTION.take(check, step, by=people[who], answers=answers | days)


def _write(check, day, faults, staff):
    """All that is looked at is as it should be, but for the last points: so many of them."""
    check.inspected_on, check.place = day, "Nơi sản xuất của chủ thể"
    check.inspectors, check.attendants = INSPECTORS, "Người đại diện chủ thể (minh họa)"
    check.conclusion = f"Đề nghị chủ thể khắc phục. {NOTE}" if faults else f"Đạt yêu cầu. {NOTE}"
    points = [*map(findings.Point, SEEN), *findings.points_of(check)]
    points = [replace(each, result=FindingResult.MET) for each in points]
    for place, fault in enumerate(FAULTS[:faults], 1):
        points[-place] = replace(points[-place], result=FindingResult.NOT_MET, note=fault)
    with told_on(day):
        findings.write(check, points, by=staff, version=check.version)
