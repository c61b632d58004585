"""The papers of a sitting that was held: its minutes, and the decision on what it recognised."""

from django.utils.timezone import localtime

from councils.agreement.figures import two_decimals
from councils.enums import AdviceState, Presence, SeatRole, SheetState, Verdict
from councils.ground.own_gates import gates_said
from councils.membership.composition import Composition
from councils.sessions.attendance import quorum_of
from products.dossiers.clocks import governing
from programs.citations import (
    Citations,
    day_in_text,
    of_regulation,
    two_digits,
    unit_in_text,
    without_titles,
)
from programs.models import Regulation
from programs.text import in_figures
from reports.builders.advisory_lines import in_both, lines_of
from reports.builders.council_papers import (
    Article,
    committee_head,
    committee_signature,
    council_head,
    decided,
    decider,
    hour_and_day,
    place_of,
    rules_cited,
)
from reports.papers.values import (
    Appendix,
    Grid,
    GridColumn,
    GridRow,
    HeadCell,
    Heading,
    Paper,
    Paragraph,
    Signature,
    ended,
)

_RESULTS = (
    (GridColumn(7, is_centred=True), "STT"),
    (GridColumn(30), "Sản phẩm"),
    (GridColumn(29), "Chủ thể"),
    (GridColumn(12, is_centred=True), "Điểm"),
    (GridColumn(22), "Kết luận"),
)
_RECOGNISED = (
    (GridColumn(7, is_centred=True), "STT"),
    (GridColumn(34), "Sản phẩm"),
    (GridColumn(40), "Chủ thể, địa chỉ"),
    (GridColumn(19, is_centred=True), "Hạng"),
)
# Of two sheets, mean and spread together would tell both.
_ENOUGH = 3


def evaluations_of(session):
    related = ("dossier__product__producer", "dossier__product__commune__parent")
    related += ("dossier__certificate", "gate", "own_gate")
    rows = session.evaluations.select_related(*related, "advisory_report")
    return list(
        rows.prefetch_related(
            "conflicts__seat__agency", "conflicts__member", "sheets__seat__agency"
        )
    )


def minutes(session) -> Paper:
    """The biên bản of a sitting: hours, people, quorum, conflicts, points, spread, conclusions."""
    council, evaluations = session.council, evaluations_of(session)
    there = list(session.attendances.select_related("seat__agency", "member"))
    sitting = {each.seat_id: each.member for each in there if _is_present(each)}
    return Paper(
        name=f"Biên bản phiên {session.code}",
        made_at=session.closed_at,
        head=council_head(council, "BB-HĐ", session.minutes_number, last_day(session)),
        kind="BIÊN BẢN",
        subject=f"Họp {council}",
        blocks=(
            Paragraph(
                f"Thời gian: từ {hour_and_day(session.opened_at)}. Địa điểm: {place_of(session)}."
            ),
            Heading("I. THÀNH PHẦN"),
            *_attendance(there),
            Paragraph(f"{quorum_of(session)}. {_rules(council.rules)}"),
            *in_both(Composition(council, session.day)),
            Heading("II. NỘI DUNG"),
            *(
                block
                for place, each in enumerate(evaluations, 1)
                for block in _dossier(place, each, sitting)
            ),
            Heading("III. KẾT QUẢ"),
            results_grid(
                _RESULTS, [_result(place, each) for place, each in enumerate(evaluations, 1)]
            ),
            Paragraph(
                f"Phiên họp kết thúc lúc {hour_and_day(session.closed_at)}. Biên bản đã được đọc "
                "lại, các thành viên dự họp thống nhất và ký tên./."
            ),
        ),
        signatures=(
            Signature("THƯ KÝ", _who(there, SeatRole.SECRETARY)),
            Signature("CHỦ TỌA", _who(there, SeatRole.CHAIR)),
        ),
        receivers=("Thành viên Hội đồng", "Lưu: VT, HĐ"),
    )


def last_day(session):
    """The day on which it was closed: the results are of this day."""
    return localtime(session.closed_at).date()


def _attendance(there):
    for line in ended(map(_present, (each for each in there if _is_present(each)))):
        yield Paragraph(line, mark="-")
    absent = [each.seat.body for each in there if not _is_present(each)]
    yield Paragraph(f"Vắng mặt: {'; '.join(absent) or 'không'}.")


