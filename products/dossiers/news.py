"""What people are told of a dossier, and while what it is worth a mail."""

from products.dossiers.clocks import tell_results
from products.enums import DossierState
from products.models import Dossier
from programs.enums import DEPARTMENT, LEADER, UNIT_ROLES, NotificationKind
from programs.news import News, NewsTable
from programs.text import in_figures

ACCEPTED = frozenset({DossierState.ACCEPTED, DossierState.IN_SESSION, DossierState.CONCLUDED})


def _facts(dossier):
    tell_results([dossier])
    return {
        "check_by": f"{dossier.check_by:%d/%m/%Y}" if dossier.check_by else "chưa tính được",
        "result": dossier.result,
        "mean": in_figures(dossier.result_mean or 0),
    }


DOSSIER_NEWS = NewsTable(
    Dossier,
    {
        "submit": News(
            NotificationKind.HANDED_IN,
            LEADER,
            "{row}: cấp xã kiểm tra đến hết ngày {check_by}.",
            frozenset({DossierState.SUBMITTED}),
        ),
        "give_back": News(
            NotificationKind.RETURNED,
            UNIT_ROLES,
            "{row} được trả lại: {note}",
            frozenset({DossierState.RETURNED}),
        ),
        "forward": News(
            NotificationKind.SENT,
            DEPARTMENT,
            "{row} được chuyển lên tỉnh, chờ tiếp nhận.",
            frozenset({DossierState.FORWARDED}),
        ),
        "return": News(
            NotificationKind.RETURNED,
            UNIT_ROLES,
            "{row} được tỉnh trả lại: {note}",
            frozenset({DossierState.RETURNED}),
        ),
        "accept": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row} đã được tỉnh tiếp nhận.",
            ACCEPTED,
        ),
        "conclude": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row} đã có kết quả: {result}, {mean} điểm.",
            frozenset({DossierState.CONCLUDED}),
        ),
        "correct": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row} được ghi lại kết quả: {result}, {mean} điểm. Lý do: {note}",
            frozenset({DossierState.CONCLUDED}),
        ),
        "annul": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "Kết quả đã báo của {row} được hủy, chờ Hội đồng kết luận: {note}",
            ACCEPTED,
        ),
        "leave_session": News(
            NotificationKind.ACCEPTED,
            UNIT_ROLES,
            "{row} chưa được Hội đồng đánh giá lần này: {note}",
            ACCEPTED,
        ),
    },
    facts=_facts,
)
tell = DOSSIER_NEWS.tell
