"""A workbook of a member's own sheets, read: what each sheet says, and every fault by its cell."""

from dataclasses import asdict, dataclass, field

from councils.models import Evaluation
from councils.sessions.places import own_seats
from councils.sheets.part_points import PartSheet
from councils.sheets.scoring import load, own_sheet, place_of, writing_refusal
from councils.sheets.workbook import (
    COLUMNS,
    COMMENT,
    EVIDENCE,
    LEVEL,
    level_of,
    points_of,
    read_mark,
    standing_of,
)
from programs.answer_sheet import differences_between, none_met
from programs.answers import read_answers
from programs.intake.cells import is_blank
from programs.intake.filled import FilledSheet, mark_in
from programs.intake.outcomes import Outcome, Problem, RefusedFileError, shown
from programs.intake.reading import read_grid

_OTHER_FILE = "Hãy tải tệp ở trang “Phiếu Excel của tôi” của phiên họp này, chép điểm sang rồi nộp."


@dataclass
class Found:
    """What a sheet of the workbook is to the portal.

    `why` says why nothing of it is taken; else `choices`, `evidence`, `parts` and `comment` are
    what is saved, and `lines` [criterion, level, remark] what changes by that. `standing` is that
    of the sheet as it was when the file was read; `is_stale` where it has changed since the
    workbook was written.
    """

    evaluation: int
    product: str
    sheet: str
    why: str = ""
    standing: str = ""
    is_stale: bool = False
    is_same: bool = False
    choices: dict = field(default_factory=dict)
    evidence: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    comment: str = ""
    lines: list = field(default_factory=list)
    total: int = 0
    missing: int = 0

    @property
    def is_taken(self):
        return not (self.why or self.is_same)


@dataclass(frozen=True)
class Reading:
    outcome: Outcome
    found: list[Found]
    problems: list[Problem]

    @property
    def lines(self):
        return [asdict(each) for each in self.found]


def examine(session, user, name, data) -> Reading:
    """Read the file against the sheets of this member as they stand; nothing is written."""
    try:
        marked = _marked(read_grid(name, data), session, user)
    except RefusedFileError as refused:
        return Reading(Outcome.REJECT_FILE, [], list(refused.problems))
    found, problems = [], []
    for mark, sheet in marked:
        one = _Dossier(session, user, mark, sheet)
        found.append(one.found)
        problems += one.filled.problems
    is_any = any(each.is_taken for each in found)
    return Reading(Outcome.ACCEPT if is_any else Outcome.REJECT_ROWS, found, problems)


def _marked(grid, session, user):
    """[(mark, sheet)] of the workbook, where it is this member's of this session."""
    if grid.guessed:
        raise RefusedFileError("E_TYPE", f"Hãy nộp tệp Excel (.xlsx). {_OTHER_FILE}")
    marks = [(mark, sheet) for sheet in grid.sheets if (mark := mark_in(sheet, read_mark))]
    if not marks:
        raise _wrong("Tệp này không phải tệp phiếu của cổng, hoặc dòng mã phiếu đã bị xóa.")
    codes = [code for (code, _), _ in marks]
    if any(code.session != session.pk for code in codes):
        raise _wrong("Tệp này là của phiên họp khác.")
    if not {code.seat for code in codes} <= own_seats(session, user):
        raise _wrong("Tệp này là của thành viên khác: mỗi người chỉ nộp phiếu của mình.")
    for code in codes:
        if codes.count(code) > 1:
            twice = (sheet for (each, _), sheet in marks if each == code)
            named = ", ".join(f"“{shown(sheet.name)}”" for sheet in twice)
            raise _wrong(f"Các trang tính {named} cùng là phiếu {code}: hãy giữ một trang.")
    return marks


def _wrong(sentence):
    return RefusedFileError("E_WRONG_WORKBOOK", f"{sentence} {_OTHER_FILE}")


