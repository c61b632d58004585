"""What a split asks, as a file to fill in, and the decisions read back from it."""

import csv
from io import StringIO

from products.enums import Splitting
from programs.intake.head import HeadFinder
from programs.intake.outcomes import ColumnChoiceError, RefusedFileError, SheetChoiceError
from programs.intake.reading import read_grid
from programs.intake.tables import find_table
from programs.intake.texts import visible_text
from programs.tables import Column, guarded
from programs.text import fold

COLUMNS = (
    Column(key="number", title="STT"),
    Column(key="kind", title="Loại", required=True),
    Column(key="pk", title="Mã số", required=True),
    Column(key="name", title="Tên"),
    Column(key="old", title="Đơn vị cũ"),
    Column(key="heirs", title="Có thể chuyển về"),
    Column(key="chosen", title="Chuyển về (mã hoặc tên)", required=True),
)
_KINDS = {fold(kind.label): kind for kind in Splitting}


def write_decisions(cases):
    """The text of the file: each case with its candidates, and what was decided so far."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.title for column in COLUMNS)
    for number, case in enumerate(cases, 1):
        cells = [
            number,
            Splitting(case.kind).label,
            case.row.pk,
            guarded(str(case.row)),
            f"{case.old} ({case.old.code})",
            "; ".join(f"{heir.code} {heir}" for heir in case.heirs),
            case.chosen.code if case.chosen else "",
        ]
        writer.writerow(cells)
    return text.getvalue()


def read_decisions(name, data, cases):
    """({(kind, key): unit}, [sentence about a row at fault]); an empty decision decides nothing."""
    try:
        table, _ = find_table(read_grid(name, data), HeadFinder(COLUMNS, {}), "number")
    except RefusedFileError as refusal:
        return {}, [str(problem.message) for problem in refusal.problems]
    except ColumnChoiceError as choice:
        told = [problem.message for problem in choice.problems]
        return {}, [*told, "Hãy giữ dòng tiêu đề như trong tệp đã tải về."]
    except SheetChoiceError as choice:
        return {}, [f"Tệp có nhiều trang tính có bảng ({choice}): hãy để lại một trang."]
    known = {(case.kind, str(case.row.pk)): case for case in cases}
    found, faults = _read(table.rows, known)
    return {key: heir for key, heir in found.items() if heir}, faults


_READ = ("kind", "pk", "chosen")


def _read(rows, known):
    """({key of a case: the unit chosen for it, or None}, faults) of the rows of a file."""
    found, faults = {}, []
    for row in rows:
        kind, pk, text = (visible_text(row.cells.get(key)).strip() for key in _READ)
        case = known.get((_KINDS.get(fold(kind)), pk))
        if case and case.key in found:
            faults.append(f"Dòng {row.number}: {kind} {pk} đã có ở một dòng trên.")
        elif case:
            found[case.key] = _heir(case, text)
            faults += _fault(row.number, case, text) if text and not found[case.key] else []
        else:
            faults.append(f"Dòng {row.number}: không có {kind or '(trống)'} {pk} nào phải chọn.")
    return found, faults


def _heir(case, text):
    """The candidate that the text names, by its code or its name."""
    named = fold(text)
    fits = [heir for heir in case.heirs if named in {heir.code, fold(str(heir)), fold(heir.name)}]
    return fits[0] if len(fits) == 1 else None


def _fault(number, case, text):
    names = "; ".join(f"{heir.code} {heir}" for heir in case.heirs)
    return [f"Dòng {number}, cột “{COLUMNS[-1].title}”: “{text}” không phải một trong: {names}."]
