"""What people are told of a dossier, and while what it is worth a mail."""

from products.enums import DossierState
from products.models import Dossier
from programs.enums import DEPARTMENT, LEADER, UNIT_ROLES, NotificationKind
from programs.news import News, NewsTable

ACCEPTED = frozenset({DossierState.ACCEPTED, DossierState.IN_SESSION, DossierState.CONCLUDED})


def _facts(dossier):
    return {
        "check_by": f"{dossier.check_by:%d/%m/%Y}" if dossier.check_by else "chưa tính được",
        "star": dossier.result_star,
        "mean": dossier.result_mean or 0,
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
            "{row} đã có kết quả: {star} sao, {mean:n} điểm.",
            ACCEPTED,
        ),
    },
    facts=_facts,
)
tell = DOSSIER_NEWS.tell
