"""The board of a campaign as a table, and where reporters stood in the periods of some years."""

from django.utils import timezone
from django.utils.text import capfirst

from programs import clock
from programs.board import boards
from programs.deadlines import in_words, time_left
from programs.enums import REPORT_KINDS, CampaignKind
from programs.models import Campaign
from programs.tables import Column, Table

PERIODS = 10  # of the newest, the oldest first
NOT_ASKED = "không hỏi"
_SHORT = {CampaignKind.HALF_YEAR_REPORT: "6 tháng", CampaignKind.ANNUAL_REPORT: "Năm"}


def _left(line):
    return "" if line.is_filed else time_left(line.timeliness.deadline, line.at)


def _extended(line):
    return in_words(line.clocks.due) if line.clocks.extended else ""


def _moment(instant):
    return f"{timezone.localtime(instant):%H:%M %d/%m/%Y}" if instant else ""


def _name(line):
    return line.body.short_name


_BEFORE = (
    Column(key="status", title="Trạng thái", value=lambda line: line.status.label, width=26),
    Column(key="left", title="Còn lại", value=_left, width=18),
    Column(key="extended", title="Gia hạn đến", value=_extended, width=18),
)
_SENT = Column(
    key="sent_at",
    title="Gửi lúc",
    width=16,
    value=lambda line: _moment(line.leading and line.leading.sent_at),
)
_REMINDED = Column(
    key="reminded_at",
    title="Nhắc lần cuối",
    width=16,
    value=lambda line: _moment(line.reminded_at),
)
_IN_WORK = Column(
    key="in_work",
    title="Phiên bản đang làm",
    value=lambda line: line.filing.status(line.in_work).label if line.in_work else "",
    width=22,
)


def board_table(board, lines, *, with_reminders) -> Table:
    """These lines of a board, with what its kind tells besides; reminders for who may know them."""
    whom = board.filing.whom
    name = Column(key="body", title=whom.capitalize(), value=_name, width=30)
    columns = (name, *_BEFORE, *board.filing.columns, _SENT)
    columns = (*columns, *[_REMINDED] * with_reminders, _IN_WORK)
    done, at = board.completeness, lines[0].at if lines else clock.now()
    return Table(
        title=f"{board.title}: {board.campaign}",
        subtitle=f"Đến {timezone.localtime(at):%H:%M ngày %d/%m/%Y}",
        columns=columns,
        rows=tuple(tuple(column.read(line) for column in columns) for line in lines),
        notes=tuple(filter(None, (_completeness(done, whom), _tally(board)))),
        landscape=True,
        made_at=at,
    )


def _completeness(done, whom):
    return (
        f"Đã gửi {done.filed}/{done.asked} {whom}, đúng hạn {done.on_time}; "
        f"chưa gửi {done.unfiled}, quá hạn {done.overdue}."
    )


def _tally(board):
    """How many stand in each state, all of them, whichever the file shows."""
    return capfirst("; ".join(f"{label} {count}" for _, label, count in board.tally()))


# --- Over the years ----------------------------------------------------------------------------


def over_the_years() -> Table:
    """Reporters × the newest periods: the state of each, and whether it was sent late."""
    drawn = boards(_periods())
    cells = {
        (line.body, board.campaign.pk): line for board in reversed(drawn) for line in board.lines
    }
    bodies = dict.fromkeys(body for body, _ in cells)
    columns = (
        Column(key="body", title="Nơi báo cáo", width=26),
        *(Column(key=str(each.campaign.pk), title=_title(each), width=20) for each in drawn),
    )
    rows = [[cells.get((body, each.campaign.pk)) for each in drawn] for body in bodies]
    return Table(
        title="Báo cáo định kỳ qua các năm",
        columns=columns,
        rows=tuple(
            (body.short_name, *map(_cell, row)) for body, row in zip(bodies, rows, strict=True)
        ),
        links=tuple(("", *map(_link, row)) for row in rows),
        notes=(f"“{NOT_ASKED}”: kỳ đó nơi này không phải báo cáo.",),
        landscape=True,
        made_at=clock.now(),
    )


def _periods():
    """The newest campaigns of reports that were opened, the oldest first."""
    opened = Campaign.objects.filter(kind__in=sorted(REPORT_KINDS), opens_on__lte=clock.today())
    return list(opened.order_by("-opens_on", "-pk")[:PERIODS])[::-1]


def _title(board):
    return f"{_SHORT[board.campaign.kind]} {board.campaign.which}"


def _cell(line):
    if line is None:
        return NOT_ASKED
    behind = line.is_late and line.status.name != "late"
    return f"{line.status.label}; {line.timeliness.words}" if behind else line.status.label


def _link(line):
    return line.leading.get_absolute_url() if line and line.is_readable else ""
