"""The cells and filters of a list's page as they are drawn: links, heads of rows, escaped texts."""

from datetime import date, datetime
from types import SimpleNamespace

import django_filters
import pytest

from programs.cells import Shape, in_words, inside
from programs.enums import Tone
from programs.forms.listings import DayFilter, TickFilter
from programs.models import Campaign
from programs.tables import Column, Kind
from programs.templatetags.icons import stars
from programs.templatetags.listing import control, is_tick
from programs.templatetags.vn import item

TEXT, NUMBER, DATE = (Column("c", "C", kind) for kind in (Kind.TEXT, Kind.NUMBER, Kind.DATE))
STATE = Column("s", "S", tones={"đã gửi": Tone.GOOD})
NAME = Column("name", "Tên", url=lambda row: row.url)
UNDER = Column("who", "Ai", under="name")
STARS = Column("c", "Hạng", Kind.NUMBER, draw=stars)


def row(value, **others):
    return SimpleNamespace(c=value, s=value, **others)


@pytest.mark.parametrize(
    ("column", "value", "drawn"),
    [
        (TEXT, "Trà", '<td data-label="C">Trà</td>'),
        (NUMBER, 3, '<td class="number" data-label="C">3</td>'),
        (DATE, None, '<td class="when" data-label="C"></td>'),
        (
            STATE,
            "đã gửi",
            (
                '<td class="first-facts" data-label="S">'
                '<span class="state tone-good">Đã gửi</span></td>'
            ),
        ),
        (STATE, "", '<td class="first-facts" data-label="S"></td>'),
        (STARS, None, '<td class="first-facts" data-label="Hạng"></td>'),
    ],
)
def test_a_cell_says_its_column_where_a_row_is_a_card(column, value, drawn):
    assert Shape([column], names_row=False).cell(row(value)) == drawn


def test_the_first_cell_names_the_row_and_holds_what_stands_under_it():
    shape = Shape([NAME, UNDER], names_row=True)

    drawn = shape.cell(SimpleNamespace(name="Trà", who="HTX <1>", url="/1/"))

    below = '<span class="sub">HTX &lt;1&gt;</span>'
    assert drawn == f'<th scope="row"><a href="/1/">Trà</a>{below}</th>'


def test_nothing_stands_under_where_there_is_nothing_to_say():
    shape = Shape([NAME, UNDER], names_row=True)

    assert "sub" not in shape.cell(SimpleNamespace(name="Trà", who="", url="/1/"))


def test_stars_are_drawn_and_heard():
    drawn = inside(STARS, 4)

    assert 'aria-label="4 sao"' in drawn
    assert "#stars-4" in drawn


@pytest.mark.parametrize(
    ("column", "value", "url", "text"),
    [
        (TEXT, "<b>&", "", "&lt;b&gt;&amp;"),
        (TEXT, "một\nhai<br>", "", "một<br>hai&lt;br&gt;"),
        (TEXT, "Trà", '/?q="><script>', '<a href="/?q=&quot;&gt;&lt;script&gt;">Trà</a>'),
    ],
)
def test_what_people_wrote_is_text_and_its_lines_stay(column, value, url, text):
    assert inside(column, value, url) == text


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
    star = django_filters.ChoiceFilter(label="sao", choices=[(0, "không"), (3, "3 & <4>")])
    day = DayFilter()
    late = TickFilter()


def field(name, **chosen):
    return Filter(chosen, queryset=Campaign.objects.none()).form[name]


@pytest.mark.parametrize("chosen", ["3", "0"])
def test_a_select_marks_the_one_option_that_is_chosen(chosen):
    drawn = control(field("star", star=chosen))

    assert drawn.count(" selected>") == 1
    assert f'<option value="{chosen}" selected>' in drawn


def test_a_select_bears_its_label_where_nothing_is_chosen():
    drawn = control(field("star"))

    assert drawn.startswith(
        '<select name="star" id="id_star" class="form-select" aria-label="Sao">'
    )
    assert '<option value="">Sao</option><option value="0">Không</option>' in drawn
    assert '<option value="3">3 &amp; &lt;4&gt;</option></select>' in drawn


@pytest.mark.parametrize(("name", "style"), [("day", "form-control"), ("late", "form-check-input")])
def test_other_controls_are_drawn_by_django_in_the_style_of_the_page(name, style):
    drawn = control(field(name))

    assert f'class="{style}"' in drawn
    assert drawn.startswith("<input")
    assert is_tick(field(name)) is (name == "late")
