"""The views of lists that one may use: all of them, one's own renamed, shared, dropped."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from programs import saved_views
from programs.forms.listings import SavedViewForm
from programs.models import SavedView
from programs.views.pages import form_page, posted, removal_page


def saved_view_list(request):
    """One's own first, then what colleagues share."""
    visible = SavedView.objects.visible_to(request.user).select_related("user")
    ordered = visible.order_by("listing", "name", "pk")
    views = sorted(ordered, key=lambda view: view.user_id != request.user.pk)
    return render(request, "programs/saved_view_list.html", {"views": views})


def _own(request, pk):
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk, user=request.user)


def saved_view_update(request, pk):
    view = _own(request, pk)

    def act(form):
        saved_views.change(view, by=request.user)
        return view

    form = SavedViewForm(posted(request), instance=view, user=request.user)
    facts = _around(view)
    return form_page(request, form, act, done="Đã lưu cách xem", title="Sửa cách xem", **facts)


def saved_view_delete(request, pk):
    view = _own(request, pk)

    def act(_form):
        saved_views.drop(view, by=request.user)
        return view

    facts = _around(view)
    return removal_page(request, act, done="Đã xóa cách xem", title="Xóa cách xem", **facts)


def _around(view):
    """Where the pages of a view stand: under the list of views, which they lead back to."""
    listed = reverse("programs:saved_view_list")
    return {"subject": view, "to": listed, "back": listed}
