"""The form of a step: a field for each thing that is asked, and answers in their own types."""

import pytest
from django import forms

from programs.fields import DateInput
from programs.forms.steps import StepForm
from tests.support.asks import OPTIONAL, TYPED, VALUES, WANTED

# (label, help text, whether an answer must be given) of each field, as it is shown.
SHOWN = {
    "reason": ("Lý do", "", True),
    "number": ("Số quyết định", "", True),
    "day": ("Ngày quyết định", "Ngày ký quyết định.", True),
    "mean": ("Điểm trung bình", "", True),
    "star": ("Hạng sao", "", True),
    "remark": ("Ghi thêm", "", False),
    "until": ("Đến hết ngày", "", False),
}


def test_what_is_asked_is_shown_in_its_order_after_what_the_page_carries():
    fields = StepForm(asks=WANTED + OPTIONAL).fields

    assert list(fields) == ["form_key", "read", *SHOWN]
    assert {
        name: (fields[name].label, fields[name].help_text, fields[name].required) for name in SHOWN
    } == SHOWN


@pytest.mark.parametrize(
    ("name", "widget", "part"),
    [
        ("reason", forms.Textarea, 'rows="3"'),
        ("reason", forms.Textarea, 'maxlength="500"'),
        ("number", forms.TextInput, 'maxlength="60"'),
        ("day", DateInput, 'data-picker="vi"'),
        ("mean", forms.TextInput, 'type="text"'),
        ("star", forms.Select, '<option value="4">4 sao</option>'),
    ],
)
def test_each_kind_of_answer_is_typed_as_in_every_form_of_the_portal(name, widget, part):
    field = StepForm(asks=WANTED)[name]

    assert type(field.field.widget) is widget
    assert part in str(field)


def test_each_answer_has_its_own_type():
    form = StepForm(TYPED, asks=WANTED)

    assert form.is_valid(), form.errors
    answers = form.answers()
    assert answers == VALUES
    assert {name: type(value) for name, value in answers.items()} == {
        name: type(value) for name, value in VALUES.items()
    }


def test_what_may_be_left_empty_is_an_empty_text_or_no_day():
    form = StepForm({"remark": "  "}, asks=OPTIONAL)

    assert form.is_valid(), form.errors
    assert form.answers() == {"remark": "", "until": None}


@pytest.mark.parametrize("name", list(VALUES))
@pytest.mark.parametrize("typed", [None, "", "  "])
def test_what_must_be_given_is_asked_for_again(name, typed):
    form = StepForm(TYPED | {name: typed}, asks=WANTED)

    assert list(form.errors) == [name]


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("reason", "x" * 501, "Nhập tối đa 500 ký tự"),
        ("number", "9" * 61, "Nhập tối đa 60 ký tự"),
        ("day", "31/02/2024", "hãy ghi ngày/tháng/năm"),
        ("day", "20/06/0024", "Năm 24 không hợp lý"),
        ("mean", "tám", "Hãy nhập một số."),
        ("mean", "100,5", "Giá trị phải từ 100 trở xuống."),
        ("mean", "82,1234567", "tối đa 6 chữ số sau dấu phẩy"),
        ("star", "5", "“5” không có trong danh sách"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(name, typed, sentence):
    form = StepForm(TYPED | {name: typed}, asks=WANTED)

    assert list(form.errors) == [name]
    assert sentence in form.errors[name][0]


def test_a_step_that_asks_nothing_is_confirmed_by_an_empty_post():
    form = StepForm({}, asks=())

    assert form.is_valid()
    assert (form.answers(), form.key) == ({}, None)
