"""Files of products as officers hand them in, good ones and ones with faults."""

from io import BytesIO

from xlsxwriter import Workbook

from products.enums import ProducerKind, RegistrationForm
from products.plans.columns import REGISTRATION_COLUMNS
from programs.enums import ProductGroup

NAME = "danh-sach.xlsx"
# Every one of these makes a row that may not be stored.
FAULTS = (
    {"product_name": ""},
    {"product_name": "Trà " * 60},
    {"producer_name": ""},
    {"producer_name": "Hợp tác xã " * 20},
    {"producer_kind": "Tập đoàn vũ trụ"},
    {"producer_kind": ""},
    {"commune": "Xã Không Có Thật"},
    {"commune": ""},
    {"product_group": "Kim loại quý"},
    {"form": "6 sao"},
    {"form": ""},
    {"note": "dài " * 300},
    {"address": "Thôn " * 70},
    {"maturity": "Chưa rõ ràng"},
    {"product_name": "Trà quế 1", "producer_name": "HTX Trà 1"},
)


def good_rows(communes, count):
    """So many rows that may be stored, cells by column."""
    return [_row(place, communes) for place in range(1, count + 1)]


def mixed_rows(communes, count):
    """Rows of which every tenth has a fault, one kind after another."""
    rows = good_rows(communes, count)
    for place, number in enumerate(range(9, count, 10)):
        rows[number] |= FAULTS[place % len(FAULTS)]
    return rows


def _row(place, communes):
    return {
        "position": place,
        "product_name": f"Trà quế {place}",
        "producer_name": f"HTX Trà {place}",
        "producer_kind": ProducerKind.labels[place % len(ProducerKind.labels)],
        "commune": str(communes[place % len(communes)]),
        "product_group": ProductGroup.labels[0],
        "form": RegistrationForm.labels[place % len(RegistrationForm.labels)],
        "note": "Dữ liệu để đo.",
        "address": f"Thôn {place % 9 + 1}",
        "product_set": "12",
        "maturity": "Tiềm năng",
    }


def workbook(rows):
    """The rows as people hand them in: under the titles of the columns."""
    return written(
        [column.title for column in REGISTRATION_COLUMNS],
        [[row[column.key] for column in REGISTRATION_COLUMNS] for row in rows],
    )


def written(titles, rows):
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, titles)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    return content.getvalue()
