"""The procedure of a dossier: from the unit's draft to the Council's result.

Nothing but DOSSIER_PROCEDURE.take() writes Dossier.state.
"""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from products.certificates import extension
from products.certificates.history import status_of
from products.certificates.issuing import NOTE, locked, refuse_ahead
from products.dossiers import checklist, clocks, news
from products.enums import (
    IN_FORCE,
    OPEN_DOSSIERS,
    STARS,
    UNFINISHED_DOSSIERS,
    CertificateState,
    CertificateStatus,
    DossierKind,
    DossierState,
)
from products.models import Certificate, Dossier, Product
from programs import clock
from programs.acts import act
from programs.enums import DEPARTMENT, LEADER, UNIT_ROLES, Authority, Clock
from programs.models.criteria import MOST_POINTS
from programs.regulations import band_for, re_evaluation_window
from programs.text import in_figures
from programs.workflow import Ask, Procedure, Step, StepRefused

# In which states a certificate is renewed, and from which each kind of dossier starts.
RENEWABLE = IN_FORCE | {CertificateStatus.EXPIRED}
SERVES = {DossierKind.UPGRADE: IN_FORCE, DossierKind.RE_EVALUATION: RENEWABLE}
WITH_THE_PROVINCE = frozenset({DossierState.FORWARDED, DossierState.ACCEPTED})


# What the apps above say of a dossier: functions that answer with a sentence where it is theirs to
# move, though its state lets others take a step.
holders = []


def held(dossier):
    if dossier.state in UNFINISHED_DOSSIERS:
        return ""  # nothing takes up what the unit still writes
    return next(filter(None, (hold(dossier) for hold in holders)), "")


def editing_refusal(dossier, user):
    """The StepRefused that keeps this user from changing the dossier now, or None (matrix H1)."""
    if user.role not in UNIT_ROLES:
        return StepRefused("Chỉ cán bộ đơn vị được lập, sửa hồ sơ.", status=403, code="role")
    if not dossier.is_open:
        return StepRefused(
            f"Hồ sơ ở trạng thái “{dossier.get_state_display()}” nên không sửa được. "
            "Muốn sửa, cần được tỉnh trả lại.",
            code="state",
        )
    return None


def editing(dossier, by, key=None, *, read=None):
    """The act (programs.acts) of changing the dossier, its papers or its answers (matrix H1)."""
    rows = Dossier.objects.visible_to(by).select_related("product__commune__parent")
    return act(dossier, by, key, rows=rows, refusal=editing_refusal, read=read)


# --- Guards: a sentence where something stands in the way --------------------------------------


def is_whole(dossier):
    missing = checklist.missing_in(dossier)
    return f"Hồ sơ còn thiếu: {'; '.join(missing)}." if missing else ""


def report_is_whole(dossier):
    missing = checklist.missing_in_report(dossier)
    return f"Báo cáo của cấp xã còn thiếu: {'; '.join(missing)}." if missing else ""


def certificate_serves(dossier):
    """Its certificate can be started from on the day of receipt, and was not closed since."""
    if dossier.certificate is None:
        return ""
    asked = (dossier.received_on, SERVES[dossier.kind]), (clock.today(), RENEWABLE)
    for day, serving in asked:
        status = status_of(dossier.certificate, day)
        if status not in serving:
            return (
                f"Ngày {day:%d/%m/%Y} giấy chứng nhận ở tình trạng “{status.label}” nên không "
                f"{dossier.get_kind_display()} được."
            )
    return ""


def window_is_open(dossier):
    """Not before the window for re-evaluation opens (article 7.6 of Decision 26/2026/QĐ-TTg)."""
    window = _window(dossier)
    if window and dossier.received_on < window[0]:
        return (
            f"Chỉ nhận hồ sơ đánh giá lại từ ngày {window[0]:%d/%m/%Y} "
            f"đến hết ngày {window[1]:%d/%m/%Y}."
        )
    return ""


def nothing_rests_on_it(dossier):
    """No certificate was drafted or issued by the result yet."""
    certificate = resting([dossier]).get(dossier.pk)
    if certificate is None:
        return ""
    if certificate.state == CertificateState.PREPARED:
        return f"Sản phẩm đang có {certificate}: hãy bỏ dự thảo trước."
    return f"Đã cấp {certificate} theo kết quả này: muốn đổi phải thu hồi hoặc cấp giấy khác."


