"""What the pages of the province's report draw of its values: words with links, figures."""

from dataclasses import dataclass

from django.urls import reverse

from reports.models import ProvinceReport
from reports.papers.written import shown
from reports.provincial import narrative
from reports.provincial.printed import BESIDE, printed, printed_measure
from reports.provincial.writing import worded


@dataclass(frozen=True)
class Figure:
    """A line of a section's table: numbers in words, and where each comes from."""

    row: dict
    report: ProvinceReport

    @property
    def measure(self):
        return printed_measure(self.row["measure"])

    @property
    def value(self):
        return printed(self.row["value"], self.row["measure"])

    @property
    def beside(self):
        """(title, number, its address) of what stands beside the figure."""
        addresses = (self.row["planned_rows"], "", "")
        numbers = [printed(self.row[name], self.row["measure"]) for name in BESIDE]
        titles = ("Đăng ký", "Kỳ trước", "Cùng kỳ năm trước")
        return list(zip(titles, numbers, addresses, strict=True))

    @property
    def url(self):
        """The reports behind it; of what the register alone counts, its rows."""
        if not self.row["answers"] or (self.row["units"] is None and self.row["agencies"] is None):
            return self.row["rows"]
        return reverse("reports:province_report_figure", args=[self.report.pk, self.row["code"]])


@dataclass(frozen=True)
class Part:
    """A section: its paragraphs of pieces that lead somewhere, and its figures."""

    code: str
    title: str
    paragraphs: list
    figures: list[Figure]
    has_text: bool = True


def parts_of(report, values) -> list[Part]:
    known = narrative.figures_of(values)
    sources = {code: each["name"] for code, each in values["sources"].items()}
    figures = [Figure(row, report) for row in values["figures"]]
    addresses = {each.row["code"]: each.url for each in figures}
    with_words = {each.code for each in worded(report)}
    return [
        Part(
            part["code"],
            part["title"],
            [
                [(piece, _address(piece, addresses, values["sources"])) for piece in line]
                for line in narrative.paragraphs(part["text"], known, sources)
            ],
            [each for each in figures if each.row["section"] == part["code"]],
            part["code"] in with_words,
        )
        for part in values["sections"]
    ]


def _address(piece, addresses, sources):
    if piece.source in sources:
        return reverse("reports:report_detail", args=[sources[piece.source]["report"]])
    return addresses.get(piece.code, "")


def cells_of(row):
    """(who, version, number, address) of the reports behind a figure."""
    cells = [
        (
            each["name"],
            each["version"],
            shown(each["value"]),
            reverse("reports:report_detail", args=[each["report"]]),
        )
        for each in row["answers"]
    ]
    if row["double"]:
        cells.append(("Trừ số tính trùng", "", shown(-row["double"]), ""))
    return cells
