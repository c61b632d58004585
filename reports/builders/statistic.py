"""A statistic as a table: page and files are drawn from it, each number leads to its rows."""

from django.utils.text import capfirst

from programs import clock
from programs.tables import Column, Kind, Table
from reports.papers.written import shown
from reports.statistics.counting import Cross, Way

_WIDE = 6  # columns that stand on an upright sheet
_TOTAL = "Tất cả"
_DISTINCT = (
    "Mỗi chủ thể, mỗi sản phẩm chỉ được đếm một lần trong mỗi ô và trong mỗi tổng: "
    "các ô cộng lại có thể lớn hơn tổng."
)
_OUTSIDE = (
    "{number} {noun} có trong tổng mà không thuộc {part} nào: sổ không ghi, hoặc nơi đã ghi không "
    "nằm gọn trong một đơn vị của bảng."
)
_REPEATED = (
    "{number} {noun} ở xã đã chia mà chưa quyết về bên nào nên được đếm ở mỗi bên: các ô cộng lại "
    "khác tổng, tổng đếm mỗi {noun} một lần."
)


def statistic(found: Cross) -> Table:
    """Zero is said; what nothing can be said of is empty. The last line and column are totals."""
    asked, columns = found.asked, found.columns
    return Table(
        title=_title(asked),
        subtitle="; ".join(_said(found)),
        columns=_columns(found),
        rows=tuple(
            (
                capfirst(line.label),
                *(found.number(line, each) for each in columns),
                found.number(line),
            )
            for line in found.lines
        ),
        totals=(_TOTAL, *(found.number(column=each) for each in columns), found.number()),
        links=(
            *(
                ("", *(found.url(line, each) for each in columns), found.url(line))
                for line in found.lines
            ),
            ("", *(found.url(column=each) for each in columns), found.url()),
        ),
        notes=tuple(_notes(found)),
        landscape=len(columns) > _WIDE,
        facts={
            "about": asked.subject.name,
            "rows": asked.rows.name,
            "columns": asked.across and asked.across.name,
            "measure": asked.measure.name,
        },
    )


def _said(found):
    """What is counted, of which day, and by what the list was narrowed."""
    yield capfirst(found.asked.measure.label)
    if found.day:
        yield f"xem vào ngày {found.day:%d/%m/%Y}"
    yield from found.chosen


def _title(asked):
    across = f" và {asked.across.label}" if asked.across else ""
    return f"{asked.subject.title} theo {asked.rows.label}{across}"


def _columns(found):
    asked = found.asked
    group = capfirst(asked.across.label) if asked.across else ""
    return (
        Column(key="line", title=capfirst(asked.rows.label), width=34),
        *(
            Column(
                key=f"column_{place}",
                title=capfirst(column.label),
                kind=Kind.NUMBER,
                group=group,
                width=12,
            )
            for place, column in enumerate(found.columns, 1)
        ),
        Column(
            key="total",
            title=_TOTAL if found.columns else capfirst(asked.measure.label),
            kind=Kind.NUMBER,
            strong=True,
            width=12,
        ),
    )


def _notes(found):
    """What must be known of the numbers, or of there being none."""
    subject = found.asked.subject
    if subject.past and found.day < clock.today():
        yield subject.past
    if found.rows and found.asked.measure.way is Way.DISTINCT:
        yield _DISTINCT
    for number, part in ((found.unlined, "dòng"), (found.uncolumned, "cột")):
        if number:
            yield _OUTSIDE.format(number=shown(number), noun=subject.listing.noun, part=part)
    if found.repeated:
        yield _REPEATED.format(number=shown(found.repeated), noun=subject.listing.noun)


def opening(found: Cross) -> str:
    """What the numbers open: rows that are no sum, nor other things, are what is counted."""
    measure, noun = found.asked.measure, found.asked.subject.listing.noun
    if measure.way is Way.ROWS:
        return "Bấm một số để mở đúng các dòng làm nên số đó."
    return (
        f"Bấm một số để mở các {noun} mà từ đó tính ra số ấy: {measure.label} trong cả bảng là "
        f"{shown(found.number())}, tính từ {shown(found.rows)} {noun}."
    )
