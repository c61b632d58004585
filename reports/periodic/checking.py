"""What the portal says of a reported figure: faults that stop it, questions that want an answer.

Pure: it knows no database.
"""

from dataclasses import dataclass

from django.utils.formats import localize

from reports.enums import FigureSource, RollUp

EARLIER = "kỳ trước"


@dataclass(frozen=True)
class Stated:
    """A figure beside what it is held against; None is "not answered" or "not known".

    `counted` is what the register gives, `before` the figure of the report that is called
    `earlier`, `half_year` that of the accepted half-year of the same year, of an annual report
    alone.
    """

    value: int | None
    counted: int | None = None
    before: int | None = None
    half_year: int | None = None
    explanation: str = ""
    earlier: str = EARLIER


def faults(indicator, stated, *, is_nil=False) -> list[str]:
    """Why the report cannot go on with this figure, each as a sentence."""
    if stated.value is None:
        is_asked = indicator.is_required and indicator.source != FigureSource.COMPUTED
        return ["chưa trả lời: ghi số, không có thì ghi 0."] if is_asked else []
    if is_nil and indicator.roll_up == RollUp.SUM and stated.value:
        return ["báo cáo ghi “trong kỳ không phát sinh” nên số này phải là 0."]
    return []


def questions(indicator, stated) -> list[str]:
    """What about this figure wants an explanation, each as a sentence; none where none does."""
    if stated.value is None:
        return []
    asked = (_differs, _zero, _jumps, _shrinks)
    return list(filter(None, (ask(indicator, stated) for ask in asked)))


def _differs(indicator, stated):
    if indicator.source != FigureSource.BOTH or stated.counted in (None, stated.value):
        return ""
    return f"khác số trên cổng ({localize(stated.counted)})."


def _zero(indicator, stated):
    if indicator.explains_zero and stated.value == 0 and stated.before:
        return f"{stated.earlier} là {localize(stated.before)}, kỳ này là 0."
    return ""


def _jumps(indicator, stated):
    if indicator.jump is None or not (stated.before and stated.value):
        return ""
    change = abs(stated.value - stated.before) * 100
    if change <= indicator.jump * stated.before:
        return ""
    return f"lệch quá {indicator.jump} % so với {stated.earlier}: {localize(stated.before)}."


def _shrinks(indicator, stated):
    if not indicator.grows or stated.half_year is None or stated.value >= stated.half_year:
        return ""
    return f"thấp hơn số 6 tháng ({localize(stated.half_year)}) dù tính lũy kế từ đầu năm."