def _is_present(attendance):
    return attendance.presence == Presence.PRESENT


def _present(attendance):
    """Who is there, for which body, as what: "Trần Văn A, Trưởng phòng, Sở Y tế – Ủy viên"."""
    member, seat = attendance.member, attendance.seat
    who = ", ".join(filter(None, [str(member), member.job_title, seat.body]))
    instead = f" (đi thay theo {member.authority})" if member.stands_in else ""
    return f"{who} – {seat.get_role_display()}{instead}"


def _rules(row):
    """The settings of the Quy chế by which is judged, and the conditions that it adds."""
    own = "; ".join(gates_said(row))
    settings = (
        f"Theo {rules_cited(row, Citations())}: tỷ lệ phải có mặt {in_figures(100 * row.quorum)}%; "
        f"độ lệch điểm cho phép {in_figures(row.tolerance)} điểm; xét mức tối thiểu "
        f"{row.get_minima_display()}."
    )
    return f"{settings} Điều kiện loại của Quy chế: {own}." if own else settings


def _dossier(place, evaluation, sitting):
    dossier = evaluation.dossier
    yield Paragraph(
        f"{place}. {dossier.product} – {dossier.product.producer}: {dossier.get_kind_display()}, "
        f"đề nghị {dossier.aimed_star} sao."
    )
    if evaluation.presented_by:
        yield Paragraph(f"Người trình bày: {evaluation.presented_by}.", mark="-")
    for text in evaluation.questions.splitlines():
        yield Paragraph(text, mark="-")
    if evaluation.visited_on:
        yield Paragraph(f"Xem tại chỗ ngày {day_in_text(evaluation.visited_on)}.", mark="-")
    conflicts = (_apart(each, sitting) for each in evaluation.conflicts.all())
    for line in (*_advice(evaluation), *conflicts):
        yield Paragraph(line, mark="-")
    for sheet in evaluation.sheets.all():
        if sheet.state == SheetState.ABSTAINED:
            why = f" ({sheet.comment.rstrip('.')})" if sheet.comment else ""
            yield Paragraph(f"Có mặt, không chấm điểm: {sheet.seat.body}{why}.", mark="-")
    yield Paragraph(_points(evaluation), mark="-")
    if evaluation.reason:
        yield Paragraph(evaluation.reason, mark="-")


def _advice(evaluation):
    """What the advisory group reported, without the points that it gave."""
    report = getattr(evaluation, "advisory_report", None)
    if report is None or report.state != AdviceState.COMPLETED:
        return []
    return [f"Tổ tư vấn – {line[0].lower()}{line[1:]}" for line in lines_of(report)]


def _apart(conflict, sitting):
    why = ": ".join(filter(None, [conflict.get_kind_display(), conflict.reason.rstrip(".")]))
    who = conflict.member or sitting.get(conflict.seat_id)
    group = "Tổ tư vấn" if conflict.seat.is_in_group else ""
    body = ", ".join(filter(None, [str(who or ""), conflict.seat.body, group]))
    return f"Không tham gia: {body} ({why})."


def _points(evaluation):
    """The mean, and how far the sheets are apart: minutes do not tell what one sheet says."""
    if evaluation.found_gate and evaluation.verdict == Verdict.NOT_EVALUATED:
        return f"Không đánh giá: {_sentence(str(evaluation.found_gate))}"
    said = [f"Điểm trung bình {two_decimals(evaluation.mean)}"]
    if evaluation.sheet_count:
        said[0] += f" của {two_digits(evaluation.sheet_count)} phiếu"
    apart = {conflict.seat_id for conflict in evaluation.conflicts.all()}
    sheets = [sheet for sheet in evaluation.sheets.all() if sheet.seat_id not in apart]
    totals = [sheet.total for sheet in sheets if sheet.state == SheetState.SIGNED]
    if len(totals) >= _ENOUGH:
        said[0] += f", phiếu cao nhất và thấp nhất lệch {max(totals) - min(totals)} điểm"
    if old := sum(sheet.state == SheetState.REPLACED for sheet in evaluation.sheets.all()):
        said.append(f"Có {two_digits(old)} phiếu chấm lại")
    if evaluation.found_gate:
        said.append(str(evaluation.found_gate))
    if evaluation.spread_reason:
        said.append(f"Giữ nguyên điểm: {evaluation.spread_reason}")
    return " ".join(map(_sentence, said))


