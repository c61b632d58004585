"""Numbers of outgoing papers: taken, kept for one to come, given back; never twice, none missing.

All of it is done under the lock of the series (matrix V3, V5).
"""

from django.utils.text import capfirst

from programs import clock, numbering
from programs.acts import StepRefused, act
from programs.enums import Role
from programs.models import Agency
from programs.text import whole_number
from reports.enums import NumberState
from reports.models import PaperNumber, PaperSeries

_KEPT = (NumberState.FREE, NumberState.RESERVED)


def series_of(issuer, kind, year):
    """The row of the series, under the lock that the transaction holds."""
    return numbering.locked(PaperSeries.objects, issuer=issuer, kind=kind, year=year)


# --- Taking ------------------------------------------------------------------------------------


def offered(paper) -> list[tuple[str, str]]:
    """(value, label) of the numbers that the paper may take: given back ones, the next, kept ones.

    The next is one of this year; of those that are kept, last year's are there too.
    """
    today = clock.today()
    rows = PaperSeries.objects.filter(issuer=paper.issuer, kind=paper.kind)
    kept = PaperNumber.objects.filter(
        series__in=rows.filter(year__in=(today.year - 1, today.year)), state__in=_KEPT
    )
    kept = kept.select_related("series").order_by("series__year", "number")
    free = [row for row in kept if row.state == NumberState.FREE]
    reserved = [row for row in kept if row.state == NumberState.RESERVED]
    last = rows.filter(year=today.year).values_list("last", flat=True).first() or 0
    following = (_value(last + 1, today.year), f"{last + 1:02} năm {today.year}: số tiếp theo")
    return [*map(_choice, free), following, *map(_choice, reserved)]


def _value(number, year):
    return f"{number:02}/{year}"


def _choice(row):
    year = row.series.year
    why = f"{row.get_state_display()} ({row.reason})"
    return _value(row.number, year), f"{row.number:02} năm {year}: {why}"


def take(paper, choice, by):
    """Give the paper this number ("07/2026"), or say who was quicker."""
    number, _, year = choice.partition("/")
    year, number = whole_number(year), whole_number(number)
    series = series_of(paper.issuer, paper.kind, year)
    row = _next(series) if number == series.last + 1 else _kept(series, number)
    row.state, row.paper, row.by = NumberState.TAKEN, paper, by
    row.save()
    paper.year, paper.number, paper.numbered_by = year, number, by


def _next(series):
    series.last += 1
    series.save(update_fields=["last"])
    return PaperNumber(series=series, number=series.last)


def _kept(series, number):
    row = series.numbers.filter(number=number).first()
    if row is None:
        raise StepRefused(
            f"Số {number:02} không có trong {_in_sentence(series)}: số tiếp theo là "
            f"{series.last + 1:02}.",
            status=422,
            code="number",
        )
    if row.state == NumberState.TAKEN:
        raise StepRefused(
            f"Số {number:02} vừa được lấy cho văn bản khác ({row.paper.subject}): số tiếp theo là "
            f"{series.last + 1:02}. Hãy chọn lại số.",
            code="number",
        )
    return row


def _in_sentence(series):
    return f"dãy số {series.get_kind_display()} năm {series.year}"


# --- Keeping and giving back -------------------------------------------------------------------


def keeping_refusal(_row, user):
    if user.role != Role.PROVINCE_ADMIN:
        return StepRefused(
            "Chỉ quản trị cấp tỉnh được giữ trước, trả lại số.", status=403, code="role"
        )
    return None


def reserve(issuer, kind, year, reason, *, by, key=None) -> PaperNumber:
    """Keep the next number of the series for a paper to come."""
    with act(issuer, by, key, rows=Agency.objects.all(), refusal=keeping_refusal) as the:
        series = series_of(issuer, kind, year)
        row = _next(series)
        row.state, row.reason, row.by = NumberState.RESERVED, reason, by
        row.save()
        the.record("reserve_number", row, label=f"giữ trước số {row.number:02}", note=reason)
    return row


def give_back(row, reason, *, by, key=None) -> PaperSeries:
    """Give back a number that was kept, for no paper comes of it."""
    with act(row.series, by, key, refusal=keeping_refusal) as the:
        kept = the.row.numbers.filter(pk=row.pk, state=NumberState.RESERVED).first()
        if kept is None:
            raise StepRefused(
                f"{capfirst(str(row))} không còn được giữ trước nên không trả lại được.",
                code="number",
            )
        _free(kept, reason, by)
        the.record("return_number", label=f"trả lại số {row.number:02}", note=reason)
    return the.row


def free(paper, by, answers):
    """Take the number off a paper that was not issued."""
    series = series_of(paper.issuer, paper.kind, paper.year)
    _free(series.numbers.get(number=paper.number), answers["note"], by)
    paper.year = paper.number = paper.numbered_by = None


def _free(row, reason, by):
    """The number is the first to be taken again; the last of its series is not there any more."""
    series = series_of(row.series.issuer, row.series.kind, row.series.year)
    row.state, row.paper, row.reason, row.by = NumberState.FREE, None, reason, by
    row.save()
    while top := series.numbers.filter(number=series.last, state=NumberState.FREE).first():
        top.delete()
        series.last -= 1
        series.save(update_fields=["last"])
