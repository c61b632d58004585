"""What a plan still needs to be sent and issued, each with the page where it is mended."""

from django.urls import reverse

from products.plans.workflow import decision_is_written, no_row_is_half_typed, says_something
from programs.next_acts import Checklist, Item

LIST = "#danh-sach"


def checklist_of(plan, comparison, participant, *, may_edit) -> Checklist:
    """`comparison` is that of products.plans.counting; acts are for who may edit alone."""
    items = (_counts(comparison, participant), _rows(plan), _agreement(comparison, participant))
    return Checklist([_for(item, may_edit) for item in (*items, *_papers(plan))])


def _for(item, may_edit):
    return item if may_edit or item.is_done else Item(item.label, item.lacks)


def _counts(comparison, participant):
    said = [said for _, said, _ in comparison if said is not None]
    return Item(
        "Số lượng đăng ký theo năm hình thức",
        lacks=() if said else ("chưa khai",),
        said=f"đã khai {sum(said)} sản phẩm",
        url=reverse("products:counts", args=[participant.pk]),
        act="Khai số lượng",
    )


def _rows(plan):
    sentences = tuple(filter(None, (says_something(plan), no_row_is_half_typed(plan))))
    is_begun = plan.registrations.exists() or plan.drafts.exists()
    add = reverse("products:registration_create", args=[plan.pk])
    return Item(
        "Danh sách sản phẩm",
        lacks=sentences,
        said="không đăng ký sản phẩm" if plan.is_nil else "không còn dòng gõ dở",
        url=LIST if is_begun else add,
        act="Đến danh sách" if is_begun else "Thêm sản phẩm",
    )


def _agreement(comparison, participant):
    differing = tuple(
        f"{form.label}: khai {said}, có {listed}"
        for form, said, listed in comparison
        if said is not None and said != listed
    )
    return Item(
        "Số đã khai khớp danh sách",
        lacks=differing,
        said="khớp cả năm hình thức",
        url=reverse("products:counts", args=[participant.pk]),
        act="Sửa số lượng",
    )


def _papers(plan):
    facts = reverse("products:plan_update", args=[plan.pk])
    yield Item(
        "Số quyết định, ngày ký, người ký",
        lacks=("chưa ghi; cần có trước khi ban hành",) if decision_is_written(plan) else (),
        said=f"số {plan.decision_number}",
        url=facts if decision_is_written(plan) else "#thong-tin",
        act="Ghi quyết định",
    )
    yield Item(
        "Bản quét kế hoạch đã ký",
        lacks=() if plan.scan else ("chưa tải lên",),
        said=plan.scan_name,
        url=reverse("products:plan_scan", args=[plan.pk]) if plan.scan else facts,
        act="Tải bản quét",
    )
