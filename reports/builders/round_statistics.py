"""What Councils concluded in a session, a campaign or a year, as one table."""

from itertools import groupby

from django.utils.text import capfirst

from councils.agreement.figures import signed_decimals, two_decimals
from programs.tables import Column, Kind, Table
from reports.builders.evaluations import MOST_MISSED, VERDICTS, Statistics, mean_of, statistics
from reports.papers.written import shown

_COLUMNS = (
    Column(key="by", title="Theo", width=16),
    Column(key="label", title="Phân loại", width=30),
    Column(key="rows", title="Hồ sơ", kind=Kind.NUMBER, width=8, strong=True),
    *(
        Column(key=each.value, title=title, kind=Kind.NUMBER, group="Kết luận", width=8)
        for each, title in zip(
            VERDICTS,
            ("Công nhận", "Đề nghị cấp trên", "Không công nhận", "Không đánh giá"),
            strict=True,
        )
    ),
    Column(key="mean", kind=Kind.NUMBER, title="Trung bình", group="Điểm của Hội đồng", width=8),
    Column(key="least", kind=Kind.NUMBER, title="Thấp nhất", group="Điểm của Hội đồng", width=8),
    Column(key="most", kind=Kind.NUMBER, title="Cao nhất", group="Điểm của Hội đồng", width=8),
    Column(key="both", title="Hồ sơ", kind=Kind.NUMBER, group="So với tự đánh giá", width=8),
    Column(key="change", kind=Kind.NUMBER, title="Chênh", group="So với tự đánh giá", width=8),
)
_CLOSED = (
    "Chỉ tính các phiên họp đã kết thúc. Chênh là điểm trung bình của Hội đồng trừ điểm chủ thể tự "
    "đánh giá, trung bình của các hồ sơ có cả hai."
)
_MISSED = (
    "Tiêu chí chưa đạt: mức tối thiểu giữ hồ sơ ở hạng thấp hơn hạng mà điểm đạt tới; "
    f"{MOST_MISSED} tiêu chí nhiều nhất. Phiên ghi theo biên bản, phiếu chỉ có điểm theo phần thì "
    "không có."
)


def round_statistics(user, params) -> Table:
    """The statistics of the results that this person's list shows with these parameters."""
    return table_of(statistics(user, params))


def table_of(counted: Statistics) -> Table:
    """The page and all files are drawn from it; each number leads to the list of its rows."""
    closed = [row.session.closed_at for row in counted.whole.rows]
    return Table(
        title="Thống kê kết quả đánh giá, phân hạng sản phẩm OCOP",
        subtitle="; ".join(counted.chosen),
        columns=_COLUMNS,
        rows=tuple(_row(counted, part) for part in counted.parts),
        links=tuple(_links(part) for part in counted.parts),
        notes=(_CLOSED, _MISSED),
        landscape=True,
        made_at=max(closed, default=None),
    )


def _row(counted, part):
    means, changes = part.means, counted.changes(part)
    points = (mean_of(means), min(means, default=None), max(means, default=None))
    verdicts = part.verdicts
    return (
        part.by,
        capfirst(part.label),
        len(part.rows),
        *(verdicts[each] for each in VERDICTS),
        *(None if value is None else two_decimals(value) for value in points),
        len(changes),
        signed_decimals(mean_of(changes)) if changes else None,
    )


def _links(part):
    return ("", "", part.url, *map(part.url_of, VERDICTS), *[""] * 5)


def sections(table: Table) -> list[tuple[str, list]]:
    """What the page draws: [(name of a part, [(label, [(value in words, address)])])]."""
    lines = zip(table.rows, table.links, strict=True)
    return [
        (name, [_told(row[1:], links[1:]) for row, links in members])
        for name, members in groupby(lines, key=lambda line: line[0][0])
    ]


def _told(row, links):
    label, *values = row
    return label, list(zip(map(shown, values), links[1:], strict=True))
