"""The figures of a year's plans: who sent, how many products are registered."""

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.formats import localize

from products.enums import PlanState
from products.models import Plan, Registration
from products.plans.status import leading, status_of
from programs import clock
from programs.board import FILED, Board, boards
from programs.enums import CampaignKind, Tone
from programs.models import Campaign, Unit
from reports.builders.figures import Source, unit_figures
from reports.figures.figure import Figure, Note, rows_at, share_of

_BOTH = (Source.DECLARED, Source.LISTED)
_BOARD, _ROWS = "products:plan_board", "products:registration_list"


def newest_campaign(user) -> Campaign | None:
    """The campaign of plans that this user reads and that was opened last."""
    found = Campaign.objects.visible_to(user).filter(
        kind=CampaignKind.PLAN, opens_on__lte=clock.today()
    )
    return found.order_by("-year", "-number", "-pk").first()


# --- Of all units ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Registered:
    """How many products a unit declared, how many its sent list holds, and where it declares."""

    declared: int
    listed: int
    url: str


@dataclass(frozen=True)
class Plans:
    """A campaign's board, and what each unit has registered in it."""

    board: Board
    by_unit: dict[int, Registered]

    @property
    def campaign(self) -> Campaign:
        return self.board.campaign

    @property
    def url(self) -> str:
        return rows_at(_BOARD, self.campaign.pk)

    @property
    def units(self) -> list[Unit]:
        return [line.body for line in self.board.lines]

    @property
    def declared(self) -> int:
        return sum(each.declared for each in self.by_unit.values())

    @property
    def listed(self) -> int:
        return sum(each.listed for each in self.by_unit.values())

    def figure_of_sent(self):
        done = self.board.completeness
        notes = [Note(f"{done.on_time} đúng hạn")]
        if done.unfiled:
            tone = "late" if done.overdue else "down"
            notes.append(Note(marked=f"{done.unfiled} chưa gửi", tone=tone))
        return Figure(
            "sent",
            "Đơn vị đã gửi kế hoạch",
            done.filed,
            rows_at(_BOARD, self.campaign.pk, **{"tinh-trang": FILED}),
            whole=done.asked,
            share=share_of(done.filed, done.asked),
            notes=tuple(notes),
        )

    def figure_of_registered(self):
        """What the units declared: the total of the appendix, which names each unit's number."""
        url = rows_at("reports:appendix", self.campaign.pk, source=Source.DECLARED)
        return _registered(self.campaign, self.declared, self.listed, url)

    def figure_of_listed(self):
        """What the lists hold that were sent, for readers of plans who have no appendix."""
        url = rows_at(_ROWS, campaign=self.campaign.pk, counting="true")
        label = f"Sản phẩm trong danh sách năm {self.campaign.which}"
        return Figure("listed", label, self.listed, url)


def plans(campaign, shown=()) -> Plans:
    """Of this campaign; its board is one of those `shown` on the same page, or four queries."""
    known = {board.campaign.pk: board for board in shown}
    board = known.get(campaign.pk) or boards([campaign])[0]
    figures = unit_figures(campaign, _BOTH)
    return Plans(board, {each.unit: _registration(each) for each in figures})


def _registration(figures):
    """A unit's two sums as the appendix prints them; what was not stated counts nothing."""
    declared, listed = (figures.numbers(source)[-1] or 0 for source in _BOTH)
    return Registered(declared, listed, rows_at("products:counts", figures.participant))


def _registered(campaign, declared, listed, url, notes=()):
    return Figure(
        "registered",
        f"Sản phẩm đăng ký năm {campaign.which}",
        declared,
        url,
        share=share_of(listed, declared),
        notes=(*notes, Note(f"{localize(listed)} trong danh sách đã gửi")),
    )


# --- Of one unit -------------------------------------------------------------------------------


def own_registered(campaign, user):
    """What the user's unit has declared in the campaign, and where its plan stands."""
    participant = campaign.participants.get(unit=user.unit_id)
    mine = Plan.objects.filter(campaign=campaign, unit=user.unit_id)
    status = status_of(leading(mine.order_by("version")))
    declared = participant.counts.aggregate(total=Sum("count"))["total"] or 0
    listed = Registration.objects.filter(plan__in=mine.counting()).count()
    tone = {Tone.BAD: "late", Tone.HEED: "late", Tone.PLAIN: "down"}.get(status.tone, "up")
    plan = Note(marked=f"kế hoạch {status.label}", tone=tone)
    url = rows_at("products:counts", participant.pk)
    return _registered(campaign, declared, listed, url, (plan,))


# --- What is published -------------------------------------------------------------------------


def issued(user):
    """The plans that were issued, and their products, as agencies and councils read them."""
    plans = Plan.objects.visible_to(user).filter(state=PlanState.ISSUED)
    products = Registration.objects.filter(plan__in=plans)
    return [
        Figure(
            "issued",
            "Kế hoạch đã ban hành",
            plans.count(),
            rows_at("products:plan_list", state=PlanState.ISSUED),
        ),
        Figure("planned", "Sản phẩm trong các kế hoạch đó", products.count(), rows_at(_ROWS)),
    ]
