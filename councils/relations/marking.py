"""Relations of producers as they are marked, ended and struck out (matrix C32, C33).

A relation is data of people: its source and reasons stand in its own row and trail alone, and are
told to nobody else.
"""

from dataclasses import replace

from councils.models import Relation
from councils.models.relations import producers_kept
from councils.sessions import seeing
from programs import clock
from programs.acts import StepRefused, act
from programs.next_acts import offer

WHO = "cơ quan cấp tỉnh và thư ký Hội đồng"


def marks(producer, user) -> bool:
    """Whether this person marks relations of the producer."""
    return producers_kept(user).filter(pk=producer.pk).exists()


def offers(producer, user):
    """What the page of a producer offers: what is marked of it, and to mark something."""
    is_allowed = marks(producer, user)
    found = offer(is_allowed, "quan hệ đã ghi với chủ thể", "councils:relation_list")
    return [
        *(replace(each, url=f"{each.url}?producer={producer.pk}") for each in found),
        *offer(is_allowed, "ghi quan hệ với chủ thể", "councils:relation_create", producer.pk),
    ]


def mark(relation, *, by, key=None) -> Relation:
    """Save a new relation, and note at once whom it keeps from a dossier."""
    with act(relation.producer, by, key, rows=producers_kept(by)) as the:
        _refuse_former(relation)
        relation.producer, relation.marked_by = the.row, by
        relation.save()
        the.record("mark_relation", relation, label="ghi quan hệ với chủ thể")
        seeing.follow_producer(the.row, by)
    return relation


def _refuse_former(relation):
    """What an agency did before it was there, or after it was gone, another one did."""
    agency, day = relation.agency, relation.since
    is_early = agency and agency.valid_from and day < agency.valid_from
    if is_early or (agency and agency.valid_to and day > agency.valid_to):
        raise StepRefused(
            f"{agency} không còn (hoặc chưa có) vào ngày {day:%d/%m/%Y}: chọn cơ quan của ngày ấy.",
            status=422,
            code="agency",
        )


def changing_refusal(relation, user):
    """The StepRefused that keeps this user from ending it or striking it out, or None."""
    if not marks(relation.producer, user):
        sentence = f"Chỉ {WHO} được ghi, sửa quan hệ với chủ thể."
        return StepRefused(sentence, status=403, code="role")
    if relation.struck_at:
        return StepRefused("Quan hệ này đã gạch bỏ.", code="state")
    return None


def ending_refusal(relation, user):
    if refused := changing_refusal(relation, user):
        return refused
    if relation.ended_by_id:
        return StepRefused(
            "Quan hệ này đã ghi kết thúc. Ghi sai thì gạch bỏ rồi ghi lại.", code="state"
        )
    return None


def end(relation, until, note, *, by, key=None) -> Relation:
    """Say on which day it was over; what was noted by it stays until the secretary looks again."""
    rows = Relation.objects.visible_to(by)
    with act(relation, by, key, rows=rows, refusal=ending_refusal) as the:
        row = the.row
        if until < row.since:
            sentence = f"Quan hệ bắt đầu ngày {row.since:%d/%m/%Y}: ngày kết thúc phải sau."
            raise StepRefused(sentence, status=422, code="until")
        row.until, row.ended_by, row.end_reason = until, by, note
        row.save()
        the.record("end_relation", label="ghi kết thúc quan hệ", note=note)
        seeing.follow_end(row, by, f"quan hệ đã ghi kết thúc ngày {until:%d/%m/%Y}")
    return row


def strike(relation, note, *, by, key=None) -> Relation:
    """Say that it was wrongly marked: it holds on no day, and stays to be read."""
    rows = Relation.objects.visible_to(by)
    with act(relation, by, key, rows=rows, refusal=changing_refusal) as the:
        row = the.row
        row.struck_at, row.struck_by, row.strike_reason = clock.now(), by, note
        row.save()
        the.record("strike_relation", label="gạch bỏ quan hệ", note=note)
        seeing.follow_end(row, by, "quan hệ ghi sai đã gạch bỏ")
    return row