def resting(dossiers) -> dict[int, Certificate]:
    """{dossier's key: a draft of its product, or what was issued since its result}, if any."""
    kept = {each.pk: each.product.merged_into_id or each.product_id for each in dossiers}
    records = {pk: pk for pk in kept.values()}
    merged = Product.objects.filter(merged_into__in=records)
    records |= dict(merged.values_list("pk", "merged_into"))
    found = defaultdict(list)
    standing = Q(state=CertificateState.PREPARED) | Q(state=CertificateState.ISSUED)
    rows = Certificate.objects.filter(standing, product__in=records)
    for row in rows.order_by("state", "issued_on", "pk"):  # the draft last: it is the one told
        found[records[row.product_id]].append(row)
    return {
        each.pk: row
        for each in dossiers
        for row in found[kept[each.pk]]
        if row.state == CertificateState.PREPARED or row.issued_on >= each.concluded_on
    }


def is_of_a_district(dossier):
    """Its law lets a district grant a star: then the province need not accept it before."""
    bands = clocks.regulation_of(dossier).starbands.all()
    if any(band.granted_by == Authority.DISTRICT for band in bands):
        return ""
    return "Quy định áp dụng cho hồ sơ không có Hội đồng cấp huyện: chuyển tỉnh đánh giá."


def no_other_is_under_way(dossier):
    if Dossier.objects.under_way().filter(product=dossier.product).exists():
        return "Sản phẩm này đang có một hồ sơ khác chưa xong."
    return ""


# --- Reasons: when a step asks for one ---------------------------------------------------------


def window_is_over(dossier, _user):
    window = _window(dossier)
    return bool(window and dossier.received_on and dossier.received_on > window[1])


def _window(dossier):
    if dossier.kind != DossierKind.RE_EVALUATION:
        return None
    law = clocks.regulation_of(dossier)
    return re_evaluation_window(law, dossier.certificate.expires_on)


def check_is_late(dossier, _user):
    return dossier.check_by is not None and clock.today() > dossier.check_by


def result_is_late(dossier, _user):
    return dossier.conclude_by is not None and clock.today() > dossier.conclude_by


def could_be_higher(dossier, _user):
    return dossier.aimed_star < max(star for star, _ in STARS)


def again_for_the_check(dossier):
    is_back = dossier.state == DossierState.RETURNED
    return "nhận đủ bổ sung, chuyển kiểm tra lại" if is_back else ""


def again_for_the_province(dossier):
    """A dossier that the province returned keeps its receipt, and is submitted on a later day."""
    is_anew = bool(dossier.submitted_on) and dossier.submitted_on != dossier.received_on
    return "gửi lại cho tỉnh" if is_anew else ""


# --- Effects: what else belongs to a step, in the same transaction ----------------------------


def start_the_clocks(dossier, by, _answers):
    """The check counts from the receipt, or from today where the province had returned it."""
    is_new = dossier.submitted_on is None
    dossier.submitted_on = dossier.received_on if is_new else clock.today()
    dossier.check_by = clocks.end_of_clock(dossier, Clock.COMMUNE_CHECK, dossier.submitted_on)
    dossier.conclude_by = clocks.last_day_for_a_result(dossier)
    news.tell(dossier, "submit", by)


def ask_to_receive_anew(dossier, by, answers):
    """The dossier was incomplete: it gets another day of receipt once it is complete."""
    dossier.received_on = dossier.submitted_on = dossier.check_by = dossier.conclude_by = None
    news.tell(dossier, "give_back", by, answers["note"])


def tell_the_department(dossier, by, _answers):
    news.tell(dossier, "forward", by)


def tell_the_unit(dossier, by, answers):
    news.tell(dossier, "return", by, answers["note"])


def note_acceptance(dossier, by, _answers):
    dossier.accepted_on = clock.today()
    news.tell(dossier, "accept", by)


def note_result(dossier, by, answers):
    _fill_in_result(dossier, answers)
    _settle(dossier, dossier.concluded_on, "Hồ sơ đánh giá lại có kết quả.", by)
    news.tell(dossier, "conclude", by)


def correct_result(dossier, by, answers):
    _refuse_meanwhile(dossier, nothing_rests_on_it)
    _fill_in_result(dossier, answers)
    _settle(dossier, dossier.concluded_on, "Sửa ngày có kết quả đánh giá lại.", by)
    news.tell(dossier, "correct", by, answers["note"])


def annul_result(dossier, by, answers):
    _refuse_meanwhile(dossier, nothing_rests_on_it, no_other_is_under_way)
    dossier.concluded_on = dossier.result_mean = dossier.result_star = None
    _settle(dossier, date.max, "Kết quả đánh giá lại được hủy.", by)
    news.tell(dossier, "annul", by, answers["note"])