class _Dossier:
    """Reads the sheet of one dossier into `found`, its faults into `problems`."""

    def __init__(self, session, user, mark, sheet):
        code, written = mark
        self.filled = FilledSheet(sheet, COLUMNS, (LEVEL.key, EVIDENCE.key), "mã tiêu chí")
        self.found = Found(code.evaluation, f"phiếu {code}", sheet.name)
        evaluation = _evaluation(session, code)
        if evaluation is None:
            self.found.why = "Hồ sơ này không còn trong chương trình phiên họp."
            return
        self.found.product = str(evaluation.dossier.product)
        self.found.why = _objection(evaluation, user, code)
        if not self.found.why:
            self._read(own_sheet(evaluation, user), evaluation, written)

    def _read(self, stored, evaluation, written):
        self.found.standing = standing_of(stored)
        self.found.is_stale = written != self.found.standing
        answers = load(stored, evaluation)
        rows = self.filled.rows()
        if isinstance(answers, PartSheet):
            self._read_parts(stored, answers, rows)
        else:
            self._read_criteria(stored, answers, rows)
        if self.filled.problems:
            self.found.why = "Trang tính còn lỗi: hãy sửa rồi nộp lại."

    # --- What is said --------------------------------------------------------------------------

    def _read_criteria(self, stored, answers, rows):
        leaves = {leaf.criterion.code: leaf for leaf in answers.leaves}
        above = {node.criterion.code for node in answers.nodes if node.children}
        choices, evidence = {}, {}
        for code, number, cells in self.filled.known(rows, leaves, {*above, COMMENT.key}):
            leaf = leaves[code]
            if not is_blank(cells["level"]):
                choices[leaf.criterion.pk] = self._level(number, cells["level"], leaf)
            evidence[leaf.criterion.pk] = self.filled.text(number, EVIDENCE, cells["evidence"])
        comment = self._comment(stored, rows)
        if self.filled.problems:
            return
        after, faults = read_answers(answers.sheet, choices, evidence)
        for sentence in faults:
            self.filled.fault(0, None, "", sentence)
        changes = differences_between(answers, after)
        found = self.found
        found.choices, found.evidence, found.comment = choices, evidence, comment
        found.total = after.total
        found.missing = len(after.unanswered)
        found.is_same = not changes and comment == stored.comment
        found.lines = [
            [str(leaf.criterion), str(leaf.chosen.label if leaf.chosen else ""), leaf.evidence]
            for leaf in after.leaves
            if leaf.criterion.code in changes
        ]

    def _level(self, number, cell, leaf):
        levels = [*leaf.options, *([none_met(leaf.criterion)] if leaf.may_meet_none else [])]
        level = level_of(cell, levels)
        if level is None:
            known = ", ".join(str(each.number) for each in levels)
            self.filled.fault(
                number,
                LEVEL,
                cell,
                f"Không phải mức của tiêu chí {leaf.criterion.code}: hãy chọn trong danh sách của "
                f"ô, hoặc ghi một trong các số {known}.",
            )
            return None
        return level.pk or level.number

    def _read_parts(self, stored, answers, rows):
        parts, points = {part.code: part for part in answers.parts}, {}
        for code, number, cells in self.filled.known(rows, parts, {COMMENT.key}):
            if is_blank(cells["level"]):
                continue
            points[code] = given = points_of(cells["level"])
            if given is None or given > parts[code].max_points:
                most = parts[code].max_points
                sentence = f"Phần {code} ghi một số nguyên từ 0 đến {most}."
                self.filled.fault(number, LEVEL, cells["level"], sentence)
        found, comment = self.found, self._comment(stored, rows)
        if self.filled.problems:
            return
        found.parts, found.comment, found.total = points, comment, sum(points.values())
        found.missing = len(parts) - len(points)
        found.is_same = points == stored.parts and comment == stored.comment
        found.lines = [
            [f"Phần {code}. {parts[code].title}", f"{given} điểm", ""]
            for code, given in points.items()
            if stored.parts.get(code) != given
        ]

    def _comment(self, stored, rows):
        """What the row of the comment says; where somebody removed it the old one stays."""
        if COMMENT.key not in rows:
            return stored.comment
        number, cells = rows[COMMENT.key]
        said = [cells["evidence"], cells["level"]]
        cell = next((each for each in said if not is_blank(each)), "")
        return self.filled.text(number, EVIDENCE, cell, COMMENT)


def _evaluation(session, code):
    rows = Evaluation.objects.filter(session=session, pk=code.evaluation)
    related = ("session__council", "dossier__product", "dossier__criteria_set")
    return rows.select_related(*related).first()


def _objection(evaluation, user, code):
    """Why nothing of this sheet may be taken, in a sentence, or ""."""
    if evaluation.conflicts.filter(seat=code.seat).exists():
        return "Bạn không tham gia hồ sơ này vì xung đột lợi ích."
    place = place_of(evaluation, user)
    if place and place.seat_id != code.seat:
        return "Phiếu của ghế này do người khác chấm."
    refused = writing_refusal(own_sheet(evaluation, user), user)
    return refused.message if refused else ""
