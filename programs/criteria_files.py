"""The three files of a regulation's criteria, read into sheets, with every fault by its row.

sets.csv      set, and how many criteria, options and minima of each star it has (check digits)
criteria.csv  the tree: parts, sections and criteria, each under a row above it
options.csv   the options of each criterion
"""

import csv
import re
from operator import attrgetter

from django.core.exceptions import ValidationError

from programs.criteria_sheets import COUNTED, Fault, Sheet
from programs.models import CriteriaSet, Criterion, Option, ProductSet
from programs.text import read_text

SETS, CRITERIA, OPTIONS = "sets.csv", "criteria.csv", "options.csv"
COLUMNS = {
    SETS: ("set", *COUNTED, "doubt"),
    CRITERIA: ("set", "code", "parent", "title", "max_points", "needs", "guidance", "doubt"),
    OPTIONS: ("set", "code", "number", "label", "points", "min_for_star", "case", "doubt"),
}


def read_sheets(folder) -> tuple[list[Sheet], list[Fault]]:
    """(sheets, faults): the sheets that could be read, and what could not."""
    reader = _Reader()
    rows = {name: reader.rows(folder / name, columns) for name, columns in COLUMNS.items()}
    if not reader.faults:
        for place, row in rows[SETS]:
            reader.begin_sheet(place, row)
        for place, row in rows[CRITERIA]:
            reader.add_criterion(place, row)
        for place, row in rows[OPTIONS]:
            reader.add_option(place, row)
    return sorted(reader.sheets.values(), key=attrgetter("number")), reader.faults


class _Reader:
    """Reads row by row and notes what is wrong, so that all faults are told at once."""

    def __init__(self):
        self.faults = []
        self.sheets = {}
        self.criteria = {}
        self.known_sets = {str(row.number) for row in ProductSet.objects.all()}

    def fault(self, place, reason):
        self.faults.append(Fault(place, reason))

    def rows(self, path, columns):
        """[(place, row)] of a file with exactly these columns."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                return self._checked(path.name, csv.DictReader(file, strict=True), columns)
        except FileNotFoundError:
            self.fault(path.name, f"không có tệp này trong thư mục {path.parent}.")
        except (OSError, UnicodeDecodeError, csv.Error):
            self.fault(path.name, "không đọc được: cần tệp CSV, bảng mã UTF-8, cột cách bằng phẩy.")
        return []

    def _checked(self, name, table, columns):
        if sorted(table.fieldnames or ()) != sorted(columns):
            self.fault(f"{name}, dòng 1", f"các cột phải là: {', '.join(columns)}.")
            return []
        rows = []
        for row in table:
            place = f"{name}, dòng {table.line_num}"
            if None in row or None in row.values():
                self.fault(place, f"cần đúng {len(columns)} ô.")
            else:
                texts = {column: self._text(place, column, text) for column, text in row.items()}
                rows.append((place, texts))
        return rows

    def _text(self, place, column, text):
        reading = read_text(text)
        if reading.code:
            self.fault(place, f"cột {column}: {reading.message}")
        return reading.text

    def begin_sheet(self, place, row):
        number = row["set"]
        if number not in self.known_sets:
            self.fault(place, f"bộ “{number}” không có trong danh mục bộ sản phẩm.")
        elif number in self.sheets:
            self.fault(place, f"bộ {number} ghi hai lần.")
        else:
            expected = {name: self._count(place, name, row[name]) for name in COUNTED}
            self.sheets[number] = Sheet(int(number), place, row["doubt"], expected=expected)
            self._clean(place, CriteriaSet(doubt=row["doubt"]), ["regulation", "product_set"])

    def add_criterion(self, place, row):
        sheet, code = self._sheet_of(place, row), row["code"]
        if sheet is None:
            return
        if first := self.criteria.get((row["set"], code)):
            self.fault(
                place, f"mã {code} của bộ {row['set']} ghi hai lần: {sheet.place_of(first)}."
            )
            return
        criterion = Criterion(
            position=len(sheet.criteria) + 1,
            parent=self._above(place, row, "parent"),
            needs=self._above(place, row, "needs"),
            **{name: row[name] for name in ("code", "title", "max_points", "guidance", "doubt")},
        )
        self.criteria[row["set"], code] = criterion
        sheet.places[id(criterion)] = place
        if self._clean(place, criterion, ["criteria_set", "parent", "needs"]):
            sheet.criteria.append(criterion)

    def add_option(self, place, row):
        sheet = self._sheet_of(place, row)
        criterion = self.criteria.get((row["set"], row["code"]))
        if sheet and criterion is None:
            self.fault(place, f"không có tiêu chí {row['code']} của bộ {row['set']}.")
        if sheet is None or criterion is None:
            return
        option = Option(
            criterion=criterion,
            min_for_star=row["min_for_star"] or None,
            **{name: row[name] for name in ("number", "label", "points", "case", "doubt")},
        )
        sheet.places[id(option)] = place
        if self._clean(place, option, ["criterion"]):
            sheet.options.append(option)

    def _sheet_of(self, place, row):
        if row["set"] not in self.sheets:
            self.fault(place, f"bộ “{row['set']}” không có trong {SETS}.")
        return self.sheets.get(row["set"])

    def _above(self, place, row, column):
        """The criterion that a row names, which must stand above it: so there are no circles."""
        above = self.criteria.get((row["set"], row[column]))
        if row[column] and above is None:
            self.fault(place, f"cột {column}: phía trên không có mã {row[column]} của bộ này.")
        return above

    def _count(self, place, name, text):
        if re.fullmatch(r"[0-9]{1,6}", text):
            return int(text)
        self.fault(place, f"cột {name}: “{text[:20]}” không phải là số.")
        return 0

    def _clean(self, place, row, exclude):
        """Turn texts into the values of the row's fields; False where one cannot be."""
        try:
            row.clean_fields(exclude=exclude)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                self.fault(place, f"cột {column}: {' '.join(messages)}")
            return False
        return True
