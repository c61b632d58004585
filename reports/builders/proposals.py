"""What follows from a sitting for the committee: the tờ trình, and what goes to who is above."""

from councils.agreement.figures import two_decimals
from councils.enums import Verdict
from products.dossiers.clocks import coming_round
from products.dossiers.evidence import ordered
from products.models import Document
from programs.citations import (
    Citations,
    committee_of,
    day_in_text,
    of_regulation,
    two_digits,
    unit_in_text,
)
from reports.builders.council_papers import (
    Article,
    committee_head,
    committee_signature,
    decided,
    decider,
    law_of,
)
from reports.builders.session_papers import (
    bases_of,
    concluded,
    evaluations_of,
    last_day,
    named,
    recognised_list,
    results_grid,
)
from reports.builders.standing_body import above, standing_body
from reports.papers.values import Appendix, GridColumn, GridRow, Paper, Paragraph, ended

_FORWARDED = (
    (GridColumn(7, is_centred=True), "STT"),
    (GridColumn(28), "Sản phẩm"),
    (GridColumn(30), "Chủ thể, địa chỉ"),
    (GridColumn(12, is_centred=True), "Điểm trung bình"),
    (GridColumn(23), "Kết luận của Hội đồng"),
)
_ENCLOSED = (
    (GridColumn(7, is_centred=True), "STT"),
    (GridColumn(43), "Sản phẩm, chủ thể"),
    (GridColumn(50), "Thành phần hồ sơ"),
)


def chosen_of(session, verdict):
    """The dossiers of this verdict, in the order of the agenda."""
    return [each for each in evaluations_of(session) if each.verdict == verdict]


# --- The tờ trình ------------------------------------------------------------------------------


def submission(session) -> Paper | None:
    """What asks the committee for its decisions, with their lists; None where nothing is asked."""
    recognised = chosen_of(session, Verdict.RECOGNISE)
    forwarded = chosen_of(session, Verdict.FORWARD)
    if not recognised + forwarded:
        return None
    council, day = session.council, last_day(session)
    body, committee = standing_body(council, day, "TTr"), committee_of(council.unit)
    appendices = _appendices(recognised, forwarded)
    bases = bases_of(session, recognised + forwarded, Citations())
    return Paper(
        name=f"Tờ trình công nhận kết quả, phiên {session.code}",
        made_at=session.closed_at,
        head=body.head,
        kind="TỜ TRÌNH",
        subject="Về việc công nhận kết quả đánh giá, phân hạng sản phẩm OCOP "
        f"{unit_in_text(str(council.unit))}",
        addressees=(committee,),
        bases=tuple(ended(f"Căn cứ {each}" for each in bases)),
        blocks=(
            Paragraph(
                f"Ngày {day_in_text(day)}, {council} đã đánh giá, phân hạng "
                f"{two_digits(session.evaluations.count())} sản phẩm. Kính trình {committee} xem "
                "xét:"
            ),
            *map(Paragraph, _asked(council, day, recognised, forwarded, appendices)),
            Paragraph("Kèm theo: dự thảo Quyết định, Biên bản phiên họp, Bảng tổng hợp điểm./."),
        ),
        signatures=(body.signature,),
        receivers=("Như trên", "Lưu: VT"),
        appendices=appendices,
    )


def _appendices(recognised, forwarded):
    source, both = "(Kèm theo Tờ trình này)", recognised and forwarded
    found = []
    if recognised:
        found.append(recognised_list(recognised, source, "Phụ lục I" if both else "Phụ lục"))
    if forwarded:
        found.append(_forwarded_list(forwarded, source, "Phụ lục II" if both else "Phụ lục"))
    return tuple(found)


def _asked(council, day, recognised, forwarded, appendices):
    """The points of a tờ trình, numbered: what to recognise, what to approve and send up."""
    wanted = [(recognised, "Công nhận {count} sản phẩm OCOP")] if recognised else []
    if forwarded:
        up = above(council, day)
        text = f"Phê duyệt kết quả của {{count}} sản phẩm và đề nghị {up.body} đánh giá"
        wanted.append((forwarded, text))
    for place, ((chosen, text), appendix) in enumerate(zip(wanted, appendices, strict=True), 1):
        what = text.format(count=two_digits(len(chosen)))
        yield f"{place}. {what} (danh sách tại {appendix.label} kèm theo)."


def _forwarded_list(chosen, source, label="Phụ lục") -> Appendix:
    rows = [
        GridRow((str(place), *named(each), two_decimals(each.mean), concluded(each)))
        for place, each in enumerate(chosen, 1)
    ]
    return Appendix(
        title="DANH SÁCH SẢN PHẨM ĐƯỢC PHÊ DUYỆT KẾT QUẢ, ĐỀ NGHỊ CẤP TRÊN ĐÁNH GIÁ",
        source=source,
        blocks=(results_grid(_FORWARDED, rows),),
        label=label,
    )


# --- What goes up ------------------------------------------------------------------------------


