"""Keep, change and drop a way of looking at a list."""

from django.db import transaction

from programs import audit
from programs.collation import order_key
from programs.models import SavedView

QUERY_LENGTH = SavedView._meta.get_field("query").max_length


def of_list(user, listing) -> list[SavedView]:
    """The views of this list that the user may use, one's own first."""
    views = SavedView.objects.visible_to(user).filter(listing=listing.name).select_related("user")
    return sorted(views, key=lambda view: (view.user_id != user.pk, order_key(view.name)))


@transaction.atomic
def keep(form, listing, query, *, by) -> SavedView:
    """Keep the query under the form's name; a name that one has used already is written over."""
    values = {"query": query, "is_shared": form.cleaned_data.get("is_shared", False)}
    view, _ = SavedView.objects.update_or_create(
        user=by, listing=listing.name, name=form.cleaned_data["name"], defaults=values
    )
    audit.record("keep_view", view, label="lưu cách xem", by=by)
    return view


@transaction.atomic
def change(view, *, by) -> None:
    view.save(update_fields=["name", "is_shared"])
    audit.record("change_view", view, label="sửa cách xem", by=by)


@transaction.atomic
def drop(view, *, by) -> None:
    audit.record("drop_view", view, label="xóa cách xem", by=by)
    view.delete()
