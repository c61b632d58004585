"""The board of the units' plans, and reminding those that have not filed."""

from programs.enums import CampaignKind
from programs.views.boards import board_page, remind_page

_KINDS = frozenset({CampaignKind.PLAN})


def plan_board(request, pk):
    return board_page(request, pk, _KINDS, "products/plan_board.html")


def plan_remind(request, pk):
    return remind_page(request, pk, _KINDS)
