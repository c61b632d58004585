"""A workbook of a report that waits to be confirmed: kept when it was read, written once."""

from programs import clock
from programs.acts import RowChanged, StepRefused, act
from programs.uploads import staged
from reports.models import FilledReport
from reports.periodic.asking import asked_of
from reports.periodic.filling import Typed, editing_refusal, save_section
from reports.periodic.workbook_reading import Found, examine

_RELATED = ("report__participant__campaign__report_period__form",)
_RELATED += ("report__participant__unit", "report__participant__agency")


def filled_reports(user):
    return FilledReport.objects.visible_to(user).select_related(*_RELATED)


def stage(report, user, name, data) -> FilledReport:
    """Read the file and keep what was found, for the reporter to confirm."""
    reading = examine(report, name, data)
    row = FilledReport(report=report, user=user, outcome=reading.outcome, lines=reading.lines)
    row.problems = [problem._asdict() for problem in reading.problems]
    row.marks, row.is_stale = reading.marks, reading.is_stale
    return staged.keep(row, name, data, ("read_file", "nộp tệp báo cáo để kiểm tra"), row=report)


def found_in(row) -> list[Found]:
    return [Found(**each) for each in row.lines]


def confirming_refusal(row, user):
    """The StepRefused that keeps this user from writing the file into the draft, or None."""
    if refused := editing_refusal(row.report, user):
        return refused
    if row.confirmed_at:
        return StepRefused("Tệp này đã được ghi rồi; không ghi lần thứ hai.", code="import")
    if staged.is_old(row):
        return StepRefused("Kết quả đọc tệp đã quá một giờ. Hãy nộp lại tệp.", code="import")
    if row.problems:
        sentence = "Tệp còn lỗi nên chưa ghi gì. Hãy sửa trong tệp rồi nộp lại."
        return StepRefused(sentence, status=422, code="import")
    if not row.lines:
        sentence = "Tệp không có gì khác bản nháp: không có gì để ghi."
        return StepRefused(sentence, status=422, code="import")
    return None


def confirm(row, *, is_over, by, key=None) -> FilledReport:
    """Write every section of the file, all or none.

    `is_over`: a draft that has changed since the workbook was written is to be as in the file.
    """
    with act(row, by, key, rows=filled_reports(by), refusal=confirming_refusal) as the:
        if the.row.is_stale and not is_over:
            sentence = "Bản nháp đã đổi sau khi tải tệp: hãy xem lại rồi đánh dấu “ghi theo tệp”."
            raise StepRefused(sentence, status=422, code="import")
        staged.bytes_of(the.row)  # refuses where they are gone or have changed
        found = found_in(the.row)
        _write(the.row.report, found, by)
        the.row.confirmed_at = clock.now()
        the.row.save(update_fields=["confirmed_at"])
        facts = {"label": "ghi báo cáo từ tệp Excel", "note": f"{len(found):02} mục"}
        the.record("save_workbook", the.row.report, **facts)
    return the.row


def _write(report, found, by):
    asked = {part.section.code: part for part in asked_of(report.period.form, report.participant)}
    for each in found:
        part = asked[each.section]
        answers = {row: tuple(each.figures[row.code]) for row in part.indicators}
        try:
            save_section(report, part.section, Typed(answers, each.text, each.read), by=by)
        except RowChanged as changed:
            raise StepRefused(
                f"Mục {each.section} trên cổng vừa đổi sau khi đọc tệp. Chưa ghi gì; hãy nộp lại "
                "tệp.",
                code="import",
            ) from changed
