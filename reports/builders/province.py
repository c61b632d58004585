"""The province's figures of a campaign of reports as a table, and what makes one of them."""

from django.urls import reverse

from programs import clock
from programs.deadlines import last_day
from programs.tables import Column, Kind, Table
from reports.papers.written import shown

INCOMPARABLE = "không so sánh được"
COLUMNS = (
    Column(key="section", title="Mục", width=7),
    Column(key="label", title="Chỉ tiêu", width=36),
    Column(key="measure", title="Đơn vị tính", width=12),
    Column(key="units", title="Các đơn vị", kind=Kind.NUMBER, width=16),
    Column(key="agencies", title="Các cơ quan", kind=Kind.NUMBER, width=16),
    Column(key="province", title="Toàn tỉnh", kind=Kind.NUMBER, width=16, strong=True),
    Column(key="reports", title="Từ số báo cáo", kind=Kind.NUMBER, width=9),
    Column(key="plan", title="Kế hoạch", kind=Kind.NUMBER, width=10),
    Column(key="before", title="Kỳ trước", kind=Kind.NUMBER, width=16),
    Column(key="year_ago", title="Cùng kỳ năm trước", kind=Kind.NUMBER, width=16),
)
_GAPS = (
    ("missing", "chưa báo cáo"),
    ("returned", "bị trả lại, chưa gửi lại"),
    ("late", "gửi muộn"),
    ("nil", "báo cáo không phát sinh"),
)


def province_table(province) -> Table:
    """A line an indicator; what nothing can be said of is empty, none is 0."""
    lines = province.lines()
    period = province.period
    start, end = period.data_from, period.data_to
    return Table(
        title=f"Tổng hợp số liệu {province.campaign}",
        subtitle=f"Số liệu từ {start:%d/%m/%Y} đến hết {end:%d/%m/%Y}, theo {period.form}",
        columns=COLUMNS,
        rows=tuple(_row(line, province) for line in lines),
        links=tuple(_links(line, province) for line in lines),
        notes=tuple(notes_of(province, lines)),
        landscape=True,
        made_at=clock.now(),
        facts={"year": province.campaign.year, "kind": province.kind},
    )


def _row(line, province):
    figure, indicator = line.figure, line.indicator
    return (
        indicator.section.code,
        indicator.label,
        indicator.measure,
        figure.units,
        figure.agencies,
        line.value,
        _reports_of(line) or None,
        line.plan and line.plan.value,
        line.before,
        line.year_ago,
    )


def _reports_of(line):
    """How many reports the number comes from: what the register alone counts is of none."""
    return 0 if line.is_of_register else line.figure.from_reports


def _links(line, province):
    """Each number opens what makes it: the reports, or the rows of the register."""
    reports = reverse("reports:province_figure", args=[province.campaign.pk, line.indicator.code])
    reports = reports if _reports_of(line) else ""
    own = reports if line.figure.province is not None else line.counted and line.counted.url
    return (
        *("", "", ""),
        reports if line.figure.units is not None else "",
        reports if line.figure.agencies is not None else "",
        own or "",
        reports,
        line.plan.url if line.plan else "",
        *("", ""),
    )


def notes_of(province, lines) -> list[str]:
    """What a reader of the figures has to know: who is missing, and what the numbers are of."""
    return [
        *gaps_said(province),
        *doubles_said(lines),
        *register_said(lines),
        *comparisons(province),
    ]


def gaps_said(province) -> list[str]:
    """The gaps in words, each kind once: "Đến ngày … còn 02 nơi chưa báo cáo: …"."""
    gaps, today = province.gaps, clock.today()
    said = []
    if not any(getattr(gaps, name) for name, _ in _GAPS):
        said.append(f"Đến ngày {today:%d/%m/%Y} mọi nơi đã báo cáo, đúng hạn.")
    for name, words in _GAPS:
        names = province.names(getattr(gaps, name))
        if names:
            still = "còn " if name in {"missing", "returned"} else ""
            told = f"{still}{len(names):02} nơi {words}: {'; '.join(names)}."
            said.append(f"Đến ngày {today:%d/%m/%Y} {told}" if still else told)
    if waiting := province.names(province.waiting):
        names = "; ".join(waiting)
        said.append(f"{len(waiting):02} nơi đã gửi, chờ tiếp nhận, chưa tính: {names}.")
    return said


def doubles_said(lines):
    """What was cut of the sums, since two reporters counted it."""
    for line in lines:
        if line.double:
            yield f"{line.indicator.label}: toàn tỉnh đã trừ {line.double} tính trùng."


def register_said(lines):
    """Where the register has another number than the reports add up to, and what it alone counts.

    The register knows the ground of who has not reported, and what two units wait for once.
    """
    counted = [line for line in lines if line.counted and line.value is not None]
    alone = [line for line in counted if line.is_of_register]
    others = [
        line for line in counted if not line.is_of_register and line.value != line.counted.value
    ]
    if others:
        told = "; ".join(
            f"{line.indicator.label}: báo cáo {shown(line.value)}, sổ {shown(line.counted.value)}"
            for line in others
        )
        yield f"Sổ đăng ký của toàn tỉnh, gồm cả nơi chưa có báo cáo được tiếp nhận, khác: {told}."
    if alone:
        labels = "; ".join(line.indicator.label for line in alone)
        yield f"Đếm trên sổ đăng ký của toàn tỉnh, không cộng từ báo cáo: {labels}."


def comparisons(province):
    """What stands beside the figures, and why not where it cannot, in sentences."""
    for words, other in (
        ("Kỳ trước", province.before),
        ("Cùng kỳ năm trước", province.year_ago),
    ):
        if other and not province.is_comparable(other):
            yield f"{words} ({other.campaign}): {INCOMPARABLE}, vì địa bàn tỉnh đã thay đổi."
        elif other:
            day = last_day(other.campaign.locks_at)
            yield f"{words}: {other.campaign}, khóa ngày {day:%d/%m/%Y}."


# --- One figure --------------------------------------------------------------------------------

_OF_REPORTS = (
    Column(key="body", title="Nơi báo cáo", width=30),
    Column(key="version", title="Phiên bản", kind=Kind.NUMBER, width=10),
    Column(key="value", title="Số báo cáo", kind=Kind.NUMBER, width=16),
)


def figure_table(province, line) -> Table:
    """The reports that a figure comes from, as they were sealed; they add up to it."""
    answers = line.figure.answers
    reports = [province.reports[each.who, each.version] for each in answers]
    total, cut = line.figure.province, line.double
    less = [("Trừ số tính trùng", None, -cut)] if cut else []
    doubles = reverse("reports:double_list", args=[province.campaign.pk])
    return Table(
        title=f"{line.indicator.label} ({line.indicator.measure})",
        subtitle=f"{province.campaign}; {line.indicator.get_roll_up_display()}",
        columns=_OF_REPORTS,
        rows=(
            *(
                (report.reporter, report.version, each.values[line.indicator.code])
                for report, each in zip(reports, answers, strict=True)
            ),
            *less,
        ),
        totals=() if total is None else ("Cộng", None, total - cut),
        links=(
            *((report.get_absolute_url(), "", "") for report in reports),
            *([(doubles, "", "")] if cut else []),
            *([("", "", "")] if total is not None else []),
        ),
        notes=tuple(gaps_said(province)),
        made_at=clock.now(),
    )
