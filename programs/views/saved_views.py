"""The views that one keeps of lists: all of them, renamed, shared, dropped."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from programs import saved_views
from programs.forms.base import KeyedForm
from programs.forms.listings import SavedViewForm
from programs.models import SavedView


def saved_view_list(request):
    views = SavedView.objects.visible_to(request.user).filter(user=request.user.pk)
    return render(
        request, "programs/saved_view_list.html", {"views": views.order_by("listing", "name")}
    )


def _own(request, pk):
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk, user=request.user)


def saved_view_update(request, pk):
    view = _own(request, pk)
    data = request.POST if request.method == "POST" else None
    form = SavedViewForm(data, instance=view, user=request.user)
    if form.is_valid():
        saved_views.change(form.instance, by=request.user)
        messages.success(request, f"Đã lưu cách xem: {view}.")
        return redirect("programs:saved_view_list")
    return render(request, "form.html", _page(form, "Sửa cách xem", "Lưu", view))


def saved_view_delete(request, pk):
    view = _own(request, pk)
    form = KeyedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        saved_views.drop(view, by=request.user)
        messages.success(request, f"Đã xóa cách xem: {view}.")
        return redirect("programs:saved_view_list")
    page = _page(form, "Xóa cách xem", "Xóa", view) | {"is_removal": True}
    return render(request, "form.html", page)


def _page(form, title, submit, view):
    """What the one form page of the portal needs."""
    back = reverse("programs:saved_view_list")
    return {"form": form, "title": title, "submit": submit, "subject": view, "back": back}