def _sentence(text):
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def concluded(evaluation) -> str:
    """The conclusion in words: "công nhận 4 sao", "không công nhận (2 sao)"."""
    words, star = evaluation.get_verdict_display(), evaluation.star
    if evaluation.verdict == Verdict.RECOGNISE:
        return f"{words} {star} sao"
    return f"{words} ({star} sao)" if star else words


def _result(place, evaluation):
    product = evaluation.dossier.product
    points = "" if evaluation.mean is None else two_decimals(evaluation.mean)
    return GridRow((str(place), str(product), str(product.producer), points, concluded(evaluation)))


def results_grid(columns, rows) -> Grid:
    """A table of (GridColumn, title) with these rows."""
    return Grid(
        columns=tuple(column for column, _ in columns),
        head=(tuple(HeadCell(title) for _, title in columns),),
        rows=tuple(rows),
    )


def _who(there, role):
    """The name of whoever took the seat of this role; "" where it stayed empty."""
    there = (each.member for each in there if each.seat.role == role and _is_present(each))
    return without_titles(str(next(there, "")))


def recognition_decision(session) -> Paper | None:
    """The decision on the products that the sitting proposes to recognise, with their list.

    None where there are none.
    """
    chosen = [each for each in evaluations_of(session) if each.verdict == Verdict.RECOGNISE]
    if not chosen:
        return None
    council, day, citations = session.council, last_day(session), Citations()
    count, where = two_digits(len(chosen)), unit_in_text(str(council.unit))
    bases = bases_of(session, chosen, citations)
    laws = [of_regulation(law) for law in laws_of(chosen)]
    articles = [
        Article(f"Công nhận {count} sản phẩm OCOP {where} (danh sách tại Phụ lục kèm theo)."),
        Article(
            "Chủ thể có sản phẩm được công nhận được cấp giấy chứng nhận, sử dụng nhãn hiệu và "
            f"hạng sao theo {' và '.join(map(citations.cite, laws))}."
        ),
        Article(
            "Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị có liên quan và chủ "
            "thể có tên tại Phụ lục chịu trách nhiệm thi hành./."
        ),
    ]
    return Paper(
        name=f"Quyết định công nhận sản phẩm OCOP, phiên {session.code}",
        made_at=session.closed_at,
        head=committee_head(council.unit, "QĐ-UBND", month=day),
        kind="QUYẾT ĐỊNH",
        subject=f"Công nhận kết quả đánh giá, phân hạng sản phẩm OCOP {where}",
        blocks=tuple(decided(decider(council), bases, articles)),
        signatures=(committee_signature(council),),
        receivers=("Như Điều 3", "Lưu: VT"),
        appendices=(recognised_list(chosen, "(Kèm theo Quyết định này)"),),
    )


def bases_of(session, chosen, citations) -> list[str]:
    """What papers on the results of these dossiers rest on: the laws, the Quy chế, the minutes."""
    council = session.council
    return [
        *(citations.cite(of_regulation(law)) for law in laws_of(chosen)),
        rules_cited(council.rules, citations),
        f"Biên bản phiên {session.code} ngày {day_in_text(last_day(session))} của {council}",
    ]


def recognised_list(chosen, source, label="Phụ lục") -> Appendix:
    return Appendix(
        title="DANH SÁCH SẢN PHẨM OCOP ĐƯỢC CÔNG NHẬN",
        source=source,
        blocks=(
            results_grid(
                _RECOGNISED, [_recognised(place, each) for place, each in enumerate(chosen, 1)]
            ),
        ),
        label=label,
    )


def laws_of(evaluations):
    """The regulations that govern these dossiers, each once, in the order of their days."""
    known = list(Regulation.objects.select_related("amends"))
    laws = {governing(each.dossier, known) for each in evaluations}
    return sorted(laws, key=lambda law: law.valid_from)


def _recognised(place, evaluation):
    return GridRow((str(place), *named(evaluation), f"{evaluation.star} sao"))


def named(evaluation) -> tuple[str, str]:
    """The product, and its producer with the place, as lists have them."""
    product = evaluation.dossier.product
    return str(product), f"{product.producer}, {unit_in_text(str(product.commune))}"
