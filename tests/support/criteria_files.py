"""A small regulation's files of criteria, good as they are, and ways to spoil them."""

import csv

from django.core.management import call_command
from django.db import transaction

from programs.answer_sheet import AnswerSheet
from programs.criteria_files import COLUMNS, CRITERIA, OPTIONS, SETS, read_sheets
from programs.criteria_sheets import Sheet
from programs.management.commands.load_criteria import SHIPPED
from programs.models import Criterion, Option
from tests.support.factories import make_regulation, make_set

GOOD = {
    SETS: [["1", "3", "7", "1", "1", "1", ""]],
    CRITERIA: [
        ["1", "A", "", "Sức mạnh cộng đồng", "100", "", "", ""],
        ["1", "1", "A", "Tổ chức sản xuất", "60", "", "", ""],
        ["1", "1.1", "1", "Nguồn gốc", "40", "", "Theo tỷ lệ tại xã.", ""],
        ["1", "1.2", "1", "Bao bì", "20", "1.1", "", ""],
        ["1", "7", "A", "Dinh dưỡng", "40", "", "", "Nghi ngờ: bản chép mờ"],
    ],
    OPTIONS: [
        ["1", "1.1", "1", "Dưới 50%", "10", "3", "", ""],
        ["1", "1.1", "2", "Từ 50%", "20", "4", "", ""],
        ["1", "1.1", "3", "Trên 75%", "40", "5", "", ""],
        ["1", "1.2", "1", "Không", "0", "", "", ""],
        ["1", "1.2", "2", "Có", "20", "", "", ""],
        ["1", "7", "1", "Không", "0", "", "", ""],
        ["1", "7", "2", "Có", "40", "", "", ""],
    ],
}


def make_law():
    """A regulation with one part of 100 points, and product set number 1."""
    make_set(number=1)
    return make_regulation(set_count=1)


def copy_of_good():
    return {name: [list(row) for row in rows] for name, rows in GOOD.items()}


def write(folder, files):
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS[name], *rows])
    return folder


def spoil(*changes):
    """The good files with other texts in these cells: (file, line, column, text)."""
    files = copy_of_good()
    for name, line, column, text in changes:
        files[name][line - 2][COLUMNS[name].index(column)] = text
    return files


def good_sheet():
    """The sheet of the good files, with keys as if it were stored; no database is asked."""
    sheet, by_code = Sheet(1, "bộ 1"), {"": None}
    for pk, (_, code, above, title, most, needs, *_) in enumerate(GOOD[CRITERIA], 1):
        places = {"parent": by_code[above], "needs": by_code[needs]}
        row = Criterion(pk=pk, code=code, title=title, max_points=int(most), **places)
        by_code[code] = row
        sheet.criteria.append(row)
    for pk, (_, code, number, label, points, star, *_) in enumerate(GOOD[OPTIONS], 1):
        facts = {"number": int(number), "points": int(points), "min_for_star": int(star or 0)}
        sheet.options.append(Option(pk=pk, criterion=by_code[code], label=label, **facts))
    return sheet


def shipped_sheets():
    """The 26 sheets of Decision 26/2026/QĐ-TTg, by number; the database is as it was before."""
    with transaction.atomic():
        call_command("loaddata", "regulations", "product_sets", verbosity=0)
        found, faults = read_sheets(SHIPPED)
        transaction.set_rollback(True)
    assert faults == []
    return {sheet.number: sheet for sheet in found}


def options_of(sheet, **numbers):
    """The options that numbers name: c1_1=2 is option 2 of criterion 1.1."""
    wanted = {(name[1:].replace("_", "."), number) for name, number in numbers.items()}
    return [row for row in sheet.options if (row.criterion.code, row.number) in wanted]


def answer(sheet, **numbers):
    """The sheet with these options chosen."""
    return AnswerSheet(sheet).choosing(options_of(sheet, **numbers))
