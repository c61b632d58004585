"""Reading back what was written: the rows of a page, a PDF, a workbook, a JSON, as plain values."""

import json
from html.parser import HTMLParser
from io import BytesIO

import pdfplumber
from openpyxl import load_workbook

DASH = "–"


class _Cells(HTMLParser):
    """The texts of the cells of <tbody>, row by row."""

    def __init__(self):
        super().__init__()
        self.rows, self.in_body, self.in_cell = [], False, False

    def handle_starttag(self, tag, attributes):
        if tag == "tbody":
            self.in_body = True
        elif tag == "tr" and self.in_body:
            self.rows.append([])
        elif tag in {"td", "th"} and self.in_body:
            self.rows[-1].append("")
            self.in_cell = True
        elif tag == "span":
            self.in_cell = False  # words for screen readers are no part of the value

    def handle_endtag(self, tag):
        if tag == "tbody":
            self.in_body = False
        elif tag in {"td", "th"}:
            self.in_cell = False

    def handle_data(self, data):
        if self.in_body and self.in_cell:
            self.rows[-1][-1] += data


def page_rows(response):
    cells = _Cells()
    cells.feed(response.content.decode())
    return [tuple(map(value_of, row)) for row in cells.rows]


class _Choices(HTMLParser):
    """What each <select> shows."""

    def __init__(self):
        super().__init__()
        self.chosen, self.name = {}, ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "select":
            self.name = given["name"]
        elif tag == "option" and ("selected" in given or self.name not in self.chosen):
            self.chosen[self.name] = given["value"]


def choices_in(response):
    """{name: value} of the selects of a page, as a browser would send them."""
    choices = _Choices()
    choices.feed(response.content.decode())
    return choices.chosen


def pdf_rows(content, head_lines=2):
    with pdfplumber.open(BytesIO(content)) as pdf:
        rows = [
            row
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table[head_lines:]
        ]
    return [tuple(value_of((cell or "").replace("\n", " ")) for cell in row) for row in rows]


def pdf_text(content):
    """The text of all pages."""
    with pdfplumber.open(BytesIO(content)) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def sheet_of(content):
    return load_workbook(BytesIO(content)).worksheets[0]


def xlsx_rows(content):
    rows = sheet_of(content).iter_rows(values_only=True)
    return [row for row in rows if isinstance(row[0], int) or row[0] == "Tổng cộng"]


def json_rows(content):
    table = json.loads(content)
    return [tuple(row) for row in [*table["rows"], table["totals"]]]


def value_of(text):
    """The number, the nothing or the text that a printed cell stands for."""
    text = text.strip()
    if text in {DASH, ""}:
        return None
    digits = text.replace(".", "")
    return int(digits) if digits.isdecimal() else text
