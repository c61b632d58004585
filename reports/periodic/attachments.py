"""Files that go along with a report: added to its draft, kept with what was sent (matrix T1)."""

from django.conf import settings
from django.db.models import Sum

from programs import clock
from programs.acts import StepRefused, act
from programs.uploads.accepting import Accepted
from programs.uploads.storing import stored, throw_away
from reports.models import PeriodicReport, ReportAttachment
from reports.periodic.filling import editing_refusal, rows_for
from reports.periodic.reading import listed_in

MOST = 20


def add(report, papers: list[Accepted], *, by, key=None) -> list[ReportAttachment]:
    """Put these files beside a draft, all or none; one that is there already is passed over."""
    rows = [_row(report, paper, by) for paper in _each_once(papers)]
    with stored(rows), act(report, by, key, rows=rows_for(by), refusal=editing_refusal) as the:
        held = {*the.row.attachments.standing().values_list("sha256", flat=True)}
        fresh = [row for row in rows if row.sha256 not in held]
        _take_room(the.row, len(held), fresh)
        for row in fresh:
            row.save()
        _grow(the.row)
        names = ", ".join(row.name for row in fresh)
        the.record("attach", label="thêm tài liệu gửi kèm", note=names)
    return fresh


def _each_once(papers):
    return {paper.sha256: paper for paper in papers}.values()


def _row(report, paper, by):
    return ReportAttachment(
        report=report,
        file=paper.stored,
        name=paper.name,
        content_type=paper.content_type,
        sha256=paper.sha256,
        size=paper.size,
        uploaded_by=by,
    )


def _take_room(report, held, fresh):
    if held + len(fresh) > MOST:
        sentence = f"Một báo cáo gửi kèm tối đa {MOST} tệp. Hãy gộp các tệp, hoặc bỏ bớt."
        raise StepRefused(sentence, status=422, code="room")
    used = report.attachments.aggregate(sum=Sum("size"))["sum"] or 0
    if used + sum(row.size for row in fresh) > settings.UPLOAD_DOSSIER_BYTES:
        most = settings.UPLOAD_DOSSIER_BYTES // 2**20
        sentence = f"Một báo cáo giữ tối đa {most} MB tệp. Hãy quét lại ở độ phân giải thấp hơn."
        raise StepRefused(sentence, status=422, code="room")


def remove(attachment, *, by, key=None) -> PeriodicReport:
    """Take a file out of a draft; one that was sent once stays with what was sealed then."""
    facts = {"rows": rows_for(by), "refusal": editing_refusal}
    with act(attachment.report, by, key, **facts) as the:
        row = the.row.attachments.standing().filter(pk=attachment.pk).first()
        if row is None:
            raise StepRefused("Tài liệu này đã được bỏ khỏi báo cáo.", code="state")
        _let_go(row)
        _grow(the.row)
        the.record("detach", label="bỏ tài liệu gửi kèm", note=row.name)
    return the.row


def _let_go(row):
    seals = row.report.seals.all()
    if any(row.sha256 in {each["sha256"] for each in listed_in(seal.values())} for seal in seals):
        row.left_out_at = clock.now()
        row.save(update_fields=["left_out_at"])
    elif ReportAttachment.objects.filter(file=row.file.name).exclude(pk=row.pk).exists():
        row.delete()  # the version that this one puts right keeps the file
    else:
        throw_away(row)


def _grow(report):
    report.edition += 1
    report.save(update_fields=["edition", "changed_at"])


def carry_over(new, old) -> None:
    """A new version begins with the files of the old one; a sent version lets none go."""
    rows = list(old.attachments.standing())
    for row in rows:
        row.pk, row.report, row._state.adding = None, new, True
    ReportAttachment.objects.bulk_create(rows)
