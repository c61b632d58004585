"""An import undone: the rows of the plan as they stood before it, until the plan is sent."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from products.models import PlanImport, Registration, RowDraft
from products.plan_imports.resources import allow_many_parameters
from products.plans.editor.moving import delete_rows, last_of
from products.plans.row_order import blocks, close_gap
from products.plans.workflow import editing_refusal, open_for_editing, touch
from programs import audit, clock
from programs.workflow import StepRefused


def written_by(stored):
    """What the confirmation wrote into the history of the plan's rows: "+" new, "-" replaced."""
    history = Registration.history.filter(plan_id=stored.plan_id)
    return history.filter(
        history_id__gt=stored.history_before, history_id__lte=stored.history_upto
    ).order_by("history_id")


def counts_of(stored):
    """How many rows the confirmation added and replaced."""
    kinds = written_by(stored).order_by().values_list("history_type")
    counts = dict(kinds.annotate(Count("pk")))
    return {"added": counts.get("+", 0), "replaced": counts.get("-", 0)}


def undo_refusal(stored, user):
    """The StepRefused that keeps this user from undoing the import now, or None."""
    plan = stored.plan
    if refused := editing_refusal(plan, user):
        return refused
    if not stored.confirmed_at or not stored.history_upto:
        return StepRefused("Tệp này chưa được nhập nên không có gì để hoàn tác.", code="undo")
    if stored.undone_at:
        return StepRefused("Lần nhập này đã được hoàn tác rồi.", code="undo")
    if plan.seals.filter(sealed_at__gte=stored.confirmed_at).exists():
        return StepRefused(
            "Kế hoạch đã được gửi tỉnh sau lần nhập này nên không hoàn tác được nữa.", code="undo"
        )
    sentence = _changed_since(stored) or _being_typed(stored)
    return StepRefused(sentence, code="undo") if sentence else None


def _changed_since(stored):
    """Who changed rows after the import, where something is left of it; else ""."""
    history = Registration.history.filter(plan_id=stored.plan_id)
    earlier = history.filter(history_id__lte=stored.history_upto)
    later = history.filter(history_id__gt=stored.history_upto).filter(
        Q(id__in=earlier.values("id")) | Q(id__in=stored.plan.registrations.values("pk"))
    )
    last = later.select_related("history_user").order_by("history_id").last()
    if last is None:
        return ""
    who = f"{last.history_user} đã" if last.history_user else "Danh sách đã được"
    count = later.values("id").distinct().count()
    return (
        f"{who} sửa {count} dòng sau lần nhập này, lần cuối lúc "
        f"{timezone.localtime(last.history_date):%H:%M ngày %d/%m/%Y}, trong đó có "
        f"“{last.product_name}”. Hoàn tác sẽ làm mất các sửa đổi đó: hãy sửa tiếp trong bảng của "
        "kế hoạch, hoặc nhập lại tệp để thay toàn bộ danh sách."
    )


def _being_typed(stored):
    """A change of an imported row that somebody is typing; "" where there is none."""
    rows = written_by(stored).filter(history_type="+").order_by().values("id")
    draft = stored.plan.drafts.filter(registration__in=rows).select_related("user").first()
    if draft is None:
        return ""
    return (
        f"{draft.user} đang gõ dở dòng {draft.position} (“{draft}”) của lần nhập này. "
        "Hãy gõ xong hoặc bỏ dòng đó rồi hoàn tác."
    )


@transaction.atomic
def undo(stored, *, by):
    """Put the plan's rows back as they were before this import; (taken out, put back).

    All or nothing. Raises StepRefused once the plan was sent or its rows were changed since.
    """
    stored.plan = open_for_editing(stored.plan, by)
    if refused := undo_refusal(stored, by):
        raise refused
    # Counted under the plan's lock, so that of two at once one undoes.
    waiting = PlanImport.objects.filter(pk=stored.pk, undone_at=None)
    if not waiting.update(undone_at=clock.now()):
        raise StepRefused("Lần nhập này đã được hoàn tác rồi.", code="undo")
    allow_many_parameters()
    taken, back = _take_out(stored, by), _put_back(stored, by)
    touch(stored.plan)
    data = {"import": stored.pk, "sha256": stored.sha256, "removed": taken, "restored": back}
    facts = {"label": "hoàn tác lần nhập tệp", "note": stored.name, "data": data}
    audit.record("undo_import", stored.plan, by=by, **facts)
    return taken, back


def _take_out(stored, by):
    added = written_by(stored).filter(history_type="+").order_by().values("id")
    rows = list(stored.plan.registrations.filter(pk__in=added))
    delete_rows(rows, by)
    for position, count in reversed(blocks(row.position for row in rows)):
        close_gap(stored.plan, position, count)
    return len(rows)


def _put_back(stored, by):
    """The replaced rows in their places, and under the changes of them that are being typed."""
    rows = last_of(written_by(stored).filter(history_type="-"))
    bulk_create_with_history(rows, Registration, default_user=by)
    versions = {row.pk: row.version for row in rows}
    drafts = RowDraft.objects.filter(pk__in=stored.loosened, registration=None)
    for draft in drafts:
        draft.registration_id = stored.loosened[str(draft.pk)]
        draft.base, draft.version = versions[draft.registration_id], draft.version + 1
    RowDraft.objects.bulk_update(drafts, ["registration", "base", "version"])
    return len(rows)
