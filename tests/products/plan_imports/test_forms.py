"""What comes from the page of an import, before any rule sees it."""

import pytest

from products.plan_imports.corrections import MAX_TEXT
from products.plan_imports.forms import CorrectionForm, RereadForm


def correct(**data):
    form = CorrectionForm({"version": "2", **data})
    assert form.is_valid(), form.errors
    return form.corrections()


def test_cells_are_known_by_their_names_and_the_rest_is_passed_over():
    names = ("o-12-product_name", "o-0-note", "o-012-note", "o-12-colour", "o-12-position", "x")

    assert correct(**dict.fromkeys(names, "Chè")).cells == {(12, "product_name"): "Chè"}


def test_a_cell_keeps_its_lines_and_loses_the_space_around():
    given = correct(**{"o-3-note": "  Một\r\nhai \r\n"})

    assert given.cells == {(3, "note"): "Một\nhai"}


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"version": ""}, "tải lại trang"),
        ({"take": "o-3-colour"}, "không có trong tệp"),
        ({"o-3-note": "x" * (MAX_TEXT + 1)}, f"dài quá {MAX_TEXT} ký tự"),
        ({"o-3-note": "x\0y"}, "ký tự không ghi được"),
    ],
)
def test_what_fits_no_cell_is_told(data, fault):
    form = CorrectionForm({"version": "2", **data})

    assert fault in str(form.errors)


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        ({}, False),
        ({"replaces": "maybe"}, False),
        ({"sheet": "x" * 101}, False),
        ({"sheet": "Trang 2"}, True),
        ({"proposals": "on"}, True),
        ({"replaces": "yes"}, True),
        ({"replaces": "no"}, True),  # to add again is asked for too
    ],
)
def test_a_file_is_read_again_for_a_reason(data, asked):
    assert RereadForm(data).is_asked() == asked
