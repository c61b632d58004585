"""What the packaged fonts can print, and the sentence about what they cannot."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from fontTools.ttLib import TTFont

from programs.forms.base import KeyedForm
from programs.forms.steps import StepForm
from programs.printable import CODE_POINTS, print_fault, printable
from programs.workflow import Ask

FONTS = sorted(Path("static/fonts").glob("*.ttf"))


def is_kept(code):
    """Neither a control character nor a private one, which a text may not hold anyway."""
    return code >= 0x20 and not 0xE000 <= code <= 0xF8FF


def written(codes):
    """Code points as ranges: "0020-007e 00a0"."""
    runs = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return " ".join(f"{a:04x}" if a == b else f"{a:04x}-{b:04x}" for a, b in runs)


def test_the_code_points_are_those_that_all_packaged_fonts_have():
    in_all = set.intersection(*(set(TTFont(font).getBestCmap()) for font in FONTS))

    assert len(FONTS) == 4
    assert " ".join(CODE_POINTS.split()) == written(filter(is_kept, in_all))


@pytest.mark.parametrize(
    "text",
    ["", "Mắm cá cơm Sa Huỳnh", "Trà 50° – “β-caroten” №1 ½ ≤ 5 €", "＝1+1 ㎏", "một\nhai\tba"],
)
def test_what_the_fonts_have_is_printed_as_it_is(text):
    assert print_fault(text) == ""


@pytest.mark.parametrize(
    ("text", "char", "where"),
    [
        ("Trà 🍵 xanh", "“🍵” (U+1F375)", "sau “Trà”"),
        ("★ Trà", "“★” (U+2605)", "ở đầu dòng"),
        ("Trà sen\n茶", "“茶” (U+8336)", "ở đầu dòng"),
    ],
)
def test_the_sentence_names_the_character_and_its_place(text, char, where):
    assert char in print_fault(text)
    assert where in print_fault(text)
    with pytest.raises(ValidationError, match="Hãy xóa ký tự này"):
        printable(text)


def test_every_form_refuses_it_where_it_is_typed():
    form = StepForm({"note": "Tốt 👍"}, asks=[Ask("note", "Lý do")])

    assert "U+1F44D" in form.errors["note"][0]


def test_what_nobody_sees_is_not_refused():
    form = StepForm({"note": "Trà\u200b sen\ufe0f"}, asks=[Ask("note", "Lý do")])

    assert isinstance(form, KeyedForm)
    assert form.is_valid()
