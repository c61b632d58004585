"""What may be said of a row of a book, what was said, and what still waits to be said."""

import pytest

from products.books.decisions import decided, rows_of
from products.models import RegisterImport
from programs.workflow import StepRefused

CANDIDATES = {"candidates": [[7, "Tỏi (bản ghi số 7)"], [9, "Tỏi (bản ghi số 9)"]]}
NOTE, STATED = ["note", "Ghi chú", "a", "b"], ["", "Số giấy", "01/2024", "02/2024"]


def make_book(*findings, **said):
    """A book of these rows, (status, more), from row 5 on; never saved."""
    empty = {"candidates": [], "differences": [], "certificates": [], "problems": []}
    lines = [{"row": number, "problems": []} for number, _ in enumerate(findings, 5)]
    findings = [{"status": status} | empty | more for status, more in findings]
    return RegisterImport(lines=lines, findings=findings, **said)


@pytest.mark.parametrize(
    ("status", "more", "choices"),
    [
        ("same", {}, []),
        ("new", {}, ["take", "skip"]),
        ("doubt", {}, ["take", "skip"]),
        ("doubt", CANDIDATES, ["7", "9", "new", "skip"]),
        ("differs", {"differences": [NOTE, STATED]}, ["keep", "theirs", "skip"]),
        ("differs", {"differences": [STATED]}, ["keep", "skip"]),  # never taken over
        ("fault", CANDIDATES, ["skip"]),
    ],
)
def test_each_row_offers_what_may_become_of_it(status, more, choices):
    (row,) = rows_of(make_book((status, more)))

    assert [value for value, _ in row.choices] == choices


@pytest.mark.parametrize(
    ("status", "said", "is_open", "takes"),
    [
        ("same", "", False, False),
        ("new", "", False, True),
        ("new", "skip", False, False),
        ("doubt", "", True, False),
        ("doubt", "take", False, True),
        ("fault", "", True, False),
        ("fault", "skip", False, False),
        ("fault", "take", True, False),  # said when it had no fault: no choice any more
    ],
)
def test_only_what_is_sure_or_was_decided_is_written(status, said, is_open, takes):
    (row,) = rows_of(make_book((status, {}), decisions={"5": said}))

    assert (row.is_open, row.takes) == (is_open, takes)


def test_whoever_said_which_record_it_is_may_say_so_again():
    said = {"identities": {"5": "7", "6": "new"}, "decisions": {"6": "take"}}
    book = make_book(("same", {}), ("new", {}), **said)
    assert [value for value, _ in rows_of(book)[0].choices] == ["again"]

    assert decided(book, {"6": "again"}) == ({}, {"5": "7"})


def test_naming_the_record_takes_back_what_was_decided_before():
    book = make_book(("doubt", CANDIDATES), decisions={"5": "skip"})

    assert decided(book, {"5": "9"}) == ({}, {"5": "9"})


def test_what_is_said_of_all_rows_of_a_kind_passes_over_those_said_apart_or_unfit():
    book = make_book(("doubt", {}), ("doubt", {}), ("doubt", CANDIDATES), ("new", {}))

    decisions, identities = decided(book, {"6": "skip"}, bulk=["take"], which="doubt")

    assert (decisions, identities) == ({"5": "take", "6": "skip"}, {})


@pytest.mark.parametrize("said", [{"9": "skip"}, {"5": "theirs"}, {"5": "7"}, {"5": ""}])
def test_what_is_no_choice_of_its_row_is_refused_by_its_number(said):
    with pytest.raises(StepRefused, match=f"Dòng {next(iter(said))} không có") as refused:
        decided(make_book(("doubt", {})), said)

    assert refused.value.status == 422


def test_faults_come_before_doubts_and_notes():
    book = make_book(("fault", {"problems": [["W_CHAIN", "star", "Sai năm."]]}))
    cells = [{"code": "W_HTML_TEXT", "column": "note", "message": "Chữ."}]
    cells.append({"code": "E_STAR", "column": "star", "message": "Không có hạng này."})
    book.lines[0]["problems"] = cells

    assert [stands_in_the_way for stands_in_the_way, *_ in rows_of(book)[0].told] == [
        True,
        True,
        False,
    ]