def _refuse_meanwhile(dossier, *guards):
    """Ask the guards again once nobody else may write a certificate or a dossier of the product."""
    locked(dossier.product)
    for guard in guards:
        if sentence := guard(dossier):
            raise StepRefused(sentence, code="guard")


def stop_waiting(dossier, by, _answers):
    if dossier.submitted_on:
        _settle(dossier, clock.today(), "Hồ sơ đánh giá lại được rút.", by)


def _settle(dossier, day, reason, by):
    """Nobody waits any more, or again, for the result that its certificate was extended for."""
    if dossier.kind == DossierKind.RE_EVALUATION:
        extension.settle(dossier.certificate, day, reason, by=by)


def leave_the_session(dossier, by, answers):
    news.tell(dossier, "leave_session", by, answers["note"])


def _began(dossier):
    """(in words, the day) before which there is no result: a district's needs no acceptance."""
    if dossier.accepted_on:
        return "tỉnh tiếp nhận", dossier.accepted_on
    return "nhận đủ hồ sơ", dossier.received_on


def _fill_in_result(dossier, answers):
    """The mean as the Council found it, unrounded, and a star that its band allows."""
    mean, star = answers["mean"], answers["star"]
    if not (mean.is_finite() and 0 <= mean <= MOST_POINTS.limit_value):
        raise StepRefused("Điểm trung bình là số từ 0 đến 100.", status=422, code="mean")
    band = band_for(clocks.regulation_of(dossier), mean)
    if star > band.star:
        raise StepRefused(
            f"Điểm trung bình {in_figures(mean)} thuộc hạng {band.star} sao nên không thể kết luận "
            f"{star} sao.",
            status=422,
            code="star",
        )
    dossier.concluded_on = answers["concluded_on"]
    refuse_ahead(dossier.concluded_on, "concluded_on")
    what, since = _began(dossier)
    if dossier.concluded_on < since:
        raise StepRefused(
            f"Ngày có kết quả không được trước ngày {what} ({since:%d/%m/%Y}).",
            status=422,
            code="concluded_on",
        )
    if star > dossier.aimed_star and not answers["above"]:
        raise StepRefused(
            f"Hồ sơ đề nghị hạng {dossier.aimed_star} sao mà kết luận {star} sao: hãy xem lại, "
            "hoặc ghi lý do kết luận hạng cao hơn đề nghị.",
            status=422,
            code="above",
        )
    dossier.result_mean, dossier.result_star = mean, star


# What the minutes of the Council say: the mean as it is there, unrounded.
RESULT = (
    Ask("mean", "điểm trung bình"),
    Ask("star", "hạng sao Hội đồng kết luận"),
    Ask("above", "Lý do kết luận hạng cao hơn đề nghị", could_be_higher, required=False),
    Ask("concluded_on", "Ngày có kết quả"),
)
# A dossier moves before the Council and through it by the acts of a session alone.
SECRETARY = {"roles": frozenset(), "who": "thư ký Hội đồng, tại phiên họp,"}

