"""What each unit and each producer is told of a closed session: one thông báo for each of them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from councils.agreement.deciding import judgement_of
from councils.agreement.figures import two_decimals
from councils.enums import MinimaRule, Verdict
from councils.models import Evaluation
from councils.sessions.results import is_typed
from products.dossiers.clocks import coming_round, regulation_of
from products.enums import DossierKind
from products.models import Producer
from programs.citations import (
    Citations,
    Cited,
    committee_of,
    day_in_text,
    of_regulation,
    two_digits,
)
from programs.enums import Authority, Clock
from programs.models import Unit
from programs.regulations import band_for, period_of
from programs.succession import reporting_on
from programs.text import in_figures
from reports.builders.council_papers import law_of
from reports.builders.session_papers import evaluations_of, last_day
from reports.builders.standing_body import above, standing_body
from reports.papers.values import Heading, Paper, Paragraph

# Who says that a criterion is below the least level, by how the Quy chế reads minima.
_WHOSE = {
    MinimaRule.FINDING: "mọi phiếu chấm dưới mức này",
    MinimaRule.MEAN: "điểm trung bình của tiêu chí dưới mức này",
    MinimaRule.MAJORITY: "không quá nửa số phiếu chấm từ mức này",
    MinimaRule.EVERY: "không phải mọi phiếu chấm từ mức này",
}


class Addressee(NamedTuple):
    """Who is told, and of which dossiers; `key` names the notice among those of the session."""

    key: str
    whom: Unit | Producer
    evaluations: list[Evaluation]

    @property
    def is_unit(self):
        return isinstance(self.whom, Unit)

    @property
    def name(self):
        return committee_of(self.whom) if self.is_unit else self.whom.name

    @property
    def slug(self):
        """As addresses name it beside one of the dossiers."""
        return "dia-phuong" if self.is_unit else "chu-the"


def addressees(session) -> dict[str, Addressee]:
    """{key: Addressee} of all who are told: the units by name, then the producers by name.

    Nobody is told by the portal what a Council outside it found.
    """
    if session.council.is_outside:
        return {}
    found, day = {}, last_day(session)
    for evaluation in evaluations_of(session):
        product = evaluation.dossier.product
        unit = reporting_on(product.commune, day)
        for letter, whom in (("u", unit), ("p", product.producer)):
            key = f"{letter}{whom.pk}"
            found.setdefault(key, Addressee(key, whom, [])).evaluations.append(evaluation)
    order = sorted(found.values(), key=lambda each: (not each.is_unit, each.name, each.key))
    return {each.key: each for each in order}


def notices(session) -> list[Paper]:
    return [notice(session, each) for each in addressees(session).values()]


def notice(session, addressee, decision: Cited | None = None) -> Paper:
    """What one unit or producer is told. `decision` is the one that recognised, once issued."""
    council, day = session.council, last_day(session)
    body, count = standing_body(council, day, "TB"), two_digits(len(addressee.evaluations))
    told = _Told(session, decision)
    return Paper(
        name=f"Thông báo kết quả, phiên {session.code}: {addressee.name}",
        made_at=session.closed_at,
        head=body.head,
        kind="THÔNG BÁO",
        subject="Kết quả đánh giá, phân hạng sản phẩm OCOP",
        addressees=(addressee.name,),
        blocks=(
            Paragraph(
                f"Căn cứ kết quả phiên {session.code} ngày {day_in_text(day)} của {council}, kết "
                f"quả đánh giá, phân hạng {count} sản phẩm được thông báo như sau:"
            ),
            *(
                block
                for place, each in enumerate(addressee.evaluations, 1)
                for block in told.blocks(place, each, names_producer=addressee.is_unit)
            ),
            Paragraph(f"Thông báo để {addressee.name} biết, thực hiện./."),
        ),
        signatures=(body.signature,),
        receivers=("Như trên", "Lưu: VT"),
    )


class _Told:
    """What is said of each dossier in one notice: each document is cited in full once."""

    def __init__(self, session, decision):
        self.session, self.decision = session, decision
        self.day = last_day(session)
        self.law, self.citations = law_of(self.day), Citations()

    def blocks(self, place, evaluation, *, names_producer):
        product, dossier = evaluation.dossier.product, evaluation.dossier
        name = f"{product} – {product.producer}" if names_producer else str(product)
        yield Heading(f"{place}. {name}", 2)
        asked = f"{dossier.get_kind_display()}, đề nghị {dossier.aimed_star} sao"
        mean = evaluation.mean
        points = "" if mean is None else f"; điểm trung bình {two_decimals(mean)}"
        yield Paragraph(f"Hồ sơ: {asked}{points}.", mark="-")
        yield Paragraph(f"Kết luận: {self._conclusion(evaluation)}.", mark="-")
        for text in (*self._reasons(evaluation), *self._next(evaluation)):
            yield Paragraph(text, mark="-")

    # --- The conclusion ------------------------------------------------------------------------

    def _conclusion(self, evaluation):
        match evaluation.verdict:
            case Verdict.RECOGNISE:
                return self._recognised(evaluation)
            case Verdict.FORWARD:
                up = above(self.session.council, self.day)
                return (
                    f"kết quả được đề nghị phê duyệt và gửi {up.body} đánh giá; hạng sao do "
                    f"{up.body} công nhận"
                )
            case Verdict.NOT_EVALUATED:
                return "không đánh giá"
        return f"không công nhận; kết quả ở hạng {evaluation.star} sao"

    def _recognised(self, evaluation):
        committee = committee_of(self.session.council.unit)
        if self.decision:
            by = self.citations.cite(self.decision)
            return f"công nhận {evaluation.star} sao theo {by}"
        return f"đề nghị {committee} công nhận {evaluation.star} sao"

    # --- Why it is no better -------------------------------------------------------------------

    def _reasons(self, evaluation):
        if gate := evaluation.found_gate:
            place = self._source_of(evaluation)
            yield f"Lý do: {str(gate).rstrip('.')} ({gate.get_effect_display()}, theo {place})."
        if evaluation.reason:
            yield f"Lý do Hội đồng ghi: {evaluation.reason.rstrip('.')}."
        if evaluation.verdict == Verdict.REFUSE:
            yield from self._points(evaluation)
        if _is_lower(evaluation):
            yield from _minima(evaluation)

    def _source_of(self, evaluation):
        """What the gate that was found stands in: the law, or the Council's Quy chế."""
        if evaluation.gate:
            return self.citations.cite(of_regulation(self.law), evaluation.gate.article)
        return str(self.session.council.rules)

    def _points(self, evaluation):
        """The least points of the lowest star that somebody grants, where they are not reached."""
        law = regulation_of(evaluation.dossier)
        granted = [band for band in law.starbands.all() if band.granted_by]
        lowest = min(granted, key=lambda band: band.star)
        if evaluation.mean is not None and evaluation.mean < lowest.lower:
            place = self.citations.cite(of_regulation(law), lowest.article)
            yield (
                f"Hạng thấp nhất được công nhận là {lowest.star} sao, từ "
                f"{in_figures(lowest.lower)} điểm, theo {place}."
            )

    # --- What may be done next -----------------------------------------------------------------

    def _next(self, evaluation):
        dossier, verdict = evaluation.dossier, evaluation.verdict
        if verdict == Verdict.RECOGNISE:
            yield from self._validity()
        certificate = dossier.certificate
        if certificate and certificate.expires_on and not _takes_its_place(evaluation):
            yield (
                f"Giấy chứng nhận {certificate.label}, hạng {certificate.star} sao, vẫn có giá trị "
                f"đến hết ngày {day_in_text(certificate.expires_on)}."
            )
        if verdict in {Verdict.REFUSE, Verdict.NOT_EVALUATED}:
            yield self._again()

    def _validity(self):
        if period := period_of(self.law, Clock.VALIDITY):
            place = self.citations.cite(of_regulation(self.law), period.article)
            length = f"{two_digits(period.amount)} {period.get_measure_display()}"
            yield f"Giấy chứng nhận có giá trị {length}, theo {place}."

    def _again(self):
        """Where the law has yearly rounds, the day before which the next one wants dossiers."""
        text = "Chủ thể khắc phục nội dung nêu trên thì lập hồ sơ đề nghị đánh giá"
        coming = coming_round(self.law, self.day, self.session.council.level)
        if coming is None:
            return f"{text} ở đợt sau."
        row, before, _ = coming
        place = self.citations.cite(of_regulation(self.law), row.article)
        return (
            f"{text} ở đợt {row.number} {Authority(row.level).label}: hồ sơ gửi trước ngày "
            f"{day_in_text(before)}, theo {place}."
        )


