"""What a consolidation comes to, as plain values for JSON and as a text to read."""

from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from typing import Any

TITLES = ("Chỉ tiêu", "Đơn vị", "Cơ quan", "Toàn tỉnh", "Số báo cáo")
GAPS = {
    "missing": "Chưa báo cáo",
    "late": "Gửi muộn",
    "returned": "Bị trả lại, chưa gửi lại",
    "nil": "Không phát sinh",
}
NO_FIGURE = "Dấu – : chưa ai trả lời, hoặc chỉ tiêu không cộng được từ các báo cáo."


def as_json(consolidation) -> dict[str, Any]:
    """The figures by period and indicator, and the gaps of each period."""
    return {
        "figures": [
            {
                "period": figure.period.value,
                "indicator": figure.indicator.code,
                "units": figure.units,
                "agencies": figure.agencies,
                "province": figure.province,
                "from_reports": figure.from_reports,
            }
            for figure in consolidation.figures
        ],
        "gaps": {period.value: asdict(gaps) for period, gaps in consolidation.gaps.items()},
    }


def as_text(consolidation) -> str:
    """A table a period, with its gaps below."""
    parts = []
    for period, found in groupby(consolidation.figures, attrgetter("period")):
        parts.append(f"Báo cáo {period.label}")
        parts += [*_table([TITLES, *map(_row, found)]), ""]
        for name, codes in asdict(consolidation.gaps[period]).items():
            parts.append(f"{GAPS[name]} ({len(codes)}): {', '.join(codes) or 'không có'}.")
        parts.append("")
    return "\n".join([*parts, NO_FIGURE])


def _row(figure):
    sums = (figure.units, figure.agencies, figure.province)
    name = figure.indicator.label or figure.indicator.code
    return (name, *map(_grouped, sums), str(figure.from_reports))


def _grouped(number):
    return "–" if number is None else f"{number:,}".replace(",", ".")


def _table(rows):
    first, *others = (max(map(len, column)) for column in zip(*rows, strict=True))
    for name, *cells in rows:
        padded = (cell.rjust(width) for cell, width in zip(cells, others, strict=True))
        yield "  ".join([name.ljust(first), *padded])
