"""Reports and their form as delimited files: refused with every fault, or consolidated.

The file of reports has a line for each version, under the titles of `COLUMNS` and a column for
each indicator; the form a line for each indicator. Both may have more columns, which are not read.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from programs.intake.outcomes import shown
from reports.enums import AskedOf, PeriodKind, ReporterKind, RollUp, VersionStanding
from reports.periodic.consolidation import (
    COUNTED,
    STANDING,
    Figure,
    Gaps,
    Indicator,
    Submission,
    figures,
    gaps,
)
from reports.periodic.lines import Unreadable, read_file, title_key

COLUMNS = ("period", "who", "kind", "version", "state", "sent_at")
FORM_COLUMNS = ("indicator", "roll_up", "asked_of")
LABEL = "label"
# The first day that is too late, in the year of the report: "trước ngày 20/6", "trước ngày 20/12"
# of the dispatch, II.7. A file knows no campaign, whose own dates and extensions would hold.
DUE = {PeriodKind.HALF_YEAR: (6, 20), PeriodKind.ANNUAL: (12, 20)}
# "16", "-3", and "16.0" as programs write whole numbers beside empty cells; not "1.000", "12,5".
_WHOLE = re.compile(r"(-?[0-9]{1,18})(\.0)?")


class FilesRefused(Exception):
    """The files cannot be read; `faults` are all the reasons, a sentence each."""

    def __init__(self, faults):
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Consolidation:
    """What the files come to; `notes` are sentences about what whoever reads on should know."""

    figures: list[Figure]
    gaps: dict[PeriodKind, Gaps]
    notes: list[str]


def consolidated(reports: tuple[str, bytes], form: tuple[str, bytes]) -> Consolidation:
    """The figures and gaps of two files, each its name and bytes; FilesRefused with every fault.

    An indicator without a column is one that nobody answered, and a note says so.
    """
    form = read_file(*form, FORM_COLUMNS, [LABEL])
    indicators = _indicators(form)
    codes = [indicator.code for indicator in indicators]
    file = read_file(*reports, COLUMNS, codes)
    submissions = _submissions(file, [each for each in indicators if file.has(each.code)])
    if faults := [*form.faults, *file.faults]:
        raise FilesRefused(faults)
    notes = [
        f"{file.name}: không có cột “{code}”; chỉ tiêu này coi như chưa ai trả lời."
        for code in codes
        if not file.has(code)
    ]
    return Consolidation(figures(indicators, submissions), gaps(submissions, is_late), notes)


def is_late(submission) -> bool:
    """Whether it was not sent before the 20th of June or December of the year of its `sent_at`."""
    sent_at = timezone.localtime(submission.sent_at)
    return (sent_at.month, sent_at.day) >= DUE[submission.period]


# --- The form --------------------------------------------------------------------------------


def _indicators(form):
    lines = {}  # where each indicator stands
    found = []
    for line in (line for line in form.lines if not line.is_bad):
        code = line.read("indicator", _filled)
        roll_up = line.read("roll_up", _one_of(RollUp))
        asked_of = line.read("asked_of", _one_of(AskedOf))
        if code and title_key(code) in map(title_key, COLUMNS):
            line.refuse(f"“{code}” là tên một cột của báo cáo. Hãy đặt mã khác.", "indicator")
        if code and (first := lines.setdefault(title_key(code), line.number)) != line.number:
            line.refuse(f"“{shown(code)}” đã có ở dòng {first}. Hãy giữ một dòng.", "indicator")
        if not line.is_bad:
            found.append(Indicator(code, roll_up, asked_of, line.text(LABEL)))
    return found


# --- The reports -----------------------------------------------------------------------------


def _submissions(file, indicators):
    read = [(line, _submission(line, indicators)) for line in file.lines if not line.is_bad]
    named = [(line, row) for line, row in read if row.period and row.who]
    _check_once(named)
    _check_kinds(named)
    _check_missing(named)
    return [row for line, row in read if not line.is_bad]


def _submission(line, indicators):
    """What the line says; half of it where the line is bad.

    What a state has no use for is not read: the version of a row that says "missing", the time of
    a draft, and the figures of a version that does not count.
    """
    state = line.read("state", _one_of(VersionStanding))
    kind = line.read("kind", _one_of(ReporterKind))
    has_version = state != VersionStanding.MISSING and (state or line.text("version"))
    return Submission(
        period=line.read("period", _one_of(PeriodKind)),
        who=line.read("who", _filled),
        kind=kind,
        version=line.read("version", _version) if has_version else None,
        state=state,
        sent_at=_sent_at(line, state),
        values=_values(line, kind, indicators) if state in {None, *COUNTED} else {},
    )


def _sent_at(line, state):
    if state in STANDING:
        return line.read("sent_at", _moment)
    if state in {None, VersionStanding.SUPERSEDED} and line.text("sent_at"):
        return line.read("sent_at", _moment)
    return None


def _values(line, kind, indicators):
    """The answers of those who are asked; what is not added may be anything."""
    return {
        each.code: line.read(each.code, _figure if each.is_added else str)
        for each in indicators
        if kind and each.asks(kind) and line.text(each.code)
    }


def _check_once(rows):
    lines = {}
    for line, row in rows:
        if not row.version and row.state != VersionStanding.MISSING:
            continue  # its version cannot be read
        first = lines.setdefault((row.period, row.who, row.version), line.number)
        if first != line.number:
            what = "dòng “missing”" if row.version is None else f"bản {row.version}"
            line.refuse(f"{what} của {row.who}, kỳ {row.period}, đã có ở dòng {first}.")


def _check_kinds(rows):
    kinds = {}
    for line, row in ((line, row) for line, row in rows if row.kind):
        first, kind = kinds.setdefault(row.who, (line.number, row.kind))
        if kind != row.kind:
            line.refuse(f"{row.who} là {row.kind}, mà ở dòng {first} là {kind}.", "kind")


def _check_missing(rows):
    handed_in = {(row.period, row.who): line for line, row in rows if row.state in STANDING}
    for line, row in rows:
        if row.state == VersionStanding.MISSING and (other := handed_in.get((row.period, row.who))):
            line.refuse(f"{row.who} chưa báo cáo, mà dòng {other.number} có bản đã gửi.", "state")


# --- Cells -----------------------------------------------------------------------------------


def _filled(text):
    if not text:
        raise Unreadable("chưa ghi.")
    return text


def _one_of(enum):
    def read(text):
        try:
            return enum(text.casefold())
        except ValueError:
            known = ", ".join(enum.values)
            what = f"không có “{shown(text)}”" if text else "chưa ghi"
            raise Unreadable(f"{what}. Hãy ghi một trong: {known}.") from None

    return read


def _version(text):
    match = _WHOLE.fullmatch(text)
    if not match or int(match[1]) < 1:
        what = f"“{shown(text)}” không phải số của một bản" if text else "chưa ghi"
        raise Unreadable(f"{what}. Hãy ghi số nguyên từ 1.")
    return int(match[1])


def _figure(text):
    match = _WHOLE.fullmatch(text)
    if not match:
        raise Unreadable(
            f"“{shown(text)}” không phải số nguyên có tối đa 18 chữ số. Hãy ghi liền các chữ số, "
            "ví dụ 1000; không có thì ghi 0, chưa trả lời thì để trống."
        )
    return int(match[1])


def _moment(text):
    """The instant that is written, in local time unless an offset stands behind it."""
    try:
        moment = datetime.fromisoformat(text)
        return timezone.localtime(
            timezone.make_aware(moment) if timezone.is_naive(moment) else moment
        )
    except (ValueError, OverflowError):
        what = f"không hiểu “{shown(text)}”" if text else "chưa ghi lúc gửi"
        raise Unreadable(f"{what}. Hãy ghi như 2024-06-19T23:59:59, giờ Việt Nam.") from None
