"""The files of boards: the lines that a page shows, and reporters over the years."""

from programs.enums import REGISTER_READERS, REMINDER_READERS
from programs.filing import FILINGS
from programs.scoping import require_role
from programs.views.boards import drawn_board
from reports.builders.boards import board_table, over_the_years
from reports.formats import RENDERERS, attachment
from reports.views.downloading import download


@download("pdf", "xlsx", "csv")
def board_export(request, pk, extension):
    board, lines, _name = drawn_board(request, pk, FILINGS)
    sees_reminders = request.user.role in REMINDER_READERS
    table = board_table(board, lines, with_reminders=sees_reminders)
    return attachment(RENDERERS[extension].render(table), table.title, extension)


@download("pdf", "xlsx", "csv")
def report_years_export(request, extension):
    require_role(request.user, REGISTER_READERS)
    table = over_the_years()
    return attachment(RENDERERS[extension].render(table), table.title, extension)
