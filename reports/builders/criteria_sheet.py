"""A set's sheet of criteria to be filled in by hand (Phụ lục II), as plain values."""

from dataclasses import dataclass
from typing import ClassVar

from programs.answer_sheet import AnswerSheet, Node
from programs.citations import Citations, of_regulation
from programs.criteria_sheets import sheet_of


@dataclass(frozen=True)
class CriteriaPaper:
    """`nodes` are parts, sections and criteria with their options, each above what is under it."""

    template: ClassVar[str] = "reports/pdf/criteria_sheet.html"

    name: str
    regulation: str
    doubt: str
    nodes: tuple[Node, ...]
    most: int


def criteria_sheet(criteria_set):
    """The empty sheet of a published set; its criteria and options should be prefetched."""
    sheet, law = AnswerSheet(sheet_of(criteria_set)), criteria_set.regulation
    where = law.parts.values_list("article", flat=True).first()
    return CriteriaPaper(
        name=str(criteria_set.product_set),
        regulation=Citations().cite(of_regulation(law), where or ""),
        doubt=criteria_set.doubt,
        nodes=sheet.nodes,
        most=sum(part.criterion.max_points for part in sheet.parts),
    )
