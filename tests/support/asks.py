"""What a step may ask: an answer of each kind, asked for and left to the person."""

from datetime import date
from decimal import Decimal
from functools import partial

from django import forms

from programs.fields import DayField, line
from programs.workflow import Ask

_mean = partial(forms.DecimalField, localize=True, max_value=100, max_digits=9, decimal_places=6)
_star = partial(forms.TypedChoiceField, choices=[(4, "4 sao"), (3, "3 sao")], coerce=int)

WANTED = (
    Ask("reason", "Lý do"),
    Ask("number", "Số quyết định", field=partial(line, max_length=60)),
    Ask("day", "Ngày quyết định", field=DayField, help_text="Ngày ký quyết định."),
    Ask("mean", "điểm trung bình", field=_mean),
    Ask("star", "hạng sao", field=_star),
)
OPTIONAL = (
    Ask("remark", "Ghi thêm", required=False),
    Ask("until", "Đến hết ngày", required=False, field=DayField),
)
# As a person types them, as the effect of a step gets them, and as the trail keeps them.
TYPED = {
    "reason": " Vì thế.\r\nRõ. ",
    "number": " 1/QĐ ",
    "day": "20/06/2024",
    "mean": "82,75",
    "star": "4",
}
VALUES = {
    "reason": "Vì thế.\nRõ.",
    "number": "1/QĐ",
    "day": date(2024, 6, 20),
    "mean": Decimal("82.75"),
    "star": 4,
}
TEXTS = VALUES | {"day": "2024-06-20", "mean": "82.75", "star": "4"}
