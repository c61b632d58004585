"""The parts that pages are made of, each shown once with its states: for developers (DEBUG)."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.enums import Tone
from programs.fields import DayField
from programs.forms.base import KeyedForm
from programs.next_acts import Checklist, Item, Offer, rail

STATES = (
    (Tone.PLAIN, "đang soạn"),
    (Tone.INFO, "đã gửi tỉnh"),
    (Tone.GOOD, "đã tiếp nhận"),
    (Tone.HEED, "tỉnh trả lại"),
    (Tone.BAD, "chưa có"),
)
MESSAGES = (
    ("", "Điều nên biết, không phải làm gì."),
    ("info", "Điều sẽ xảy ra khi bấm nút của trang xác nhận."),
    ("success", "Đã lưu: Kế hoạch OCOP 2024 – Huyện Ba Tơ."),
    ("warning", "Chưa thể gửi: kế hoạch chưa có số quyết định."),
    ("danger", "Người khác đã sửa dòng này trong lúc bạn nhập."),
)
COLOURS = (
    *("ink", "ink-soft", "paper", "ground", "shade", "line", "line-strong"),
    *("red", "gold", "act", "act-dark", "info", "good", "heed", "bad"),
)
CHECKLIST = Checklist(
    [
        Item("Danh sách sản phẩm", said="12 sản phẩm", url="#noi-dung"),
        Item("Số quyết định", lacks=("chưa ghi",), url="#noi-dung", act="Ghi quyết định"),
    ]
)
OFFERS = (
    Offer("gửi lại cho tỉnh", "#noi-dung", why="Chưa ghi số quyết định.", onward=True),
    Offer("tải cả hồ sơ (PDF)", "#noi-dung"),
    Offer("rút hồ sơ", "#noi-dung", away=True),
)


class ShownForm(KeyedForm):
    """One field of each kind."""

    name = forms.CharField(label="tên sản phẩm", help_text="Như trên nhãn.")
    kind = forms.TypedChoiceField(
        label="loại hình chủ thể", choices=[("", "---------"), ("htx", "Hợp tác xã")]
    )
    count = forms.IntegerField(label="số lượng", min_value=0)
    day = DayField(label="ngày ký")
    is_nil = forms.BooleanField(label="không đăng ký sản phẩm", required=False)
    file = forms.FileField(label="bản quét đã ký", required=False)
    note = forms.CharField(
        label="ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_safe
@login_not_required
def design(request):
    context = {
        "states": STATES,
        "messages_shown": MESSAGES,
        "colours": COLOURS,
        "checklist": CHECKLIST,
        "rail": rail(OFFERS, CHECKLIST),
        "dates": [("Gửi lại trước", date(2024, 4, 30), "còn 5 ngày")],
        "form": ShownForm({"count": "-1"}),
    }
    return render(request, "design.html", context)
