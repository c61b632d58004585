"""What the province's administrator does with the layout of certificates: write, publish, discard.

A version is published for the days to come alone, and never changes after.
"""

from datetime import date

from programs import clock
from programs.acts import StepRefused, act
from programs.changes import differences
from programs.citations import day_in_full
from programs.enums import ADMIN
from programs.models import User
from reports.builders.certificate import CertificatePaper, paper_by
from reports.layouts import NEEDED, faults
from reports.models import CertificateLayout
from reports.renderers.certificate import fits

COPIED = ("title", "subtitle", "lines", "foot", "frame", "colour", "orientation")
# A product that nobody makes, for the preview.
SAMPLE = {
    "body": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
    "product": "Nước mắm cá cơm (giấy in thử)",
    "producer": "Hợp tác xã Mẫu",
    "address": "Thôn 1, xã Mẫu, tỉnh Quảng Ngãi",
    "set": "Tương, nước mắm, gia vị dạng lỏng khác",
    "stars": "4",
    "number": "00/2026",
    "code": "51-00000-01-2026",
    "decision": "00/QĐ-UBND",
    "decided_on": "05/02/2026",
    "valid_from": "05/02/2026",
    "valid_to": "05/02/2029",
}
# As long as names and addresses may be.
LONGEST = SAMPLE | {
    "product": ("SẢN PHẨM " * 23)[:200],
    "producer": ("HỢP TÁC XÃ " * 19)[:200],
    "address": ("thôn xóm, " * 40)[:400],
    "set": ("thực phẩm " * 20)[:200],
}


def sample_paper(layout, values=SAMPLE) -> CertificatePaper:
    """A certificate of a product that nobody makes, by this layout."""
    day = date(2026, 2, 5)
    return paper_by(
        layout,
        values,
        issued_on=day,
        place_and_date=f"Quảng Ngãi, {day_in_full(day)}",
        authority=("KT. CHỦ TỊCH",),
        signer_title="PHÓ CHỦ TỊCH",
        signer="(Họ và tên người ký)",
        address="https://dia-chi-cua-cong/kiem-tra/giay-in-thu/",
    )


def changing_refusal(layout, user):
    """The StepRefused that keeps this user from changing, publishing or discarding, or None."""
    if user.role not in ADMIN:
        return StepRefused("Chỉ quản trị cấp tỉnh được sửa mẫu giấy.", status=403, code="role")
    if layout.is_published:
        return StepRefused(
            "Mẫu đã công bố không sửa được nữa: hãy sao thành bản nháp mới.", code="state"
        )
    return None


def write(layout, *, by, version=None, key=None) -> CertificateLayout:
    """Save a new draft, or a changed one that still has this version; else raise RowChanged."""
    if not layout.pk:
        # The administrator is locked: a second post of the same form waits, and finds its event.
        with act(by, by, key, rows=User.objects.all()) as the:
            layout.save()
            the.record("create_layout", layout, label="soạn mẫu giấy chứng nhận")
        return layout
    with act(layout, by, key, refusal=changing_refusal, read=version or 0) as the:
        layout.version = the.row.version + 1
        layout.save()
        data = differences(the.row, layout)
        the.record("change_layout", layout, label="sửa mẫu giấy chứng nhận", data=data)
    return layout


def publish(layout, *, by, key=None, read="") -> CertificateLayout:
    """Put the draft in force from its day on, for good."""
    with act(layout, by, key, refusal=changing_refusal, read=read) as the:
        if sentence := publishing_objection(the.row):
            raise StepRefused(sentence, code="layout")
        the.row.published_at, the.row.published_by = clock.now(), by
        the.row.save()
        the.record("publish_layout", label="công bố mẫu giấy chứng nhận")
    return the.row


def publishing_objection(layout) -> str:
    """Why this draft cannot be published now, in a sentence, or ""."""
    if layout.valid_from < clock.today():
        return "Mẫu chỉ áp dụng từ hôm nay trở đi: hãy sửa ngày áp dụng."
    others = CertificateLayout.objects.published().filter(valid_from=layout.valid_from)
    if others.exists():
        return f"“{others.first()}” đã được công bố, áp dụng từ cùng ngày: hãy sửa ngày áp dụng."
    for name in NEEDED:
        if found := faults(name, getattr(layout, name)):
            return found[0]
    if not fits(sample_paper(layout, LONGEST)):
        return (
            "Tên sản phẩm, tên chủ thể dài 200 ký tự thì mẫu này không còn đứng trên một trang: "
            "hãy bớt dòng hoặc viết ngắn lại."
        )
    return ""


def discard(layout, *, by, key=None):
    """Delete a draft, which nothing refers to."""
    with act(layout, by, key, refusal=changing_refusal) as the:
        the.record("discard_layout", label="bỏ mẫu giấy chứng nhận", note=str(the.row))
        the.row.delete()


def copied(layout) -> CertificateLayout:
    """A draft like this version, not saved yet."""
    kept = {name: getattr(layout, name) for name in COPIED}
    return CertificateLayout(
        name=f"Bản sao của {layout.name}"[:100], valid_from=clock.today(), **kept
    )
