"""What waits before sessions and after them: dossiers for an agenda, products for certificates."""

from django.db.models import Count, Min
from django.urls import reverse

from councils.enums import CouncilState, SessionMode, SessionState
from councils.models import Council, Session
from councils.sessions import certificates
from councils.sessions.preparing import candidates
from products.dossiers.listings import NOT_TAKEN, not_taken
from products.models import Dossier
from programs import clock
from programs.deadlines import end_of
from programs.tasks import SHOWN, Task


def of_department() -> list[Task]:
    """All dossiers that were accepted and stand on no agenda; what closed sessions granted."""
    return [*_waiting(), *(_granted(*each) for each in certificates.left()[:SHOWN])]


def _waiting():
    found = _counted(not_taken(Dossier.objects.all()))
    if not found:
        return
    count, at = found
    yield Task(
        title=f"{count:02} hồ sơ đã tiếp nhận, chờ đưa vào phiên họp",
        url=f"{reverse('products:dossier_list')}?state={NOT_TAKEN}",
        at=at,
        action="Xem hồ sơ",
        text="Thư ký Hội đồng đưa vào phiên họp; đã họp trên giấy thì ghi lại theo biên bản.",
    )


def _counted(rows):
    """(how many, when the first one came), None where there are none."""
    found = rows.aggregate(since=Min("accepted_on"), count=Count("pk"))
    at = end_of(found["since"] or clock.today())
    return (found["count"], at) if found["count"] else None


def _granted(session, count):
    return Task(
        title=f"{count:02} sản phẩm chờ giấy chứng nhận theo phiên {session.code}",
        url=reverse("councils:session_certificates", args=[session.pk]),
        at=session.closed_at,
        action="Chuẩn bị giấy chứng nhận",
        text=f"{session.council}: phiên họp đã kết thúc, kết quả đã báo.",
    )


def of_secretary(councils) -> list[Task]:
    """The dossiers that sessions of these Councils could take, for those who write the agenda."""
    rows = Council.objects.filter(pk__in=councils, state=CouncilState.IN_FORCE)
    return [task for council in rows.order_by("pk") for task in _to_place(council)]


def _to_place(council):
    found = _counted(candidates(Session(council=council)).order_by())
    if not found:
        return
    count, at = found
    there = council.sessions.filter(state=SessionState.PREPARING, is_past=False)
    there = there.filter(mode=SessionMode.SITTING).order_by("starts_at").first()
    name, row = ("agenda_add", there) if there else ("session_create", council)
    yield Task(
        title=f"{count:02} hồ sơ chờ đưa vào phiên họp: {council}",
        url=reverse(f"councils:{name}", args=[row.pk]),
        at=at,
        action="Đưa vào chương trình" if there else "Chuẩn bị phiên họp",
        text=f"Phiên {there.code} đang chuẩn bị." if there else "Chưa có phiên nào đang chuẩn bị.",
    )
