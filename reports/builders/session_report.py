"""The Council's report on a closed session to the committee: what it came to, in figures."""

from collections import Counter

from councils.agreement.figures import two_decimals
from councils.enums import Verdict
from councils.membership.composition import Composition
from councils.sessions.attendance import quorum_of
from programs.citations import (
    Citations,
    committee_of,
    day_in_text,
    two_digits,
    unit_in_text,
    without_titles,
)
from programs.enums import ProductGroup
from programs.succession import reporting_on
from reports.builders.council_papers import chair_of, council_head, hour_and_day, place_of
from reports.builders.session_papers import (
    bases_of,
    concluded,
    evaluations_of,
    last_day,
    named,
    results_grid,
)
from reports.papers.values import (
    Appendix,
    GridColumn,
    GridRow,
    Heading,
    Paper,
    Paragraph,
    Signature,
    ended,
)

# The order in which conclusions are counted; an open one no closed session has.
_VERDICTS = (Verdict.RECOGNISE, Verdict.FORWARD, Verdict.REFUSE, Verdict.NOT_EVALUATED)
_COUNTED = (
    (GridColumn(40), ""),
    *((GridColumn(12, is_centred=True), title) for title in ("Công nhận", "Đề nghị cấp trên")),
    *((GridColumn(12, is_centred=True), title) for title in ("Không công nhận", "Không đánh giá")),
    (GridColumn(12, is_centred=True), "Cộng"),
)
_RESULTS = (
    (GridColumn(7, is_centred=True), "STT"),
    (GridColumn(27), "Sản phẩm"),
    (GridColumn(32), "Chủ thể, địa chỉ"),
    (GridColumn(12, is_centred=True), "Điểm"),
    (GridColumn(22), "Kết luận"),
)


def session_report(session) -> Paper:
    council, day, rows = session.council, last_day(session), evaluations_of(session)
    bases = bases_of(session, rows, Citations())
    chair = without_titles(chair_of(Composition(council, session.day)))
    where = unit_in_text(str(council.unit))
    return Paper(
        name=f"Báo cáo kết quả, phiên {session.code}",
        made_at=session.closed_at,
        head=council_head(council, "BC-HĐ", month=day),
        kind="BÁO CÁO",
        subject=f"Kết quả đánh giá, phân hạng sản phẩm OCOP {where}",
        addressees=(committee_of(council.unit),),
        bases=tuple(ended(f"Căn cứ {each}" for each in bases)),
        blocks=(
            Heading("I. TỔ CHỨC PHIÊN HỌP"),
            Paragraph(
                f"Phiên {session.code}: từ {hour_and_day(session.opened_at)} đến ngày "
                f"{day_in_text(day)}. Địa điểm: {place_of(session)}. {quorum_of(session)}."
            ),
            Heading("II. KẾT QUẢ"),
            *_summed(rows),
            Heading("1. Theo nhóm sản phẩm", 2),
            _counted("Nhóm sản phẩm", rows, _group),
            Heading("2. Theo địa phương", 2),
            _counted("Địa phương", rows, lambda each: _unit(each, day)),
            Paragraph("Kết quả của từng sản phẩm tại Phụ lục kèm theo./."),
        ),
        signatures=(Signature("CHỦ TỊCH HỘI ĐỒNG", chair),),
        receivers=("Như trên", "Thành viên Hội đồng", "Lưu: VT, HĐ"),
        appendices=(
            Appendix(
                title="KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP",
                source="(Kèm theo Báo cáo này)",
                blocks=(
                    results_grid(_RESULTS, [_row(no, each) for no, each in enumerate(rows, 1)]),
                ),
            ),
        ),
    )


def _summed(rows):
    """How many, by conclusion, and how many of those recognised by star."""
    yield Paragraph(f"Hội đồng xem xét {two_digits(len(rows))} sản phẩm:")
    verdicts = Counter(each.verdict for each in rows)
    stars = Counter(each.star for each in rows if each.verdict == Verdict.RECOGNISE)
    by_star = "; ".join(f"{star} sao: {two_digits(n)}" for star, n in sorted(stars.items()))
    for line in ended(
        f"{verdict.label.capitalize()}: {two_digits(verdicts[verdict])} sản phẩm"
        + (f" ({by_star})" if verdict == Verdict.RECOGNISE and by_star else "")
        for verdict in _VERDICTS
    ):
        yield Paragraph(line, mark="-")


def _group(evaluation):
    return ProductGroup(evaluation.dossier.product.product_group).label


def _unit(evaluation, day):
    return str(reporting_on(evaluation.dossier.product.commune, day))


def _counted(title, rows, of):
    """A grid of how many of each conclusion, by what `of` says of a row; the sum last."""
    counts = {}
    for each in rows:
        counts.setdefault(of(each), Counter())[each.verdict] += 1
    columns = ((_COUNTED[0][0], title), *_COUNTED[1:])
    lines = [_line(name, counts[name]) for name in sorted(counts)]
    total = _line("Cộng", sum(counts.values(), Counter()), level=1)
    return results_grid(columns, [*lines, total])


def _line(name, counter, level=0):
    figures = (str(counter[verdict]) for verdict in _VERDICTS)
    return GridRow((name, *figures, str(counter.total())), level=level)


def _row(place, evaluation):
    points = "" if evaluation.mean is None else two_decimals(evaluation.mean)
    return GridRow((str(place), *named(evaluation), points, concluded(evaluation)))
