"""What a Council concludes on one dossier, from its signed sheets and the rules of its Quy chế.

Decision 26/2026/QĐ-TTg says that the mean decides (article 3.3) and prints minima (Phụ lục II);
quorum, tolerance and the way of minima are the Quy chế's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

from councils.agreement import minima
from councils.agreement.figures import Figures, two_decimals
from councils.enums import ForwardRule, MinimaRule, Verdict
from councils.models import OwnGate
from programs.answer_sheet import AnswerSheet
from programs.criteria_sheets import STARS
from programs.enums import Authority, GateEffect
from programs.models import Gate, Option, StarBand
from programs.regulations import is_above


@dataclass(frozen=True)
class Rules:
    """The values of a Quy chế: shares and points are exact; a default where it says nothing."""

    quorum: Fraction = Fraction(3, 4)
    tolerance: Fraction = Fraction(10)
    minima: MinimaRule = MinimaRule.FINDING
    forward: ForwardRule = ForwardRule.STAR


@dataclass(frozen=True)
class Deliberation:
    """What lies before a Council on one dossier.

    `sheets` are the signed ones by member; `present` of `seats` signed or abstained. `findings`
    are the levels that the Council recorded by criterion, None for none reached; `gate` is what
    was found to end the evaluation; `spread_reason` why a wide spread may stand.
    """

    sheets: Mapping[str, AnswerSheet]
    present: int
    seats: int
    findings: Mapping[str, Option | None] = field(default_factory=dict)
    gate: Gate | OwnGate | None = None
    spread_reason: str = ""


@dataclass(frozen=True)
class Judgement:
    """What follows, under the bands of a regulation, for a Council of this level."""

    matter: Deliberation
    bands: list[StarBand]
    rules: Rules
    level: Authority = Authority.PROVINCE

    @cached_property
    def figures(self):
        return Figures({name: sheet.total for name, sheet in self.matter.sheets.items()})

    @cached_property
    def has_quorum(self):
        return self.matter.present >= self.rules.quorum * self.matter.seats

    @cached_property
    def starred(self):
        return minima.starred_of(list(self.matter.sheets.values()))

    @cached_property
    def disputed(self):
        """The criteria with minima that wait for the Council's own level."""
        if self.rules.minima != MinimaRule.FINDING:
            return []
        return minima.disputed(self.starred, self.matter.findings)

    @cached_property
    def failing(self):
        return minima.failing(self.starred, self.rules.minima, self.matter.findings)

    @cached_property
    def reached(self) -> list[StarBand]:
        """The bands that begin at or below the unrounded mean, the lowest first."""
        mean = self.figures.mean
        bands = sorted(self.bands, key=attrgetter("star"))
        return [] if mean is None else [band for band in bands if Fraction(band.lower) <= mean]

    @cached_property
    def band(self) -> int | None:
        return self.reached[-1].star if self.reached else None

    @cached_property
    def obstacles(self) -> list[str]:
        """Everything that keeps the Council from concluding, a sentence each."""
        return list(self._obstacles())

    def _obstacles(self):
        if not self.has_quorum:
            yield (
                f"Mới có {self.matter.present}/{self.matter.seats} thành viên chấm hoặc không cho "
                f"điểm, chưa đủ tỷ lệ {_percent(self.rules.quorum)} của Quy chế."
            )
        if self.disputed:
            codes = ", ".join(each.code for each in self.disputed)
            yield f"Hội đồng chưa kết luận mức đạt của tiêu chí {codes}, nơi các phiếu khác nhau."
        if self._is_too_wide:
            yield (
                f"Điểm cao nhất và thấp nhất lệch {two_decimals(self.figures.spread)} điểm, quá "
                f"{two_decimals(self.rules.tolerance)} điểm: chấm lại, hoặc ghi lý do giữ nguyên."
            )
        if self.figures.mean is None:
            yield "Chưa có phiếu nào đã ký."

    @property
    def _is_too_wide(self):
        spread = self.figures.spread
        return bool(
            spread is not None
            and spread > self.rules.tolerance
            and not self.matter.spread_reason.strip()
        )

    @cached_property
    def _points_star(self):
        """The best star whose band is reached and whose minima, with the lower ones', are met."""
        best = None
        for band in self.reached:
            if self.failing.get(band.star):
                break
            best = band.star
        return best

    @cached_property
    def star(self) -> int | None:
        """The star that the verdict speaks of; None where it is open, or nothing is scored."""
        if self.verdict in {Verdict.OPEN, Verdict.NOT_EVALUATED}:
            return None
        return self._highest if self._goes_up_by_band else self._points_star

    @cached_property
    def verdict(self) -> Verdict:
        if self.matter.gate:
            is_refused = self.matter.gate.effect == GateEffect.NOT_MET
            return Verdict.REFUSE if is_refused else Verdict.NOT_EVALUATED
        if self.obstacles:
            return Verdict.OPEN
        if self._goes_up_by_band:
            return Verdict.FORWARD
        granted_by = next(row.granted_by for row in self.bands if row.star == self._points_star)
        if not granted_by:
            return Verdict.REFUSE
        return Verdict.FORWARD if is_above(granted_by, self.level) else Verdict.RECOGNISE

    @cached_property
    def _highest(self):
        return max(band.star for band in self.bands)

    @cached_property
    def _goes_up_by_band(self):
        return (
            self.rules.forward == ForwardRule.BAND
            and self.band == self._highest
            and not self.failing[STARS[0]]
            and not self.matter.gate
        )


def _percent(share):
    return f"{two_decimals(share * 100)}%"
