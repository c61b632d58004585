"""The board of a campaign of reports, reminding, and where reporters stood over the years."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.enums import REGISTER_READERS, REPORT_KINDS
from programs.scoping import require_role
from programs.views.boards import board_page, remind_page
from reports.builders.boards import over_the_years
from reports.renderers import markup


def report_board(request, pk):
    return board_page(request, pk, REPORT_KINDS, "reports/report_board.html")


def report_remind(request, pk):
    return remind_page(request, pk, REPORT_KINDS)


@require_safe
def report_years(request):
    require_role(request.user, REGISTER_READERS)
    table = over_the_years()
    context = {"table": table, "head": markup.head(table), "body": markup.body(table)}
    return render(request, "reports/report_years.html", context)