DOSSIER_PROCEDURE = Procedure(
    Dossier,
    (
        Step(
            name="submit",
            label="nhận đủ hồ sơ, chuyển kiểm tra",
            done="Đã nhận đủ",
            roles=UNIT_ROLES,
            sources=UNFINISHED_DOSSIERS,
            target=DossierState.SUBMITTED,
            guards=(is_whole, certificate_serves, window_is_open),
            asks=(Ask("late_window", "Lý do nhận sau thời gian nộp hồ sơ", window_is_over),),
            again=again_for_the_check,
            effect=start_the_clocks,
            explanation="Thời hạn kiểm tra của cấp xã tính từ ngày nhận đủ hồ sơ.",
        ),
        Step(
            name="give_back",
            label="trả lại chủ thể",
            done="Đã trả lại",
            roles=LEADER,
            sources=frozenset({DossierState.SUBMITTED}),
            target=DossierState.RETURNED,
            asks=(NOTE,),
            effect=ask_to_receive_anew,
            explanation="Chủ thể bổ sung theo lý do bạn ghi; ngày nhận đủ hồ sơ sẽ ghi lại.",
            onward=False,
        ),
        Step(
            name="forward",
            label="đề nghị tỉnh đánh giá",
            done="Đã chuyển tỉnh",
            roles=LEADER,
            sources=frozenset({DossierState.SUBMITTED}),
            target=DossierState.FORWARDED,
            guards=(is_whole, certificate_serves, report_is_whole),
            asks=(Ask("late", "Lý do chuyển quá hạn kiểm tra", check_is_late),),
            again=again_for_the_province,
            effect=tell_the_department,
            explanation="Hồ sơ được khóa và chuyển cơ quan cấp tỉnh; chỉ sửa khi tỉnh trả lại.",
        ),
        Step(
            name="accept",
            label="tiếp nhận hồ sơ",
            done="Đã tiếp nhận",
            roles=DEPARTMENT,
            sources=frozenset({DossierState.FORWARDED}),
            target=DossierState.ACCEPTED,
            effect=note_acceptance,
            explanation="Hồ sơ đủ thành phần, nội dung; chờ đưa ra Hội đồng.",
        ),
        Step(
            name="return",
            label="trả lại đơn vị",
            done="Đã trả lại đơn vị",
            roles=DEPARTMENT,
            sources=WITH_THE_PROVINCE,
            target=DossierState.RETURNED,
            asks=(NOTE,),
            effect=tell_the_unit,
            explanation="Đơn vị và chủ thể bổ sung theo lý do bạn ghi, rồi chuyển lại.",
            onward=False,
        ),
        Step(
            name="enter_session",
            label="đưa ra Hội đồng",
            done="Đã đưa ra Hội đồng",
            sources=frozenset({DossierState.ACCEPTED}),
            target=DossierState.IN_SESSION,
            **SECRETARY,
        ),
        Step(
            name="enter_district",
            label="đưa ra Hội đồng cấp huyện",
            done="Đã đưa ra Hội đồng cấp huyện",
            sources=frozenset({DossierState.SUBMITTED}),
            target=DossierState.IN_SESSION,
            guards=(is_of_a_district, is_whole, certificate_serves, report_is_whole),
            **SECRETARY,
        ),
        Step(
            name="conclude",
            label="báo kết quả",
            done="Đã có kết quả",
            sources=frozenset({DossierState.IN_SESSION}),
            target=DossierState.CONCLUDED,
            asks=(*RESULT, Ask("late", "Lý do có kết quả quá hạn", result_is_late)),
            effect=note_result,
            **SECRETARY,
        ),
        Step(
            name="pass_on",
            label="chuyển tỉnh đánh giá hạng cao hơn",
            done="Đã chuyển tỉnh",
            sources=frozenset({DossierState.IN_SESSION}),
            target=DossierState.FORWARDED,
            asks=(NOTE,),
            effect=tell_the_department,
            **SECRETARY,
        ),
        Step(
            name="leave_session",
            label="đưa về hồ sơ đã tiếp nhận",
            done="Đã đưa về hồ sơ đã tiếp nhận",
            sources=frozenset({DossierState.IN_SESSION}),
            target=DossierState.ACCEPTED,
            asks=(NOTE,),
            effect=leave_the_session,
            onward=False,
            **SECRETARY,
        ),
        Step(
            name="leave_district",
            label="đưa về hồ sơ đang kiểm tra",
            done="Đã đưa về hồ sơ đang kiểm tra",
            sources=frozenset({DossierState.IN_SESSION}),
            target=DossierState.SUBMITTED,
            asks=(NOTE,),
            effect=leave_the_session,
            onward=False,
            **SECRETARY,
        ),
        Step(
            name="correct",
            label="sửa kết quả ghi sai",
            done="Đã sửa kết quả",
            sources=frozenset({DossierState.CONCLUDED}),
            target=DossierState.CONCLUDED,
            guards=(nothing_rests_on_it,),
            asks=(*RESULT, Ask("note", "Lý do sửa")),
            effect=correct_result,
            onward=False,
            **SECRETARY,
        ),
        Step(
            name="annul",
            label="hủy kết quả",
            done="Đã hủy kết quả",
            sources=frozenset({DossierState.CONCLUDED}),
            target=DossierState.IN_SESSION,
            guards=(nothing_rests_on_it, no_other_is_under_way),
            asks=(NOTE,),
            effect=annul_result,
            onward=False,
            **SECRETARY,
        ),
        Step(
            name="take_back",
            label="lấy lại hồ sơ đã chuyển tỉnh",
            done="Đã lấy lại",
            sources=frozenset({DossierState.FORWARDED}),
            target=DossierState.IN_SESSION,
            asks=(NOTE,),
            effect=leave_the_session,
            onward=False,
            **SECRETARY,
        ),
        Step(
            name="withdraw",
            label="rút hồ sơ",
            done="Đã rút",
            roles=UNIT_ROLES,
            sources=OPEN_DOSSIERS,
            target=DossierState.WITHDRAWN,
            asks=(NOTE,),
            effect=stop_waiting,
            explanation="Theo đề nghị của chủ thể. Hồ sơ vẫn đọc được; có thể lập hồ sơ khác.",
            onward=False,
            away=True,
        ),
    ),
    held=held,
    news=news.DOSSIER_NEWS,
)
