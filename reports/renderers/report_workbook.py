"""A workbook of a report that is being written: what is open is filled in, the rest is held."""

from dataclasses import dataclass, field

from reports.renderers import score_workbook
from reports.renderers.score_workbook import OPEN, PLAIN, PageWriter
from reports.renderers.xlsx import write_value

_NUMBER = {"num_format": "#,##0", "align": "right"}


@dataclass(frozen=True)
class Row:
    """The cells of a row; `filled` are the places that people fill in, `number` that of a count."""

    cells: tuple
    filled: frozenset = field(default_factory=frozenset)
    number: int | None = None


class _Rows(PageWriter):
    """Writes rows as they are, and lets a count be a whole number alone."""

    def write_line(self, line):
        for place, value in enumerate(line.cells):
            look = OPEN if place in line.filled else PLAIN
            if isinstance(value, int) or place == line.number:
                look = look | _NUMBER
            write_value(self.sheet, self.line, place, value, self.shape(look))
        if line.number in line.filled:
            self.sheet.data_validation(
                *(self.line, line.number, self.line, line.number),
                {
                    "validate": "integer",
                    "criteria": ">=",
                    "value": 0,
                    "error_title": "Không phải số",
                    "error_message": "Một số nguyên từ 0 trở lên; không có thì ghi 0.",
                },
            )


def render(workbook):
    return score_workbook.render(workbook, _Rows)
