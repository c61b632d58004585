"""What the page of an import is made of: the steps, the sums, the rows and their cells."""

import pytest

from products.plan_imports.corrections import FileRow
from products.plan_imports.preview import (
    CHECKING,
    CONFIRMING,
    DONE,
    SENDING,
    Card,
    chosen,
    steps,
    sums,
)
from programs.intake.outcomes import Problem

FAULT = Problem(3, "Hình thức đăng ký", "6 sao", "E_FORM", "Không có trong danh mục.")
OFFER = Problem(3, "Loại hình chủ thể", "Cty", "E_CATALOGUE", "Không có.", "Doanh nghiệp")
NOTE = Problem(3, "Ghi chú", "<b>", "W_HTML_TEXT", "Được giữ như chữ.")


@pytest.mark.parametrize(
    ("at", "states"),
    [
        (SENDING, "ahead here ahead ahead ahead"),  # nobody knows of the template
        (CHECKING, "done done here ahead ahead"),
        (CONFIRMING, "done done done here ahead"),
        (DONE, "done done done done here"),
    ],
)
def test_the_steps_before_are_done_once_a_file_is_there(at, states):
    assert [state for _, state in steps(at)] == states.split()


@pytest.fixture
def rows():
    """A good row, one with a fault, one with a note alone, and one that was left out."""
    found = [
        FileRow(2, {"product_name": "Chè"}),
        FileRow(3, {"form": "6 sao"}, problems=[FAULT, NOTE]),
        FileRow(4, {"note": "<b>"}, problems=[NOTE]),
        FileRow(5, {}, is_left_out=True),
    ]
    return {row.number: row for row in found}


def test_a_warning_makes_no_row_bad(rows):
    found = sums(rows)

    assert (found.good, found.bad, found.left_out, found.total) == (2, 1, 1, 4)


@pytest.mark.parametrize(
    ("which", "numbers"), [("loi", [3]), ("tat-ca", [2, 3, 4, 5]), ("bo", [5])]
)
def test_rows_are_shown_by_what_was_found_in_them(rows, which, numbers):
    assert [row.number for row in chosen(rows, which)] == numbers


def test_a_card_shows_wrong_cells_first_and_what_was_just_typed():
    row = FileRow(3, {"form": "6 sao", "product_name": "Chè"}, problems=[OFFER, FAULT, NOTE])

    card = Card(row, {(3, "form"): "7 sao", (4, "note"): "của dòng khác"})

    assert [cell.name for cell in card.wrong] == ["o-3-producer_kind", "o-3-form"]
    assert [(cell.text, cell.offer) for cell in card.wrong] == [("", "Doanh nghiệp"), ("7 sao", "")]
    assert {cell.column.key: cell.text for cell in card.right}["product_name"] == "Chè"
    assert {cell.column.key: cell.text for cell in card.right}["note"] == ""


@pytest.mark.parametrize("cells", [{}, {"product_name": "Chè"}])
def test_a_fault_of_no_cell_stands_beside_them(cells):
    stray = Problem(3, "", "", "E_COLUMNS", "Thừa một dấu phân cách.")

    card = Card(FileRow(3, cells, problems=[stray]), {})

    assert (card.others, card.wrong, bool(card.right)) == ([stray], [], bool(cells))
