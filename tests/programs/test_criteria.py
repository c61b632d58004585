"""Loading criteria: what is proven, how a file is refused, and that a published set stays."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from programs.criteria import CriteriaRefused, load_criteria, published_sheets
from programs.criteria_files import COLUMNS, CRITERIA, OPTIONS, SETS, read_sheets
from programs.management.commands.load_criteria import SHIPPED
from programs.models import CriteriaSet, Criterion, Option, Regulation
from tests.support.criteria_files import GOOD, copy_of_good, make_law, spoil, write

pytestmark = [pytest.mark.django_db, pytest.mark.pg]


def refusal(law, folder, files):
    """The faults for which the files are refused; nothing may have been written."""
    before = [model.objects.count() for model in (CriteriaSet, Criterion, Option)]
    with pytest.raises(CriteriaRefused) as refused:
        load_criteria(law, write(folder, files))
    assert [model.objects.count() for model in (CriteriaSet, Criterion, Option)] == before
    return [str(fault) for fault in refused.value.faults]


# --- What is loaded ---------------------------------------------------------------------------


def test_good_files_become_a_published_set_as_a_tree(tmp_path):
    load_criteria(make_law(), write(tmp_path, GOOD))

    criteria_set = CriteriaSet.objects.get()
    packaging = criteria_set.criteria.get(code="1.2")
    assert criteria_set.published_at is not None
    assert [packaging.parent.code, packaging.parent.parent.code] == ["1", "A"]
    assert packaging.needs.code == "1.1"
    codes = criteria_set.criteria.values_list("code", flat=True)
    assert list(codes) == ["A", "1", "1.1", "1.2", "7"]
    assert list(
        criteria_set.criteria.get(code="1.1").options.values_list("points", "min_for_star")
    ) == [(10, 3), (20, 4), (40, 5)]
    assert criteria_set.criteria.get(code="7").doubt == "Nghi ngờ: bản chép mờ"


def test_files_loaded_twice_are_there_once(tmp_path):
    law = make_law()
    load_criteria(law, write(tmp_path, GOOD))

    assert load_criteria(law, tmp_path) == []
    assert CriteriaSet.objects.count() == 1


def test_files_saved_by_excel_with_a_byte_order_mark_are_read(tmp_path):
    law = make_law()
    write(tmp_path, GOOD)
    path = tmp_path / CRITERIA
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")

    assert len(load_criteria(law, tmp_path)) == 1


@pytest.mark.parametrize("text", ["Bao bì", "Bao bì giấy"])
def test_a_published_set_is_left_alone_or_refused_where_it_differs(tmp_path, text):
    law = make_law()
    load_criteria(law, write(tmp_path, GOOD))
    changed = spoil((CRITERIA, 5, "title", text))

    if text == "Bao bì":
        assert load_criteria(law, write(tmp_path, changed)) == []
    else:
        assert refusal(law, tmp_path, changed) == [
            "sets.csv, dòng 2: bộ 1 đã công bố với nội dung khác; bộ đã công bố không thay đổi."
        ]


# --- What is refused: mutations of good files -------------------------------------------------

REFUSED = {
    "points of the part are not 100": (
        [(CRITERIA, 2, "max_points", "99")],
        [
            "sets.csv, dòng 2: tổng điểm của bộ 1 là 99, cần 100.",
            "criteria.csv, dòng 2: phần A có 99 điểm, quy định cho phần này 100.",
            "criteria.csv, dòng 2: A ghi tối đa 99 điểm, các tiêu chí thuộc nó cộng lại là 100.",
        ],
    ),
    "a section is not the sum of its criteria": (
        [(CRITERIA, 4, "max_points", "39"), (OPTIONS, 4, "points", "39")],
        ["criteria.csv, dòng 3: 1 ghi tối đa 60 điểm, các tiêu chí thuộc nó cộng lại là 59."],
    ),
    "an option is above the maximum": (
        [(OPTIONS, 4, "points", "41")],
        ["options.csv, dòng 4: phương án 3 cho 41 điểm, tiêu chí 1.1 tối đa 40."],
    ),
    "no option reaches the maximum": (
        [(OPTIONS, 6, "points", "19")],
        ["criteria.csv, dòng 5: tiêu chí 1.2 tối đa 20 điểm nhưng phương án cao nhất chỉ 19."],
    ),
    "points do not rise": (
        [(OPTIONS, 3, "points", "10")],
        [
            (
                "options.csv, dòng 3: phương án 2 của tiêu chí 1.1 cho 10 điểm, "
                "không hơn phương án trước (10)."
            )
        ],
    ),
    "a minimum is missing": (
        [(OPTIONS, 3, "min_for_star", "")],
        ["sets.csv, dòng 2: bộ 1 đếm được 0 mức tối thiểu 4 sao, tệp khai 1."],
    ),
    "a higher star has the lower minimum": (
        [(OPTIONS, 2, "min_for_star", "4"), (OPTIONS, 3, "min_for_star", "3")],
        ["options.csv, dòng 2: tiêu chí 1.1 mức tối thiểu 4 sao thấp hơn mức của hạng dưới."],
    ),
    "a star has two minima": (
        [(OPTIONS, 3, "min_for_star", "5")],
        [
            "options.csv, dòng 4: tiêu chí 1.1 có hai mức tối thiểu 5 sao.",
            "sets.csv, dòng 2: bộ 1 đếm được 0 mức tối thiểu 4 sao, tệp khai 1.",
            "sets.csv, dòng 2: bộ 1 đếm được 2 mức tối thiểu 5 sao, tệp khai 1.",
        ],
    ),
    "an option has the wrong number": (
        [(OPTIONS, 6, "number", "3")],
        ["options.csv, dòng 6: phương án của tiêu chí 1.2 đánh số 3, cần 2."],
    ),
    "a code stands twice": (
        [(CRITERIA, 5, "code", "1.1")],
        [
            "criteria.csv, dòng 5: mã 1.1 của bộ 1 ghi hai lần: criteria.csv, dòng 4.",
            "options.csv, dòng 5: không có tiêu chí 1.2 của bộ 1.",
            "options.csv, dòng 6: không có tiêu chí 1.2 của bộ 1.",
        ],
    ),
    "a set is unknown to the list of sets": (
        [(OPTIONS, 8, "set", "27")],
        ["options.csv, dòng 8: bộ “27” không có trong sets.csv."],
    ),
    "a parent does not stand above": (
        [(CRITERIA, 4, "parent", "9")],
        ["criteria.csv, dòng 4: cột parent: phía trên không có mã 9 của bộ này."],
    ),
    "a needed criterion does not stand above": (
        [(CRITERIA, 5, "needs", "7")],
        ["criteria.csv, dòng 5: cột needs: phía trên không có mã 7 của bộ này."],
    ),
    "a number is a word": (
        [(OPTIONS, 2, "points", "mười"), (SETS, 2, "criteria", "ba")],
        [
            "sets.csv, dòng 2: cột criteria: “ba” không phải là số.",
            "options.csv, dòng 2: cột points: “mười” phải là số nguyên.",
        ],
    ),
    "a number is out of range": (
        [(OPTIONS, 2, "min_for_star", "6"), (CRITERIA, 6, "max_points", "0")],
        [
            "criteria.csv, dòng 6: cột max_points: Giá trị phải từ 1 trở lên.",
            "options.csv, dòng 2: cột min_for_star: Giá trị phải từ 5 trở xuống.",
        ],
    ),
    "a text is missing or too long": (
        [(CRITERIA, 3, "title", ""), (OPTIONS, 3, "label", "a" * 201)],
        [
            "criteria.csv, dòng 3: cột title: Trường này là bắt buộc.",
            "options.csv, dòng 3: cột label: Nhập tối đa 200 ký tự (hiện có 201).",
        ],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_files_are_refused_with_row_and_reason(tmp_path, name):
    changes, sentences = REFUSED[name]

    assert refusal(make_law(), tmp_path, spoil(*changes)) == sentences


def test_points_that_do_not_rise_are_taken_where_a_doubt_says_that_the_text_has_them_so(tmp_path):
    files = spoil(
        (OPTIONS, 3, "points", "10"), (OPTIONS, 3, "doubt", "Nghi ngờ: trùng điểm phương án 1")
    )

    assert len(load_criteria(make_law(), write(tmp_path, files))) == 1


def test_a_criterion_without_two_options_or_with_options_beside_children_is_refused(tmp_path):
    files = copy_of_good()
    files[OPTIONS][5] = ["1", "1", "1", "Không", "0", "", "", ""]

    sentences = refusal(make_law(), tmp_path, files)

    assert "criteria.csv, dòng 3: 1 vừa có tiêu chí con vừa có phương án." in sentences
    assert "criteria.csv, dòng 6: tiêu chí 7 cần ít nhất hai phương án." in sentences


@pytest.mark.parametrize("number", ["27", "một", ""])
def test_a_set_that_is_no_product_set_is_refused(tmp_path, number):
    files = copy_of_good()
    files[SETS].append([number, *files[SETS][0][1:]])

    assert refusal(make_law(), tmp_path, files) == [
        f"sets.csv, dòng 3: bộ “{number}” không có trong danh mục bộ sản phẩm."
    ]


def test_a_set_that_stands_twice_is_refused(tmp_path):
    files = copy_of_good()
    files[SETS] *= 2

    assert refusal(make_law(), tmp_path, files) == ["sets.csv, dòng 3: bộ 1 ghi hai lần."]


def test_a_row_with_a_cell_too_many_or_too_few_is_refused(tmp_path):
    files = copy_of_good()
    files[CRITERIA][0].append("thừa")
    files[OPTIONS][1].pop()

    assert refusal(make_law(), tmp_path, files) == [
        "criteria.csv, dòng 2: cần đúng 8 ô.",
        "options.csv, dòng 3: cần đúng 8 ô.",
    ]


@pytest.mark.parametrize("text", ["9" * 5000, "²", "١", "-1", ""])
def test_a_check_digit_that_is_no_count_is_refused(tmp_path, text):
    (fault,) = refusal(make_law(), tmp_path, spoil((SETS, 2, "min_3", text)))

    assert fault == f"sets.csv, dòng 2: cột min_3: “{text[:20]}” không phải là số."


def test_a_text_that_the_database_cannot_keep_is_refused_in_each_cell(tmp_path):
    files = spoil((CRITERIA, 3, "title", "Tổ\0chức"), (OPTIONS, 4, "doubt", "mờ\x07"))

    assert refusal(make_law(), tmp_path, files) == [
        f"{place}: Có ký tự điều khiển không nhìn thấy được. Hãy xóa ô và gõ lại."
        for place in ("criteria.csv, dòng 3: cột title", "options.csv, dòng 4: cột doubt")
    ]


def test_a_column_that_stands_twice_is_refused(tmp_path):
    law = make_law()
    path = write(tmp_path, GOOD) / SETS
    head, row = path.read_text(encoding="utf-8").split()
    path.write_text(f"{head},doubt\n{row},x\n", encoding="utf-8")

    with pytest.raises(CriteriaRefused) as refused:
        load_criteria(law, tmp_path)

    assert str(refused.value.faults[0]).startswith("sets.csv, dòng 1: các cột phải là")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "criteria.csv: không có tệp này trong thư mục"),
        ("Bộ;Mã\n".encode("utf-16"), "criteria.csv: không đọc được: cần tệp CSV, bảng mã UTF-8"),
        (b'set,code\n"1,A', "criteria.csv, dòng 1: các cột phải là: set, code, parent"),
        (b"", "criteria.csv, dòng 1: các cột phải là: set, code, parent"),
        (b"\0\0\0", "criteria.csv, dòng 1: các cột phải là"),
    ],
)
def test_a_file_that_is_missing_or_of_another_kind_is_refused(tmp_path, content, reason):
    law = make_law()
    write(tmp_path, GOOD)
    path = tmp_path / CRITERIA
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CriteriaRefused) as refused:
        load_criteria(law, tmp_path)
    assert str(refused.value.faults[0]).startswith(reason)


def test_an_open_quotation_is_refused(tmp_path):
    law = make_law()
    write(tmp_path, GOOD)
    with (tmp_path / OPTIONS).open("a", encoding="utf-8") as file:
        file.write('1,7,3,"Chưa đóng ngoặc')

    with pytest.raises(CriteriaRefused, match="1 faults"):
        load_criteria(law, tmp_path)


# --- What is shipped --------------------------------------------------------------------------


@pytest.fixture
def shipped():
    call_command("loaddata", "product_sets", "regulations", verbosity=0)
    call_command("load_criteria", stdout=StringIO())
    return Regulation.objects.get(code="26-2026")


def test_the_criteria_of_decision_26_are_all_there(shipped):
    """Appendix II: 26 sets; 575 minima, one of them corrected (set 3, criterion 5.1)."""
    sheets = published_sheets(shipped).values()

    assert len(sheets) == 26
    assert Criterion.objects.filter(children=None).count() == 787
    assert Option.objects.count() == 2579
    minima = [Option.objects.filter(min_for_star=star).count() for star in (3, 4, 5)]
    assert minima == [179, 290, 106]


def test_the_database_says_what_the_files_say(shipped):
    read, faults = read_sheets(SHIPPED)

    assert faults == []
    there = published_sheets(shipped)
    assert [sheet.content() for sheet in read] == [there[sheet.number].content() for sheet in read]


def test_levels_between_section_and_criterion_are_kept(shipped):
    """Sets 11 and 13 judge looks and brew apart (6.1.1 …)."""
    tea = Criterion.objects.get(criteria_set__product_set__number=11, code="6.2.3")

    assert [tea.parent.code, tea.parent.parent.code, tea.parent.parent.parent.code] == [
        "6.2",
        "6",
        "C",
    ]


def test_structure_of_the_story_is_scored_only_with_a_story(shipped):
    needing = Criterion.objects.exclude(needs=None)

    assert {(row.code, row.needs.code) for row in needing} == {("5.2", "5.1")}
    assert needing.count() == 25


def test_two_cases_of_tourism_services_are_told_apart(shipped):
    options = Option.objects.exclude(case="").order_by()
    cases = options.values_list("criterion__code", "case").distinct()

    assert {code for code, _ in cases} == {"8", "9", "15"}
    assert len(cases) == 6


def test_every_doubtful_value_says_so(shipped):
    doubtful = Option.objects.get(
        criterion__criteria_set__product_set__number=7, criterion__code="3.1", number=2
    )

    assert doubtful.doubt.startswith("Nghi ngờ: 25 bộ còn lại ghi 2 điểm")
    assert Option.objects.filter(doubt__startswith="Suy ra").count() == 44


def test_shipping_writes_rows_by_the_hundred(django_assert_max_num_queries):
    call_command("loaddata", "product_sets", "regulations", verbosity=0)
    law = Regulation.objects.get(code="26-2026")

    with django_assert_max_num_queries(80):
        load_criteria(law, SHIPPED)


# --- The command ------------------------------------------------------------------------------


def test_command_loads_another_regulation_when_its_files_are_at_hand(tmp_path):
    """148/QĐ-TTg, whose leaf criteria are not known here, needs no change of the portal."""
    call_command("loaddata", "product_sets", "regulations", verbosity=0)
    files = copy_of_good()
    files[CRITERIA] = [
        ["1", "A", "", "Sức mạnh", "40", "", "", ""],
        ["1", "B", "", "Tiếp thị", "25", "", "", ""],
        ["1", "C", "", "Chất lượng", "35", "", "", ""],
    ]
    files[OPTIONS] = [
        ["1", code, number, f"Mức {number}", points, "", "", ""]
        for code, most in (("A", "40"), ("B", "25"), ("C", "35"))
        for number, points in (("1", "0"), ("2", most))
    ]
    files[SETS] = [["1", "3", "6", "0", "0", "0", ""]]
    printed = StringIO()

    call_command(
        "load_criteria",
        regulation="148-2023",
        folder=write(tmp_path, files),
        stdout=printed,
    )

    assert printed.getvalue() == "148/QĐ-TTg (148-2023): đã công bố 1 bộ tiêu chí mới.\n"


def test_command_prints_each_fault_and_fails(tmp_path):
    law, printed = make_law(), StringIO()
    write(tmp_path, spoil((OPTIONS, 4, "points", "41")))

    with pytest.raises(CommandError, match=r"Không nạp gì: 1 lỗi\."):
        call_command("load_criteria", regulation=law.code, folder=tmp_path, stderr=printed)
    assert "options.csv, dòng 4: phương án 3 cho 41 điểm" in printed.getvalue()


def test_command_knows_no_other_regulation():
    with pytest.raises(CommandError, match="Không có quy định mang mã “26-2026”"):
        call_command("load_criteria")


def test_files_that_are_shipped_have_these_columns():
    for name, columns in COLUMNS.items():
        with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == list(columns)
