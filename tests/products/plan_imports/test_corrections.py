"""What an officer corrects on the page of an import, held against the file that was read."""

import pytest

from products.models import PlanImport
from products.plan_imports.corrections import Corrections, corrected, file_rows
from programs.intake.outcomes import Answers, Problem
from programs.workflow import StepRefused

FAULT = Problem(3, "Hình thức đăng ký", "6 sao", "E_FORM", "Không có trong danh mục.")
OFFER = Problem(3, "Loại hình chủ thể", "Cty", "E_CATALOGUE", "Không có.", "Doanh nghiệp")
NOTE = Problem(3, "Ghi chú", "<b>", "W_HTML_TEXT", "Được giữ như chữ.")


def make_stored(**answers):
    """A file of two rows, of which the second has a fault and an offer; never saved."""
    lines = [
        {"row": 2, "cells": {"product_name": "Chè", "form": "3 sao"}},
        {"row": 3, "cells": {"product_name": "Tỏi", "producer_kind": "Cty"}},
    ]
    problems = [each._asdict() for each in (FAULT, OFFER)]
    return PlanImport(lines=lines, problems=problems, answers=answers, version=4)


def correct(stored, **given):
    return corrected(stored, Corrections(4, **given))


def test_corrected_texts_stand_in_the_row_and_the_others_as_in_the_file():
    answers = correct(make_stored(), cells={(2, "form"): "4 sao", (3, "note"): "Mới"})
    assert answers.cells == {"2": {"form": "4 sao"}, "3": {"note": "Mới"}}

    rows = file_rows(make_stored(cells=answers.cells))
    assert rows[2].cells == {"product_name": "Chè", "form": "4 sao"}
    assert [rows[number].is_corrected for number in (2, 3)] == [True, True]


def test_a_text_that_is_the_files_own_again_is_no_correction():
    stored = make_stored(cells={"2": {"form": "4 sao"}, "3": {"note": "Mới"}})

    answers = correct(stored, cells={(2, "form"): "3 sao", (3, "note"): ""})

    assert answers.cells == {}


def test_an_offer_is_taken_as_if_it_were_typed():
    answers = correct(make_stored(), take=(3, "producer_kind"))

    assert answers == Answers(cells={"3": {"producer_kind": "Doanh nghiệp"}})


@pytest.mark.parametrize(
    "given",
    [
        {"take": (3, "form")},  # a fault without an offer
        {"take": (2, "producer_kind")},
        {"take": (9, "producer_kind")},
        {"cells": {(9, "form"): "3 sao"}},
        {"cells": {(2, "position"): "1"}},
        {"leave": 9},
    ],
)
def test_what_is_not_in_the_file_is_refused(given):
    with pytest.raises(StepRefused, match="không có trong tệp") as refused:
        correct(make_stored(), **given)

    assert refused.value.status == 422


def test_rows_are_left_out_in_their_order_and_taken_back():
    answers = correct(make_stored(left_out=[3]), leave=2)
    assert answers.left_out == (2, 3)

    assert correct(make_stored(left_out=[2, 3]), back=3).left_out == (2,)
    assert correct(make_stored(), back=3).left_out == ()


def test_a_fault_beside_the_table_is_a_row_and_a_note_there_is_none():
    stored = make_stored(left_out=[8])
    beside = [FAULT._replace(row=7), NOTE._replace(row=6), FAULT._replace(row=0)]
    stored.problems += [each._asdict() for each in beside]

    assert list(file_rows(stored)) == [2, 3, 7, 8]


@pytest.fixture
def alike():
    """Three rows with an unknown kind, two of them also without a form."""
    kind = Problem(2, "Loại hình chủ thể", "Cty", "E_CATALOGUE", "Không có.")
    lack = Problem(2, "Hình thức đăng ký", "", "E_REQUIRED", "Chưa điền.")
    problems = [kind._replace(row=row) for row in (2, 3, 4)] + [lack, lack._replace(row=4)]
    lines = [{"row": row, "cells": {"producer_kind": "Cty"}} for row in (2, 3, 4, 5)]
    return PlanImport(lines=lines, problems=[each._asdict() for each in problems], version=4)


def test_what_is_typed_in_one_cell_is_put_into_all_that_are_wrong_alike(alike):
    typed = {(2, "producer_kind"): "Doanh nghiệp", (3, "producer_kind"): "Cty"}

    answers = correct(alike, cells=typed, same=(2, "producer_kind"))

    assert answers.cells == {str(n): {"producer_kind": "Doanh nghiệp"} for n in (2, 3, 4)}


def test_an_offer_is_put_into_all_cells_that_are_wrong_alike(alike):
    alike.problems[0]["proposal"] = "Doanh nghiệp"

    answers = correct(alike, same=(2, "producer_kind"))

    assert sorted(answers.cells) == ["2", "3", "4"]


def test_an_empty_cell_fills_all_that_are_empty_alike(alike):
    answers = correct(alike, cells={(2, "form"): "3 sao"}, same=(2, "form"))

    assert answers.cells == {"2": {"form": "3 sao"}, "4": {"form": "3 sao"}}


def test_nothing_is_applied_where_nothing_was_typed_or_offered(alike):
    with pytest.raises(StepRefused, match="Hãy gõ giá trị đúng"):
        correct(alike, cells={(2, "producer_kind"): "Cty"}, same=(2, "producer_kind"))


def test_rows_with_the_same_faults_are_left_out_together(alike):
    assert correct(alike, leave_alike=2).left_out == (2, 4)
    assert correct(alike, leave_alike=3).left_out == (3,)
