"""The advisory group's report on a dossier: who writes it, who reads it (matrix C15, C37)."""

from councils.enums import IN_GROUP, UNDECIDED_SESSIONS, AdviceState, SeatRole
from councils.membership.rights import places_of
from councils.models import AdvisoryReport, Evaluation, Member
from councils.models.advisory import READERS_OF_DRAFTS
from councils.sessions.conflicts import takes_no_part
from programs.acts import RowChanged, StepRefused, act


def place_of(evaluation, user) -> Member | None:
    """As whom of the group this person sits on the day of the session, free of conflict."""
    if takes_no_part(evaluation, user):
        return None
    session = evaluation.session
    places = places_of(user, session.council, session.day)
    return places.filter(seat__role__in=sorted(IN_GROUP)).first()


def report_of(evaluation) -> AdvisoryReport:
    """The report of the dossier, or a new one that is not saved yet."""
    rows = AdvisoryReport.objects.filter(evaluation=evaluation)
    found = rows.first() or AdvisoryReport()
    found.evaluation = evaluation  # with what is known of it already
    return found


def writing_refusal(evaluation, user):
    """The StepRefused that keeps this user from writing for the group now, or None."""
    session = evaluation.session
    if place_of(evaluation, user) is None:
        return StepRefused(
            "Chỉ thành viên Tổ tư vấn, không có xung đột lợi ích với hồ sơ này, được ghi.",
            status=403,
            code="role",
        )
    if session.state not in UNDECIDED_SESSIONS:
        state = session.get_state_display()
        return StepRefused(f"Phiên họp ở trạng thái “{state}” nên không ghi được.", code="state")
    if report_of(evaluation).state == AdviceState.COMPLETED:
        return StepRefused(
            "Báo cáo đã hoàn thành: Tổ trưởng mở lại được khi phiên họp chưa khai mạc.",
            code="completed",
        )
    return None


def leads(evaluation, user) -> bool:
    """Whether this person brings the report to its end.

    The head of the group; any of it where the head has no account or is in conflict.
    """
    place = place_of(evaluation, user)
    if place is None or place.seat.role == SeatRole.GROUP_HEAD:
        return place is not None
    session = evaluation.session
    heads = Member.objects.on(session.day).exclude(user=None)
    heads = heads.filter(seat__council=session.council_id, seat__role=SeatRole.GROUP_HEAD)
    return not heads.exclude(seat__in=evaluation.conflicts.values("seat")).exists()


def reading_refusal(evaluation, user):
    """The StepRefused that keeps this user from the group's page of the dossier, or None.

    What is not written yet is as a draft.
    """
    if AdvisoryReport.objects.visible_to(user).filter(evaluation=evaluation).exists():
        return None
    is_begun = AdvisoryReport.objects.filter(evaluation=evaluation).exists()
    if (
        not is_begun
        and reads_drafts(evaluation.session, user)
        and not takes_no_part(evaluation, user)
    ):
        return None
    sentence = "Báo cáo của Tổ tư vấn về hồ sơ này chưa mở cho bạn."
    return StepRefused(sentence, status=403, code="secret")


def completed_of(session, user):
    """The completed reports of the session that this person reads."""
    rows = AdvisoryReport.objects.completed().visible_to(user)
    return rows.filter(evaluation__session=session)


def reads_drafts(session, user) -> bool:
    places = places_of(user, session.council, session.day)
    return places.filter(seat__role__in=sorted(READERS_OF_DRAFTS)).exists()


def agenda_of(session, user) -> list[tuple[Evaluation, AdvisoryReport | None]]:
    """(dossier, report or None) of those on the agenda whose page this person may open."""
    related = ("dossier__product__commune", "dossier__product__producer")
    rows = session.evaluations.select_related(*related)
    read = AdvisoryReport.objects.visible_to(user).filter(evaluation__session=session)
    reports = {report.evaluation_id: report for report in read}
    begun = {*AdvisoryReport.objects.filter(evaluation__session=session).values_list("evaluation")}
    apart = rows.filter(conflicts__seat__members__user=user.pk).values("pk")
    free = {*rows.exclude(pk__in=apart).values_list("pk")} if reads_drafts(session, user) else set()
    return [
        (row, reports.get(row.pk)) for row in rows if row.pk in reports or (row.pk,) in free - begun
    ]


def write(report, *, by, version=None, key=None) -> AdvisoryReport:
    """Save what one of the group wrote; RowChanged where the report has another version.

    One locks the dossier's row, so that a first report is made once.
    """
    rows = Evaluation.objects.visible_to(by).select_related("session__council", "dossier__product")
    with act(report.evaluation, by, key, rows=rows, refusal=writing_refusal) as the:
        stored = report_of(the.row)
        if stored.version != (version or 0):
            raise RowChanged(stored)
        report.pk, report.version = stored.pk, stored.version + 1
        report.state, report.completed_at = stored.state, stored.completed_at
        report.save()
        # The trail is read by more people than a draft is: it does not tell what was written.
        the.record("write_advice", report, label="ghi báo cáo Tổ tư vấn")
    return report
