"""The appendix of a year as the dispatch prints it: units by form, with totals."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse

from products.enums import RegistrationForm
from programs.tables import Column, Kind, Label, Table
from reports.builders.figures import FORMS, Source, unit_figures

_TITLES = {Source.DECLARED: "Đã khai", Source.LISTED: "Danh sách"}
_RE_EVALUATION = "Sản phẩm hết hạn, đánh giá lại"
_TOTAL = "Tổng cộng sản phẩm"
# What is counted: each form, and ("") all of them.
_COUNTED = (*FORMS, "")
_BEFORE = (
    Column("position", "Stt", kind=Kind.NUMBER, width=5),
    Column("unit", "Địa phương", width=24),
)
_STATUS = Column("status", "Tình trạng kế hoạch", width=18)


def appendix(campaign, source=Source.DECLARED, *, linked=False):
    """The table of the dispatch: a line for each unit asked, in the campaign's order.

    Two queries at any size. With `Source.BOTH` the two numbers of each form stand side by side,
    those that differ are marked, and the state of each unit's plan is told. On the page (`linked`)
    each number leads to what makes it.
    """
    layout = _Layout(campaign, Source(source))
    units = unit_figures(campaign, layout.sources)
    numbers = [[unit.numbers(each) for each in layout.sources] for unit in units]
    sums = [_sums([line[place] for line in numbers]) for place in range(len(layout.sources))]
    return Table(
        title=(
            "Số lượng sản phẩm các địa phương đăng ký tham gia "
            f"Chương trình OCOP năm {campaign.which}"
        ),
        subtitle=_subtitle(campaign),
        label="Phụ lục",
        columns=layout.columns(),
        rows=tuple(
            (place, unit.name, *layout.beside(figures), *layout.end(unit))
            for place, (unit, figures) in enumerate(zip(units, numbers, strict=True), 1)
        ),
        totals=(None, "Tổng cộng", *layout.beside(sums), *layout.end()),
        links=layout.links(units, numbers) if linked else (),
        marked=frozenset(layout.differing(numbers)),
        notes=(campaign.note,) if campaign.note else (),
        landscape=layout.is_double,
        made_at=datetime.combine(campaign.opens_on, time(), UTC),
        facts={
            "year": campaign.year,
            "number": campaign.number,
            "source": source,
            "unit_codes": [unit.code for unit in units],
        },
    )


def _sums(lines):
    """The totals of one source; of no lines, zeros."""
    return [sum(filter(None, (line[place] for line in lines))) for place in range(len(_COUNTED))]


def _subtitle(campaign):
    document = campaign.document or f"Công văn số …/… ngày …/…/{campaign.year}"
    return f"(Kèm theo {document} của {campaign.issuer or '……'})"


@dataclass(frozen=True)
class _Layout:
    """Where the numbers stand: those of one source, or of two side by side."""

    campaign: object
    source: Source

    @property
    def is_double(self):
        return self.source == Source.BOTH

    @property
    def sources(self):
        return (Source.DECLARED, Source.LISTED) if self.is_double else (self.source,)

    def beside(self, groups):
        """The cells of each source, in turn: 8 of 8 declared listed, then the next form."""
        return chain.from_iterable(zip(*groups, strict=True))

    def end(self, unit=None):
        """The cell behind the numbers, where there is one: the state of the unit's plan."""
        return (Label(unit.status if unit else ""),) if self.is_double else ()

    def columns(self):
        numbers = [self._column(form, source) for form in _COUNTED for source in self.sources]
        return (*_BEFORE, *numbers, *([_STATUS] if self.is_double else ()))

    def _column(self, form, source):
        head = [_TOTAL]
        if form == RegistrationForm.RE_EVALUATION:
            head = [_RE_EVALUATION]
        elif form:
            year = self.campaign.year
            head = [f"Số lượng sản phẩm năm {year}", RegistrationForm(form).label]
        key = form or "total"
        if self.is_double:
            key, head = f"{key}_{source}", [*head, _TITLES[source]]
        *group, title = head
        return Column(key, title, Kind.NUMBER, tuple(group), width=10, strong=not form)

    def links(self, units, numbers):
        """Where each number comes from: the rows that it counts, or the page that declares it."""
        query = urlencode({"campaign": self.campaign.pk, "counting": "true"})
        rows = f"{reverse('products:registration_list')}?{query}"
        listed = [f"{rows}&form={form}" if form else rows for form in _COUNTED]
        counts = reverse("products:counts", args=[0]).removesuffix("0/")
        board = reverse("products:plan_board", args=[self.campaign.pk])
        totals = {Source.DECLARED: [board] * len(_COUNTED), Source.LISTED: listed}
        lines = []
        for unit, figures in zip(units, numbers, strict=True):
            own = {
                Source.DECLARED: [f"{counts}{unit.participant}/"] * len(_COUNTED),
                Source.LISTED: [f"{address}&unit={unit.unit}" for address in listed],
            }
            lines.append(self._line(own, figures))
        return (*lines, self._line(totals, [listed] * len(self.sources)))

    def _line(self, addresses, figures):
        """The addresses of a line, in the places of its numbers; what is not stated has none."""
        groups = [
            [
                "" if number is None else address
                for number, address in zip(group, addresses[source], strict=True)
            ]
            for source, group in zip(self.sources, figures, strict=True)
        ]
        return ("", "", *self.beside(groups), *self.end())

    def differing(self, numbers):
        """The cells of each pair that disagrees; what was not stated disagrees with nothing."""
        if not self.is_double:
            return
        for line, (declared, listed) in enumerate(numbers):
            for place, (said, found) in enumerate(zip(declared, listed, strict=True)):
                if None not in (said, found) and said != found:
                    first = len(_BEFORE) + 2 * place
                    yield from ((line, first), (line, first + 1))