def forwarding_decision(session) -> Paper | None:
    """The decision that approves results whose star another authority grants; None without any."""
    chosen = chosen_of(session, Verdict.FORWARD)
    if not chosen:
        return None
    council, day, citations = session.council, last_day(session), Citations()
    up, where = above(council, day), unit_in_text(str(council.unit))
    bases = bases_of(session, chosen, citations)
    granted = citations.cite(of_regulation(law_of(day)), up.band.article)
    articles = [
        Article(
            f"Phê duyệt kết quả đánh giá, phân hạng {two_digits(len(chosen))} sản phẩm OCOP "
            f"{where}, đề nghị {up.body} đánh giá (danh sách tại Phụ lục kèm theo)."
        ),
        Article(
            f"Hồ sơ của các sản phẩm tại Phụ lục được gửi {up.body}. Quyết định này không công "
            f"nhận hạng sao thuộc thẩm quyền của {up.body} theo {granted}."
        ),
        Article(
            "Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị có liên quan và chủ "
            "thể có tên tại Phụ lục chịu trách nhiệm thi hành./."
        ),
    ]
    return Paper(
        name=f"Quyết định phê duyệt kết quả, phiên {session.code}",
        made_at=session.closed_at,
        head=committee_head(council.unit, "QĐ-UBND", month=day),
        kind="QUYẾT ĐỊNH",
        subject="Phê duyệt kết quả đánh giá, phân hạng sản phẩm OCOP đề nghị "
        f"{up.level.label} đánh giá",
        blocks=tuple(decided(decider(council), bases, articles)),
        signatures=(committee_signature(council),),
        receivers=("Như Điều 3", up.body, "Lưu: VT"),
        appendices=(_forwarded_list(chosen, "(Kèm theo Quyết định này)"),),
    )


def forwarding_letter(session) -> Paper | None:
    """The công văn that hands the dossiers to the authority above; None where there are none."""
    chosen = chosen_of(session, Verdict.FORWARD)
    if not chosen:
        return None
    council, day = session.council, last_day(session)
    up, where = above(council, day), unit_in_text(str(council.unit))
    count = two_digits(len(chosen))
    source = "(Kèm theo Công văn này)"
    return Paper(
        name=f"Công văn gửi {up.body}, phiên {session.code}",
        made_at=session.closed_at,
        head=committee_head(council.unit, "UBND-NN", month=day),
        subject=f"đề nghị đánh giá sản phẩm OCOP {up.level.label}",
        addressees=(up.body,),
        blocks=tuple(map(Paragraph, _letter(session, up, count, where))),
        signatures=(committee_signature(council),),
        receivers=("Như trên", "Lưu: VT"),
        appendices=(
            _forwarded_list(chosen, source, "Phụ lục I"),
            Appendix(
                title="HỒ SƠ CỦA CÁC SẢN PHẨM",
                source=source,
                blocks=(results_grid(_ENCLOSED, _enclosed(chosen)),),
                label="Phụ lục II",
            ),
        ),
    )


def _letter(session, up, count, where):
    council, day, citations = session.council, last_day(session), Citations()
    law = of_regulation(law_of(day))
    yield (
        f"Thực hiện {citations.cite(law)}, ngày {day_in_text(day)}, {council} đã đánh giá, phân "
        f"hạng sản phẩm OCOP {where}. {committee_of(council.unit)} đã phê duyệt kết quả của "
        f"{count} sản phẩm đạt điểm của hạng thuộc thẩm quyền {up.body} (danh sách tại Phụ lục I)."
    )
    yield (
        f"{committee_of(council.unit)} đề nghị {up.body} xem xét, đánh giá, phân hạng các sản phẩm "
        f"nêu trên{_round(up, day, citations)}."
    )
    yield (
        "Kèm theo: Quyết định phê duyệt kết quả, Biên bản phiên họp, Bảng tổng hợp điểm và hồ sơ "
        "của từng sản phẩm (Phụ lục II)./."
    )


def _round(up, day, citations):
    """The round to which the law's days let the dossiers come, or "" where it has no rounds."""
    law = law_of(day)
    coming = coming_round(law, day, up.level)
    if coming is None:
        return ""
    row, before, _ = coming
    place = citations.cite(of_regulation(law), row.article)
    return f" trong đợt có hạn gửi hồ sơ trước ngày {day_in_text(before)} theo {place}"


def _enclosed(chosen):
    """The kinds of paper that each dossier holds, by name: some of the papers few may read."""
    kinds = {each.dossier_id: ["Phiếu đăng ký, báo cáo tự đánh giá"] for each in chosen}
    for row in ordered(Document.objects.filter(dossier__in=kinds).standing()):
        kinds[row.dossier_id].append(row.get_kind_display())
    for place, each in enumerate(chosen, 1):
        text = "; ".join(dict.fromkeys(kinds[each.dossier_id]))
        yield GridRow((str(place), ", ".join(named(each)), text))
