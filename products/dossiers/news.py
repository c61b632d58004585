"""What people are told of a dossier, and whether it is still worth a mail when mail is written."""

from django.db.models import Q

from products.enums import DossierState
from products.models import Dossier
from programs import notices
from programs.enums import DEPARTMENT, UNIT_ROLES, NotificationKind
from programs.models import User
from programs.news import LEADER, News

NEWS = {
    "submit": News(
        NotificationKind.HANDED_IN, LEADER, "{row}: cấp xã kiểm tra đến hết ngày {check_by}."
    ),
    "give_back": News(NotificationKind.RETURNED, UNIT_ROLES, "{row} được trả lại: {note}"),
    "forward": News(
        NotificationKind.SENT, DEPARTMENT, "{row} được chuyển lên tỉnh, chờ tiếp nhận."
    ),
    "return": News(NotificationKind.RETURNED, UNIT_ROLES, "{row} được tỉnh trả lại: {note}"),
    "accept": News(NotificationKind.ACCEPTED, UNIT_ROLES, "{row} đã được tỉnh tiếp nhận."),
    "conclude": News(
        NotificationKind.ACCEPTED, UNIT_ROLES, "{row} đã có kết quả: {star} sao, {mean:n} điểm."
    ),
}
# The states of the dossier in which news of each kind still matters.
HOLDS_IN = {
    NotificationKind.HANDED_IN: {DossierState.SUBMITTED},
    NotificationKind.SENT: {DossierState.FORWARDED},
    NotificationKind.RETURNED: {DossierState.RETURNED},
    NotificationKind.ACCEPTED: {
        DossierState.ACCEPTED,
        DossierState.IN_SESSION,
        DossierState.CONCLUDED,
    },
}


def tell(dossier, step, by, note=""):
    """Write the news of a step, in its transaction, for everybody concerned but its author."""
    news = NEWS[step]
    people = Q(role__in=news.roles & DEPARTMENT) | Q(
        role__in=news.roles & UNIT_ROLES, unit=dossier.unit_id
    )
    facts = {
        "row": dossier,
        "note": note,
        "check_by": f"{dossier.check_by:%d/%m/%Y}" if dossier.check_by else "chưa tính được",
        "star": dossier.result_star,
        "mean": dossier.result_mean or 0,
    }
    notices.tell(
        news.kind,
        User.objects.filter(people, is_active=True).exclude(pk=by.pk),
        dossier,
        news.text.format(**facts),
        dossier.get_absolute_url(),
    )


def still_true(notifications):
    """The notifications whose dossier is still in the state that they tell of."""
    rows = Dossier.objects.in_bulk({row.subject_id for row in notifications})
    return [row for row in notifications if _holds(row, rows.get(row.subject_id))]


def _holds(row, dossier):
    return dossier is not None and dossier.state in HOLDS_IN[row.kind]
