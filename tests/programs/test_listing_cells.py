"""The cells and filters of a list's page as they are drawn: links, heads of rows, escaped texts."""

from datetime import date, datetime

import django_filters
import pytest

from programs.enums import Tone
from programs.forms.listings import DayFilter, TickFilter
from programs.models import Campaign
from programs.tables import Column, Kind
from programs.templatetags.listing import cells, control, in_words, is_tick
from programs.templatetags.vn import item

TEXT, NUMBER, DATE = (Column("c", "C", kind) for kind in (Kind.TEXT, Kind.NUMBER, Kind.DATE))
STATE = Column("s", "S", tones={"đã gửi": Tone.GOOD})


@pytest.mark.parametrize(
    ("line", "drawn"),
    [
        ([(TEXT, "Trà", "")], "<td>Trà</td>"),
        ([(NUMBER, 3, ""), (DATE, None, "")], '<td class="number">3</td><td class="when"></td>'),
        ([(TEXT, "Trà", "/1/")], '<th scope="row"><a href="/1/">Trà</a></th>'),
        (
            [(TEXT, "Trà", "/1/"), (TEXT, "HTX", "/2/")],
            '<th scope="row"><a href="/1/">Trà</a></th><td><a href="/2/">HTX</a></td>',
        ),
        (
            [(NUMBER, 3, ""), (TEXT, "Trà", "/1/")],
            '<td class="number">3</td><th scope="row"><a href="/1/">Trà</a></th>',
        ),
        (
            [(TEXT, "a", "")] * 3 + [(TEXT, "b", "/1/")],
            "<td>a</td>" * 3 + '<td><a href="/1/">b</a></td>',
        ),
        ([(STATE, "đã gửi", "")], '<td><span class="state tone-good">đã gửi</span></td>'),
        ([(STATE, "", "")], "<td></td>"),
    ],
)
def test_the_first_link_among_the_first_three_cells_names_the_row(line, drawn):
    assert cells(line) == drawn


@pytest.mark.parametrize(
    ("cell", "inside"),
    [
        ((TEXT, "<b>&", ""), "&lt;b&gt;&amp;"),
        ((TEXT, "một\nhai<br>", ""), "một<br>hai&lt;br&gt;"),
        ((TEXT, "Trà", '/?q="><script>'), '<a href="/?q=&quot;&gt;&lt;script&gt;">Trà</a>'),
    ],
)
def test_what_people_wrote_is_text_and_its_lines_stay(cell, inside):
    assert inside in cells([cell])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (0, "0"),
        (False, "False"),
        (2024, "2024"),
        (date(2024, 2, 9), "09/02/2024"),
        (datetime(2024, 2, 9, 7, 5), "07:05 09/02/2024"),  # noqa: DTZ001
    ],
)
def test_a_value_is_said_as_it_is_and_nought_is_not_nothing(value, words):
    assert in_words(TEXT, value) == words


def test_a_column_may_say_its_values_in_its_own_words():
    assert in_words(Column("c", "C", words=lambda value: f"{value or 0} ngày"), None) == "0 ngày"


def test_a_row_kept_as_plain_values_has_nothing_under_a_key_that_it_lacks():
    assert (item({"a": 0}, "a"), item({}, "a")) == (0, "")


# --- The filters ---------------------------------------------------------------------------------


class Filter(django_filters.FilterSet):
    star = django_filters.ChoiceFilter(choices=[(0, "không"), (3, "3 & <4>")])
    day = DayFilter()
    late = TickFilter()


def field(name, **chosen):
    return Filter(chosen, queryset=Campaign.objects.none()).form[name]


@pytest.mark.parametrize(
    ("chosen", "marked"), [({}, ""), ({"star": "3"}, "3"), ({"star": "0"}, "0")]
)
def test_a_select_marks_the_one_option_that_is_chosen(chosen, marked):
    drawn = control(field("star", **chosen))

    assert drawn.count(" selected>") == 1
    assert f'<option value="{marked}" selected>' in drawn


def test_a_select_is_drawn_as_django_does_but_in_one_go():
    drawn = control(field("star"))

    assert drawn.startswith('<select name="star" id="id_star" class="form-select"><option value=""')
    assert '<option value="3">3 &amp; &lt;4&gt;</option></select>' in drawn


@pytest.mark.parametrize(("name", "style"), [("day", "form-control"), ("late", "form-check-input")])
def test_other_controls_are_drawn_by_django_in_the_style_of_the_page(name, style):
    drawn = control(field(name))

    assert f'class="{style}"' in drawn
    assert drawn.startswith("<input")
    assert is_tick(field(name)) is (name == "late")