def _is_lower(evaluation):
    """Whether the star is lower than the points, scored on the portal, would give."""
    if evaluation.mean is None or evaluation.found_gate or is_typed(evaluation):
        return False
    band = band_for(regulation_of(evaluation.dossier), Fraction(evaluation.mean))
    return evaluation.verdict in {Verdict.REFUSE, Verdict.RECOGNISE} and evaluation.star < band.star


def _takes_its_place(evaluation):
    """Whether the result ends the present certificate: a renewal, or a higher star."""
    if evaluation.verdict != Verdict.RECOGNISE:
        return False
    dossier = evaluation.dossier
    is_renewed = dossier.kind == DossierKind.RE_EVALUATION
    return is_renewed or evaluation.star > dossier.certificate.star


def _minima(evaluation):
    """Each criterion below the least level of a star that the points reach, and by whose word."""
    judgement = judgement_of(evaluation)
    starred = {each.code: each for each in judgement.starred}
    for star, codes in judgement.failing.items():
        if evaluation.star < star <= (judgement.band or 0):
            for code in codes:
                yield _below(starred[code], star, judgement)


def _below(criterion, star, judgement):
    rule, findings = judgement.rules.minima, judgement.matter.findings
    whose = _WHOSE[rule]
    if rule == MinimaRule.FINDING and criterion.code in findings:
        whose = f"Hội đồng kết luận {_level(findings, criterion.code)}"
    least = criterion.minima[star].label
    return (
        f"Tiêu chí {criterion.code} “{criterion.title}”: hạng {star} sao cần từ mức “{least}”; "
        f"{whose}."
    )


def _level(findings: Mapping, code):
    level = findings[code]
    return f"mức “{level.label}”" if level else "không đạt mức nào"
